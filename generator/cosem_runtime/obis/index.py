"""Which patterns hold an OBIS code, found at once among those of every package."""

from __future__ import annotations

from .tables import members

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Final

    from .tables import ObisRow

__all__ = ["RowIndex"]


class RowIndex:
    """Rows by the codes of their value groups.

    A set of rows is a whole number with one bit for each row, the one to believe first
    lowest. For each value group and each code the set of rows that hold it is kept, so
    that the rows of a code are what six sets have in common.
    """

    __slots__ = ("_by_group", "rows")

    def __init__(self, rows: Iterable[ObisRow], packages: Sequence[str] = ()) -> None:
        """The objects of `packages` go first, those of one after those of another; then
        all other rows, and alternatives last. Among these, the pattern that holds the
        fewest codes goes first, the first of several."""
        ranks = {package: rank for rank, package in enumerate(packages)}
        others = len(ranks)
        numbers: dict[str, list[int]] = {}
        sized = []
        for row in rows:
            size = 1
            for codes in row.match:
                if codes not in numbers:
                    numbers[codes] = members(codes)
                size *= len(numbers[codes])
            rank = others + 1 if row.alternative else ranks.get(row.package, others)
            if rank < others and row.is_range():
                rank = others
            sized.append((rank, size, row))
        sized.sort(key=lambda each: each[:2])
        self.rows: Final = [row for _, _, row in sized]
        # One table of 256 sets for each value group.
        self._by_group: Final = [self._sets(group, numbers) for group in range(6)]

    def _sets(self, group: int, numbers: dict[str, list[int]]) -> list[int]:
        holders: dict[str, int] = {}
        for position, row in enumerate(self.rows):
            codes = row.match[group]
            holders[codes] = holders.get(codes, 0) | 1 << position
        sets = [0] * 256
        for codes, rows in holders.items():
            for number in numbers[codes]:
                sets[number] |= rows
        # Most codes of a group are held by the same rows: those share one number.
        shared: dict[int, int] = {}
        return [shared.setdefault(rows, rows) for rows in sets]

    def meeting(self, row: ObisRow) -> Iterator[ObisRow]:
        """The rows that hold a code which `row` holds too, one by one."""
        rows = -1
        for sets, codes in zip(self._by_group, row.match, strict=True):
            holders = 0
            for number in members(codes):
                holders |= sets[number]
            rows &= holders
        return self._each(rows)

    def find(self, code: bytes) -> list[ObisRow]:
        """The rows whose pattern holds the six octets of `code`, most specific first."""
        a, b, c, d, e, f = self._by_group
        i, j, k, x, y, z = code
        return [*self._each(a[i] & c[k] & d[x] & e[y] & b[j] & f[z])]

    def _each(self, rows: int) -> Iterator[ObisRow]:
        """The rows of a set."""
        while rows:
            lowest = rows & -rows
            yield self.rows[lowest.bit_length() - 1]
            rows ^= lowest
