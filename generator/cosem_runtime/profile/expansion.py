"""Cells that a profile leaves out because the row above tells them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import accumulate
from struct import Struct

from ..datetimes import DateTime
from .cells import DELTAS
from .order import (
    NEWEST_FIRST,
    NOT_BY_TIME,
    OLDEST_FIRST,
    seen_direction,
    seen_in_times,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from .columns import Column

    Row = tuple[Any, ...]

__all__ = ["expand_rows"]

_AT_ONCE = 64
"""Rows that are filled in in one go (bounds the memory used)."""
_LEFT_OUT = (type(None), *DELTAS)
_NOTHING = {type(None)}

_TIMES = 1440
"""Times of day that are kept (bounds the memory used)."""
_MICROSECOND = timedelta(microseconds=1)
_DAY = timedelta(days=1) // _MICROSECOND
_LAST_DAY = date.max.toordinal()

_LOCAL = Struct(">HBBxBBB")
_DATE = Struct(">HBBB")


def expand_rows(
    rows: list[Row],
    columns: Sequence[Column],
    period: int,
    direction: int | None = OLDEST_FIRST,
) -> tuple[str, ...]:
    """Fill in, in place, what rows leave out, and say what is to be known of that.

    null-data stands for the value above, in the column of a Clock for the time above
    plus `period` seconds, or minus where the newest row is first; a difference is added
    to the number above. A `direction` of None is seen from the rows.
    """
    above: list[Any] = [None] * len(columns)
    clocks = {
        place: _Ticking(_Steps(rows, columns, place, period, direction))
        for place, column in enumerate(columns)
        if column.is_clock
    }
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        filled: list[Sequence[Any]] = list(zip(*some, strict=True))
        changed = False
        for place, cells in enumerate(filled):
            kinds = set(map(type, cells))
            last = above[place]
            # With nothing above, null-data alone stays what it is.
            if not kinds.isdisjoint(_LEFT_OUT) and (
                last is not None or kinds != _NOTHING
            ):
                cells = _fill(cells, last, kinds, clocks.get(place))
                filled[place] = cells
                changed = True
            above[place] = cells[-1]
        if changed:
            rows[start : start + _AT_ONCE] = zip(*filled, strict=True)
    return tuple([note for clock in clocks.values() for note in clock.steps.notes])


def _fill(
    cells: Sequence[Any], above: Any, kinds: set[type], clock: _Ticking | None
) -> Sequence[Any]:
    """The cells of a column below the value `above`."""
    if clock is None:
        if kinds.isdisjoint(DELTAS):
            return [above := above if cell is None else cell for cell in cells]
        if kinds.issubset(DELTAS) and type(above) is int:
            return list(accumulate(cells, initial=above))[1:]
    filled = []
    for cell in cells:
        if cell is None:
            above = above if clock is None else clock.after(above)
        else:
            above = _sum(above, cell) if type(cell) in DELTAS else cell
        filled.append(above)
    return filled


def _sum(above: Any, difference: int) -> Any:
    """The number above plus a difference; the difference when there is no number."""
    if isinstance(above, (int, float)) and type(above) not in DELTAS:
        return above + int(difference)
    return difference


class _Steps:
    """What is added from row to row, found out when the first time is left out."""

    __slots__ = (
        "_columns",
        "_direction",
        "_found_out",
        "_microseconds",
        "_period",
        "_place",
        "_rows",
        "notes",
    )

    def __init__(
        self,
        rows: list[Row],
        columns: Sequence[Column],
        place: int,
        period: int,
        direction: int | None,
    ) -> None:
        self._rows = rows
        self._columns = columns
        self._place = place
        self._period = period
        self._direction = direction
        self._found_out = False
        self._microseconds: int | None = None
        self.notes: list[str] = []

    def microseconds(self) -> int | None:
        """From a row to the next one; None where that cannot be known."""
        if not self._found_out:
            self._found_out = True
            direction = self._forward()
            if direction is not None:
                step = timedelta(seconds=self._period) // _MICROSECOND
                self._microseconds = step * direction
        return self._microseconds

    def _forward(self) -> int | None:
        told, place = self._direction, self._place
        if self._period <= 0:
            self._left_out("no capture_period says how far rows are apart")
            return None
        if told == NOT_BY_TIME:
            self._left_out("the rows are not sorted by it")
            return None
        if told is None:
            seen, shown_by = seen_direction(self._rows, self._columns, place)
            if seen is None:
                self._left_out(
                    "neither sort_method nor the rows say which row is first"
                )
            elif shown_by != self._columns[place].name:
                self._note(f"{_FIRST[seen]} row first, as {shown_by} shows")
            return seen
        if seen_in_times(self._rows, place) == -told:
            self._note(
                f"{_FIRST[told]} row first, as sort_method says,"
                " though most of the times that were sent go the other way"
            )
        return told

    def _left_out(self, why: str) -> None:
        self._note(f"left out and not known, since {why}")

    def _note(self, text: str) -> None:
        self.notes.append(f"{self._columns[self._place].name}: {text}")


_FIRST = {OLDEST_FIRST: "oldest", NEWEST_FIRST: "newest"}


class _Ticking:
    """A time that goes on by the same step from row to row."""

    __slots__ = (
        "_date",
        "_day",
        "_moment",
        "_now",
        "_rest",
        "_step",
        "_times",
        "steps",
    )

    def __init__(self, steps: _Steps) -> None:
        self.steps = steps
        # In microseconds, since a period may be a fraction.
        self._step: int | None = None
        self._moment: DateTime | None = None
        # The same as `_moment`, to be added to: day (0 when it cannot be), time of
        # day, octets of the date, and those from the hundredths on.
        self._day = 0
        self._now = 0
        self._date = b""
        self._rest = b""
        # The octets behind the date, by time of day: they are the same every day.
        self._times: dict[int, bytes] = {}

    def after(self, moment: Any) -> DateTime | None:
        """The local time one step after `moment`; None when that cannot be known.

        Deviation and status stay: had they changed, the time would have been sent.
        """
        if moment is not self._moment:
            self._start(moment)
        if not self._day or self._step is None:
            return None
        now = self._now + self._step
        if not 0 <= now < _DAY or not self._date:
            days, now = divmod(now, _DAY)
            self._day += days
            if not 0 < self._day <= _LAST_DAY:
                return None
            day = date.fromordinal(self._day)
            weekday = 0xFF if moment[4] == 0xFF else day.isoweekday()
            self._date = _DATE.pack(day.year, day.month, day.day, weekday)
        self._now = now
        time = self._times.get(now)
        if time is None:
            time = self._time(now)
        self._moment = bytes.__new__(DateTime, self._date + time)
        return self._moment

    def _start(self, moment: Any) -> None:
        self._day = 0
        self._date = b""
        if not isinstance(moment, DateTime):
            return
        if moment[8:] != self._rest:
            self._rest = moment[8:]
            self._times.clear()
        year, month, day, hour, minute, second = _LOCAL.unpack(moment[:8])
        try:
            start = datetime(year, month, day, hour, minute, second)
        except ValueError:  # a field that is not specified, or says "last day"
            return
        self._step = self.steps.microseconds()
        if self._step is None:
            return
        self._day = start.toordinal()
        self._now = (hour * 3600 + minute * 60 + second) * 1_000_000

    def _time(self, now: int) -> bytes:
        minutes, second = divmod(now // 1_000_000, 60)
        time = bytes((*divmod(minutes, 60), second)) + self._rest
        if len(self._times) < _TIMES:
            self._times[now] = time
        return time
