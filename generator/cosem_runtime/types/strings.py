"""Strings of bits, octets and letters."""

from __future__ import annotations

from .. import values
from ..bitstring import BitString
from ..codec.layout import Place
from ..codec.simple import read_bits, read_octets
from ..codec.writing import text_octets, write_octets
from ..errors import EncodeError, counted
from ..wire import TAG_NAMES, truncated, write_length
from .base import DataType, refuse, wrong_type

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ..codec.layout import Part

__all__ = [
    "BIT_STRING",
    "OCTET_STRING",
    "UTF8_STRING",
    "VISIBLE_STRING",
    "Sized",
]


class BitStringType(DataType):
    """bit-string, or named bits in one.

    A stated size is what `validate` looks at; meters pad to whole octets, so any size
    is decoded and encoded.
    """

    __slots__ = ("kind", "maximum", "minimum")

    def __init__(
        self,
        kind: type[BitString] = BitString,
        name: str = "bit-string",
        minimum: int = 0,
        maximum: int | None = None,
    ) -> None:
        super().__init__(name, (0x04,))
        self.kind: type[BitString] = kind
        self.minimum: int = minimum
        self.maximum: int | None = maximum

    def decode(self, data: bytes, at: int) -> tuple[BitString, int]:
        if data[at : at + 1] != b"\x04":
            raise wrong_type(data, at, "bit-string")
        return read_bits(data, at + 1, self.kind)

    def encode(self, value: BitString, out: bytearray) -> None:
        if not isinstance(value, BitString):
            raise refuse(value, f"a {self.kind.__name__}")
        out.append(0x04)
        write_length(len(value), out)
        out += bytes(value)

    def problems(self, value: Any) -> list[EncodeError]:
        if isinstance(value, BitString):
            most = len(value) if self.maximum is None else self.maximum
            if not self.minimum <= len(value) <= most:
                wanted = sized_name("bit-string", self.minimum, self.maximum)
                return [EncodeError("", wanted, counted(len(value), "bit"))]
        return super().problems(value)

    def identified_by(self) -> tuple[type, ...]:
        return (self.kind,)

    def sized(self, minimum: int, maximum: int | None) -> BitStringType:
        """The same type of a stated size in bits."""
        name = sized_name(self.name, minimum, maximum)
        return BitStringType(self.kind, name, minimum, maximum)

    def _made_of(self) -> tuple[Any, ...]:
        return self.kind, self.name, self.minimum, self.maximum


class StringType(DataType):
    """octet-string, visible-string or utf8-string, perhaps of a stated size.

    One exact size is demanded when decoding; a range of sizes only when encoding.
    """

    __slots__ = ("_head", "coding", "maximum", "minimum", "tag")

    def __init__(
        self, tag: int, coding: str, minimum: int = 0, maximum: int | None = None
    ) -> None:
        super().__init__(sized_name(TAG_NAMES[tag], minimum, maximum), (tag,))
        self.tag: int = tag
        self.coding: str = coding
        self.minimum: int = minimum
        self.maximum: int | None = maximum
        self._head = bytes((tag,))

    def decode(self, data: bytes, at: int) -> tuple[Any, int]:
        if data[at : at + 1] != self._head:
            raise wrong_type(data, at, self.name)
        try:
            octets, end = read_octets(data, at + 1)
        except IndexError:
            raise truncated(data, at) from None
        if self.minimum == self.maximum != len(octets):
            raise wrong_type(data, at, self.name)
        return self._convert(octets), end

    def _convert(self, octets: bytes) -> Any:
        return octets.decode(self.coding, "surrogateescape") if self.coding else octets

    def encode(self, value: Any, out: bytearray) -> None:
        if self.coding:
            if not isinstance(value, str):
                raise refuse(value, f"a str ({self.name})")
            octets = text_octets(value, self.coding)
        elif isinstance(value, (bytes, bytearray)):
            octets = bytes(value)
        else:
            raise refuse(value, f"bytes ({self.name})")
        size = len(octets)
        if size < self.minimum or (self.maximum is not None and size > self.maximum):
            raise EncodeError("", self.name, counted(size, "octet"))
        out.append(self.tag)
        write_octets(octets, out)

    def part(self) -> Part | None:
        if self.minimum != self.maximum or self.minimum > 0x7F:
            return None
        convert: Callable[[Any], Any] | None = self._convert if self.coding else None
        return Place(self._head + bytes((self.minimum,)), f"{self.minimum}s", convert)

    def identified_by(self) -> tuple[type, ...]:
        if self.tag == 0x09:
            return (bytes, bytearray)
        return (values.VisibleString if self.tag == 0x0A else values.Utf8String,)

    def sized(self, minimum: int, maximum: int | None) -> StringType:
        """The same type of a stated size in octets."""
        return StringType(self.tag, self.coding, minimum, maximum)

    def _made_of(self) -> tuple[Any, ...]:
        return self.tag, self.coding, self.minimum, self.maximum


def sized_name(name: str, minimum: int, maximum: int | None) -> str:
    """The standard's way to write a size: `octet-string[6]`."""
    name = name.partition("[")[0]
    if minimum == maximum:
        return f"{name}[{minimum}]"
    if not minimum and maximum is None:
        return name
    return f"{name}[{minimum}..{'' if maximum is None else maximum}]"


BIT_STRING = BitStringType()
OCTET_STRING = StringType(0x09, "")
VISIBLE_STRING = StringType(0x0A, "ascii")
UTF8_STRING = StringType(0x0C, "utf-8")


def Sized(base: DataType, minimum: int, maximum: int | None = None) -> DataType:
    """A string type of a stated size: octets, or bits of a bit-string."""
    if isinstance(base, (StringType, BitStringType)):
        return base.sized(minimum, maximum)
    raise TypeError(f"{base.name} has no size to state")
