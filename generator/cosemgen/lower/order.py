"""Types in the order in which they depend on one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..diagnostics.report import Report
from ..model import (
    Alias,
    Array,
    Choice,
    CompactArray,
    NamedType,
    Reference,
    Structure,
    TypeExpression,
    TypeId,
)
from .expressions import UNKNOWN


def targets(expression: TypeExpression | None) -> Iterator[TypeId]:
    """The named types that an expression refers to."""
    if isinstance(expression, Reference):
        yield expression.target
    elif isinstance(expression, Array | CompactArray):
        yield from targets(expression.element)
    elif isinstance(expression, Choice):
        for alternative in expression.alternatives:
            yield from targets(alternative)


def dependencies(named: NamedType) -> Iterator[TypeId]:
    """The named types directly inside a definition."""
    if isinstance(named, Structure):
        for field in named.fields:
            yield from targets(field.type)
    elif isinstance(named, Alias):
        yield from targets(named.type)


def in_order(
    types: Mapping[TypeId, NamedType], report: Report
) -> dict[TypeId, NamedType]:
    """The same types, each after those inside it.

    A type inside itself is reported, and the one that closes the circle stands for any value from then on, so that
    whoever walks types comes to an end.
    """
    ordered: dict[TypeId, NamedType] = {}
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
                ordered[current] = definition
                del path[current]
    return ordered


def _report_cycle(
    types: Mapping[TypeId, NamedType], path: list[TypeId], again: TypeId, report: Report
) -> None:
    cycle = path[path.index(again) :]
    first = min(cycle, key=lambda t: types[t].span)
    at = cycle.index(first)
    names = [t.name for t in cycle[at:] + cycle[:at] + [first]]
    way = " -> ".join(names)
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
