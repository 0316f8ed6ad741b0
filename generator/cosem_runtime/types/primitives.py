"""Types of one value: numbers, strings, times, nothing."""

from __future__ import annotations

from functools import partial
from struct import Struct
from struct import error as struct_error

from .. import values
from ..codec.layout import Given, Place
from ..codec.simple import BOOLEANS, float32
from ..datetimes import Date, DateTime, Time
from ..errors import DecodeError, EncodeError, show
from ..octets import Ipv4Number
from ..values import Boolean, DontCare, Float32, Float32Nan, Float64, NumberText
from ..wire import NUMBERS, TAG_NAMES, truncated
from .base import Constant, DataType, refuse, wrong_type

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ..codec.layout import Part
    from ..values import TaggedInt

__all__ = [
    "BCD",
    "BOOLEAN",
    "DATE",
    "DATE_TIME",
    "DELTA_DOUBLE_LONG",
    "DELTA_DOUBLE_LONG_UNSIGNED",
    "DELTA_INTEGER",
    "DELTA_LONG",
    "DELTA_LONG_UNSIGNED",
    "DELTA_UNSIGNED",
    "DONT_CARE",
    "DOUBLE_LONG",
    "DOUBLE_LONG_UNSIGNED",
    "ENUM",
    "FLOAT32",
    "FLOAT64",
    "INTEGER",
    "IPV4_NUMBER",
    "LONG",
    "LONG64",
    "LONG64_UNSIGNED",
    "LONG_UNSIGNED",
    "NULL_DATA",
    "TIME",
    "UNSIGNED",
    "Ranged",
]


class NullType(Constant):
    """null-data; the value is None."""

    __slots__ = ()

    def decode(self, data: bytes, at: int) -> tuple[None, int]:
        if data[at : at + 1] != b"\x00":
            raise wrong_type(data, at, self.name)
        return None, at + 1

    def encode(self, value: None, out: bytearray) -> None:
        if value is not None:
            raise refuse(value, "None (null-data)")
        out.append(0x00)

    def part(self) -> Part:
        return Given(b"\x00", None)

    def identified_by(self) -> tuple[type, ...]:
        return (type(None),)


class DontCareType(Constant):
    """dont-care; the value is DONT_CARE."""

    __slots__ = ()

    def decode(self, data: bytes, at: int) -> tuple[DontCare, int]:
        if data[at : at + 1] != b"\xff":
            raise wrong_type(data, at, self.name)
        return values.DONT_CARE, at + 1

    def encode(self, value: DontCare, out: bytearray) -> None:
        if value is not values.DONT_CARE:
            raise refuse(value, "DONT_CARE")
        out.append(0xFF)

    def part(self) -> Part:
        return Given(b"\xff", values.DONT_CARE)

    def identified_by(self) -> tuple[type, ...]:
        return (DontCare,)


class BooleanType(Constant):
    """boolean; TRUE is 01, another octet that means TRUE is kept."""

    __slots__ = ()

    def decode(self, data: bytes, at: int) -> tuple[bool | Boolean, int]:
        if data[at : at + 1] != b"\x03":
            raise wrong_type(data, at, self.name)
        if at + 2 > len(data):
            raise truncated(data, at)
        return BOOLEANS[data[at + 1]], at + 2

    def encode(self, value: bool, out: bytearray) -> None:
        if isinstance(value, bool):
            out += b"\x03\x01" if value else b"\x03\x00"
        elif isinstance(value, Boolean):
            out += bytes((0x03, value.octet))
        else:
            raise refuse(value, "a bool")

    def part(self) -> Part:
        return Place(b"\x03", "B", BOOLEANS.__getitem__)

    def identified_by(self) -> tuple[type, ...]:
        return (bool, Boolean)


