"""What a command has to show: headings, tables and trees, and how they are plain text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from .columns import table_lines, wrapped

WIDTH: Final = 100
"""Columns of what nobody looks at on a terminal."""


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
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


@dataclass(slots=True)
class Tree:
    """A value with its parts: `label: note = text`."""

    label: str
    note: str = ""
    text: str = ""
    children: list[Tree] = field(default_factory=list)


Block: TypeAlias = Heading | Paragraph | Table | Tree


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
                parts.append("\n".join(_tree_lines(block, "")))
    return "\n\n".join(part for part in parts if part)


def _tree_lines(tree: Tree, indent: str) -> Iterable[str]:
    note = f": {tree.note}" if tree.note else ""
    text = f" = {tree.text}" if tree.text else ""
    yield f"{indent}{tree.label}{note}{text}"
    for child in tree.children:
        yield from _tree_lines(child, indent + "  ")
