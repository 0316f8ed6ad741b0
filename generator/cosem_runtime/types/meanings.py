"""octet-strings with a meaning: logical names, dates, addresses, text."""

from __future__ import annotations

from functools import partial

from ..codec.layout import Place
from ..codec.simple import read_octets
from ..datetimes import Date, DateTime, Time
from ..errors import EncodeError, ObisError, counted
from ..obis import Obis
from ..octets import Ipv4Address, Ipv6Address, MacAddress, ObjectIdentifier, Text
from ..wire import truncated
from .base import Constant, DataType, refuse, wrong_type
from .strings import StringType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..codec.layout import Part
    from ..octets import MeaningfulOctets

__all__ = [
    "IPV4_ADDRESS",
    "IPV6_ADDRESS",
    "LOGICAL_NAME",
    "MAC_ADDRESS",
    "OBJECT_IDENTIFIER",
    "OCTET_DATE",
    "OCTET_DATE_TIME",
    "OCTET_TIME",
    "TEXT",
    "OrEmpty",
]


class FixedMeaning(Constant):
    """An octet-string of one size, seen as `kind`; with `or_empty` also of size 0.

    The empty octet-string is plain `b""`, since it is no `kind`.
    """

    __slots__ = ("_head", "constant_name", "kind", "or_empty", "size")

    def __init__(
        self, constant_name: str, kind: type[bytes], size: int, or_empty: bool = False
    ) -> None:
        super().__init__(f"octet-string[{size}]", (0x09,))
        self.constant_name: str = constant_name
        self.kind: type[bytes] = kind
        self.or_empty: bool = or_empty
        self.size: int = size
        self._head = bytes((0x09, size))

    def decode(self, data: bytes, at: int) -> tuple[Any, int]:
        start = at + 2
        end = start + self.size
        if data[at:start] == self._head and end <= len(data):
            return bytes.__new__(self.kind, data[start:end]), end
        return self._decode(data, at)

    def _decode(self, data: bytes, at: int) -> tuple[Any, int]:
        """What is not in the usual form: longer lengths, empty, errors."""
        if data[at : at + 1] != b"\x09":
            raise wrong_type(data, at, f"{self.name} ({self.kind.__name__})")
        try:
            octets, end = read_octets(data, at + 1)
        except IndexError:
            raise truncated(data, at) from None
        if self.or_empty and not octets:
            return b"", end
        if len(octets) != self.size:
            raise wrong_type(data, at, f"{self.name} ({self.kind.__name__})")
        return bytes.__new__(self.kind, octets), end

    def encode(self, value: bytes | str, out: bytearray) -> None:
        if isinstance(value, str) and self.kind is Obis:
            try:
                value = Obis(value)
            except ObisError as error:
                raise EncodeError(str(error)) from None
        if not isinstance(value, bytes):
            raise refuse(value, f"{self.kind.__name__} ({self.name})")
        if len(value) != self.size and not (self.or_empty and not value):
            raise EncodeError("", self.name, counted(len(value), "octet"))
        out.append(0x09)
        out.append(len(value))
        out += value

    def part(self) -> Part | None:
        if self.or_empty:
            return None
        return Place(self._head, f"{self.size}s", partial(bytes.__new__, self.kind))

    def identified_by(self) -> tuple[type, ...]:
        return (self.kind,)

    def __reduce__(self) -> str | tuple[Any, ...]:
        if self.or_empty:
            return OrEmpty, (globals()[self.constant_name],)
        return self.constant_name


class FreeMeaning(StringType):
    """An octet-string of any size, or of a stated one, seen as `kind`."""

    __slots__ = ("constant_name", "kind")

    def __init__(
        self,
        constant_name: str,
        kind: type[MeaningfulOctets],
        minimum: int = 0,
        maximum: int | None = None,
    ) -> None:
        super().__init__(0x09, "", minimum, maximum)
        self.constant_name: str = constant_name
        self.kind: type[MeaningfulOctets] = kind

    def _convert(self, octets: bytes) -> Any:
        return bytes.__new__(self.kind, octets)

    def part(self) -> Part | None:
        place = super().part()
        if isinstance(place, Place):
            return Place(place.constant, place.format, self._convert)
        return place

    def identified_by(self) -> tuple[type, ...]:
        return (self.kind,)

    def sized(self, minimum: int, maximum: int | None) -> FreeMeaning:
        """The same type of a stated size in octets."""
        return FreeMeaning(self.constant_name, self.kind, minimum, maximum)

    def _made_of(self) -> tuple[Any, ...]:
        return self.constant_name, self.kind, self.minimum, self.maximum

    def __reduce__(self) -> str | tuple[Any, ...]:
        is_constant = globals().get(self.constant_name) is self
        return self.constant_name if is_constant else (FreeMeaning, self._made_of())


def OrEmpty(base: DataType) -> DataType:
    """The same octet-string type, which may also be empty."""
    if isinstance(base, FixedMeaning):
        return FixedMeaning(base.constant_name, base.kind, base.size, True)
    return base


LOGICAL_NAME = FixedMeaning("LOGICAL_NAME", Obis, 6)
OCTET_DATE_TIME = FixedMeaning("OCTET_DATE_TIME", DateTime, 12)
OCTET_DATE = FixedMeaning("OCTET_DATE", Date, 5)
OCTET_TIME = FixedMeaning("OCTET_TIME", Time, 4)
IPV4_ADDRESS = FreeMeaning("IPV4_ADDRESS", Ipv4Address)
IPV6_ADDRESS = FreeMeaning("IPV6_ADDRESS", Ipv6Address)
MAC_ADDRESS = FreeMeaning("MAC_ADDRESS", MacAddress)
OBJECT_IDENTIFIER = FreeMeaning("OBJECT_IDENTIFIER", ObjectIdentifier)
TEXT = FreeMeaning("TEXT", Text)
