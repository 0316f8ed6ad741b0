"""The generic encoder: one writer for each Python type, in a table."""

from __future__ import annotations

from itertools import repeat
from struct import Struct

from ..bitstring import BitString
from ..datetimes import Date, DateTime, Time
from ..errors import EncodeError
from ..limits import DEPTH_LIMIT
from ..structure import Structure
from ..values import (
    INTEGERS,
    Boolean,
    DontCare,
    Float32,
    Float32Nan,
    Float64,
    NumberText,
    Utf8String,
    VisibleString,
)
from ..wire import ARRAY, NUMBERS, STRUCTURE, write_length
from .simple import MOMENTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from ..values import TaggedInt

    # (value, octets so far, depth): appends the value
    Writer = Callable[[Any, bytearray, int], None]

__all__ = [
    "EXTENDED",
    "WRITERS",
    "encode_alike",
    "encode_into",
    "text_octets",
    "write_octets",
]


def encode_into(value: Any, out: bytearray, depth: int = 0) -> None:
    """Append a value with its tag."""
    writer = WRITERS.get(type(value))
    if writer is None:
        writer = _writer_for(value)
    writer(value, out, depth)


def write_octets(octets: bytes, out: bytearray) -> None:
    """Append a length and the octets."""
    write_length(len(octets), out)
    out += octets


def text_octets(text: str, coding: str) -> bytes:
    """The octets of a text, surrogate escapes undone; EncodeError when impossible."""
    try:
        return text.encode(coding, "surrogateescape")
    except UnicodeEncodeError as error:
        letter = text[error.start]
        raise EncodeError("", f"{coding} text", f"the letter {letter!a}") from None


def _null(value: None, out: bytearray, depth: int) -> None:
    out.append(0x00)


def _dont_care(value: DontCare, out: bytearray, depth: int) -> None:
    out.append(0xFF)


def _bool(value: bool, out: bytearray, depth: int) -> None:
    out += b"\x03\x01" if value else b"\x03\x00"


def _boolean(value: Boolean, out: bytearray, depth: int) -> None:
    out += bytes((0x03, value.octet))


def _number_writer(kind: type[TaggedInt]) -> Writer:
    pack = Struct(">B" + NUMBERS[kind.TAG]).pack
    tag = kind.TAG

    def write(value: int, out: bytearray, depth: int) -> None:
        out += pack(tag, value)

    return write


_single = Struct(">Bf").pack
_double = Struct(">Bd").pack


def _float32(value: Float32, out: bytearray, depth: int) -> None:
    out += _single(0x17, value)


def _float32_nan(value: Float32Nan, out: bytearray, depth: int) -> None:
    out.append(0x17)
    out += value.octets


def _float64(value: Float64, out: bytearray, depth: int) -> None:
    out += _double(0x18, value)


def _bit_string(value: BitString, out: bytearray, depth: int) -> None:
    out.append(0x04)
    write_length(len(value), out)
    out += bytes(value)


def _octet_string(value: bytes, out: bytearray, depth: int) -> None:
    out.append(0x09)
    write_octets(value, out)


def _visible_string(value: str, out: bytearray, depth: int) -> None:
    octets = text_octets(value, "ascii")
    out.append(0x0A)
    write_octets(octets, out)


def _utf8_string(value: str, out: bytearray, depth: int) -> None:
    octets = text_octets(value, "utf-8")
    out.append(0x0C)
    write_octets(octets, out)


def _moment_writer(tag: int) -> Writer:
    def write(value: bytes, out: bytearray, depth: int) -> None:
        out.append(tag)
        out += value

    return write


def _sequence_writer(tag: int) -> Writer:
    def write(value: Any, out: bytearray, depth: int) -> None:
        if depth >= DEPTH_LIMIT:
            raise EncodeError(
                "nested too deep", f"at most {DEPTH_LIMIT} levels", "more"
            )
        out.append(tag)
        write_length(len(value), out)
        index = 0
        if tag == ARRAY and depth < DEPTH_LIMIT - 1:
            index = encode_alike(value, out)
        try:
            for item in value[index:] if index else value:
                encode_into(item, out, depth + 1)
                index += 1
        except EncodeError as error:
            error.within(index)
            raise

    return write


