"""The form in which values of different libraries are compared, and the questions.

Normal form of a value, plain JSON:

    null, true, 12            null-data, boolean, every integer type, enum, bcd
    {"float": "0x1.8p+0"}     float32 and float64, exactly
    {"octets": "0100"}        octet-string
    {"text": "meter-7"}       visible-string, utf8-string
    {"bits": "0101"}          bit-string
    [...]                     array, structure
    {"date_time": [2024, 6, 15, 13, 45, 30, 0], "offset": 120, "status": 128}
    {"date": [2024, 6, 15]}, {"time": [13, 45, 30, 0]}

Date and time fields that are not specified are null; the offset counts minutes east of
UTC, null without one. Days of the week are left out: two of three libraries drop them.

A question is an object with ``id``, ``ask`` (data, clock, scaler_unit, profile,
object_list), ``hex`` and what the kind needs more; an answer has ``value`` or
``error``.
"""

from __future__ import annotations

from typing import Any

from cosem_runtime.bitstring import BitString
from cosem_runtime.datetimes import Date, DateTime, Time

LAST_REAL_MONTH, LAST_REAL_DAY = 12, 31


def normal(value: object) -> object:
    """A value of ours in normal form."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, DateTime):
        return date_time(value)
    if isinstance(value, Date):
        return {"date": [value.year, value.month, value.day]}
    if isinstance(value, Time):
        return {"time": [value.hour, value.minute, value.second, value.hundredths]}
    if isinstance(value, bytes):
        return {"octets": bytes(value).hex()}
    if isinstance(value, BitString):
        return {"bits": str(value)}
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return {"float": float(value).hex()}
    if isinstance(value, str):
        return {"text": str(value)}
    if isinstance(value, (list, tuple)):
        return [normal(item) for item in value]
    raise TypeError(f"no normal form for {type(value).__name__}")


def date_time(value: DateTime) -> dict[str, Any]:
    """A date-time of ours in normal form."""
    deviation = value.deviation
    return {
        "date_time": [
            *(value.year, value.month, value.day),
            *(value.hour, value.minute, value.second, value.hundredths),
        ],
        "offset": None if deviation is None else -deviation,
        "status": value[-1],
    }


def has_special_day(value: DateTime) -> bool:
    """Whether month or day stands for a rule (last day, daylight saving begin...)."""
    month, day = value.month, value.day
    return (month is not None and month > LAST_REAL_MONTH) or (
        day is not None and day > LAST_REAL_DAY
    )


def parsed(value: object) -> object:
    """A value of ours in the form of the captures' independent parse.

    There octet-strings are hex and bit-strings 0/1 text, which leaves them like text.
    """
    if isinstance(value, bytes):
        return bytes(value).hex()
    if isinstance(value, BitString):
        return str(value)
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, (list, tuple)):
        return [parsed(item) for item in value]
    raise TypeError(f"no parsed form for {type(value).__name__}")
