"""A step is taken again when what it sees has become another, and not before."""

from __future__ import annotations

import pytest

from cosemgen.diagnostics.report import Report
from cosemgen.lower.steps import Steps
from cosemgen.model import Span
from cosemgen.syntax.tree import Name

HERE, BELOW = Name("here"), Name("here")


def step(what: object, report: Report) -> list[object]:
    report.warning(Span("f", 1, 1), "C517", "told each time")
    return [what]


@pytest.mark.parametrize(
    ("one", "other", "taken"),
    [
        ("text", "text", False),
        (1, 2, True),
        (1, True, True),
        ({"a": "b"}, {"a": "b"}, False),
        ({"a": "b"}, {"a": "c"}, True),
        (("a", 1), ("a", 1), False),
        (("a", 1), ("a", 1, 2), True),
        # What has a place is the same where it is the same object.
        (HERE, HERE, False),
        (HERE, BELOW, True),
        ((HERE,), (BELOW,), True),
    ],
)
def test_a_step(one: object, other: object, taken: bool) -> None:
    steps = Steps({})
    first = steps.take("f", step, one, report=Report())
    again, report = Steps(steps.now), Report()
    found = again.take("f", step, other, report=report)
    assert (found is not first) is taken
    assert found == [other]
    assert [each.message for each in report.found] == ["told each time"]
    assert again.now.keys() == steps.now.keys()


def test_steps_of_other_files_and_those_left_out_are_others() -> None:
    steps = Steps({})
    first = steps.take("f", step, 1, report=Report())
    assert steps.take("g", step, 1, report=Report()) is not first
    later = Steps(steps.now)
    later.take("g", step, 1, report=Report())
    assert {file for file, _ in later.now} == {"g"}  # type: ignore[misc]
