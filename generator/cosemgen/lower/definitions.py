"""Named types: structures, enumerations, bits, aliases and the table of units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from .. import model as m
from ..diagnostics.report import Report
from ..syntax import tree
from ..vocabulary import REFERENCES, SIMPLE_TYPES, STRUCTURE_MEANINGS
from ..words import did_you_mean
from .clauses import lower_clauses
from .expressions import lower_type
from .scope import Environment, FileScope, FileType

_ROLES: Final = {
    "class_id": "Class of the object.",
    "logical_name": "Logical name of the object.",
}
"""Descriptions of members that make a reference, where the spec gives none."""

_INTEGERS: Final = [
    each.name for each in SIMPLE_TYPES.values() if each.kind == "integer"
]


def lower_definition(
    node: FileType,
    type_id: m.TypeId,
    environment: Environment,
    home: FileScope,
    report: Report,
    homes: Mapping[str, FileScope] = MappingProxyType({}),
) -> m.NamedType:
    """The model's named type for a definition written in the file `home`.

    `homes` gives another file for fields that a difference wrote there.
    """
    if isinstance(node, tree.Units):
        return _units(node, type_id, report)
    if isinstance(node, tree.Enumeration):
        return _enumeration(node, type_id, report)
    if isinstance(node, tree.Alias):
        return m.Alias(
            id=type_id,
            type=lower_type(node.type, environment, home, report, f"'{node.name}'"),
            doc=node.doc,
            facts=lower_clauses(node.clauses, "type", report).facts,
            span=node.name.span,
        )
    fields = tuple(
        _field(member, node, environment, homes.get(member.name, home), report)
        for member in node.fields
    )
    facts = lower_clauses(node.clauses, "structure", report).facts
    facts = _with_members(facts, fields)
    return m.Structure(
        id=type_id,
        fields=_with_roles(fields, facts.refers),
        meaning=_structure_meaning(node, report),
        doc=node.doc,
        facts=facts,
        span=node.name.span,
    )


def _field(
    node: tree.Field,
    owner: tree.Structure,
    environment: Environment,
    home: FileScope,
    report: Report,
) -> m.Field:
    where = f"{owner.name}.{node.name}"
    line = lower_clauses(node.clauses, "field", report)
    return m.Field(
        name=str(node.name),
        type=lower_type(node.type, environment, home, report, where),
        doc=node.doc,
        default=line.default,
        facts=line.facts,
        span=node.name.span,
    )


def _structure_meaning(node: tree.Structure, report: Report) -> str | None:
    if node.meaning is None:
        return None
    if node.meaning in STRUCTURE_MEANINGS:
        return str(node.meaning)
    report.error(
        node.meaning.span,
        "C210",
        f"unknown meaning '{node.meaning}' of a structure",
        did_you_mean(node.meaning, STRUCTURE_MEANINGS),
    )
    return None


def _with_members(facts: m.Facts, fields: Iterable[m.Field]) -> m.Facts:
    """`refers to object` without members means the members that have the usual names."""
    refers = facts.refers
    if refers is None or refers.to == "class" or refers.through:
        return facts
    names = {field.name for field in fields}
    roles = REFERENCES[refers.to]
    through = tuple(r.name for r in roles if r.name in names or not r.optional)
    return replace(facts, refers=replace(refers, through=through))


def _with_roles(
    fields: tuple[m.Field, ...], refers: m.Refers | None
) -> tuple[m.Field, ...]:
    """What the members of a reference stand for needs no saying in the spec."""
    through = () if refers is None else refers.through
    return tuple(
        (
            replace(field, doc=field.doc or _ROLES.get(field.name, ""))
            if field.name in through
            else field
        )
        for field in fields
    )


# ---------------------------------------------------------------- enumerations and bits


def _enumeration(
    node: tree.Enumeration, type_id: m.TypeId, report: Report
) -> m.Enumeration | m.Bits:
    members, spans = lower_members(node.members, report)
    facts = lower_clauses(node.clauses, node.word, report).facts
    if node.bits:
        base, width = _bits_base(node, report)
        return m.Bits(
            id=type_id,
            base=base,
            width=width,
            members=members,
            spans=spans,
            doc=node.doc,
            facts=facts,
            span=node.name.span,
        )
    return m.Enumeration(
        id=type_id,
        base=_enumeration_base(node, report),
        members=members,
        spans=spans,
        doc=node.doc,
        facts=facts,
        span=node.name.span,
    )


def _enumeration_base(node: tree.Enumeration, report: Report) -> str:
    if node.size is not None:
        report.error(
            node.name.span, "C219", f"enumeration '{node.name}' cannot have a size"
        )
    if node.base is None or node.base in _INTEGERS:
        return str(node.base or "enum")
    report.error(
        node.base.span,
        "C219",
        f"an enumeration stands on an integer type or enum, found '{node.base}'",
        did_you_mean(node.base, _INTEGERS),
    )
    return "enum"


def _bits_base(node: tree.Enumeration, report: Report) -> tuple[str, int | None]:
    base = node.base
    if base is None or base == "bit-string":
        if node.size is None:
            return "bit-string", None
        low, high = node.size
        if low is None or low != high or low < 1:
            report.error(
                node.name.span,
                "C219",
                f"expected a fixed number of bits in '{node.name}'",
                "write [8], or nothing where it is not fixed",
            )
            return "bit-string", None
        return "bit-string", int(low)
    simple = SIMPLE_TYPES.get(base)
    if simple is None or simple.bounds is None or simple.octets is None:
        report.error(
            base.span,
            "C219",
            f"bits stand on a bit-string, an integer type or enum, found '{base}'",
            did_you_mean(base, [*_INTEGERS, "bit-string"]),
        )
        return "bit-string", None
    if node.size is not None:
        report.error(
            base.span,
            "C219",
            f"the size of {base} is fixed ({8 * simple.octets} bits): expected none",
        )
    return simple.name, 8 * simple.octets


def lower_members(
    nodes: Iterable[tree.Member | tree.MemberSpan], report: Report
) -> tuple[tuple[m.Enumerator, ...], tuple[m.ValueSpan, ...]]:
    """Named values and spans of values, each in ascending order."""
    members = [
        m.Enumerator(
            value=int(node.value),
            name=str(node.name),
            label=_description(node),
            facts=lower_clauses(node.clauses, "value", report).facts,
            span=node.value.span,
        )
        for node in nodes
        if isinstance(node, tree.Member)
    ]
    members.sort(key=lambda member: member.value)
    return tuple(members), _spans(nodes, report)


def _spans(nodes: Iterable[tree.Node], report: Report) -> tuple[m.ValueSpan, ...]:
    spans = [_span(node, report) for node in nodes if isinstance(node, tree.MemberSpan)]
    return tuple(sorted(spans, key=lambda span: span.first))


def _span(node: tree.MemberSpan, report: Report) -> m.ValueSpan:
    first, last = int(node.first), int(node.last)
    facts = lower_clauses(node.clauses, "range of values", report).facts
    if first > last:
        report.error(
            node.first.span,
            "C401",
            f"expected the smaller end first, found {first}..{last}",
            f"write {last}..{first}",
        )
        first, last = last, first
    remarks = [_description(node), *facts.notes, facts.unconfirmed or ""]
    label = "; ".join(filter(None, remarks))
    return m.ValueSpan(first, last, str(node.kind), label, node.first.span)


def _description(node: tree.Member | tree.MemberSpan) -> str:
    """The quoted description, and documentation lines after it."""
    return ": ".join(filter(None, (node.label, node.doc)))


# ---------------------------------------------------------------- units


def _units(node: tree.Units, type_id: m.TypeId, report: Report) -> m.UnitTable:
    rows = [
        m.UnitRow(
            value=int(row.value),
            name=str(row.name),
            symbol=str(row.symbol),
            quantity=str(row.quantity),
            si=str(row.si or ""),
            facts=lower_clauses(row.clauses, "unit", report).facts,
            span=row.value.span,
        )
        for row in node.rows
        if isinstance(row, tree.UnitRow)
    ]
    return m.UnitTable(
        id=type_id,
        rows=tuple(sorted(rows, key=lambda row: row.value)),
        spans=_spans(node.rows, report),
        doc=node.doc,
        span=node.name.span,
    )
