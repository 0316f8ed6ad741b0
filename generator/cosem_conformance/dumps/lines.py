"""The form itself: JSON Lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from .content import Content
from .errors import DumpError
from .form import FORM, LINE_LIMIT, read_line
from .model import Association, DumpedObject, End, Header, Record, ValueOf
from .registry import Options

__all__ = ["READER", "Counts"]


class Counts:
    """Whether records are in order, and how many there were."""

    def __init__(self) -> None:
        self.header: Header | None = None
        self.associations = self.objects = self.values = 0
        self.end: End | None = None

    def add(self, record: Record) -> None:
        """Raises DumpError for a record that may not stand here."""
        if self.end is not None:
            raise DumpError("", "nothing behind the end record", "a record")
        if isinstance(record, Header) != (self.header is None):
            what = "two of them" if self.header else "another record"
            raise DumpError("", "one header, and first", what)
        match record:
            case Header():
                self.header = record
            case Association():
                self.associations += 1
            case DumpedObject() | ValueOf():
                if not self.associations:
                    raise DumpError("", "an association first", "what belongs to one")
                if isinstance(record, ValueOf):
                    self.values += 1
                else:
                    self.objects += 1
            case End():
                if record != self.so_far():
                    raise DumpError(
                        "records are missing or too many",
                        _counted(record),
                        _counted(self.so_far()),
                    )
                self.end = record

    def so_far(self) -> End:
        """The end record that would be right now."""
        return End(self.associations, self.objects, self.values)


def _counted(end: End) -> str:
    return (
        f"{end.associations} associations, {end.objects} objects, {end.values} values"
    )


class LinesReader:
    """A dump in the form of this package."""

    name = "dump"
    title = "dump (JSON Lines)"

    def recognises(self, content: Content) -> bool:
        first = content.start.split(b"\n", 1)[0]
        return first.lstrip()[:1] == b"{" and f'"{FORM}"'.encode() in first

    def records(self, content: Content, options: Options) -> Iterator[Record]:
        counts, number = Counts(), 0
        for number, line in content.lines(LINE_LIMIT, partial=options.partial):
            try:
                record = read_line(line)
                counts.add(record)
            except DumpError as error:
                raise error.at(file=content.name, line=number) from None
            yield record
        if counts.header is None or (counts.end is None and not options.partial):
            what = "end record" if counts.header else "header"
            raise DumpError(
                "the dump is cut short",
                f"an {what}" if counts.header else f"a {what}",
                "the end of the file",
                file=content.name,
                line=number + 1,
            )


READER: Final = LinesReader()
