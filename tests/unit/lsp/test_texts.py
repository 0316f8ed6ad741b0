"""Places of findings and positions of editors."""

from __future__ import annotations

import pytest
from lsprotocol import types as lsp

from cosemgen.lsp.texts import Place, Text, unchanged, utf8, utf16


@pytest.mark.parametrize(
    ("units", "character"), [(utf16, 3), (utf8, 5), (len, 2)], ids=["16", "8", "32"]
)
def test_columns_are_counted_in_units(units: object, character: int) -> None:
    assert callable(units)
    text = Text("a𝄞b\n", units)
    assert text.position(1, 3) == lsp.Position(0, character)
    assert text.place(lsp.Position(0, character)) == Place(1, 3)


def test_a_position_inside_of_a_letter_is_that_of_the_letter() -> None:
    assert Text("a𝄞b").place(lsp.Position(0, 2)) == Place(1, 2)


def test_lines_end_as_the_parser_has_it() -> None:
    text = Text("a\r\nb\rc\nd\u2028e\x0bf")
    assert text.lines == ["a", "b", "c", "d\u2028e\x0bf"]


def test_a_mark_is_a_letter_for_the_editor_alone() -> None:
    text = Text("\ufeffab\nc")
    assert text.position(1, 1) == lsp.Position(0, 1)
    assert text.place(lsp.Position(0, 2)) == Place(1, 2)
    assert text.position(2, 1) == lsp.Position(1, 0)


def test_a_place_that_is_not_there_is_the_nearest() -> None:
    text = Text("ab\nc")
    assert text.position(9, 9) == lsp.Position(1, 1)
    assert text.position(0, 0) == lsp.Position(0, 0)
    assert text.place(lsp.Position(9, 9)) == Place(2, 2)


@pytest.mark.parametrize(
    ("column", "piece"),
    [
        (1, "array"),
        (3, "array"),
        (6, "array"),
        (7, "1"),
        (8, "1"),
        (9, ".."),
        (11, "2"),
        (16, "octet-string"),
        (28, "octet-string"),
    ],
)
def test_the_token_around_a_place(column: int, piece: str) -> None:
    text = Text("array[1..2] of octet-string ")
    start = text.piece_around(Place(1, column))
    assert start is not None
    assert text.piece(start) == piece


def test_what_two_texts_share() -> None:
    assert unchanged(["a", "b", "c"], ["a", "x", "y", "c"]) == (1, 1)
    assert unchanged(["a"], ["a", "a"]) == (1, 0)
    assert unchanged([], ["a"]) == (0, 0)
