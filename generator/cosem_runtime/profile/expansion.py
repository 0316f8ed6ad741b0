"""Cells that a profile leaves out because the row above tells them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import accumulate
from struct import Struct

from ..datetimes import DateTime, Time
from .cells import DELTAS
from .clocks import SECONDS_ALONE, plus
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

_CALENDAR = {"day": 86_400}
"""Seconds of periods that have names: of local time, since no deviation changes."""

_LOCAL = Struct(">HBBxBBB")
_DATE = Struct(">HBBB")


def expand_rows(
    rows: list[Row],
    columns: Sequence[Column],
    period: int | str,
    direction: int | None = OLDEST_FIRST,
) -> tuple[str, ...]:
    """Fill in, in place, what rows leave out, and say what is to be known of that.

    null-data stands for the value above, in the column of a Clock for the time above
    plus `period` (seconds, "day" or "month"), or minus where the newest row is first; a
    difference is added to the number above. A `direction` of None is seen from the rows.
    """
    above: list[Any] = [None] * len(columns)
    ticking = _Monthly if period == "month" else _Ticking
    seconds = _CALENDAR.get(period, period)  # type: ignore[arg-type]  # or a number
    clocks = {
        place: ticking(_Steps(rows, columns, place, seconds, direction))
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
    cells: Sequence[Any],
    above: Any,
    kinds: set[type],
    clock: _Ticking | _Monthly | None,
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
    if isinstance(above, DateTime) and above[8:] == SECONDS_ALONE:
        return plus(above, int(difference))
    return difference


class _Steps:
    """What is added from row to row, found out when the first time is left out."""

    __slots__ = (
        "_columns",
        "_direction",
        "_found_out",
        "_place",
        "_rows",
        "notes",
        "period",
    )

    def __init__(
        self,
        rows: list[Row],
        columns: Sequence[Column],
        place: int,
        period: Any,
        direction: int | None,
    ) -> None:
        self._rows = rows
        self._columns = columns
        self._place = place
        self._direction = direction
        self._found_out = False
        self.period = period
        self.notes: list[str] = []

    def direction(self) -> int | None:
        """1 where the time goes up, -1 where it goes down; None where nobody knows."""
        if not self._found_out:
            self._direction = self._found()
            self._found_out = True
        return self._direction

    def _found(self) -> int | None:
        told, place = self._direction, self._place
        if self.period == 0:
            self.left_out("no capture_period says how far rows are apart")
            return None
        if told == NOT_BY_TIME:
            self.left_out("the rows are not sorted by it")
            return None
        if told is None:
            seen, shown_by = seen_direction(self._rows, self._columns, place)
            if seen is None:
                self.left_out("neither sort_method nor the rows say which row is first")
            elif shown_by != self._columns[place].name:
                self._note(f"{_FIRST[seen]} row first, as {shown_by} shows")
            return seen
        if seen_in_times(self._rows, place) == -told:
            self._note(
                f"{_FIRST[told]} row first, as sort_method says,"
                " though most of the times that were sent go the other way"
            )
        return told

    def left_out(self, why: str) -> None:
        """Note why times are not known."""
        self._note(f"left out and not known, since {why}")

    def _note(self, text: str) -> None:
        note = f"{self._columns[self._place].name}: {text}"
        if note not in self.notes:
            self.notes.append(note)


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
        self._step = 0
        self._moment: DateTime | None = None
        # The same as `_moment`, to be added to: day (0 when it cannot be), time of
        # day, octets of the date, and those from the hundredths on.
        self._day = 0
        self._now = 0
        self._date = b""
        self._rest = b""
        # The octets behind the date, by time of day: they are the same every day.
        self._times: dict[int, bytes] = {}

    def after(self, moment: Any) -> DateTime | Time | None:
        """The local time one step after `moment`; None when that cannot be known.

        Deviation and status stay: had they changed, the time would have been sent.
        """
        if moment is not self._moment:
            self._start(moment)
        if not self._day:
            return self._time_of_day(moment) if type(moment) is Time else None
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
        if not self._find_step():
            return
        self._day = start.toordinal()
        self._now = (hour * 3600 + minute * 60 + second) * 1_000_000

    def _find_step(self) -> bool:
        direction = self.steps.direction()
        if direction is None:
            return False
        # In microseconds, since a period may be a fraction.
        self._step = timedelta(seconds=self.steps.period) // _MICROSECOND * direction
        return True

    def _time_of_day(self, time: Time) -> Time | None:
        """The time one step after `time`, on whatever day that is."""
        hour, minute, second, hundredths = time
        if hour > 23 or minute > 59 or second > 59 or not self._find_step():
            return None
        now = (hour * 3600 + minute * 60 + second) * 1_000_000 + self._step
        minutes, second = divmod(now % _DAY // 1_000_000, 60)
        octets = bytes((*divmod(minutes, 60), second, hundredths))
        return bytes.__new__(Time, octets)

    def _time(self, now: int) -> bytes:
        minutes, second = divmod(now // 1_000_000, 60)
        time = bytes((*divmod(minutes, 60), second)) + self._rest
        if len(self._times) < _TIMES:
            self._times[now] = time
        return time


class _Monthly:
    """A time that goes on by a month from row to row."""

    __slots__ = ("_count", "_first", "_moment", "steps")

    def __init__(self, steps: _Steps) -> None:
        self.steps = steps
        self._moment: DateTime | None = None
        self._first: date | None = None
        self._count = 0

    def after(self, moment: Any) -> DateTime | None:
        """The same local time a month after `moment`; None when that cannot be known.

        The day is that of the time that was sent, or the last one of a shorter month.
        """
        if moment is not self._moment:
            self._first = self._start(moment)
            self._count = 0
        first = self._first
        if first is None:
            return None
        self._count += self.steps.direction() or 0
        year, month = divmod(first.year * 12 + first.month - 1 + self._count, 12)
        if not 1 <= year <= 9999:
            return None
        day = _last_at_most(year, month + 1, first.day)
        weekday = 0xFF if moment[4] == 0xFF else day.isoweekday()
        octets = _DATE.pack(day.year, day.month, day.day, weekday)
        self._moment = bytes.__new__(DateTime, octets + moment[5:])
        return self._moment

    def _start(self, moment: Any) -> date | None:
        if not isinstance(moment, DateTime) or self.steps.direction() is None:
            return None
        if moment[8:] == SECONDS_ALONE:
            self.steps.left_out("seconds in UTC do not tell the month of the meter")
            return None
        try:
            return date(*_LOCAL.unpack(moment[:8])[:3])
        except ValueError:
            return None


def _last_at_most(year: int, month: int, day: int) -> date:
    """The day of the month, or its last one where that comes before."""
    while True:
        try:
            return date(year, month, day)
        except ValueError:
            day -= 1
