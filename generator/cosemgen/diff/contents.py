"""What of a part meters and programs can notice, and how it is kept as JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, Final

from cosemgen.json_text import Json, Object, stated

from .parts import KINDS, Part, label
from .rules import CERTAINTY, DOCUMENTATION, rule_of

_READ: Final = (CERTAINTY, DOCUMENTATION)
"""Impacts of what people read: how a thing is described, and how sure it is."""
_FREE: Final = "module"
"""A file of another name is no other content."""


def content(part: Part) -> Part:
    """The part without the facts that only people read, as the rules have it."""
    facts = {
        name: _noticed(part.kind, value)
        for name, value in part.facts.items()
        if _is_noticed(part.kind, name)
    }
    return replace(part, facts=facts, parts=tuple(map(content, part.parts)))


def _noticed(kind: str, value: Json) -> Json:
    """The same of what a fact lists, as the rules of a version."""
    if not isinstance(value, list):
        return value
    return [
        (
            {name: fact for name, fact in each.items() if _is_noticed(kind, name)}
            if isinstance(each, dict)
            else each
        )
        for each in value
    ]


def _is_noticed(kind: str, fact: str) -> bool:
    rule = rule_of(kind, fact)
    return fact != _FREE and (rule is None or rule.impact not in _READ)


def to_json(part: Part) -> Object:
    """All of a part but its place."""
    return stated(
        kind=part.kind,
        key=json.loads(part.key),
        name=part.name,
        facts=dict(part.facts),
        parts=[to_json(each) for each in part.parts],
        types=list(part.types),
    )


def of_json(found: Any) -> Part:
    """A part of what `to_json` has made. Raises ValueError for anything else."""
    try:
        kind = KINDS[found["kind"]]
        key, name, facts = found["key"], found.get("name", ""), found.get("facts", {})
        known = zip(kind.key, key, strict=True)
        members = {
            **facts,
            **{k: v for k, v in known if v is not None},
            kind.name: name,
        }
        return Part(
            found["kind"],
            json.dumps(key, sort_keys=True),
            name,
            facts,
            tuple(map(of_json, found.get("parts", ()))),
            label(found["kind"], kind, members),
            tuple(found.get("types", ())),
        )
    except (AttributeError, LookupError, RecursionError, TypeError) as error:
        raise ValueError(f"expected a part: {error}") from None
