"""JSON Schemas of attribute values, in the form that `cosemgen decode --format json` prints.

One document per class; `$defs/version_<n>` lists the attributes of that version by name.
An octet-string is upper-case hexadecimal, a logical name its readable code, a bit-string
its bits, an enumeration its number, a structure an object.  What a type leaves open is
an object with one member, named as the common data type that was sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from cosemgen.model import (
    Alias,
    AnyStructure,
    Array,
    Attribute,
    Bits,
    Choice,
    ClassVersion,
    CompactArray,
    Enumeration,
    Field,
    InterfaceClass,
    Limits,
    Model,
    NamedType,
    OpenChoice,
    Reference,
    Simple,
    Structure,
    TypeExpression,
    TypeId,
    UnitTable,
)
from cosemgen.vocabulary import SIMPLE_TYPES

from .document import class_stem, dump
from .parts import Json, Object, stated, type_id

LOGICAL_NAME: Final = r"^\d{1,3}-\d{1,3}:\d{1,3}\.\d{1,3}\.\d{1,3}\*\d{1,3}$"
_HEX: Final = "^([0-9A-F]{2})*$"
_DATA: Final = "#/$defs/Data"


def schemas(model: Model) -> dict[str, str]:
    """A schema document by file name for every class of which anything is known."""
    return {
        class_stem(model, each): dump(_document(model, each, known))
        for each in model.classes
        if (known := [version for version in each.versions if not version.undefined])
    }


def _document(
    model: Model, found: InterfaceClass, known: Sequence[ClassVersion]
) -> Object:
    writer = _Writer(model)
    versions: Object = {
        f"version_{version.version}": {
            "title": f"{found.name}, version {version.version}",
            "type": "object",
            "properties": {a.name: writer.attribute(a) for a in version.attributes},
            "additionalProperties": False,
        }
        for version in known
    }
    newest = known[-1].version
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{found.name} (class {found.class_id})",
        "description": "Attribute values of an object, by attribute name.",
        "$ref": f"#/$defs/version_{newest}",
        "$defs": {**versions, **writer.definitions()},
    }


class _Writer:
    """Schemas of type expressions; collects the named types that they use."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._used: dict[TypeId, Object] = {}
        self._data_used = False

    def definitions(self) -> Object:
        used: Object = {
            type_id(target): schema for target, schema in self._used.items()
        }
        return {**used, **({"Data": _any_data()} if self._data_used else {})}

    def attribute(self, found: Attribute) -> Object:
        return self._described(found.type, found.doc, found.facts.unit)

    def _described(self, kind: TypeExpression, doc: str, unit: str | None) -> Object:
        words = " ".join(filter(None, (doc, f"Unit: {unit}." if unit else "")))
        return {**stated(description=words), **self.expression(kind)}

    def expression(self, found: TypeExpression) -> Object:
        match found:
            case Simple():
                return _simple(found)
            case Reference(target=target):
                return self._reference(target)
            case Array(element=element, size=size):
                return {
                    "type": "array",
                    "items": self.expression(element),
                    **_counts("Items", size, 1),
                }
            case CompactArray(element=element):
                items = self._data() if element is None else self.expression(element)
                return {"type": "array", "items": items}
            case Choice():
                return {"anyOf": list(self._alternatives(found))}
            case OpenChoice() | AnyStructure():
                if isinstance(found, AnyStructure):
                    return {"type": "array", "items": self._data()}
                return self._data()

    def _data(self) -> Object:
        self._data_used = True
        return {"$ref": _DATA}

    def _reference(self, target: TypeId) -> Object:
        definition = self._model.type(target)
        if target not in self._used:
            self._used[target] = {}
            self._used[target] = self._definition(definition)
        # A slash of the identity is no step of the pointer.
        return {"$ref": f"#/$defs/{type_id(target).replace('/', '~1')}"}

    def _definition(self, found: NamedType) -> Object:
        match found:
            case Structure(fields=fields):
                return {
                    **stated(description=found.doc),
                    "type": "object",
                    "required": [field.name for field in fields],
                    "properties": {field.name: self._field(field) for field in fields},
                    "additionalProperties": False,
                }
            case Enumeration(members=members):
                named: list[Json] = [
                    {"const": m.value, "title": m.name, **stated(description=m.label)}
                    for m in members
                ]
                return _numbered(found.base, found.doc, named)
            case UnitTable(rows=rows):
                units: list[Json] = [
                    {"const": r.value, "title": r.name, **stated(description=r.symbol)}
                    for r in rows
                ]
                return _numbered(found.base, found.doc, units)
            case Bits():
                width = Limits(found.width, None) if found.width else None
                return {
                    **stated(description=_bit_names(found)),
                    **_simple(Simple(found.base, size=width)),
                }
            case Alias():
                return {**stated(description=found.doc), **self.expression(found.type)}

    def _field(self, found: Field) -> Object:
        return self._described(found.type, found.doc, found.facts.unit)

    def _alternatives(self, found: TypeExpression) -> Iterator[Object]:
        """An object with one member for every alternative, choices in choices spread out."""
        match found:
            case Choice(alternatives=alternatives):
                for each in alternatives:
                    yield from self._alternatives(each)
            case Reference(target=target) if isinstance(
                alias := self._model.type(target), Alias
            ):
                yield from self._alternatives(alias.type)
            case OpenChoice():
                yield self._data()
            case _:
                yield _tagged(self._data_type(found), self.expression(found))

    def _data_type(self, found: TypeExpression) -> str:
        """The common data type that is sent."""
        match found:
            case Simple(name=name):
                return name
            case Reference(target=target):
                definition = self._model.type(target)
                if isinstance(definition, Structure):
                    return "structure"
                if isinstance(definition, Alias):
                    return self._data_type(definition.type)
                return definition.base
            case Array():
                return "array"
            case CompactArray():
                return "compact-array"
            case _:
                return "structure"


