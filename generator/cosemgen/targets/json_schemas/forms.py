"""JSON Schemas of single values, in the form of `cosem.to_json`."""

from __future__ import annotations

from typing import Final

from cosem_runtime.jsonvalues.parts import SAFE
from cosem_runtime.jsonvalues.times import DAYS, MONTHS, WEEKDAYS
from cosemgen.model import Limits, Simple
from cosemgen.vocabulary import MEANINGS, SIMPLE_TYPES, Meaning

from ...json_text import Json, Object

DATA: Final[Object] = {"$ref": "#/$defs/Data"}
SIMPLE_DATA: Final[Object] = {"$ref": "#/$defs/SimpleData"}

_HEX: Final = "([0-9A-F]{2})*"
_DATE: Final = (
    rf"([0-9]{{4,5}}|\*)-([0-9]{{2}}|\*|{'|'.join(MONTHS)})"
    rf"-([0-9]{{2}}|\*|{'|'.join(DAYS)})"
)
_TIME: Final = r"([0-9]{2}|\*)(:([0-9]{2}|\*)){2}(\.[0-9]{2})?"
_WEEKDAY: Final = f"( ({'|'.join(WEEKDAYS)}))?"
_OFFSET: Final = "([+-][0-9]{2}:[0-9]{2})?"
_STATUS: Final = r"( \[([a-z_0-9]+(,[a-z_0-9]+)*)?\])?"

_MOMENTS: Final = {
    "date-time": f"[0-9A-F]{{24}}|{_DATE} {_TIME}{_OFFSET}{_WEEKDAY}{_STATUS}",
    "date": f"[0-9A-F]{{10}}|{_DATE}{_WEEKDAY}",
    "time": f"[0-9A-F]{{8}}|{_TIME}",
}
"""Dates and times, which have one form as data types and as meanings."""


def any_of(*alternatives: Object) -> Object:
    """One of several forms; a single one is itself."""
    if len(alternatives) == 1:
        return alternatives[0]
    return {"anyOf": list(alternatives)}


def members(properties: Object) -> Object:
    """An object of exactly these members."""
    return {
        "type": "object",
        "required": list(properties),
        "properties": properties,
        "additionalProperties": False,
    }


def named(name: str, content: Object) -> Object:
    """An object that names a data type."""
    return members({name: content})


def pattern(text: str) -> Object:
    return {"type": "string", "pattern": f"^({text})$"}


def simple(found: Simple) -> Object:
    """A simple type where it is stated."""
    if found.meaning is not None and found.meaning != "system-title":
        return _meaning(found, MEANINGS[found.meaning])
    match SIMPLE_TYPES[found.name].kind:
        case "nothing":
            return {"type": "null"}
        case "truth":
            return any_of({"type": "boolean"}, {"type": "integer", **_range(2, 0xFF)})
        case "integer":
            return _integer(found)
        case "real":
            return _real(found.name)
        case "bits":
            return bits(found.size)
        case "moment":
            return pattern(_MOMENTS[found.name])
        case "string":
            return _string(found)


def number(name: str) -> Object:
    """Any number of a type."""
    return _integer(Simple(name))


def bit_count(name: str) -> int:
    """How many bits a number of a type can have."""
    return _range_of(name)[1].bit_length()


def bits(size: Limits | None) -> Object:
    """Text of 0 and 1, perhaps with what fills the last octet."""
    if not _limited(size):
        return _bits("*")
    assert size is not None
    count = f"{{{size.minimum or 0},{'' if size.maximum is None else size.maximum}}}"
    return any_of(_bits(count), named("bit-string", _bits("*")))


def sized(content: Object, size: Limits | None, of: str, name: str) -> Object:
    """A form with a stated size, or named as another data type would be: it is meant."""
    if size is None or not _limited(size):
        return content
    return any_of({**content, **_counts(of, size)}, named(name, content))


