"""Values that keep their A-XDR tag: what `axdr.decode` gives and CHOICEs hold.

Every class here behaves as the plain Python value it derives from; its type says which
alternative it was, so that encoding gives the same octets again.
"""

from __future__ import annotations

import struct

from .errors import EncodeError, quote, show
from .wire import FIXED_SIZES, NUMBERS, TAG_NAMES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar, TypeAlias

    from .bitstring import BitString
    from .codec.compact import CompactArray
    from .structure import Structure

    SimpleData: TypeAlias = (
        bool | int | float | bytes | str | BitString | "DontCare" | None
    )
    AnyData: TypeAlias = (
        SimpleData | list["AnyData"] | tuple["AnyData", ...] | CompactArray | Structure
    )

__all__ = [
    "DONT_CARE",
    "Bcd",
    "Boolean",
    "DeltaDoubleLong",
    "DeltaDoubleLongUnsigned",
    "DeltaInteger",
    "DeltaLong",
    "DeltaLongUnsigned",
    "DeltaUnsigned",
    "DontCare",
    "DoubleLong",
    "DoubleLongUnsigned",
    "Enum",
    "Float32",
    "Float64",
    "Integer",
    "Long",
    "Long64",
    "Long64Unsigned",
    "LongUnsigned",
    "NumberText",
    "TaggedInt",
    "Unsigned",
    "Utf8String",
    "VisibleString",
]


class TaggedInt(int):
    """A whole number that knows its tag; the constructor checks the range."""

    __slots__ = ()
    TAG: ClassVar[int]
    MINIMUM: ClassVar[int]
    MAXIMUM: ClassVar[int]

    def __init_subclass__(cls) -> None:
        """A tag says how far its numbers go."""
        if "TAG" in cls.__dict__:
            signed = NUMBERS[cls.TAG].islower()
            count = 1 << 8 * FIXED_SIZES[cls.TAG]
            cls.MINIMUM = -(count >> 1) if signed else 0
            cls.MAXIMUM = cls.MINIMUM + count - 1

    def __new__(cls, value: int = 0) -> TaggedInt:
        if not isinstance(value, int):
            raise EncodeError("", "a whole number", f"{type(value).__name__}")
        if not cls.MINIMUM <= value <= cls.MAXIMUM:
            raise EncodeError(
                f"out of range for {TAG_NAMES[cls.TAG]}",
                f"{cls.MINIMUM}..{cls.MAXIMUM}",
                show(value),
            )
        return int.__new__(cls, value)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({int(self)})"

    if TYPE_CHECKING:

        def __str__(self) -> str: ...

    else:
        __str__ = int.__repr__


class DoubleLong(TaggedInt):
    """double-long: 32 bits, signed."""

    __slots__ = ()
    TAG: ClassVar[int] = 0x05


class DoubleLongUnsigned(TaggedInt):
    """double-long-unsigned: 32 bits."""

    __slots__ = ()
    TAG: ClassVar[int] = 0x06


class Bcd(TaggedInt):
    """bcd: one octet of two decimal digits, kept as the octet it is."""

    __slots__ = ()
    TAG: ClassVar[int] = 0x0D


class Integer(TaggedInt):
    """integer: 8 bits, signed."""

    __slots__ = ()
    TAG: ClassVar[int] = 0x0F


class Long(TaggedInt):
    """long: 16 bits, signed."""

    __slots__ = ()
    TAG: ClassVar[int] = 0x10


class Unsigned(TaggedInt):
    """unsigned: 8 bits."""

    __slots__ = ()
    TAG: ClassVar[int] = 0x11


class LongUnsigned(TaggedInt):
    """long-unsigned: 16 bits."""

    __slots__ = ()
    TAG: ClassVar[int] = 0x12


class Long64(TaggedInt):
    """long64: 64 bits, signed."""

    __slots__ = ()
    TAG: ClassVar[int] = 0x14


class Long64Unsigned(TaggedInt):
    """long64-unsigned: 64 bits."""

    __slots__ = ()
    TAG: ClassVar[int] = 0x15


class Enum(TaggedInt):
    """enum: one octet whose meaning the class defines."""

    __slots__ = ()
    TAG: ClassVar[int] = 0x16


class DeltaInteger(TaggedInt):
    """delta-integer: difference to the value before, 8 bits, signed."""

    __slots__ = ()
    TAG: ClassVar[int] = 0x1C


class DeltaLong(TaggedInt):
    """delta-long: difference to the value before, 16 bits, signed."""

    __slots__ = ()
    TAG: ClassVar[int] = 0x1D


class DeltaDoubleLong(TaggedInt):
    """delta-double-long: difference to the value before, 32 bits, signed."""

    __slots__ = ()
    TAG: ClassVar[int] = 0x1E


