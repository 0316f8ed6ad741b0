"""Dates and times as text for people; loaded when somebody asks for it."""

from __future__ import annotations

from ..errors import DateTimeError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from . import DateTime
    from .fields import FixedOctets

__all__ = ["constructor_text", "date_text", "date_time_text", "fields_of", "time_text"]

_DATE = ("year", "month", "day", "day_of_week")
_TIME = ("hour", "minute", "second", "hundredths")
# What the constructor takes, by the octets that it makes of that.
_FIELDS = {5: _DATE, 4: _TIME, 12: (*_DATE, *_TIME, "deviation", "status")}
_MONTHS = {0xFF: "*", 0xFE: "DST_BEGIN", 0xFD: "DST_END"}
_DAYS = {0xFF: "*", 0xFE: "LAST", 0xFD: "SECOND_LAST"}
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def date_text(octets: bytes) -> str:
    """A date as year-month-day, `*` for what is not specified."""
    year, month, day, weekday = octets[0] << 8 | octets[1], *octets[2:5]
    text = "-".join(
        (
            "*" if year == 0xFFFF else f"{year:04}",
            _MONTHS.get(month) or f"{month:02}",
            _DAYS.get(day) or f"{day:02}",
        )
    )
    # The day of week matters where the date does not say it anyway.
    if (year == 0xFFFF or month > 12 or day > 31) and 1 <= weekday <= 7:
        text += f" {_WEEKDAYS[weekday - 1]}"
    return text


def time_text(octets: bytes) -> str:
    """A time as hour:minute:second, `*` for what is not specified."""
    text = ":".join("*" if octet == 0xFF else f"{octet:02}" for octet in octets[:3])
    return text if octets[3] in (0x00, 0xFF) else f"{text}.{octets[3]:02}"


def date_time_text(moment: DateTime) -> str:
    """A date and time with its offset from UTC and its status."""
    text = f"{date_text(moment)} {time_text(moment[5:9])}"
    deviation = moment.deviation
    if deviation is not None:
        sign = "-" if deviation > 0 else "+"
        hours, minutes = divmod(abs(deviation), 60)
        text += f" {sign}{hours:02}:{minutes:02}"
    status = moment.status
    if status is not None:
        if status & 0x80:
            text += " DST"
        rest = type(status)(status & 0x7F)
        if rest:
            text += f" [{rest}]"
    return text


def constructor_text(value: FixedOctets) -> str:
    """Field by field when the constructor takes them back, else from the octets."""
    kind = type(value).__name__
    fields = fields_of(value)
    if fields is None:
        return f"{kind}.from_bytes(bytes.fromhex('{value.hex()}'))"
    given = [f"{name}={int(f)}" for name, f in fields.items() if f is not None]
    return f"{kind}({', '.join(given)})"


def fields_of(value: FixedOctets) -> dict[str, int | None] | None:
    """The fields by name; None where the constructor makes other octets of them."""
    fields = {name: getattr(value, name) for name in _FIELDS[value.SIZE]}
    try:
        return fields if type(value)(**fields) == value else None
    except DateTimeError:
        return None
