"""Defaults: values of the type that they are a default of."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from .. import model as m
from ..lower.expressions import UNKNOWN
from ..notation import limits_text, literal_text
from ..vocabulary import MEANINGS, SIMPLE_TYPES
from ..words import did_you_mean, listed
from .context import Context

_TRUTH: Final = ("FALSE", "TRUE")
_LOGICAL_NAME: Final = re.compile(r"\d{1,3}(\.\d{1,3}){5}")
_BITS: Final = re.compile(r"[01]*")


class Misfit(NamedTuple):
    """Why a value is no value of its type."""

    code: str
    message: str
    hint: str = ""


def check_defaults(context: Context) -> None:
    for place in context.places:
        if place.default is not None:
            misfit = misfit_of(context, place.default, place.type)
            if misfit is not None:
                context.report.error(
                    context.written.default(place.span),
                    misfit.code,
                    f"default of {place.where}: {misfit.message}",
                    misfit.hint,
                )


def misfit_of(
    context: Context, value: m.Literal_, expression: m.TypeExpression
) -> Misfit | None:
    """Why a value is none of this type; None where it is one."""
    if expression is UNKNOWN:
        return None
    match context.resolve(expression):
        case m.Simple() as simple:
            return _simple(value, simple)
        case m.Enumeration() as enumeration:
            names = {each.name: each.value for each in enumeration.members}
            return _enumerator(value, names, enumeration.id.name, enumeration.base)
        case m.UnitTable() as table:
            names = {row.name: row.value for row in table.rows}
            return _enumerator(value, names, table.id.name, table.base)
        case m.Bits() as bits:
            return _bits(value, bits)
        case m.Structure() as structure:
            return _structure(context, value, structure)
        case m.Array(element, size):
            return _array(context, value, element, size)
        case m.CompactArray(element):
            return _array(context, value, element, None)
        case m.Choice(alternatives):
            misfits = [misfit_of(context, value, one) for one in alternatives]
            if not all(misfits):
                return None
            near = [
                each for each in misfits if each is not None and each.code != "C403"
            ]
            return near[0] if near else _wrong("a value of an alternative", value)
        case m.AnyStructure():
            if isinstance(value, m.StructureLiteral):
                return _untyped(value)
            return _wrong("the members of a structure in braces", value)
        case m.OpenChoice(of):
            if of == "simple" and isinstance(
                value, m.ArrayLiteral | m.StructureLiteral
            ):
                return _wrong("a value of a simple type", value)
            return _untyped(value)


def _untyped(value: m.Literal_) -> Misfit | None:
    """Why a value says nothing where no type tells what it means: only an enumeration knows its names."""
    if isinstance(value, m.ArrayLiteral | m.StructureLiteral):
        return next(filter(None, map(_untyped, value.items)), None)
    if isinstance(value, m.WordLiteral) and value.name not in _TRUTH:
        return _wrong("a number, a text, octets, TRUE or FALSE", value)
    return None


def _simple(value: m.Literal_, simple: m.Simple) -> Misfit | None:
    kind = SIMPLE_TYPES[simple.name].kind
    if kind == "integer":
        if not isinstance(value, int):
            return _wrong(f"a number ({simple.name})", value)
        return _inside(value, simple)
    if kind == "real":
        return None if isinstance(value, int) else _wrong("a number", value)
    if kind == "truth":
        if isinstance(value, m.WordLiteral) and value.name in _TRUTH:
            return None
        return _wrong("TRUE or FALSE", value)
    if kind == "bits":
        if not isinstance(value, str) or _BITS.fullmatch(value) is None:
            return _wrong('bits such as "0101"', value)
        return _length(len(value), simple.size, "bits")
    if kind == "moment":
        octets = SIMPLE_TYPES[simple.name].octets
        if isinstance(value, bytes) and len(value) == octets:
            return None
        return _wrong(f'{octets} octets such as h"{"FF" * (octets or 0)}"', value)
    if kind == "nothing":
        return _wrong(f"no default of {simple.name}", value)
    return _string(value, simple)


def _inside(value: int, simple: m.Simple) -> Misfit | None:
    low, high = SIMPLE_TYPES[simple.name].bounds or (0, 0)
    if simple.bounds is not None:
        low = low if simple.bounds.minimum is None else simple.bounds.minimum
        high = high if simple.bounds.maximum is None else simple.bounds.maximum
    if low <= value <= high:
        return None
    return Misfit("C404", f"expected {low}..{high}, found {value}")


def _string(value: m.Literal_, simple: m.Simple) -> Misfit | None:
    if simple.name != "octet-string":
        if not isinstance(value, str):
            return _wrong("a text in quotes", value)
        if simple.name == "visible-string" and not value.isascii():
            return _wrong("a text of ASCII characters", value)
        return _length(len(value), simple.size, "characters")
    meaning = MEANINGS.get(simple.meaning or "")
    if (
        meaning is not None
        and meaning.name == "logical-name"
        and isinstance(value, str)
    ):
        if _LOGICAL_NAME.fullmatch(value) and all(
            int(part) <= 255 for part in value.split(".")
        ):
            return None
        return _wrong('a logical name such as "0.0.1.0.0.255"', value)
    if meaning is not None and meaning.octets is not None:
        if not isinstance(value, bytes):
            return _wrong(f'{meaning.octets} octets such as h"00FF"', value)
        if len(value) == meaning.octets or (simple.or_empty and not value):
            return None
        return Misfit("C404", f"expected {meaning.octets} octets, found {len(value)}")
    if isinstance(value, str):
        return _length(len(value.encode()), simple.size, "octets")
    if isinstance(value, bytes):
        return _length(len(value), simple.size, "octets")
    return _wrong('octets such as h"00FF" or a text in quotes', value)


def _length(length: int, size: m.Limits | None, what: str) -> Misfit | None:
    low, high = (0, None) if size is None else (size.minimum or 0, size.maximum)
    if low <= length and (high is None or length <= high):
        return None
    wanted = limits_text(m.Limits(low, high))
    return Misfit("C404", f"expected {wanted} {what}, found {length}")


def _enumerator(
    value: m.Literal_, names: dict[str, int], name: str, base: str
) -> Misfit | None:
    if isinstance(value, m.WordLiteral):
        if value.name in names:
            return None
        return Misfit(
            "C405",
            f"'{name}' has no value '{value.name}'",
            did_you_mean(value.name, names),
        )
    if not isinstance(value, int):
        return _wrong(f"a name of '{name}'", value)
    if value in names.values():
        return None
    low, high = SIMPLE_TYPES[base].bounds or (0, 255)
    if not low <= value <= high:
        return Misfit("C404", f"expected {low}..{high}, found {value}")
    known = listed(f"{number} ({word})" for word, number in list(names.items())[:4])
    return Misfit("C405", f"'{name}' has no value {value}: expected {known}")


def _bits(value: m.Literal_, bits: m.Bits) -> Misfit | None:
    if isinstance(value, int):
        width = 64 if bits.width is None else bits.width
        if 0 <= value < 1 << width:
            return None
        return Misfit("C404", f"expected {width} bits, found {value}")
    if isinstance(value, str) and _BITS.fullmatch(value):
        size = None if bits.width is None else m.Limits(bits.width, bits.width)
        return _length(len(value), size, "bits")
    return _wrong('a number, or bits such as "0101"', value)


def _structure(
    context: Context, value: m.Literal_, structure: m.Structure
) -> Misfit | None:
    name = structure.id.name
    if not isinstance(value, m.StructureLiteral):
        return _wrong(f"the members of '{name}' in braces", value)
    if len(value.items) != len(structure.fields):
        return Misfit(
            "C403",
            f"expected {len(structure.fields)} members of '{name}', "
            f"found {len(value.items)}",
        )
    for item, field in zip(value.items, structure.fields, strict=True):
        misfit = misfit_of(context, item, field.type)
        if misfit is not None:
            return misfit._replace(message=f"{field.name}: {misfit.message}")
    return None


def _array(
    context: Context,
    value: m.Literal_,
    element: m.TypeExpression | None,
    size: m.Limits | None,
) -> Misfit | None:
    if not isinstance(value, m.ArrayLiteral):
        return _wrong("elements in brackets", value)
    misfit = _length(len(value.items), size, "elements")
    if misfit is None and element is None:
        misfit = _untyped(value)
    elif misfit is None and element is not None:
        for item in value.items:
            misfit = misfit or misfit_of(context, item, element)
    return misfit


def _wrong(wanted: str, value: m.Literal_) -> Misfit:
    return Misfit("C403", f"expected {wanted}, found {_show(value)}")


def _show(value: m.Literal_) -> str:
    if isinstance(value, m.WordLiteral):
        return f"'{value.name}'"
    if isinstance(value, m.ArrayLiteral):
        return "an array"
    if isinstance(value, m.StructureLiteral):
        return "a structure"
    return literal_text(value)
