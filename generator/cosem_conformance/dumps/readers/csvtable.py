"""Tables as CSV: with commas, semicolons, tabs or bars between the cells, whichever the headings have."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Final

from ..content import Content
from ..errors import DumpError
from ..model import Record
from ..registry import Options
from .tables import HEADING_ROWS, ROWS, Row, heading_of, records_of

__all__ = ["LIMIT", "READER"]

LIMIT: Final = 64 * 1024 * 1024
"""Octets of a table."""
_BETWEEN: Final = (",", ";", "\t", "|")


class CsvReader:
    """Tables as CSV."""

    name = "csv"
    title = "table of attributes (CSV)"

    def recognises(self, content: Content) -> bool:
        if content.start[:4] == b"PK\x03\x04" or b"\0" in content.start:
            return False
        if content.beginning[:1] in (b"<", b"{"):
            return False
        return _between(_text(content.start), Options()) is not None

    def records(self, content: Content, options: Options) -> Iterator[Record]:
        yield from records_of(self.rows(content, options), options.columns, self.title)

    def rows(self, content: Content, options: Options) -> list[Row]:
        """All rows. Raises DumpError."""
        text = _text(content.whole(LIMIT))
        between = _between(text, options) or ","
        rows: list[Row] = []
        for row in _rows(text, between):
            if len(rows) == ROWS:
                raise DumpError("", f"at most {ROWS} rows", "more")
            rows.append(row)
        return rows


def _text(octets: bytes) -> str:
    if octets[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return octets.decode("utf-16", "replace")
    try:
        return octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What spreadsheets of the West write otherwise; codes and numbers are the same in all.
        return octets.decode("cp1252", "replace")


def _between(text: str, options: Options) -> str | None:
    """What stands between cells, if it is a table of attributes."""
    for between in _BETWEEN:
        try:
            if heading_of(_rows(text, between, HEADING_ROWS), options.columns):
                return between
        except DumpError:
            if options.columns:
                raise
    return None


def _rows(text: str, between: str, most: int = ROWS + 1) -> Iterator[Row]:
    reader = csv.reader(text.splitlines(keepends=True), delimiter=between)
    try:
        for number, cells in enumerate(reader, 1):
            if number > most:
                return
            yield Row(reader.line_num, cells)
    except csv.Error as error:
        raise DumpError("", "CSV", str(error), line=reader.line_num) from None


READER: Final = CsvReader()
