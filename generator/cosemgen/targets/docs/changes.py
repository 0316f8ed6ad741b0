"""What a class version changes against its origin, for people to read."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...model import Attribute, Change, ClassVersion, Method
from .expressions import type_cell
from .markup import code
from .site import Site

_VERBS = {"add": "Added", "change": "Changed", "remove": "Removed"}
_PARTS = {"field": "member", "value": "value"}


def changes(
    site: Site, version: ClassVersion, before: ClassVersion | None
) -> list[str]:
    """One line for each change.

    Where the spec writes the version out, differences in number, name or type are
    found here.
    """
    if version.origin is not None:
        return [_told(site, change, version, before) for change in version.changes]
    if before is None:
        return []
    return [
        *_found(site, "attribute", before.attributes, version.attributes),
        *_found(site, "method", before.methods, version.methods),
    ]


def _told(
    site: Site, change: Change, version: ClassVersion, before: ClassVersion | None
) -> str:
    verb = _VERBS[change.verb]
    whole, _, part = change.name.partition(".")
    if part:
        kind = _PARTS.get(change.kind, change.kind)
        return f"{verb} {kind} {code(part)} of {code(whole)}"
    if change.kind == "short-names":
        return "Changed the short names of the methods"
    number = "" if change.number is None else f" {change.number}"
    line = f"{verb} {change.kind}{number} {code(change.name)}"
    if change.kind == "attribute" and change.number is not None and before is not None:
        return line + _types(
            site,
            _by_number(before.attributes, change.number),
            _by_number(version.attributes, change.number),
        )
    return line


def _types(site: Site, old: Attribute | None, new: Attribute | None) -> str:
    if old is None or new is None:
        return ""
    renamed = "" if old.name == new.name else f", until then {code(old.name)}"
    return renamed + _type_change(type_cell(site, old.type), type_cell(site, new.type))


def _type_change(before: str, after: str) -> str:
    if before == after:
        return ""
    if _shown(before) == _shown(after):
        # Both versions call it the same, but define it anew.
        return f": another {after}, until then {before}"
    return f": {before} → {after}"


def _shown(markup: str) -> str:
    """Markup without the labels that its links lead to."""
    return re.sub(r"\]\(#[^)]*\)", "]", markup)


def _by_number(attributes: Iterable[Attribute], number: int) -> Attribute | None:
    return next((each for each in attributes if each.number == number), None)


def _found(
    site: Site,
    kind: str,
    old: Iterable[Attribute | Method],
    new: Iterable[Attribute | Method],
) -> list[str]:
    lines = []
    before = {each.number: each for each in old}
    after = {each.number: each for each in new}
    for number in sorted({*before, *after}):
        was, now = before.get(number), after.get(number)
        if was is None and now is not None:
            lines.append(f"Added {kind} {number} {code(now.name)}")
        elif was is not None and now is None:
            lines.append(f"Removed {kind} {number} {code(was.name)}")
        elif was is not None and now is not None and _differ(site, was, now):
            types = (
                _types(site, was, now)
                if isinstance(was, Attribute) and isinstance(now, Attribute)
                else ""
            )
            lines.append(f"Changed {kind} {number} {code(now.name)}{types}")
    return lines


def _differ(site: Site, was: Attribute | Method, now: Attribute | Method) -> bool:
    if was.name != now.name:
        return True
    if isinstance(was, Attribute) and isinstance(now, Attribute):
        return (was.type, was.mark) != (now.type, now.mark)
    if isinstance(was, Method) and isinstance(now, Method):
        return (was.parameter, was.returns) != (now.parameter, now.returns)
    return False
