"""JSON Schemas of objects and their attribute values, in the form of `cosem.to_json`.

One document per class describes its objects in every version; a value alone is at
`$defs/version_<n>/properties/attributes/properties/<attribute>`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from cosemgen import model as m
from cosemgen import naming

from ...json_text import Json, Object, dump, stated, type_path
from ..rendering import stem_of
from . import forms


def schemas(model: m.Model) -> dict[str, str]:
    """A schema document by file name for every class of which anything is known."""
    return {
        stem_of(model, each): dump(schema)
        for each in model.classes
        if (schema := class_schema(model, each)) is not None
    }


def class_schema(model: m.Model, found: m.InterfaceClass) -> Object | None:
    """The schema of a class's objects; None where nothing is known of the class."""
    known = known_versions(found)
    return _document(model, found, known) if known else None


def known_versions(found: m.InterfaceClass) -> list[m.ClassVersion]:
    """The versions of which more is known than that they exist."""
    return [version for version in found.versions if not version.undefined]


def _document(
    model: m.Model, found: m.InterfaceClass, known: Sequence[m.ClassVersion]
) -> Object:
    writer = _Writer(model)
    versions: Object = {
        f"version_{version.version}": writer.version(found, version)
        for version in known
    }
    references: list[Object] = [{"$ref": f"#/$defs/{name}"} for name in versions]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{found.name} (class {found.class_id})",
        "description": "An object with the attributes that have been read, by name.",
        **forms.any_of(*references),
        "$defs": {**versions, **writer.definitions()},
    }


_OTHERS: Final[Object] = {
    "description": "By number, attributes read that the class table does not have: any Data.",
    "type": "object",
    "patternProperties": {"^-?[0-9]{1,3}$": {}},
    "additionalProperties": False,
}


