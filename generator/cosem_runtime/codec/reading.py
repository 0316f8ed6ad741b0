"""The generic decoder: one reader for each tag, in a table."""

from __future__ import annotations

from struct import Struct
from struct import error as struct_error

from ..bitstring import BitString
from ..errors import DecodeError, octet_count
from ..limits import DEPTH_LIMIT, limits_of, too_deep
from ..values import DONT_CARE, INTEGERS, Float64, Utf8String, VisibleString
from ..wire import (
    ARRAY,
    COMPACT_ARRAY,
    NUMBERS,
    STRUCTURE,
    found_at,
    read_length,
    truncated,
)
from .fixed import BOOLEANS, MOMENTS, OCTET_TABLES, float32
from .layout import read_elements
from .shapes import SHAPE_DEPTH, shape_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from ..datetimes import Date, DateTime, Time
    from ..values import TaggedInt

    # (data, offset after the tag, depth) -> (value, offset after the value)
    Reader = Callable[[bytes, int, int], tuple[Any, int]]

__all__ = [
    "READERS",
    "decode_at",
    "read_bits",
    "read_octets",
]

REPEATS = 16
"""Elements of an array from which on a common layout is looked for."""


def decode_at(data: bytes, at: int, depth: int = 0) -> tuple[Any, int]:
    """The value whose tag stands at `at`, and the offset after it."""
    try:
        return READERS[data[at]](data, at + 1, depth)
    except (IndexError, struct_error):
        raise truncated(data, at) from None


def _unknown(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    raise DecodeError("", at - 1, "a type tag", found_at(data, at - 1))


# ---- numbers ----


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


def _boolean(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    return BOOLEANS[data[at]], at + 1


_double = Struct(">d").unpack_from


def _float32(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    return float32(data[at : at + 4]), at + 4


def _float64(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    return float.__new__(Float64, _double(data, at)[0]), at + 8


# ---- nothing, strings, times ----


def _null(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    return None, at


def _dont_care(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    return DONT_CARE, at


def read_octets(data: bytes, at: int, depth: int = 0) -> tuple[bytes, int]:
    """Length and that many octets at `at`."""
    length = data[at]
    start = at + 1
    if length > 0x7F:
        length, start = read_length(data, at)
    end = start + length
    if end > len(data):
        raise DecodeError(
            "cut short", start, octet_count(length), octet_count(len(data) - start)
        )
    return data[start:end], end


def read_bits(data: bytes, at: int) -> tuple[bytes, int, int]:
    """Length in bits and that many bits at `at`: octets, length, offset after."""
    length, start = read_length(data, at)
    end = start + (length + 7 >> 3)
    if end > len(data):
        raise DecodeError(
            "cut short", start, f"{length} bits", octet_count(len(data) - start)
        )
    return data[start:end], length, end


def _bit_string(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    octets, length, end = read_bits(data, at)
    return BitString._of(octets, length), end


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


# ---- arrays, structures ----


def _count(data: bytes, at: int, depth: int) -> tuple[int, int]:
    """How many elements follow, and where; `at` is the place after the tag."""
    count = data[at]
    start = at + 1
    if count > 0x7F:
        count, start = read_length(data, at)
    if count > len(data) - start:  # every element takes an octet at least
        raise DecodeError(
            "cut short", at, f"{count} elements", octet_count(len(data) - start)
        )
    if depth >= (DEPTH_LIMIT if type(data) is bytes else limits_of(data).depth):
        raise too_deep(data, at - 1)
    return count, start


def _elements(data: bytes, at: int, depth: int) -> tuple[list[Any], int]:
    count, at = _count(data, at, depth)
    depth += 1
    items: list[Any] = []
    append = items.append
    readers = READERS
    try:
        for _ in range(count):
            value, at = readers[data[at]](data, at + 1, depth)
            append(value)
    except DecodeError as error:
        error.within(len(items))
        raise
    except (IndexError, struct_error):
        raise truncated(data, at).within(len(items)) from None
    return items, at


def _array(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    # data[at] is the number of elements, or more when the length has a long form.
    if data[at] < REPEATS:
        return _elements(data, at, depth)
    limit = DEPTH_LIMIT if type(data) is bytes else limits_of(data).depth
    if depth > limit - SHAPE_DEPTH:
        return _elements(data, at, depth)
    count, start = _count(data, at, depth)

    def decode(data: bytes, at: int) -> tuple[Any, int]:
        return decode_at(data, at, depth + 1)

    return read_elements(data, start, count, decode, shape_at, REPEATS)


def _structure(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    items, end = _elements(data, at, depth)
    return tuple(items), end


def _compact_array(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    from .compact import read_compact_array

    return read_compact_array(data, at, depth)


READERS: list[Reader] = [_unknown] * 256
for _kind in INTEGERS:
    READERS[_kind.TAG] = _number_reader(_kind)
for _tag, _table in OCTET_TABLES.items():
    READERS[_tag] = _octet_reader(_table)
for _tag, _moment in MOMENTS.items():
    READERS[_tag] = _moment_reader(_moment)
READERS[0x00] = _null
READERS[ARRAY] = _array
READERS[STRUCTURE] = _structure
READERS[0x03] = _boolean
READERS[0x04] = _bit_string
READERS[0x09] = read_octets
READERS[0x0A] = _visible_string
READERS[0x0C] = _utf8_string
READERS[COMPACT_ARRAY] = _compact_array
READERS[0x17] = _float32
READERS[0x18] = _float64
READERS[0xFF] = _dont_care
