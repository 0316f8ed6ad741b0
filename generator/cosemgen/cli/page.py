"""What a command has to show: headings, tables and trees, and how they are plain text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field
from itertools import zip_longest
from textwrap import wrap
from typing import Final, Literal, TypeAlias

from cosem_runtime.errors import visible_line

from ..records import record

WIDTH: Final = 100
"""Columns of what nobody looks at on a terminal."""


@record(frozen=True, slots=True)
class Heading:
    """One line, whatever is in it."""

    text: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", visible_line(self.text))


@record(frozen=True, slots=True)
class Paragraph:
    text: str


@record(frozen=True, slots=True)
class Table:
    """Rows under headers, if there are any; a column that is empty throughout is left out."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    below: tuple[str, ...] = ()
    """A sentence to stand below each row; none at all, or one for each row."""

    def trimmed(self) -> Table:
        used = [
            column
            for column in range(len(self.headers))
            if any(row[column] for row in self.rows)
        ]
        return Table(
            tuple(self.headers[column] for column in used),
            tuple(tuple(row[column] for column in used) for row in self.rows),
            self.below,
        )


@record(slots=True)
class Tree:
    """A value with its parts: `label: note = text`."""

    label: str
    note: str = ""
    text: str = ""
    children: list[Tree] = field(default_factory=list)


@record(frozen=True, slots=True)
class Text:
    """Text that lays itself out, for so many columns or, with None, for any number."""

    laid_out: Callable[[int | None], str]


Block: TypeAlias = Heading | Paragraph | Table | Tree | Text


def plain(blocks: Iterable[Block]) -> str:
    """Text for pipes and files: stable, without colour, of `WIDTH` columns."""
    parts: list[str] = []
    for block in blocks:
        match block:
            case Heading(text):
                parts.append(text)
            case Paragraph(text):
                parts.append("\n".join(wrapped(text, WIDTH)))
            case Table():
                lines = table_lines(block, WIDTH)
                parts.append("\n".join("".join(t for t, _ in line) for line in lines))
            case Tree():
                parts.append("\n".join(tree_lines(block)))
            case Text(laid_out):
                parts.append(laid_out(None))
    return "\n\n".join(part for part in parts if part)


def tree_lines(tree: Tree, indent: str = "") -> Iterator[str]:
    """A line for each value, its parts indented below it."""
    note = f": {tree.note}" if tree.note else ""
    text = f" = {tree.text}" if tree.text else ""
    yield f"{indent}{tree.label}{note}{text}"
    for child in tree.children:
        yield from tree_lines(child, indent + "  ")


# ---------------------------------------------------------------- columns

Style: TypeAlias = Literal["", "head", "name", "below"]
Line: TypeAlias = list[tuple[str, Style]]
"""Pieces of a line, each with what it is."""

_MARGIN: Final = "  "
_BELOW: Final = 6


def wrapped(text: str, width: int) -> list[str]:
    """Lines of a text, whose own line ends stay."""
    return [line for each in text.split("\n") for line in _wrap(each, width)]


def _wrap(line: str, width: int) -> list[str]:
    # Names have hyphens: a cut there would look like a name that ends.
    return wrap(line, width, break_on_hyphens=False) or [""]


def table_lines(table: Table, width: int) -> Iterator[Line]:
    """Lines of a table, the cells cut so that they are no longer than `width`.

    They are where the table has more columns than can share that width.
    """
    table = table.trimmed()
    named = any(table.headers)
    rows = [table.headers, *table.rows] if named else table.rows
    widths = _widths(rows, width)
    head: list[Style] = ["head"] * len(widths)
    styles: list[Style] = [""] * len(widths)
    if named:
        yield from _row(table.headers, widths, head)
        styles[1:2] = ["name"]
    below = table.below or ("",) * len(table.rows)
    for row, text in zip(table.rows, below, strict=True):
        yield from _row(row, widths, styles)
        indent = " " * _BELOW
        for line in wrapped(text, width - _BELOW) if text else ():
            yield [(f"{indent}{line}".rstrip(), "below")]


def _row(
    row: Sequence[str], widths: Sequence[int], styles: Sequence[Style]
) -> Iterator[Line]:
    cells = [wrapped(cell, width) for cell, width in zip(row, widths, strict=True)]
    for parts in zip_longest(*cells, fillvalue=""):
        last = max((at for at, part in enumerate(parts) if part), default=-1)
        line: Line = []
        for at, part in enumerate(parts[: last + 1]):
            shown = part if at == last else part.ljust(widths[at])
            line.append((_MARGIN + shown, styles[at]))
        yield line


def _widths(rows: Sequence[Sequence[str]], most: int) -> list[int]:
    """What each column needs; the widest are narrowed, but not below their longest word."""
    columns = [" ".join(column).split(" ") for column in zip(*rows, strict=True)]
    least = [max(map(len, words)) for words in columns]
    widths = [max(1, *(len(row[at]) for row in rows)) for at in range(len(least))]
    surplus = sum(widths) + len(_MARGIN) * len(widths) - most
    while surplus > 0:
        slack = [
            width if width > fewest else 0
            for width, fewest in zip(widths, least, strict=True)
        ]
        widest = slack.index(max(slack))
        if not slack[widest]:
            break
        widths[widest] -= 1
        surplus -= 1
    return widths
