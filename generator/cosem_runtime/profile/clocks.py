"""Columns of times that are not all sent as twelve octets: seconds since 1970, too."""

from __future__ import annotations

from ..datetimes import DateTime, Time
from ..datetimes.unix import SECONDS_ALONE, from_seconds, to_seconds
from ..errors import DecodeError
from ..types import DOUBLE_LONG_UNSIGNED
from ..types.base import DataType, refuse
from ..wire import NUMBERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ..obis import Obis

__all__ = ["SECONDS_ALONE", "ClockType", "is_unix_clock", "plus"]

_STRING = 0x09
_OF_FOUR = bytes((_STRING, 4))
_DOUBLE_LONG_UNSIGNED = 0x06
# What counts seconds where it is known that they are: also signed, and in 8 octets.
_COUNTS = (0x05, _DOUBLE_LONG_UNSIGNED, 0x14, 0x15)
_UNIX_CLASSES = (1, 3, 4)


def is_unix_clock(class_id: int, logical_name: Obis, attribute_index: int) -> bool:
    """Whether this is the standard's UNIX clock, 0-b:1.1.e: seconds since 1970."""
    a, _, c, d, *_ = bytes(logical_name)
    return class_id in _UNIX_CLASSES and attribute_index == 2 and (a, c, d) == (0, 1, 1)


class ClockType(DataType):
    """The type of a column of times.

    Cells may be what `kind` says, a double-long-unsigned of seconds since 1970, or four
    octets, which are such seconds or a time of day: no hour is as high as the first
    octet of seconds is since 1982. With `unix`, numbers and four octets of any kind are
    seconds, and times are written as such.
    """

    __slots__ = ("kind", "unix")

    def __init__(self, kind: DataType, unix: bool) -> None:
        counts = _COUNTS if unix else (_DOUBLE_LONG_UNSIGNED,)
        name = "double-long-unsigned seconds since 1970" if unix else kind.name
        super().__init__(name, tuple(dict.fromkeys((*kind.tags, _STRING, *counts))))
        self.kind: DataType = kind
        self.unix: bool = unix

    def maker(self, head: bytes) -> tuple[str, Callable[[Any], Any]] | None:
        """Struct format of a cell behind `head`, and what makes its time.

        None for a cell that is as `kind` says.
        """
        tag = head[0]
        if tag == _DOUBLE_LONG_UNSIGNED or (self.unix and tag in _COUNTS):
            return NUMBERS[tag], from_seconds
        if head == _OF_FOUR:
            return "4s", _from_number if self.unix else _from_four
        return None

    def decode(self, data: bytes, at: int) -> tuple[Any, int]:
        tag = data[at]
        if tag == _STRING:
            made = self.maker(data[at : at + 2])
            if made is not None and len(data) >= at + 6:
                return made[1](data[at + 2 : at + 6]), at + 6
        elif self.maker(data[at : at + 1]) is not None:
            size = 4 if tag in (0x05, _DOUBLE_LONG_UNSIGNED) else 8
            octets = data[at + 1 : at + 1 + size]
            if len(octets) == size:
                number = int.from_bytes(octets, "big", signed=tag in (0x05, 0x14))
                return from_seconds(number), at + 1 + size
        if tag not in self.kind.tags:
            raise DecodeError("", at, str(self), f"tag {tag:02X}")
        return self.kind.decode(data, at)

    def encode(self, value: Any, out: bytearray) -> None:
        if not self.unix:
            self.kind.encode(value, out)
        elif isinstance(value, DateTime):
            DOUBLE_LONG_UNSIGNED.encode(_to_seconds(value), out)
        else:
            DOUBLE_LONG_UNSIGNED.encode(value, out)

    def inner(self) -> tuple[DataType, ...]:
        return (self.kind,)

    def _made_of(self) -> tuple[Any, ...]:
        return self.kind, self.unix


def plus(time: DateTime, seconds: int) -> DateTime | int:
    """A time that came as seconds, and so many more."""
    return from_seconds(_to_seconds(time) + seconds)


def _from_number(octets: bytes) -> DateTime | int:
    return from_seconds(int.from_bytes(octets, "big"))


def _from_four(octets: bytes) -> DateTime | Time | int | bytes:
    """Four octets as a time of day, or else as seconds."""
    hour, minute, second, hundredths = octets
    if 24 <= hour < 0xFF:
        return _from_number(octets)
    specified = (minute < 60, second < 60, hundredths < 100)
    wild = (minute == 0xFF, second == 0xFF, hundredths == 0xFF)
    if all(map(max, specified, wild)):
        return Time.from_bytes(octets)
    return octets


def _to_seconds(time: DateTime) -> int:
    """Seconds since 1970; EncodeError where the time does not tell them."""
    seconds = to_seconds(time)
    if seconds is None:
        raise refuse(time, "a time in whole seconds with its deviation")
    return seconds
