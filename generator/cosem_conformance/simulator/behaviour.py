"""What moves in a simulated meter: clocks run, profiles capture, methods do something, pushes leave.

A table has the methods that are simulated; each is a function with the parameter as it was decoded.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from cosem_runtime import CosemError, DateTime, axdr
from cosem_runtime.wire import FIXED_SIZES

from ..live.transport import Answer, Attribute
from . import results
from .octets import array, counted, elements, structure
from .selecting import LONGEST_PERIOD, column, name, whole

if TYPE_CHECKING:
    from .objects import SimulatedMeter, SimulatedObject, View

__all__ = [
    "METHODS",
    "MOST_CAPTURED",
    "MOST_COLUMNS",
    "MOST_ROWS",
    "Schedule",
    "invoke",
    "read",
    "start",
    "tick",
    "write",
]

MOST_ROWS: Final = 10_000
"""Rows that a profile keeps, whatever its profile_entries say."""

MOST_CAPTURED: Final = 1024 * 1024
"""Octets of a buffer, and of one row: a profile can be told to capture itself."""
MOST_COLUMNS: Final = 0x4000
"""Columns of a row, and elements of a push, of those that a list has."""

Run: TypeAlias = "Callable[[View, SimulatedObject, Any], Answer]"

_CLOCK: Final = 8
_TIME: Final = 2
_PROFILE: Final = 7
_BUFFER, _COLUMNS, _PERIOD, _SORTED, _IN_USE, _ENTRIES = 2, 3, 4, 5, 7, 8
_LIFO: Final = 2
_NULL: Final = b"\x00"


class Schedule:
    """What clocks, profiles and pushes have besides their values.

    By the identity of the values, which the associations of a logical device share.
    """

    def __init__(self) -> None:
        self.offsets: dict[int, timedelta] = {}
        """How far the time of a clock is from that outside."""
        self.zones: dict[int, tzinfo | None] = {}
        """What its deviation says; None where it is not specified."""
        self.statuses: dict[int, int] = {}
        """The status octet of a clock's time."""
        self.due: dict[int, datetime] = {}
        """When a profile captures next."""
        self.pushes = 0
        """Notifications so far: the invoke-id of the last one."""


def start(meter: SimulatedMeter) -> None:
    """Let clocks run from what they show, and periods begin."""
    for view in meter.views:
        for each in view.objects:
            if each.class_id == _CLOCK and _TIME in each.values:
                _set_clock(meter, each, each.values[_TIME])
            if each.class_id == _PROFILE:
                _begin(meter, each)


def tick(meter: SimulatedMeter) -> None:
    """Capture what is due."""
    now = meter.now()
    for view in meter.views:
        for each in view.objects:
            due = meter.schedule.due.get(id(each.values))
            if due is not None and now >= due:
                capture(view, each)
                _begin(meter, each)


def read(meter: SimulatedMeter, of: SimulatedObject, number: int) -> bytes | None:
    """The value of an attribute now."""
    if of.class_id == _CLOCK and number == _TIME:
        moment = _time(meter, of)
        if moment is not None:
            own = id(of.values)
            if meter.schedule.zones[own] is None:
                moment = moment.replace(tzinfo=None)
            shown = DateTime.from_datetime(moment, meter.schedule.statuses[own])
            return of.values[_TIME][:-12] + bytes(shown)
    return of.values.get(number)


def write(view: View, of: SimulatedObject, number: int, octets: bytes) -> None:
    """Keep a value, and do what follows of it."""
    of.values[number] = octets
    if of.class_id == _CLOCK and number == _TIME:
        _set_clock(view.meter, of, octets)
    if of.class_id == _PROFILE and number == _COLUMNS:
        _reset_profile(view, of, None)
    if of.class_id == _PROFILE and number == _PERIOD:
        _begin(view.meter, of)


# ---- clocks


def _set_clock(meter: SimulatedMeter, of: SimulatedObject, octets: bytes) -> None:
    """Let it run from a time; one that is not whole stands still."""
    schedule, own = meter.schedule, id(of.values)
    schedule.offsets.pop(own, None)
    try:
        shown = DateTime.from_bytes(octets[-12:]).to_datetime()
    except CosemError:
        return
    now = meter.now()
    schedule.zones[own] = shown.tzinfo
    if shown.tzinfo is None:
        shown = shown.replace(tzinfo=now.tzinfo)
    schedule.offsets[own] = shown - now
    schedule.statuses[own] = octets[-1]


def _time(meter: SimulatedMeter, of: SimulatedObject) -> datetime | None:
    """What a clock shows; None for one that stands still, or has run out of years."""
    offset = meter.schedule.offsets.get(id(of.values))
    try:
        if offset is None:
            return None
        moment = meter.now() + offset
        zone = meter.schedule.zones[id(of.values)]
        return moment if zone is None else moment.astimezone(zone)
    except OverflowError:
        return None


