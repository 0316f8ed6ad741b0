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


def clashes(registered: Registered, new: Sequence[str]) -> tuple[NameClash, ...]:
    """Where packages that are new name codes otherwise than those of other vendors.

    The standard's names are there to be replaced: they clash with none.
    """
    standard, *vendors = registered.packages.values()
    found: dict[Obis, NameClash] = {}
    before: list[ObisRow] = []
    for package in vendors:
        rows = [*_objects(package.tables().rows)]
        if package.name in new and before:
            index = RowIndex(before)
            for row in rows:
                for other in index.meeting(row):
                    _compare(registered, row, other, standard.name, found)
        before += rows
    return tuple(found.values())


def _objects(rows: Sequence[ObisRow]) -> Iterator[ObisRow]:
    """The rows that name objects; ranges that are left to others name none."""
    return (row for row in rows if row.facts.kind == "standard")


def _compare(
    registered: Registered,
    row: ObisRow,
    other: ObisRow,
    standard: str,
    found: dict[Obis, NameClash],
) -> None:
    if row.facts.name == other.facts.name:
        return
    code = Obis(
        bytes(
            min({*members(mine)} & {*members(theirs)})
            for mine, theirs in zip(row.match, other.match, strict=True)
        )
    )
    if code not in found:
        described = registered.describer().code(code, None)
        readings = (described, *described.alternatives)
        names = tuple((r.package, r.name) for r in readings if r.package != standard)
        if len({package for package, _ in names}) > 1:
            found[code] = NameClash(code, names)