class NumberType(DataType):
    """A whole number of 1 to 8 octets, perhaps of a narrower range.

    A value outside the range is decoded all the same, since meters do send such
    values; it comes as the class that names its type (`LongUnsigned(0)`), which says
    that it is meant, so that it can be encoded again. A plain number is refused.
    """

    __slots__ = (
        "_pack",
        "_stated",
        "_unpack_from",
        "kind",
        "maximum",
        "minimum",
        "size",
        "tag",
    )

    def __init__(
        self,
        kind: type[TaggedInt],
        minimum: int | None = None,
        maximum: int | None = None,
    ) -> None:
        name = TAG_NAMES[kind.TAG]
        if minimum is not None or maximum is not None:
            least = "" if minimum is None else minimum
            name += f"({least}..{'' if maximum is None else maximum})"
        super().__init__(name, (kind.TAG,))
        layout = Struct(">B" + NUMBERS[kind.TAG])
        self._pack = layout.pack
        self._unpack_from = layout.unpack_from
        self.size: int = layout.size
        self.tag: int = kind.TAG
        self.kind: type[TaggedInt] = kind
        self.minimum: int = kind.MINIMUM if minimum is None else minimum
        self.maximum: int = kind.MAXIMUM if maximum is None else maximum
        self._stated = (minimum, maximum)

    def decode(self, data: bytes, at: int) -> tuple[Any, int]:
        try:
            tag, number = self._unpack_from(data, at)
        except struct_error:
            raise self._unfit(data, at) from None
        if tag != self.tag:
            raise self._unfit(data, at)
        return number, at + self.size

    def _unfit(self, data: bytes, at: int) -> DecodeError:
        if data[at : at + 1] == bytes((self.tag,)):
            return truncated(data, at)
        return wrong_type(data, at, TAG_NAMES[self.tag])

    def encode(self, value: int, out: bytearray) -> None:
        if not isinstance(value, int):
            if not isinstance(value, NumberText):
                raise refuse(value, f"a whole number ({self.name})")
            value = value.sent
        if not self.minimum <= value <= self.maximum and type(value) is not self.kind:
            raise EncodeError(
                f"out of range for {TAG_NAMES[self.tag]}",
                f"{self.minimum}..{self.maximum}",
                show(value),
            )
        out += self._pack(self.tag, value)

    def octets(self, value: int) -> bytes:
        if type(value) is self.kind:  # its constructor looked at the range
            return self._pack(self.tag, value)
        return super().octets(value)

    def part(self) -> Part:
        return Place(bytes((self.tag,)), NUMBERS[self.tag])

    def identified_by(self) -> tuple[type, ...]:
        return (self.kind,)

    def ranged(self, minimum: int | None, maximum: int | None) -> NumberType:
        """The same type with a narrower range."""
        return RangedNumberType(self.kind, minimum, maximum)

    def _made_of(self) -> tuple[Any, ...]:
        return self.kind, *self._stated


class RangedNumberType(NumberType):
    """A whole number whose range is narrower than its type's."""

    __slots__ = ()

    def decode(self, data: bytes, at: int) -> tuple[Any, int]:
        number, end = NumberType.decode(self, data, at)
        return self._marked(number), end

    def part(self) -> Part:
        return Place(bytes((self.tag,)), NUMBERS[self.tag], self._marked)

    def _marked(self, number: int) -> int:
        return number if self.minimum <= number <= self.maximum else self.kind(number)


class Float32Type(Constant):
    """float32; a NaN keeps its octets."""

    __slots__ = ()

    def decode(self, data: bytes, at: int) -> tuple[float, int]:
        if data[at : at + 1] != b"\x17":
            raise wrong_type(data, at, self.name)
        if at + 5 > len(data):
            raise truncated(data, at)
        return _plain_float32(data[at + 1 : at + 5]), at + 5

    def encode(self, value: float, out: bytearray) -> None:
        if isinstance(value, Float32Nan):
            out.append(0x17)
            out += value.octets
            return
        if not isinstance(value, (int, float)):
            raise refuse(value, "a float")
        out += _PACK_SINGLE(0x17, Float32(value))

    def part(self) -> Part:
        return Place(b"\x17", "4s", _plain_float32)

    def identified_by(self) -> tuple[type, ...]:
        return (Float32, Float32Nan)


class Float64Type(Constant):
    """float64."""

    __slots__ = ()

    def decode(self, data: bytes, at: int) -> tuple[float, int]:
        if data[at : at + 1] != b"\x18":
            raise wrong_type(data, at, self.name)
        if at + 9 > len(data):
            raise truncated(data, at)
        return _DOUBLE.unpack_from(data, at)[1], at + 9

    def encode(self, value: float, out: bytearray) -> None:
        if not isinstance(value, (int, float)):
            raise refuse(value, "a float")
        try:
            out += _DOUBLE.pack(0x18, value)
        except (OverflowError, struct_error):  # a whole number that is too large
            raise refuse(value, "a float64") from None

    def part(self) -> Part:
        return Place(b"\x18", "d")

    def identified_by(self) -> tuple[type, ...]:
        return (Float64,)


