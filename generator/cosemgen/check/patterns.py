"""Patterns of objects: two that are equally specific do not match the same code of the same class, and a package does
not give a code that another one has named to another class, unless it says why.

The smaller pattern wins, so that only patterns of one size can be in doubt.  Codes of a group are bit masks, which
makes a comparison six ANDs; patterns of one size are found by what is fixed in them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ..diagnostics.report import Report
from ..model import Codes, ObisObject
from ..notation import name_text
from ..words import listed
from .context import Context


class _Pattern(NamedTuple):
    item: ObisObject
    masks: tuple[int, ...]
    classes: frozenset[int]
    """None listed: any class."""
    own: bool


def check_overlaps(context: Context) -> None:
    context.steps.take(
        "",
        _check_overlaps,
        context.model.objects,
        tuple(model.objects for model in context.foundations),
        report=context.report,
    )


def _check_overlaps(
    own: tuple[ObisObject, ...],
    below: tuple[tuple[ObisObject, ...], ...],
    report: Report,
) -> None:
    by_size: defaultdict[int, list[_Pattern]] = defaultdict(list)
    for objects in (*below, own):
        for item in objects:
            by_size[item.size].append(
                _Pattern(
                    item,
                    tuple(map(_mask, item.match)),
                    frozenset(item.classes),
                    objects is own,
                )
            )
    explained: set[int] = set()
    for patterns in by_size.values():
        for first, second in _pairs(patterns):
            _compare(first, second, explained, report)
    _check_overrides(by_size, explained, report)
    for item in own:
        if item.overlaps and id(item) not in explained:
            report.warning(
                item.span,
                "C517",
                f"{_called(item)} overlaps no other object of its size and class",
                "remove 'overlaps'",
            )


def _compare(
    first: _Pattern, second: _Pattern, explained: set[int], report: Report
) -> None:
    for mine, theirs in zip(first.masks, second.masks, strict=True):
        if not mine & theirs:
            return
    if first.classes and second.classes and not first.classes & second.classes:
        return
    if first.item.overlaps or second.item.overlaps:
        explained.update((id(first.item), id(second.item)))
        return
    if first.item.alternative is not second.item.alternative:
        return  # one of them says that it comes after the other
    code = ".".join(
        str(_lowest(mine & theirs))
        for mine, theirs in zip(first.masks, second.masks, strict=True)
    )
    if not second.own:
        first, second = second, first
    place = first.item.span
    report.error(
        second.item.span,
        "C508",
        f"{_called(second.item)} overlaps {_called(first.item)} "
        f"({place.file}:{place.line}), at {code} for one",
        "say 'overlaps \"why\"' or 'alternative', or tell them apart by codes or classes",
    )


def _check_overrides(
    by_size: Mapping[int, Iterable[_Pattern]],
    explained: set[int],
    report: Report,
) -> None:
    """Codes that a package below names, given to classes of which none is allowed there."""
    named: defaultdict[int, list[_Pattern]] = defaultdict(list)
    own: list[_Pattern] = []
    for pattern in (p for patterns in by_size.values() for p in patterns):
        if not pattern.classes or pattern.item.kind is not None:
            continue
        if pattern.own:
            own.append(pattern)
        else:
            named[_fixed(pattern.masks[2])].append(pattern)
    for mine in own:
        group = _fixed(mine.masks[2])
        rivals = [*named[group], *(named[0] if group else ())]
        covering = [theirs for theirs in rivals if _covers(theirs, mine)]
        if not covering or any(p.classes & mine.classes for p in covering):
            continue
        if mine.item.overlaps:
            explained.add(id(mine.item))
            continue
        theirs = min(covering, key=lambda p: p.item.size)
        place = theirs.item.span
        classes = listed(theirs.item.classes)
        report.warning(
            mine.item.span,
            "C519",
            f"{_called(mine.item)} replaces {_called(theirs.item)} of package "
            f"'{theirs.item.package}' ({place.file}:{place.line}), "
            f"which is of class {classes}",
            "say 'overlaps \"why\"', or take a code that is left to you",
        )


def _called(item: ObisObject) -> str:
    """The object in messages; by its pattern too where its name is put together."""
    name = name_text(item.name)
    return f"'{name}'" if name == item.name else f"'{name}' ({item.pattern})"


def _covers(theirs: _Pattern, mine: _Pattern) -> bool:
    return all(m & ~t == 0 for m, t in zip(mine.masks, theirs.masks, strict=True))


def _fixed(mask: int) -> int:
    """The mask where it is of one code; 0 where it is of several."""
    return 0 if mask & (mask - 1) else mask


def _pairs(patterns: list[_Pattern]) -> Iterator[tuple[_Pattern, _Pattern]]:
    """Pairs that may share a code: no group has one fixed code in one of them and another in the other."""
    known = _Branch()
    for pattern in patterns:
        keys = tuple(map(_fixed, pattern.masks))
        for rival in known.near(keys):
            if pattern.own or rival.own:
                yield rival, pattern
        known.add(keys, pattern)


class _Branch:
    """Patterns by what is fixed in their groups, one group a level; those of several codes are under 0."""

    def __init__(self) -> None:
        self._branches: dict[int, _Branch] = {}
        self._patterns: list[_Pattern] = []

    def add(self, keys: Sequence[int], pattern: _Pattern) -> None:
        branch = self
        for key in keys:
            branch = branch._branches.setdefault(key, _Branch())
        branch._patterns.append(pattern)

    def near(self, keys: Sequence[int]) -> Iterator[_Pattern]:
        if not keys:
            yield from self._patterns
            return
        key, *others = keys
        branches = self._branches
        for known in (key, 0) if key else branches:
            if known in branches:
                yield from branches[known].near(others)


def _mask(codes: Codes) -> int:
    mask = 0
    for first, last in codes:
        mask |= (1 << last + 1) - (1 << first)
    return mask


def _lowest(mask: int) -> int:
    return (mask & -mask).bit_length() - 1
