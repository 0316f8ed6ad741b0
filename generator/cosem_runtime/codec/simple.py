"""Values of the simple types: what their octets mean, by tag.

Generic decoding stands on these tables alone: the readers of single values, and the
places of fixed size that layouts are made of.
"""

from __future__ import annotations

from functools import partial
from struct import Struct

from ..bitstring import BitString, bits_of
from ..datetimes import Date, DateTime, Time
from ..errors import DecodeError, counted
from ..values import (
    DONT_CARE,
    INTEGERS,
    Boolean,
    Float32,
    Float32Nan,
    Float64,
    TaggedInt,
    Utf8String,
    VisibleString,
)
from ..wire import (
    ARRAY,
    COMPACT_ARRAY,
    NUMBERS,
    STRUCTURE,
    found_at,
    read_length,
    truncated,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    _Table = dict[int, bool | Boolean]
    # (data, offset after the tag, depth) -> (value, offset after the value)
    Reader = Callable[[bytes, int, int], tuple[Any, int]]
else:
    _Table = dict

__all__ = [
    "BOOLEANS",
    "MOMENTS",
    "PLACES",
    "SIMPLE_READERS",
    "float32",
    "read_bits",
    "read_octets",
]


class _Booleans(_Table):
    """What each octet means as a boolean; rare ones are made when they are met."""

    __slots__ = ()

    def __missing__(self, octet: int) -> Boolean:
        return self.setdefault(octet, Boolean(octet))  # type: ignore[return-value]


BOOLEANS = _Booleans({0: False, 1: True})


def _octet_table(kind: type[TaggedInt]) -> tuple[TaggedInt, ...]:
    signed = NUMBERS[kind.TAG] == "b"
    octets = (*range(128), *range(-128, 0)) if signed else range(256)
    return tuple([int.__new__(kind, octet) for octet in octets])


_OCTET_TABLES: dict[int, tuple[TaggedInt, ...]] = {
    kind.TAG: _octet_table(kind) for kind in INTEGERS if NUMBERS[kind.TAG] in "bB"
}
"""One octet has 256 values: each is made once. The index is the octet, unsigned."""

MOMENTS: dict[int, type[DateTime] | type[Date] | type[Time]] = {
    0x19: DateTime,
    0x1A: Date,
    0x1B: Time,
}

_single = Struct(">f").unpack_from
_double = Struct(">d").unpack_from


def float32(octets: bytes) -> Float32:
    """The four octets as a number; a NaN keeps its octets."""
    number: float = _single(octets)[0]
    if number != number:
        return Float32Nan(octets)
    return float.__new__(Float32, number)


PLACES: dict[int, tuple[str, Callable[[Any], Any]]] = {
    0x03: ("B", BOOLEANS.__getitem__),
    **{
        kind.TAG: (NUMBERS[kind.TAG], partial(int.__new__, kind))
        for kind in INTEGERS
        if NUMBERS[kind.TAG] not in "bB"
    },
    **{tag: ("B", table.__getitem__) for tag, table in _OCTET_TABLES.items()},
    0x17: ("4s", float32),
    0x18: ("d", partial(float.__new__, Float64)),
    **{
        tag: (f"{kind.SIZE}s", partial(bytes.__new__, kind))
        for tag, kind in MOMENTS.items()
    },
}
"""struct format after the tag, and what makes the tagged value of it."""


# ---- readers of one value ----


def read_octets(data: bytes, at: int, depth: int = 0) -> tuple[bytes, int]:
    """Length and that many octets at `at`."""
    length = data[at]
    start = at + 1
    if length > 0x7F:
        length, start = read_length(data, at)
    end = start + length
    if end > len(data):
        raise DecodeError(
            "cut short",
            start,
            counted(length, "octet"),
            counted(len(data) - start, "octet"),
        )
    return data[start:end], end


def read_bits(
    data: bytes, at: int, kind: type[BitString] = BitString
) -> tuple[BitString, int]:
    """Length in bits and that many bits at `at`."""
    length, start = read_length(data, at)
    end = start + (length + 7 >> 3)
    if end > len(data):
        raise DecodeError(
            "cut short",
            start,
            counted(length, "bit"),
            counted(len(data) - start, "octet"),
        )
    return bits_of(data[start:end], length, kind), end


def _unknown(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    raise DecodeError("", at - 1, "a type tag", found_at(data, at - 1))


def _not_simple(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    raise DecodeError("", at - 1, "a simple type", found_at(data, at - 1))


def _null(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    return None, at


def _dont_care(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    return DONT_CARE, at


def _boolean(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    return BOOLEANS[data[at]], at + 1


def _octet_reader(members: Sequence[TaggedInt]) -> Reader:
    def read(data: bytes, at: int, depth: int) -> tuple[Any, int]:
        return members[data[at]], at + 1

    return read


def _number_reader(kind: type[TaggedInt]) -> Reader:
    layout = Struct(">" + NUMBERS[kind.TAG])
    unpack_from = layout.unpack_from
    size = layout.size
    new = int.__new__

    def read(data: bytes, at: int, depth: int) -> tuple[Any, int]:
        return new(kind, unpack_from(data, at)[0]), at + size

    return read


def _float32(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    return float32(data[at : at + 4]), at + 4


def _float64(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    return float.__new__(Float64, _double(data, at)[0]), at + 8


def _bit_string(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    return read_bits(data, at)


def _visible_string(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    octets, end = read_octets(data, at)
    return str.__new__(VisibleString, octets, "ascii", "surrogateescape"), end


def _utf8_string(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    octets, end = read_octets(data, at)
    return str.__new__(Utf8String, octets, "utf-8", "surrogateescape"), end


def _moment_reader(kind: type[DateTime] | type[Date] | type[Time]) -> Reader:
    size = kind.SIZE
    new = bytes.__new__

    def read(data: bytes, at: int, depth: int) -> tuple[Any, int]:
        end = at + size
        if end > len(data):
            raise truncated(data, at - 1)
        return new(kind, data[at:end]), end

    return read


SIMPLE_READERS: list[Reader] = [_unknown] * 256
"""What reads a value behind its tag, which is the index."""
for _kind in INTEGERS:
    SIMPLE_READERS[_kind.TAG] = _number_reader(_kind)
for _tag, _table in _OCTET_TABLES.items():
    SIMPLE_READERS[_tag] = _octet_reader(_table)
for _tag, _moment in MOMENTS.items():
    SIMPLE_READERS[_tag] = _moment_reader(_moment)
for _tag in (ARRAY, STRUCTURE, COMPACT_ARRAY):
    SIMPLE_READERS[_tag] = _not_simple
SIMPLE_READERS[0x00] = _null
SIMPLE_READERS[0x03] = _boolean
SIMPLE_READERS[0x04] = _bit_string
SIMPLE_READERS[0x09] = read_octets
SIMPLE_READERS[0x0A] = _visible_string
SIMPLE_READERS[0x0C] = _utf8_string
SIMPLE_READERS[0x17] = _float32
SIMPLE_READERS[0x18] = _float64
SIMPLE_READERS[0xFF] = _dont_care
