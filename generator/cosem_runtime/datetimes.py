"""Dates and times of COSEM: wildcards, deviation and clock status are kept.

The values are the octets themselves; a field is looked up when it is asked for. A field
that says "not specified" reads as None.
"""

from __future__ import annotations

from .bitstring import BitFlags
from .errors import DateTimeError, show

TYPE_CHECKING = False
if TYPE_CHECKING:
    import datetime
    from typing import Any, ClassVar, TypeVar

    _Octets = TypeVar("_Octets", bound="_FixedOctets")

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

DAYLIGHT_SAVINGS_END = 0xFD
"""A month: where daylight saving ends."""
DAYLIGHT_SAVINGS_BEGIN = 0xFE
"""A month: where daylight saving begins."""
SECOND_LAST_DAY = 0xFD
"""A day: the last but one of the month."""
LAST_DAY = 0xFE
"""A day: the last of the month."""

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_NO_DEVIATION = -0x8000


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


class _FixedOctets(bytes):
    """Octets of one size; not ordered, since octet order is not time order."""

    __slots__ = ()
    SIZE: ClassVar[int]

    @classmethod
    def from_bytes(
        cls: type[_Octets], octets: bytes | bytearray | memoryview
    ) -> _Octets:
        """From exactly SIZE octets, whatever they say; DateTimeError otherwise."""
        if len(octets) != cls.SIZE:
            raise DateTimeError(
                f"{cls.__name__} has {cls.SIZE} octets, found {len(octets)}"
            )
        return bytes.__new__(cls, octets)

    def __reduce__(self) -> tuple[Any, tuple[bytes]]:
        return type(self).from_bytes, (bytes(self),)

    def __lt__(self, other: object) -> bool:
        return NotImplemented

    def __le__(self, other: object) -> bool:
        return NotImplemented

    def __gt__(self, other: object) -> bool:
        return NotImplemented

    def __ge__(self, other: object) -> bool:
        return NotImplemented


class Date(_FixedOctets):
    """A date of five octets: year, month, day of month, day of week.

    Every field may be None, "not specified". Raises DateTimeError when out of range.
    """

    __slots__ = ()
    SIZE = 5

    def __new__(
        cls,
        year: int | None = None,
        month: int | None = None,
        day: int | None = None,
        day_of_week: int | None = None,
    ) -> Date:
        return bytes.__new__(cls, _date(year, month, day, day_of_week))

    @classmethod
    def from_date(cls, date: datetime.date) -> Date:
        """From a `datetime.date` (or datetime), with its day of week."""
        return cls(date.year, date.month, date.day, date.isoweekday())

    @property
    def year(self) -> int | None:
        """The year."""
        year = self[0] << 8 | self[1]
        return None if year == 0xFFFF else year

    @property
    def month(self) -> int | None:
        """The month 1..12, or DAYLIGHT_SAVINGS_BEGIN or DAYLIGHT_SAVINGS_END."""
        return _field(self[2])

    @property
    def day(self) -> int | None:
        """The day of the month 1..31, or LAST_DAY or SECOND_LAST_DAY."""
        return _field(self[3])

    @property
    def day_of_week(self) -> int | None:
        """The day of the week, 1 is Monday."""
        return _field(self[4])

    def to_date(self) -> datetime.date:
        """As `datetime.date`; DateTimeError when a wildcard stands in the way."""
        import datetime

        year, month, day = _needed(self, "year", "month", "day")
        try:
            return datetime.date(year, month, day)
        except ValueError as error:
            raise DateTimeError(f"{self}: {error}") from None

    def __str__(self) -> str:
        return _date_text(self)

    def __repr__(self) -> str:
        return _repr(self, "year", "month", "day", "day_of_week")


