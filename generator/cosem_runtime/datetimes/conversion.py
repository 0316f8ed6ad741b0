"""Octets of a date and time as Python's `datetime`; loaded when one is asked for."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from struct import Struct

from .fields import NO_DEVIATION

TYPE_CHECKING = False
if TYPE_CHECKING:
    _Table = dict[int, timezone | None]
else:
    _Table = dict

__all__ = ["moment"]

# All but the day of week and the status.
_fields = Struct(">HBBxBBBBhx").unpack


class _Zones(_Table):
    """The time zones of deviations; ValueError for a day or more."""

    __slots__ = ()

    def __missing__(self, deviation: int) -> timezone:
        zone = timezone(timedelta(minutes=-deviation))
        self[deviation] = zone
        return zone


_ZONES = _Zones({NO_DEVIATION: None})


def moment(octets: bytes) -> datetime:
    """The twelve octets as `datetime`; ValueError when there is no such date.

    All wildcards are out of range, too, but that of the hundredths, which count as 0.
    """
    year, month, day, hour, minute, second, hundredths, deviation = _fields(octets)
    return datetime(
        year,
        month,
        day,
        hour,
        minute,
        second,
        0 if hundredths == 0xFF else hundredths * 10_000,
        _ZONES[deviation],
    )