def encode_alike(items: list[Any], out: bytearray) -> int:
    """Append the first items as long as they are tuples of the same types; how many.

    Columns of many rows are looked at, and rows packed, without a step in Python for
    each value. What is not that simple is left, and so are errors.
    """
    done = 0
    while len(items) - done >= _REPEATS:
        octets = _rows(items[done : done + _AT_ONCE])
        if octets is None:
            break
        out += octets
        done += _AT_ONCE
    return min(done, len(items))


def _rows(rows: list[Any]) -> bytes | None:
    if set(map(type, rows)) != {tuple}:
        return None
    count = len(rows[0])
    if not 0 < count < 0x80 or set(map(len, rows)) != {count}:
        return None
    constant = bytes((STRUCTURE, count))
    format = ">"
    fields: list[Iterable[Any]] = []
    for column in zip(*rows, strict=True):
        kind, *other_kinds = set(map(type, column))
        known = _PLACES.get(kind)
        if other_kinds or known is None:
            return None
        tag, letter = known
        constant += bytes((tag,))
        if not letter:
            continue
        if kind is bytes:
            size, *other_sizes = set(map(len, column))
            if other_sizes or size > 0x7F:
                return None
            constant += bytes((size,))
            letter = f"{size}s"
        format += f"{len(constant)}s{letter}"
        fields += repeat(constant), column
        constant = b""
    if constant:
        format += f"{len(constant)}s"
        fields.append(repeat(constant, len(rows)))
    return b"".join(map(Struct(format).pack, *fields))


def _generated_structure(value: Structure, out: bytearray, depth: int) -> None:
    value.TYPE.encode(value, out)


_REPEATS = 16
"""Items from which on it is worth looking whether they are alike."""
_AT_ONCE = 1024
"""Items that are looked at in one go (bounds the memory used)."""
# Tag and struct format of what has a fixed size, by class; octets are all of one size.
_PLACES: dict[type, tuple[int, str]] = {
    type(None): (0x00, ""),
    bool: (0x03, "?"),
    bytes: (0x09, "s"),
    Float32: (0x17, "f"),
    Float64: (0x18, "d"),
    **{kind: (tag, f"{kind.SIZE}s") for tag, kind in MOMENTS.items()},
    **{kind: (kind.TAG, NUMBERS[kind.TAG]) for kind in INTEGERS},
}

WRITERS: dict[type, Writer] = {
    type(None): _null,
    DontCare: _dont_care,
    bool: _bool,
    Boolean: _boolean,
    Float32: _float32,
    Float32Nan: _float32_nan,
    Float64: _float64,
    BitString: _bit_string,
    bytes: _octet_string,
    bytearray: _octet_string,
    VisibleString: _visible_string,
    Utf8String: _utf8_string,
    DateTime: _moment_writer(0x19),
    Date: _moment_writer(0x1A),
    Time: _moment_writer(0x1B),
    list: _sequence_writer(ARRAY),
    tuple: _sequence_writer(STRUCTURE),
    **{kind: _number_writer(kind) for kind in INTEGERS},
}
"""By the exact class of a value. A module adds its own, before there are such values."""
EXTENDED: list[type] = [BitString, DateTime, Date, Time, bytes, list, tuple]
"""Classes whose subclasses are written alike: named bits, Obis, a named tuple."""


def _number_text(value: NumberText, out: bytearray, depth: int) -> None:
    encode_into(value.sent, out, depth)


def _writer_for(value: Any) -> Writer:
    """The writer of a value whose exact type is not in the table."""
    if isinstance(value, Structure):
        return _generated_structure
    for kind in EXTENDED:
        if isinstance(value, kind):
            return WRITERS[kind]
    if isinstance(value, NumberText):
        return _number_text
    hint = ""
    if isinstance(value, int):
        hint = ", which has no tag: wrap it, as in Unsigned(5)"
    elif isinstance(value, float):
        hint = ", which has no tag: wrap it in Float32 or Float64"
    elif isinstance(value, str):
        hint = ", which has no tag: wrap it in VisibleString or Utf8String"
    raise EncodeError("", "a value with a tag", f"{type(value).__name__}{hint}")