def data() -> dict[str, Json]:
    """The definitions of any Data, each value in an object that names its type."""
    null: Object = {"type": "null"}
    names = [name for name in SIMPLE_TYPES if name != "null-data"]
    simple_ones = [null, *(named(name, simple(Simple(name))) for name in names)]
    items: Object = {"type": "array", "items": DATA}
    kind: Object = {"$ref": "#/$defs/TypeDescription"}
    array: Object = {"count": {"type": "integer", **_range(0, 0xFFFF)}, "of": kind}
    return {
        "SimpleData": {"description": "Any simple type.", **any_of(*simple_ones)},
        "Data": {
            "description": "Any A-XDR Data.",
            **any_of(
                SIMPLE_DATA,
                named("array", items),
                named("structure", items),
                named("compact-array", compact_array({})),
            ),
        },
        "TypeDescription": {
            "description": "The type of each element of a compact-array.",
            **any_of(
                {"enum": list(SIMPLE_TYPES)},
                named("array", members(array)),
                named("structure", {"type": "array", "items": kind}),
            ),
        },
    }


def compact_array(element: Object) -> Object:
    """Type and values, or contents where values would not say them all."""
    kind: Object = {"$ref": "#/$defs/TypeDescription"}
    values: Object = {"type": "array", "items": element}
    return any_of(
        members({"type": kind, "values": values}),
        members({"type": kind, "contents": pattern(_HEX)}),
    )


# ---- single types ----


def _integer(found: Simple) -> Object:
    low, high = _range_of(found.name)
    least, most = found.bounds or (None, None)
    stated = _whole(low if least is None else least, high if most is None else most)
    if found.bounds is None:
        return stated
    return any_of(stated, named(found.name, _whole(low, high)))


def _range_of(name: str) -> tuple[int, int]:
    bounds = SIMPLE_TYPES[name].bounds
    assert bounds is not None
    return bounds


def _whole(low: int, high: int) -> Object:
    whole: Object = {"type": "integer", **_range(low, high)}
    if low >= -SAFE and high <= SAFE:
        return whole
    return any_of(whole, pattern("-?[0-9]{16,20}"))


def _range(low: int, high: int) -> Object:
    return {"minimum": low, "maximum": high}


def _real(name: str) -> Object:
    octets = SIMPLE_TYPES[name].octets
    assert octets is not None
    return any_of(
        {"type": "number"},
        {"enum": ["nan", "inf", "-inf"]},
        named("hex", pattern(f"[0-9A-F]{{{octets * 2}}}")),
    )


def _bits(count: str) -> Object:
    return pattern(rf"[01]{count}(\+[01]{{1,7}})?")


def _meaning(found: Simple, meaning: Meaning) -> Object:
    if meaning.name == "text":
        return _text(found, 4)
    text = meaning.text or _MOMENTS[meaning.name]
    if found.name != "octet-string":
        return pattern(text)
    if meaning.strict:
        return any_of(pattern(text), {"const": ""}) if found.or_empty else pattern(text)
    form = pattern(f"{_HEX}|{text}")
    if _limited(found.size) and meaning.octets is None:
        return any_of(form, named(found.name, form))
    return form


def _string(found: Simple) -> Object:
    if found.name == "octet-string":
        size = _system_title(found) if found.meaning else found.size
        return _octets(size, found.name)
    return _text(found, 4 if found.name == "utf8-string" else 1)


def _system_title(found: Simple) -> Limits | None:
    octets = MEANINGS["system-title"].octets
    return None if found.or_empty else Limits(octets, octets)


def _octets(size: Limits | None, name: str) -> Object:
    form = pattern(_HEX)
    if size is None or not _limited(size):
        return form
    stated = _octets_of(size)
    return stated if _exact(size) else any_of(stated, named(name, form))


def _text(found: Simple, width: int) -> Object:
    """Text whose letters take up to `width` octets, or the octets of what is no text."""
    size = found.size
    whole = any_of({"type": "string"}, named("hex", pattern(_HEX)))
    if size is None or not _limited(size):
        return whole
    least = None if size.minimum is None else -(-size.minimum // width)
    stated = any_of(
        {"type": "string", **_counts("Length", Limits(least, size.maximum))},
        named("hex", _octets_of(size)),
    )
    return stated if _exact(size) else any_of(stated, named(found.name, whole))


def _octets_of(size: Limits) -> Object:
    digits = Limits(*(None if end is None else 2 * end for end in size))
    return {**pattern(_HEX), **_counts("Length", digits)}


def _limited(size: Limits | None) -> bool:
    return size is not None and (bool(size.minimum) or size.maximum is not None)


def _exact(size: Limits) -> bool:
    return size.minimum == size.maximum


def _counts(of: str, size: Limits) -> Object:
    return {
        f"{word}{of}": end
        for word, end in (("min", size.minimum), ("max", size.maximum))
        if end is not None
    }