class DeltaUnsigned(TaggedInt):
    """delta-unsigned: difference to the value before, 8 bits."""

    __slots__ = ()
    TAG: ClassVar[int] = 0x1F


class DeltaLongUnsigned(TaggedInt):
    """delta-long-unsigned: difference to the value before, 16 bits."""

    __slots__ = ()
    TAG: ClassVar[int] = 0x20


class DeltaDoubleLongUnsigned(TaggedInt):
    """delta-double-long-unsigned: difference to the value before, 32 bits."""

    __slots__ = ()
    TAG: ClassVar[int] = 0x21


INTEGERS: tuple[type[TaggedInt], ...] = (
    DoubleLong,
    DoubleLongUnsigned,
    Bcd,
    Integer,
    Long,
    Unsigned,
    LongUnsigned,
    Long64,
    Long64Unsigned,
    Enum,
    DeltaInteger,
    DeltaLong,
    DeltaDoubleLong,
    DeltaUnsigned,
    DeltaLongUnsigned,
    DeltaDoubleLongUnsigned,
)


class Boolean(int):
    """TRUE that arrived as another octet than 01; equals True, keeps the octet."""

    octet: int

    def __new__(cls, octet: int) -> Boolean:
        if not isinstance(octet, int) or not 0 < octet <= 0xFF:
            raise EncodeError("", "an octet other than 00", quote(octet))
        true = int.__new__(cls, 1)
        true.octet = octet
        return true

    def __getnewargs__(self) -> tuple[int]:
        return (self.octet,)

    def __repr__(self) -> str:
        return f"Boolean(0x{self.octet:02X})"

    def __str__(self) -> str:
        return "True"


class Float32(float):
    """float32: IEEE 754 single precision; a value is rounded to what it can hold."""

    __slots__ = ()
    TAG: ClassVar[int] = 0x17

    def __new__(cls, value: float) -> Float32:
        try:
            rounded = struct.unpack(">f", struct.pack(">f", value))[0]
        except (struct.error, OverflowError):
            raise EncodeError("", "a float32", show(value)) from None
        return float.__new__(cls, rounded)

    def __repr__(self) -> str:
        return f"Float32({float(self)!r})"

    if TYPE_CHECKING:

        def __str__(self) -> str: ...

    else:
        __str__ = float.__repr__


class Float32Nan(Float32):
    """A float32 that is not a number, with the octets that it came as."""

    __slots__ = ("octets",)
    octets: bytes

    def __new__(cls, octets: bytes) -> Float32Nan:
        nan = float.__new__(cls, "nan")
        nan.octets = octets
        return nan

    def __getnewargs__(self) -> tuple[Any]:
        return (self.octets,)

    def __repr__(self) -> str:
        return f"Float32Nan({self.octets!r})"


class Float64(float):
    """float64: IEEE 754 double precision."""

    __slots__ = ()
    TAG: ClassVar[int] = 0x18

    def __repr__(self) -> str:
        return f"Float64({float(self)!r})"

    if TYPE_CHECKING:

        def __str__(self) -> str: ...

    else:
        __str__ = float.__repr__


class VisibleString(str):
    """visible-string: ASCII text; other octets survive as surrogate escapes."""

    __slots__ = ()
    TAG: ClassVar[int] = 0x0A

    def __repr__(self) -> str:
        return f"VisibleString({str.__repr__(self)})"


class Utf8String(str):
    """utf8-string: Unicode text; octets that are not UTF-8 survive as escapes."""

    __slots__ = ()
    TAG: ClassVar[int] = 0x0C

    def __repr__(self) -> str:
        return f"Utf8String({str.__repr__(self)})"


class NumberText(str):
    """A text that a number stands for, as digits in BCD or the letters of a maker.

    `sent` is the number, and what is encoded.
    """

    __slots__ = ("sent",)
    sent: int

    def __new__(cls, text: str, sent: int) -> NumberText:
        self = str.__new__(cls, text)
        self.sent = sent
        return self

    def __reduce__(self) -> tuple[type[NumberText], tuple[str, int]]:
        return type(self), (str(self), self.sent)

    def __repr__(self) -> str:
        return f"NumberText({str.__repr__(self)}, {self.sent!r})"


class DontCare:
    """The type of DONT_CARE, the one value of dont-care."""

    __slots__ = ()

    def __reduce__(self) -> str:
        return "DONT_CARE"

    def __repr__(self) -> str:
        return "DONT_CARE"


DONT_CARE = DontCare()


def whole(value: Any) -> int:
    """A whole number that Data can hold; TypeError or ValueError for anything else.

    A float is none, even 3.0: what is cut off or infinite should not get through.
    """
    if not isinstance(value, int):
        raise TypeError(f"a whole number is expected, found {show(value)}")
    if value.bit_length() > 64:
        raise ValueError(
            f"a number of at most 64 bits is expected, found {show(value)}"
        )
    return int(value)
