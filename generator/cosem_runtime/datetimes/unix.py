"""Times that are seconds since 1970."""

from __future__ import annotations

from datetime import date

from ..errors import DateTimeError
from . import DateTime

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

__all__ = ["SECONDS_ALONE", "from_seconds", "to_seconds"]

_DAY = 86_400
_EPOCH = date(1970, 1, 1).toordinal()
_LAST = (date.max.toordinal() - _EPOCH + 1) * _DAY - 1

SECONDS_ALONE: Final = b"\xff\x00\x00\xff"
"""A time that came as seconds ends so: in UTC, hundredths and status not specified."""


def from_seconds(seconds: int) -> DateTime | int:
    """The time in UTC; the number itself where there is no such time."""
    if not 0 <= seconds <= _LAST:
        return seconds
    days, rest = divmod(seconds, _DAY)
    day = date.fromordinal(_EPOCH + days)
    minutes, second = divmod(rest, 60)
    year = day.year
    return bytes.__new__(
        DateTime,
        (
            bytes((year >> 8, year & 0xFF, day.month, day.day, day.isoweekday()))
            + bytes((*divmod(minutes, 60), second))
            + SECONDS_ALONE
        ),
    )


def to_seconds(time: DateTime) -> int | None:
    """Whole seconds since 1970; None where the time does not tell them."""
    try:
        moment = time.to_datetime()
    except DateTimeError:
        return None
    if moment.tzinfo is None or moment.microsecond:
        return None
    return int(moment.timestamp())
