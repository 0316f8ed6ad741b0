"""Named types: structures, enumerations, bits, aliases and the table of units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from ..diagnostics.report import Report
from ..model import (
    Alias,
    Bits,
    Enumeration,
    Enumerator,
    Facts,
    Field,
    NamedType,
    Refers,
    Structure,
    TypeId,
    UnitRow,
    UnitTable,
    ValueSpan,
)
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


def lower_definition(
    node: FileType,
    type_id: TypeId,
    environment: Environment,
    home: FileScope,
    report: Report,
    homes: Mapping[str, FileScope] = MappingProxyType({}),
) -> NamedType:
    """The model's named type for a definition written in the file `home`.

    `homes` gives another file for fields that a difference wrote there.
    """
    if isinstance(node, tree.Units):
        return _units(node, type_id, report)
    if isinstance(node, tree.Enumeration):
        return _enumeration(node, type_id, report)
    if isinstance(node, tree.Alias):
        return Alias(
            type_id,
            lower_type(node.type, environment, home, report, f"'{node.name}'"),
            node.doc,
            lower_clauses(node.clauses, "type", report).facts,
            node.name.span,
        )
    fields = tuple(
        _field(member, node, environment, homes.get(member.name, home), report)
        for member in node.fields
    )
    facts = _with_members(
        lower_clauses(node.clauses, "structure", report).facts, fields
    )
    return Structure(
        type_id,
        _with_roles(fields, facts.refers),
        _structure_meaning(node, report),
        node.doc,
        facts,
        node.name.span,
    )


def _field(
    node: tree.Field,
    owner: tree.Structure,
    environment: Environment,
    home: FileScope,
    report: Report,
) -> Field:
    where = f"{owner.name}.{node.name}"
    lowered = lower_type(node.type, environment, home, report, where)
    clauses = lower_clauses(node.clauses, "field", report)
    return Field(
        str(node.name),
        lowered,
        node.doc,
        clauses.default,
        clauses.facts,
        node.name.span,
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


def _with_members(facts: Facts, fields: Iterable[Field]) -> Facts:
    """`refers to object` without members means the members that have the usual names."""
    refers = facts.refers
    if refers is None or refers.to == "class" or refers.through:
        return facts
    names = {field.name for field in fields}
    roles = REFERENCES[refers.to]
    through = tuple(r.name for r in roles if r.name in names or not r.optional)
    return Facts(
        facts.unit,
        facts.secret,
        facts.read_only,
        Refers(refers.to, through=through),
        facts.rules,
        facts.notes,
        facts.unconfirmed,
        facts.unofficial,
    )


def _with_roles(fields: tuple[Field, ...], refers: Refers | None) -> tuple[Field, ...]:
    """What the members of a reference stand for needs no saying in the spec."""
    if refers is None:
        return fields
    return tuple(
        (
            replace(field, doc=_ROLES[field.name])
            if not field.doc and field.name in _ROLES and field.name in refers.through
            else field
        )
        for field in fields
    )


# ---------------------------------------------------------------- enumerations and bits


def _enumeration(
    node: tree.Enumeration, type_id: TypeId, report: Report
) -> Enumeration | Bits:
    members, spans = lower_members(node.members, report)
    if node.bits:
        base, width = _bits_base(node, report)
        return Bits(
            type_id,
            base,
            width,
            members,
            spans,
            node.doc,
            lower_clauses(node.clauses, "bits", report).facts,
            node.name.span,
        )
    return Enumeration(
        type_id,
        _enumeration_base(node, report),
        members,
        spans,
        node.doc,
        lower_clauses(node.clauses, "enumeration", report).facts,
        node.name.span,
    )


def _enumeration_base(node: tree.Enumeration, report: Report) -> str:
    if node.size is not None:
        report.error(
            node.name.span, "C219", f"enumeration '{node.name}' cannot have a size"
        )
    if node.base is None:
        return "enum"
    simple = SIMPLE_TYPES.get(node.base)
    if simple is not None and simple.kind == "integer":
        return simple.name
    integers = [s.name for s in SIMPLE_TYPES.values() if s.kind == "integer"]
    report.error(
        node.base.span,
        "C219",
        f"an enumeration stands on an integer type or enum, found '{node.base}'",
        did_you_mean(node.base, integers),
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
        known = [s.name for s in SIMPLE_TYPES.values() if s.kind == "integer"]
        report.error(
            base.span,
            "C219",
            f"bits stand on a bit-string, an integer type or enum, found '{base}'",
            did_you_mean(base, [*known, "bit-string"]),
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
) -> tuple[tuple[Enumerator, ...], tuple[ValueSpan, ...]]:
    """Named values and spans of values, each in ascending order."""
    members: list[Enumerator] = []
    spans: list[ValueSpan] = []
    for node in nodes:
        if isinstance(node, tree.MemberSpan):
            spans.append(lower_span(node, report))
        else:
            facts = lower_clauses(node.clauses, "value", report).facts
            members.append(
                Enumerator(
                    int(node.value),
                    str(node.name),
                    _description(node),
                    facts,
                    node.value.span,
                )
            )
    members.sort(key=lambda member: member.value)
    spans.sort(key=lambda span: span.first)
    return tuple(members), tuple(spans)


def lower_span(node: tree.MemberSpan, report: Report) -> ValueSpan:
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
    return ValueSpan(first, last, str(node.kind), label, node.first.span)


def _description(node: tree.Member | tree.MemberSpan) -> str:
    """The quoted description, and documentation lines after it."""
    return ": ".join(filter(None, (node.label and str(node.label), node.doc)))


# ---------------------------------------------------------------- units


def _units(node: tree.Units, type_id: TypeId, report: Report) -> UnitTable:
    rows: list[UnitRow] = []
    spans: list[ValueSpan] = []
    for row in node.rows:
        if isinstance(row, tree.MemberSpan):
            spans.append(lower_span(row, report))
            continue
        rows.append(
            UnitRow(
                int(row.value),
                str(row.name),
                str(row.symbol),
                str(row.quantity),
                "" if row.si is None else str(row.si),
                lower_clauses(row.clauses, "unit", report).facts,
                row.value.span,
            )
        )
    rows.sort(key=lambda row: row.value)
    spans.sort(key=lambda span: span.first)
    return UnitTable(type_id, tuple(rows), tuple(spans), node.doc, node.name.span)


def kind_of(node: FileType) -> str:
    """The word that the definition begins with."""
    if isinstance(node, tree.Units):
        return "units"
    if isinstance(node, tree.Structure):
        return "structure"
    if isinstance(node, tree.Alias):
        return "type"
    return "bits" if node.bits else "enumeration"
