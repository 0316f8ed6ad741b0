"""Buffers as meters really send them: the rows, and every deviation from the standard.

A row that the octets have is a row that is given, with None in each cell that is missing
or that nothing can be made of, and a deviation that says why. Such a cell is not filled
in from the row above, nor is what the rows below leave out: nobody knows it.
"""

from __future__ import annotations

from itertools import pairwise

from ..codec.compact import CompactArray, TypeDescription, tagged
from ..codec.layout import FEW, ROWS_AT_ONCE, SOME
from ..codec.reading import decode_at
from ..errors import (
    DecodeError,
    counted,
    cut,
    path_of,
    stack_used_up,
)
from ..limits import limits_of
from ..tolerant import Deviation
from ..tolerant.deviations import in_order
from ..tolerant.walk import MOST_TOLD, Walk, has_bounds, is_cut
from ..types import ANY
from ..wire import (
    ARRAY,
    COMPACT_ARRAY,
    FIXED_SIZES,
    STRUCTURE,
    found_at,
    read_length,
    truncated,
)
from .cells import DELTAS, CellReaders, RowReader, plain, row_head
from .clocks import ClockType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, Final

    from ..types.base import DataType
    from .columns import Column

    Row = tuple[Any, ...]
    # Fills in what rows leave out, in place; its notes.
    Expand = Callable[[list[Row]], tuple[str, ...]]
    # Rows, notes on them, deviations.
    Found = tuple[list[Row], tuple[str, ...], list[Deviation]]

__all__ = ["read_buffer", "read_compact_buffer"]

_NULL = 0x00
_DELTA_TAGS = frozenset(kind.TAG for kind in DELTAS)
_STRINGS = (0x04, 0x09, 0x0A, 0x0C)
# How many times all octets may be gone through to find the row behind what is no data.
_EFFORT = 8
# Octets of memory of a row, and of each of its cells.
_EMPTY_TUPLE = 40
_REFERENCE = 8


class _Missing:
    """The type of MISSING, the cell that is neither there nor left out."""

    __slots__ = ()


MISSING: Final = _Missing()


def read_buffer(
    columns: Sequence[Column],
    octets: bytes,
    expand: Expand | None,
) -> Found:
    """The rows of a buffer with its deviations; DecodeError for what is no buffer."""
    try:
        buffer = _Buffer(columns, octets, "buffer")
        end = buffer.read()
        left = len(octets) - end
        if left:
            more = f"{counted(left, 'octet')} more"
            buffer.tell("D002", end, "the end of the data", more)
    except DecodeError as error:
        error.within("buffer")
        raise
    except RecursionError:
        raise stack_used_up(DecodeError) from None
    return _found(columns, buffer, expand)


def read_compact_buffer(
    columns: Sequence[Column],
    octets: bytes,
    template: bytes,
    expand: Expand,
) -> Found:
    """The row of a Compact data with its deviations; DecodeError for what is none."""
    path = "template_description"
    try:
        buffer = _Buffer(columns, octets, path)
        description, end = TypeDescription.read(template, 0, 0)
        left = len(template) - end
        if left:
            buffer.tell(
                "D002", end, "the end of the data", f"{counted(left, 'octet')} more"
            )
        path = buffer.name = "compact_buffer"
        buffer.read_bare(description, octets, 0)
    except DecodeError as error:
        error.within(path)
        raise
    except RecursionError:
        raise stack_used_up(DecodeError) from None
    return _found(columns, buffer, expand)


def _found(columns: Sequence[Column], buffer: _Buffer, expand: Expand | None) -> Found:
    rows = buffer.rows
    notes: tuple[str, ...] = ()
    if expand is not None and buffer.compressed:
        unknown = _left_out_below(rows, columns) if buffer.missing else ()
        notes = expand(rows) + unknown
    if buffer.missing:
        for index, row in enumerate(rows):
            if MISSING in row:
                known = [None if cell is MISSING else cell for cell in row]
                rows[index] = tuple(known)
    return rows, notes, buffer.told()


def _left_out_below(rows: list[Row], columns: Sequence[Column]) -> tuple[str, ...]:
    """Notes on the columns where a row leaves out what the one above does not have."""
    places = {
        place
        for above, row in pairwise(rows)
        if MISSING in above
        for place, cell in enumerate(row)
        if above[place] is MISSING and (cell is None or type(cell) in DELTAS)
    }
    return tuple(
        [
            f"{columns[place].name}: left out below a row that lacks it, and not known"
            for place in sorted(places)
        ]
    )


