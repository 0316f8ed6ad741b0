"""The usual buffers of profiles to columns, many rows at once.

The compiled core takes them where there is one, and numpy what that finds odd, or all: no loop of
Python goes over rows or cells. Every tag, length, count and date is checked: a buffer in
which anything is not as it usually is comes out as odd, and the row reader decides.
"""

from __future__ import annotations

from functools import cached_property
from itertools import repeat

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]

from ..codec.type_description import TypeDescription
from ..datetimes import DateTime
from ..errors import DecodeError
from ..limits import EXPANSION_LIMIT
from ..profile import cells, columns, order
from ..types import ANY, SIMPLE, ChoiceType, coded
from ..types.strings import StringType
from ..wire import ARRAY, COMPACT_ARRAY, FIXED_SIZES, STRUCTURE, read_length
from . import core, kinds
from .core import Filled, Wanted
from .kinds import END, FIELDS, FIRST, OPEN, Unfit

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
    # Arrow's arrays of numbers, floats with where they stand, and the bits of those that are known.
    _Finish: TypeAlias = Callable[
        [Numbers, _Floats | None, Numbers | None, "Block"], Any
    ]

__all__ = ["Vectors"]

# numpy's letter for what stands behind a tag; an enumeration is its number where nothing names it.
_WHOLE = {
    **{0x05: "i4", 0x06: "u4", 0x0F: "i1", 0x10: "i2", 0x11: "u1"},
    **{0x12: "u2", 0x14: "i8", 0x15: "u8", 0x16: "u1"},
}
_REAL = {0x17: "f4", 0x18: "f8"}
_BOOLEAN = 0x03
_DELTA = {0x1C: "i1", 0x1D: "i2", 0x1E: "i4", 0x1F: "u1", 0x20: "u2", 0x21: "u4"}
_STRINGS = (0x09, 0x0A, 0x0C)
_NULL = 0x00
_LONG64_UNSIGNED = 0x15

# Octets of a cell with its tag; of a string those before its contents, of others -1.
_SIZES = np.full(256, -1, np.int64)
for _tag in (_NULL, _BOOLEAN, *_WHOLE, *_REAL, *_DELTA):
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

    cells: list[Any]
    """Those of each column."""

    def __init__(self, rows: Numbers, odd: Numbers) -> None:
        """`rows` are the number of rows of each buffer, 0 of those that are `odd`."""
        self.rows: Numbers = rows
        self.odd: Numbers = odd
        self.total: int = int(rows.sum())

    @cached_property
    def buffers(self) -> Numbers:
        """The buffer of each row."""
        return np.repeat(np.arange(len(self.rows)), self.rows)

    @cached_property
    def firsts(self) -> Numbers:
        """The first row of the buffer of each row."""
        found: Numbers = (np.cumsum(self.rows) - self.rows)[self.buffers]
        return found

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


