"""Tables as text, one row a line: quick to import, and read only when they are asked for."""

from __future__ import annotations

import re
from typing import ClassVar, Final

from ... import model as m
from ...records import record
from ..rendering import HEADER, source_of
from .modules import exports
from .prose import docstring


@record(frozen=True, slots=True)
class TableView:
    """A constant."""

    name: str
    type: str
    text: str


@record(frozen=True, slots=True)
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
    told = [" ".join(field.split()) for field in fields]
    while told and not told[-1]:
        del told[-1]
    # A search for what hardly a field has takes longer than all else here.
    return SEPARATOR.join(
        _LONE.sub(r"\\", field) if "|" in field else field for field in told
    )


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