class _Buffer:
    """One way through a buffer, with the rows that were found and what was told."""

    __slots__ = (
        "_columns",
        "_data",
        "_head",
        "_kinds",
        "_limit",
        "_more",
        "_names",
        "_nothing",
        "_padded",
        "_plain",
        "_quick",
        "_secret",
        "_told",
        "_wait",
        "compressed",
        "missing",
        "name",
        "rows",
    )

    def __init__(self, columns: Sequence[Column], data: bytes, name: str) -> None:
        self._columns = columns
        self._data = data
        self.name = name
        self._names = [column.name for column in columns]
        self._kinds = [column.type for column in columns]
        self._secret = [
            column.attribute is not None and column.attribute.secret
            for column in columns
        ]
        # The tags behind which the column's own decoder says all that there is to say.
        self._quick = [_plain_tags(kind) for kind in self._kinds]
        self._head = row_head(len(columns))
        self._nothing: Row = (MISSING,) * len(columns)
        # Cells that no octets stand for may take as much memory as a compact-array's.
        self._limit = limits_of(data).expansion * (len(data) + 8 * len(columns))
        self._padded = 0
        # Whether the row at hand has no cell that was looked at closely, and how many
        # rows are to be read before others like the one at hand are looked for.
        self._plain = True
        self._wait = 0
        self._told: list[Deviation] = []
        self._more = 0
        self.rows: list[Row] = []
        # As in RowReader; and whether a cell is MISSING.
        self.compressed: bool = False
        self.missing: bool = False

    def tell(
        self, code: str, at: int, expected: str, found: str, *steps: str | int
    ) -> None:
        """Note a deviation in the buffer, at the place where steps lead to."""
        if len(self._told) < MOST_TOLD:
            path = path_of((self.name, *steps))
            self._told.append(Deviation(code, path, at, expected, found))
        else:
            self._more += 1

    def told(self) -> list[Deviation]:
        """What was told, in the order of the offsets."""
        return in_order(self._told, self._more, self._data)

    # ---- what holds the rows ----

    def read(self) -> int:
        """Read the rows of a buffer, and say where it ends; DecodeError if it is none."""
        data = self._data
        expected = "array or compact-array"
        if not data:
            raise truncated(data, 0)
        if data[0] == ARRAY:
            return self._array()
        if data[0] == COMPACT_ARRAY:
            return self._compact_array()
        if data[0] == STRUCTURE:
            return self._without_array(expected)
        if data[0] == _NULL:
            self.tell("D131", 0, expected, "null-data")
            return 1
        if data.startswith(b"\x09\x00"):
            self.tell("D132", 0, expected, found_at(data, 0))
            return 2
        raise DecodeError("", 0, expected, found_at(data, 0))

    def _array(self) -> int:
        data = self._data
        count, at = read_length(data, 1)
        self._length(count, 0, at)
        at = self._rows(at, count)
        if at < len(data) and len(self.rows) == count:
            more, _ = self._rows_to_the_end(at)
            if more:
                self.tell("D004", 0, f"{count} rows", f"{count + more} rows")
                at = self._rows(at, more)
        return at

    def _without_array(self, expected: str) -> int:
        """A structure: a row without its array, or rows in a structure."""
        data = self._data
        count, start = read_length(data, 1)
        end = start
        for _ in range(count):
            if not data.startswith(self._head, end):
                break
            try:
                _, end = decode_at(data, end)
            except DecodeError:
                break
        else:
            wide = len(self._kinds)
            if count != wide or self._are_rows(start, count):
                self.tell("D145", 0, expected, found_at(data, 0))
                return self._rows(start, count)
        self.tell("D141", 0, expected, found_at(data, 0))
        return self._rows(0, 1)

    def _are_rows(self, at: int, count: int) -> bool:
        """Whether as many structures as a row has cells are rows, and not its cells."""
        if not self._fit(at):
            return True
        for _ in range(count):
            if not self._fit(at + len(self._head)):
                return False
            _, at = decode_at(self._data, at)
        shown = found_at(self._data, 0)
        raise DecodeError(
            "",
            0,
            "array or compact-array",
            f"{shown}, which can be read as one row or as {count}",
        )

    def _fit(self, at: int) -> bool:
        """Whether the cells from here are just as the columns have them."""
        for kind in self._kinds:
            tag = self._data[at]
            one = ANY if tag == _NULL or tag in _DELTA_TAGS else kind
            try:
                _, at = one.decode(self._data, at)
            except DecodeError:
                return False
        return True

    def _compact_array(self) -> int:
        data = self._data
        description, at = TypeDescription.read(data, 1, 0)
        size, start = read_length(data, at)
        self._length(size, at - 1, start)
        end = start + size
        if end > len(data):
            there = counted(len(data) - start, "octet")
            self.tell("D003", at, f"{counted(size, 'octet')} of contents", there)
            end = len(data)
        contents = limits_of(data).on(data[start:end])
        try:
            self.read_bare(description, contents, start)
        except DecodeError as error:
            error.offset += start
            raise
        return end

    def read_bare(
        self, description: TypeDescription, contents: bytes, start: int
    ) -> None:
        """Read rows without tags, which stand at `start` in the buffer."""
        if not contents:
            return
        wide = len(self._kinds)
        members = description.members
        expected = f"structure of {counted(wide, 'member')}"
        if description.tag != STRUCTURE:
            raise DecodeError("", 0, expected, cut(str(description)))
        try:
            array = CompactArray(description, contents)
        except DecodeError as error:
            whole = _whole_elements(description, contents)
            if whole == len(contents) or not description.least_size:
                raise  # about something else
            array = CompactArray(description, contents[:whole])
            found = f"{len(array)} whole"
            self.tell("D003", start + error.offset, "whole rows", found)
        if len(members) != wide:
            code = "D143" if len(members) < wide else "D144"
            self.tell(
                code, start, expected, f"structure of {counted(len(members), 'member')}"
            )
        alike = None
        if len(members) == wide:
            alike = RowReader(self._columns, {}, CellReaders(), description)
        at = 0
        while len(self.rows) < len(array):
            row = at
            self._plain = True
            cells = []
            for place, member in enumerate(members):
                value, end = member.value(contents, at)
                if place < wide:
                    cells.append(self._bare_cell(place, tagged(value), start + at))
                at = end
            self._add(cells)
            if alike is not None:
                at = self._alike(alike, contents, row, at, len(array))

    def _bare_cell(self, place: int, octets: bytes, at: int) -> Any:
        """A cell of which `octets` have the tag that stands elsewhere."""
        cell, _ = self._cell(octets, 0, place, len(self.rows), at)
        return cell

    # ---- rows ----

    def _rows(self, at: int, count: int) -> int:
        """Read as many rows, or what there is of them; the offset after them."""
        data = self._data
        last = len(self.rows) + count
        sought = False
        alike = RowReader(self._columns, {}, CellReaders())
        while len(self.rows) < last:
            start = at
            cells: list[Any] = []
            self._plain = True
            try:
                at = self._row(at, cells)
            except DecodeError as error:
                left = last - len(self.rows) - 1
                behind = None if sought else self._behind(start + 1, left)
                sought = True
                if behind is None and is_cut(error):
                    break  # the row is not whole
                self._no_data(error)
                at = len(data) if behind is None else behind
            self._add(cells)
            at = self._alike(alike, data, start, at, last)
            if at == len(data):
                break
        there = count - (last - len(self.rows))
        if there < count:
            self.tell("D003", 0, f"{count} rows", f"{there} whole")
            return len(data)
        return at

    def _alike(
        self, reader: RowReader, data: bytes, start: int, at: int, last: int
    ) -> int:
        """Read the rows that have the shape of the one at `start`; the offset after them.

        What has the same tags and lengths as a row without deviations has none.
        """
        if self._wait or not self._plain:
            self._wait = max(self._wait - 1, 0)
            return at
        layout = reader.layout_at(data, start)
        if layout is None:
            return at
        window = FEW
        while left := last - len(self.rows):
            count = min(left, window)
            try:
                rows = layout.read_rows(data, at, count)
            except DecodeError:  # a value that a closed enumeration refuses
                rows = None
            if rows is None:
                self._wait = 0 if window > FEW else SOME
                break
            self.rows += rows
            at += count * layout.size
            window = min(window * 8, ROWS_AT_ONCE)
        return at

    def _row(self, at: int, cells: list[Any]) -> int:
        """Put the cells of a row into the list; the offset after it, or DecodeError."""
        data = self._data
        wide = len(self._kinds)
        row = len(self.rows)
        if data.startswith(self._head, at):
            at += len(self._head)
            for place in range(wide):
                cell, at = self._cell(data, at, place, row, at)
                cells.append(cell)
            return at
        self._plain = False
        expected = f"structure of {counted(wide, 'member')}"
        tag = data[at] if at < len(data) else None
        if tag not in (ARRAY, STRUCTURE):
            _, end = decode_at(data, at)
            self.tell("D147", at, expected, found_at(data, at), row)
            return end
        count, end = read_length(data, at + 1)
        if tag == ARRAY:
            self.tell("D145", at, expected, found_at(data, at), row)
        if count != wide:
            code = "D143" if count < wide else "D144"
            self.tell(code, at, expected, found_at(data, at), row)
        self._length(count, at, end, row)
        for place in range(min(count, wide)):
            cell, end = self._cell(data, end, place, row, end)
            cells.append(cell)
        for _ in range(count - wide):
            _, end = decode_at(data, end)
        return end

    def _add(self, cells: list[Any]) -> None:
        """A row of these cells, and of MISSING ones behind them."""
        lacking = len(self._kinds) - len(cells)
        if not lacking:
            self.rows.append(tuple(cells))
            return
        self.missing = True
        self._padded += _EMPTY_TUPLE + _REFERENCE * lacking
        if self._padded > self._limit:
            raise DecodeError(
                "too much memory for so few octets",
                0,
                f"at most {limits_of(self._data).expansion} octets for each"
                " (Limits(expansion=...) allows others)",
                f"{len(self.rows) + 1} rows of {len(self._kinds)} cells",
            )
        self.rows.append((*cells, *self._nothing[len(cells) :]))

    def _cell(
        self, data: bytes, at: int, place: int, row: int, shown: int
    ) -> tuple[Any, int]:
        """The cell at `at`, MISSING when nothing is meant, and the offset after it.

        Deviations have the offset `shown`, if that is another one.
        """
        if at >= len(data):
            raise truncated(data, at).within(self._names[place])
        tag = data[at]
        if tag == _NULL:
            self.compressed = True
            return None, at + 1
        kind = self._kinds[place]
        try:
            if tag in _DELTA_TAGS:
                self.compressed = True
                value, end = decode_at(data, at)
                return plain(value), end
            if tag in self._quick[place] and (
                tag not in _STRINGS or data[at + 1 : at + 2] < b"\x80"
            ):
                try:
                    value, end = kind.decode(data, at)
                    return plain(value), end
                except DecodeError:
                    pass
            return self._other_cell(data, at, place, row, shown)
        except DecodeError as error:
            error.within(self._names[place])
            raise

    def _other_cell(
        self, data: bytes, at: int, place: int, row: int, shown: int
    ) -> tuple[Any, int]:
        """A cell of which not all is as the column has it."""
        self._plain = False
        name = self._names[place]
        kind = _of_attribute(self._kinds[place])
        walk = Walk(data, "", self._secret[place])
        try:
            value, end = walk.take(kind, at)
        except DecodeError:
            value, end = decode_at(data, at)  # as the strict reader takes it
            self.tell("D203", shown, kind.name, found_at(data, at), row, name)
            return plain(value), end
        told = walk.told()
        if end == len(data) and any(each.code == "D003" for each in told):
            raise truncated(data, at)
        for each in told:
            path = each.path
            step = name + path if path[:1] in ("", "[") else f"{name}.{path}"
            offset = each.offset if shown == at else shown
            self.tell(each.code, offset, each.expected, each.found, row, step)
        if value is None:
            self.missing = True
            return MISSING, end
        return plain(value), end

    def _length(self, count: int, at: int, start: int, *steps: int) -> None:
        """A length that takes more octets than it needs."""
        least = 1 if count < 0x80 else 1 + (count.bit_length() + 7) // 8
        if start - at - 1 > least:
            found = counted(start - at - 1, "octet")
            self.tell(
                "D001", at, f"a length of {counted(least, 'octet')}", found, *steps
            )

    # ---- octets that are no rows ----

    def _no_data(self, error: DecodeError) -> None:
        """Tell what is wrong in the row that comes next."""
        steps = (len(self.rows), error.path) if error.path else (len(self.rows),)
        expected = error.expected or "data"
        self.tell("D005", error.offset, expected, error.found or error.reason, *steps)

    def _behind(self, at: int, left: int) -> int | None:
        """Where the one place is from which `left` rows fill the data; None if none is.

        None, too, where more or fewer rows than these do.
        """
        data = self._data
        last = len(data)
        found = None
        walked = 0
        while left and walked <= _EFFORT * len(data):
            at = data.find(self._head, at, last)
            if at < 0:
                break
            rows, end = self._rows_to_the_end(at)
            walked += end - at
            if found is None and rows:
                if rows != left:
                    return None
                # Another place may be inside of the first of these rows.
                found = at
                _, last = decode_at(data, at)
            elif rows == left:
                return None
            at += 1
        return found

    def _rows_to_the_end(self, at: int) -> tuple[int, int]:
        """How many rows fill the data from here on, 0 if not only rows; how far it is."""
        data = self._data
        count = 0
        while at < len(data):
            if not data.startswith(self._head, at):
                return 0, at
            try:
                _, at = decode_at(data, at)
            except DecodeError as error:
                return 0, max(error.offset, at)
            count += 1
        return count, at


def _of_attribute(kind: DataType) -> DataType:
    """The type of a column without what clocks may also send."""
    return kind.kind if isinstance(kind, ClockType) else kind


def _plain_tags(kind: DataType) -> bytes:
    """The tags behind which what a type decodes is just as it has it."""
    if has_bounds(_of_attribute(kind)):
        return b""
    return bytes([tag for tag in kind.tags if tag in FIXED_SIZES or tag in _STRINGS])


def _whole_elements(description: TypeDescription, contents: bytes) -> int:
    """How many octets the elements take that are whole."""
    at = 0
    while description.least_size and at < len(contents):
        try:
            at = description.skip(contents, at)
        except DecodeError:
            break
    return at
