"""Rules of the rows of profiles."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Any, Final

from cosem_runtime import CosemError, DateTime
from cosem_runtime.catalogue.rules import Rule
from cosem_runtime.tolerant import Reading

from ..findings import NOTE, Octets
from ..meter import Item
from ..table import PASS, Outcome, deviating, unclear, warned, wrong
from .places import Evaluator, number, read_of, value_of

__all__ = ["EVALUATORS"]

_COLUMN: Final = frozenset({"class_id", "logical_name", "attribute_index"})


def _match(item: Item, rule: Rule) -> Iterator[Outcome]:
    buffer, columns = rule.arguments
    try:
        reading = _rows(item, buffer, columns)
    except CosemError as error:
        yield unclear(
            f"{buffer} cannot be read by its columns: {error}", **_of(item, buffer)
        )
        return
    if reading is None:
        return
    read = read_of(item, buffer)
    assert read is not None
    if not reading.deviations:
        if len(reading.value):
            yield PASS
        else:
            yield unclear(f"{buffer} is empty", **_of(item, buffer))
        return
    for each in reading.deviations:
        yield deviating(
            each,
            attribute=read.number,
            path=each.path.removeprefix("buffer"),
            octets=Octets.around(read.octets, each.offset),
            doubt=read.doubt,
        )


def _rows(item: Item, buffer: int | str, columns: int | str) -> Reading[Any] | None:
    """The rows of a buffer by its columns; None where they are not known, or have findings of their own."""
    read, captured = read_of(item, buffer), value_of(item, columns)
    if read is None or read.error is not None or not isinstance(captured, list):
        return None
    if read.is_secret or read.reading is None or not read.reading.conforms:
        return None
    return item.rows(read, captured)


def _understood(item: Item, buffer: int | str, columns: int | str) -> Any:
    """The rows, where nothing is wrong with any; None else."""
    try:
        reading = _rows(item, buffer, columns)
    except CosemError:
        return None
    return None if reading is None or reading.deviations else reading.value


def _of(item: Item, buffer: int | str) -> dict[str, Any]:
    read = read_of(item, buffer)
    return {} if read is None else {"attribute": read.number}


def _column_of(item: Item, rule: Rule) -> Iterator[Outcome]:
    place, columns = rule.arguments[:2]
    by = value_of(item, place)
    captured = value_of(item, columns)
    if by is None or not isinstance(captured, list):
        return
    wanted = _object(by)
    if not any(wanted[1] or b""):
        return  # it is sorted by nothing
    if wanted in map(_object, captured):
        yield PASS
        return
    class_id, code, attribute = wanted
    yield wrong(
        f"{place} is {code} of class {class_id}, which is none of the columns",
        attribute=_of(item, place)["attribute"],
        members=_COLUMN,
        expected=f"a column of {columns}",
        found=f"{code} of class {class_id}, attribute {attribute}",
    )


def _sort_column(item: Item, rule: Rule) -> Iterator[Outcome]:
    _, _, method, *unsorted = rule.arguments
    how = getattr(value_of(item, method), "name", None)
    if how is not None and how not in unsorted:
        yield from _column_of(item, rule)


def _object(definition: Any) -> tuple[Any, Any, Any]:
    """What a column captures."""
    return (
        getattr(definition, "class_id", None),
        getattr(definition, "logical_name", None),
        getattr(definition, "attribute_index", None),
    )


# ---------------------------------------------------------------- order

_IN_TIME: Final = {"FIFO": 1, "LIFO": -1}
"""Which way times go."""
_BY_VALUE: Final[dict[str, Callable[[Any], Any]]] = {
    "LARGEST": lambda value: -value,
    "SMALLEST": lambda value: value,
    "NEAREST_TO_ZERO": abs,
    "FAREST_FROM_ZERO": lambda value: -abs(value),
}
"""What rises from row to row."""
_CLOCKS_GO_BACK: Final = datetime.timedelta(hours=2)
"""By so much a local time may fall when daylight saving ends, or a clock is set."""


def _sorted(item: Item, rule: Rule) -> Iterator[Outcome]:
    buffer, columns, method, by = rule.arguments
    rows = _understood(item, buffer, columns)
    how = getattr(value_of(item, method), "name", "")
    if rows is None or len(rows) < 2:
        return
    if how in _IN_TIME:
        times = _times(rows)
        if times is not None:
            yield from _in_time(item, buffer, how, times)
        return
    if how not in _BY_VALUE:
        return
    captured = [_object(each) for each in value_of(item, columns)]
    wanted = _object(value_of(item, by))
    if wanted not in captured:
        return
    keys = [_key(how, value) for value in rows.column(captured.index(wanted))]
    told = [(at, each) for at, each in enumerate(keys) if each is not None]
    for (_, before), (place, after) in pairwise(told):
        if type(before) is type(after) and before > after:
            yield wrong(
                f"the rows are not in the order {how.lower()} that {method} says: row "
                f"{place} comes too late",
                path=f"[{place}]",
                **_of(item, buffer),
            )
            return
    if len(told) > 1:
        yield PASS


def _key(how: str, value: Any) -> Any:
    """What rises from row to row, in the order that is said; None where a cell does not tell."""
    value = getattr(value, "value", value)
    moment = _moment(value)
    if moment is not None:
        return moment.timestamp() * (1 if how == "SMALLEST" else -1)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return _BY_VALUE[how](value)


def _in_time(
    item: Item, buffer: int | str, how: str, times: list[datetime.datetime]
) -> Iterator[Outcome]:
    way = _IN_TIME[how]
    for place, (before, after) in enumerate(pairwise(times), 1):
        back = (before - after) * way
        if back <= datetime.timedelta():
            continue
        told = f"row {place} is of {after}, the one before of {before}, and the order is {how.lower()}"
        facts_ = {"path": f"[{place}]", **_of(item, buffer)}
        if back <= _CLOCKS_GO_BACK:
            yield unclear(f"{told}: the clock may have been set", **facts_)
        else:
            yield wrong(told, **facts_)
        return
    yield PASS


def _times(rows: Any) -> list[datetime.datetime] | None:
    """The times of the rows; None where there are none, or some are not whole."""
    for place, column in enumerate(rows.columns):
        if not column.is_clock:
            continue
        times = [_moment(each) for each in rows.column(place)]
        told = [each for each in times if each is not None]
        aware = {each.tzinfo is not None for each in told}
        return told if len(told) == len(times) and len(aware) == 1 else None
    return None


def _moment(value: Any) -> datetime.datetime | None:
    """A time of a row, with its zone if that is told; None where it is not whole."""
    if isinstance(value, DateTime):
        try:
            return value.to_datetime()
        except CosemError:
            return None
    return value if isinstance(value, datetime.datetime) else None


def _every(item: Item, rule: Rule) -> Iterator[Outcome]:
    buffer, columns, period = rule.arguments
    rows, seconds = _understood(item, buffer, columns), number(value_of(item, period))
    if rows is None or not seconds or len(rows) < 2:
        return
    times = _times(rows)
    if times is None:
        return
    steps = [abs(after - before).total_seconds() for before, after in pairwise(times)]
    between = [at for at, step in enumerate(steps, 1) if step % seconds]
    gaps = [at for at, step in enumerate(steps, 1) if step > seconds]
    if between:
        yield warned(
            f"{len(between)} of {len(steps)} rows are not {seconds} s, or some times that, "
            f"from the one before: row {between[0]} is {steps[between[0] - 1]:g} s from it",
            path=f"[{between[0]}]",
            expected=f"steps of {seconds} s",
            **_of(item, buffer),
        )
    elif gaps:
        yield wrong(
            f"rows are missing in {len(gaps)} places, first before row {gaps[0]}",
            severity=NOTE,
            path=f"[{gaps[0]}]",
            expected=f"steps of {seconds} s",
            **_of(item, buffer),
        )
    else:
        yield PASS


EVALUATORS: Final[Mapping[str, Evaluator]] = {
    "rows_match": Evaluator("CL-01", _match),
    "column_of": Evaluator("CL-02", _column_of),
    "sort_column": Evaluator("CL-02", _sort_column),
    "rows_sorted": Evaluator("CL-06", _sorted),
    "rows_every": Evaluator("CL-06", _every),
}
