"""What a class version changes against its origin, for people to read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...model import Bits, Change, ClassVersion, Enumeration, NamedType, Structure
from .expressions import type_cell
from .markup import code, prose
from .members import MemberRow, Members, MemberTable
from .site import Site

_VERBS = {"add": "Added", "change": "Changed", "remove": "Removed"}
_PARTS = {"field": "member", "value": "value"}
_NONE = "none"


def changes(site: Site, before: Members | None, after: Members) -> list[str]:
    """One line for each change: what was there, and what is there now.

    Where the spec writes the version out, the differences are found here.
    """
    version = after.version
    if before is None:
        return [_told(change, "") for change in version.changes]
    tables = [*zip(before.tables, after.tables, strict=True)]
    if version.origin is None:
        return [line for was, now in tables for line in _found(was, now)]
    differences = {
        (now.kind, row.number): _difference(was.row(row.number), row)
        for was, now in tables
        for row in now.rows
    }
    return [
        _told(
            change,
            differences.get((change.kind, change.number or 0), "")
            or _part_difference(site, change, before.version, version),
        )
        for change in version.changes
    ]


def _told(change: Change, difference: str) -> str:
    verb = _VERBS[change.verb]
    whole, _, part = change.name.partition(".")
    if part:
        kind = _PARTS.get(change.kind, change.kind)
        return f"{verb} {kind} {code(part)} of {code(whole)}{difference}"
    if change.kind == "short-names":
        return "Changed the short names of the methods"
    number = "" if change.number is None else f" {change.number}"
    return f"{verb} {change.kind}{number} {code(change.name)}{difference}"


def _part_difference(
    site: Site, change: Change, before: ClassVersion, version: ClassVersion
) -> str:
    """The same of a member or value inside of a type."""
    whole, _, part = change.name.partition(".")
    match _type(site, before, whole), _type(site, version, whole):
        case Structure(fields=olds), Structure(fields=news):
            types = {old.name: type_cell(site, old.type) for old in olds}
            for new in news:
                if new.name == part and part in types:
                    told = _cell_change(types[part], type_cell(site, new.type))
                    return f": {told}" if told else ""
        case (Enumeration() | Bits()) as was, (Enumeration() | Bits()) as now:
            values = {member.value: member for member in was.members}
            for member in now.members:
                if member.name == part and (old_ := values.get(member.value)):
                    told = _cell_change(prose(old_.label), prose(member.label))
                    return _until(old_.name, part) + (f": {told}" if told else "")
    return ""


def _type(site: Site, version: ClassVersion, name: str) -> NamedType | None:
    found = [target for target in version.types if target.name == name]
    return site.model.type(found[0]) if found else None


def _found(was: MemberTable, now: MemberTable) -> Iterator[str]:
    for number in sorted({row.number for row in (*was.rows, *now.rows)}):
        old, new = was.row(number), now.row(number)
        if old is None and new is not None:
            yield f"Added {now.kind} {number} {code(new.name)}"
        elif old is not None and new is None:
            yield f"Removed {now.kind} {number} {code(old.name)}"
        elif new is not None and (told := _difference(old, new)):
            yield f"Changed {now.kind} {number} {code(new.name)}{told}"


def _difference(was: MemberRow | None, now: MemberRow) -> str:
    """`: unsigned → long-unsigned`, or nothing where the table says the same."""
    if was is None:
        return ""
    told = [
        # The type needs no name.
        change if column in _MAIN else f"{column} {change}"
        for column, new in now.cells.items()
        # The name of the member has been told.
        if column not in _NAME and (change := _cell_change(was.cells[column], new))
    ]
    return _until(was.name, now.name) + (f": {'; '.join(told)}" if told else "")


_NAME = ("Attribute", "Method")
_MAIN = ("Data type", "Parameter")


def _until(was: str, now: str) -> str:
    return "" if was == now else f", until then {code(was)}"


def _cell_change(before: str, after: str) -> str:
    if before == after:
        return ""
    if _shown(before) == _shown(after):
        # Both versions call it the same, but define it anew.
        return f"another {after}, until then {before}"
    return f"{before or _NONE} → {after or _NONE}"


def _shown(markup: str) -> str:
    """Markup without the labels that its links lead to."""
    return re.sub(r"\]\(#[^)]*\)", "]", markup)