class _Writer:
    """Schemas of type expressions; collects the named types that they use."""

    def __init__(self, model: m.Model) -> None:
        self._model = model
        self._used: dict[m.TypeId, Object] = {}
        self._data_used = False

    def definitions(self) -> Object:
        used: Object = {
            type_path(target): schema for target, schema in self._used.items()
        }
        return {**used, **(forms.data() if self._data_used else {})}

    def version(self, found: m.InterfaceClass, version: m.ClassVersion) -> Object:
        attributes: Object = {
            naming.member(each.name): self._attribute(each)
            for each in version.attributes
            if each.number != 1
        }
        head: Object = {
            "class_id": {"const": found.class_id},
            "version": {"const": version.version},
            "logical_name": forms.simple(
                m.Simple("octet-string", meaning="logical-name")
            ),
            "attributes": {
                "type": "object",
                "properties": attributes,
                "additionalProperties": False,
            },
        }
        return {
            "title": f"{found.name}, version {version.version}",
            **forms.members(head),
            "properties": {**head, "others": _OTHERS},
        }

    def _attribute(self, found: m.Attribute) -> Object:
        return self._described(found.type, found.doc, found.facts.unit)

    def _field(self, found: m.Field) -> Object:
        return self._described(found.type, found.doc, found.facts.unit)

    def _described(self, kind: m.TypeExpression, doc: str, unit: str | None) -> Object:
        words = " ".join(filter(None, (doc, f"Unit: {unit}." if unit else "")))
        return {**stated(description=words), **self.expression(kind)}

    def expression(self, found: m.TypeExpression) -> Object:
        match found:
            case m.Simple():
                return forms.simple(found)
            case m.Reference(target=target):
                return self._reference(target)
            case m.Array(element=element, size=size):
                items: Object = {"type": "array", "items": self.expression(element)}
                return forms.sized(items, size, "Items", "array")
            case m.CompactArray(element=element):
                self._data_used = True
                return forms.compact_array(self.expression(element) if element else {})
            case m.Choice():
                return self._choice(found)
            case m.OpenChoice(of=which):
                self._data_used = True
                return forms.SIMPLE_DATA if which == "simple" else forms.DATA
            case m.AnyStructure():
                self._data_used = True
                return {"type": "array", "items": forms.DATA}

    def _reference(self, target: m.TypeId) -> Object:
        definition = self._model.type(target)
        if target not in self._used:
            self._used[target] = {}
            self._used[target] = self._definition(definition)
        # A slash of the identity is no step of the pointer.
        return {"$ref": f"#/$defs/{type_path(target).replace('/', '~1')}"}

    def _definition(self, found: m.NamedType) -> Object:
        match found:
            case m.Structure(fields=fields):
                each: Object = {
                    naming.field(field.name): self._field(field) for field in fields
                }
                return {**stated(description=found.doc), **forms.members(each)}
            case m.Enumeration(members=members):
                values = [(each.name, each.label) for each in members]
                return _enumeration(found.base, found.doc, values)
            case m.UnitTable(rows=rows):
                units = [(each.name, each.symbol) for each in rows]
                return _enumeration(found.base, found.doc, units)
            case m.Bits():
                return {**stated(description=found.doc), **_bits(found)}
            case m.Alias():
                return {**stated(description=found.doc), **self.expression(found.type)}

    # ---- CHOICE ----

    def _choice(self, found: m.Choice) -> Object:
        schemas: list[Object] = []
        names: Counter[str] = Counter()
        for name, schema in self._alternatives(found):
            if not name:
                schemas.append(schema)
                continue
            names[name] += 1
            schemas.append(forms.named(name, schema))
            if names[name] > 1:  # the content alone may not tell which is meant
                schemas.append(forms.named(f"{name}#{names[name]}", schema))
        return forms.any_of(*schemas)

    def _alternatives(self, found: m.TypeExpression) -> Iterator[tuple[str, Object]]:
        """Data type and content of each alternative, choices in choices spread out.

        No data type where the schema says it itself.
        """
        match found:
            case m.Choice(alternatives=alternatives):
                for each in alternatives:
                    yield from self._alternatives(each)
            case m.Reference(target=target) if isinstance(
                alias := self._model.type(target), m.Alias
            ):
                yield from self._alternatives(alias.type)
            case m.OpenChoice() | m.Simple(name="null-data"):
                yield "", self.expression(found)
            case _:
                yield self._data_type(found), self.expression(found)

    def _data_type(self, found: m.TypeExpression) -> str:
        """The common data type that is sent."""
        match found:
            case m.Simple(name=name):
                return name
            case m.Reference(target=target):
                definition = self._model.type(target)
                if isinstance(definition, m.Structure):
                    return "structure"
                if isinstance(definition, m.Alias):
                    return self._data_type(definition.type)
                return definition.base
            case m.Array():
                return "array"
            case m.CompactArray():
                return "compact-array"
            case m.AnyStructure() | m.Choice() | m.OpenChoice():
                return "structure"  # no CHOICE comes here: its alternatives do


def _enumeration(base: str, doc: str, values: Sequence[tuple[str, str]]) -> Object:
    """The name of a value, or the number of one without a name."""
    named: list[Json] = [
        {"const": naming.enumerator(name), **stated(description=label)}
        for name, label in values
    ]
    number: Object = {**forms.number(base), "description": "a value without a name"}
    return {**stated(description=doc), "anyOf": [*named, number]}


def _bits(found: m.Bits) -> Object:
    """The names of the bits that are set; what is not as usual, as bits or a number."""
    string = found.base == "bit-string"
    limits = m.Limits(found.width, found.width) if found.width else None
    if string and not found.members:
        return forms.bits(limits)
    last = max((each.value for each in found.members), default=-1)
    width = (found.width or last + 1) if string else forms.bit_count(found.base)
    names: list[Json] = [
        {"const": naming.flag(each.name), **stated(description=each.label)}
        for each in found.members
    ]
    bit: Object = {
        "type": "integer",
        "minimum": 0,
        "maximum": width - 1,
        "description": "a bit without a name",
    }
    listed: Object = {
        "type": "array",
        "items": {"anyOf": [*names, bit]},
        "uniqueItems": True,
    }
    return forms.any_of(
        listed, forms.bits(None) if string else forms.number(found.base)
    )
