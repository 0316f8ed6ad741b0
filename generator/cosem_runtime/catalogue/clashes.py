"""What two packages both have: codes, which they may name differently, and what only one of them can have."""

from __future__ import annotations

from ..errors import cut, quote
from ..obis import Obis
from ..obis.index import RowIndex
from ..obis.tables import members
from ..structure import SetOnce

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any, Final

    from ..obis.tables import ObisRow
    from .registered import Package, Registered

__all__ = ["NameClash", "clashes", "conflict"]


class NameClash(SetOnce):
    """A code that packages name differently. `str()` says it in a line."""

    __slots__ = ("code", "names")

    code: Obis
    """The lowest one of those on which they differ in the same way."""
    names: tuple[tuple[str, str], ...]
    """(package, name), the one that is believed first."""

    def __init__(self, code: Obis, names: tuple[tuple[str, str], ...]) -> None:
        self.code = code
        self.names = names

    def _unchangeable(self, name: str) -> str:
        return f"{name} of a clash cannot be changed"

    def __str__(self) -> str:
        (package, name), *others = self.names
        rest = " or ".join(f'"{other}" ({whose})' for whose, other in others)
        return f'{self.code}: "{name}" ({package}), not {rest}'

    def __repr__(self) -> str:
        return f"<NameClash {self}>"


_WORK = 100_000
"""How many names are looked at: of lists that are read by people, a few thousand meet."""


def clashes(registered: Registered, new: Sequence[str]) -> tuple[NameClash, ...]:
    """Where packages that are new name codes otherwise than those of other vendors.

    The standard's names are there to be replaced: they clash with none. Packages whose
    patterns all meet one another have more clashes than anybody can wait for: the first
    ones are found.
    """
    standard, *vendors = registered.packages.values()
    found: dict[Obis, NameClash] = {}
    before: list[ObisRow] = []
    lowest: dict[tuple[str, str], int] = {}
    left = _WORK
    for package in vendors:
        rows = [*_objects(package.tables().rows)]
        if package.name in new and before:
            index = RowIndex(before)
            for row, other in ((r, o) for r in rows for o in index.meeting(r)):
                left -= 1
                if left < 0:
                    return tuple(found.values())
                if row.facts.name == other.facts.name:
                    continue
                code = _first_of_both(row, other, lowest)
                if code not in found:
                    names = _names(registered, code, standard.name)
                    left -= len(names)
                    if len({package for package, _ in names}) > 1:
                        found[code] = NameClash(code, names)
        before += rows
    return tuple(found.values())


def _objects(rows: Sequence[ObisRow]) -> Iterator[ObisRow]:
    """The rows that name objects; ranges that are left to others name none."""
    return (row for row in rows if row.facts.kind == "standard")


def _first_of_both(
    row: ObisRow, other: ObisRow, lowest: dict[tuple[str, str], int]
) -> Obis:
    """The lowest code of two rows. `lowest`: what was found of their groups."""
    code = []
    for pair in zip(row.match, other.match, strict=True):
        number = lowest.get(pair)
        if number is None:
            mine, theirs = map(members, pair)
            number = lowest[pair] = min({*mine} & {*theirs})
        code.append(number)
    return Obis(bytes(code))


def _names(
    registered: Registered, code: Obis, standard: str
) -> tuple[tuple[str, str], ...]:
    """(package, name) of every meaning that a code has, but for the standard's."""
    described = registered.describer().code(code, None)
    readings = (described, *described.alternatives)
    return tuple((r.package, r.name) for r in readings if r.package != standard)


def conflict(new: Package, other: Package) -> str:
    """What both packages have though only one can, with the modules; empty for nothing.

    A class version, two names of one class, or a name by which programs choose.
    """
    for class_id, mine in new.classes.items():
        theirs = other.classes.get(class_id)
        if theirs is None:
            continue
        name, called = new.names[class_id], other.names[class_id]
        same = [version for version in mine if version in theirs]
        module = _module(new, mine[same[0]] if same else next(iter(mine.values())))
        whose = _module(other, theirs[same[0]] if same else next(iter(theirs.values())))
        if same:
            what = f"class {class_id} version {same[0]} ({cut(name)})"
            return f"{module} has {what}, and so has {whose}"
        if name != called:
            here = f"{module} has class {class_id} as {quote(name)}"
            return f"{here}, and {whose} as {quote(called)}"
    for kind, module, items in _NAMED:
        names = {each.name for each in items(new)}
        # Modules of the other one are imported only where there is something to compare.
        both = names and names & {each.name for each in items(other)}
        if both:
            what = f"{new.name}.{module} has {kind} {quote(min(both))}"
            return f"{what}, and so has {other.name}.{module}"
    return ""


def _module(package: Package, home: tuple[str, str]) -> str:
    """The module of a class, as the catalogue of its package has it."""
    return f"{package.name}.classes.{home[0]}"


_NAMED: Final[tuple[tuple[str, str, Callable[[Package], Iterable[Any]]], ...]] = (
    ("layout", "_telegrams", lambda package: package.layouts()),
    ("quirk", "_quirks", lambda package: package.quirks()),
    ("profile", "_profiles", lambda package: package.companions()),
)
"""What is chosen by its name: what it is called, the module that has it, and those of a package."""
