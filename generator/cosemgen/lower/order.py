"""Types in the order in which they depend on one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from ..diagnostics.report import Report
from ..model import Alias, NamedType, Reference, TypeExpression, TypeId
from ..model.walk import dependencies, inside, made_of
from ..words import around
from .expressions import UNKNOWN

MOST_LEVELS: Final = 30
"""Arrays and CHOICEs inside one another that an alias may stand for."""
MOST_TYPES: Final = 300
"""Types that an alias may stand for once the aliases inside it are written out."""
MOST_INSIDE: Final = 60
"""Types, arrays and CHOICEs inside one another that a type may have: no decoder reads much deeper values."""


def in_order(
    types: Mapping[TypeId, NamedType], report: Report
) -> dict[TypeId, NamedType]:
    """The same types, each after those inside it.

    A type inside itself is reported, and the one that closes the circle stands for any value from then on, so that
    whoever walks types comes to an end. So does an alias that would be too large if it were written out: each level
    of a few letters can double it. So does a type with too many inside one another.
    """
    ordered: dict[TypeId, NamedType] = {}
    extents: dict[TypeId, _Extent] = {}
    levels: dict[TypeId, int] = {}
    for start in types:
        if start in ordered:
            continue
        path: dict[TypeId, Iterator[TypeId]] = {start: dependencies(types[start])}
        closing: set[TypeId] = set()
        while path:
            current = next(reversed(path))
            for inner in path[current]:
                if inner in path:
                    _report_cycle(types, list(path), inner, report)
                    closing.add(current)
                elif inner in types and inner not in ordered:
                    path[inner] = dependencies(types[inner])
                    break
            else:
                definition = types[current]
                if current in closing:
                    definition = Alias(current, UNKNOWN, span=definition.span)
                elif isinstance(definition, Alias):
                    extent = _extent(definition.type, extents)
                    if extent.levels > MOST_LEVELS or extent.types > MOST_TYPES:
                        _report_extent(definition, extent, report)
                        definition = Alias(current, UNKNOWN, span=definition.span)
                        extent = _TOO_LARGE
                    extents[current] = extent
                deep = 1 + max(
                    (_levels(each, levels) for each in made_of(definition)), default=0
                )
                if deep > MOST_INSIDE:
                    # Those around it are too deep for that reason alone, those of a circle for another one.
                    if deep <= 2 * MOST_INSIDE and not closing:
                        _report_levels(definition, report)
                    definition = Alias(current, UNKNOWN, span=definition.span)
                    deep = 3 * MOST_INSIDE
                levels[current] = deep
                ordered[current] = definition
                del path[current]
    return ordered


class _Extent(NamedTuple):
    """How much an expression is once its aliases are written out."""

    levels: int
    types: int


_ONE: Final = _Extent(0, 1)
_TOO_LARGE: Final = _Extent(MOST_LEVELS + 1, MOST_TYPES + 1)
"""Of an alias that was reported, and of those around it, which are so for that reason alone."""


def _extent(expression: TypeExpression, aliases: Mapping[TypeId, _Extent]) -> _Extent:
    if isinstance(expression, Reference):
        return aliases.get(expression.target, _ONE)
    inner = [_extent(each, aliases) for each in inside(expression)]
    if not inner:
        return _ONE
    if _TOO_LARGE in inner:
        return _TOO_LARGE
    levels, types = zip(*inner, strict=True)
    return _Extent(1 + max(levels), 1 + sum(types))


def _levels(expression: TypeExpression, levels: Mapping[TypeId, int]) -> int:
    if isinstance(expression, Reference):
        return levels.get(expression.target, 0)
    inner = [_levels(each, levels) for each in inside(expression)]
    return 1 + max(inner) if inner else 0


def _report_levels(named: NamedType, report: Report) -> None:
    report.error(
        named.span,
        "C228",
        f"type '{named.id.name}' has more than {MOST_INSIDE} types, arrays and CHOICEs inside "
        "one another",
    )


def _report_extent(named: Alias, extent: _Extent, report: Report) -> None:
    if extent is not _TOO_LARGE:
        report.error(
            named.span,
            "C226",
            f"type '{named.id.name}' written out is {extent.types} types on {extent.levels} "
            f"levels: expected at most {MOST_TYPES} types and {MOST_LEVELS} levels",
            "a structure has a name of its own and is not written out",
        )


def _report_cycle(
    types: Mapping[TypeId, NamedType], path: list[TypeId], again: TypeId, report: Report
) -> None:
    cycle = path[path.index(again) :]
    first = min(cycle, key=lambda t: types[t].span)
    at = cycle.index(first)
    names = [t.name for t in cycle[at:] + cycle[:at] + [first]]
    way = around(names, " -> ")
    report.error(
        types[first].span,
        "C204",
        f"type '{first.name}' contains itself: {way}",
    )


def sort_ids(
    ids: Iterable[TypeId], ordered: Mapping[TypeId, int]
) -> tuple[TypeId, ...]:
    """Type ids by their place in the order."""
    return tuple(sorted(set(ids), key=lambda t: ordered.get(t, -1)))
