"""Values of the simple types as JSON, by tag, where the type is known from elsewhere.

null-data and dont-care are null. Numbers are numbers (as text when too great for other
readers of JSON), octets hexadecimal, bits text of 0 and 1, dates and times as in
`times`. A TRUE of another octet than 01 is that octet. What is no text, and a NaN
of unusual octets, is `{"hex": "..."}`.
"""

from __future__ import annotations

from struct import Struct

from ..bitstring import BitString, bits_of
from ..codec.simple import float32
from ..codec.writing import text_octets
from ..datetimes import Date, DateTime, Time
from ..errors import EncodeError, JsonError, show
from ..values import (
    DONT_CARE,
    INTEGERS,
    Boolean,
    DontCare,
    Float32,
    Float32Nan,
    Float64,
    Utf8String,
    VisibleString,
)
from ..wire import TAG_NAMES
from .parts import (
    hexadecimal,
    number,
    read_members,
    read_number,
    read_octets,
    read_text,
    refuse,
)
from .times import moment_text, read_moment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias

    from ..values import TaggedInt

    Form: TypeAlias = tuple[Callable[[Any], Any], Callable[[Any], Any]]

__all__ = ["FORMS", "KNOWN"]


def _boolean(value: bool | Boolean) -> bool | int:
    return value.octet if isinstance(value, Boolean) else bool(value)


def _read_boolean(document: Any) -> bool | Boolean:
    if isinstance(document, bool):
        return document
    try:
        return Boolean(read_number(document, 2, 0xFF))
    except JsonError:
        raise refuse(document, "true, false, or the octet 2..255 of a true") from None


def _bits(value: BitString) -> str:
    """Text of 0 and 1; after a plus the filling of the last octet if it is not 0."""
    free = -len(value) & 7
    filling = int.from_bytes(bytes(value)[-1:], "big") & (1 << free) - 1
    return f"{value}+{filling:0{free}b}" if filling else str(value)


def _read_bits(document: Any) -> BitString:
    text = read_text(document, "bits as text of 0 and 1")
    bits, plus, filling = text.partition("+")
    free = -len(bits) & 7
    if bits.strip("01") or filling.strip("01") or (plus and len(filling) != free):
        raise JsonError("", "bits as text of 0 and 1", show(text))
    octets = int(bits + (filling or "0" * free) or "0", 2)
    return bits_of(
        octets.to_bytes((len(bits) + free) // 8, "big"), len(bits), BitString
    )


def _number_form(kind: type[TaggedInt]) -> Form:
    def read(document: Any) -> TaggedInt:
        return int.__new__(kind, read_number(document, kind.MINIMUM, kind.MAXIMUM))

    return number, read


def _text_form(kind: type[VisibleString] | type[Utf8String], coding: str) -> Form:
    def write(value: str) -> Any:
        octets = text_octets(value, coding)
        try:
            return octets.decode(coding)
        except UnicodeDecodeError:
            return {"hex": hexadecimal(octets)}

    def read(document: Any) -> str:
        if isinstance(document, dict):
            octets = read_octets(read_members(document, ("hex",), "text")["hex"])
            return kind(octets.decode(coding, "surrogateescape"))
        text = read_text(document, "text")
        try:
            text_octets(text, coding)
        except EncodeError as error:
            raise JsonError(error.reason, error.expected, error.found) from None
        return kind(text)

    return write, read


_SINGLE = Struct(">f")
_DOUBLE = Struct(">d")
_NAN = {4: b"\x7f\xc0\x00\x00", 8: b"\x7f\xf8\x00\x00\x00\x00\x00\x00"}
_INFINITE = {"inf": float("inf"), "-inf": float("-inf")}


def _real_form(layout: Struct) -> Form:
    def write(value: float) -> Any:
        if value != value:
            octets = layout.pack(value)
            if isinstance(value, Float32Nan):
                octets = value.octets
            return (
                "nan" if octets == _NAN[layout.size] else {"hex": hexadecimal(octets)}
            )
        if value in _INFINITE.values():
            return "inf" if value > 0 else "-inf"
        return _shortest(value) if layout is _SINGLE else float(value)

    def read(document: Any) -> float:
        if document == "nan":
            return _real(_NAN[layout.size])
        if isinstance(document, str) and document in _INFINITE:
            return _real(layout.pack(_INFINITE[document]))
        if isinstance(document, dict):
            octets = read_members(document, ("hex",), "a number")["hex"]
            return _real(read_octets(octets, layout.size))
        if isinstance(document, (int, float)) and not isinstance(document, bool):
            try:
                if float(document) - float(document) == 0:  # it is finite
                    return _real(layout.pack(document))
            except OverflowError:
                pass
        name = "float32" if layout is _SINGLE else "float64"
        raise refuse(document, f'a {name}, "nan", "inf" or "-inf"')

    return write, read


def _real(octets: bytes) -> float:
    if len(octets) == _SINGLE.size:
        return float32(octets)
    return float.__new__(Float64, _DOUBLE.unpack(octets)[0])


def _shortest(value: float) -> float:
    """The number with the fewest digits that is this float32."""
    for digits in range(6, 9):
        short = float(f"{value:.{digits}g}")
        if _SINGLE.unpack(_SINGLE.pack(short))[0] == value:
            return short
    return float(value)


def _nothing(value: DontCare | None) -> None:
    return None


def _read_nothing_as(value: DontCare | None) -> Callable[[Any], DontCare | None]:
    def read(document: Any) -> DontCare | None:
        if document is not None:
            raise refuse(document, "null")
        return value

    return read


def _moment_form(kind: type[DateTime] | type[Date] | type[Time]) -> Form:
    def read(document: Any) -> DateTime | Date | Time:
        return read_moment(document, kind)

    return moment_text, read


FORMS: dict[int, Form] = {
    0x00: (_nothing, _read_nothing_as(None)),
    0x03: (_boolean, _read_boolean),
    0x04: (_bits, _read_bits),
    0x09: (hexadecimal, read_octets),
    0x0A: _text_form(VisibleString, "ascii"),
    0x0C: _text_form(Utf8String, "utf-8"),
    0x17: _real_form(_SINGLE),
    0x18: _real_form(_DOUBLE),
    0x19: _moment_form(DateTime),
    0x1A: _moment_form(Date),
    0x1B: _moment_form(Time),
    0xFF: (_nothing, _read_nothing_as(DONT_CARE)),
    **{kind.TAG: _number_form(kind) for kind in INTEGERS},
}
"""By tag: what writes a value that says no type of its own, and what reads it."""

KNOWN: dict[type, tuple[str, Callable[[Any], Any]]] = {
    kind: (TAG_NAMES[tag], FORMS[tag][0])
    for kind, tag in (
        (bool, 0x03),
        (BitString, 0x04),
        (bytes, 0x09),
        (VisibleString, 0x0A),
        (Utf8String, 0x0C),
        (Float32, 0x17),
        (Float32Nan, 0x17),
        (Float64, 0x18),
        (DateTime, 0x19),
        (Date, 0x1A),
        (Time, 0x1B),
        (DontCare, 0xFF),
        *((kind, kind.TAG) for kind in INTEGERS),
    )
}
"""By the exact class of a value that knows its tag: the tag's name, and what writes it.

A Boolean is not among them: one of the octet 01 is true, as any other.
"""
