"""Differences inside named types: fields of a structure, values of an enumeration, bits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal, TypeAlias, TypeVar

from ..diagnostics.report import Report
from ..model import Change
from ..syntax import tree
from ..words import did_you_mean

Verb: TypeAlias = Literal["add", "change", "remove"]
AnyNode = TypeVar("AnyNode", bound=tree.Node)


def redocument(node: AnyNode, doc: str) -> AnyNode:
    """The same node with this documentation."""
    return node if node.doc == doc else replace(node, doc=doc)


def change_structure(
    node: tree.Structure, change: tree.StructureChange, doc: str, report: Report
) -> tuple[tree.Structure, list[Change]]:
    """The structure with fields added, changed and removed, and the record of it."""
    fields = list(node.fields)
    changes: list[Change] = []

    def place(name: tree.Name) -> int | None:
        for index, member in enumerate(fields):
            if member.name == name:
                return index
        report.error(
            name.span,
            "C205",
            f"'{node.name}' has no field '{name}'",
            did_you_mean(name, [member.name for member in fields]),
        )
        return None

    verb: Verb
    for part in change.changes:
        if isinstance(part, tree.RemoveField):
            at = place(part.name)
            if at is not None:
                del fields[at]
            verb, name = "remove", part.name
        elif isinstance(part, tree.ChangeField):
            name = part.field.name
            at = place(name)
            if at is not None:
                doc_ = part.field.doc or part.doc or fields[at].doc
                fields[at] = redocument(part.field, doc_)
            verb = "change"
        else:
            name = part.field.name
            after = len(fields) - 1 if part.after is None else place(part.after)
            added = redocument(part.field, part.field.doc or part.doc)
            fields.insert(len(fields) if after is None else after + 1, added)
            verb = "add"
        changes.append(Change(verb, "field", f"{node.name}.{name}"))
    changed = replace(node, span=change.span, fields=tuple(fields))
    return redocument(changed, doc or node.doc), changes


def change_enumeration(
    node: tree.Enumeration, change: tree.EnumerationChange, doc: str, report: Report
) -> tuple[tree.Enumeration, list[Change]]:
    """The enumeration or bits with values added, changed and removed, and the record of it."""
    members = {_first(member): member for member in node.members}
    what = f"'{node.name}' has no value"
    changes: list[Change] = []
    verb: Verb
    member: tree.Member | tree.MemberSpan | None
    for part in change.changes:
        if isinstance(part, tree.RemoveMember):
            value = int(part.value)
            known = members.pop(value, None)
            if known is None:
                report_absent("C205", what, part.value, members, report)
            verb, member = "remove", known
        elif isinstance(part, tree.ChangeMember):
            value = _first(part.member)
            known = members.get(value)
            if known is None:
                report_absent("C205", what, _number(part.member), members, report)
            kept = known.doc if known is not None else ""
            member = redocument(part.member, part.member.doc or part.doc or kept)
            members[value] = member
            verb = "change"
        else:
            value = _first(part.member)
            known = members.get(value)
            if isinstance(known, tree.Member):
                report.error(
                    _number(part.member).span,
                    "C406",
                    f"value {value} of '{node.name}' is already '{known.name}'",
                    f"write 'change {value}'",
                )
            member = redocument(part.member, part.member.doc or part.doc)
            members = _make_room(members, member)
            members[value] = member
            verb = "add"
        label = member.name if isinstance(member, tree.Member) else str(value)
        changes.append(Change(verb, "value", f"{node.name}.{label}", value))
    ordered = tuple(members[value] for value in sorted(members))
    changed = replace(node, span=change.span, members=ordered)
    return redocument(changed, doc or node.doc), changes


def _make_room(
    members: dict[int, tree.Member | tree.MemberSpan],
    new: tree.Member | tree.MemberSpan,
) -> dict[int, tree.Member | tree.MemberSpan]:
    """Takes values that get a name out of the reserved span that they are in."""
    if isinstance(new, tree.MemberSpan):
        return members
    value = int(new.value)
    room: dict[int, tree.Member | tree.MemberSpan] = {}
    for first, member in members.items():
        if (
            isinstance(member, tree.MemberSpan)
            and member.kind in ("reserved", "unused")
            and member.first <= value <= member.last
        ):
            if member.first < value:
                room[first] = replace(member, last=_beside(member.last, value - 1))
            if value < member.last:
                room[value + 1] = replace(
                    member, first=_beside(member.first, value + 1)
                )
        else:
            room[first] = member
    return room


def _beside(number: tree.Number, value: int) -> tree.Number:
    return tree.Number(value, number.span, number.hexadecimal)


def _number(member: tree.Member | tree.MemberSpan) -> tree.Number:
    return member.value if isinstance(member, tree.Member) else member.first


def _first(member: tree.Member | tree.MemberSpan) -> int:
    return int(_number(member))


def report_absent(
    code: str, what: str, number: tree.Number, present: Iterable[int], report: Report
) -> None:
    """Report that nothing has a number; `what` is as in `X has no attribute`."""
    known = ", ".join(map(str, sorted(present)))
    report.error(
        number.span, code, f"{what} {number:d}: expected one of {known or 'none'}"
    )
