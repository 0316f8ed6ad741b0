"""What a command has to show, apart from how: headings, tables and trees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias


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

    def trimmed(self) -> Table:
        used = [
            column
            for column in range(len(self.headers))
            if any(row[column] for row in self.rows)
        ]
        return Table(
            tuple(self.headers[column] for column in used),
            tuple(tuple(row[column] for column in used) for row in self.rows),
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
    """Text for pipes and files: stable, without colour, however wide."""
    parts: list[str] = []
    for block in blocks:
        match block:
            case Heading(text):
                parts.append(text)
            case Paragraph(text):
                parts.append(text)
            case Table():
                parts.append("\n".join(_table_lines(block.trimmed())))
            case Tree():
                parts.append("\n".join(_tree_lines(block, "")))
    return "\n\n".join(part for part in parts if part)


def _table_lines(table: Table) -> Iterable[str]:
    rows = [table.headers, *table.rows] if any(table.headers) else table.rows
    widths = [max(len(row[i]) for row in rows) for i in range(len(table.headers))]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield ("  " + "  ".join(cells)).rstrip()


def _tree_lines(tree: Tree, indent: str) -> Iterable[str]:
    note = f": {tree.note}" if tree.note else ""
    text = f" = {tree.text}" if tree.text else ""
    yield f"{indent}{tree.label}{note}{text}"
    for child in tree.children:
        yield from _tree_lines(child, indent + "  ")
