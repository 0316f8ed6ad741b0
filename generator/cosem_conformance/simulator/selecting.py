"""Selective access: rows of profiles by range and by entry, parts of the object list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from cosem_runtime import CosemError, DateTime, DateTimeError, Obis, axdr

from ..dumps.object_list import ASSOCIATION_LN, OBJECT_LIST
from ..live.transport import Selection
from .octets import array, elements, structure

if TYPE_CHECKING:
    from .objects import SimulatedObject, View

__all__ = ["LONGEST_PERIOD", "column", "name", "select", "whole"]

PROFILE_GENERIC: Final = 7
_RANGE, _ENTRY = 1, 2
_ALL, _CLASSES, _OBJECTS, _OBJECT = 1, 2, 3, 4
_CLOCK: Final = 8
_DATE_TIME: Final = 12
LONGEST_PERIOD: Final = 0xFFFFFFFF
"""Seconds that a capture period has at most: it is a double-long-unsigned."""
_LATEST: Final = datetime(9000, 1, 1)
"""From then on no period is added: there may be no such year."""


def select(
    view: View, of: SimulatedObject, number: int, selection: Selection
) -> bytes | None:
    """What a selector picks of an attribute; None where it is none of the attribute.

    Raises CosemError for a parameter that is not the selector's.
    """
    parameter = axdr.decode(selection.parameter)
    if number == 2 and of.class_id == PROFILE_GENERIC:
        octets = view.octets(of, 2)
        columns = view.octets(of, 3)
        if octets is None or columns is None:
            return None
        names = [column(each) for each in _list(axdr.decode(columns))]
        rows = elements(octets)
        if selection.selector == _ENTRY:
            return _by_entry(rows, len(names), parameter)
        if selection.selector == _RANGE:
            return _by_range(rows, names, parameter, _period(view, of))
    if number == OBJECT_LIST and of.class_id == ASSOCIATION_LN:
        return _of_list(view, selection.selector, parameter)
    return None


def _list(value: Any) -> list[Any]:
    """The value if it is a list; CosemError."""
    if not isinstance(value, list):
        raise CosemError("an array is expected")
    return value


def _members(value: Any, count: int) -> tuple[Any, ...]:
    if not isinstance(value, tuple) or len(value) != count:
        raise CosemError(f"a structure of {count} members is expected")
    return value


def whole(value: Any) -> int:
    """The value if it is a whole number; CosemError."""
    if not isinstance(value, int):
        raise CosemError("a number is expected")
    return int(value)


def name(value: Any) -> Obis:
    """The value if it is a logical name; CosemError."""
    if not isinstance(value, bytes):
        raise CosemError("a logical name is expected")
    return Obis(value)


def column(value: Any) -> tuple[int, Obis, int, int]:
    """Class, logical name, attribute and index of a column; CosemError."""
    class_id, code, attribute, index = _members(value, 4)
    return whole(class_id), name(code), whole(attribute), whole(index)


def _period(view: View, of: SimulatedObject) -> timedelta:
    octets = view.octets(of, 4)
    seconds = whole(axdr.decode(octets)) if octets else 0
    if not 0 <= seconds <= LONGEST_PERIOD:
        raise CosemError("a period of 32 bits is expected")
    return timedelta(seconds=seconds)


# ---- profiles


def _by_entry(rows: Sequence[bytes], width: int, parameter: Any) -> bytes:
    """Rows and columns by their numbers from 1; a last one of 0 is the very last."""
    first, last, first_column, last_column = map(whole, _members(parameter, 4))
    picked = rows[max(first - 1, 0) : last or len(rows)] if first else []
    columns = range(max(first_column - 1, 0), min(last_column or width, width))
    return array(_cut(row, columns) for row in picked)


def _by_range(
    rows: Sequence[bytes],
    names: list[tuple[int, Obis, int, int]],
    parameter: Any,
    period: timedelta,
) -> bytes:
    """Rows whose restricting column lies between two values, both included."""
    restricting, first, last, wanted = _members(parameter, 4)
    by = column(restricting)
    if by not in names:
        raise CosemError("the restricting object is no column")
    chosen = [column(each) for each in _list(wanted)]
    numbers = {each: number for number, each in reversed([*enumerate(names)])}
    columns = [numbers[each] for each in chosen if each in numbers]
    if len(columns) < len(chosen):
        raise CosemError("a selected value is no column")
    if len({*columns}) < len(columns):
        # A short request would be answered by any number of octets.
        raise CosemError("a value is selected twice")
    is_time = by[0] == _CLOCK
    least, most = _comparable(first, is_time), _comparable(last, is_time)
    values = _values(rows, names.index(by), is_time, period)
    found = [
        row for row, value in values if value is not None and least <= value <= most
    ]
    return array(_cut(row, columns or range(len(names))) for row in found)


def _values(
    rows: Sequence[bytes], column: int, is_time: bool, period: timedelta
) -> Iterator[tuple[bytes, Any]]:
    """Each row with the value of a column; a time that is left out is a period later."""
    before: Any = None
    for row in rows:
        value = axdr.decode(_cell(row, column))
        if value is not None:
            before = _comparable(value, is_time)
        elif isinstance(before, datetime) and before < _LATEST:
            before += period
        yield row, before


def _cell(row: bytes, column: int) -> bytes:
    cells = elements(row)
    if column >= len(cells):
        raise CosemError(f"a row of {len(cells)} columns has none after these")
    return cells[column]


def _comparable(value: Any, is_time: bool) -> Any:
    if is_time and isinstance(value, bytes):
        try:
            found = DateTime.from_bytes(bytes(value)).to_datetime()
        except DateTimeError:
            # What leaves out a part begins at the least of it.
            found = _least(bytes(value))
        # A meter's times are all of one place: the deviation only says so.
        return found.replace(tzinfo=None)
    if isinstance(value, int) and not is_time:
        return int(value)
    raise CosemError("a value that can be compared is expected")


def _least(octets: bytes) -> datetime:
    if len(octets) != _DATE_TIME:
        raise CosemError(f"a date-time of {_DATE_TIME} octets is expected")
    year = int.from_bytes(octets[:2], "big")
    month, day, _, *time = octets[2:8]
    hour, minute, second = (0 if each == 0xFF else each for each in time)
    try:
        return datetime(
            1 if year == 0xFFFF else year,
            1 if month == 0xFF else month,
            1 if day == 0xFF else day,
            *(hour, minute, second),
        )
    except ValueError as error:
        raise CosemError(f"no time: {error}") from None


def _cut(row: bytes, columns: Sequence[int]) -> bytes:
    cells = elements(row)
    return structure(cells[at] for at in columns if at < len(cells))


# ---- the object list


def _of_list(view: View, selector: int, parameter: Any) -> bytes | None:
    objects = view.listed()
    if selector == _ALL:
        return view.object_list(objects)
    if selector == _CLASSES:
        classes = {whole(each) for each in _list(parameter)}
        picked = [each for each in objects if each.class_id in classes]
        return view.object_list(picked, rights=False)
    if selector == _OBJECTS:
        names = {_object_id(each) for each in _list(parameter)}
    elif selector == _OBJECT:
        names = {_object_id(parameter)}
    else:
        return None
    picked = [each for each in objects if (each.class_id, each.logical_name) in names]
    return view.object_list(picked)


def _object_id(value: Any) -> tuple[int, Obis]:
    class_id, code = _members(value, 2)
    return whole(class_id), name(code)