def _tagged(name: str, content: Object) -> Object:
    return {
        "type": "object",
        "required": [name],
        "properties": {name: content},
        "additionalProperties": False,
    }


def _simple(found: Simple) -> Object:
    kind = SIMPLE_TYPES[found.name]
    match kind.kind:
        case "nothing":
            return {"type": "null"}
        case "truth":
            return {"type": "boolean"}
        case "integer":
            low, high = kind.bounds or (None, None)
            least, most = found.bounds or (None, None)
            return {
                "type": "integer",
                "minimum": low if least is None else least,
                "maximum": high if most is None else most,
            }
        case "real":
            names: list[Json] = ["nan", "inf", "-inf"]
            return {"anyOf": [{"type": "number"}, {"enum": names}]}
        case "bits":
            return {
                "type": "string",
                "pattern": "^[01]*$",
                **_counts("Length", found.size, 1),
            }
        case "moment":
            return {"type": "string", "pattern": _HEX}
        case "string":
            return _string(found)


def _string(found: Simple) -> Object:
    if found.name != "octet-string":
        return {"type": "string", **_counts("Length", found.size, 1)}
    if found.meaning == "logical-name":
        code: Object = {"type": "string", "pattern": LOGICAL_NAME}
        return {"anyOf": [code, {"const": ""}]} if found.or_empty else code
    octets: Object = {"type": "string", "pattern": _HEX}
    if found.or_empty:
        return {
            "anyOf": [{**octets, **_counts("Length", found.size, 2)}, {"const": ""}]
        }
    return {**octets, **_counts("Length", found.size, 2)}


def _counts(of: str, size: Limits | None, each: int) -> Object:
    if size is None:
        return {}
    return {
        f"{word}{of}": end * each
        for word, end in (("min", size.minimum), ("max", size.maximum))
        if end is not None
    }


def _numbered(base: str, doc: str, named: list[Json]) -> Object:
    """Any number of the base type; the named ones are told by their titles."""
    anything: list[Json] = [{"title": "a value without a name"}]
    return {
        **stated(description=doc),
        **_simple(Simple(base)),
        "anyOf": named + anything,
    }


def _bit_names(found: Bits) -> str:
    names = ", ".join(f"{m.value} {m.name}" for m in found.members)
    return " ".join(filter(None, (found.doc, f"Bits: {names}." if names else "")))


def _any_data() -> Object:
    """Any A-XDR Data, each value in an object that names its type."""
    alternatives: list[Json] = [
        _tagged(name, _simple(Simple(name))) for name in SIMPLE_TYPES
    ]
    inner: Object = {"type": "array", "items": {"$ref": _DATA}}
    alternatives += [
        _tagged(name, inner) for name in ("array", "structure", "compact-array")
    ]
    return {"description": "Any A-XDR Data.", "anyOf": alternatives}
