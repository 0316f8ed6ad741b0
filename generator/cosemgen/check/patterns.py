"""Patterns of objects: two that are equally specific do not match the same code of the same class.

The smaller pattern wins, so that only patterns of one size can be in doubt.  Codes of a group are bit masks, which
makes a comparison six ANDs; patterns of one size are compared by their codes of C.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from ..model import Codes, ObisObject
from .context import Context


class _Pattern(NamedTuple):
    item: ObisObject
    masks: tuple[int, ...]
    classes: frozenset[int]
    """None listed: any class."""
    own: bool


def check_overlaps(context: Context) -> None:
    by_size: defaultdict[int, list[_Pattern]] = defaultdict(list)
    own_package = context.model.package.name
    for model in (*context.foundations, context.model):
        for item in model.objects:
            by_size[item.size].append(
                _Pattern(
                    item,
                    tuple(map(_mask, item.match)),
                    frozenset(item.classes),
                    model.package.name == own_package,
                )
            )
    explained: set[int] = set()
    for patterns in by_size.values():
        for first, second in _pairs(patterns):
            _compare(context, first, second, explained)
    for item in context.model.objects:
        if item.overlaps and id(item) not in explained:
            context.report.warning(
                item.span,
                "C517",
                f"'{item.name}' overlaps no other object of its size and class",
                "remove 'overlaps'",
            )


def _compare(
    context: Context, first: _Pattern, second: _Pattern, explained: set[int]
) -> None:
    for mine, theirs in zip(first.masks, second.masks, strict=True):
        if not mine & theirs:
            return
    if first.classes and second.classes and not first.classes & second.classes:
        return
    if first.item.overlaps or second.item.overlaps:
        explained.update((id(first.item), id(second.item)))
        return
    code = ".".join(
        str(_lowest(mine & theirs))
        for mine, theirs in zip(first.masks, second.masks, strict=True)
    )
    if not second.own:
        first, second = second, first
    place = first.item.span
    context.report.error(
        second.item.span,
        "C508",
        f"'{second.item.name}' overlaps '{first.item.name}' "
        f"({place.file}:{place.line}), at {code} for one",
        "say 'overlaps \"why\"', or tell them apart by codes or classes",
    )


def _pairs(patterns: list[_Pattern]) -> Iterator[tuple[_Pattern, _Pattern]]:
    """Pairs that may share a code of C: those of one fixed code, and wide ones with all."""
    fixed: defaultdict[int, list[_Pattern]] = defaultdict(list)
    wide: list[_Pattern] = []
    for pattern in patterns:
        mask = pattern.masks[2]
        others = wide if mask & (mask - 1) else fixed[mask]
        if others is wide:
            rivals = [p for group in fixed.values() for p in group]
        else:
            rivals = list(others)
        for rival in (*rivals, *wide):
            if pattern.own or rival.own:
                yield rival, pattern
        others.append(pattern)


def _mask(codes: Codes) -> int:
    mask = 0
    for first, last in codes:
        mask |= (1 << last + 1) - (1 << first)
    return mask


def _lowest(mask: int) -> int:
    return (mask & -mask).bit_length() - 1
