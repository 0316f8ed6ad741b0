"""What dates and times are made of: fields, each of which may be a wildcard, in octets.

The special months and days are values of such fields.
"""

from __future__ import annotations

from ..errors import DateTimeError, DecodeError, quote, show
from ..limits import as_octets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar, TypeVar

    _Octets = TypeVar("_Octets", bound="FixedOctets")

__all__ = [
    "DAYLIGHT_SAVINGS_BEGIN",
    "DAYLIGHT_SAVINGS_END",
    "LAST_DAY",
    "NO_DEVIATION",
    "SECOND_LAST_DAY",
    "DateFields",
    "FixedOctets",
    "checked",
    "date_octets",
    "field",
    "needed",
    "time_octets",
]

DAYLIGHT_SAVINGS_END = 0xFD
"""A month: where daylight saving ends."""
DAYLIGHT_SAVINGS_BEGIN = 0xFE
"""A month: where daylight saving begins."""
SECOND_LAST_DAY = 0xFD
"""A day: the last but one of the month."""
LAST_DAY = 0xFE
"""A day: the last of the month."""
NO_DEVIATION = -0x8000
"""A deviation: not specified."""


class FixedOctets(bytes):
    """Octets of one size; not ordered, since octet order is not time order."""

    __slots__ = ()
    SIZE: ClassVar[int]

    @classmethod
    def from_bytes(
        cls: type[_Octets], octets: bytes | bytearray | memoryview
    ) -> _Octets:
        """From exactly SIZE octets, whatever they say; DateTimeError otherwise."""
        if type(octets) is not bytes:
            try:
                octets = as_octets(octets)
            except DecodeError:
                raise DateTimeError(
                    f"{cls.__name__} is {cls.SIZE} octets, found {quote(octets)}"
                ) from None
        if len(octets) != cls.SIZE:
            raise DateTimeError(
                f"{cls.__name__} has {cls.SIZE} octets, found {len(octets)}"
            )
        return bytes.__new__(cls, octets)

    def __reduce__(self) -> tuple[Any, tuple[bytes]]:
        return type(self).from_bytes, (bytes(self),)

    def __repr__(self) -> str:
        from .text import constructor_text

        return constructor_text(self)

    def __lt__(self, other: object) -> bool:
        return NotImplemented

    def __le__(self, other: object) -> bool:
        return NotImplemented

    def __gt__(self, other: object) -> bool:
        return NotImplemented

    def __ge__(self, other: object) -> bool:
        return NotImplemented


class DateFields(FixedOctets):
    """Octets that begin with a date: year, month, day of month, day of week."""

    __slots__ = ()

    @property
    def year(self) -> int | None:
        """The year."""
        year = self[0] << 8 | self[1]
        return None if year == 0xFFFF else year

    @property
    def month(self) -> int | None:
        """The month 1..12, or DAYLIGHT_SAVINGS_BEGIN or DAYLIGHT_SAVINGS_END."""
        return field(self[2])

    @property
    def day(self) -> int | None:
        """The day of the month 1..31, or LAST_DAY or SECOND_LAST_DAY."""
        return field(self[3])

    @property
    def day_of_week(self) -> int | None:
        """The day of the week, 1 is Monday."""
        return field(self[4])


def field(octet: int) -> int | None:
    """The value of a field of one octet; None when it is not specified."""
    return None if octet == 0xFF else octet


def checked(name: str, value: int | None, least: int, most: int, none: int) -> int:
    """The value of a field, or `none` for None; DateTimeError when it is out of range."""
    if value is None:
        return none
    if isinstance(value, int) and least <= value <= most:
        return value
    raise DateTimeError(f"{name} is {least}..{most} or None, found {show(value)}")


def _special(name: str, value: int | None, most: int) -> int:
    if value in (0xFD, 0xFE):
        assert value is not None
        return value
    return checked(name, value, 1, most, 0xFF)


def date_octets(
    year: int | None, month: int | None, day: int | None, day_of_week: int | None
) -> bytes:
    """The five octets of a date; DateTimeError when a field is out of range."""
    return checked("year", year, 0, 0xFFFE, 0xFFFF).to_bytes(2, "big") + bytes(
        (
            _special("month", month, 12),
            _special("day", day, 31),
            checked("day_of_week", day_of_week, 1, 7, 0xFF),
        )
    )


def time_octets(
    hour: int | None, minute: int | None, second: int | None, hundredths: int | None
) -> bytes:
    """The four octets of a time; DateTimeError when a field is out of range."""
    return bytes(
        (
            checked("hour", hour, 0, 23, 0xFF),
            checked("minute", minute, 0, 59, 0xFF),
            checked("second", second, 0, 59, 0xFF),
            checked("hundredths", hundredths, 0, 99, 0xFF),
        )
    )


def needed(value: object, *names: str) -> list[int]:
    """The values of fields; DateTimeError when one of them is not specified."""
    fields = [getattr(value, name) for name in names]
    for name, found in zip(names, fields, strict=True):
        if found is None:
            raise DateTimeError(f"{value}: the {name} is not specified")
    return fields
