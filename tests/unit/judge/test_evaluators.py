"""Every kind of rule has what decides it; kinds that the standard does not use are tried here."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from cosem_conformance.judge import CHECKS, FAILED, PASSED
from cosem_conformance.judge.evaluators import EVALUATORS
from cosem_runtime.catalogue.rules import Rule
from cosemgen.vocabulary import RULES


def test_every_rule_of_the_language_has_an_evaluator() -> None:
    assert set(EVALUATORS) == set(RULES)


def test_a_check_tells_what_each_finds() -> None:
    assert {each.check for each in EVALUATORS.values()} <= set(CHECKS)


def item(**values: Any) -> Any:
    """An object with attributes of these values."""
    specs = {
        number: SimpleNamespace(id=number, name=name, static=True)
        for number, name in enumerate(values, 2)
    }
    reads = {
        number: SimpleNamespace(
            number=number,
            meant=value,
            octets=b"",
            is_secret=False,
            doubt="",
            reading=True,
            spec=specs[number],
        )
        for number, value in enumerate(values.values(), 2)
    }
    return SimpleNamespace(specs=specs, reads=reads)


def entry(**members: Any) -> Any:
    return SimpleNamespace(**members)


TRIED = [
    (Rule("a", "octets_multiple_of", 2), {"a": b"1234"}, {"a": b"123"}),
    (Rule("a[]", "octets_multiple_of", 2), {"a": [b"12"]}, {"a": [b"12", b"3"]}),
    (Rule("a", "usually", 0, 9), {"a": 9}, {"a": 10}),
    (Rule("a.b", "usually", -9, 9), {"a": entry(b=-9)}, {"a": entry(b=-10)}),
    (Rule("a", "unique"), {"a": [1, 2]}, {"a": [1, 2, 1]}),
    (Rule("a", "ascending"), {"a": [1, 1, 2]}, {"a": [1, 3, 2]}),
    (Rule("a", "member_of", "b"), {"a": 1, "b": [1]}, {"a": 1, "b": [2]}),
    (Rule("", "counts", "a", "b"), {"a": 1, "b": [1]}, {"a": 2, "b": [1]}),
    (Rule("", "at_most", "a", "b"), {"a": 1, "b": 1}, {"a": 2, "b": 1}),
    (Rule("", "in_step", "a", "b"), {"a": [1], "b": [2]}, {"a": [1], "b": []}),
    (
        Rule("", "column_of", "a", "b"),
        {
            "a": entry(class_id=3, logical_name=b"123456", attribute_index=2),
            "b": [entry(class_id=3, logical_name=b"123456", attribute_index=2)],
        },
        {
            "a": entry(class_id=3, logical_name=b"123456", attribute_index=3),
            "b": [entry(class_id=3, logical_name=b"123456", attribute_index=2)],
        },
    ),
]


@pytest.mark.parametrize(
    ("rule", "clean", "faulty"), TRIED, ids=[f"{r.name}-{r.place}" for r, *_ in TRIED]
)
def test_it_passes_and_fails(
    rule: Rule, clean: dict[str, Any], faulty: dict[str, Any]
) -> None:
    run = EVALUATORS[rule.name].run
    assert {each.verdict for each in run(item(**clean), rule)} == {PASSED}
    assert FAILED in {each.verdict for each in run(item(**faulty), rule)}


@pytest.mark.parametrize("rule", [rule for rule, *_ in TRIED], ids=str)
def test_of_what_was_not_read_nothing_is_said(rule: Rule) -> None:
    assert list(EVALUATORS[rule.name].run(item(), rule)) == []
