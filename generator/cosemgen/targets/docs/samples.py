"""A sample value of a type for the usage examples: its octets, and how Python shows it.

Values are plausible rather than extreme; what has no short sample gives None.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Final, NamedTuple

from cosem_runtime import axdr

from ... import model as m
from ... import naming
from ...vocabulary import MEANINGS, SIMPLE_TYPES, PythonType

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
    "logical_name": bytes((1, 0, 1, 8, 0, 255)),
    "script_logical_name": bytes((0, 0, 10, 0, 100, 255)),
}
_LONGEST: Final = 127
"""Octets of a string whose length takes one octet."""
_DEEPEST: Final = 4


class Sample(NamedTuple):
    """One value on the wire and at the prompt."""

    octets: bytes
    shown: str
    """`repr` of what the octets decode to."""


class Sampler:
    """Samples of the types of a model."""

    def __init__(self, model: m.Model, names: naming.Names) -> None:
        self._model = model
        self._names = names

    def of(
        self,
        expression: m.TypeExpression,
        name: str = "",
        default: object = None,
        depth: int = 0,
    ) -> Sample | None:
        """A value; name and default of its attribute or field help to choose."""
        if depth > _DEEPEST:
            return None
        match expression:
            case m.Simple():
                return _simple(expression, name, default)
            case m.Reference(target=target):
                return self._named(self._model.type(target), name, default, depth)
            case m.Array(element=element, size=size):
                count = max(1, (size and size.minimum) or 0)
                one = self.of(element, name, None, depth + 1)
                if one is None or count > _LONGEST:
                    return None
                shown = ", ".join([one.shown] * count)
                return Sample(bytes([1, count]) + one.octets * count, f"[{shown}]")
            case m.Choice(alternatives=alternatives):
                # An empty value would show nothing.
                telling = [
                    a for a in alternatives if a != m.Simple("null-data")
                ] or alternatives
                found = self.of(telling[0], name, default, depth + 1)
                return _tagged(found) if found and self._is_plain(telling[0]) else found
            case m.OpenChoice():
                return _tagged(_number(m.Simple("double-long-unsigned"), name, 123456))
            case m.AnyStructure():
                return _tagged(Sample(bytes.fromhex("020211001100"), ""))
            case m.CompactArray():
                return None

    def _is_plain(self, expression: m.TypeExpression) -> bool:
        """A type without a class of its own: in a CHOICE, its value names it."""
        match expression:
            case m.Simple(meaning=meaning):
                return meaning is None
            case m.Reference(target=target):
                found = self._model.type(target)
                return isinstance(found, m.Alias) and self._is_plain(found.type)
        return False

    def _named(
        self, definition: m.NamedType, name: str, default: object, depth: int
    ) -> Sample | None:
        if isinstance(definition, m.Alias):
            return self.of(definition.type, name, default, depth + 1)
        python = self._names.type(definition.id)
        match definition:
            case m.Structure(fields=fields):
                octets, shown = bytes([2, len(fields)]), []
                for each in fields:
                    member = self.of(each.type, each.name, each.default, depth + 1)
                    if member is None:
                        return None
                    octets += member.octets
                    shown.append(f"{naming.field(each.name)}={member.shown}")
                return Sample(octets, f"{python}({', '.join(shown)})")
            case m.Enumeration(base=base, members=members):
                named = {member.value: member.name for member in members}
                first = next(iter(named), 0)
                found = _simple(
                    m.Simple(base), name, default if isinstance(default, int) else first
                )
                return found and _enumerated(found, python, named)
            case m.UnitTable(rows=rows):
                named = {row.value: row.name for row in rows}
                return _enumerated(
                    _number(m.Simple("enum"), "unit", None), python, named
                )
            case m.Bits(base="bit-string", width=width):
                bits = _bits(8 if width is None else width)
                return Sample(bits.octets, f"{python}{bits.shown[len('BitString') :]}")
            case m.Bits(base=base):
                octets = _number(m.Simple(base), name, 1).octets
                return Sample(octets, f"{python}(0x01)")


def _tagged(found: Sample) -> Sample:
    """The value as the generic decoder gives it: it knows its COSEM type."""
    return Sample(found.octets, repr(axdr.decode(found.octets)))


def _enumerated(found: Sample, python: str, named: Mapping[int, str]) -> Sample:
    value = int(found.shown)
    member = (
        f"{python}.{naming.enumerator(named[value])}"
        if value in named
        else f"{python}({value})"
    )
    return Sample(found.octets, member)


def _simple(simple: m.Simple, name: str, default: object) -> Sample | None:
    kind = SIMPLE_TYPES[simple.name]
    if kind.kind == "integer":
        return _number(simple, name, default)
    tag = bytes([kind.tag])
    match kind.kind:
        case "nothing" | "truth":
            return _tagged(Sample(tag if kind.kind == "nothing" else tag + b"\x01", ""))
        case "real":
            return Sample(tag + _REALS[simple.name], "1.5")
        case "moment":
            moment = MEANINGS[simple.name].sample  # the same octets
            return Sample(tag + moment, _shown(kind.python, moment))
        case "bits":
            return _bits((simple.size and simple.size.minimum) or 8)
    return _string(simple, tag, name, default)


def _bits(size: int) -> Sample:
    """The first bit set."""
    return _tagged(
        Sample(bytes([4, size]) + b"\x80".ljust((size + 7) // 8, b"\x00"), "")
    )


def _number(simple: m.Simple, name: str, default: object) -> Sample:
    kind = SIMPLE_TYPES[simple.name]
    assert kind.octets is not None and kind.bounds is not None
    low, high = simple.bounds or m.Limits(*kind.bounds)
    wished = _LIKELY.get(name, default)
    value = wished if isinstance(wished, int) else 1
    if low is not None and value < low:
        value = low
    elif high is not None and value > high:
        value = high
    octets = value.to_bytes(kind.octets, "big", signed=kind.bounds[0] < 0)
    python = kind.python
    if simple.meaning is not None:
        python = MEANINGS[simple.meaning].bases[simple.name]
    return Sample(bytes([kind.tag]) + octets, _shown(python, value))


def _string(simple: m.Simple, tag: bytes, name: str, default: object) -> Sample | None:
    python = SIMPLE_TYPES[simple.name].python
    if simple.meaning is not None:
        meaning = MEANINGS[simple.meaning]
        python = meaning.bases[simple.name]
        value = meaning.sample
        if simple.meaning == "logical-name":
            value = _LIKELY_NAMES.get(name, value)
    elif isinstance(default, bytes):
        value = default
    else:
        value = b"cosem"
    low, high = simple.size or (None, None)
    body = value[:high].ljust(low or 0, b"\x00")
    if len(body) > _LONGEST:
        return None
    shown = body if simple.name == "octet-string" else body.decode()
    return Sample(tag + bytes([len(body)]) + body, _shown(python, shown))


def _shown(python: PythonType, value: int | str | bytes) -> str:
    """`repr` of a value of a type."""
    if not python.home:
        return repr(value)
    kind = getattr(import_module(f"cosem_runtime.{python.home}"), python.name)
    # The octets of a date are no argument of its class.
    return repr(bytes.__new__(kind, value) if isinstance(value, bytes) else kind(value))
