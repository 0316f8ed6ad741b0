"""Rules of single classes, which types do not say: CL-01 and on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, Final

from cosem_runtime import BitString, CosemError, axdr
from cosem_runtime.values import whole

from .findings import Octets
from .meter import Item
from .references import captured
from .table import PASS, Check, Outcome, unclear, warned, wrong

__all__ = ["CHECKS"]

_PROFILE: Final = 7
_COLUMN: Final = frozenset({"class_id", "logical_name", "attribute_index"})
_IN_ORDER_OF_TIME: Final = (1, 2)
"""fifo and lifo: there is nothing to sort by."""


def _of(*classes: int) -> Callable[[_Rule], _Rule]:
    """Objects of these classes alone are looked at, and those whose version is known."""

    def limited(rule: _Rule) -> _Rule:
        def checked(item: Item) -> Iterator[Outcome]:
            if item.kind is not None and item.dumped.class_id in classes:
                yield from rule(item)

        return checked

    return limited


_Rule = Callable[[Item], Iterator[Outcome]]


# ---------------------------------------------------------------- profiles


@_of(_PROFILE)
def _rows(item: Item) -> Iterator[Outcome]:
    buffer, columns = item.reads.get(2), item.meant(3)
    if buffer is None or buffer.error is not None or not isinstance(columns, list):
        return
    if buffer.is_secret or buffer.reading is None or not buffer.reading.conforms:
        return  # what is no value has findings of its own
    catalogue = item.seen.meter.catalogue
    try:
        reading = catalogue.profile_reader(columns).read(buffer.octets, tolerant=True)
    except CosemError as error:
        yield unclear(f"the buffer cannot be read by its columns: {error}", attribute=2)
        return
    if not reading.deviations:
        if len(reading.value):
            yield PASS
        else:
            yield unclear("the buffer is empty", attribute=2)
        return
    for each in reading.deviations:
        yield wrong(
            f"{each.title}: expected {each.expected}, found {each.found}",
            severity=each.severity,
            attribute=2,
            path=each.path.removeprefix("buffer"),
            expected=each.expected,
            found=each.found,
            octets=Octets.around(buffer.octets, each.offset),
            doubt=buffer.doubt,
        )


@_of(_PROFILE)
def _sorted_by(item: Item) -> Iterator[Outcome]:
    method, by, columns = item.meant(5), item.meant(6), captured(item)
    if columns is None or not isinstance(method, int) or by is None:
        return
    if method in _IN_ORDER_OF_TIME:
        return
    wanted = (
        getattr(by, "class_id", None),
        getattr(by, "logical_name", None),
        getattr(by, "attribute_index", None),
    )
    if wanted in [(each.class_id, each.code, each.attribute) for each in columns]:
        yield PASS
        return
    yield wrong(
        f"it is sorted by {wanted[1]} of class {wanted[0]}, which is none of its columns",
        attribute=6,
        members=_COLUMN,
        expected="a column of capture_objects",
        found=f"{wanted[1]} of class {wanted[0]}, attribute {wanted[2]}",
    )


@_of(_PROFILE)
def _entries(item: Item) -> Iterator[Outcome]:
    used, most = _number(item.meant(7)), _number(item.meant(8))
    if used is None:
        return
    if most is not None:
        if used <= most:
            yield PASS
        else:
            yield wrong(
                f"{used} entries are in use of the {most} that there are",
                attribute=7,
                expected=f"at most {most}",
                found=str(used),
            )
    buffer = item.reads.get(2)
    rows = None if buffer is None or buffer.reading is None else buffer.meant
    if isinstance(rows, list) and len(rows) != used:
        yield unclear(
            f"entries_in_use is {used}, and {len(rows)} rows were read: rows may have been "
            "captured in between, or only some were asked for",
            attribute=7,
        )


# ---------------------------------------------------------------- registers and monitors


@_of(3, 4, 5)
def _scale(item: Item) -> Iterator[Outcome]:
    number = 4 if item.dumped.class_id == 5 else 3
    read = item.reads.get(number)
    scaler = _number(getattr(None if read is None else read.meant, "scaler", None))
    if read is None or scaler is None:
        return
    if -9 <= scaler <= 9:
        yield PASS
        return
    yield warned(
        f"the scaler is {scaler}: a power of ten that no quantity is measured in",
        attribute=number,
        path="scaler",
        expected="-9 to 9",
        found=str(scaler),
        octets=Octets.around(read.octets, 0),
        doubt=read.doubt,
    )


@_of(21)
def _thresholds(item: Item) -> Iterator[Outcome]:
    read, monitored = item.reads.get(2), item.meant(3)
    if read is None or read.reading is None or not isinstance(read.meant, list):
        return
    try:
        values = axdr.decode(read.octets)
    except CosemError:
        return
    if not isinstance(values, list) or not values:
        return
    kinds = {type(each) for each in values}
    if len(kinds) > 1:
        names = ", ".join(sorted(kind.__name__ for kind in kinds))
        yield wrong(
            f"the thresholds are of several types: {names}", attribute=2, found=names
        )
        return
    target = _monitored(item, monitored)
    if target is None:
        return
    kind = kinds.pop()
    if type(target) is kind:
        yield PASS
    elif target is not None:
        yield wrong(
            f"the thresholds are {kind.__name__}, the value that is monitored is "
            f"{type(target).__name__}",
            attribute=2,
            expected=type(target).__name__,
            found=kind.__name__,
            doubt=read.doubt,
        )


def _monitored(item: Item, definition: Any) -> Any:
    """The value that a monitor looks at, with its type; None where it was not read."""
    class_id = getattr(definition, "class_id", None)
    code = getattr(definition, "logical_name", None)
    number = getattr(definition, "attribute_index", None)
    if not isinstance(class_id, int) or not isinstance(code, bytes) or len(code) != 6:
        return None
    target = item.seen.find(class_id, code)
    read = None if target is None or number is None else target.reads.get(number)
    if read is None:
        return None
    try:
        found = axdr.decode(read.octets)
    except CosemError:
        return None
    return None if isinstance(found, (list, tuple)) else found


# ---------------------------------------------------------------- calendars


@_of(20)
def _calendar(item: Item) -> Iterator[Outcome]:
    for first in (3, 7):
        seasons, weeks, days = (item.meant(first + at) for at in range(3))
        if isinstance(seasons, list) and isinstance(weeks, list):
            known = {getattr(each, "week_profile_name", None) for each in weeks}
            wanted = [
                (f"[{at}].week_name", getattr(each, "week_name", None))
                for at, each in enumerate(seasons)
            ]
            yield from _dangling(first, wanted, known, "week")
        if isinstance(weeks, list) and isinstance(days, list):
            known = {getattr(each, "day_id", None) for each in days}
            wanted = [
                (f"[{at}].{day}", getattr(each, day, None))
                for at, each in enumerate(weeks)
                for day in _WEEK
            ]
            yield from _dangling(first + 1, wanted, known, "day")
        if isinstance(days, list):
            yield from _schedules(first + 2, days)


_WEEK: Final = (
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
)


def _dangling(
    attribute: int, wanted: list[tuple[str, Any]], known: set[Any], word: str
) -> Iterator[Outcome]:
    for path, name in wanted:
        if name is None:
            continue
        if name in known:
            yield PASS
        elif not name or not any(bytes(name) if isinstance(name, bytes) else [name]):
            continue  # an entry that stands for nothing
        else:
            shown = name.hex() if isinstance(name, bytes) else str(name)
            yield wrong(
                f"there is no {word} profile {shown}",
                attribute=attribute,
                path=path,
                expected=f"a {word} profile that is defined",
                found=shown,
            )


def _schedules(attribute: int, days: list[Any]) -> Iterator[Outcome]:
    for at, day in enumerate(days):
        actions = getattr(day, "day_schedule", None)
        if not isinstance(actions, list):
            continue
        times = [getattr(each, "start_time", None) for each in actions]
        told = [bytes(each)[:4] for each in times if isinstance(each, bytes)]
        if len(told) != len(times) or any(0xFF in each[:2] for each in told):
            continue
        rising = all(before <= after for before, after in pairwise(told))
        if rising:
            yield PASS
            continue
        yield wrong(
            "the times of the day do not rise",
            attribute=attribute,
            path=f"[{at}].day_schedule",
        )


@_of(10, 11)
def _numbered(item: Item) -> Iterator[Outcome]:
    entries = item.meant(2)
    if not isinstance(entries, list) or not entries:
        return
    counts = Counter(getattr(each, "index", None) for each in entries)
    twice = sorted(n for n, count in counts.items() if isinstance(n, int) and count > 1)
    if not twice:
        yield PASS
        return
    numbers = ", ".join(map(str, twice))
    yield wrong(f"several entries have the index {numbers}", attribute=2, found=numbers)


# ---------------------------------------------------------------- images


@_of(18)
def _image(item: Item) -> Iterator[Outcome]:
    bits, first = item.meant(3), _number(item.meant(4))
    if first is None or not isinstance(bits, BitString):
        return
    flags = list(bits)
    if not flags:
        return
    due = flags.index(False) if False in flags else len(flags)
    if first == due or (due == len(flags) and first >= due):
        yield PASS
        return
    yield wrong(
        f"the first block that is not transferred is {due} by the bits, {first} by the number",
        attribute=4,
        expected=str(due),
        found=str(first),
    )


def _number(value: Any) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return whole(value)


_PROFILE_READ: Final = "of a Profile generic that were read"

CHECKS: Final = (
    Check(
        "CL-01",
        "rows are those of the columns",
        "Each row of a buffer has a value for each column, of a type that the captured "
        "attribute can have; null-data and differences stand for what follows from the rows "
        "above. Of an empty buffer nobody can tell.",
        f"buffer and capture_objects {_PROFILE_READ}",
        "types of captured attributes",
        "object",
        _rows,
    ),
    Check(
        "CL-02",
        "the column to sort by is one",
        "A profile that is not sorted by time is sorted by one of its columns.",
        f"sort_method, sort_object and capture_objects {_PROFILE_READ}, not fifo or lifo",
        "attributes 3, 5 and 6 of class 7",
        "object",
        _sorted_by,
    ),
    Check(
        "CL-03",
        "no more entries are in use than there are",
        "entries_in_use is not greater than profile_entries. That it is not the number of rows "
        "that were read decides nothing, as rows come while reading.",
        f"entries_in_use and profile_entries {_PROFILE_READ}",
        "attributes 7 and 8 of class 7",
        "object",
        _entries,
    ),
    Check(
        "CL-07",
        "scalers are plausible",
        "A scaler is in -9..9; another is a warning. Units are for TY-04 and OB-03.",
        "scaler and unit of a register that were read",
        "scal_unit_type",
        "object",
        _scale,
    ),
    Check(
        "CL-09",
        "calendars are whole",
        "Each season names a week profile, each week profile day profiles that are defined, and "
        "the times of a day rise. What is 0 or empty stands for nothing.",
        "tables of an Activity calendar that were read",
        "attributes 3 to 5 and 7 to 9 of class 20",
        "object",
        _calendar,
    ),
    Check(
        "CL-10",
        "thresholds are of the type that is monitored",
        "All thresholds of a Register monitor are of one type, that of the monitored value.",
        "thresholds of a Register monitor, and the value that it monitors, that were read",
        "attributes 2 and 3 of class 21",
        "object",
        _thresholds,
    ),
    Check(
        "CL-12",
        "the block that is next is the first that is missing",
        "image_first_not_transferred_block_number is that of the first bit which is 0.",
        "attributes 3 and 4 of an Image transfer that were read",
        "attributes 3 and 4 of class 18",
        "object",
        _image,
    ),
    Check(
        "CL-14",
        "entries are told apart",
        "The entries of a Schedule or Special days table have different indexes.",
        "entries of a Schedule or Special days table that were read",
        "attribute 2 of classes 10 and 11",
        "object",
        _numbered,
    ),
)
