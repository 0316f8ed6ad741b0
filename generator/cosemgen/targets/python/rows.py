"""Tables as text, one row a line: quick to import, and read only when they are asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar, Final

from ... import model as m
from ..rendering import HEADER, source_of
from .modules import exports
from .prose import docstring


@dataclass(frozen=True, slots=True)
class TableView:
    """A constant."""

    name: str
    type: str
    text: str


@dataclass(frozen=True, slots=True)
class TablesView:
    """A module of constant tables, which no formatter touches."""

    template: ClassVar[str] = "tables.py.jinja"
    header: str
    docstring: str
    tables: tuple[TableView, ...]
    exports: str


SEPARATOR: Final = " | "

_LONE: Final = re.compile(r"(?<!\S)(?=\\*\|(?!\S))")
"""Before a `|` between blanks, with the backslashes that it may have."""


def row(*fields: str) -> str:
    """Fields in one line; empty ones at its end are left out.

    A lone `|` inside a field has one backslash more than in the field, which the runtime takes away.
    """
    tidy = [_LONE.sub(r"\\", " ".join(field.split())) for field in fields]
    return re.sub(r"( \| ?)+\Z", "", SEPARATOR.join(tidy))


def block(rows: list[str]) -> str:
    """Rows as a literal of Python."""
    if not rows:
        return '""'
    body = "\n".join(rows).replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    return f'"""\\\n{body}\n"""'


def tables(model: m.Model, words: str, *constants: TableView) -> TablesView:
    """A module of these constants."""
    return TablesView(
        header=HEADER.format(source=source_of(model)),
        docstring=docstring(words, 0),
        tables=constants,
        exports=exports(each.name for each in constants),
    )
