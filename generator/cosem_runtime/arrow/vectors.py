"""The usual buffers of profiles to columns, many rows at once, by numpy.

No loop goes over rows or cells. Every tag, length, count and date is checked: a buffer in
which anything is not as it usually is comes out as odd, and the row reader decides.
"""

from __future__ import annotations

from itertools import repeat

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]

from ..codec.type_description import TypeDescription
from ..datetimes import DateTime
from ..errors import DecodeError
from ..limits import EXPANSION_LIMIT
from ..profile import cells, columns, order
from ..types import ANY, SIMPLE, ChoiceType
from ..types.strings import StringType
from ..wire import ARRAY, COMPACT_ARRAY, FIXED_SIZES, STRUCTURE, read_length
from .kinds import END, FIELDS, FIRST, OPEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any, TypeAlias

    from ..profile import ProfileReader
    from ..profile.columns import Column
    from ..types.base import DataType
    from .kinds import Kind

    _Shape: TypeAlias = tuple[tuple[int, ...], tuple[int, ...]]
    Numbers: TypeAlias = np.ndarray[Any, np.dtype[Any]]
    _Floats: TypeAlias = tuple[Numbers, Numbers]

__all__ = ["Vectors"]

# numpy's letter for what stands behind a tag.
_WHOLE = {
    **{0x05: "i4", 0x06: "u4", 0x0F: "i1", 0x10: "i2", 0x11: "u1"},
    **{0x12: "u2", 0x14: "i8", 0x15: "u8"},
}
_REAL = {0x17: "f4", 0x18: "f8"}
_DELTA = {0x1C: "i1", 0x1D: "i2", 0x1E: "i4", 0x1F: "u1", 0x20: "u2", 0x21: "u4"}
_STRINGS = (0x09, 0x0A, 0x0C)
_NULL = 0x00
_LONG64_UNSIGNED = 0x15

# Octets of a cell with its tag; of a string those before its contents, of others -1.
_SIZES = np.full(256, -1, np.int64)
for _tag in (_NULL, *_WHOLE, *_REAL, *_DELTA):
    _SIZES[_tag] = 1 + FIXED_SIZES[_tag]
_SIZES[[*_STRINGS]] = 2
_IS_STRING = np.zeros(256, bool)
_IS_STRING[[*_STRINGS]] = True

_WIDEST = 127
_MOST_CELLS = 4
"""Cells for each octet, of all that looks like the head of a row."""
_ROUNDS = 8
"""How often what only looks like a row is thrown out, each time what nothing leads to."""
_SAFE = 1 << 61
"""Numbers smaller than this, and the differences of as many rows as memory holds, fit."""
_EXACT = 1 << 53
"""Up to here whole numbers are floats without rounding."""
_DAY = 86_400_000
_NO_DEVIATION = -0x8000


class Block:
    """Rows of some buffers, one after another, and which buffers are odd."""

    __slots__ = ("buffers", "cells", "firsts", "odd", "rows", "total")
    cells: list[Any]
    """Those of each column."""

    def __init__(self, rows: Numbers, odd: Numbers) -> None:
        """`rows` are the number of rows of each buffer, 0 of those that are `odd`."""
        self.rows: Numbers = rows
        self.odd: Numbers = odd
        self.total: int = int(rows.sum())
        self.buffers: Numbers = np.repeat(np.arange(len(rows)), rows)
        self.firsts: Numbers = (np.cumsum(rows) - rows)[self.buffers]

    def strange(self, rows: Numbers) -> None:
        """The buffers of these rows are for the row reader."""
        self.odd[self.buffers[rows]] = True

    def sources(self, has: Numbers) -> tuple[Numbers, Numbers]:
        """For each row the last one so far that `has` a value, and whether there is one."""
        above = np.where(has, np.arange(self.total), -1)
        np.maximum.accumulate(above, out=above)
        known = above >= self.firsts
        return np.maximum(above, 0), known


class Cells:
    """The cells of a column, each at its place."""

    __slots__ = ("_data", "_places", "present", "tags")

    def __init__(self, data: Numbers, places: Numbers) -> None:
        self._data = data
        self._places = places
        self.tags: Numbers = data[places]
        self.present: list[int] = np.flatnonzero(
            np.bincount(self.tags, minlength=256)
        ).tolist()

    def is_one_of(self, tags: Iterable[int]) -> Numbers:
        """For each row whether its tag is one of these."""
        found: Numbers = np.isin(self.tags, [*tags])
        return found

    def rows(self, tags: Sequence[int]) -> Numbers | None:
        """The rows with one of these tags; None when it is all."""
        if all(tag in tags for tag in self.present):
            return None
        return np.flatnonzero(np.isin(self.tags, tags))

    def octets(self, offset: int, rows: Numbers | None) -> Numbers:
        """The octet so far behind the tag."""
        places = self._places if rows is None else self._places[rows]
        found: Numbers = self._data[places + offset]
        return found

    def numbers(self, letter: str, rows: Numbers | None) -> Numbers:
        places = self._places if rows is None else self._places[rows]
        kind = np.dtype(">" + letter)
        count = max(0, len(self._data) - kind.itemsize + 1)
        each: Numbers = np.ndarray((count,), kind, self._data, strides=(1,))
        found: Numbers = each[places + 1]
        return found

    def strings(self, rows: Numbers | None) -> tuple[Numbers, Numbers]:
        """The contents of all strings, and the offsets between them."""
        places = self._places if rows is None else self._places[rows]
        sizes = self._data[places + 1].astype(np.int64)
        ends = np.cumsum(sizes)
        offsets = np.zeros(len(sizes) + 1, np.int32)
        offsets[1:] = ends
        shifts = np.repeat(places + 2 - (ends - sizes), sizes)
        return self._data[shifts + np.arange(len(shifts))], offsets


