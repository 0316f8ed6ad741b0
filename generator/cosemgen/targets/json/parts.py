"""Small pieces of the JSON form that many nodes share."""

from __future__ import annotations

from typing import TypeAlias

from cosemgen import model as m

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"
Object: TypeAlias = dict[str, Json]


def stated(**members: Json) -> Object:
    """An object of the members that say something; numbers always do."""
    return {
        name: value
        for name, value in members.items()
        if value is not None and value is not False and value not in ("", [], {})
    }


def type_id(target: m.TypeId) -> str:
    """Identity of a named type as a path: `cosem/common/scal_unit_type`.

    A type of a class has the class id before its name, one that a class version
    redefines has the version too: `cosem/push_setup/40/1/push_object_definition`.
    """
    scope = [str(n) for n in (target.class_id, target.version) if n is not None]
    return "/".join([target.package, target.module, *scope, target.name])


def limits(found: m.Limits | None) -> Object | None:
    if found is None:
        return None
    return {
        name: value
        for name, value in (("minimum", found.minimum), ("maximum", found.maximum))
        if value is not None
    }


def literal(value: m.Literal_ | None) -> Json:
    """A default: a number or text as such, others as an object that says what they are."""
    if isinstance(value, m.WordLiteral):
        return {"word": value.name}
    if isinstance(value, bytes):
        return {"octets": value.hex()}
    if isinstance(value, m.ArrayLiteral):
        return {"array": [literal(item) for item in value.items]}
    if isinstance(value, m.StructureLiteral):
        return {"structure": [literal(item) for item in value.items]}
    return value


def rule(found: m.Rule) -> Object:
    return {"name": found.name, "arguments": list(found.arguments)}


def refers(found: m.Refers | None) -> Object | None:
    if found is None:
        return None
    return stated(to=found.to, classes=list(found.classes), through=list(found.through))


def facts(found: m.Facts) -> Object:
    """Facts from the end of a line, to be merged into the node that they are about."""
    return stated(
        unit=found.unit,
        secret=found.secret,
        read_only=found.read_only,
        refers=refers(found.refers),
        rules=[rule(each) for each in found.rules],
        notes=list(found.notes),
        unconfirmed=found.unconfirmed,
        unofficial=found.unofficial,
    )
