"""Codes in use: each stands once, is one of an object, and is shown in the unit that the object has.

A row may hold many codes.  Whether one stands in another row too is looked for among all of them; what an object says of
them is tried at as many as the longest list has, so that each code of each group comes up.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple, TypeAlias

from ..diagnostics.report import Report
from ..model import (
    Code,
    Codes,
    Group,
    InUse,
    InUseRow,
    Medium,
    Model,
    ObisObject,
    Selection,
    Span,
)
from ..notation import dotted
from ..vocabulary import UNIT_PREFIXES
from ..words import listed
from .context import Context, Remembered

_Table: TypeAlias = tuple[str, str]
"""Letter and name of a table of a value group."""
_OF_QUANTITY: Final = re.compile(r"\{[CE]\}")
"""In a name that is put together: what is measured, which has a unit."""


class Tables(NamedTuple):
    """What a package says of codes."""

    objects: tuple[ObisObject, ...]
    media: tuple[Medium, ...]
    groups: tuple[Group, ...]


def tables(models: Iterable[Model]) -> tuple[Tables, ...]:
    return tuple(Tables(each.objects, each.media, each.groups) for each in models)


_Fault: TypeAlias = tuple[Span, str, str, str, bool]
"""What is wrong with a row, with its place; whether it is what is shown, which stands in a place of its own."""


def _fault(
    row: InUseRow, code: str, message: str, hint: str = "", *, shown: bool = False
) -> _Fault:
    return row.span, code, message, hint, shown


def check_in_use(context: Context) -> None:
    if not context.model.in_use:
        return
    faults = context.steps.take(
        _faults,
        context.model.in_use,
        tables((context.model, *context.foundations)),
        context.units,
        report=context.report,
    )
    for row, code, message, hint, in_what_is_shown in faults:
        span = context.written.shown(row) if in_what_is_shown else row
        context.report.error(span, code, message, hint)


def _faults(
    in_use: tuple[InUse, ...],
    packages: tuple[Tables, ...],
    units: Mapping[str, str],
    _: Report,
) -> tuple[_Fault, ...]:
    """`packages`: the one whose rows they are, and those below; `units`: their symbols by name."""
    rows = [row for each in in_use for row in each.rows]
    objects = Objects(packages)
    words = Words(packages)
    own = _Rows(rows)
    faults = []
    for row in rows:
        if not row.label and not row.dumps:
            faults.append(_saying_nothing(row))
        first = own.meeting(row)
        if first is not None and first is not row:
            faults.append(_repeated(row, first))
        held = [(code, objects.find(code)) for code in _some(row.match)]
        lacking = next((code for code, found in held if found is None), None)
        if lacking is not None:
            faults.append(_without_object(row, lacking))
        elif row.shown:
            faults += _shown_otherwise(row, held, words, units)
    return tuple(faults)


def _saying_nothing(row: InUseRow) -> _Fault:
    return _fault(
        row,
        "C534",
        f"{row.pattern} has neither a label nor 'dumps': expected one of them",
    )


def _repeated(row: InUseRow, first: InUseRow) -> _Fault:
    code = (
        min(n for n in _numbers(mine) if any(a <= n <= z for a, z in theirs))
        for mine, theirs in zip(row.match, first.match, strict=True)
    )
    return _fault(
        row,
        "C532",
        f"{dotted(code)} is in use already: {first.pattern} "
        f"({first.span.file}:{first.span.line})",
        "list a code once",
    )


def _without_object(row: InUseRow, code: tuple[int, ...]) -> _Fault:
    return _fault(
        row,
        "C533",
        f"no object of this package, or of one that it needs, has the code {dotted(code)}",
        "define it with 'object', or list fewer codes",
    )


def _shown_otherwise(
    row: InUseRow,
    held: Iterable[tuple[tuple[int, ...], ObisObject | None]],
    words: Words,
    symbol_of: Mapping[str, str],
) -> Iterator[_Fault]:
    """The first code that is not shown in its unit."""
    for code, found in held:
        units = None if found is None else words.units(found, code)
        if units is None:
            continue
        symbols = [symbol_of.get(unit, "") for unit in units]
        if row.shown in symbols:
            continue
        if row.shown[:1] in UNIT_PREFIXES and row.shown[1:] in filter(None, symbols):
            continue
        told = listed(dict.fromkeys(repr(symbol) for symbol in symbols if symbol))
        yield _fault(
            row,
            "C535",
            f"{dotted(code)} is shown in '{row.shown}': expected "
            + (f"{told}, or a multiple as 'k' makes it" if told else "no unit"),
            shown=True,
        )
        return


def _some(match: Iterable[Codes]) -> Iterator[tuple[int, ...]]:
    """Codes of a pattern, among them each code of each group."""
    groups = [list(_numbers(codes)) for codes in match]
    if all(groups):
        for i in range(max(map(len, groups))):
            yield tuple(numbers[i % len(numbers)] for numbers in groups)


def _numbers(codes: Codes) -> Iterator[int]:
    for first, last in codes:
        yield from range(first, last + 1)


class _Rows:
    """Rows by the codes that they hold."""

    def __init__(self, rows: list[InUseRow]) -> None:
        self._rows = rows
        self._sets = _sets([row.match for row in rows])

    def meeting(self, row: InUseRow) -> InUseRow | None:
        """The first row that holds a code which `row` holds too; None where it holds none at all."""
        common = -1
        for sets, codes in zip(self._sets, row.match, strict=True):
            holding = 0
            for number in _numbers(codes):
                holding |= sets[number]
            common &= holding
        return self._rows[(common & -common).bit_length() - 1] if common else None


class Objects:
    """Objects by their codes: those of the nearest package that names the code, the most specific one."""

    def __init__(self, packages: Iterable[Tables]) -> None:
        self._packages = [_coded(package.objects) for package in packages]

    def find(self, code: tuple[int, ...]) -> ObisObject | None:
        """None also for what a range leaves to others."""
        found: ObisObject | None = None
        smallest = 0
        for package in self._packages:
            position = _first(package.sets, code)
            if position is not None:
                size, item = package.items[position]
                if found is None or size < smallest:
                    found, smallest = item, size
        return None if found is None or found.kind is not None else found


class _Coded:
    """The objects of a package with their sizes, the most specific ones first."""

    def __init__(self, objects: tuple[ObisObject, ...]) -> None:
        sized = ((item.size, item) for item in objects)
        self.items = sorted(sized, key=lambda each: each[0])
        self.sets = _sets([item.match for _, item in self.items])


_coded: Final = Remembered(_Coded)


def _sets(matches: list[tuple[Codes, ...]]) -> list[defaultdict[int, int]]:
    """For each group the patterns that hold a code, as bits of a number."""
    found: list[defaultdict[int, int]] = []
    for group in range(6):
        holders: defaultdict[Codes, int] = defaultdict(int)
        for position, match in enumerate(matches):
            holders[match[group]] |= 1 << position
        sets: defaultdict[int, int] = defaultdict(int)
        for codes, holding in holders.items():
            for number in _numbers(codes):
                sets[number] |= holding
        found.append(sets)
    return found


def _first(sets: list[defaultdict[int, int]], code: tuple[int, ...]) -> int | None:
    """The first pattern that holds a code."""
    common = -1
    for holding, number in zip(sets, code, strict=True):
        common &= holding[number]
    return (common & -common).bit_length() - 1 if common else None


class Words:
    """What value groups say of units, by the tables of every package."""

    def __init__(self, packages: Iterable[Tables]) -> None:
        self._media: defaultdict[int, list[Medium]] = defaultdict(list)
        self._shared: defaultdict[_Table, list[Group]] = defaultdict(list)
        for package in packages:
            for medium in package.media:
                self._media[medium.code].append(medium)
            for group in package.groups:
                self._shared[group.letter, group.name].append(group)

    def units(self, found: ObisObject, code: tuple[int, ...]) -> tuple[str, ...] | None:
        """Names of the units that a value may have; none at all: it has no unit; None: that is open."""
        if found.units or not _OF_QUANTITY.search(found.name):
            return found.units or None
        quantity, processing, part = (self._meaning(x, code) for x in "CDE")
        if part is not None and part.dimensionless:
            return ()
        if processing is not None and processing.units:
            return processing.units
        integral = processing is not None and processing.integral
        for each in (part, quantity):
            if each is not None and integral and each.integral_unit is not None:
                return (each.integral_unit,)
            if each is not None and each.units and not integral:
                return each.units
        return None

    def _meaning(self, letter: str, code: tuple[int, ...]) -> Code | None:
        number = code["ABCDEF".index(letter)]
        for groups in self._tables(letter, code):
            for group in groups:
                for each in group.codes:
                    for first, last in each.codes:
                        if first <= number <= last:
                            return each
        return None

    def _tables(self, letter: str, code: tuple[int, ...]) -> Iterator[list[Group]]:
        """The tables of a group that hold for a code, the nearest first; a named one as all packages fill it."""
        for medium in self._media[code[0]]:
            for selection in medium.selections:
                if selection.letter == letter and _holds(selection, code):
                    table = letter, selection.table
                    yield [*_named(medium.groups, table), *self._shared[table]]
            yield _named(medium.groups, (letter, ""))
        yield self._shared[letter, ""]


def _named(groups: Iterable[Group], table: _Table) -> list[Group]:
    return [group for group in groups if (group.letter, group.name) == table]


def _holds(selection: Selection, code: tuple[int, ...]) -> bool:
    return all(
        any(
            first <= code["ABCDEF".index(letter)] <= last
            for first, last in condition_codes
        )
        for letter, condition_codes in selection.conditions
    )