class Time(_FixedOctets):
    """A time of day of four octets: hour, minute, second, hundredths.

    Every field may be None, "not specified". Raises DateTimeError when out of range.
    """

    __slots__ = ()
    SIZE = 4

    def __new__(
        cls,
        hour: int | None = None,
        minute: int | None = None,
        second: int | None = None,
        hundredths: int | None = None,
    ) -> Time:
        return bytes.__new__(cls, _time(hour, minute, second, hundredths))

    @classmethod
    def from_time(cls, time: datetime.time) -> Time:
        """From a `datetime.time`; microseconds are cut to hundredths."""
        return cls(time.hour, time.minute, time.second, time.microsecond // 10_000)

    @property
    def hour(self) -> int | None:
        """The hour 0..23."""
        return _field(self[0])

    @property
    def minute(self) -> int | None:
        """The minute 0..59."""
        return _field(self[1])

    @property
    def second(self) -> int | None:
        """The second 0..59."""
        return _field(self[2])

    @property
    def hundredths(self) -> int | None:
        """Hundredths of a second."""
        return _field(self[3])

    def to_time(self) -> datetime.time:
        """As `datetime.time` (no hundredths means 0); DateTimeError on a wildcard."""
        import datetime

        hour, minute, second = _needed(self, "hour", "minute", "second")
        try:
            return datetime.time(hour, minute, second, (self.hundredths or 0) * 10_000)
        except ValueError as error:
            raise DateTimeError(f"{self}: {error}") from None

    def __str__(self) -> str:
        return _time_text(self)

    def __repr__(self) -> str:
        return _repr(self, "hour", "minute", "second", "hundredths")


class DateTime(_FixedOctets):
    """A date and time of twelve octets with deviation and clock status.

    Every field may be None, "not specified". `deviation` is in minutes, to be added to
    local time to get UTC: central Europe has -60, in summer -120. Raises DateTimeError
    when a field is out of range.
    """

    __slots__ = ()
    SIZE = 12

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
        minutes = _checked("deviation", deviation, -1440, 1440, _NO_DEVIATION)
        return bytes.__new__(
            cls,
            _date(year, month, day, day_of_week)
            + _time(hour, minute, second, hundredths)
            + minutes.to_bytes(2, "big", signed=True)
            + bytes((_checked("status", status, 0, 0xFF, 0xFF),)),
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
    def year(self) -> int | None:
        """The year."""
        year = self[0] << 8 | self[1]
        return None if year == 0xFFFF else year

    @property
    def month(self) -> int | None:
        """The month 1..12, or DAYLIGHT_SAVINGS_BEGIN or DAYLIGHT_SAVINGS_END."""
        return _field(self[2])

    @property
    def day(self) -> int | None:
        """The day of the month 1..31, or LAST_DAY or SECOND_LAST_DAY."""
        return _field(self[3])

    @property
    def day_of_week(self) -> int | None:
        """The day of the week, 1 is Monday."""
        return _field(self[4])

    @property
    def hour(self) -> int | None:
        """The hour 0..23."""
        return _field(self[5])

    @property
    def minute(self) -> int | None:
        """The minute 0..59."""
        return _field(self[6])

    @property
    def second(self) -> int | None:
        """The second 0..59."""
        return _field(self[7])

    @property
    def hundredths(self) -> int | None:
        """Hundredths of a second."""
        return _field(self[8])

    @property
    def deviation(self) -> int | None:
        """Minutes from local time to UTC."""
        minutes = int.from_bytes(self[9:11], "big", signed=True)
        return None if minutes == _NO_DEVIATION else minutes

    @property
    def status(self) -> ClockStatus | None:
        """The clock status."""
        return None if self[11] == 0xFF else ClockStatus._of(self[11])

    @property
    def date(self) -> Date:
        """The date alone."""
        return Date.from_bytes(self[:5])

    @property
    def time(self) -> Time:
        """The time of day alone."""
        return Time.from_bytes(self[5:9])

    def to_datetime(self) -> datetime.datetime:
        """As `datetime`: aware when the deviation is specified, else naive.

        Hundredths that are not specified count as 0. Raises DateTimeError when another
        wildcard stands in the way or when there is no such date.
        """
        import datetime

        high, low, month, day, _, hour, minute, second, hundredths, *rest = self
        minutes = rest[0] << 8 | rest[1]
        try:
            zone = None
            if minutes != 0x8000:
                zone = _ZONES.get(minutes) or _zone(minutes)
            return datetime.datetime(
                high << 8 | low,
                month,
                day,
                hour,
                minute,
                second,
                0 if hundredths == 0xFF else hundredths * 10_000,
                zone,
            )
        except ValueError as error:  # all wildcards are out of range, too
            _needed(self, "year", "month", "day", "hour", "minute", "second")
            raise DateTimeError(f"{self}: {error}") from None

    def __str__(self) -> str:
        text = f"{_date_text(self)} {_time_text(self[5:9])}"
        deviation = self.deviation
        if deviation is not None:
            sign = "-" if deviation > 0 else "+"
            hours, minutes = divmod(abs(deviation), 60)
            text += f" {sign}{hours:02}:{minutes:02}"
        status = self.status
        if status is not None:
            if status & 0x80:
                text += " DST"
            rest = ClockStatus._of(status & 0x7F)
            if rest:
                text += f" [{rest}]"
        return text

    def __repr__(self) -> str:
        return _repr(
            self,
            "year",
            "month",
            "day",
            "day_of_week",
            "hour",
            "minute",
            "second",
            "hundredths",
            "deviation",
            "status",
        )


_ZONES: dict[int, datetime.timezone] = {}


def _zone(minutes: int) -> datetime.timezone:
    """The time zone of a deviation; ValueError for a day or more."""
    import datetime

    deviation = minutes - 0x10000 if minutes & 0x8000 else minutes
    zone = datetime.timezone(datetime.timedelta(minutes=-deviation))
    _ZONES[minutes] = zone
    return zone


def _field(octet: int) -> int | None:
    return None if octet == 0xFF else octet


def _checked(name: str, value: int | None, least: int, most: int, none: int) -> int:
    if value is None:
        return none
    if isinstance(value, int) and least <= value <= most:
        return value
    raise DateTimeError(f"{name} is {least}..{most} or None, found {show(value)}")


def _special(name: str, value: int | None, most: int) -> int:
    if value in (0xFD, 0xFE):
        assert value is not None
        return value
    return _checked(name, value, 1, most, 0xFF)


def _date(
    year: int | None, month: int | None, day: int | None, day_of_week: int | None
) -> bytes:
    return _checked("year", year, 0, 0xFFFE, 0xFFFF).to_bytes(2, "big") + bytes(
        (
            _special("month", month, 12),
            _special("day", day, 31),
            _checked("day_of_week", day_of_week, 1, 7, 0xFF),
        )
    )


def _time(
    hour: int | None, minute: int | None, second: int | None, hundredths: int | None
) -> bytes:
    return bytes(
        (
            _checked("hour", hour, 0, 23, 0xFF),
            _checked("minute", minute, 0, 59, 0xFF),
            _checked("second", second, 0, 59, 0xFF),
            _checked("hundredths", hundredths, 0, 99, 0xFF),
        )
    )


def _needed(value: object, *names: str) -> list[int]:
    fields = [getattr(value, name) for name in names]
    for name, field in zip(names, fields, strict=True):
        if field is None:
            raise DateTimeError(f"{value}: the {name} is not specified")
    return fields


def _date_text(octets: bytes) -> str:
    year, month, day, weekday = octets[0] << 8 | octets[1], *octets[2:5]
    text = "-".join(
        (
            "*" if year == 0xFFFF else f"{year:04}",
            {0xFF: "*", 0xFE: "DST_BEGIN", 0xFD: "DST_END"}.get(month, f"{month:02}"),
            {0xFF: "*", 0xFE: "LAST", 0xFD: "SECOND_LAST"}.get(day, f"{day:02}"),
        )
    )
    # The day of week matters where the date does not say it anyway.
    if (year == 0xFFFF or month > 12 or day > 31) and 1 <= weekday <= 7:
        text += f" {_WEEKDAYS[weekday - 1]}"
    return text


def _time_text(octets: bytes) -> str:
    text = ":".join("*" if octet == 0xFF else f"{octet:02}" for octet in octets[:3])
    return text if octets[3] in (0x00, 0xFF) else f"{text}.{octets[3]:02}"


def _repr(value: _FixedOctets, *names: str) -> str:
    """Field by field when the constructor takes them back, else from the octets."""
    fields = {name: getattr(value, name) for name in names}
    kind = type(value)
    try:
        if kind(**fields) == value:
            given = [f"{n}={int(f)}" for n, f in fields.items() if f is not None]
            return f"{kind.__name__}({', '.join(given)})"
    except DateTimeError:
        pass
    return f"{kind.__name__}.from_bytes(bytes.fromhex('{value.hex()}'))"