def _adjust(minutes: int) -> Run:
    """To the nearest full so many minutes."""

    def adjust(view: View, of: SimulatedObject, parameter: Any) -> Answer:
        moment = _time(view.meter, of)
        if moment is None:
            return Answer(results.TEMPORARY_FAILURE)
        step = timedelta(minutes=minutes)
        passed = moment - moment.replace(minute=0, second=0, microsecond=0)
        to = (passed + step / 2) // step * step
        view.meter.schedule.offsets[id(of.values)] += to - passed
        return Answer(results.SUCCESS)

    return adjust


def _shift(view: View, of: SimulatedObject, parameter: Any) -> Answer:
    if _time(view.meter, of) is None:
        return Answer(results.TEMPORARY_FAILURE)
    # Of a class that nobody knows the parameter may be anything.
    if not isinstance(parameter, int) or abs(parameter) > _LONGEST_SHIFT:
        return Answer(results.TYPE_UNMATCHED)
    view.meter.schedule.offsets[id(of.values)] += timedelta(seconds=int(parameter))
    return Answer(results.SUCCESS)


_LONGEST_SHIFT: Final = 0x8000
"""Seconds: they are a long."""


# ---- profiles


def capture(view: View, of: SimulatedObject) -> None:
    """A row of what the columns hold now; the oldest ones leave where it is full."""
    row = structure(_gathered(view, _rows(of, _COLUMNS)))
    rows = _rows(of, _BUFFER)
    is_lifo = _number(of, _SORTED, 1) == _LIFO
    newest = [row, *rows] if is_lifo else [row, *reversed(rows)]
    most = max(0, min(_number(of, _ENTRIES, MOST_ROWS), MOST_ROWS))
    sizes = accumulate(map(len, newest))
    rows = [
        each
        for each, size in zip(newest[:most], sizes, strict=False)
        if size <= MOST_CAPTURED
    ]
    if not is_lifo:
        rows.reverse()
    of.values[_BUFFER] = array(rows)
    _count(of, len(rows))


def _gathered(view: View, columns: list[bytes]) -> list[bytes]:
    """What columns, or elements of a push, hold; null-data from where it is too much."""
    found, size = [], 0
    for each in columns[:MOST_COLUMNS]:
        octets = _captured(view, each)
        size += len(octets)
        found.append(octets if size <= MOST_CAPTURED else _NULL)
    return found


def _captured(view: View, named: bytes) -> bytes:
    """What a column, or an element of a push, names; null-data where there is nothing.

    Whatever the rights of the client are: it is the meter that captures.
    """
    try:
        class_id, code, number, index = column(tuple(_decoded(elements(named)[:4])))
        of = view.find(class_id, code)
        octets = None if isinstance(of, int) else view.octets(of, number)
        if octets is None or not index:
            return octets or _NULL
        return elements(octets)[index - 1]
    except (CosemError, IndexError):
        return _NULL


def _decoded(octets: list[bytes]) -> list[Any]:
    return [axdr.decode(each) for each in octets]


def _rows(of: SimulatedObject, number: int) -> list[bytes]:
    """Elements of an attribute; none where it is no array, as a compact-array."""
    try:
        return elements(of.values.get(number, b""))
    except CosemError:
        return []


def _number(of: SimulatedObject, number: int, otherwise: int) -> int:
    try:
        value = axdr.decode(of.values[number])
    except (KeyError, CosemError):
        return otherwise
    return int(value) if isinstance(value, int) else otherwise


def _count(of: SimulatedObject, rows: int) -> None:
    of.values[_IN_USE] = axdr.encode(axdr.DoubleLongUnsigned(rows))


def _begin(meter: SimulatedMeter, of: SimulatedObject) -> None:
    """A capture period begins: it ends at a whole multiple of itself within the day."""
    seconds = _number(of, _PERIOD, 0)
    meter.schedule.due.pop(id(of.values), None)
    if 0 < seconds <= LONGEST_PERIOD:
        now = meter.now()
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        passed = (now - midnight) // timedelta(seconds=seconds)
        due = midnight + timedelta(seconds=seconds) * (passed + 1)
        meter.schedule.due[id(of.values)] = due


def _capture(view: View, of: SimulatedObject, parameter: Any) -> Answer:
    capture(view, of)
    return Answer(results.SUCCESS)


def _reset_profile(view: View, of: SimulatedObject, parameter: Any) -> Answer:
    of.values[_BUFFER] = array(())
    _count(of, 0)
    return Answer(results.SUCCESS)


# ---- others


