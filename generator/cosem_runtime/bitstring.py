"""Bit strings, and named bits in a bit-string or in a number."""

from __future__ import annotations

from .errors import EncodeError, UnknownNameError, counted, did_you_mean, quote, show

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import ClassVar, TypeVar

    _Bits = TypeVar("_Bits", bound="BitString")
    _Flags = TypeVar("_Flags", bound="BitFlags")

__all__ = ["BitFlags", "BitString", "bits_of"]


_MOST_BITS = 0x7FFF_FFFF


class BitString:
    """An immutable bit-string; bit 0 is the first, the MSB of the first octet.

    `value` is text of 0 and 1, bits, or a number of `length` bits. A shorter text is
    filled up to `length` with zeros. Equality looks at the bits alone; the filling of
    the last octet is kept for a true round trip. Raises EncodeError for anything else.
    """

    __slots__ = ("_length", "_octets")
    BITS: ClassVar[tuple[tuple[str, int], ...]] = ()
    WIDTH: ClassVar[int | None] = None

    _octets: bytes
    _length: int

    def __init__(
        self, value: int | str | Iterable[int] = "", length: int | None = None
    ) -> None:
        if length is not None and not (
            isinstance(length, int) and 0 <= length <= _MOST_BITS
        ):
            raise EncodeError("", f"a number of bits 0..{_MOST_BITS}", show(length))
        wanted = self.WIDTH if length is None else length
        if isinstance(value, int):
            if wanted is None:
                raise EncodeError("a number alone does not say how many bits")
            if not 0 <= value < 1 << wanted:
                raise EncodeError(
                    "", f"a number of {counted(wanted, 'bit')}", show(value)
                )
            number = value
        else:
            text = value if isinstance(value, str) else _digits(value)
            if text.strip("01"):
                raise EncodeError("", "text of 0 and 1", show(value))
            if length is not None and len(text) > length:
                raise EncodeError(
                    "", f"at most {counted(length, 'bit')}", counted(len(text), "bit")
                )
            wanted = max(wanted or 0, len(text))
            number = int(text.ljust(wanted, "0") or "0", 2)
        octets = (wanted + 7) // 8
        self._length = wanted
        self._octets = (number << (octets * 8 - wanted)).to_bytes(octets, "big")

    @classmethod
    def of(cls: type[_Bits], *names: str) -> _Bits:
        """With exactly these named bits set; UnknownNameError for another name."""
        positions = [_position(cls, name) for name in names]
        length = cls.WIDTH or max((bit for _, bit in cls.BITS), default=-1) + 1
        return cls([index in positions for index in range(length)], length)

    def names(self) -> tuple[str, ...]:
        """The names of the bits that are set."""
        return tuple(name for name, bit in self.BITS if self.bit(bit))

    def bit(self, index: int) -> bool:
        """Bit `index`, counted from the first; False beyond the end."""
        if 0 <= index < self._length:
            return bool(self._octets[index >> 3] & 0x80 >> (index & 7))
        return False

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, index: int) -> bool:
        place = index + self._length if index < 0 else index
        if not 0 <= place < self._length:
            raise IndexError(f"bit {index} of {self._length}")
        return self.bit(place)

    def __iter__(self) -> Iterator[bool]:
        return (self.bit(index) for index in range(self._length))

    def __int__(self) -> int:
        return int.from_bytes(self._octets, "big") >> (-self._length & 7)

    def __bytes__(self) -> bytes:
        return self._octets

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, BitString):
            return NotImplemented
        return self._length == other._length and int(self) == int(other)

    def __hash__(self) -> int:
        return hash((self._length, int(self)))

    def __str__(self) -> str:
        return f"{int(self):0{self._length}b}" if self._length else ""

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"


def bits_of(octets: bytes, length: int, kind: type[_Bits]) -> _Bits:
    """Straight from the wire: `octets` hold `length` bits and their filling."""
    bits = kind.__new__(kind)
    bits._octets = octets
    bits._length = length
    return bits


class BitFlags(int):
    """Named bits in a number; bit 0 is the least significant. Other bits survive."""

    __slots__ = ()
    BITS: ClassVar[tuple[tuple[str, int], ...]] = ()

    def __new__(cls: type[_Flags], value: int = 0) -> _Flags:
        if not isinstance(value, int) or not 0 <= value < 1 << 64:
            raise EncodeError("", "bits as a number of at most 64 bits", show(value))
        return int.__new__(cls, value)

    @classmethod
    def of(cls: type[_Flags], *names: str) -> _Flags:
        """With exactly these named bits set; UnknownNameError for another name."""
        value = 0
        for name in names:
            value |= 1 << _position(cls, name)
        return cls(value)

    def names(self) -> tuple[str, ...]:
        """The names of the bits that are set."""
        return tuple(name for name, bit in self.BITS if self >> bit & 1)

    def __str__(self) -> str:
        named = sum(1 << bit for _, bit in self.BITS)
        rest = int(self) & ~named
        parts = [*self.names(), *([f"0x{rest:02X}"] if rest else [])]
        return "|".join(parts) or "0"

    def __repr__(self) -> str:
        return f"{type(self).__name__}(0x{int(self):02X})"


def _digits(bits: Iterable[int]) -> str:
    try:
        return "".join("1" if bit else "0" for bit in bits)
    except TypeError:
        raise EncodeError("", "bits, or text of 0 and 1", show(bits)) from None


def _position(cls: type[BitString] | type[BitFlags], name: str) -> int:
    for known, bit in cls.BITS:
        if known == name:
            return bit
    hint = did_you_mean(name, [known for known, _ in cls.BITS])
    raise UnknownNameError(f"{cls.__name__} has no bit {quote(name)}{hint}")
