"""Data types as JSON."""

from __future__ import annotations

from collections.abc import Sequence

from cosemgen import model as m

from .parts import Json, Object, facts, limits, literal, stated, type_id


def expression(found: m.TypeExpression) -> Object:
    """A type where it is used; `kind` tells which."""
    match found:
        case m.Simple():
            return {
                "kind": "simple",
                "name": found.name,
                **stated(
                    size=limits(found.size),
                    bounds=limits(found.bounds),
                    meaning=found.meaning,
                    or_empty=found.or_empty,
                ),
            }
        case m.Reference():
            return {"kind": "reference", "type": type_id(found.target)}
        case m.Array():
            return {
                "kind": "array",
                "element": expression(found.element),
                **stated(size=limits(found.size)),
            }
        case m.CompactArray():
            element = found.element
            return {
                "kind": "compact-array",
                **stated(element=None if element is None else expression(element)),
            }
        case m.Choice():
            alternatives: list[Json] = [expression(each) for each in found.alternatives]
            cases: list[Json] = [list(case) for case in found.cases]
            return {
                "kind": "choice",
                "alternatives": alternatives,
                **stated(by=found.by, cases=cases),
            }
        case m.OpenChoice():
            return {"kind": "open-choice", "of": found.of}
        case m.AnyStructure():
            return {"kind": "any-structure"}


def named_type(found: m.NamedType) -> Object:
    """A definition; `kind` tells which."""
    head: Object = {
        "id": type_id(found.id),
        "name": found.id.name,
        **stated(description=found.doc),
    }
    match found:
        case m.Structure():
            return {
                "kind": "structure",
                **head,
                **stated(meaning=found.meaning),
                "fields": [_field(each) for each in found.fields],
                **facts(found.facts),
            }
        case m.Enumeration():
            return {
                "kind": "enumeration",
                **head,
                "base": found.base,
                "values": _values(found.members, found.spans),
                **facts(found.facts),
            }
        case m.Bits():
            return {
                "kind": "bits",
                **head,
                "base": found.base,
                **stated(width=found.width),
                "values": _values(found.members, found.spans),
                **facts(found.facts),
            }
        case m.Alias():
            return {
                "kind": "alias",
                **head,
                "type": expression(found.type),
                **facts(found.facts),
            }
        case m.UnitTable():
            return unit_table(found)


def unit_table(found: m.UnitTable) -> Object:
    units: list[Json] = [_unit(each) for each in found.rows]
    return {
        "kind": "units",
        "id": type_id(found.id),
        "name": found.id.name,
        **stated(description=found.doc),
        "base": found.base,
        "values": units + [_span(each) for each in found.spans],
    }


def data_type(found: m.DataType) -> Object:
    return {
        "tag": found.tag,
        "name": found.name,
        "kind": found.kind,
        **stated(
            octets=found.octets,
            bounds=limits(found.bounds),
            label=found.label,
            description=found.doc,
        ),
        **facts(found.facts),
    }


def layout(found: m.Layout) -> Object:
    return {
        "name": found.name,
        "octets": found.octets,
        **stated(description=found.doc),
        "fields": [_layout_field(each) for each in found.fields],
    }


def _field(found: m.Field) -> Object:
    return {
        "name": found.name,
        "type": expression(found.type),
        **stated(description=found.doc, default=literal(found.default)),
        **facts(found.facts),
    }


def _values(
    members: Sequence[m.Enumerator], spans: Sequence[m.ValueSpan]
) -> list[Json]:
    """Named values, then ranges with a common fate, each in order."""
    named: list[Json] = [
        {
            "value": each.value,
            "name": each.name,
            **stated(label=each.label),
            **facts(each.facts),
        }
        for each in members
    ]
    return named + [_span(each) for each in spans]


def _span(found: m.ValueSpan) -> Object:
    return {
        "first": found.first,
        "last": found.last,
        "kind": found.kind,
        **stated(label=found.label),
    }


def _unit(found: m.UnitRow) -> Object:
    return {
        "value": found.value,
        "name": found.name,
        **stated(symbol=found.symbol, quantity=found.quantity, si=found.si),
        **facts(found.facts),
    }


def _layout_field(found: m.LayoutField) -> Object:
    return {
        "name": found.name,
        "octets": found.octets,
        **stated(
            signed=found.signed,
            bounds=limits(found.bounds),
            values=_values(found.members, found.spans),
            description=found.doc,
        ),
        **facts(found.facts),
    }
