"""A whole meter into a dump: its object list, then every attribute of every object in it.

A walk reads one attribute at a time and writes each as it came, so that it can stop anywhere and go on later. What
stands in the dump is not read again.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple

from cosem_runtime import CosemError

from ..dumps import (
    Association,
    DumpedObject,
    DumpError,
    DumpWriter,
    End,
    Header,
    ObjectName,
    Value,
    ValueOf,
    read_dump,
)
from ..dumps.object_list import (
    ASSOCIATION_LN,
    CURRENT_ASSOCIATION,
    LOGICAL_DEVICE_NAME,
    OBJECT_LIST,
    published,
)
from ..dumps.writing import PART
from .profiles import (
    BUFFER,
    CAPTURE_OBJECTS,
    ENTRIES_IN_USE,
    ENTRY,
    PROFILE,
    by_days,
    by_rows,
    rows_in,
)
from .reading import Reader
from .transport import Attribute, Negotiating, Selection, Transport, TransportError

__all__ = ["Plan", "Step", "dump_meter"]

_NAME: Final = ObjectName(1, LOGICAL_DEVICE_NAME), 2
"""By which one meter is told from another: object and attribute."""
_SHOWN: Final = 20
"""Octets of a name that an error shows."""
_FLUSHED: Final = 1.0
"""Seconds between what is read and what a break cannot take back, at most."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is read, and how hastily.

    `pause`: seconds between an answer and the next request. `readable_only`: leave out what is
    published as not readable; it is asked for otherwise, since how a meter refuses is to be
    judged too. `profiles`: buffers of profiles are read. `rows`: how many rows of one are asked
    for at once, 0 for the whole buffer. `since`: no rows before that day, where the profile has
    a clock among its columns; it is then asked for day by day.
    """

    pause: float = 0.0
    readable_only: bool = False
    profiles: bool = True
    rows: int = 200
    since: date | None = None

    def __post_init__(self) -> None:
        for name, number in (("pause", self.pause), ("rows", self.rows)):
            if not 0 <= number < 2**31:
                raise ValueError(f"{name} is not a number from 0: {number}")


class Step(NamedTuple):
    """Where a walk is: `done` attributes of `total`, and what is read next."""

    done: int
    total: int
    object: ObjectName
    attribute: int
    part: int | None = None
    parts: int | None = None


def dump_meter(
    transport: Transport,
    path: str | os.PathLike[str],
    association: Association,
    *,
    header: Header = Header(),  # noqa: B008 - nobody changes it
    plan: Plan = Plan(),
    told: Callable[[Step], None] = lambda step: None,
    sleep: Callable[[float], None] = time.sleep,
) -> End:
    """Read a whole meter into a dump at `path`, packed if that ends in `.gz`.

    `association` says how the transport is associated, `told` is called before each reading.
    What is read stands in a file with `.part` behind the name until it is whole; where there is
    one already, the walk goes on in it, and asks again only for what failed. The transport is
    closed at the end. Raises TransportError where the meter cannot be reached or has no object
    list, DumpError where a dump cannot be begun or is of another association, plan or meter, by
    the logical device names.
    """
    path = Path(path)
    if path.exists():
        raise DumpError(
            "there is a file of this name",
            file=str(path),
            hint="take another name, or remove it",
        )
    association = replace(association, objects=[], extra=_asked(plan))
    reader = Reader(transport, plan.pause, sleep)
    begun = _begun(path, association)
    try:
        if begun is None:
            listed = reader.read(
                Attribute(ASSOCIATION_LN, CURRENT_ASSOCIATION, OBJECT_LIST)
            )
            begun = _new(path, header, _agreed(association, transport), listed)
        with begun.writer:
            _check_meter(begun, reader)
            _Walk(reader, begun, plan, told).run()
        return begun.writer.counts
    finally:
        reader.close()


def _agreed(association: Association, transport: Transport) -> Association:
    """With what was negotiated, if the client tells."""
    if not isinstance(transport, Negotiating):
        return association
    agreed = transport.negotiated()
    return replace(association, conformance=agreed.services, max_pdu=agreed.max_pdu)


def _asked(plan: Plan) -> dict[str, Any]:
    """What of the plan a dump has to keep to, once it is begun."""
    return {
        "readable_only": plan.readable_only,
        "profiles": plan.profiles,
        "rows": plan.rows,
        "since": None if plan.since is None else plan.since.isoformat(),
    }


# ---------------------------------------------------------------- where it begins


@dataclass(slots=True)
class _Begun:
    """A dump that is being written, and what the walk has to know of what is in it.

    `octets` are of the attributes that tell how a buffer is read; `selecting` are profiles of
    which a part came, `unselected` those that refused the first one, `ended` those whose rows
    are all there.
    """

    writer: DumpWriter
    objects: list[DumpedObject]
    octets: dict[tuple[ObjectName, int], bytes] = field(default_factory=dict)
    selecting: set[ObjectName] = field(default_factory=set)
    unselected: set[ObjectName] = field(default_factory=set)
    ended: set[ObjectName] = field(default_factory=set)
    device: bytes | None = None
    """The logical device name, if it was read before a break."""

    def note(self, name: ObjectName, value: Value) -> None:
        """Learn from a value that is there already, or was just read."""
        if (name, value.attribute) == _NAME:
            self.device = value.octets
        if name.class_id != PROFILE:
            return
        octets = value.octets
        if value.attribute in (CAPTURE_OBJECTS, ENTRIES_IN_USE) and octets is not None:
            self.octets[name, value.attribute] = octets
        if value.attribute != BUFFER or value.selector is None:
            return
        if octets is not None:
            self.selecting.add(name)
        elif value.result is not None and name not in self.selecting:
            self.unselected.add(name)
        all_there = value.part is None or rows_in(octets) == 0
        if value.selector == ENTRY and octets is not None and all_there:
            self.ended.add(name)


def _new(path: Path, header: Header, association: Association, listed: Value) -> _Begun:
    """A new dump with all objects of the list, which are read after that."""
    if listed.octets is None:
        raise TransportError(
            f"the object list of the association: {listed.result or listed.failure}",
            broken=False,
        )
    own = ObjectName(ASSOCIATION_LN, CURRENT_ASSOCIATION)
    try:
        objects = published(ASSOCIATION_LN, listed.octets)
    except CosemError:
        # To be judged alone.
        objects = [DumpedObject(ASSOCIATION_LN, None, CURRENT_ASSOCIATION)]
    # Their number tells a list that was written whole from one that was cut short.
    extra: dict[str, Any] = {**association.extra, "objects": len(objects)}
    has_own = any(each.name == own for each in objects)
    if not has_own:
        extra["object_list"] = listed.octets.hex()
    writer = DumpWriter(path, replace(header, created=datetime.now(UTC)))
    try:
        writer.add(replace(association, extra=extra))
        for each in objects:
            writer.add(each)
        if has_own:
            writer.value(own, listed)
        writer.flush()
    except BaseException:
        writer.discard()
        raise
    return _Begun(writer, objects)


def _begun(path: Path, association: Association) -> _Begun | None:
    """The dump that was begun at this place; None where there is none to go on with."""
    draft = path.with_name(path.name + PART)
    if not draft.exists():
        return None
    writer = DumpWriter.resume(path)
    begun = _Begun(writer, [])
    found: list[Association] = []
    try:
        for record in read_dump(draft, partial=True):
            match record:
                case Association():
                    found.append(record)
                case DumpedObject():
                    begun.objects.append(record)
                case ValueOf(name, value):
                    begun.note(name, value)
        if not found or found[0].extra.get("objects") != len(begun.objects):
            writer.discard()  # cut short before anything but the list was read
            return None
        _same(found, association, draft)
    except BaseException:
        writer.pause()
        raise
    return begun


def _same(found: list[Association], asked: Association, draft: Path) -> None:
    """Raises DumpError for a dump that was begun with other settings."""
    for name, ours in (*_facts(asked), ("associations", 1)):
        theirs = dict((*_facts(found[0]), ("associations", len(found)))).get(name)
        if theirs != ours:
            raise DumpError(
                f"it was begun otherwise: {name}",
                _word(theirs),
                _word(ours),
                file=str(draft),
                hint="go on with the same settings, or remove it",
            )


def _check_meter(begun: _Begun, reader: Reader) -> None:
    """Raises DumpError for a dump that was begun with another meter, as far as it is known."""
    if begun.device is None:
        return
    name, number = _NAME
    ours = reader.read(Attribute(*name[:2], number)).octets
    if ours is not None and ours != begun.device:
        raise DumpError(
            "it was begun with another meter: logical device name",
            begun.device[:_SHOWN].hex(),
            ours[:_SHOWN].hex(),
            file=str(begun.writer.draft),
            hint="go on with that meter, or remove it",
        )


def _facts(association: Association) -> list[tuple[str, Any]]:
    own = ("client", "server", "authentication", "security")
    extra = association.extra
    return [
        *((name, getattr(association, name)) for name in own),
        *((name, extra.get(name)) for name in _asked(Plan())),
    ]


def _word(fact: Any) -> str:
    return "none" if fact is None else str(fact)


# ---------------------------------------------------------------- what is read


class _Walk:
    """Every attribute of every object that is not in the dump yet."""

    def __init__(
        self, reader: Reader, begun: _Begun, plan: Plan, told: Callable[[Step], None]
    ) -> None:
        self._reader = reader
        self._begun = begun
        self._writer = begun.writer
        self._plan = plan
        self._told = told
        self._flushed = time.monotonic()

    def run(self) -> None:
        """Raises TransportError where the meter is not there any more."""
        wanted = self._wanted()
        for done, (name, number) in enumerate(wanted):
            step = Step(done, len(wanted), name, number)
            if self._writer.present(name, number):
                continue
            if not (
                name.class_id == PROFILE and number == BUFFER
            ) or not self._in_pieces(step):
                self._read(step)

    def _wanted(self) -> list[tuple[ObjectName, int]]:
        """Each attribute once, though an object be listed twice; a buffer after all else of it."""
        found: dict[tuple[ObjectName, int], None] = {}
        for each in self._begun.objects:
            buffers = []
            for number, access in each.attribute_access.items():
                if access.known and not access.readable and self._plan.readable_only:
                    continue
                if each.class_id == PROFILE and number == BUFFER:
                    buffers.append(number)
                else:
                    found[each.name, number] = None
            if self._plan.profiles:
                found.update(dict.fromkeys((each.name, n) for n in buffers))
        return list(found)

    def _in_pieces(self, step: Step) -> bool:
        """Read a buffer by its rows or days; false where it is to be read whole."""
        name = step.object
        if name in self._begun.ended:
            return True
        selections = self._selections(name)
        if not selections or name in self._begun.unselected:
            return False
        for part, selection in enumerate(selections, 1):
            # Days are not all that there is, so they are no parts of it.
            number = part if selection.selector == ENTRY else None
            if self._writer.present(name, BUFFER, *selection, number):
                continue
            value = self._read(
                step._replace(part=part, parts=len(selections)), selection
            )
            if value.octets is None and name not in self._begun.selecting:
                return False  # it, or the client, knows no selective access
            if name in self._begun.ended:
                break
        return True

    def _selections(self, name: ObjectName) -> list[Selection]:
        octets = self._begun.octets
        days: list[Selection] = []
        if self._plan.since is not None:
            # A meter's clock may be ahead of ours.
            last = datetime.now(UTC).date() + timedelta(1)
            columns = octets.get((name, CAPTURE_OBJECTS))
            days = by_days(columns, self._plan.since, last)
        return days or by_rows(octets.get((name, ENTRIES_IN_USE)), self._plan.rows)

    def _read(self, step: Step, selection: Selection | None = None) -> Value:
        """Ask for one attribute, or a part of it, and write what came."""
        self._told(step)
        name = step.object
        asked = Attribute(name.class_id, name.logical_name, step.attribute, selection)
        value = self._reader.read(asked)
        if selection is not None and selection.selector == ENTRY:
            rows = rows_in(value.octets)
            # More than were asked for: it does not select, and this is the whole buffer.
            if rows is None or rows <= self._plan.rows:
                value = replace(value, part=step.part, parts=step.parts)
        self._writer.value(name, value)
        self._begun.note(name, value)
        if time.monotonic() - self._flushed > _FLUSHED:
            self._writer.flush()
            self._flushed = time.monotonic()
        return value
