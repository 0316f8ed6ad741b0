"""A sample value of a type as A-XDR octets, for the usage examples.

Values are plausible rather than extreme; what has no short sample gives None.
"""

from __future__ import annotations

from typing import Final

from ...model import (
    Alias,
    AnyStructure,
    Array,
    Bits,
    Choice,
    CompactArray,
    Enumeration,
    Limits,
    Model,
    NamedType,
    OpenChoice,
    Reference,
    Simple,
    Structure,
    TypeExpression,
    UnitTable,
)
from ...vocabulary import SIMPLE_TYPES

SUMMER_DAY: Final = bytes.fromhex("07E8060F06")
"""Saturday, 15 June 2024."""
NOON: Final = bytes.fromhex("0C000000")
MOMENT: Final = SUMMER_DAY + NOON + bytes.fromhex("FF8880")
"""That day at noon, two hours ahead of UTC, daylight saving active."""
LOGICAL_NAME: Final = bytes([0, 0, 1, 0, 0, 255])

_FITTING: Final = {
    "logical-name": LOGICAL_NAME,
    "date-time": MOMENT,
    "date": SUMMER_DAY,
    "time": NOON,
    "ipv4-address": bytes([192, 0, 2, 1]),
    "ipv6-address": bytes.fromhex("20010DB8000000000000000000000001"),
    "mac-address": bytes.fromhex("02005E000001"),
    "object-identifier": bytes.fromhex("60857405080101"),
    "system-title": b"ACM\x00\x00\x00\x00\x01",
    "text": b"cosem",
}
_REALS: Final = {
    "float32": bytes.fromhex("3FC00000"),
    "float64": bytes.fromhex("3FF8" + 12 * "0"),
}
_LIKELY: Final = {
    "scaler": -3,
    "unit": 30,
    "class_id": 3,
    "attribute_index": 2,
    "data_index": 0,
}
"""Numbers that tell more than 1: thousandths of a Wh, the value of a Register."""
_LIKELY_NAMES: Final = {
    "logical_name": bytes([1, 0, 1, 8, 0, 255]),
    "script_logical_name": bytes([0, 0, 10, 0, 100, 255]),
}
_LONGEST: Final = 127
"""Octets of a string whose length takes one octet."""
_DEEPEST: Final = 4


def sample(
    model: Model,
    expression: TypeExpression,
    name: str = "",
    default: object = None,
    depth: int = 0,
) -> bytes | None:
    """Octets of one value; name and default of its attribute or field help to choose."""
    if depth > _DEEPEST:
        return None
    match expression:
        case Simple():
            return _simple(expression, name, default)
        case Reference(target=target):
            return _named(model, model.type(target), name, default, depth)
        case Array(element=element, size=size):
            count = max(1, (size and size.minimum) or 0)
            one = sample(model, element, name, None, depth + 1)
            return (
                None
                if one is None or count > _LONGEST
                else bytes([1, count]) + one * count
            )
        case Choice(alternatives=alternatives):
            # An empty value would show nothing.
            telling = [
                a for a in alternatives if a != Simple("null-data")
            ] or alternatives
            return sample(model, telling[0], name, default, depth + 1)
        case OpenChoice():
            return _simple(Simple("double-long-unsigned"), name, 123456)
        case AnyStructure():
            return bytes.fromhex("02021100") + bytes.fromhex("1100")
        case CompactArray():
            return None


def _named(
    model: Model, definition: NamedType, name: str, default: object, depth: int
) -> bytes | None:
    match definition:
        case Structure(fields=fields):
            members = [
                sample(model, field.type, field.name, field.default, depth + 1)
                for field in fields
            ]
            whole = b"".join(member for member in members if member is not None)
            return None if None in members else bytes([2, len(fields)]) + whole
        case Enumeration(base=base, members=members):
            value = members[0].value if members else 0
            return _simple(
                Simple(base), name, default if isinstance(default, int) else value
            )
        case UnitTable():
            return _simple(Simple("enum"), "unit", None)
        case Bits(base="bit-string", width=width):
            return b"\x04" + _first_bit_set(8 if width is None else width)
        case Bits(base=base):
            return _simple(Simple(base), name, 1)
        case Alias(type=expression):
            return sample(model, expression, name, default, depth + 1)


def _simple(simple: Simple, name: str, default: object) -> bytes | None:
    kind = SIMPLE_TYPES[simple.name]
    tag = bytes([kind.tag])
    if kind.kind == "integer":
        assert kind.octets is not None and kind.bounds is not None
        value = _number(simple.bounds or Limits(*kind.bounds), name, default)
        return tag + value.to_bytes(kind.octets, "big", signed=kind.bounds[0] < 0)
    match kind.kind:
        case "nothing":
            return tag
        case "truth":
            return tag + b"\x01"
        case "real":
            return tag + _REALS[simple.name]
        case "moment":
            return tag + _FITTING[simple.name]
        case "bits":
            return tag + _first_bit_set((simple.size and simple.size.minimum) or 8)
    return _string(simple, tag, name, default)


def _first_bit_set(size: int) -> bytes:
    """Length and octets of a bit-string."""
    return bytes([size]) + b"\x80".ljust((size + 7) // 8, b"\x00")


def _number(bounds: Limits, name: str, default: object) -> int:
    low, high = bounds
    wished = _LIKELY.get(name, default)
    value = wished if isinstance(wished, int) else 1
    if low is not None and value < low:
        return low
    return high if high is not None and value > high else value


def _string(simple: Simple, tag: bytes, name: str, default: object) -> bytes | None:
    if simple.meaning == "logical-name":
        body = _LIKELY_NAMES.get(name, LOGICAL_NAME)
    elif simple.meaning is not None:
        body = _FITTING[simple.meaning]
    elif isinstance(default, bytes):
        body = default
    else:
        body = b"cosem"
    low, high = simple.size or (None, None)
    body = body[:high].ljust(low or 0, b"\x00")
    return tag + bytes([len(body)]) + body if len(body) <= _LONGEST else None
