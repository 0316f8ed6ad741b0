"""Cells that a profile leaves out because the row above tells them."""

from __future__ import annotations

from datetime import datetime, timedelta
from struct import Struct

from .datetimes import DateTime
from .profile_cells import DELTAS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from .profile_columns import Column

    Row = tuple[Any, ...]

__all__ = ["expand_rows"]


_LOCAL = Struct(">HBBBBBB")


def expand_rows(rows: list[Row], columns: Sequence[Column], period: int) -> None:
    """Fill in, in place, what rows leave out.

    null-data stands for the value above, in the column of a Clock for the time above
    plus `period` seconds; a difference is added to the number above.
    """
    above: list[Any] = [None] * len(columns)
    clocks = {i: _Ticking(period) for i, c in enumerate(columns) if c.is_clock}
    for index, row in enumerate(rows):
        cells = None
        for place, cell in enumerate(row):
            if cell is None:
                value = above[place]
                if place in clocks:
                    value = clocks[place].after(value)
            elif type(cell) in DELTAS:
                value = _sum(above[place], cell)
            else:
                above[place] = cell
                continue
            above[place] = value
            if value is not cell:
                if cells is None:
                    cells = list(row)
                cells[place] = value
        if cells is not None:
            rows[index] = tuple(cells)


def _sum(above: Any, difference: int) -> Any:
    """The number above plus a difference; the difference when there is no number."""
    if isinstance(above, (int, float)) and type(above) not in DELTAS:
        return above + int(difference)
    return difference


class _Ticking:
    """A time that goes on by the same step from row to row."""

    __slots__ = ("_local", "_moment", "_step")

    def __init__(self, period: int) -> None:
        self._step = timedelta(seconds=period) if period > 0 else None
        self._moment: DateTime | None = None
        # The same as `_moment`, to be added to; None when it has wildcards.
        self._local: datetime | None = None

    def after(self, moment: Any) -> DateTime | None:
        """The local time one step after `moment`; None when that cannot be known.

        Deviation and status stay: had they changed, the time would have been sent.
        """
        if not isinstance(moment, DateTime) or self._step is None:
            return None
        if moment is not self._moment:
            self._local = _local(moment)
        if self._local is None:
            return None
        try:
            later = self._local + self._step
        except OverflowError:
            return None
        self._local = later
        weekday = 0xFF if moment[4] == 0xFF else later.isoweekday()
        octets = _LOCAL.pack(
            later.year,
            later.month,
            later.day,
            weekday,
            later.hour,
            later.minute,
            later.second,
        )
        self._moment = bytes.__new__(DateTime, octets + moment[8:])
        return self._moment


def _local(moment: DateTime) -> datetime | None:
    year, month, day, _, hour, minute, second = _LOCAL.unpack(moment[:8])
    try:
        return datetime(year, month, day, hour, minute, second)
    except ValueError:  # a field that is not specified, or says "last day"
        return None
