"""Every kind of rule has what decides it; kinds that the standard does not use are tried here."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace
from typing import Any, Final

import pytest

import cosem
from cosem_conformance.judge import CHECKS, FAILED, INCONCLUSIVE, PASSED
from cosem_conformance.judge.evaluators import EVALUATORS
from cosem_conformance.judge.evaluators.moments import clearly_after, moment_in
from cosem_runtime import Date, DateTime, Time
from cosem_runtime.catalogue.rules import ARGUMENTS, Rule, fault
from cosemgen.vocabulary import RULES


def test_every_rule_of_the_language_has_an_evaluator() -> None:
    assert set(EVALUATORS) == set(RULES)


_LETTERS: Final = {"number": "n", "value": "v", "path": "p"}


def test_the_runtime_knows_the_arguments_of_every_rule() -> None:
    known = ARGUMENTS
    assert known.keys() - RULES.keys() == {"cardinality", "refers"}  # of no word
    for rule in RULES.values():
        letters = "".join(_LETTERS.get(each, "p") for each in rule.parameters)
        letters = letters if rule.least is None else letters.replace("n", "c")
        ending = "+" if rule.more else "?" if rule.optional else ""
        assert known[rule.name] == letters + ending
    for class_id in cosem.CATALOGUE:
        for version in cosem.CATALOGUE.versions(class_id):
            for demand in cosem.CATALOGUE.rules(class_id, version):
                assert not fault(demand)


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


NOVEMBER: Final = DateTime(2024, 11, 15, 5, 14, 45, 0, 0, -60, 0)
JULY: Final = DateTime(2024, 7, 15, 1, 14, 45, 0, 0, -120, 0x80)
LAST_OF_MARCH: Final = DateTime.from_bytes(bytes.fromhex("FFFF03FE0702000000800000"))
LAST_OF_OCTOBER: Final = DateTime.from_bytes(bytes.fromhex("FFFF0AFE0703000000800080"))
SAVING: Final = Rule("", "daylight_saving_between", "time", "begin", "end", "on")


@pytest.mark.parametrize(
    ("time", "begin", "end", "on", "verdict"),
    [
        (NOVEMBER, LAST_OF_MARCH, LAST_OF_OCTOBER, True, PASSED),
        (JULY, LAST_OF_MARCH, LAST_OF_OCTOBER, True, PASSED),
        (JULY, LAST_OF_MARCH, LAST_OF_OCTOBER, False, FAILED),
        (NOVEMBER, LAST_OF_MARCH, LAST_OF_OCTOBER, False, PASSED),
        # south of the equator it is the other way round
        (NOVEMBER, LAST_OF_OCTOBER, LAST_OF_MARCH, True, FAILED),
        (JULY, LAST_OF_OCTOBER, LAST_OF_MARCH, True, FAILED),
        # the hour at which it ends, a date that nobody told, a time that is not valid
        (DateTime(2024, 10, 27, 7, 2), LAST_OF_MARCH, LAST_OF_OCTOBER, True, None),
        (NOVEMBER, DateTime(), LAST_OF_OCTOBER, True, None),
        (DateTime(2024, 7, 1, status=1), LAST_OF_MARCH, LAST_OF_OCTOBER, True, None),
    ],
)
def test_daylight_saving(
    time: DateTime, begin: DateTime, end: DateTime, on: bool, verdict: str | None
) -> None:
    found = EVALUATORS[SAVING.name].run(
        item(time=time, begin=begin, end=end, on=on), SAVING
    )
    assert [each.verdict for each in found] == [verdict or INCONCLUSIVE]


@pytest.mark.parametrize(
    ("octets", "moment"),
    [
        ("FFFF03FE0702000000800000", datetime(2024, 3, 31, 2)),  # the last Sunday
        ("FFFF03FD0702000000800000", datetime(2024, 3, 24, 2)),  # that before
        ("FFFF02FEFF00000000800000", datetime(2024, 2, 29)),  # the last day
        ("FFFF02FDFF00000000800000", datetime(2024, 2, 28)),
        ("07E8040FFF0C1E0000800000", datetime(2024, 4, 15, 12, 30)),
        ("07E9040FFF0C1E0000800000", None),  # of another year
        ("FFFFFF0FFF0C1E0000800000", None),  # of any month
        ("FFFF021EFF0C1E0000800000", None),  # of no day that there is
    ],
)
def test_a_moment_that_recurs(octets: str, moment: datetime | None) -> None:
    assert moment_in(2024, DateTime.from_bytes(bytes.fromhex(octets))) == moment


@pytest.mark.parametrize(
    ("first", "second", "after"),
    [
        (Time(2), Time(1), True),
        (Time(1), Time(2), False),
        (Time(2, 0), Time(None, 0), False),  # any hour
        (Date(2024, 3, 1), Date(2024, 2, 29), True),
        (Date(None, 3, 1), Date(None, 2, 1), True),  # each year
        (Date(2024, 3, 1), Date(None, 2, 1), False),
        (Date(2024, 3, 0xFE), Date(2024, 3, 1), False),  # the last day
        (b"b", b"a", True),
        (b"a", Time(1), False),
    ],
)
def test_which_is_later(first: bytes, second: bytes, after: bool) -> None:
    assert clearly_after(first, second) is after


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
        Rule("", "before", "a", "b"),
        {"a": DateTime(2024, 1, 1), "b": DateTime(2024, 1, 2)},
        {"a": DateTime(2024, 1, 2), "b": DateTime(2024, 1, 1)},
    ),
    (  # over midnight, as each day
        Rule("", "before", "a", "b"),
        {"a": DateTime(hour=22, minute=0), "b": DateTime(hour=6, minute=0)},
        {"a": Date(2024, 12, 1), "b": Date(2024, 2, 1)},
    ),
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
