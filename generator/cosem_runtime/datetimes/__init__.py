"""Dates and times of COSEM: wildcards, deviation and clock status are kept.

The values are the octets themselves; a field is looked up when it is asked for. A field
that says "not specified" reads as None.
"""

from __future__ import annotations

from ..bitstring import BitFlags
from ..errors import DateTimeError
from .fields import (
    DAYLIGHT_SAVINGS_BEGIN,
    DAYLIGHT_SAVINGS_END,
    LAST_DAY,
    NO_DEVIATION,
    SECOND_LAST_DAY,
    DateFields,
    FixedOctets,
    checked,
    date_octets,
    field,
    needed,
    time_octets,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable
    from typing import ClassVar

    from ..quirks import Quirks

__all__ = [
    "DAYLIGHT_SAVINGS_BEGIN",
    "DAYLIGHT_SAVINGS_END",
    "LAST_DAY",
    "SECOND_LAST_DAY",
    "ClockStatus",
    "Date",
    "DateTime",
    "Time",
]


class ClockStatus(BitFlags):
    """How far the time can be trusted, and whether daylight saving is active."""

    __slots__ = ()
    BITS: ClassVar[tuple[tuple[str, int], ...]] = (
        ("invalid_value", 0),
        ("doubtful_value", 1),
        ("different_clock_base", 2),
        ("invalid_clock_status", 3),
        ("daylight_saving_active", 7),
    )

    @property
    def invalid_value(self) -> bool:
        """The time could not be recovered after an incident."""
        return bool(self & 0x01)

    @property
    def doubtful_value(self) -> bool:
        """The time was recovered, but is not guaranteed."""
        return bool(self & 0x02)

    @property
    def different_clock_base(self) -> bool:
        """The time comes from another source than the clock base says."""
        return bool(self & 0x04)

    @property
    def invalid_clock_status(self) -> bool:
        """At least one bit of the status is itself not valid."""
        return bool(self & 0x08)

    @property
    def daylight_saving_active(self) -> bool:
        """The time includes the daylight saving deviation."""
        return bool(self & 0x80)


class Date(DateFields):
    """A date of five octets: year, month, day of month, day of week.

    Every field may be None, "not specified". Raises DateTimeError when out of range.
    """

    __slots__ = ()
    SIZE: ClassVar[int] = 5

    def __new__(
        cls,
        year: int | None = None,
        month: int | None = None,
        day: int | None = None,
        day_of_week: int | None = None,
    ) -> Date:
        return bytes.__new__(cls, date_octets(year, month, day, day_of_week))

    @classmethod
    def from_date(cls, date: datetime.date) -> Date:
        """From a `datetime.date` (or datetime), with its day of week."""
        return cls(date.year, date.month, date.day, date.isoweekday())

    def to_date(self) -> datetime.date:
        """As `datetime.date`; DateTimeError when a wildcard stands in the way."""
        import datetime

        year, month, day = needed(self, "year", "month", "day")
        try:
            return datetime.date(year, month, day)
        except ValueError as error:
            raise DateTimeError(f"{self}: {error}") from None

    def __str__(self) -> str:
        import cosem_runtime.datetimes.text as text  # quicker than `from`

        return text.date_text(self)


class Time(FixedOctets):
    """A time of day of four octets: hour, minute, second, hundredths.

    Every field may be None, "not specified". Raises DateTimeError when out of range.
    """

    __slots__ = ()
    SIZE: ClassVar[int] = 4

    def __new__(
        cls,
        hour: int | None = None,
        minute: int | None = None,
        second: int | None = None,
        hundredths: int | None = None,
    ) -> Time:
        return bytes.__new__(cls, time_octets(hour, minute, second, hundredths))

    @classmethod
    def from_time(cls, time: datetime.time) -> Time:
        """From a `datetime.time`; microseconds are cut to hundredths."""
        return cls(time.hour, time.minute, time.second, time.microsecond // 10_000)

    @property
    def hour(self) -> int | None:
        """The hour 0..23."""
        return field(self[0])

    @property
    def minute(self) -> int | None:
        """The minute 0..59."""
        return field(self[1])

    @property
    def second(self) -> int | None:
        """The second 0..59."""
        return field(self[2])

    @property
    def hundredths(self) -> int | None:
        """Hundredths of a second."""
        return field(self[3])

    def to_time(self) -> datetime.time:
        """As `datetime.time` (no hundredths means 0); DateTimeError on a wildcard."""
        import datetime

        hour, minute, second = needed(self, "hour", "minute", "second")
        try:
            return datetime.time(hour, minute, second, (self.hundredths or 0) * 10_000)
        except ValueError as error:
            raise DateTimeError(f"{self}: {error}") from None

    def __str__(self) -> str:
        import cosem_runtime.datetimes.text as text  # quicker than `from`

        return text.time_text(self)


class DateTime(DateFields):
    """A date and time of twelve octets with deviation and clock status.

    Every field may be None, "not specified". `deviation` is in minutes, to be added to
    local time to get UTC: central Europe has -60, in summer -120. Raises DateTimeError
    when a field is out of range.
    """

    __slots__ = ()
    SIZE: ClassVar[int] = 12

    def __new__(
        cls,
        year: int | None = None,
        month: int | None = None,
        day: int | None = None,
        day_of_week: int | None = None,
        hour: int | None = None,
        minute: int | None = None,
        second: int | None = None,
        hundredths: int | None = None,
        deviation: int | None = None,
        status: int | None = None,
    ) -> DateTime:
        minutes = checked("deviation", deviation, -1440, 1440, NO_DEVIATION)
        return bytes.__new__(
            cls,
            date_octets(year, month, day, day_of_week)
            + time_octets(hour, minute, second, hundredths)
            + minutes.to_bytes(2, "big", signed=True)
            + bytes((checked("status", status, 0, 0xFF, 0xFF),)),
        )

    @classmethod
    def from_datetime(
        cls, moment: datetime.datetime, status: int | None = None
    ) -> DateTime:
        """From a `datetime`; microseconds are cut to hundredths.

        An aware one gives the deviation, and the status with its daylight saving bit
        unless `status` is given. A naive one leaves both unspecified.
        """
        offset = moment.utcoffset()
        deviation = None
        if offset is not None:
            deviation = -round(offset.total_seconds() / 60)
            if status is None:
                status = 0x80 if moment.dst() else 0x00
        return cls(
            moment.year,
            moment.month,
            moment.day,
            moment.isoweekday(),
            moment.hour,
            moment.minute,
            moment.second,
            moment.microsecond // 10_000,
            deviation,
            status,
        )

    @property
    def hour(self) -> int | None:
        """The hour 0..23."""
        return field(self[5])

    @property
    def minute(self) -> int | None:
        """The minute 0..59."""
        return field(self[6])

    @property
    def second(self) -> int | None:
        """The second 0..59."""
        return field(self[7])

    @property
    def hundredths(self) -> int | None:
        """Hundredths of a second."""
        return field(self[8])

    @property
    def deviation(self) -> int | None:
        """Minutes from local time to UTC."""
        minutes = int.from_bytes(self[9:11], "big", signed=True)
        return None if minutes == NO_DEVIATION else minutes

    @property
    def status(self) -> ClockStatus | None:
        """The clock status."""
        return None if self[11] == 0xFF else int.__new__(ClockStatus, self[11])

    @property
    def date(self) -> Date:
        """The date alone."""
        return Date.from_bytes(self[:5])

    @property
    def time(self) -> Time:
        """The time of day alone."""
        return Time.from_bytes(self[5:9])

    def to_datetime(self, *, quirks: Quirks | None = None) -> datetime.datetime:
        """As `datetime`: aware when the deviation is specified, else naive.

        Hundredths that are not specified count as 0. `quirks` say what a deviation means
        that a meter sends otherwise. Raises DateTimeError when another wildcard stands in
        the way, when there is no such date, and for a deviation that is none.
        """
        if quirks is not None:
            self = quirks.date_time(self)
        try:
            return _moment(self)
        except ValueError as error:  # all wildcards are out of range, too
            deviation = self.deviation
            if deviation is not None and not -1440 < deviation < 1440:
                raise DateTimeError(
                    f"{self}: the deviation is no time zone's: expected -720..840"
                    f" minutes, or not specified, found {deviation}"
                ) from None
            needed(self, "year", "month", "day", "hour", "minute", "second")
            raise DateTimeError(f"{self}: {error}") from None

    def __str__(self) -> str:
        import cosem_runtime.datetimes.text as text  # quicker than `from`

        return text.date_time_text(self)


def _load(octets: bytes) -> datetime.datetime:
    """Import what makes a `datetime`, and do so."""
    global _moment
    from .conversion import moment

    _moment = moment
    return moment(octets)


_moment: Callable[[bytes], datetime.datetime] = _load
