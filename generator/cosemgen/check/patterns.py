"""Patterns of objects: two that are equally specific do not match the same code of the same class, and a package does
not give a code that another one has named to another class, unless it says why.

The smaller pattern wins, so that only patterns of one size can be in doubt.  Codes of a group are bit masks, which
makes a comparison six ANDs; patterns of one size are found by what is fixed in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from ..diagnostics.report import Report
from ..model import Codes, ObisObject
from ..notation import name_text
from ..words import listed
from .context import Context, Remembered


class _Pattern(NamedTuple):
    item: ObisObject
    size: int
    masks: tuple[int, ...]
    classes: frozenset[int]
    """None listed: any class."""


def check_overlaps(context: Context) -> None:
    if not context.model.objects:
        return
    context.steps.take(
        _check_overlaps,
        context.model.objects,
        tuple(model.objects for model in context.foundations),
        report=context.report,
    )


def _check_overlaps(
    own: tuple[ObisObject, ...],
    below: tuple[tuple[ObisObject, ...], ...],
    report: Report,
) -> tuple[()]:
    """Gives nothing but findings."""
    theirs = [_known(objects) for objects in below]
    mine = _Patterns()
    explained: set[int] = set()
    for pattern in map(_pattern, own):
        for rival in (
            *(r for each in theirs for r in each.near(pattern)),
            *mine.near(pattern),
        ):
            _compare(rival, pattern, explained, report)
        _check_override(pattern, theirs, explained, report)
        mine.add(pattern)
    for item in own:
        if item.overlaps and id(item) not in explained:
            report.warning(
                item.span,
                "C517",
                f"{_called(item)} overlaps no other object of its size and class",
                "remove 'overlaps'",
            )
    return ()


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
    place = first.item.span
    report.error(
        second.item.span,
        "C508",
        f"{_called(second.item)} overlaps {_called(first.item)} "
        f"({place.file}:{place.line}), at {code} for one",
        "say 'overlaps \"why\"' or 'alternative', or tell them apart by codes or classes",
    )


def _check_override(
    mine: _Pattern, below: Iterable[_Patterns], explained: set[int], report: Report
) -> None:
    """A code that a package below names, given to classes of which none is allowed there."""
    if not mine.classes or mine.item.kind is not None:
        return
    covering = [
        theirs
        for each in below
        for theirs in each.around(mine)
        if _covers(theirs, mine)
    ]
    if not covering or any(p.classes & mine.classes for p in covering):
        return
    if mine.item.overlaps:
        explained.add(id(mine.item))
        return
    theirs = min(covering, key=lambda p: p.size)
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


class _Patterns:
    """Patterns of a package."""

    def __init__(self, objects: Iterable[ObisObject] = ()) -> None:
        self._by_size: dict[int, _Branch] = {}
        """Those of one size by what is fixed in them."""
        self._named = _Branch()
        """Those that give a code to classes."""
        for item in objects:
            self.add(_pattern(item))

    def add(self, pattern: _Pattern) -> None:
        keys = _keys(pattern)
        self._by_size.setdefault(pattern.size, _Branch()).add(keys, pattern)
        if pattern.classes and pattern.item.kind is None:
            self._named.add(keys, pattern)

    def near(self, pattern: _Pattern) -> Iterator[_Pattern]:
        """Those of its size that may share a code with it: no group has one fixed code in one of them and another in
        the other."""
        branch = self._by_size.get(pattern.size)
        return iter(()) if branch is None else branch.near(_keys(pattern))

    def around(self, pattern: _Pattern) -> Iterator[_Pattern]:
        """Those that give a code to classes, and may have all codes of it."""
        return self._named.around(_keys(pattern))


_known: Final = Remembered(_Patterns)
"""Those of a package below."""


def _pattern(item: ObisObject) -> _Pattern:
    masks = tuple(map(_mask, item.match))
    return _Pattern(item, item.size, masks, frozenset(item.classes))


def _keys(pattern: _Pattern) -> tuple[int, ...]:
    return tuple(map(_fixed, pattern.masks))


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

    def around(self, keys: Sequence[int]) -> Iterator[_Pattern]:
        """Patterns that have several codes wherever the keys have, and elsewhere the same one or several."""
        if not keys:
            yield from self._patterns
            return
        key, *others = keys
        for known in (key, 0) if key else (0,):
            if known in self._branches:
                yield from self._branches[known].around(others)


def _mask(codes: Codes) -> int:
    mask = 0
    for first, last in codes:
        mask |= (1 << last + 1) - (1 << first)
    return mask


def _lowest(mask: int) -> int:
    return (mask & -mask).bit_length() - 1
