"""Codes to which packages that are registered together give different names."""

from __future__ import annotations

from ..obis import Obis
from ..obis.index import RowIndex
from ..obis.tables import members
from ..structure import SetOnce

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..obis.tables import ObisRow
    from .registered import Registered

__all__ = ["NameClash", "clashes"]


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
