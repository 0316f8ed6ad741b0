"""Dates and times as text that says every octet of them.

`2024-06-15 13:45:30.00+02:00 Sat [daylight_saving_active]` starts as in RFC 3339. A
field that is not specified is `*`, or is left out where it comes last: hundredths,
deviation, day of week, status (`[]` is a status of 0). Months may be DST_BEGIN and
DST_END, days LAST and SECOND_LAST. What cannot be told so, as month 13, is hexadecimal.
"""

from __future__ import annotations

from ..datetimes import (
    DAYLIGHT_SAVINGS_BEGIN,
    DAYLIGHT_SAVINGS_END,
    LAST_DAY,
    SECOND_LAST_DAY,
    ClockStatus,
    Date,
    DateTime,
    Time,
)
from ..datetimes.text import fields_of
from ..errors import CosemError, JsonError, show
from ..octets import decimal
from .parts import bit_names, hexadecimal, read_bit_names, read_octets, read_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias

    _Fields: TypeAlias = dict[str, int | None]

__all__ = ["DAYS", "MONTHS", "WEEKDAYS", "moment_text", "read_moment"]

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = {"DST_BEGIN": DAYLIGHT_SAVINGS_BEGIN, "DST_END": DAYLIGHT_SAVINGS_END}
DAYS = {"LAST": LAST_DAY, "SECOND_LAST": SECOND_LAST_DAY}


def moment_text(value: DateTime | Date | Time) -> str:
    """A date or time as text that `read_moment` makes the same octets of."""
    fields = fields_of(value)
    if fields is None:
        return hexadecimal(value)
    words = []
    if not isinstance(value, Time):
        words.append(_date_text(value))
    if not isinstance(value, Date):
        words.append(_time_text(value) + _offset_text(fields.get("deviation")))
    weekday = fields.get("day_of_week")
    if weekday is not None:
        words.append(WEEKDAYS[weekday - 1])
    status = fields.get("status")
    if status is not None:
        words.append(f"[{','.join(map(str, bit_names(status, ClockStatus.BITS)))}]")
    return " ".join(words)


def _date_text(value: DateTime | Date) -> str:
    year = "*" if value.year is None else f"{value.year:04}"
    return f"{year}-{_word(value.month, MONTHS)}-{_word(value.day, DAYS)}"


def _time_text(value: DateTime | Time) -> str:
    text = ":".join(
        _word(each, {}) for each in (value.hour, value.minute, value.second)
    )
    return text if value.hundredths is None else f"{text}.{value.hundredths:02}"


def _offset_text(deviation: int | None) -> str:
    if deviation is None:
        return ""
    # The deviation leads from local time to UTC, what people write from UTC.
    hours, minutes = divmod(abs(deviation), 60)
    return f"{'-' if deviation > 0 else '+'}{hours:02}:{minutes:02}"


def _word(number: int | None, special: dict[str, int]) -> str:
    if number is None:
        return "*"
    for word, value in special.items():
        if value == number:
            return word
    return f"{number:02}"


# ---- reading ----

_EXAMPLES = {
    DateTime: "2024-06-15 13:45:30 +02:00",
    Date: "2024-06-15",
    Time: "13:45:30",
}


def read_moment(
    document: Any, kind: type[DateTime] | type[Date] | type[Time]
) -> DateTime | Date | Time:
    """The date or time that a text says; JsonError."""
    expected = f"a {kind.__name__} as '{_EXAMPLES[kind]}'"
    text = read_text(document, expected)
    if len(text) == 2 * kind.SIZE:
        try:
            return kind.from_bytes(read_octets(text, kind.SIZE))
        except JsonError:
            pass  # no hexadecimal: it may be as long in words
    try:
        return kind(**_READERS[kind](text))
    except CosemError as error:
        raise JsonError(f"{show(text)}: {error}") from None
    except ValueError:
        raise JsonError("", expected, show(text)) from None


def _read_date_time(text: str) -> _Fields:
    day, clock, *words = text.split(" ")
    status = None
    if words and words[-1].startswith("["):
        status = _read_status(words.pop())
    deviation = None
    for sign, factor in (("+", -1), ("-", 1)):
        clock, found, offset = clock.partition(sign)
        if found:
            hours, minutes = map(_digits, offset.split(":"))
            deviation = factor * (hours * 60 + minutes)
            break
    return {
        **_read_date(" ".join((day, *words))),
        **_read_time(clock),
        "deviation": deviation,
        "status": status,
    }


def _read_date(text: str) -> _Fields:
    day, *words = text.split(" ")
    weekday = None
    if words:
        (word,) = words
        weekday = WEEKDAYS.index(word) + 1
    fields = _three(day.split("-"), ({}, MONTHS, DAYS))
    return {
        **dict(zip(("year", "month", "day"), fields, strict=True)),
        "day_of_week": weekday,
    }


def _read_time(text: str) -> _Fields:
    whole, point, part = text.partition(".")
    fields = _three(whole.split(":"), ({}, {}, {}))
    return {
        **dict(zip(("hour", "minute", "second"), fields, strict=True)),
        "hundredths": _digits(part) if point else None,
    }


def _three(words: list[str], special: tuple[dict[str, int], ...]) -> list[int | None]:
    return [
        None if word == "*" else known[word] if word in known else _digits(word)
        for word, known in zip(words, special, strict=True)
    ]


def _read_status(text: str) -> int:
    if not text.endswith("]"):
        raise ValueError
    words = text[1:-1].split(",") if text != "[]" else []
    bits = [_digits(word) if word[:1].isdigit() else word for word in words]
    return read_bit_names(bits, ClockStatus.BITS, 8)


def _digits(text: str) -> int:
    return decimal(text, 5)


_READERS: dict[type, Callable[[str], _Fields]] = {
    DateTime: _read_date_time,
    Date: _read_date,
    Time: _read_time,
}