def _reset_register(view: View, of: SimulatedObject, parameter: Any) -> Answer:
    """Zero, of the type that the value has; there is none of a string."""
    tag = of.values.get(2, _NULL)[:1]
    if not tag or tag[0] not in FIXED_SIZES:
        return Answer(results.OTHER_REASON)
    of.values[2] = tag + bytes(FIXED_SIZES[tag[0]])
    return Answer(results.SUCCESS)


def _disconnect(connected: bool) -> Run:
    def control(view: View, of: SimulatedObject, parameter: Any) -> Answer:
        of.values[2] = axdr.encode(connected)
        of.values[3] = axdr.encode(axdr.Enum(int(connected)))
        return Answer(results.SUCCESS)

    return control


def _push(view: View, of: SimulatedObject, parameter: Any) -> Answer:
    """A DataNotification with what the list names; it leaves after the answer."""
    meter = view.meter
    if not meter.can_push or len(meter.pushed) >= MOST_PUSHED:
        return Answer(results.TEMPORARY_FAILURE)
    body = structure(_gathered(view, _rows(of, 2)))
    if len(body) > LONGEST_PUSHED:
        return Answer(results.OTHER_REASON)
    meter.schedule.pushes = (meter.schedule.pushes + 1) & 0xFFFFFF
    time = counted(bytes(DateTime.from_datetime(meter.now())))
    head = b"\x0f" + meter.schedule.pushes.to_bytes(4, "big")
    meter.pushed.append((view.client, view.server, head + time + body))
    return Answer(results.SUCCESS)


def _addresses(view: View, of: SimulatedObject, parameter: Any) -> Answer:
    """How many there are."""
    count = axdr.LongUnsigned(len(_rows(of, _MULTICAST)))
    return Answer(results.SUCCESS, axdr.encode(count))


_MULTICAST: Final = 4

MOST_PUSHED: Final = 100
"""Notifications that wait to be sent."""
LONGEST_PUSHED: Final = 0xFF00
"""Octets of the values of one: a frame has no more, and blocks are not pushed."""

_WRITE, _EXECUTE = 1, 2


def _execute(view: View, of: SimulatedObject, parameter: Any) -> Answer:
    """Each action of a script; the first one that fails ends it."""
    for script in _rows(of, 2):
        try:
            number, actions = elements(script)
            if axdr.decode(number) != parameter:
                continue
            for action in elements(actions):
                answer = _act(view, action)
                if answer.result != results.SUCCESS:
                    return answer
        except (CosemError, ValueError):
            return Answer(results.OTHER_REASON)
        return Answer(results.SUCCESS)
    return Answer(results.OBJECT_UNDEFINED)


def _act(view: View, action: bytes) -> Answer:
    *target, value = elements(action)
    service, class_id, code, number = _decoded(target)
    at, index = view.find(whole(class_id), name(code)), whole(number)
    if isinstance(at, int):
        return Answer(at)
    if service == _WRITE:
        return view.set(Attribute(at.class_id, at.logical_name, index), value)
    if (at.class_id, index) == (_SCRIPTS, 1):
        return Answer(
            results.OTHER_REASON
        )  # a script that executes scripts may never end
    return view.action(at.class_id, at.logical_name, index, value)


_SCRIPTS: Final = 9


class Method(NamedTuple):
    """A method that is simulated: what it does in a sentence, and doing it."""

    does: str
    run: Run


_ZERO: Final = "The value is 0, of its type."

METHODS: Final[dict[tuple[int, int], Method]] = {
    (3, 1): Method(_ZERO, _reset_register),
    (4, 1): Method(_ZERO, _reset_register),
    (_PROFILE, 1): Method("The buffer is empty.", _reset_profile),
    (_PROFILE, 2): Method("A row is captured.", _capture),
    (_CLOCK, 1): Method("The time is the nearest quarter of an hour.", _adjust(15)),
    (_CLOCK, 3): Method("The time is the nearest minute.", _adjust(1)),
    (_CLOCK, 6): Method("The time is shifted.", _shift),
    (_SCRIPTS, 1): Method(
        "Each action of the script is done, until one fails.", _execute
    ),
    (40, 1): Method(
        "A notification is sent; temporary-failure where nobody is said to take it.",
        _push,
    ),
    (42, 3): Method("The number of multicast addresses is returned.", _addresses),
    (70, 1): Method("The output is open.", _disconnect(False)),
    (70, 2): Method("The output is closed.", _disconnect(True)),
}
"""The methods that are simulated, by class and number."""


def invoke(view: View, of: SimulatedObject, method: int, parameter: Any) -> Answer:
    """What a method does; other-reason for one that is not simulated."""
    found = METHODS.get((of.class_id, method))
    if found is None:
        return Answer(results.OTHER_REASON)
    return found.run(view, of, parameter)
