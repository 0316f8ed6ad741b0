"""Numbers and bit-strings whose values have names."""

from __future__ import annotations

from functools import partial

from ..bitstring import BitFlags, BitString
from ..codec.layout import Place
from ..errors import DecodeError
from ..wire import TAG_NAMES
from .base import DataType, refuse
from .primitives import ENUM, NumberType
from .strings import BIT_STRING, BitStringType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from enum import IntEnum
    from typing import Any

    from ..codec.layout import Part

    _Table = dict[int, Any]
else:
    _Table = dict

__all__ = ["BitsType", "EnumType"]


class _Members(_Table):
    """The members of an enumeration by value; what an open one adds is looked up."""

    __slots__ = ("_kind",)

    def __init__(self, kind: type[IntEnum]) -> None:
        super().__init__({int(member): member for member in kind})
        self._kind = kind

    def __missing__(self, value: int) -> Any:
        try:
            member = self._kind(value)
        except ValueError:
            raise DecodeError(
                "", 0, f"a value of {self._kind.__name__}", str(value)
            ) from None
        if 0 <= value <= 0xFF:
            self[value] = member
        return member


class CodedType(DataType):
    """A number whose values are of `kind`."""

    __slots__ = ("base", "kind")

    def __init__(self, name: str, kind: type[Any], base: NumberType) -> None:
        super().__init__(name, base.tags)
        self.kind: type[Any] = kind
        self.base: NumberType = base

    def encode(self, value: int, out: bytearray) -> None:
        if not isinstance(value, int):
            raise refuse(value, f"a {self.kind.__name__}")
        self.base.encode(value, out)

    def identified_by(self) -> tuple[type, ...]:
        return (self.kind,)

    def _made_of(self) -> tuple[Any, ...]:
        return self.name, self.kind, self.base


class EnumType(CodedType):
    """A number whose values are the members of `kind`."""

    __slots__ = ("_members",)

    def __init__(self, name: str, kind: type[IntEnum], base: NumberType = ENUM) -> None:
        super().__init__(name, kind, base)
        self._members: _Members | None = None

    def _lookup(self) -> _Members:
        members = self._members
        if members is None:
            members = self._members = _Members(self.kind)
        return members

    def prepare(self) -> None:
        self._lookup()

    def decode(self, data: bytes, at: int) -> tuple[Any, int]:
        number, end = self.base.decode(data, at)
        members = self._members or self._lookup()
        try:
            return members[number], end
        except DecodeError as error:
            error.offset = at
            raise

    def part(self) -> Part | None:
        base = self.base.part()
        if not isinstance(base, Place):
            return None
        return Place(base.constant, base.format, self._lookup().__getitem__)


class FlagsType(CodedType):
    """A number whose bits have names."""

    __slots__ = ()

    def decode(self, data: bytes, at: int) -> tuple[BitFlags, int]:
        number, end = self.base.decode(data, at)
        return int.__new__(self.kind, number), end

    def part(self) -> Part | None:
        base = self.base.part()
        if not isinstance(base, Place):
            return None
        return Place(base.constant, base.format, partial(int.__new__, self.kind))


def BitsType(
    name: str, kind: type[BitString] | type[BitFlags], base: DataType = BIT_STRING
) -> DataType:
    """Named bits: a BitString class in a bit-string, a BitFlags class in a number."""
    if isinstance(base, BitStringType) and issubclass(kind, BitString):
        width = kind.WIDTH
        return BitStringType(kind, name, width or 0, width)
    if isinstance(base, NumberType) and issubclass(kind, BitFlags):
        return FlagsType(name, kind, base)
    raise TypeError(f"{kind.__name__} cannot be carried by {TAG_NAMES[base.tags[0]]}")