class Same(Cells):
    """The cells of a column of rows that all have one shape."""

    __slots__ = ("_at", "_body", "_tag")

    def __init__(self, body: Numbers, at: int, tag: int) -> None:
        """`body` has a row of octets for each row, `at` is the place of the tag.

        That is one before the value where only a description has it.
        """
        self._body = body
        self._at = at
        self._tag = tag
        self.present = [tag]

    def is_one_of(self, tags: Iterable[int]) -> Numbers:
        return np.full(len(self._body), self._tag in tags)

    def rows(self, tags: Sequence[int]) -> Numbers | None:
        return None if self._tag in tags else np.zeros(0, np.int64)

    def octets(self, offset: int, rows: Numbers | None) -> Numbers:
        found = self._body[:, self._at + offset]
        return found if rows is None else found[rows]

    def numbers(self, letter: str, rows: Numbers | None) -> Numbers:
        size = int(letter[1])
        start = self._at + 1
        octets = np.ascontiguousarray(self._body[:, start : start + size])
        found = octets.view(">" + letter)[:, 0]
        return found if rows is None else found[rows]

    def strings(self, rows: Numbers | None) -> tuple[Numbers, Numbers]:
        size = int(self._body[0, self._at + 1])
        start = self._at + 2
        body = self._body if rows is None else self._body[rows]
        octets = np.ascontiguousarray(body[:, start : start + size])
        return octets.ravel(), np.arange(len(body) + 1, dtype=np.int32) * size


