"""Single values of a stated type as JSON: enumerations, named bits, meanings, limits.

Enumerations are names, named bits lists of names (what has no name is a number),
logical names and addresses are as people write them. A value outside the limits that
its type states stands in an object that names its data type, as in Data: it is meant.
"""

from __future__ import annotations

from ..bitstring import BitString, bits_of
from ..codec.reading import decode_at
from ..datetimes import Date, DateTime, Time
from ..errors import EncodeError, JsonError, ObisError, counted
from ..obis import Obis
from ..octets import Ipv4Number, Text
from ..types import base, coded, meanings, primitives, strings
from ..types.base import refuse
from ..values import NumberText
from ..wire import TAG_NAMES
from .parts import (
    bit_names,
    hexadecimal,
    number,
    read_bit_names,
    read_number,
    read_octets,
    read_text,
)
from .parts import refuse as refuse_json
from .simple import FORMS
from .times import moment_text, read_moment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias

    # Writes a value of a type, and reads it; the type comes second.
    Form: TypeAlias = tuple[Callable[[Any, Any], Any], Callable[[Any, Any], Any]]

__all__ = ["SINGLE", "check_size", "content_of", "encoded", "within_limits"]


def encoded(value: Any, kind: base.DataType) -> bytes:
    """The octets of a value; EncodeError."""
    return kind.octets(value)


# ---- limits that are stated, but not strict ----


def within_limits(content: Any, size: int, kind: Any) -> Any:
    """The content, named where the size is not as stated."""
    if size < kind.minimum or (kind.maximum is not None and size > kind.maximum):
        return {TAG_NAMES[kind.tags[0]]: content}
    return content


def content_of(document: Any, kind: base.DataType) -> tuple[Any, bool]:
    """What may be named as outside of the limits, and whether it is."""
    name = TAG_NAMES[kind.tags[0]]
    if isinstance(document, dict) and list(document) == [name]:
        return document[name], True
    return document, False


def check_size(size: int, meant: bool, kind: Any, what: str) -> None:
    strict = not meant or (kind.minimum == kind.maximum and what == "octets")
    if strict and (
        size < kind.minimum or (kind.maximum is not None and size > kind.maximum)
    ):
        raise JsonError("", str(kind), f"{size} {what}")


# ---- single values ----


def _simple(value: Any, kind: base.DataType) -> Any:
    """A value as the generic decoder gives it, of a type without further limits."""
    tagged = decode_at(encoded(value, kind), 0)[0]
    return FORMS[kind.tags[0]][0](tagged)


def _read_simple(document: Any, kind: base.DataType) -> Any:
    value = FORMS[kind.tags[0]][1](document)
    return kind.decode(encoded(value, kind), 0)[0]


def _null(value: Any, kind: base.DataType) -> None:
    if value is not None:
        encoded(value, kind)  # refuses it


def _number(value: Any, kind: primitives.NumberType) -> Any:
    if not _within(value, int, kind):
        if isinstance(value, NumberText):
            value = value.sent
        encoded(value, kind)  # refuses it, or it is meant
    return within_limits(number(value), value, kind)


def _read_number(document: Any, kind: primitives.NumberType) -> int:
    content, meant = content_of(document, kind)
    if meant:
        value = read_number(content, kind.kind.MINIMUM, kind.kind.MAXIMUM)
        return value if kind.minimum <= value <= kind.maximum else kind.kind(value)
    return read_number(content, kind.minimum, kind.maximum)


def _within(value: Any, python: type[int], kind: primitives.NumberType) -> bool:
    """Whether a number is of just this Python type, and in the range."""
    return type(value) is python and kind.minimum <= value <= kind.maximum


def _ipv4_number(value: Any, kind: base.DataType) -> str:
    encoded(value, kind)
    return str(Ipv4Number(value))


def _read_ipv4_number(document: Any, kind: base.DataType) -> Ipv4Number:
    try:
        return Ipv4Number.of(read_text(document, "an IPv4 address"))
    except EncodeError as error:
        raise JsonError("", error.expected, error.found) from None


def _bits(value: Any, kind: strings.BitStringType) -> Any:
    if not isinstance(value, BitString):
        raise refuse(value, f"a {kind.kind.__name__}")
    names = kind.kind.BITS
    if not names:
        return within_limits(FORMS[0x04][0](value), len(value), kind)
    width = _width(kind)
    free = -width & 7
    if len(value) != width or int.from_bytes(bytes(value), "big") & (1 << free) - 1:
        return FORMS[0x04][0](value)
    return bit_names(int(str(value)[::-1] or "0", 2), names)


def _read_bits(document: Any, kind: strings.BitStringType) -> BitString:
    content, meant = content_of(document, kind)
    names = kind.kind.BITS
    if names and isinstance(content, list):
        width = _width(kind)
        value = read_bit_names(content, names, width)
        return kind.kind(f"{value:0{width}b}"[::-1], width)
    bits: BitString = FORMS[0x04][1](content)
    if not names:
        check_size(len(bits), meant, kind, "bits")
    return bits_of(bytes(bits), len(bits), kind.kind)


def _width(kind: strings.BitStringType) -> int:
    """How many bits a list of names stands for."""
    return kind.kind.WIDTH or max(bit for _, bit in kind.kind.BITS) + 1


