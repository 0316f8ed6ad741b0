"""OBIS codes as JSON; every set of codes is a list of `[first, last]`."""

from __future__ import annotations

from collections.abc import Sequence

from cosemgen.model import Code, Codes, Group, Medium, Model, ObisObject, Selection

from .parts import Json, Object, stated


def obis(model: Model) -> Object:
    """Value groups, media and objects of a package."""
    return {
        "groups": _groups(model.groups),
        "selections": _selections(model.selections),
        "media": [_medium(each) for each in model.media],
        "objects": [_object(each) for each in model.objects],
    }


def _codes(found: Codes) -> list[Json]:
    return [[first, last] for first, last in found]


def _groups(found: Sequence[Group]) -> list[Json]:
    return [
        {
            "letter": each.letter,
            **stated(name=each.name, description=each.doc),
            "codes": [_code(code) for code in each.codes],
        }
        for each in found
    ]


def _code(found: Code) -> Object:
    return {
        "codes": _codes(found.codes),
        **stated(
            meaning=found.meaning,
            kind=found.kind,
            integral=found.integral,
            integral_meaning=found.integral_meaning,
            integral_unit=found.integral_unit,
            units=list(found.units),
            dimensionless=found.dimensionless,
            note=found.note,
            unconfirmed=found.unconfirmed,
            description=found.doc,
        ),
    }


def _selections(found: Sequence[Selection]) -> list[Json]:
    return [
        {
            "letter": each.letter,
            "table": each.table,
            "where": {
                condition.letter: _codes(condition.codes)
                for condition in each.conditions
            },
        }
        for each in found
    ]


def _medium(found: Medium) -> Object:
    own = found.same_as is None
    return {
        "code": found.code,
        "name": found.name,
        **stated(
            description=found.doc,
            same_as=found.same_as,
            groups=_groups(found.groups) if own else None,
            selections=_selections(found.selections) if own else None,
        ),
    }


def _object(found: ObisObject) -> Object:
    return {
        "pattern": found.pattern,
        "match": [_codes(codes) for codes in found.match],
        "name": found.name,
        **stated(
            kind=found.kind,
            classes=list(found.classes),
            class_versions={str(c): v for c, v in found.class_versions.items()},
            core_classes=list(found.core_classes),
            values=list(found.values),
            units=list(found.units),
            overlaps=found.overlaps,
            description=found.doc,
            clause=found.clause,
            confidence=found.confidence,
            sources=list(found.sources),
            note=found.note,
            unconfirmed=found.unconfirmed,
        ),
    }
