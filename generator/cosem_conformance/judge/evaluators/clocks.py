"""Rules of clocks: what the parts of a time say of one another."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any, Final

from cosem_runtime import ClockStatus, DateTime
from cosem_runtime.catalogue.rules import Rule

from ..meter import Item
from ..table import PASS, Outcome, unclear, warned, wrong
from .moments import moment_in
from .places import Evaluator, facts, number, value_of

__all__ = ["EVALUATORS"]

_CLOSE: Final = datetime.timedelta(days=1)
"""So near to the change of daylight saving nobody can tell."""


def _status(time: Any) -> ClockStatus | None:
    """The status of a time that says of itself that it is right; None of others."""
    status = time.status if isinstance(time, DateTime) else None
    if status is None or status.invalid_value or status.invalid_clock_status:
        return None
    return status


def _zone(item: Item, rule: Rule) -> Iterator[Outcome]:
    place, zone_of, shift_of = rule.arguments
    time, zone = value_of(item, place), number(value_of(item, zone_of))
    if not isinstance(time, DateTime) or zone is None:
        return
    status = _status(time)
    if status is None:
        yield unclear(f"{place} says that it is not valid", **facts(item, place))
        return
    if time.deviation is None:
        return
    saving = status.daylight_saving_active
    shift = number(value_of(item, shift_of)) if saving else 0
    if shift is None:
        return
    if abs(time.deviation - zone) == abs(shift):
        yield PASS
        return
    told: dict[str, Any] = facts(item, place, "", time)
    during = " while daylight saving is active" if saving else ""
    reason = f"the deviation is {time.deviation}, and {zone_of} is {zone}{during}"
    if abs(-time.deviation - zone) == abs(shift):
        yield warned(f"{reason}: one of them has the other sign", **told)
    else:
        yield wrong(reason, **told)


def _saving(item: Item, rule: Rule) -> Iterator[Outcome]:
    place, begin_of, end_of, enabled_of = rule.arguments
    time, enabled = value_of(item, place), value_of(item, enabled_of)
    if not isinstance(time, DateTime) or not isinstance(enabled, bool):
        return
    status = _status(time)
    if status is None:
        yield unclear(f"{place} says that it is not valid", **facts(item, place))
        return
    due = enabled and _is_between(
        time, value_of(item, begin_of), value_of(item, end_of)
    )
    if due is None:
        yield unclear(
            f"{begin_of} and {end_of} do not tell whether daylight saving is active",
            **facts(item, place),
        )
    elif status.daylight_saving_active == due:
        yield PASS
    else:
        yield wrong(
            f"daylight saving is {'' if due else 'not '}due, and {place} says that it is "
            f"{'not ' if due else ''}active",
            **facts(item, place, "", time),
        )


def _is_between(time: DateTime, begin: Any, end: Any) -> bool | None:
    """Whether a time is in daylight saving; None where that is not told, or close."""
    year = time.year
    if year is None or not isinstance(begin, DateTime) or not isinstance(end, DateTime):
        return None
    try:
        now = datetime.datetime(year, time.month or 0, time.day or 0, time.hour or 0)
        first, last = moment_in(year, begin), moment_in(year, end)
    except ValueError:  # no such day, which is for other checks
        return None
    if first is None or last is None:
        return None
    if min(abs(now - first), abs(now - last)) < _CLOSE:
        return None
    if first < last:
        return first < now < last
    return not last < now < first  # south of the equator


def _same_status(item: Item, rule: Rule) -> Iterator[Outcome]:
    place, status_of = rule.arguments
    time, status = value_of(item, place), value_of(item, status_of)
    if not isinstance(time, DateTime) or time.status is None or status is None:
        return
    if int(time.status) == int(status):
        yield PASS
    else:
        yield warned(
            f"the status in {place} is {time.status}, and {status_of} is {status}; they were "
            "read one after the other",
            **facts(item, status_of, "", status),
        )


EVALUATORS: Final[Mapping[str, Evaluator]] = {
    "deviation_of_zone": Evaluator("CL-08", _zone),
    "daylight_saving_between": Evaluator("CL-08", _saving),
    "status_of_time": Evaluator("CL-08", _same_status),
}