def _flags(value: Any, kind: coded.FlagsType) -> Any:
    if not _within(value, kind.kind, kind.base):
        encoded(value, kind)
    return number(value) if value < 0 else bit_names(int(value), kind.kind.BITS)


def _read_flags(document: Any, kind: coded.FlagsType) -> Any:
    low, high = kind.base.minimum, kind.base.maximum
    if isinstance(document, list):
        width = high.bit_length()
        return int.__new__(kind.kind, read_bit_names(document, kind.kind.BITS, width))
    return int.__new__(kind.kind, read_number(document, low, high))


def _enumerator(value: Any, kind: coded.EnumType) -> Any:
    if _within(value, kind.kind, kind.base):
        member = value
    else:
        encoded(value, kind)
        try:
            member = kind.kind(value)
        except ValueError:
            raise refuse(value, f"a {kind.kind.__name__}") from None
    name: str = member.name
    return name if name in kind.kind.__members__ else number(value)


def _read_enumerator(document: Any, kind: coded.EnumType) -> Any:
    members = kind.kind.__members__
    if isinstance(document, str) and document in members:
        return members[document]
    try:
        return kind.kind(read_number(document, kind.base.minimum, kind.base.maximum))
    except (JsonError, ValueError):
        expected = f"the name or number of a {kind.kind.__name__}"
        raise refuse_json(document, expected) from None


# ---- strings ----


def _string(value: Any, kind: strings.StringType) -> Any:
    free = type(kind)(kind.tag, kind.coding)
    octets = decode_at(encoded(value, free), 0)[0]
    size = len(octets) if not kind.coding else len(_encoded_text(octets, kind))
    return _sized(FORMS[kind.tag][0](octets), size, kind)


def _encoded_text(text: str, kind: strings.StringType) -> bytes:
    return text.encode(kind.coding, "surrogateescape")


def _sized(content: Any, size: int, kind: strings.StringType) -> Any:
    if kind.minimum == kind.maximum != size:
        raise EncodeError("", kind.name, counted(size, "octet"))
    return within_limits(content, size, kind)


def _read_string(document: Any, kind: strings.StringType) -> Any:
    content, meant = content_of(document, kind)
    value = FORMS[kind.tag][1](content)
    size = len(_encoded_text(value, kind) if kind.coding else value)
    check_size(size, meant, kind, "octets")
    return str(value) if kind.coding else value


def _meaning(value: Any, kind: meanings.FreeMeaning) -> Any:
    if not isinstance(value, (bytes, bytearray)):
        raise refuse(value, f"a {kind.kind.__name__}")
    octets = bytes(value)
    if issubclass(kind.kind, Text):
        content = FORMS[0x0C][0](octets.decode("utf-8", "surrogateescape"))
    else:
        content = str(kind.kind(octets))
        if _meant_octets(content, kind) != octets:
            content = hexadecimal(octets)
    return _sized(content, len(octets), kind)


def _meant_octets(text: str, kind: meanings.FreeMeaning) -> bytes | None:
    """The octets of an address or identifier as people write it."""
    if not text:
        return b""
    try:
        return kind.kind.of(text)
    except EncodeError:
        return None


def _read_meaning(document: Any, kind: meanings.FreeMeaning) -> Any:
    content, meant = content_of(document, kind)
    octets: bytes | None
    if issubclass(kind.kind, Text):
        octets = FORMS[0x0C][1](content).encode("utf-8", "surrogateescape")
    else:
        text = read_text(content, f"text ({kind.kind.__name__})")
        octets = _meant_octets(text, kind)
        if octets is None:
            octets = read_octets(text)
    assert octets is not None
    check_size(len(octets), meant, kind, "octets")
    return kind.kind(octets)


def _fixed(value: Any, kind: meanings.FixedMeaning) -> str:
    octets = encoded(value, kind)[2:]
    if not octets:
        return ""
    if issubclass(kind.kind, Obis):
        return str(Obis(octets))
    assert issubclass(kind.kind, (DateTime, Date, Time))
    return moment_text(kind.kind.from_bytes(octets))


def _read_fixed(document: Any, kind: meanings.FixedMeaning) -> Any:
    text = read_text(document, f"text ({kind.kind.__name__})")
    if kind.or_empty and not text:
        return b""
    if issubclass(kind.kind, Obis):
        try:
            return Obis(text)
        except ObisError as error:
            raise JsonError(str(error)) from None
    assert issubclass(kind.kind, (DateTime, Date, Time))
    return read_moment(text, kind.kind)


SINGLE: dict[type, Form] = {
    primitives.NullType: (_null, _read_simple),
    primitives.DontCareType: (_simple, _read_simple),
    primitives.BooleanType: (_simple, _read_simple),
    primitives.Float32Type: (_simple, _read_simple),
    primitives.Float64Type: (_simple, _read_simple),
    primitives.MomentType: (_simple, _read_simple),
    primitives.NumberType: (_number, _read_number),
    primitives.Ipv4NumberType: (_ipv4_number, _read_ipv4_number),
    strings.BitStringType: (_bits, _read_bits),
    strings.StringType: (_string, _read_string),
    meanings.FreeMeaning: (_meaning, _read_meaning),
    meanings.FixedMeaning: (_fixed, _read_fixed),
    coded.EnumType: (_enumerator, _read_enumerator),
    coded.FlagsType: (_flags, _read_flags),
}
"""The form of each descriptor of a single value."""
