"""Tables in columns of a screen."""

from __future__ import annotations

from cosemgen.cli.page import Table, table_lines


def lines(table: Table, width: int) -> list[str]:
    return ["".join(text for text, _ in line) for line in table_lines(table, width)]


def test_the_widest_column_is_cut_between_words() -> None:
    table = Table(
        ("", "name", "type"), (("1", "long_name", "octet-string as date-time"),)
    )
    assert lines(table, 33) == [
        "     name       type",
        "  1  long_name  octet-string as",
        "                date-time",
    ]
    assert all(len(line) <= 40 for line in lines(table, 40))


def test_no_word_is_cut_even_where_there_is_no_room() -> None:
    table = Table(("", ""), (("a", "b" * 30),))
    assert lines(table, 10) == ["  a  " + "b" * 30]


def test_what_stands_below_a_row() -> None:
    table = Table(("", "name"), (("1", "x"), ("2", "y")), ("one two three", ""))
    assert lines(table, 14) == [
        "     name",
        "  1  x",
        "      one two",
        "      three",
        "  2  y",
    ]
    kinds = [[style for _, style in line] for line in table_lines(table, 14)]
    assert kinds[0] == ["head", "head"]
    assert kinds[1] == ["", "name"]
    assert kinds[2] == ["below"]


def test_a_column_without_entries_is_left_out() -> None:
    assert lines(Table(("a", "b"), (("1", ""),)), 20) == ["  a", "  1"]
