"""Tables of utilities: a row for each attribute, with columns that are recognised by their headings.

    OBIS;Class;Version;Attribute;Name;Type;Access
    1-0:1.8.0*255;3;0;2;value;double-long-unsigned;R

Cells of the object that are empty are as above. A right may stand in one column, or in one for each client: then each is an
association. Headings in other words are given in a mapping, `{"OBIS-Kennzahl": "logical_name", "Kunde": "access:Kunde"}`.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple

from cosem_runtime import Obis, ObisError
from cosem_runtime.errors import cut, did_you_mean, quote

from ..errors import DumpError
from ..model import (
    Access,
    Association,
    DumpedObject,
    Header,
    Record,
    Source,
    Value,
    ValueOf,
)
from .common import Objects, is_pattern, parse_access

__all__ = [
    "COLUMNS",
    "HEADING_ROWS",
    "ROWS",
    "Entry",
    "Row",
    "Table",
    "heading_of",
    "records_of",
]

ROWS: Final = 1_000_000
"""Rows of a table at the most."""
HEADING_ROWS: Final = 50
"""Rows among which the headings are looked for."""

COLUMNS: Final = {
    "logical_name": "obis, obiscode, obisid, logicalname, ln, instanceid, instance,"
    " obiskennzahl, codeobis, codigoobis",
    "class_id": "class, classid, ic, icid, interfaceclass, cosemclass, klasse, classe, clase",
    "version": "version, classversion, icversion, ver, versionid",
    "base_name": "basename, shortname, sn",
    "attribute": "attribute, attributeid, attributeno, attributenumber, attributeindex, attr,"
    " attrid, attrno, att, attribut, atributo, index",
    "method": "method, methodid, methodno, methodnumber, methodindex",
    "name": "name, attributename, objectname, description, meaning, bezeichnung",
    "type": "type, datatype, attributetype, typ",
    "text": "value, defaultvalue, fixedvalue, default, wert",
    "octets": "octets, hex, raw, rawhex, rawvalue, axdr, encodedvalue",
    "selectors": "selectors, accessselectors, selectiveaccess",
    "access": "access, accessright, accessrights, accessmode, rights, right, zugriff",
}
"""What a column can be, and the headings by which it is known, without blanks and signs."""
_BY_HEADING: Final = {
    heading.strip(): name
    for name, headings in COLUMNS.items()
    for heading in headings.split(",")
}
_OF_CLIENT: Final = "access:"
_NUMBER: Final = re.compile(
    r"(?:0[xX]([0-9A-Fa-f]{1,4})|(-?\d{1,5}))(?:\.0+)?(?=$|[\s(:/])"
)
"""A number, which a name may stand behind: `2 value`, `3 (Register)`."""


class Row(NamedTuple):
    """A row of cells; `number` counts from 1 as people see it."""

    number: int
    cells: Sequence[str]


class _Heading(NamedTuple):
    row: int
    columns: Mapping[str, int]
    """Where each column is that is known."""
    clients: Mapping[str, int]
    others: Mapping[str, int]


def heading_of(
    rows: Iterable[Row], columns: Mapping[str, str] | None = None
) -> _Heading | None:
    """The headings of a table, if it has those of an object and an attribute."""
    wanted = {_folded(text): name for text, name in (columns or {}).items()}
    for name in wanted.values():
        if name not in COLUMNS and not name.startswith(_OF_CLIENT):
            known = ", ".join(COLUMNS)
            hint = did_you_mean(name, COLUMNS).removeprefix("; ")
            raise DumpError(
                "a column of the mapping",
                f"one of {known}, or access:CLIENT",
                quote(name),
                hint=hint,
            )
    for number, cells in islice(rows, HEADING_ROWS):
        found: dict[str, int] = {}
        clients: dict[str, int] = {}
        others: dict[str, int] = {}
        for at, cell in enumerate(cells):
            folded = _folded(cell)
            if not folded:
                continue
            name = wanted.get(folded) or _BY_HEADING.get(folded, "")
            if name.startswith(_OF_CLIENT):
                clients.setdefault(name.removeprefix(_OF_CLIENT), at)
            elif name and name not in found:
                found[name] = at
            else:
                others.setdefault(" ".join(cell.split()), at)
        if "logical_name" in found and found.keys() & {"attribute", "class_id"}:
            return _Heading(number, found, clients, others)
    return None


def _folded(text: str) -> str:
    return re.sub(r"[\W_]", "", text.lower())


def records_of(
    rows: Sequence[Row], columns: Mapping[str, str], form: str, sheet: str = ""
) -> Iterator[Record]:
    """What a table says. Raises DumpError with the cell at fault."""
    table = Table(rows, columns, sheet)
    patterns: list[Any] = []
    found: list[Entry] = []
    for row in table.rows:
        entry = table.entry(row)
        if entry is not None and entry.pattern:
            patterns.append([cut(cell, 200) for cell in row.cells])
        elif entry is not None:
            found.append(entry)
    yield Header(
        source=Source(form=form), extra={"patterns": patterns} if patterns else {}
    )
    for client, at in table.rights.items():
        yield Association(name=client)
        objects = Objects()
        for entry in found:
            table.add(objects, entry, at)
        for each in objects:
            yield each.published()
            for value in each.values:
                yield ValueOf(each.name, value)


def _clients(heading: _Heading, rows: Sequence[Row]) -> dict[str, int]:
    """Columns in which nothing but rights stand, by what they are headed: each is of a client."""
    found = {}
    for name, at in heading.others.items():
        cells = [text for row in rows if (text := _cell(row, at))]
        if cells and all(parse_access(text) for text in cells):
            found[name] = at
    return found


def _cell(row: Row, at: int | None) -> str:
    return row.cells[at].strip() if at is not None and at < len(row.cells) else ""


class Entry(NamedTuple):
    """What a row is about: an object, or several of one pattern, and perhaps one of its attributes or methods."""

    row: Row
    class_id: int
    version: int | None
    name: Obis
    """All zeros where there is a pattern."""
    pattern: str
    """Logical names with letters for groups, `0.x.24.1.0.255`; else empty."""
    base_name: int | None
    attribute: int | None
    method: int | None


def _is_obis(text: str) -> bool:
    try:
        Obis.parse(text)
    except ObisError:
        return False
    return True


class Table:
    """A table with headings that are known. Raises DumpError for one without them."""

    def __init__(
        self, rows: Sequence[Row], columns: Mapping[str, str], sheet: str = ""
    ) -> None:
        heading = heading_of(rows, columns)
        if heading is None:
            raise DumpError(
                "",
                "a row of headings with the logical name, and the attribute or class",
                f"none in the first {HEADING_ROWS} rows",
                path=sheet,
                hint="a mapping says what columns are in other words",
            )
        self.rows: Final = [
            row for row in rows if row.number > heading.row and any(row.cells)
        ]
        clients = {**heading.clients}
        if not clients and "access" not in heading.columns:
            clients = _clients(heading, self.rows)
        self.rights: Final[Mapping[str, int | None]] = clients or {
            "": heading.columns.get("access")
        }
        """Where the rights of each client stand; "" is any client."""
        self.headings: Final = next(
            row.cells for row in rows if row.number == heading.row
        )
        self._columns = heading.columns
        self._others = {n: at for n, at in heading.others.items() if n not in clients}
        self._sheet = sheet
        self._above: dict[str, str] = {}

    def entry(self, row: Row) -> Entry | None:
        """What a row is about; None for one that is about nothing. Raises DumpError with the cell at fault."""
        name = self.text(row, "logical_name")
        if name and sum(map(bool, row.cells)) == 1 and not _is_obis(name):
            return None  # a title between rows
        if name:
            self._above = {
                column: self.text(row, column)
                for column in ("logical_name", "class_id", "version", "base_name")
            }
        of = self._above
        numbers = [
            self._number(row, one, -0x80, 0x7F) for one in ("attribute", "method")
        ]
        if not of or (not name and numbers == [None, None]):
            return None  # a remark
        for column in ("class_id", "version", "base_name"):
            of[column] = self.text(row, column) or of[column]
        folded = of["logical_name"].replace(" ", "").lower()
        pattern = folded if is_pattern(folded) else ""
        class_id = self._of(row, "class_id", 0xFFFF)
        if class_id is None:
            raise self._wrong(row, "class_id", "a class id")
        try:
            obis = Obis(bytes(6)) if pattern else Obis.parse(of["logical_name"])
        except ObisError:
            raise self._wrong(row, "logical_name", "an OBIS code") from None
        return Entry(
            row,
            class_id,
            self._of(row, "version", 0xFF),
            obis,
            pattern,
            self._of(row, "base_name", 0xFFFF),
            *numbers,
        )

    def add(self, objects: Objects, entry: Entry, access: int | None) -> None:
        """An entry as a client sees it, whose rights stand in that column."""
        number = entry.attribute
        each: DumpedObject = objects.get(
            entry.class_id,
            entry.version,
            entry.name,
            entry.base_name,
            without=number,
        )
        right = self.access(entry.row, access)
        if number is not None:
            each.attribute_access[number] = right
            selectors = re.findall(r"\d{1,3}", self.text(entry.row, "selectors"))
            chosen = tuple(int(one) for one in selectors if int(one) <= 0xFF)
            if chosen:
                each.selectors[number] = chosen
            value = self._value(entry.row, number)
            if value is not None:
                each.values.append(value)
        elif entry.method is not None:
            each.method_access[entry.method] = right

    def access(self, row: Row, at: int | None) -> Access:
        """The right in a column. Raises DumpError for a cell that is none."""
        text = _cell(row, at)
        if not text:
            return Access()
        found = parse_access(text)
        if found is None:
            raise self._wrong(row, "access", "an access right as R, RW or -", text)
        return found

    def other(self, row: Row, headings: Container[str]) -> tuple[str, str]:
        """The cell of a column that no dump has, headed by one of these without blanks and signs, and which one.

        Both are empty where there is none.
        """
        for heading, at in self._others.items():
            if _folded(heading) in headings:
                return _folded(heading), _cell(row, at)
        return "", ""

    def heading(self, column: str) -> str:
        """What a column is headed; empty for one that is not there."""
        at = self._columns.get(column)
        return "" if at is None else self.headings[at]

    def _value(self, row: Row, number: int) -> Value | None:
        octets = None
        digits = self.text(row, "octets")
        if digits:
            try:
                octets = bytes.fromhex(digits.removeprefix("0x"))
            except ValueError:
                raise self._wrong(row, "octets", "octets in hexadecimal") from None
        extra = {
            name: text for name, at in self._others.items() if (text := _cell(row, at))
        }
        name = self.text(row, "name")
        if name:
            extra["name"] = name
        kind = self.text(row, "type")
        stated = self.text(row, "text") or None
        if octets is None and stated is None and not kind and not extra:
            return None
        return Value(number, octets, type=kind, text=stated, extra=extra)

    def text(self, row: Row, column: str) -> str:
        """The cell of a column; empty for one that is not there."""
        return _cell(row, self._columns.get(column))

    def _number(self, row: Row, column: str, low: int, high: int) -> int | None:
        return self._read(row, column, self.text(row, column), low, high)

    def _of(self, row: Row, column: str, high: int) -> int | None:
        return self._read(row, column, self._above[column], 0, high)

    def _read(
        self, row: Row, column: str, text: str, low: int, high: int
    ) -> int | None:
        if not text or text in ("-", "–"):
            return None
        found = _NUMBER.match(text)
        number = None
        if found:
            number = int(found[1], 16) if found[1] else int(found[2])
        if number is None or not low <= number <= high:
            raise self._wrong(row, column, f"a number {low}..{high}", text)
        return number

    def _wrong(
        self, row: Row, column: str, expected: str, found: str | None = None
    ) -> DumpError:
        text = self._above.get(column, "") if found is None else found
        path = f"{self._sheet}: {column}" if self._sheet else column
        return DumpError("", expected, quote(text), line=row.number, path=path)
