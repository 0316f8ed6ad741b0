"""The forms that dumps are found in, each read by a small module of its own.

A form is an entry point of the group `cosem.dumps`: others add theirs as the built-in ones are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import entry_points
from typing import Final, NamedTuple, Protocol

from cosem_runtime.errors import did_you_mean, quote

from .content import Content
from .errors import DumpError
from .model import Record

__all__ = ["GROUP", "DumpReader", "Options", "forms", "named", "recognised"]

GROUP: Final = "cosem.dumps"


class Options(NamedTuple):
    """How a file is to be read; each form takes what it can use.

    `partial`: a file that is cut short will do. `columns`: what the columns of a table are, by
    their headings; `sheet`: which one of a workbook.
    """

    partial: bool = False
    columns: Mapping[str, str] = {}
    sheet: str = ""


class DumpReader(Protocol):
    """Reads one form. `name` is what users call it by, `title` what it is in words."""

    name: str
    title: str

    def recognises(self, content: Content) -> bool:
        """Whether the start of a file, its `content.start`, is of this form."""

    def records(self, content: Content, options: Options) -> Iterator[Record]:
        """The records, one by one, as `read_dump` gives them; an end record is not needed.

        Raises DumpError with line or path for what is not as the form has it.
        """


@cache
def forms() -> tuple[DumpReader, ...]:
    """All that are installed, our own form first, then by name."""
    found: dict[str, DumpReader] = {}
    for point in entry_points(group=GROUP):
        reader: DumpReader = point.load()
        found.setdefault(reader.name, reader)
    own = found.pop("dump", None)
    others = [found[name] for name in sorted(found)]
    return (*((own,) if own else ()), *others)


def named(name: str) -> DumpReader:
    """The form of that name. Raises DumpError."""
    for reader in forms():
        if reader.name == name:
            return reader
    names = [reader.name for reader in forms()]
    hint = did_you_mean(name, names)
    raise DumpError(f"no form {quote(name)}{hint or '; there are ' + ', '.join(names)}")


def recognised(content: Content) -> DumpReader:
    """The form of a file by its content. Raises DumpError."""
    if not content.start:
        raise DumpError("the file is empty", file=content.name)
    for reader in forms():
        if reader.recognises(content):
            return reader
    known = "; ".join(reader.title for reader in forms())
    if not known:
        raise DumpError(f"no forms are installed: no entry points of {GROUP}")
    raise DumpError(f"it is in no form that is known: {known}", file=content.name)
