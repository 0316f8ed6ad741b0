"""A step is taken again when what it sees has become another, and not before."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from cosemgen.diagnostics.report import Report
from cosemgen.model import Edition, Span
from cosemgen.steps import Steps
from cosemgen.syntax.tree import Name

HERE, BELOW = Name("here"), Name("here")


def step(what: object, report: Report) -> tuple[list[object]]:
    report.warning(Span("f", 1, 1), "C517", "told each time")
    return ([what],)


def other_step(what: object, report: Report) -> tuple[list[object]]:
    return step(what, report)


def after(steps: Steps) -> Steps:
    return Steps(steps.lasting)


@pytest.mark.parametrize(
    ("one", "other", "taken"),
    [
        ("text", "text", False),
        (1, 2, True),
        (1, True, True),
        (1, "1", True),
        (b"a", "a", True),
        (None, "None", True),
        ({"a": "b"}, {"a": "b"}, False),
        ({"a": "b"}, {"a": "c"}, True),
        ({"a": "b"}, {"b": "a"}, True),
        (frozenset("abc"), frozenset("cba"), False),
        (("a", 1), ("a", 1), False),
        (("a", 1), ("a", 1, 2), True),
        ((("a",), "b"), ("a", ("b",)), True),
        (("ab", "c"), ("a", "bc"), True),
        (("a", ""), {"a": ""}, True),
        (Edition("a", "b", "c"), Edition("a", "b", "c"), False),
        (Edition("a", "b", "c"), ("a", "b", "c"), True),
        # What has a place is the same where it is the same object.
        (HERE, BELOW, True),
        ((HERE,), (BELOW,), True),
    ],
)
def test_a_step(one: object, other: object, taken: bool) -> None:
    steps = Steps({})
    first = steps.take(step, one, report=Report())
    again, report = after(steps), Report()
    found = again.take(step, other, report=report)
    assert (found is not first) is taken
    assert found == ([other],)
    assert [each.message for each in report.found] == ["told each time"]
    assert len(again.lasting) == 1


def test_an_object_of_which_nothing_is_known_stays_itself_in_one_compilation() -> None:
    steps = Steps({})
    first = steps.take(step, HERE, report=Report())
    assert steps.take(step, HERE, report=Report()) is first
    assert after(steps).take(step, HERE, report=Report()) is not first


def test_what_is_known_of_an_object_holds_for_another_one() -> None:
    trees = ({id(each): (each, "its text")} for each in (HERE, BELOW))
    steps = Steps({}, known=next(trees))
    first = steps.take(step, HERE, report=Report())
    again = Steps(steps.lasting, known=next(trees))
    assert again.take(step, BELOW, report=Report()) is first


def test_steps_stand_on_those_before_them_and_of_packages_below() -> None:
    """What a step gives is known by what that was made of, wherever it is asked for."""

    def two(
        text: str, before: tuple[Steps, Steps] | None
    ) -> tuple[Steps, Steps, object]:
        lower = Steps({} if before is None else before[0].lasting)
        upper = Steps({} if before is None else before[1].lasting, [lower])
        made = lower.take(step, text, report=Report())
        joined = lower.joined([made, lower.take(step, "other", report=Report())])
        return lower, upper, upper.take(other_step, joined, report=Report())

    *first, one = two("text", None)
    *second, same = two("text", (first[0], first[1]))
    *_, changed = two("texts", (second[0], second[1]))
    assert same is one and changed is not one


def test_other_steps_and_those_left_out_are_others() -> None:
    steps = Steps({})
    first = steps.take(step, 1, report=Report())
    assert steps.take(other_step, 1, report=Report()) is not first
    later = after(steps)
    later.take(step, 1, report=Report())
    assert len(steps.lasting) == 2 and len(later.lasting) == 1
    stayed = Steps(steps.lasting).stay()
    assert stayed.lasting == steps.lasting
    before = stayed.lasting
    stayed.take(step, 2, report=Report())
    # A language server goes over what was there while another thread takes steps.
    assert before == steps.lasting
    assert len(stayed.lasting) == 2 and stayed.lasting.keys() > stayed.now.keys()


def test_nothing_is_remembered_unless_that_is_asked_for() -> None:
    steps, report = Steps(), Report()
    first = steps.take(step, 1, report=report)
    assert steps.take(step, 1, report=report) is not first
    assert not steps.lasting and len([*report.found]) == 1


def test_identities_are_those_of_another_process() -> None:
    program = (
        "from tests.unit.lower.test_steps import *\n"
        "steps = Steps({})\n"
        "inputs = ('a', 1, {'b': frozenset('xyz')}, (Edition('a', 'b', 'c'), None))\n"
        "first = steps.take(step, inputs, report=Report())\n"
        "steps.take(step, steps.joined([first, ()]), report=Report())\n"
        "print(*steps.now, sep='\\n')\n"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", program],
            env={
                **os.environ,
                "PYTHONHASHSEED": seed,
                "PYTHONPATH": os.pathsep.join(sys.path),
            },
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert told[0] == told[1] and len(told[0].splitlines()) == 2
