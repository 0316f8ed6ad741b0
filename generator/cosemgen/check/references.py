"""What a line refers to: units, classes, members of a reference."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from unicodedata import normalize

from .. import model as m
from ..lower.expressions import UNKNOWN
from ..vocabulary import REFERENCES, SIMPLE_TYPES, UNIT_PREFIXES, Role
from ..words import did_you_mean, listed, meant
from .context import Context, Place, Resolved


def check_units(context: Context) -> None:
    """Units are in the table of units."""
    for place in context.places:
        if place.facts.unit is not None:
            unknown_unit(context, place.facts.unit, place.span, place.where)
    for layout in context.model.layouts:
        for field in layout.fields:
            if field.facts.unit is not None:
                where = f"{layout.name}.{field.name}"
                unknown_unit(context, field.facts.unit, field.span, where)


def unknown_unit(context: Context, unit: str, span: m.Span, where: str) -> None:
    if unit not in context.units:
        context.report.error(
            context.written.unit(span, unit),
            "C215",
            f"unknown unit '{unit}' of {where}",
            _unit_meant(context, unit)
            or did_you_mean(unit, context.units)
            or "units are defined with 'units'",
        )


def _unit_meant(context: Context, written: str) -> str:
    """A hint where the unit is given by its symbol, as `Wh` or `m3`, perhaps with a prefix, as `kWh`."""
    names: dict[str, list[str]] = {}
    for name, symbol in context.units.items():
        letters = (c for c in normalize("NFKC", symbol) if c.isalnum())
        names.setdefault("".join(letters), []).append(name)
    if written in names:
        return meant(names[written])
    power = UNIT_PREFIXES.get(written[:1])
    if power is not None and written[1:] in names:
        unit = listed(map(repr, names[written[1:]]))
        return f"write {unit}; a value has the '{written[0]}' as its scaler {power}"
    return ""


def check_quantities(context: Context) -> None:
    """A unit stands on numbers."""
    for place in context.places:
        unit = place.facts.unit
        if unit is not None and not context.any_of(place.type, _is_quantity):
            found = context.elements(place.type)
            context.report.error(
                context.written.unit(place.span, unit),
                "C224",
                f"{place.where} has the unit '{unit}': expected a number as its type",
                (
                    "state the unit at the fields that have it"
                    if isinstance(found, m.Structure)
                    else ""
                ),
            )


def _is_quantity(found: Resolved) -> bool:
    if isinstance(found, m.Simple):
        return SIMPLE_TYPES[found.name].kind in ("integer", "real")
    return isinstance(found, m.OpenChoice | m.CompactArray)


def check_refers(context: Context) -> None:
    """References name classes that exist and members that fit."""
    for place in context.places:
        refers = place.facts.refers
        if refers is None:
            continue
        if refers.to == "class":
            _classes(context, place, refers)
        else:
            _members(context, place, refers)


def _classes(context: Context, place: Place, refers: m.Refers) -> None:
    for class_id in refers.classes:
        if class_id not in context.class_ids and not context.misnamed:
            context.report.error(
                place.span,
                "C217",
                f"{place.where} refers to class {class_id}, which does not exist",
            )
    if not context.any_of(place.type, _is_logical_name):
        context.report.error(
            place.span,
            "C216",
            f"{place.where} refers to a class: "
            "expected 'octet-string as logical-name' as its type",
        )


def _is_logical_name(found: Resolved) -> bool:
    return isinstance(found, m.Simple) and found.meaning == "logical-name"


def _members(context: Context, place: Place, refers: m.Refers) -> None:
    if place.type is UNKNOWN:
        return
    if refers.to == "object" and not refers.through:
        if not context.any_of(place.type, _is_logical_name):
            context.report.error(
                place.span,
                "C216",
                f"{place.where} refers to an object: expected 'octet-string as "
                "logical-name' or a structure as its type",
            )
        return
    structure = context.elements(place.type)
    if not isinstance(structure, m.Structure):
        context.report.error(
            place.span,
            "C216",
            f"{place.where} refers through members: expected a structure as its type",
        )
        return
    fields = {field.name: field for field in structure.fields}
    for name in refers.through:
        if name not in fields:
            context.report.error(
                place.span,
                "C216",
                f"'{structure.id.name}' has no member '{name}' to refer through",
                did_you_mean(name, fields),
            )
            return
    kinds = [_kind(context, fields[name].type) for name in refers.through]
    ways = _ways(REFERENCES[refers.to], len(kinds))
    if not ways:
        wanted = ", ".join(r.name for r in REFERENCES[refers.to] if not r.optional)
        context.report.error(
            place.span,
            "C216",
            f"{place.where} refers to {refers.to}: expected the members ({wanted}), "
            f"found ({', '.join(refers.through)})",
        )
        return
    misfits = min((_misfits(way, kinds) for way in ways), key=len)
    for at, role in misfits:
        name = refers.through[at]
        context.report.error(
            fields[name].span,
            "C216",
            f"'{name}' is the {role.name} of a reference: "
            f"expected {listed(role.types)}, found {kinds[at]}",
        )


def _ways(roles: Sequence[Role], count: int) -> list[list[Role]]:
    """How so many members may take the roles: in order, optional ones left out."""
    optional = [role for role in roles if role.optional]
    return [
        [role for role in roles if role not in left_out]
        for left_out in combinations(optional, max(len(roles) - count, 0))
        if len(roles) - len(left_out) == count
    ]


def _misfits(
    roles: Sequence[Role], kinds: Sequence[str | None]
) -> list[tuple[int, Role]]:
    return [
        (at, role)
        for at, (role, kind) in enumerate(zip(roles, kinds, strict=True))
        if kind is not None and kind not in role.types
    ]


def _kind(context: Context, expression: m.TypeExpression) -> str | None:
    """`logical-name` or the common data type; None where it is not known."""
    if expression is UNKNOWN:
        return None
    found = context.resolve(expression)
    if isinstance(found, m.Simple):
        return found.name if found.meaning is None else found.meaning
    return getattr(found, "base", type(found).__name__.lower())
