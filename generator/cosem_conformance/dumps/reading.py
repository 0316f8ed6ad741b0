"""Dumps as they are read: record by record, or whole."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from . import registry
from .content import Readable, opened
from .errors import DumpError
from .lines import READER, Counts
from .model import (
    Association,
    Dump,
    DumpedObject,
    End,
    Header,
    ObjectName,
    Record,
    Value,
    ValueOf,
)
from .registry import Options

__all__ = ["KEPT", "assembled", "joined_dumps", "left_out", "load", "read_dump"]

KEPT: Final = 1024 * 1024
"""Octets of a value that `load` keeps, unless told otherwise."""


def read_dump(
    file: Readable,
    *,
    form: str = "",
    partial: bool = False,
    columns: Mapping[str, str] | None = None,
    sheet: str = "",
) -> Iterator[Record]:
    """The records of a dump, one by one, in whatever form it is.

    `file` is a path or a file that is open for octets, packed by gzip or not. The form is
    told by the content unless `form` names it. First comes the `Header`, then each
    `Association`, its objects, and their values after them; the `End` at last. No more than
    one record is held. `columns` says what the columns of a table are, by their headings, and
    `sheet` which one of a workbook is meant. Raises DumpError for what is no dump, and for one
    that is cut short unless `partial` is true: then the `End` is missing.
    """
    options = Options(partial, columns or {}, sheet)
    with opened(file) as content:
        reader = registry.named(form) if form else registry.recognised(content)
        counts = Counts()
        try:
            for record in reader.records(content, options):
                counts.add(record)
                if reader is not READER and isinstance(record, Header):
                    record = _named(record, content.name)
                yield record
            if counts.end is None and reader is not READER:
                yield counts.so_far()  # only our own form can be cut short unseen
        except DumpError as error:
            raise error.at(file=content.name) from None


def _named(header: Header, path: str) -> Header:
    """The header of another form, with the name of its file, but not the folders above."""
    source = header.source
    if source.file or not path:
        return header
    file = os.path.basename(path)
    return replace(header, source=replace(source, file=file))


def load(
    file: Readable,
    *,
    form: str = "",
    partial: bool = False,
    keep: int = KEPT,
    columns: Mapping[str, str] | None = None,
    sheet: str = "",
) -> Dump:
    """A whole dump in memory.

    The octets of values that have more than `keep` are not held: `left_out` says how many
    those are, and the function of that name reads them. Raises what `read_dump` raises, and
    DumpError for values of objects that are not there.
    """
    found = read_dump(file, form=form, partial=partial, columns=columns, sheet=sheet)
    return assembled(found, keep)


def left_out(
    file: Readable, *, form: str = "", keep: int = KEPT
) -> Iterator[tuple[int, ValueOf]]:
    """The values that `load` leaves out, one by one: the index of the association, and each."""
    at = -1
    for record in read_dump(file, form=form):
        if isinstance(record, Association):
            at += 1
        elif isinstance(record, ValueOf) and record.value.size > keep:
            yield at, record


def joined_dumps(
    files: Sequence[str | os.PathLike[str]], *, form: str = ""
) -> Iterator[Record]:
    """Dumps of one meter, each of what another client sees, as one: all their associations.

    The header is that of the first, and says what was masked in any. Raises what `read_dump`
    raises.
    """
    masked: dict[str, None] = {}
    for file in files:
        header = next(read_dump(file, form=form))
        if isinstance(header, Header):
            masked |= dict.fromkeys(header.redacted)
    for number, file in enumerate(files):
        for record in read_dump(file, form=form):
            if not isinstance(record, (Header, End)):
                yield record
            elif isinstance(record, Header) and not number:
                yield replace(record, redacted=tuple(masked))


def assembled(records: Iterator[Record], keep: int = KEPT) -> Dump:
    """What the records make together."""
    dump = Dump(complete=False)
    objects: dict[ObjectName, DumpedObject] = {}
    for record in records:
        match record:
            case Header():
                dump = Dump(
                    record.meter,
                    record.source,
                    created=record.created,
                    redacted=record.redacted,
                    complete=False,
                    extra=record.extra,
                )
            case Association():
                dump.associations.append(record)
                objects = {}
            case DumpedObject():
                dump.associations[-1].objects.append(record)
                objects[record.name] = record
            case ValueOf(name, value):
                if name not in objects:
                    raise DumpError(
                        "a value", "of an object of its association", str(name)
                    )
                objects[name].values.append(_kept(value, keep))
            case End():
                dump.complete = True
    return dump


def _kept(value: Value, keep: int) -> Value:
    if value.octets is None or len(value.octets) <= keep:
        return value
    return replace(value, octets=None, left_out=len(value.octets))
