"""Tables in workbooks of spreadsheets (`.xlsx`): the first sheet with headings that are known, or the one that is named.

Such a file is a zip of XML, of which a table needs little: texts, and cells with their places. So it is read here, by the
same rules as other XML: no document types, and limits, among them for what is packed.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Final

from ..content import Content
from ..errors import DumpError
from ..model import Record
from ..registry import Options
from .markup import Element, Path, elements
from .tables import ROWS, Row, heading_of, records_of

__all__ = ["CELLS", "LIMIT", "PACKED", "READER"]

PACKED: Final = 64 * 1024 * 1024
"""Octets of the file."""
LIMIT: Final = 256 * 1024 * 1024
"""Octets of what is in it, unpacked, all together."""
CELLS: Final = 1_000
"""Cells of a row at the most."""
_CHUNK: Final = 64 * 1024
_PLACE: Final = re.compile(r"([A-Z]{1,3})(\d{1,7})")


class XlsxReader:
    """Tables in workbooks."""

    name = "xlsx"
    title = "table of attributes (workbook, .xlsx)"

    def recognises(self, content: Content) -> bool:
        return content.start[:4] == b"PK\x03\x04" and (
            b"[Content_Types].xml" in content.start or b"xl/" in content.start
        )

    def records(self, content: Content, options: Options) -> Iterator[Record]:
        sheet, rows = self.sheet(content, options)
        yield from records_of(rows, options.columns, self.title, sheet)

    def sheet(self, content: Content, options: Options) -> tuple[str, list[Row]]:
        """The name of the sheet with the table, and its rows. Raises DumpError."""
        try:
            with zipfile.ZipFile(io.BytesIO(content.whole(PACKED))) as archive:
                return _Book(archive).table(options)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise DumpError("", "a workbook", f"a damaged one ({error})") from None
        except RuntimeError as error:  # a password
            raise DumpError(
                "", "a workbook that is not encrypted", str(error)
            ) from None


class _Book:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = set(archive.namelist())
        # No more than it says comes of each, so that this bounds them all.
        total = sum(each.file_size for each in archive.infolist())
        if total > LIMIT:
            raise DumpError("", f"at most {LIMIT} octets unpacked", str(total))

    def table(self, options: Options) -> tuple[str, list[Row]]:
        """The name of the sheet, and its rows."""
        sheets = self._sheets()
        if options.sheet and options.sheet not in sheets:
            raise DumpError(
                "the sheet", f"one of {', '.join(sheets)}", repr(options.sheet)
            )
        texts = self._texts()
        first: tuple[str, list[Row]] | None = None
        for name, part in sheets.items():
            if options.sheet and name != options.sheet:
                continue
            rows = [*self._rows(part, texts, name)]
            if options.sheet or heading_of(rows, options.columns):
                return name, rows
            first = first or (name, rows)
        if first is None:
            raise DumpError("", "a workbook with sheets", "none")
        return first

    def _read(self, part: str, wanted: Callable[[Path], bool]) -> Iterator[Element]:
        if part not in self._names:
            return
        with self._archive.open(part) as file:
            try:
                yield from elements(iter(lambda: file.read(_CHUNK), b""), wanted)
            except DumpError as error:
                raise error.within(part) from None

    def _sheets(self) -> dict[str, str]:
        """Sheets by name, with the part of the file that each is."""
        parts = {
            each.attributes.get("Id", ""): each.attributes.get("Target", "")
            for each in self._read(
                "xl/_rels/workbook.xml.rels", lambda path: path[-1] == "Relationship"
            )
        }
        found = {}
        for each in self._read(
            "xl/workbook.xml", lambda path: path[-2:] == ("sheets", "sheet")
        ):
            target = parts.get(each.attributes.get("id", ""), "")
            part = target.removeprefix("/") if target[:1] == "/" else f"xl/{target}"
            found[each.attributes.get("name", "")] = part
        return found

    def _texts(self) -> list[str]:
        return [
            _inside(each)
            for each in self._read(
                "xl/sharedStrings.xml", lambda path: path[-1] == "si"
            )
        ]

    def _rows(self, part: str, texts: list[str], sheet: str) -> Iterator[Row]:
        number = 0
        for row in self._read(part, lambda path: path[-2:] == ("sheetData", "row")):
            place = row.attributes.get("r", "")
            number = int(place) if re.fullmatch(r"\d{1,7}", place) else number + 1
            if number > ROWS:
                raise DumpError("", f"at most {ROWS} rows", "more", path=sheet)
            cells: list[str] = []
            for cell in row.children:
                at = _column(cell.attributes.get("r", ""), len(cells))
                if at >= CELLS:
                    continue  # far to the right, where spreadsheets keep remarks
                cells += [""] * (at + 1 - len(cells))
                cells[at] = _shown(cell, texts)
            yield Row(number, cells)


def _column(place: str, otherwise: int) -> int:
    found = _PLACE.fullmatch(place)
    if not found:
        return otherwise
    number = 0
    for letter in found[1]:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def _shown(cell: Element, texts: list[str]) -> str:
    if cell.attributes.get("t") == "inlineStr":
        return _inside(cell)
    text = cell.value("v") or ""
    if cell.attributes.get("t") == "s":
        known = text.isascii() and text.isdigit() and int(text[:9]) < len(texts)
        return texts[int(text[:9])] if known else ""
    return text.removesuffix(".0")


def _inside(element: Element) -> str:
    """All the text of an element, in whatever pieces; not how it is read aloud."""
    found: list[str] = []
    waiting = [element]
    while waiting:
        each = waiting.pop()
        if each.name == "t":
            found.append(each.text)
        if each.name != "rPh":
            waiting += reversed(each.children)
    return "".join(found)


READER: Final = XlsxReader()
