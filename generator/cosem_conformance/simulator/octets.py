"""Octets of values: the parts of one, one made of parts, and the simplest of a type."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from cosem_runtime import BitString, DecodeError, types
from cosem_runtime.codec.reading import decode_at
from cosem_runtime.types.base import DataType
from cosem_runtime.types.choices import ChoiceType, CompactArrayType
from cosem_runtime.types.coded import EnumType
from cosem_runtime.types.meanings import FixedMeaning
from cosem_runtime.types.primitives import NumberType
from cosem_runtime.types.strings import BitStringType, StringType
from cosem_runtime.types.structures import ArrayType, StructureType
from cosem_runtime.wire import (
    ARRAY,
    COMPACT_ARRAY,
    FIXED_SIZES,
    STRUCTURE,
    TAG_NAMES,
    read_length,
    write_length,
)

__all__ = ["array", "counted", "elements", "simplest", "structure"]

_DEPTH: Final = 12
"""Levels below which arrays that have to have elements are left empty."""

_NOT_SPECIFIED: Final = {
    12: bytes.fromhex("FFFF FF FF FF FF FF FF FF 8000 FF"),
    5: bytes.fromhex("FFFF FF FF FF"),
    4: bytes.fromhex("FF FF FF FF"),
}
"""Times of which nothing is said, by their sizes."""
_TIMES: Final = frozenset({"DateTime", "Date", "Time"})
_PREFERRED: Final = ("double-long-unsigned", "octet-string", "unsigned", "structure")
"""Of several types, what a meter most likely has."""


def elements(octets: bytes) -> list[bytes]:
    """The octets of each element or member. Raises DecodeError for what has none."""
    if octets[:1] not in (b"\x01", b"\x02"):
        tag = octets[0] if octets else -1
        found = TAG_NAMES.get(tag, "no value")
        raise DecodeError("", 0, "array or structure", found)
    count, at = read_length(octets, 1)
    found_ones = []
    for _ in range(count):
        _, end = decode_at(octets, at)
        found_ones.append(octets[at:end])
        at = end
    return found_ones


def array(items: Iterable[bytes]) -> bytes:
    """An array of values."""
    return _sequence(ARRAY, [*items])


def structure(members: Iterable[bytes]) -> bytes:
    """A structure of values."""
    return _sequence(STRUCTURE, [*members])


def counted(octets: bytes) -> bytes:
    """Octets with their length before them."""
    out = bytearray()
    write_length(len(octets), out)
    return bytes(out) + octets


def _sequence(tag: int, items: list[bytes]) -> bytes:
    out = bytearray((tag,))
    write_length(len(items), out)
    return bytes(out) + b"".join(items)


def simplest(kind: DataType, preferred: Iterable[str] = (), depth: int = 0) -> bytes:
    """A value of a type that says as little as it can: zeros, nothing, not specified.

    Of several types it is the first one of `preferred` that may be, by names of data types.
    """
    match kind:
        case StructureType():
            return structure(simplest(of, (), depth + 1) for _, of in kind.fields)
        case ArrayType():
            count = kind.minimum if depth < _DEPTH else 0
            return array([simplest(kind.element, (), depth + 1)] * count)
        case ChoiceType():
            return simplest(_chosen(kind, [*preferred, *_PREFERRED]), (), depth + 1)
        case EnumType():
            first = min((int(each) for each in kind.kind), default=0)
            return simplest(kind.base)[:1] + bytes((first,))
        case NumberType():
            least = min(max(0, kind.minimum), kind.maximum)
            size = FIXED_SIZES[kind.tag]
            return bytes((kind.tag,)) + least.to_bytes(size, "big", signed=least < 0)
        case BitStringType():
            bits: BitString = kind.kind("0" * kind.minimum)
            return kind.octets(bits)
        case FixedMeaning():
            if kind.or_empty:
                return b"\x09\x00"
            blank = bytes(kind.size)
            if kind.kind.__name__ in _TIMES:
                blank = _NOT_SPECIFIED[kind.size]
            return b"\x09" + counted(blank)
        case StringType():
            return bytes((kind.tag,)) + counted(bytes(kind.minimum))
        case CompactArrayType():
            return bytes((COMPACT_ARRAY, 0, 0))
        case types.ANY | types.SIMPLE:
            return b"\x00"
        case types.ANY_STRUCTURE:
            return bytes((STRUCTURE, 0))
        case _:
            tag = kind.tags[0]
            size = FIXED_SIZES[tag]
            is_time = TAG_NAMES[tag] in ("date-time", "date", "time")
            return bytes((tag,)) + (_NOT_SPECIFIED[size] if is_time else bytes(size))


def _chosen(kind: ChoiceType, preferred: Iterable[str]) -> DataType:
    for name in preferred:
        for each in kind.alternatives:
            if TAG_NAMES.get(each.tags[0]) == name:
                return each
    return kind.alternatives[0]
