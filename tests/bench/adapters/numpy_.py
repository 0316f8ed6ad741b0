"""A bound, not a library: numpy over rows whose shapes are known beforehand, to columns.

Where each cell is and what it is, a payload's `Shape` knows before the time begins: nothing is looked for,
nothing is decided. Tags are checked, fields of times are not.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from tests.bench import payloads

PACKAGE = "limit: numpy"

_FORMS = {
    **{0x05: ">i4", 0x06: ">u4", 0x0F: "i1", 0x10: ">i2", 0x11: "u1"},
    **{0x12: ">u2", 0x14: ">i8", 0x15: ">u8", 0x1F: "u1"},
}
_DELTA, _NULL, _OCTETS, _TEXT, _COMPACT = 0x1F, 0x00, 0x09, 0x0A, 0x13
_time = np.dtype(
    [
        *(("year", ">u2"), ("month", "u1"), ("day", "u1"), ("weekday", "u1")),
        *(("hour", "u1"), ("minute", "u1"), ("second", "u1"), ("hundredths", "u1")),
        *(("deviation", ">i2"), ("status", "u1")),
    ]
)
_PERIOD = payloads.CAPTURE_PERIOD * 1000


class _Cells:
    """Values of one type at known places: `rows` are those that they go to."""

    def __init__(self, form: Any, places: list[int], rows: list[int]) -> None:
        self._form = np.dtype(form)
        self._count = len(places)
        self._step = _step_of(places)
        self._at = np.array(places) if self._step is None else places[0]
        step = _step_of(rows)
        end = rows[-1] + 1
        self.rows: Any = np.array(rows) if step is None else slice(rows[0], end, step)

    def take(self, data: Any) -> Any:
        if self._step is not None:  # no copy
            return np.ndarray((self._count,), self._form, data, self._at, (self._step,))
        size = len(data) - self._form.itemsize + 1
        return np.ndarray((size,), self._form, data, 0, (1,))[self._at]


def _step_of(numbers: list[int]) -> int | None:
    """How far each is from the one before, where that is one number."""
    steps = {b - a for a, b in pairwise(numbers)}
    return (steps or {1}).pop() if len(steps) < 2 else None


class Shape:
    """What is known of a payload."""

    def __init__(self, payload: bytes) -> None:
        self._count, columns = _places(payload)
        self._tags = [
            (_Cells("u1", [at for _, at in cells], [*range(len(cells))]), tags)
            for cells in columns
            if payload[0] != _COMPACT
            for tags in [np.array([tag for tag, _ in cells], "u1")]
        ]
        self._times = _Cells(
            _time,
            [at + 2 for tag, at in columns[0] if tag],
            [row for row, (tag, _) in enumerate(columns[0]) if tag],
        )
        # How far each row is from the last time that was sent, and how many rows each has.
        sent = [row for row, (tag, _) in enumerate(columns[0]) if tag]
        self._repeats = np.diff([*sent, self._count])
        starts = np.repeat(sent, self._repeats)
        self._after = (np.arange(self._count) - starts) * _PERIOD
        self._texts: tuple[Any, Any] | None = None
        self._columns = []
        for cells in columns[1:]:
            if cells[0][0] == _TEXT:
                self._texts = _text_places(payload, cells)
            else:
                self._columns.append(_number_cells(cells))

    def decode(self, payload: bytes) -> Any:
        data = np.frombuffer(payload, "u1")
        for cells, tags in self._tags:
            if not (cells.take(data) == tags).all():
                raise ValueError("rows of other shapes")
        numbers = []
        for is_delta, parts in self._columns:
            column = np.empty(self._count, "i8")
            for part in parts:
                column[part.rows] = part.take(data)
            if is_delta:
                np.cumsum(column, out=column)
            numbers.append(column)
        texts = None
        if self._texts is not None:
            places, offsets = self._texts
            texts = data[places], offsets
        return self._moments(data), texts, numbers

    def _moments(self, data: Any) -> Any:
        rows = self._times.take(data)
        months = (rows["year"].astype("i8") - 1970) * 12 + rows["month"] - 1
        days = months.astype("datetime64[M]").astype("datetime64[D]")
        days += rows["day"] - 1
        minutes = rows["hour"].astype("i8") * 60 + rows["minute"] + rows["deviation"]
        times = days.astype("datetime64[ms]")
        times += (minutes * 60 + rows["second"]) * 1000
        if len(times) < self._count:
            times = np.repeat(times, self._repeats)
            times += self._after
        return times


def _number_cells(cells: list[tuple[int, int]]) -> tuple[bool, list[_Cells]]:
    """The cells of each type; null-data is the cell above it."""
    found: dict[int, tuple[list[int], list[int]]] = {}
    for row, (tag, at) in enumerate(cells):
        if tag != _NULL:
            tag_above, at_above = tag, at
        places, rows = found.setdefault(tag_above, ([], []))
        places.append(at_above + 1)
        rows.append(row)
    return _DELTA in found, [_Cells(_FORMS[tag], *each) for tag, each in found.items()]


def _text_places(payload: bytes, cells: list[tuple[int, int]]) -> tuple[Any, Any]:
    sizes = [payload[at + 1] for _, at in cells]
    places = [
        np.arange(at + 2, at + 2 + size)
        for (_, at), size in zip(cells, sizes, strict=True)
    ]
    return np.concatenate(places), np.cumsum([0, *sizes], dtype="i4")


def _places(payload: bytes) -> tuple[int, list[list[tuple[int, int]]]]:
    """The number of rows, and for each column the tag of each cell and where it is."""
    columns: list[list[tuple[int, int]]] = [[] for _ in payloads.COLUMNS]
    wide = len(columns)
    tags = payload[3 : 3 + wide] if payload[0] == _COMPACT else b""
    at = 3 + wide if tags else 1
    first = payload[at]
    at += 1 + (first & 0x7F) * (first > 0x7F)
    while at < len(payload):
        at += 0 if tags else 2
        for place, column in enumerate(columns):
            start = at - 1 if tags else at
            tag = tags[place] if tags else payload[at]
            column.append((tag, start))
            at = start + 1
            if tag in (_OCTETS, _TEXT):
                at += 1 + payload[at]
            elif tag != _NULL:
                at += np.dtype(_FORMS[tag]).itemsize
    return len(columns[0]), columns


_shapes: dict[tuple[int, bytes], Shape] = {}


def decode_columns(payload: bytes) -> Any:
    key = len(payload), payload[:200]
    shape = _shapes.get(key)
    if shape is None:
        shape = _shapes[key] = Shape(payload)
    return shape.decode(payload)


def plain(operation: str, result: Any) -> object:
    times, texts, numbers = result
    local = (times + 3_600_000).astype("datetime64[s]").astype(str).tolist()
    columns = [column.tolist() for column in numbers]
    if texts is not None:
        contents, offsets = texts
        octets, places = contents.tobytes(), offsets.tolist()
        columns.insert(
            0,
            [octets[start:end].decode() for start, end in pairwise(places)],
        )
    rows = zip(local, *columns, strict=True)
    return [[f"{time}+01:00", *cells] for time, *cells in rows]