class Reading:
    """How a column is read: its `cells` by numpy, None where there are none, or what the core is `wanted` to give."""

    __slots__ = ("cells", "filled", "wanted")

    def __init__(
        self,
        cells: Callable[[Cells | None, Block], list[Any]],
        wanted: Wanted,
        filled: Callable[[Filled, Block], list[Any]],
    ) -> None:
        self.cells = cells
        self.wanted = wanted
        self.filled = filled


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
        self._steps = Steps(reader)
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
    ) -> tuple[list[tuple[list[Any], Numbers]], Numbers]:
        """Arrow arrays of rows with the number of rows of each buffer, and which buffers are odd.

        There are several of them, each of other buffers. Odd buffers have rows in none.
        """
        odd = np.ones(len(starts), bool)
        parts = [*self._by_core(data, starts, ends, odd)]
        for way in (self._compact, self._by_numpy):
            left = np.flatnonzero(odd)
            if not len(left):
                break
            if len(left) < len(odd):
                spans = zip(starts[left].tolist(), ends[left].tolist(), strict=True)
                some = np.concatenate([data[start:end] for start, end in spans])
                sizes = ends[left] - starts[left]
                last = np.cumsum(sizes)
                given = some, last - sizes, last
            else:
                given = data, starts, ends
            still = np.ones(len(left), bool)
            for arrays, found in way(*given, still):
                rows = np.zeros(len(odd), np.int64)
                rows[left] = found
                parts.append((arrays, rows))
            odd[left] = still
        return parts, odd

    def _by_core(
        self, data: Numbers, starts: Numbers, ends: Numbers, odd: Numbers
    ) -> Iterator[tuple[list[Any], Numbers]]:
        """Arrow arrays of what the core can read, which then is not odd."""
        if core.library() is None:
            return
        first, rows, odd[:] = core.heads(data, starts, ends, len(self._columns))
        if odd.all():
            return
        yield self._from_core(data, first, ends, rows, odd)

    def _from_core(
        self,
        data: Numbers,
        first: Numbers,
        ends: Numbers,
        rows: Numbers,
        odd: Numbers,
        tags: bytes | None = None,
    ) -> tuple[list[Any], Numbers]:
        wanted = [column.wanted for column in self._columns]
        profile = self._profile()
        found = core.read(data, first, ends, rows, odd, wanted, profile, tags)
        block = Block(rows, odd)
        # Each is let go when its array is made, which may be of other octets.
        given = (found.pop(0) for _ in self._columns)
        arrays = self._arrays([column.filled for column in self._columns], given, block)
        return arrays, block.rows

    def _by_numpy(
        self, data: Numbers, starts: Numbers, ends: Numbers, odd: Numbers
    ) -> Iterator[tuple[list[Any], Numbers]]:
        """The same of what numpy can read."""
        first, rows, odd[:] = _heads(data, starts, ends, len(self._columns))
        cells, odd[:] = self._cells(data, first, ends, rows, odd)
        block = Block(np.where(odd, 0, rows), odd)
        yield self._of_cells(cells, block), block.rows

    def _compact(
        self, data: Numbers, starts: Numbers, ends: Numbers, odd: Numbers
    ) -> Iterator[tuple[list[Any], Numbers]]:
        """The same of compact-arrays; those of one shape come together."""
        alike: dict[_Shape, list[tuple[int, Numbers]]] = {}
        begins = ends > starts
        begins[begins] = data[starts[begins]] == COMPACT_ARRAY
        for place in np.flatnonzero(begins).tolist():
            octets = data[starts[place] : ends[place]]
            shape, body = _compact(octets, len(self._columns))
            if shape is not None:
                alike.setdefault(shape, []).append((place, body))
        for (tags, places), found in alike.items():
            which = np.array([place for place, _ in found])
            bodies = [body for _, body in found]
            body = bodies[0] if len(bodies) == 1 else np.concatenate(bodies)
            some = np.array([len(body) for body in bodies])
            still = np.zeros(len(some), bool)
            if core.library() is not None:
                size = body.shape[1]
                last = np.cumsum(some * size)
                given = body.reshape(-1), last - some * size, last, some, still
                arrays, some = self._from_core(*given, bytes(tags))
            else:
                block = Block(some, still)
                cells = [*map(Same, repeat(body), places, tags)]
                arrays, some = self._of_cells(cells, block), block.rows
            odd[which] = still
            rows = np.zeros(len(odd), np.int64)
            rows[which] = some
            yield arrays, rows

    def _of_cells(self, cells: list[Any], block: Block) -> list[Any]:
        block.cells = cells
        given = cells if block.total else [None] * len(cells)
        return self._arrays([column.cells for column in self._columns], given, block)

    def _arrays(
        self, readers: list[Any], given: Iterable[Any], block: Block
    ) -> list[Any]:
        """The columns of the buffers that are not odd, which then are those of `block`."""
        arrays: list[Any] = []
        for read, each in zip(readers, given, strict=True):
            arrays += read(each, block)
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

    def _column(self, column: Column, kind: Kind) -> Reading:
        plain = [
            tag
            for tag in (*_WHOLE, *_REAL)
            if tag in _REAL
            or cells.place_of(column.type, bytes((tag,)), FIXED_SIZES[tag])[1] is None
        ]
        whole = {tag: _WHOLE[tag] for tag in plain if tag in _WHOLE}
        delta = _DELTA if self._expand else {}
        if column.is_clock:
            return self._clock(column)
        if kind.type == OPEN:
            return self._several(column, whole, delta)
        if pa.types.is_binary(kind.type) or pa.types.is_string(kind.type):
            return self._strings(column, kind)
        if pa.types.is_float64(kind.type):
            return self._reals(column, kind, whole, delta)
        if pa.types.is_decimal(kind.type):
            return self._numbers(column, whole, delta, _decimals(kind))
        if pa.types.is_int64(kind.type):
            return self._numbers(column, whole, delta, _of_64_bits(kind.type))
        if pa.types.is_uint64(kind.type):
            return self._numbers(column, whole, delta, _of_64_bits(kind.type))
        if isinstance(column.type, coded.CodedType):
            tags = {tag: _WHOLE[tag] for tag in column.type.tags if tag in _WHOLE}
            return self._numbers(column, tags, {}, _named(column, kind))
        if pa.types.is_boolean(kind.type):
            return self._numbers(column, {_BOOLEAN: "u1"}, {}, _booleans)
        return self._nothing(kind)

    def _nothing(self, kind: Kind) -> Reading:
        """A column that only the row reader can read, unless there is nothing in it."""

        def read(cells: Cells | None, block: Block) -> list[Any]:
            if cells is not None:
                self._strange(cells, block, (_NULL,))
            return [pa.nulls(block.total, kind.type)]

        def filled(found: Filled, block: Block) -> list[Any]:
            return [pa.nulls(block.total, kind.type)]

        return Reading(read, Wanted(core.VALUES, ()), filled)

    @staticmethod
    def _strange(cells: Cells, block: Block, usual: Iterable[int]) -> None:
        """Cells of other types than usual are for the row reader."""
        if others := [tag for tag in cells.present if tag not in usual]:
            rows = cells.rows(others)
            block.strange(np.arange(block.total) if rows is None else rows)

    def _numbers(
        self,
        column: Column,
        whole: dict[int, str],
        delta: dict[int, str],
        finish: _Finish,
        real: dict[int, str] | None = None,
    ) -> Reading:
        def read(cells: Cells | None, block: Block) -> list[Any]:
            if cells is None:
                return [finish(np.zeros(0, np.int64), None, None, block)]
            numbers, floats, known = self._filled(
                cells, block, whole, real or {}, delta
            )
            return [finish(numbers, floats, _bits(known), block)]

        def filled(found: Filled, block: Block) -> list[Any]:
            return [finish(found.values, None, found.known, block)]

        tags = (*whole, *delta)
        wanted = Wanted(core.VALUES, tags, is_total=column.is_total)
        return Reading(read, wanted, filled)

    def _reals(
        self,
        column: Column,
        kind: Kind,
        whole: dict[int, str],
        delta: dict[int, str],
    ) -> Reading:
        reading = self._numbers(column, whole, delta, _floats(kind.scaler), _REAL)
        if abs(kind.scaler) <= _EXACT_POWERS:
            reading.wanted = Wanted(
                core.REALS,
                (*whole, *_REAL, *delta),
                power=10.0 ** abs(kind.scaler) if kind.scaler else 0.0,
                divides=kind.scaler < 0,
                is_total=column.is_total,
            )
        else:
            reading.wanted = Wanted(core.REALS, ())
        reading.filled = lambda found, block: [
            _fixed(kind.type, found.values, found.known)
        ]
        return reading

    def _filled(
        self,
        cells: Cells,
        block: Block,
        whole: dict[int, str],
        real: dict[int, str],
        delta: dict[int, str],
    ) -> tuple[Numbers, _Floats | None, Numbers | None]:
        """Whole numbers, floats with where they stand (None if none), and which are known (None for all)."""
        tags = [*whole, *real, _NULL, *delta]
        self._strange(cells, block, tags)
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

    def _strings(self, column: Column, kind: Kind) -> Reading:
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

        def filled(found: Filled, block: Block) -> list[Any]:
            return [_strings_of(found, block, kind.type)]

        return Reading(read, Wanted(core.VALUES, usual), filled)

    def _string_array(
        self, cells: Cells, block: Block, usual: Sequence[int], kind: Any
    ) -> Any:
        self._strange(cells, block, (*usual, _NULL))
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
        place = np.maximum(place, 0)
        if np.diff(offsets)[place[known]].sum() > kinds.LONGEST:
            return _too_long(block, kind)
        return made.take(pa.array(place, mask=~known))

    def _several(
        self, column: Column, whole: dict[int, str], delta: dict[int, str]
    ) -> Reading:
        """Numbers alone, octets alone or text alone in a column that may have any."""
        octets, text = (
            [tag for tag in tags if _is_plain(column.type, tag)]
            for tags in ((0x09,), (0x0A, 0x0C))
        )

        def read(cells: Cells | None, block: Block) -> list[Any]:
            if cells is None:
                return [pa.nulls(0, OPEN)]
            strings = [tag for tag in cells.present if tag in _STRINGS]
            if not strings:
                numbers, _, known = self._filled(cells, block, whole, {}, delta)
                return [
                    _member("number", _fixed(pa.int64(), numbers, _bits(known)), block)
                ]
            if strings[0] == 0x09:
                made = self._string_array(cells, block, octets, pa.binary())
                return [_member("octets", made, block)]
            made = self._string_array(cells, block, text, pa.string())
            return [_member("text", made, block)]

        def filled(found: Filled, block: Block) -> list[Any]:
            if found.seen == core.OCTETS:
                made = _strings_of(found, block, pa.binary())
                return [_member("octets", made, block)]
            if found.seen == core.TEXT:
                made = _strings_of(found, block, pa.string())
                return [_member("text", made, block)]
            made = _fixed(pa.int64(), found.values, found.known)
            return [_member("number", made, block)]

        tags = (*whole, *delta, *octets, *text)
        return Reading(
            read, Wanted(core.VALUES, tags, is_total=column.is_total), filled
        )

    # ---- times ----

    def _clock(self, column: Column) -> Reading:
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
            self._strange(cells, block, usual)
            if twelve and 0x09 in cells.present:
                times.take(cells, block, cells.rows((0x09,)))
            for tag in cells.present:
                if tag in unix:
                    rows = cells.rows((tag,))
                    times.count(cells.numbers(unix[tag], rows), block, rows)
            if self._expand and _NULL in cells.present:
                times.fill(block, self._steps, self._totals)
            return times.arrays(self._time, self._details)

        form = core.UTC if self._time == "utc" else core.LOCAL
        # How far a month is, the fields of a time say.
        if self._details or self._time == "fields" or self._steps.months:
            form = core.ALL_FIELDS

        def filled(found: Filled, block: Block) -> list[Any]:
            if form != core.ALL_FIELDS:
                return [_fixed(_TIME_TYPES[self._time], found.values, found.known)]
            times = _Times.of(found)
            return times.arrays(self._time, self._details)

        tags = (*([0x09] if twelve else []), *unix)
        return Reading(read, Wanted(core.TIMES, tags, form=form), filled)

    def _profile(self) -> core.Profile:
        """How the rows follow each other, for the core."""
        steps = self._steps
        kind = core.FIXED_STEP
        if steps.is_unknown:
            kind = core.UNKNOWN_STEP
        elif steps.months:
            kind = core.MONTHS
        elif steps.milliseconds is None:
            kind = core.ODD_STEP
        expands, wide = int(self._expand), len(self._columns)
        step, direction = steps.milliseconds or 0, steps.direction or 0
        return core.Profile(step, kind, direction, expands, wide)


