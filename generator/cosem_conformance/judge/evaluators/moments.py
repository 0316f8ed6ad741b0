"""Which of two dates or times is the later one, where both are told."""

from __future__ import annotations

import datetime
from calendar import monthrange
from typing import Final

from cosem_runtime import Date, DateTime, Time

__all__ = ["clearly_after", "moment_in"]

_UNSAID: Final = (0xFF, 0xFFFF)
_SECOND_LAST: Final = 0xFD
_LAST: Final = 0xFE
_SPECIAL: Final = (_SECOND_LAST, _LAST)


def clearly_after(first: bytes, second: bytes) -> bool:
    """Whether the first is the later one, or the greater one where they are no moments.

    False where one of them leaves open what the other says, or is a day that depends on the month.
    """
    one, other = _fields(first), _fields(second)
    if one is None or other is None:
        return type(first) is type(second) and one is other and first > second
    if len(one) != len(other):
        return False
    for mine, its in zip(one, other, strict=True):
        if mine != its:
            return mine not in _UNSAID and its not in _UNSAID and mine > its
    return False


def _fields(value: bytes) -> tuple[int, ...] | None:
    """What a moment is sorted by; None of other octets."""
    if isinstance(value, Time):
        return tuple(value)
    if isinstance(value, (Date, DateTime)):
        year, month, day = int.from_bytes(value[:2]), value[2], value[3]
        special = month in _SPECIAL or day in _SPECIAL
        return (0xFFFF,) if special else (year, month, day, *value[5:9])
    return None


def moment_in(year: int, value: DateTime) -> datetime.datetime | None:
    """When a moment that recurs is in a year; None where that is not told by month and day.

    The last day of a month, and the last such weekday in it, are told.
    """
    month, day, weekday = value[2], value[3], value.day_of_week
    if value.year not in (None, year) or not 1 <= month <= 12:
        return None
    length = monthrange(year, month)[1]
    if 1 <= day <= length and weekday is None:
        found = datetime.datetime(year, month, day)
    elif day in _SPECIAL:
        found = datetime.datetime(year, month, length)
        if weekday is None:
            back = _LAST - day
        else:
            back = (found.isoweekday() - weekday) % 7 + 7 * (_LAST - day)
        found -= datetime.timedelta(days=back)
    else:
        return None
    return found + datetime.timedelta(hours=value.hour or 0, minutes=value.minute or 0)
