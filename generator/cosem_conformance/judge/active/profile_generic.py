"""Parts of the buffers of profiles: CL-04 and CL-05."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final, NamedTuple

from cosem_runtime import CosemError, DateTime, SelectiveAccess

from ...live.transport import Selection
from ..answers import PASSING, may_pass
from ..findings import Octets
from ..meter import Item
from ..table import PASS, READ, Check, Outcome, inapplicable, unclear, wrong
from .reading import offers
from .wire import Wire, wire_of

__all__ = ["CHECKS"]

_PROFILE: Final = 7
_RANGE: Final = 1
_ENTRY: Final = 2
_FEWEST: Final = 5
_MOST: Final = 1000
_CLOCK: Final = (8, 2)

_Rows = list[tuple[Any, ...]]


class _Buffer(NamedTuple):
    """A whole buffer: its columns, as the meter describes them, and its rows."""

    columns: list[Any]
    rows: _Rows


class _Part(NamedTuple):
    """A part of a buffer: what it is called, how it is asked for, and what it has to be."""

    name: str
    access: SelectiveAccess
    columns: list[Any]
    rows: _Rows


def _by_range(item: Item) -> Iterator[Outcome]:
    yield from _parts_of(item, _RANGE, _ranges)


def _by_entry(item: Item) -> Iterator[Outcome]:
    yield from _parts_of(item, _ENTRY, _entries)


def _parts_of(item: Item, selector: int, parts: Any) -> Iterator[Outcome]:
    if item.dumped.class_id != _PROFILE or selector not in _selectors(item):
        return
    wire = wire_of(item)
    if wire.supports(item.seen, "selective_access") is False:
        return  # SV-01 has it
    columns = item.meant(3)
    if not isinstance(columns, list) or not columns or not wire.takes(item):
        return
    reason = wire.excluded(item, 2)
    if reason:
        yield inapplicable(reason, attribute=2)
        return
    if _is_long(item):
        yield unclear(f"the buffer has more than {_MOST} rows", attribute=2)
        return
    buffer = _whole(wire, item, columns)
    if isinstance(buffer, Outcome):
        yield buffer
        return
    if not _FEWEST <= len(buffer.rows) <= _MOST:
        yield unclear(
            f"the buffer has {len(buffer.rows)} rows, not {_FEWEST} to {_MOST}",
            attribute=2,
        )
        return
    for part in parts(item, buffer):
        if isinstance(part, Outcome):
            yield part
            continue
        yield _of_part(wire, item, buffer, part)


def _selectors(item: Item) -> frozenset[int]:
    """The selectors of a buffer that the meter offers, and that the class has."""
    spec = item.spec(2)
    known = () if spec is None else spec.selectors
    return frozenset(each.id for each in known) & frozenset(offers(item, 2))


def _is_long(item: Item) -> bool:
    """Whether the dump says that there is more than is read here."""
    used = item.meant(7)
    return isinstance(used, int) and used > _MOST


def _whole(wire: Wire, item: Item, columns: list[Any]) -> _Buffer | Outcome:
    reply = wire.read(item, 2)
    if not reply.done or not reply.octets:
        return unclear(f"the whole buffer gives {reply.words}", attribute=2)
    rows = _rows(item, columns, reply.octets)
    if rows is None:
        return unclear("the buffer cannot be read by its columns", attribute=2)
    return _Buffer(columns, rows)


def _rows(item: Item, columns: list[Any], octets: bytes) -> _Rows | None:
    """The rows of a buffer; None for what is none, or not of these columns."""
    catalogue = item.seen.meter.catalogue
    try:
        reading = catalogue.profile_reader(columns).read(octets, tolerant=True)
    except CosemError:
        return None
    # CL-01 has rows that are not as the columns have them.
    return None if reading.deviations else list(reading.value)


def _of_part(wire: Wire, item: Item, buffer: _Buffer, part: _Part) -> Outcome:
    facts: dict[str, Any] = {"attribute": 2, "path": part.name}
    reply = wire.read(item, 2, Selection(*_pair(part.access)))
    if reply.result in PASSING:
        return may_pass(reply.result, **facts)
    if not reply.done or not reply.octets:
        return wrong(
            f"selector {part.access.selector} is offered, and {part.name} gives "
            f"{reply.words}",
            expected=f"{len(part.rows)} rows",
            found=reply.words,
            **facts,
        )
    rows = _rows(item, part.columns, reply.octets)
    if rows is not None and _same(rows, part.rows):
        return PASS
    again = _whole(wire, item, buffer.columns)
    if isinstance(again, Outcome) or again.rows != buffer.rows:
        return unclear("the buffer changes while it is read", **facts)
    found = "other columns" if rows is None else f"{len(rows)} rows"
    if rows is not None and len(rows) == len(part.rows):
        found = "other rows"
    return wrong(
        f"{part.name} does not give what the whole buffer has of it",
        expected=f"{len(part.rows)} rows of {len(part.columns)} columns",
        found=found,
        octets=Octets.around(reply.octets, 0),
        **facts,
    )


def _same(found: _Rows, wanted: _Rows) -> bool:
    """Whether rows are the same, but for cells that null-data leaves open in a first row."""
    return len(found) == len(wanted) and all(
        len(one) == len(other)
        and all(a == b or a is None for a, b in zip(one, other, strict=True))
        for one, other in zip(found, wanted, strict=True)
    )


def _pair(access: SelectiveAccess) -> tuple[int, bytes]:
    return access.selector, access.parameter


# ---------------------------------------------------------------- by range


def _ranges(item: Item, buffer: _Buffer) -> Iterator[_Part | Outcome]:
    columns, rows = buffer
    at = next((at for at, each in enumerate(columns) if _is_clock(each)), None)
    if at is None:
        yield unclear("no column is the time of a clock", attribute=2)
        return
    if len(columns) < 2:
        yield unclear("the clock is the only column", attribute=2)
        return
    times = [row[at] for row in rows]
    if not all(isinstance(each, DateTime) and _is_full(each) for each in times):
        yield unclear("the times of the rows are not specified in full", attribute=2)
        return
    local = [_local(each) for each in times]
    rising = all(one < other for one, other in pairwise(local))
    if not rising and not all(one > other for one, other in pairwise(local)):
        yield unclear("the times of the rows go forth and back", attribute=2)
        return
    first, last = (times[0], times[-1]) if rising else (times[-1], times[0])
    inner = (times[1], times[-2]) if rising else (times[-2], times[1])

    def asked(
        name: str, begin: DateTime, end: DateTime, chosen: list[int], wanted: _Rows
    ) -> _Part:
        access: SelectiveAccess = (
            item.specs[2]
            .selector(_RANGE)
            .access(
                restricting_object=columns[at],
                from_value=begin,
                to_value=end,
                selected_values=[columns[each] for each in chosen],
            )
        )
        places = chosen or range(len(columns))
        return _Part(
            name,
            access,
            [columns[each] for each in places],
            [tuple(row[each] for each in places) for row in wanted],
        )

    yield asked("the range of all rows", first, last, [], rows)
    yield asked("a range before all rows", _EARLY, _EARLIER, [], [])
    yield asked("a range of some rows", *inner, [], rows[1:-1])
    other = 0 if at else 1
    two = sorted((at, other))
    yield asked("two columns of all rows", first, last, two, rows)


def _is_clock(column: Any) -> bool:
    return (column.class_id, column.attribute_index) == _CLOCK and not getattr(
        column, "data_index", 0
    )


def _is_full(time: DateTime) -> bool:
    octets = bytes(time)
    date, clock = octets[:4], octets[5:8]
    return (
        date[:2] != b"\xff\xff" and date[2] <= 12 and date[3] <= 31 and max(clock) < 60
    )


def _local(time: DateTime) -> bytes:
    """What orders local times; the hundredths of a second are left out where they are not said."""
    octets = bytes(time)
    return octets[:4] + octets[5:8]


_EARLY: Final = DateTime(1990, 1, 1, 1, 0, 0, 0, 0)
_EARLIER: Final = DateTime(1990, 1, 2, 2, 0, 0, 0, 0)


# ---------------------------------------------------------------- by entry


def _entries(item: Item, buffer: _Buffer) -> Iterator[_Part | Outcome]:
    columns, rows = buffer
    width = len(columns)

    def asked(name: str, begin: int, end: int, left: int, right: int) -> _Part:
        access: SelectiveAccess = (
            item.specs[2]
            .selector(_ENTRY)
            .access(
                from_entry=begin,
                to_entry=end,
                from_selected_value=left,
                to_selected_value=right,
            )
        )
        chosen = slice(left - 1, right or width)
        wanted = rows[begin - 1 : end or len(rows)]
        return _Part(name, access, columns[chosen], [row[chosen] for row in wanted])

    yield asked("one column of one entry", 1, 1, 1, 1)
    yield asked("all entries", 1, 0, 1, 0)
    yield asked("some entries", 2, 4, 1, 0)


CHECKS: Final = (
    Check(
        "CL-04",
        "ranges are those of the buffer",
        "Selective access by range gives what the whole buffer has of it: all rows for the "
        "range of their times, none for one before them, those between two, and two columns.",
        "a live association with a profile that offers it, has the time of a clock among two "
        f"columns or more, and {_FEWEST} to {_MOST} rows",
        "selectors of class 7",
        "object",
        _by_range,
        READ,
    ),
    Check(
        "CL-05",
        "entries are those of the buffer",
        "Selective access by entry gives what the whole buffer has of it: one column of the "
        "first entry, all entries where 0 stands for the last, and some.",
        f"a live association with a profile that offers it, and has {_FEWEST} to {_MOST} rows",
        "selectors of class 7",
        "object",
        _by_entry,
        READ,
    ),
)