class Steps:
    """How the times of rows follow each other, which is not sent."""

    __slots__ = ("direction", "is_unknown", "milliseconds", "months")

    def __init__(self, reader: ProfileReader) -> None:
        period, by_time = reader.capture_period, columns.sorts_by_time(
            reader.sort_object
        )
        # 1 or -1; None where the rows show it.
        self.direction: int | None = order.direction_of(reader.sort_method, by_time)[1]
        self.is_unknown: bool = self.direction == order.NOT_BY_TIME or period == 0
        self.months: bool = period == "month"
        seconds: Any = 86_400 if period == "day" else period
        # None where they are not whole, or no number.
        self.milliseconds: int | None = None
        if not isinstance(seconds, str) and seconds == int(seconds) < _LONGEST_PERIOD:
            self.milliseconds = int(seconds) * 1000


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

    @classmethod
    def of(cls, found: Filled) -> _Times:
        times = cls.__new__(cls)
        times.has, times.local = found.fields["sent"], found.values
        for name in ("weekday", "hundredths", "deviation", "status"):
            setattr(times, name, found.fields[name])
        return times

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

    def fill(self, block: Block, steps: Steps, totals: Sequence[int]) -> None:
        """Times that were left out, as `profile.expansion` has them."""
        above, known = block.sources(self.has)
        left_out = known & ~self.has
        if left_out.any():
            goes = self._goes(block, steps, totals, left_out)
            far = (np.arange(block.total) - above) * goes
            if steps.months:
                # Seconds in UTC do not tell the month of the meter.
                outside = (self.hundredths == 0xFF) & (self.status == 0xFF)
                outside = (outside & (self.deviation == 0))[above]
                self.local = _months_after(self.local[above], far)
            else:
                step = steps.milliseconds or 0
                outside = np.abs(far) > _LONGEST // (step + 1)
                self.local = self.local[above] + np.where(outside, 0, far) * step
            outside |= (self.local < FIRST) | (self.local >= END)
            outside &= left_out & (goes != 0)
            if outside.any():
                block.strange(np.flatnonzero(outside))
            weekday = self.weekday[above]
            computed = (self.local // _DAY + 3) % 7 + 1
            self.weekday = np.where(
                self.has | (weekday == 0xFF), weekday, computed
            ).astype(np.uint8)
            # Where nobody knows how time goes, the times are not known either.
            known = known & (self.has | (goes != 0))
        self.hundredths = self.hundredths[above]
        self.deviation = self.deviation[above]
        self.status = self.status[above]
        self.has = known

    def _goes(
        self, block: Block, steps: Steps, totals: Sequence[int], left_out: Numbers
    ) -> Numbers:
        """For each row 1 where times go up from row to row, -1 where down, 0 where nobody knows."""
        nothing = np.zeros(block.total, np.int64)
        if steps.is_unknown:
            return nothing
        if steps.milliseconds is None and not steps.months:
            block.strange(np.flatnonzero(left_out))
            return nothing
        if steps.direction is not None:
            return nothing + steps.direction
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
        found: Numbers = buffer_goes[block.buffers]
        return found

    def arrays(self, time: str, details: bool) -> list[Any]:
        mask = None if self.has.all() else ~self.has
        told = self.deviation != _NO_DEVIATION
        if time == "fields":
            return [self._fields(mask)]
        hundredths = np.where(self.hundredths == 0xFF, 0, self.hundredths)
        local = self.local + hundredths.astype(np.int64) * 10
        if time == "local":
            made = _fixed(_TIME_TYPES[time], local, _bits(self.has))
        else:
            utc = local + self.deviation.astype(np.int64) * 60_000
            told &= (utc >= FIRST) & (utc < END)
            made = _fixed(_TIME_TYPES[time], utc, _bits(self.has & told))
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


def _months_after(local: Numbers, months: Numbers) -> Numbers:
    """The same local time so many months later, or of the last day of a shorter month."""
    days = local // _DAY
    year, month, day = _dates(days)
    count = np.clip(year * 12 + month - 1 + months, 0, 120_011)
    year, month = count // 12, count % 12 + 1
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    last = _MONTHS[month] - ((month == 2) & ~leap)
    after = _days(year, month, np.minimum(day, last))
    found: Numbers = local + (after - days) * _DAY
    return found


_LAST_SECOND = END // 1000 - 1
_LONGEST = 1 << 62
_LONGEST_PERIOD = 1 << 48
_TIME_TYPES = {"utc": pa.timestamp("ms", "UTC"), "local": pa.timestamp("ms")}

# ---- numbers ----


def _bits(known: Numbers | None) -> Numbers | None:
    """A bit for each row as Arrow has them; None where all are known."""
    if known is None or known.all():
        return None
    bits: Numbers = np.packbits(known, bitorder="little")
    return bits


def _fixed(kind: Any, values: Numbers, known: Numbers | None) -> Any:
    """The array of values of a width that is that of the type: without a copy."""
    bits = None if known is None else pa.py_buffer(known)
    buffers = [bits, pa.py_buffer(np.ascontiguousarray(values))]
    return pa.Array.from_buffers(kind, len(values), buffers)


def _of_64_bits(kind: Any) -> _Finish:
    unsigned = pa.types.is_uint64(kind)

    def finish(
        numbers: Numbers, floats: _Floats | None, known: Numbers | None, block: Block
    ) -> Any:
        if unsigned and (numbers < 0).any():
            block.strange(np.flatnonzero(numbers < 0))
        return _fixed(kind, numbers, known)

    return finish


_EXACT_POWERS = 22
"""Powers of ten up to this one are floats without rounding."""


def _floats(scaler: int) -> _Finish:
    power = 10.0 ** abs(scaler)
    is_exact = abs(scaler) <= _EXACT_POWERS

    def finish(
        numbers: Numbers, floats: _Floats | None, known: Numbers | None, block: Block
    ) -> Any:
        real = numbers.astype(np.float64)
        if floats is not None:
            real = np.where(floats[1], floats[0], real)
        if scaler and len(numbers):
            # Quotients and products of what is exact are rounded once, as decimals are.
            exact = (np.abs(numbers) <= _EXACT) if is_exact else numbers == 0
            if floats is not None:
                exact |= floats[1] & is_exact
            if not exact.all():
                block.strange(np.flatnonzero(~exact))
            real = real * power if scaler > 0 else real / power
        return _fixed(pa.float64(), real, known)

    return finish


def _decimals(kind: Kind) -> _Finish:
    factor = 10 ** max(0, kind.scaler)
    most = ((1 << 63) - 1) // factor

    def finish(
        numbers: Numbers, floats: _Floats | None, known: Numbers | None, block: Block
    ) -> Any:
        if factor > 1 and ((numbers > most) | (numbers < -most)).any():
            block.strange(np.flatnonzero((numbers > most) | (numbers < -most)))
        pairs = np.empty((len(numbers), 2), np.int64)
        np.multiply(numbers, factor, out=pairs[:, 0])
        np.right_shift(pairs[:, 0], 63, out=pairs[:, 1])
        return _fixed(kind.type, pairs, known)

    return finish


def _booleans(
    numbers: Numbers, floats: _Floats | None, known: Numbers | None, block: Block
) -> Any:
    if (numbers > 1).any():
        block.strange(np.flatnonzero(numbers > 1))
    bits = pa.py_buffer(np.packbits(numbers == 1, bitorder="little"))
    there = None if known is None else pa.py_buffer(known)
    return pa.Array.from_buffers(pa.bool_(), len(numbers), [there, bits])


def _named(column: Column, kind: Kind) -> _Finish:
    """Enumerations and named bits: what each number that occurs is, once."""
    is_dictionary = pa.types.is_dictionary(kind.type)
    values = kind.type.value_type if is_dictionary else kind.type
    tag = column.type.tags[0]
    _, make = cells.place_of(column.type, bytes((tag,)), FIXED_SIZES[tag])

    def meaning(number: int) -> Any:
        if make is None:
            return None
        try:
            return kind.convert(make(number))
        except (DecodeError, Unfit, ValueError, OverflowError):
            return None

    def finish(
        numbers: Numbers, floats: _Floats | None, known: Numbers | None, block: Block
    ) -> Any:
        each, places = np.unique(numbers, return_inverse=True)
        found = [*map(meaning, each.tolist())]
        if None in found:
            unknown = np.array([value is None for value in found])[places]
            block.strange(np.flatnonzero(unknown))
        indices = _fixed(pa.int32(), places.astype(np.int32), known)
        meanings = pa.array(found, values)
        if is_dictionary:
            return pa.DictionaryArray.from_arrays(indices, meanings)
        sizes = np.array([*map(kinds.size_of, found)], np.int64)
        if sizes[places].sum() > kinds.LONGEST:
            return _too_long(block, kind.type)
        return meanings.take(indices)

    return finish


# ---- strings, and what may be of several types ----


def _strings_of(found: Filled, block: Block, kind: Any) -> Any:
    """The strings that the core has found."""
    strings = found.strings()
    if strings is None:
        return _too_long(block, kind)
    contents, offsets = strings
    bits = None if found.known is None else pa.py_buffer(found.known)
    buffers = [bits, pa.py_buffer(offsets), pa.py_buffer(contents)]
    return pa.Array.from_buffers(kind, block.total, buffers)


def _too_long(block: Block, kind: Any) -> Any:
    """What one array cannot hold, all of it for the row reader."""
    block.strange(np.arange(block.total))
    return pa.nulls(block.total, kind)


def _zeros(size: int) -> Any:
    """A buffer of as many zeros at least, which nobody writes to."""
    global _nothing
    zeros = _nothing  # once, since another thread may put other ones there
    if len(zeros) < size:
        zeros = _nothing = np.zeros(size, np.uint8)
    return pa.py_buffer(zeros[:size])


_nothing = np.zeros(0, np.uint8)


def _member(name: str, array: Any, block: Block) -> Any:
    """Structures of which one member has the value, and the others are nothing: of the same zeros."""
    count = block.total
    zeros = _zeros(8 * (count + 1))
    members = []
    for field in OPEN:
        if field.name == name:
            members.append(array)
            continue
        parts = [zeros] * field.type.num_buffers
        members.append(pa.Array.from_buffers(field.type, count, parts, count))
    bits = array.buffers()[0]
    return pa.Array.from_buffers(
        OPEN, count, [bits], array.null_count, children=members
    )


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
