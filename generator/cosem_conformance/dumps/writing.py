"""Dumps as they are written: whole or not at all, and continued after a break."""

from __future__ import annotations

import gzip
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, TypeAlias

from .content import opened
from .errors import DumpError
from .form import write_line
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
    records,
)
from .registry import Options

__all__ = ["DumpWriter", "save", "write_dump"]

PART: Final = ".part"
"""What the name of a dump ends with that is not whole yet."""

_Reading: TypeAlias = tuple[ObjectName, int, int | None, bytes | None, int | None]


class DumpWriter:
    """Writes a dump record by record.

        with DumpWriter("meter.jsonl.gz", Header(Meter(maker="ACME"))) as writer:
            writer.add(Association(client=16))
            writer.add(DumpedObject(8, 0, Obis("0.0.1.0.0.255")))
            writer.value(ObjectName(8, Obis("0.0.1.0.0.255")), Value(2, octets))

    What is written stands in a file of that name with `.part` behind it, a line for each
    record. Where the block ends without an exception, the end record is added and the file
    takes its name, packed by gzip if that ends in `.gz`: a file of that name is whole.
    After a break, `DumpWriter.resume` goes on; `present` says what need not be read again.
    Not for several threads at once.
    """

    def __init__(self, path: str | os.PathLike[str], header: Header) -> None:
        """Begin a dump. Raises DumpError where one was begun under this name before."""
        self._begin(Path(path))
        self._file: BinaryIO
        if os.path.lexists(self.draft):
            raise DumpError(
                "a dump was begun here before",
                file=str(self.draft),
                hint="go on with it by DumpWriter.resume, or remove it",
            )
        self._file = open(self.draft, "xb")  # noqa: SIM115
        self.add(header)

    def _begin(self, path: Path) -> None:
        self.path = path
        self.draft = path.with_name(path.name + PART)
        self._counts = Counts()
        self._present: set[_Reading] = set()
        self._objects: set[ObjectName] = set()

    @classmethod
    def resume(cls, path: str | os.PathLike[str]) -> DumpWriter:
        """Go on with a dump that was begun under this name.

        That is its `.part`, or the file itself if it has no end record. A last line that is
        not whole is dropped. Raises DumpError where there is none, or where it is whole.
        """
        writer = cls.__new__(cls)
        writer._begin(Path(path))
        begun = writer.draft if writer.draft.exists() else writer.path
        # A break of the copying leaves what was begun as it was.
        copy = writer.draft.with_name(writer.draft.name + ".new")
        writer._file = _anew(copy)
        try:
            with opened(begun) as content:
                for record in READER.records(content, Options(partial=True)):
                    if not isinstance(record, End):
                        writer.add(record)
                    elif begun == writer.path:
                        raise DumpError("the dump is whole", file=str(begun))
            writer.flush()
            os.replace(copy, writer.draft)
        except BaseException:
            writer._file.close()
            copy.unlink(missing_ok=True)
            raise
        return writer

    @property
    def header(self) -> Header:
        """What the dump begins with."""
        assert self._counts.header is not None
        return self._counts.header

    @property
    def associations(self) -> int:
        """How many there are; what is added belongs to the last one."""
        return self._counts.associations

    @property
    def counts(self) -> End:
        """How many records there are so far."""
        return self._counts.so_far()

    def add(self, record: Header | Association | DumpedObject | ValueOf) -> None:
        """Write a record; an association without its objects, an object without its values.

        Raises DumpError for one that may not stand here, and for one too long for a line.
        """
        match record:
            case Association():
                record = record.facts()
            case DumpedObject():
                record = record.published()
            case ValueOf(name) if name not in self._objects:
                raise DumpError(
                    "a value", "of an object of the last association", str(name)
                )
        line = write_line(record)
        self._note(record)
        self._file.write(line)

    def value(self, name: ObjectName, value: Value) -> None:
        """Write a value of an object of the last association."""
        self.add(ValueOf(name, value))

    def flush(self) -> None:
        """Bring to disk what was written: a break later cannot take it back."""
        self._file.flush()
        os.fsync(self._file.fileno())

    def _note(self, record: Record) -> None:
        self._counts.add(record)
        match record:
            case Association():
                self._objects.clear()
                self._present.clear()
            case DumpedObject():
                self._objects.add(record.name)
            case ValueOf(name, value) if value.failure is None:
                asked = value.selector, value.parameter, value.part
                self._present.add((name, value.attribute, *asked))

    def has_object(self, name: ObjectName) -> bool:
        """Whether the last association has the object already."""
        return name in self._objects

    def present(
        self,
        name: ObjectName,
        attribute: int,
        selector: int | None = None,
        parameter: bytes | None = None,
        part: int | None = None,
    ) -> bool:
        """Whether the last association has this reading already: a value or a refusal.

        One that failed is to be tried again; of several, the last counts.
        """
        return (name, attribute, selector, parameter, part) in self._present

    def __enter__(self) -> DumpWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self.finish()
        else:
            self.pause()

    def pause(self) -> None:
        """Close what was written so far, to be resumed."""
        self.flush()
        self._file.close()

    def finish(self) -> None:
        """Write the end record, and give the file its name."""
        end = self._counts.so_far()
        self._counts.add(end)
        self._file.write(write_line(end))
        self.pause()
        ready = self.draft
        if self.path.suffix == ".gz":
            ready = _packed(self.draft)
        os.replace(ready, self.path)
        self.draft.unlink(missing_ok=True)

    def discard(self) -> None:
        """Remove what was written so far."""
        self._file.close()
        self.draft.unlink(missing_ok=True)


def _anew(path: Path) -> BinaryIO:
    """An empty file in place of what a break has left there; a link there is not followed."""
    path.unlink(missing_ok=True)
    return open(path, "xb")


def _packed(draft: Path) -> Path:
    """The same packed, beside it; without a time in it, so that the same octets come of it."""
    packed = draft.with_name(draft.name + ".gz")
    with open(draft, "rb") as source, _anew(packed) as target:
        with gzip.GzipFile("", "wb", 6, target, mtime=0) as file:
            shutil.copyfileobj(source, file, 1024 * 1024)
        target.flush()
        os.fsync(target.fileno())
    return packed


def write_dump(path: str | os.PathLike[str], found: Iterable[Record]) -> End:
    """Write records to a file, whole or not at all; gives how many there were.

    The records of `read_dump` are taken as they come; an end record among them is not needed,
    since what is written has one of its own.
    """
    writer: DumpWriter | None = None
    try:
        for record in found:
            if isinstance(record, End):
                continue
            if writer is None:
                if not isinstance(record, Header):
                    raise DumpError("", "a header first", "another record")
                writer = DumpWriter(path, record)
            else:
                writer.add(record)
        if writer is None:
            raise DumpError("", "a header first", "nothing")
    except BaseException:
        if writer is not None:
            writer.discard()
        raise
    writer.finish()
    return writer.counts


def save(dump: Dump, path: str | os.PathLike[str]) -> End:
    """Write a dump that is in memory to a file, whole or not at all."""
    return write_dump(path, records(dump))
