"""Buffers of profiles in pieces: by numbers of rows, or day by day (Profile generic, 62056-6-2, 5.3.1)."""

from __future__ import annotations

import struct
from datetime import date, timedelta
from typing import Any, Final

from cosem_runtime import CosemError, axdr
from cosem_runtime.wire import read_length

from .transport import Selection

__all__ = [
    "BUFFER",
    "CAPTURE_OBJECTS",
    "ENTRIES_IN_USE",
    "ENTRY",
    "PROFILE",
    "by_days",
    "by_rows",
    "rows_in",
]

PROFILE: Final = 7
"""The class, and of its attributes: what is captured, and which of it."""
BUFFER: Final = 2
CAPTURE_OBJECTS: Final = 3
ENTRIES_IN_USE: Final = 7

_RANGE: Final = 1
ENTRY: Final = 2
"""The selectors of a buffer."""
_CLOCK: Final = 8
_TIME: Final = 2
_MOST: Final = 1_000_000
"""Pieces of one buffer."""
_ARRAY: Final = 0x01


def by_rows(entries_in_use: bytes | None, rows: int) -> list[Selection]:
    """All rows, so many at once; none where they fit into one request, or nobody knows.

    `entries_in_use` are the octets of that attribute.
    """
    try:
        count: Any = None if entries_in_use is None else axdr.decode(entries_in_use)
    except CosemError:
        count = None
    if not rows or not isinstance(count, int) or not rows < count < 2**32:
        return []
    starts = range(1, count + 1, rows)[:_MOST]
    return [_entries(start, min(start + rows - 1, count)) for start in starts]


def _entries(first: int, last: int) -> Selection:
    """The rows from one to another, counted from 1, with all columns."""
    parameter = struct.pack(
        *(">BBBIBIBHBH", 0x02, 4, 0x06, first, 0x06, last, 0x12, 1, 0x12, 0)
    )
    return Selection(ENTRY, parameter)


def by_days(capture_objects: bytes | None, first: date, last: date) -> list[Selection]:
    """The rows of each day, both included; none where no column is a clock's time."""
    column = _clock(capture_objects)
    if column is None:
        return []
    days = range(min((last - first).days + 1, _MOST))
    return [_day(column, first + timedelta(n)) for n in days]


def _clock(capture_objects: bytes | None) -> bytes | None:
    """The octets of the column that is the time of a clock."""
    if capture_objects is None:
        return None
    try:
        columns: Any = axdr.decode(capture_objects)
        for class_id, name, attribute, index, *_ in columns:
            if (class_id, attribute) == (_CLOCK, _TIME) and len(name) == 6:
                return struct.pack(
                    *(">BBBHBB6sBbBH", 0x02, 4, 0x12, class_id, 0x09, 6, bytes(name)),
                    *(0x0F, attribute, 0x12, index),
                )
    except (CosemError, TypeError, ValueError, struct.error):
        pass
    return None


def _day(column: bytes, day: date) -> Selection:
    """From the first second of a day to its last, in the meter's own time."""
    first, last = (
        struct.pack(
            *(">BBHBBBBBBBhB", 0x09, 12, day.year, day.month, day.day, 0xFF),
            *(*clock, 0xFF, -0x8000, 0xFF),
        )
        for clock in ((0, 0, 0), (23, 59, 59))
    )
    return Selection(_RANGE, b"\x02\x04" + column + first + last + b"\x01\x00")


def rows_in(octets: bytes | None) -> int | None:
    """How many rows the octets of a buffer have; None where that cannot be told."""
    if octets is None or octets[:1] != bytes([_ARRAY]):
        return None
    try:
        return read_length(octets, 1)[0]
    except CosemError:
        return None
