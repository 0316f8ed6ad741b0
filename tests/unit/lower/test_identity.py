"""What others may notice of a file is all but its documentation, its comments and where its lines stand."""

from __future__ import annotations

import pytest

from cosemgen.lower.identity import face_of, identity_of
from cosemgen.syntax.parse import parse
from cosemgen.syntax.tree import File

TEXT = """\
/// Counts calls.
class 32768 "Counter" {
  since first
  version 0 {
    /// How many.
    attribute 2 value: static long-unsigned (0..10) = 5 note "as told"
    attribute 3 place: array[2] of outcome unit watt
  }
}
object 1.0.1.8.e.255 "Calls" where e in 1..4 as 32768
"""


def tree(text: str) -> File:
    found, _ = parse(text, "a.cosem")
    assert found is not None, text
    return found


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Counts calls", "Counts all calls"),
        ("/// How many.\n", ""),
        ("  since", "\n  // Said beside it.\n  since"),
        ("since first", "since first // beside it"),
        ("static long", "static   long"),
        (TEXT[-1:], "\n// At the end.\n"),
    ],
)
def test_what_is_not_noticed(old: str, new: str) -> None:
    assert old in TEXT
    assert face_of(tree(TEXT.replace(old, new))) == face_of(tree(TEXT))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("32768 ", "32769 "),
        ("Counter", "Counters"),
        ("since first", "since second"),
        ("  since first\n", ""),
        ("value:", "values:"),
        ("static ", "dynamic "),
        ("static ", ""),
        ("(0..10)", "(1..10)"),
        ("(0..10)", "(0..0x0A)"),
        ("= 5", "= 6"),
        ("as told", "as they tell"),
        ("array[2]", "array[3]"),
        ("unit watt", "unit volt"),
        ("1.0.1.8.e.255", "1.0.2.8.e.255"),
        ("in 1..4", "in 1..3"),
        ("object", 'object 1.0.2.8.0.255 "More"\nobject'),
    ],
)
def test_what_is_noticed(old: str, new: str) -> None:
    assert old in TEXT
    assert face_of(tree(TEXT.replace(old, new, 1))) != face_of(tree(TEXT))


def test_a_tree_of_which_nothing_is_known_is_no_other_one() -> None:
    one, other = identity_of(tree(TEXT)), identity_of(tree(TEXT))
    assert one.whole != other.whole and one.face == other.face == face_of(tree(TEXT))