class Vectors:
    """Reads the usual buffers of one profile."""

    def __init__(
        self,
        reader: ProfileReader,
        kinds: Sequence[Kind],
        *,
        time: str,
        details: bool,
        expand: bool,
    ) -> None:
        self._reader = reader
        self._time = time
        self._details = details
        self._expand = expand
        # Which say how the time goes where it does not say it itself.
        self._totals = [
            place for place, column in enumerate(reader.columns) if column.is_total
        ]
        self._columns = [
            self._column(column, kind)
            for column, kind in zip(reader.columns, kinds, strict=True)
        ]
        # Meters with quirks, and rows that are too wide, are for the row reader.
        wide = len(reader.columns)
        self.usable: bool = 0 < wide <= _WIDEST and reader.quirks is None

    def read(
        self, data: Numbers, starts: Numbers, ends: Numbers
    ) -> tuple[list[Any], Numbers, Numbers]:
        """Arrow arrays of all rows of the buffers, the number of rows of each, and which are odd.

        Odd buffers have no rows.
        """
        first, rows, odd = _heads(data, starts, ends, len(self._columns))
        cells, odd = self._cells(data, first, ends, rows, odd)
        block = Block(np.where(odd, 0, rows), odd)
        return self._arrays(cells, block), block.rows, block.odd

    def compact(
        self, data: Numbers, starts: Numbers, ends: Numbers, odd: Numbers
    ) -> Iterator[tuple[list[Any], Numbers]]:
        """Arrow arrays of the compact-arrays among the odd buffers, and the rows of each buffer.

        Those of one shape come together, and are no longer odd.
        """
        alike: dict[_Shape, list[tuple[int, Numbers]]] = {}
        for place in np.flatnonzero(odd).tolist():
            octets = data[starts[place] : ends[place]]
            shape, body = _compact(octets, len(self._columns))
            if shape is not None:
                alike.setdefault(shape, []).append((place, body))
        for (tags, places), found in alike.items():
            rows = np.zeros(len(odd), np.int64)
            for place, body in found:
                rows[place] = len(body)
                odd[place] = False
            bodies = [body for _, body in found]
            body = bodies[0] if len(bodies) == 1 else np.concatenate(bodies)
            block = Block(rows, np.zeros(len(odd), bool))
            arrays = self._arrays([*map(Same, repeat(body), places, tags)], block)
            odd |= block.odd
            yield arrays, block.rows

    def _arrays(self, cells: list[Any], block: Block) -> list[Any]:
        """The columns of the buffers that are not odd, which then are those of `block`."""
        arrays: list[Any] = []
        block.cells = cells
        for column, each in zip(self._columns, cells, strict=True):
            arrays += column(each, block) if block.total else column(None, block)
        if (wrong := block.odd & (block.rows > 0)).any():
            fine = pa.array(~wrong[block.buffers])
            arrays = [array.filter(fine) for array in arrays]
        block.rows = np.where(block.odd, 0, block.rows)
        return arrays

    # ---- where the cells are ----

    def _cells(
        self, data: Numbers, first: Numbers, ends: Numbers, rows: Numbers, odd: Numbers
    ) -> tuple[list[Any], Numbers]:
        some = np.flatnonzero((rows > 0) & ~odd)
        wide = len(self._columns)
        if not len(some):
            return [None] * wide, odd
        places = _places_in(data, int(first[some[0]]), int(ends[some[0]]), wide)
        if places is not None:
            body = _same(data, first[some], ends[some], rows[some], places)
            if body is not None:
                tags = body[0, places[:-1]].tolist()
                return [*map(Same, repeat(body), places, tags)], odd
        odd = odd.copy()
        found = _walk(data, first, ends, rows, odd, wide)
        return [Cells(data, each) for each in found], odd

    # ---- what they mean ----

    def _column(
        self, column: Column, kind: Kind
    ) -> Callable[[Cells | None, Block], list[Any]]:
        plain = [
            tag
            for tag in (*_WHOLE, *_REAL)
            if tag in _REAL
            or cells.place_of(column.type, bytes((tag,)), FIXED_SIZES[tag])[1] is None
        ]
        whole = {tag: _WHOLE[tag] for tag in plain if tag in _WHOLE}
        if column.is_clock:
            return self._clock(column)
        if kind.type == OPEN:
            return self._several(column, whole)
        if pa.types.is_binary(kind.type) or pa.types.is_string(kind.type):
            return self._strings(column, kind)
        if pa.types.is_float64(kind.type):
            return self._numbers(whole, _REAL, _floats(kind.scaler))
        if pa.types.is_int64(kind.type):
            return self._numbers(whole, {}, _same_numbers)
        if pa.types.is_decimal(kind.type):
            return self._numbers(whole, {}, _decimals(kind))
        return lambda cells, block: [_none(kind.type, cells, block)]

    def _numbers(
        self,
        whole: dict[int, str],
        real: dict[int, str],
        finish: Callable[[Numbers, _Floats | None, Block], tuple[Numbers | Any, bool]],
    ) -> Callable[[Cells | None, Block], list[Any]]:
        def read(cells: Cells | None, block: Block) -> list[Any]:
            if cells is None:
                made, _ = finish(np.zeros(0, np.int64), None, block)
                return [made if isinstance(made, pa.Array) else pa.array(made)]
            numbers, floats, known = self._filled(cells, block, whole, real)
            made, done = finish(numbers, floats, block)
            mask = None if known is None else ~known
            if not done:
                return [pa.array(made, mask=mask)]
            return [made if known is None else _masked(made, known)]

        return read

    def _filled(
        self, cells: Cells, block: Block, whole: dict[int, str], real: dict[int, str]
    ) -> tuple[Numbers, _Floats | None, Numbers | None]:
        """Whole numbers, floats with where they stand (None if none), and which are known (None for all)."""
        tags = [*whole, *real, _NULL, *(_DELTA if self._expand else ())]
        if any(tag not in tags for tag in cells.present):
            others = [tag for tag in cells.present if tag not in tags]
            rows = cells.rows(others)
            block.strange(np.arange(block.total) if rows is None else rows)
        numbers = np.zeros(block.total, np.int64)
        has = np.zeros(block.total, bool)
        floats: _Floats | None = None
        for tag in cells.present:
            letter = whole.get(tag) or real.get(tag) or _DELTA.get(tag)
            if letter is None or tag not in tags:
                continue
            rows = cells.rows((tag,))
            at: Any = slice(None) if rows is None else rows
            found = cells.numbers(letter, rows)
            if tag in real:
                if floats is None:
                    floats = np.zeros(block.total), np.zeros(block.total, bool)
                floats[0][at] = found
                floats[1][at] = has[at] = True
                continue
            if (
                tag == _LONG64_UNSIGNED
                and (large := found > np.uint64(1 << 63) - 1).any()
            ):
                block.strange(np.arange(block.total)[at][large])
            numbers[at] = found
            if tag not in _DELTA:
                has[at] = True
        if has.all():
            return numbers, floats, None
        if not self._expand:
            return numbers, floats, has
        above, known = block.sources(has)
        if any(tag in _DELTA for tag in cells.present):
            large = has & ((numbers >= _SAFE) | (numbers <= -_SAFE))
            if floats is not None:  # sums of floats round in their order
                large |= floats[1]
            if large.any():
                block.strange(np.flatnonzero(large))
            sums = np.cumsum(np.where(has, 0, numbers))
            numbers = np.where(has, numbers, numbers[above] + sums - sums[above])
        else:
            numbers = numbers[above]
        if floats is not None:
            floats = floats[0][above], floats[1][above]
        return numbers, floats, None if known.all() else known

    def _strings(
        self, column: Column, kind: Kind
    ) -> Callable[[Cells | None, Block], list[Any]]:
        text = pa.types.is_string(kind.type)
        # Octets with a meaning are for the row reader.
        usual = [
            tag
            for tag in ((0x0A, 0x0C) if text else (0x09,))
            if _is_plain(column.type, tag)
        ]

        def read(cells: Cells | None, block: Block) -> list[Any]:
            if cells is None:
                return [pa.nulls(0, kind.type)]
            return [self._string_array(cells, block, usual, kind.type)]

        return read

    def _string_array(
        self, cells: Cells, block: Block, usual: Sequence[int], kind: Any
    ) -> Any:
        others = [tag for tag in cells.present if tag not in (*usual, _NULL)]
        if others:
            rows = cells.rows(others)
            block.strange(np.arange(block.total) if rows is None else rows)
        if not any(tag in usual for tag in cells.present):
            return pa.nulls(block.total, kind)
        rows = cells.rows(usual)
        data, offsets = cells.strings(rows)
        text = pa.types.is_string(kind)
        if text and (data > 0x7F).any():
            # What is not ASCII: the row reader knows whether it is text.
            outside = np.zeros(len(data) + 1, np.int64)
            np.cumsum(data > 0x7F, out=outside[1:])
            wrong = outside[offsets[1:]] > outside[offsets[:-1]]
            block.strange(np.flatnonzero(wrong) if rows is None else rows[wrong])
            data = np.where(data > 0x7F, 0x3F, data).astype(np.uint8)
        parts = [None, pa.py_buffer(offsets), pa.py_buffer(data)]
        made = pa.Array.from_buffers(kind, len(offsets) - 1, parts)
        if rows is None:
            return made
        has = np.zeros(block.total, bool)
        has[rows] = True
        place = np.cumsum(has) - 1
        if self._expand:
            above, known = block.sources(has)
            place = place[above]
        else:
            known = has
        return made.take(pa.array(np.maximum(place, 0), mask=~known))

    def _several(
        self, column: Column, whole: dict[int, str]
    ) -> Callable[[Cells | None, Block], list[Any]]:
        """Numbers alone, octets alone or text alone in a column that may have any."""

        def read(cells: Cells | None, block: Block) -> list[Any]:
            if cells is None:
                return [pa.nulls(0, OPEN)]
            found: dict[str, Any] = {}
            known: Numbers | None
            strings = [tag for tag in cells.present if tag in _STRINGS]
            if not strings:
                numbers, _, known = self._filled(cells, block, whole, {})
                mask = None if known is None else ~known
                found["number"] = pa.array(numbers, mask=mask)
            else:
                name, kind = (
                    ("octets", pa.binary())
                    if strings[0] == 0x09
                    else ("text", pa.string())
                )
                usual = [0x09] if strings[0] == 0x09 else [0x0A, 0x0C]
                usual = [tag for tag in usual if _is_plain(column.type, tag)]
                made = found[name] = self._string_array(cells, block, usual, kind)
                known = None
                if made.null_count:
                    known = np.asarray(made.is_valid().to_numpy(zero_copy_only=False))
            members = [
                (
                    found[field.name]
                    if field.name in found
                    else pa.nulls(block.total, field.type)
                )
                for field in OPEN
            ]
            mask = None if known is None else pa.array(~known)
            return [pa.StructArray.from_arrays(members, fields=list(OPEN), mask=mask)]

        return read

    # ---- times ----

    def _clock(self, column: Column) -> Callable[[Cells | None, Block], list[Any]]:
        head = b"\x09\x0c"
        sample = bytes(DateTime(2024, 1, 1, 1, 0, 0, 0, 0, 0, 0))
        make = cells.place_of(column.type, head, 12)[1]
        twelve = make is not None and type(make(sample)) is DateTime
        unix = {0x06: "u4"}
        if column.unix_time:
            unix |= {0x05: "i4", 0x14: "i8", 0x15: "u8"}

        def read(cells: Cells | None, block: Block) -> list[Any]:
            times = _Times(block.total)
            if cells is None:
                return times.arrays(self._time, self._details)
            usual = [_NULL, *unix, *([0x09] if twelve else [])]
            if others := [tag for tag in cells.present if tag not in usual]:
                rows = cells.rows(others)
                block.strange(np.arange(block.total) if rows is None else rows)
            if twelve and 0x09 in cells.present:
                times.take(cells, block, cells.rows((0x09,)))
            for tag in cells.present:
                if tag in unix:
                    rows = cells.rows((tag,))
                    times.count(cells.numbers(unix[tag], rows), block, rows)
            if self._expand and _NULL in cells.present:
                times.fill(block, self._reader, self._totals)
            return times.arrays(self._time, self._details)

        return read


