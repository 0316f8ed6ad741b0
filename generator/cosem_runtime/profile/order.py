"""Which way the time goes from row to row: as the profile says, or as its rows show."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from operator import itemgetter

from ..datetimes import DateTime
from ..errors import CosemError, quote
from ..values import whole
from .cells import DELTAS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any, Final

    from .columns import Column

    Row = tuple[Any, ...]

__all__ = [
    "NEWEST_FIRST",
    "NOT_BY_TIME",
    "OLDEST_FIRST",
    "direction_of",
    "seen_direction",
    "seen_in_times",
]

OLDEST_FIRST: Final = 1
NEWEST_FIRST: Final = -1
NOT_BY_TIME: Final = 0

_METHODS = (
    "fifo",
    "lifo",
    "largest",
    "smallest",
    "nearest_to_zero",
    "farest_from_zero",
)
_FIFO, _LIFO, _LARGEST, _SMALLEST = 1, 2, 3, 4


def direction_of(
    sort_method: int | str | None, sorts_by_time: bool
) -> tuple[int | None, int | None]:
    """The number of a sort method, and the direction of time; None when it is not told.

    `sorts_by_time`: whether the values that are sorted by are times.
    """
    if sort_method is None:
        return None, None
    number = _number(sort_method)
    if number in (_FIFO, _LIFO):
        return number, OLDEST_FIRST if number == _FIFO else NEWEST_FIRST
    if sorts_by_time and number in (_LARGEST, _SMALLEST):
        return number, OLDEST_FIRST if number == _SMALLEST else NEWEST_FIRST
    return number, NOT_BY_TIME


def _number(sort_method: int | str) -> int:
    known = ", ".join(f"{n} {name}" for n, name in enumerate(_METHODS, 1))
    try:
        if isinstance(sort_method, str):
            return _METHODS.index(sort_method.lower()) + 1
        number = whole(sort_method)
        if 1 <= number <= len(_METHODS):
            return number
    except (TypeError, ValueError):
        pass
    raise CosemError(f"sort_method is one of {known}, found {quote(sort_method)}")


def seen_direction(
    rows: list[Row], columns: Sequence[Column], place: int
) -> tuple[int | None, str]:
    """The direction that the rows show in the column at `place`, and what shows it.

    Its times, where there are two; else the totals of registers, which never fall.
    """
    seen = seen_in_times(rows, place)
    if seen is not None:
        return seen, columns[place].name
    found: set[int] = set()
    shown_by = ""
    for index, column in enumerate(columns):
        if column.is_total:
            moves = _moves(map(itemgetter(index), rows))
            shown_by = shown_by or (column.name if moves else "")
            found |= moves
    return (found.pop(), shown_by) if len(found) == 1 else (None, "")


def seen_in_times(rows: list[Row], place: int) -> int | None:
    """The direction in which most of the times in a column go; None for neither."""
    # Most, since a clock may be put back, as it is at the end of summer.
    times = filter(None, map(itemgetter(place), rows))
    moments = [m for m in map(_moment, times) if m is not None]
    balance = sum(
        (later > first) - (later < first) for first, later in pairwise(moments)
    )
    if not balance:
        return None
    return OLDEST_FIRST if balance > 0 else NEWEST_FIRST


def _moment(time: Any) -> int | None:
    """Seconds that tell times of one clock apart; None where fields are missing."""
    if not isinstance(time, DateTime):
        return None
    try:
        day = date(time[0] << 8 | time[1], time[2], time[3]).toordinal()
    except ValueError:
        return None
    seconds = (time[5] * 60 + time[6]) * 60 + time[7]
    return day * 86400 + seconds + (time.deviation or 0) * 60


def _moves(cells: Iterable[Any]) -> set[int]:
    """In which directions of time the numbers of a total go."""
    found: set[int] = set()
    above: Any = None
    for cell in cells:
        if type(cell) in DELTAS:
            step = int(cell)
        elif isinstance(cell, (int, float)):
            step = 0 if above is None else (cell > above) - (cell < above)
            above = cell
        else:
            continue
        if step:
            found.add(OLDEST_FIRST if step > 0 else NEWEST_FIRST)
    return found
