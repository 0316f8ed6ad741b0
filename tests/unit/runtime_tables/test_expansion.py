"""Columns are filled in as one would do it cell by cell, row after row."""

from __future__ import annotations

import struct
from datetime import datetime, timedelta
from typing import Any
from unittest import mock

from hypothesis import example, given
from hypothesis import strategies as st

from cosem_runtime import DateTime, axdr
from cosem_runtime.profile import Column, expansion
from cosem_runtime.profile.expansion import expand_rows

COLUMNS = [
    Column("clock", 8, "0-0:1.0.0*255"),
    Column("value", 3, "1-0:1.8.0*255"),
    Column("other", 8, "0-0:1.0.1*255"),
]
DELTAS = (axdr.DeltaInteger, axdr.DeltaLong, axdr.DeltaUnsigned)


def filled(rows: list[tuple[Any, ...]], period: float) -> list[tuple[Any, ...]]:
    above: list[Any] = [None] * len(COLUMNS)
    local: list[datetime | None] = [None] * len(COLUMNS)
    found = []
    for row in rows:
        for place, cell in enumerate(row):
            last = above[place]
            if cell is not None:
                if isinstance(cell, DELTAS):
                    known = isinstance(last, (int, float))
                    adds = known and not isinstance(last, DELTAS)
                    cell = last + int(cell) if adds else cell
                above[place] = cell
                local[place] = start(cell)
            elif COLUMNS[place].is_clock:
                above[place] = None
                moment = local[place]
                if moment is not None and isinstance(last, DateTime) and period > 0:
                    local[place], above[place] = later(moment, last, period)
        found.append(tuple(above))
    return found


def start(cell: Any) -> datetime | None:
    if not isinstance(cell, DateTime):
        return None
    year, month, day, _, hour, minute, second = struct.unpack(">HBBBBBB", cell[:8])
    try:
        return datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None


def later(
    moment: datetime, above: DateTime, period: float
) -> tuple[datetime | None, DateTime | None]:
    try:
        now = moment + timedelta(seconds=period)
    except OverflowError:
        return None, None
    weekday = 0xFF if above.day_of_week is None else now.isoweekday()
    octets = struct.pack(
        ">HBBBBBB",
        *(now.year, now.month, now.day, weekday, now.hour, now.minute, now.second),
    )
    return now, DateTime.from_bytes(octets + above[8:])


moments = st.sampled_from(
    [
        DateTime(2024, 2, 28, 3, 23, 45, 0, 0, -60, 0),
        DateTime(2024, 2, 28, 3, 23, 45, 0, 0, -120, 0x80),
        DateTime(2023, 12, 31, None, 12, 0, 59),
        DateTime(2024, 1, 1, 7, 0, 0, 0),
        DateTime(9999, 12, 31, 5, 23, 59, 59),
        DateTime(2024, 2, 30, 1, 0, 0, 0),
        DateTime(2024, 1, None, 1, 0, 0, 0),
    ]
)
numbers = st.sampled_from([1, -5, 2.5, "text", axdr.DONT_CARE, 1 << 40])
deltas = st.sampled_from([kind(5) for kind in DELTAS])
nothing = st.none()
cells = st.one_of(nothing, nothing, nothing, moments, numbers, deltas)


@given(
    st.lists(st.tuples(cells, cells, cells), max_size=30),
    st.sampled_from([0, 1, 900, 900.0, 0.5, 1e-9, 86400, 100_000, 0xFFFF_FFFF]),
    st.sampled_from([1, 2, 5, 1024]),
)
@example(
    [(DateTime(2024, 2, 28, 3, 0, 0, 0), 5, None), *[(None, None, None)] * 9], 1, 4
)
@example(
    [(None, 5, None), *[(None, deltas, None) for deltas in [DELTAS[0](3)] * 9]], 1, 4
)
def test_every_column(rows: list[tuple[Any, ...]], period: float, at_once: int) -> None:
    found = list(rows)
    with (
        mock.patch.object(expansion, "_AT_ONCE", at_once),
        mock.patch.object(expansion, "_TIMES", 3),
    ):
        expand_rows(found, COLUMNS, period)  # type: ignore[arg-type]
    expected = filled(rows, period)
    assert repr(found) == repr(expected)
    assert [[*map(type, r)] for r in found] == [[*map(type, r)] for r in expected]