class _Times:
    """Times of a column: local milliseconds since 1970, and the other fields."""

    __slots__ = ("deviation", "has", "hundredths", "local", "status", "weekday")

    def __init__(self, total: int) -> None:
        self.has: Numbers = np.zeros(total, bool)
        self.local: Numbers = np.zeros(total, np.int64)
        self.weekday: Numbers = np.zeros(total, np.uint8)
        self.hundredths: Numbers = np.zeros(total, np.uint8)
        self.deviation: Numbers = np.zeros(total, np.int16)
        self.status: Numbers = np.zeros(total, np.uint8)

    def take(self, cells: Cells, block: Block, rows: Numbers | None) -> None:
        """Times of twelve octets; those with fields that are not specified are odd."""
        fine = cells.octets(1, rows) == 12
        if not fine.all():
            rows = np.arange(block.total) if rows is None else rows
            block.strange(rows[~fine])
            rows = rows[fine]
            if not len(rows):
                return
        at: Any = slice(None) if rows is None else rows
        octets = [cells.octets(2 + place, rows) for place in range(12)]
        year = octets[0].astype(np.int64) << 8 | octets[1]
        month, day = octets[2].astype(np.int64), octets[3].astype(np.int64)
        weekday, hour, minute, second, hundredths = octets[4:9]
        deviation = (octets[9].astype(np.uint16) << 8 | octets[10]).view(np.int16)
        leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
        last = _MONTHS[np.minimum(month, 13)] - ((month == 2) & ~leap)
        fine = (year >= 1) & (year <= 9999) & (month >= 1) & (day >= 1) & (day <= last)
        fine &= (hour < 24) & (minute < 60) & (second < 60)
        fine &= (hundredths < 100) | (hundredths == 0xFF)
        fine &= ((weekday >= 1) & (weekday <= 7)) | (weekday == 0xFF)
        fine &= (np.abs(deviation.astype(np.int64)) < 1440) | (
            deviation == _NO_DEVIATION
        )
        if not fine.all():
            wrong = np.flatnonzero(~fine)
            block.strange(wrong if rows is None else rows[wrong])
        days = _days(year, month, day)
        seconds = (hour.astype(np.int64) * 60 + minute) * 60 + second
        self.has[at] = True
        self.local[at] = days * _DAY + seconds * 1000
        self.weekday[at] = weekday
        self.hundredths[at] = hundredths
        self.deviation[at] = deviation
        self.status[at] = octets[11]

    def count(self, seconds: Numbers, block: Block, rows: Numbers | None) -> None:
        """Seconds since 1970, in UTC."""
        at: Any = slice(None) if rows is None else rows
        fine = (seconds >= 0) & (seconds <= _LAST_SECOND)
        if not fine.all():
            wrong = np.flatnonzero(~fine)
            block.strange(wrong if rows is None else rows[wrong])
        whole = np.where(fine, seconds, 0).astype(np.int64)
        self.has[at] = True
        self.local[at] = whole * 1000
        self.weekday[at] = (whole // 86_400 + 3) % 7 + 1
        self.hundredths[at] = 0xFF
        self.deviation[at] = 0
        self.status[at] = 0xFF

    def fill(self, block: Block, reader: ProfileReader, totals: Sequence[int]) -> None:
        """Times that were left out, as `profile.expansion` has them."""
        above, known = block.sources(self.has)
        left_out = known & ~self.has
        if left_out.any():
            steps = self._steps(block, reader, totals, left_out)
            far = np.arange(block.total) - above
            self.local = self.local[above] + steps * far
            outside = (self.local < FIRST) | (self.local >= END)
            outside = left_out & (outside | (np.abs(steps) > _LONGEST // (far + 1)))
            if outside.any():
                block.strange(np.flatnonzero(outside))
            weekday = self.weekday[above]
            computed = (self.local // _DAY + 3) % 7 + 1
            self.weekday = np.where(
                self.has | (weekday == 0xFF), weekday, computed
            ).astype(np.uint8)
            # Of a step that nobody knows the times are not known either.
            known = known & (self.has | (steps != 0))
        self.hundredths = self.hundredths[above]
        self.deviation = self.deviation[above]
        self.status = self.status[above]
        self.has = known

    def _steps(
        self,
        block: Block,
        reader: ProfileReader,
        totals: Sequence[int],
        left_out: Numbers,
    ) -> Numbers:
        """Milliseconds from row to row, 0 where nobody knows."""
        period, by_time = reader.capture_period, columns.sorts_by_time(
            reader.sort_object
        )
        _, direction = order.direction_of(reader.sort_method, by_time)
        seconds = 86_400 if period == "day" else period
        nothing = np.zeros(block.total, np.int64)
        if direction == order.NOT_BY_TIME or seconds == 0:
            return nothing
        if isinstance(seconds, str) or seconds != int(seconds):
            block.strange(np.flatnonzero(left_out))
            return nothing
        step = int(seconds) * 1000
        if direction is not None:
            return nothing + step * direction
        # As most of the times go, else as totals do, which never fall.
        sent = np.flatnonzero(self.has)
        buffers = block.buffers[sent]
        moments = self.local[sent] // 1000
        moments += (
            np.where(self.deviation == _NO_DEVIATION, 0, self.deviation)[sent] * 60
        )
        goes: Numbers = np.sign(np.diff(moments)) * (buffers[1:] == buffers[:-1])
        balance: Numbers = np.bincount(buffers[1:], goes, minlength=len(block.rows))
        buffer_goes = np.sign(balance).astype(np.int64)
        if (left_out & (buffer_goes == 0)[block.buffers]).any():
            buffer_goes = np.where(buffer_goes, buffer_goes, _totals_go(block, totals))
        return buffer_goes[block.buffers] * step

    def arrays(self, time: str, details: bool) -> list[Any]:
        mask = None if self.has.all() else ~self.has
        told = self.deviation != _NO_DEVIATION
        if time == "fields":
            return [self._fields(mask)]
        hundredths = np.where(self.hundredths == 0xFF, 0, self.hundredths)
        local = self.local + hundredths.astype(np.int64) * 10
        if time == "local":
            made = pa.array(local, mask=mask).cast(pa.timestamp("ms"))
        else:
            utc = local + self.deviation.astype(np.int64) * 60_000
            told &= (utc >= FIRST) & (utc < END)
            missing = mask if told.all() else ~told if mask is None else mask | ~told
            made = pa.array(utc, mask=missing).cast(pa.timestamp("ms", "UTC"))
        return [made, *(self.details(mask) if details else ())]

    def details(self, mask: Numbers | None) -> list[Any]:
        """The deviation and the status, null where they are not specified."""
        told = self.deviation != _NO_DEVIATION
        none = np.zeros(len(self.has), bool) if mask is None else mask
        return [
            pa.array(self.deviation, mask=none | ~told),
            pa.array(self.status, mask=none | (self.status == 0xFF)),
        ]

    def _fields(self, mask: Numbers | None) -> Any:
        days = self.local // _DAY
        seconds = (self.local - days * _DAY) // 1000
        year, month, day = _dates(days)
        octets = [
            *(month, day, self.weekday),
            *(seconds // 3600, seconds // 60 % 60, seconds % 60, self.hundredths),
        ]
        members = [pa.array(year.astype(np.int32))]
        members += [pa.array(n.astype(np.uint8), mask=n == 0xFF) for n in octets]
        members += self.details(None)
        whole = None if mask is None else pa.array(mask)
        return pa.StructArray.from_arrays(members, fields=list(FIELDS), mask=whole)


def _totals_go(block: Block, totals: Sequence[int]) -> Numbers:
    """For each buffer 1 where its totals rise from row to row, -1 where they fall, else 0."""
    up = np.zeros(block.total, bool)
    down = np.zeros(block.total, bool)
    for place in totals:
        cells = block.cells[place]
        if any(tag in _REAL for tag in cells.present):
            block.strange(np.flatnonzero(cells.is_one_of(_REAL)))
        for tag in cells.present:
            if tag in _DELTA:
                rows = cells.rows((tag,))
                steps = cells.numbers(_DELTA[tag], rows)
                at: Any = slice(None) if rows is None else rows
                up[at] |= steps > 0
                down[at] |= steps < 0
        rows = np.flatnonzero(cells.is_one_of(_WHOLE))
        numbers = np.zeros(block.total, np.int64)
        for tag in cells.present:
            if tag in _WHOLE:
                some = cells.rows((tag,))
                numbers[slice(None) if some is None else some] = cells.numbers(
                    _WHOLE[tag], some
                )
        same = block.firsts[rows[1:]] == block.firsts[rows[:-1]]
        up[rows[1:]] |= same & (numbers[rows[1:]] > numbers[rows[:-1]])
        down[rows[1:]] |= same & (numbers[rows[1:]] < numbers[rows[:-1]])
    rises = np.bincount(block.buffers[up], minlength=len(block.rows)) > 0
    falls = np.bincount(block.buffers[down], minlength=len(block.rows)) > 0
    return rises.astype(np.int64) - falls


# ---- dates ----

_MONTHS = np.array([0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0])


def _days(year: Numbers, month: Numbers, day: Numbers) -> Numbers:
    """Days since 1970 of the Gregorian calendar, where years begin in March."""
    year = year - (month <= 2)
    era = year // 400
    of_era = year - era * 400
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    of_era_days = of_era * 365 + of_era // 4 - of_era // 100 + of_year
    days: Numbers = era * 146_097 + of_era_days - 719_468
    return days


def _dates(days: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Year, month and day of days since 1970."""
    months = days.astype("datetime64[D]").astype("datetime64[M]")
    day = days - months.astype("datetime64[D]").astype(np.int64) + 1
    number = months.astype(np.int64) + 1970 * 12
    return number // 12, number % 12 + 1, day


_LAST_SECOND = END // 1000 - 1
_LONGEST = 1 << 62

# ---- numbers ----


def _same_numbers(
    numbers: Numbers, floats: _Floats | None, block: Block
) -> tuple[Numbers, bool]:
    return numbers, False


def _floats(
    scaler: int,
) -> Callable[[Numbers, _Floats | None, Block], tuple[Numbers, bool]]:
    power = 10.0 ** abs(scaler)

    def finish(
        numbers: Numbers, floats: _Floats | None, block: Block
    ) -> tuple[Numbers, bool]:
        real = numbers.astype(np.float64)
        if floats is not None:
            real = np.where(floats[1], floats[0], real)
        if not scaler or not len(numbers):
            return real, False
        # Quotients and products of what is exact are rounded once, as decimals are.
        exact = (np.abs(numbers) <= _EXACT) if abs(scaler) <= 22 else numbers == 0
        if floats is not None:
            exact |= floats[1] & (abs(scaler) <= 22)
        if not exact.all():
            block.strange(np.flatnonzero(~exact))
        return (real * power if scaler > 0 else real / power), False

    return finish


def _decimals(
    kind: Kind,
) -> Callable[[Numbers, _Floats | None, Block], tuple[Any, bool]]:
    factor = 10 ** max(0, kind.scaler)
    most = ((1 << 63) - 1) // factor

    def finish(
        numbers: Numbers, floats: _Floats | None, block: Block
    ) -> tuple[Any, bool]:
        if factor > 1 and ((numbers > most) | (numbers < -most)).any():
            block.strange(np.flatnonzero((numbers > most) | (numbers < -most)))
        pairs = np.empty((len(numbers), 2), "<i8")
        pairs[:, 0] = numbers * factor
        pairs[:, 1] = pairs[:, 0] >> 63
        buffer = pa.py_buffer(pairs)
        return pa.Array.from_buffers(kind.type, len(numbers), [None, buffer]), True

    return finish


def _masked(made: Any, known: Numbers) -> Any:
    """The array with a value only where one is known."""
    bits = pa.py_buffer(np.packbits(known, bitorder="little"))
    return pa.Array.from_buffers(made.type, len(made), [bits, made.buffers()[1]])


def _none(kind: Any, cells: Cells | None, block: Block) -> Any:
    """A column that only the row reader can read, unless there is nothing in it."""
    if cells is not None:
        others = [tag for tag in cells.present if tag != _NULL]
        rows = cells.rows(others) if others else np.zeros(0, np.int64)
        block.strange(np.arange(block.total) if rows is None else rows)
    return pa.nulls(block.total, kind)


def _is_plain(kind: DataType, tag: int) -> bool:
    """Whether the row reader makes of octets or text behind this tag just what they are."""
    if isinstance(kind, ChoiceType):
        return all(_is_plain(each, tag) for each in kind.alternatives)
    return tag not in kind.tags or kind in (ANY, SIMPLE) or type(kind) is StringType


# ---- where the rows are ----


def _heads(
    data: Numbers, starts: Numbers, ends: Numbers, wide: int
) -> tuple[Numbers, Numbers, Numbers]:
    """The first row, the number of rows of each buffer, and which buffers are odd."""
    last = max(0, len(data) - 1)
    at = [np.minimum(starts + place, last) for place in range(6)]
    if not len(data):
        nothing = np.zeros(len(starts), np.int64)
        return nothing, nothing, np.ones(len(starts), bool)
    odd = (ends - starts < 2) | (data[at[0]] != ARRAY)
    first = starts + 2
    rows = data[at[1]].astype(np.int64)
    more = np.where(rows > 0x7F, rows & 0x7F, 0)
    odd |= (more > 4) | ((rows > 0x7F) & (more == 0))
    for size in np.unique(more[more > 0]).tolist():
        if size > 4:
            continue
        number = np.zeros(len(rows), np.int64)
        for place in range(size):
            number = number << 8 | data[at[2 + place]]
        rows = np.where(more == size, number, rows)
    first = first + np.where(odd, 0, more)
    odd |= first > ends
    odd |= rows * (2 + wide) > ends - first
    odd |= (rows == 0) & (first != ends)
    return first, np.where(odd, 0, rows), odd


def _places_in(data: Numbers, at: int, end: int, wide: int) -> list[int] | None:
    """Where the tags of the row at `at` are from there on, and where it ends."""
    if end - at < 2 or data[at] != STRUCTURE or data[at + 1] != wide:
        return None
    place = at + 2
    found = []
    for _ in range(wide):
        if place + 1 >= end and (place >= end or _IS_STRING[data[place]]):
            return None
        found.append(place - at)
        size = int(_SIZES[data[place]])
        if size < 0:
            return None
        if _IS_STRING[data[place]]:
            if data[place + 1] > 0x7F:
                return None
            size += int(data[place + 1])
        place += size
    return [*found, place - at] if place <= end else None


def _compact(
    octets: Numbers, wide: int
) -> tuple[_Shape, Numbers] | tuple[None, Numbers]:
    """The tags of a compact-array and where each is, and its rows of octets; None for an odd one."""
    nothing = np.zeros((0, 0), np.uint8)
    # Longer descriptions have other types than those that are read here.
    head = octets[: 2 * wide + 16].tobytes()
    if not head or head[0] != COMPACT_ARRAY:
        return None, nothing
    try:
        row, at = TypeDescription.read(head, 1, 0)
        size, at = read_length(head, at)
    except (DecodeError, IndexError):
        return None, nothing
    if row.tag != STRUCTURE or len(row.members) != wide or at + size != len(octets):
        return None, nothing
    contents = octets[at:]
    places = []
    counts = []
    at = 0
    for member in row.members:
        least = int(_SIZES[member.tag]) - 1
        if least < 0 or member.tag == _NULL:
            return None, nothing
        places.append(at - 1)
        if _IS_STRING[member.tag]:
            if at >= size or contents[at] > 0x7F:
                return None, nothing
            counts.append(at)
            least += int(contents[at])
        at += least
    if not at or not size or size % at:
        return None, nothing
    body = contents.reshape(-1, at)
    if any((body[:, place] != body[0, place]).any() for place in counts):
        return None, nothing
    allowed = EXPANSION_LIMIT * (2 + row.octets + size) - row.own_memory
    if len(body) > allowed // row.memory:
        return None, nothing
    return (tuple([member.tag for member in row.members]), tuple(places)), body


def _same(
    data: Numbers, first: Numbers, ends: Numbers, rows: Numbers, places: list[int]
) -> Numbers | None:
    """All rows as rows of octets, when they have the shape of the first; else None."""
    size = places[-1]
    if (rows * size != ends - first).any():
        return None
    if len(first) == 1:
        whole = data[first[0] : ends[0]]
    else:
        spans = zip(first.tolist(), ends.tolist(), strict=True)
        whole = np.concatenate([data[start:end] for start, end in spans])
    body = whole.reshape(-1, size)
    fixed = [0, 1, *places[:-1]]
    fixed += [place + 1 for place in places[:-1] if _IS_STRING[body[0, place]]]
    if any((body[:, place] != body[0, place]).any() for place in fixed):
        return None
    return body


def _walk(
    data: Numbers, first: Numbers, ends: Numbers, rows: Numbers, odd: Numbers, wide: int
) -> list[Numbers]:
    """The places of the cells of each column; buffers without such rows become odd.

    Everything that looks like the head of a row is walked through at once. What nothing
    leads to is thrown out, and what is left has to be as many rows as the buffer says,
    each right behind the one before, the first at the start and the last at the end.
    """
    heads = np.flatnonzero((data[:-1] == STRUCTURE) & (data[1:] == wide))
    order = np.argsort(first, kind="stable")
    holder = order[np.maximum(np.searchsorted(first[order], heads, "right") - 1, 0)]
    counted = np.bincount(holder, minlength=len(rows))
    # Octets that are full of heads would take much memory for nothing.
    odd |= counted * wide > _MOST_CELLS * (ends - first) + 1024
    fine = ~odd[holder] & (heads >= first[holder]) & (heads + 1 < ends[holder])
    heads, holder = heads[fine], holder[fine]
    last = max(0, len(data) - 1)
    place = heads + 2
    sound = np.ones(len(heads), bool)
    cells = []
    for _ in range(wide):
        sound &= place <= last
        place = np.minimum(place, last)
        cells.append(place)
        tags = data[place]
        size = _SIZES[tags]
        is_string = _IS_STRING[tags]
        if is_string.any():
            length = data[np.minimum(place + 1, last)]
            sound &= ~(is_string & (length > 0x7F))
            size = size + np.where(is_string, length, 0)
        sound &= size > 0
        place = place + np.abs(size)
    sound &= place <= ends[holder]
    keep = np.flatnonzero(sound)
    begins = np.zeros(len(data) + 1, bool)
    begins[first[(rows > 0) & ~odd]] = True
    for _ in range(_ROUNDS):
        reached = begins.copy()
        reached[place[keep]] = True
        led = reached[heads[keep]]
        if led.all():
            break
        keep = keep[led]
    heads, holder, place = heads[keep], holder[keep], place[keep]
    follows = np.empty(len(keep), np.int64)
    follows[:-1] = heads[1:]
    final = np.ones(len(keep), bool)
    final[:-1] = holder[1:] != holder[:-1]
    follows[final] = ends[holder[final]]
    starts = np.ones(len(keep), bool)
    starts[1:] = final[:-1]
    wrong = (place != follows) | (starts & (heads != first[holder]))
    odd |= np.bincount(holder[wrong], minlength=len(rows)) > 0
    odd |= np.bincount(holder, minlength=len(rows)) != np.where(odd, -1, rows)
    fine = ~odd[holder]
    chosen = keep[fine]
    return [each[chosen] for each in cells]