_PACK_SINGLE = Struct(">Bf").pack
_DOUBLE = Struct(">Bd")


def _plain_float32(octets: bytes) -> float:
    number = float32(octets)
    return number if number != number else float(number)


class MomentType(Constant):
    """date-time, date or time under a tag of its own."""

    __slots__ = ("_constant", "kind")

    def __init__(
        self, tag: int, kind: type[DateTime] | type[Date] | type[Time]
    ) -> None:
        super().__init__(TAG_NAMES[tag], (tag,))
        self.kind: type[DateTime] | type[Date] | type[Time] = kind
        self._constant = bytes((tag,))

    def decode(self, data: bytes, at: int) -> tuple[Any, int]:
        end = at + 1 + self.kind.SIZE
        if data[at : at + 1] != self._constant:
            raise wrong_type(data, at, self.name)
        if end > len(data):
            raise truncated(data, at)
        return bytes.__new__(self.kind, data[at + 1 : end]), end

    def encode(self, value: DateTime | Date | Time, out: bytearray) -> None:
        if not isinstance(value, self.kind):
            raise refuse(value, f"a {self.kind.__name__}")
        out += self._constant
        out += value

    def part(self) -> Part:
        make = partial(bytes.__new__, self.kind)
        return Place(self._constant, f"{self.kind.SIZE}s", make)

    def identified_by(self) -> tuple[type, ...]:
        return (self.kind,)


class Ipv4NumberType(Constant):
    """double-long-unsigned that is an IPv4 address."""

    __slots__ = ()

    def decode(self, data: bytes, at: int) -> tuple[Ipv4Number, int]:
        number, end = DOUBLE_LONG_UNSIGNED.decode(data, at)
        return Ipv4Number(number), end

    def encode(self, value: int, out: bytearray) -> None:
        DOUBLE_LONG_UNSIGNED.encode(value, out)

    def part(self) -> Part:
        return Place(b"\x06", "I", Ipv4Number)

    def identified_by(self) -> tuple[type, ...]:
        # A number that names its type is one too, where it is to be told apart.
        return (Ipv4Number, values.DoubleLongUnsigned)

    def __reduce__(self) -> str:
        return "IPV4_NUMBER"


NULL_DATA = NullType("null-data", (0x00,))
DONT_CARE = DontCareType("dont-care", (0xFF,))
BOOLEAN = BooleanType("boolean", (0x03,))
DOUBLE_LONG = NumberType(values.DoubleLong)
DOUBLE_LONG_UNSIGNED = NumberType(values.DoubleLongUnsigned)
BCD = NumberType(values.Bcd)
INTEGER = NumberType(values.Integer)
LONG = NumberType(values.Long)
UNSIGNED = NumberType(values.Unsigned)
LONG_UNSIGNED = NumberType(values.LongUnsigned)
LONG64 = NumberType(values.Long64)
LONG64_UNSIGNED = NumberType(values.Long64Unsigned)
ENUM = NumberType(values.Enum)
DELTA_INTEGER = NumberType(values.DeltaInteger)
DELTA_LONG = NumberType(values.DeltaLong)
DELTA_DOUBLE_LONG = NumberType(values.DeltaDoubleLong)
DELTA_UNSIGNED = NumberType(values.DeltaUnsigned)
DELTA_LONG_UNSIGNED = NumberType(values.DeltaLongUnsigned)
DELTA_DOUBLE_LONG_UNSIGNED = NumberType(values.DeltaDoubleLongUnsigned)
FLOAT32 = Float32Type("float32", (0x17,))
FLOAT64 = Float64Type("float64", (0x18,))
DATE_TIME = MomentType(0x19, DateTime)
DATE = MomentType(0x1A, Date)
TIME = MomentType(0x1B, Time)
IPV4_NUMBER = Ipv4NumberType("double-long-unsigned", (0x06,))


def Ranged(
    base: DataType, minimum: int | None = None, maximum: int | None = None
) -> DataType:
    """A number type with a narrower range."""
    if isinstance(base, NumberType):
        return base.ranged(minimum, maximum)
    raise TypeError(f"{base.name} has no range to state")
