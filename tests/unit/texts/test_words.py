"""Words of messages."""

from __future__ import annotations

import pytest

from cosemgen.words import (
    article,
    aside,
    counted,
    did_you_mean,
    few,
    listed,
    meant,
    nearest,
)

NAMES = ["value", "VALUE_TYPE", "scaler-unit", "value_typed"]


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 files"), (1, "1 file"), (2, "2 files")]
)
def test_things_are_counted(number: int, text: str) -> None:
    assert counted(number, "file") == text


@pytest.mark.parametrize(
    ("names", "text"), [([], ""), ([1], "1"), ([1, 2], "1 or 2"), ("abc", "a, b or c")]
)
def test_names_are_listed(names: list[object], text: str) -> None:
    assert listed(names) == text
    assert listed(names, "and") == text.replace("or", "and")


def test_of_many_a_few_are_listed() -> None:
    assert few([*"abc"], 3) == "a, b and c"
    assert few([*"abcde"], 3) == "a, b, c and 2 more"


def test_articles() -> None:
    assert (article("attribute"), article("method")) == ("an attribute", "a method")


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("vale", ["value"]),
        ("value-type", ["VALUE_TYPE"]),  # nothing but case and hyphens differ
        ("Scaler_Unit", ["scaler-unit"]),
        ("quite_another", []),
    ],
)
def test_what_is_nearest(written: str, found: list[str]) -> None:
    assert nearest(written, NAMES) == found
    assert nearest(written, reversed(NAMES)) == found


def test_hints() -> None:
    assert did_you_mean("value_type", NAMES) == "did you mean 'VALUE_TYPE'?"
    assert did_you_mean("quite_another", NAMES) == ""
    assert meant("abc") == "did you mean 'a', 'b' or 'c'?"
    assert aside(meant("a")) == " (did you mean 'a'?)"
    assert aside("") == ""
