"""What a class version changes against its origin, for people to read."""

from __future__ import annotations

from typing import Final

from ...diff import Finding, version_differences
from ...diff.comparing import GONE, NAME, NEW
from ...diff.rules import API, DOCUMENTATION, OBIS, WIRE
from ...model import ClassVersion
from .markup import code, text
from .site import Site

_WHOLE: Final = {GONE: "Removed", NEW: "Added"}
_OF_VERSION: Final = (WIRE, API, OBIS)
"""What is told of the version itself; its name, how sure it is, and since when, stands above the list."""


def changes(site: Site, before: ClassVersion, version: ClassVersion) -> list[str]:
    """One line for each part that is otherwise: what was there, and what is there now."""
    parts: dict[tuple[str, ...], list[Finding]] = {}
    for each in version_differences(site.model, before, version):
        if _is_told(each):
            # What an attribute has inside is told with it.
            inside = each.where[:1] if _is_numbered(each.where) else each.where
            parts.setdefault(inside, []).append(each)
    return [_told(where, found) for where, found in parts.items()]


def _is_numbered(where: tuple[str, ...]) -> bool:
    return bool(where) and where[0].startswith("attribute ")


def _is_told(found: Finding) -> bool:
    if not found.where:
        return found.impact in _OF_VERSION and found.what != NAME
    # The label of a value is what it means; all else that people read stands in the tables.
    return found.impact != DOCUMENTATION or found.what == "label"


def _told(where: tuple[str, ...], found: list[Finding]) -> str:
    """``Changed attribute 2 `total`, until then `count`: unit: none → second``."""
    own = [each for each in found if each.where == where]
    verb = _WHOLE.get(own[0].what, "Changed") if own else "Changed"
    names = [f", until then {code(each.old)}" for each in own if each.what == NAME]
    facts = [
        text(": ".join((*each.where[len(where) :], each.message)))
        for each in found
        if each not in own or each.what not in (*_WHOLE, NAME)
    ]
    told = f": {'; '.join(facts)}" if facts else ""
    return f"{verb} {_part(where)}{''.join(names)}{told}"


def _part(where: tuple[str, ...]) -> str:
    """``value 1 `off` of `state` ``; the version itself where there is nothing."""
    if not where:
        return "the version"
    labels = [label.rpartition(" ") for label in where]
    kind, _, name = labels.pop()
    outer = "".join(f" of {code(each[2])}" for each in reversed(labels))
    return f"{kind} {code(name)}{outer}"
