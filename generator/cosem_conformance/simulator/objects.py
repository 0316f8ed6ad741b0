"""A simulated meter: objects with values, and what each client sees of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from cosem_runtime import CosemError, InterfaceClass, Obis, axdr
from cosem_runtime.catalogue import Catalogue

from ..dumps import RIGHTS, Access
from ..live.transport import Answer, Attribute, TransportError
from . import behaviour, results
from .octets import structure
from .selecting import select

__all__ = ["CURRENT_ASSOCIATION", "SimulatedMeter", "SimulatedObject", "View"]

CURRENT_ASSOCIATION: Final = Obis("0.0.40.0.0.255")
ASSOCIATION_LN: Final = 15
_ALL: Final = 0
"""The attribute that stands for all of an object."""

Change = Callable[[bytes], bytes]


@dataclass(slots=True)
class SimulatedObject:
    """An object of one association, or of several that see the same of it.

    `values` are octets, and are shared with the other associations of a logical device.
    `answers` are data-access-results in place of values, None for no answer at all;
    `opened` has what can be read whatever the right says, `changes` what faults make of
    octets on their way out. One that is not `listed` can be read all the same; one that is
    not `served` is not there.
    """

    class_id: int
    version: int
    logical_name: Obis
    kind: type[InterfaceClass] | None = None
    attribute_access: dict[int, Access] = field(default_factory=dict)
    method_access: dict[int, Access] = field(default_factory=dict)
    selectors: dict[int, tuple[int, ...]] = field(default_factory=dict)
    values: dict[int, bytes] = field(default_factory=dict)
    answers: dict[int, int | None] = field(default_factory=dict)
    opened: set[int] = field(default_factory=set)
    changes: dict[int, Change] = field(default_factory=dict)
    listed: bool = True
    served: bool = True

    def shared(self) -> SimulatedObject:
        """The same object as another association sees it, with the same values."""
        return replace(
            self,
            attribute_access=dict(self.attribute_access),
            method_access=dict(self.method_access),
            selectors=dict(self.selectors),
            answers=dict(self.answers),
            opened=set(self.opened),
            changes=dict(self.changes),
        )

    def may_read(self, number: int) -> bool:
        """Whether it is readable; where nobody says, what has a value is."""
        access = self.attribute_access.get(number)
        if number in self.opened or access is None or not access.known:
            return True
        return access.readable


class SimulatedMeter:
    """A meter in memory: its associations, its time, and what it has to push.

    `now` is the time outside, by which clocks run and profiles capture. `tick` does what
    is due; the server calls it every second.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        *,
        now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
    ) -> None:
        self.catalogue = catalogue
        self.now = now
        self.views: list[View] = []
        self.pushed: list[tuple[int, int, bytes]] = []
        """Notifications to be sent: client, server, APDU."""
        self.can_push = False
        """Whether anybody sends them; else the push method answers temporary-failure."""
        self.schedule = behaviour.Schedule()

    def view(self, client: int | None = None, server: int | None = None) -> View:
        """What a client sees: the first association of these addresses. Raises CosemError."""
        for each in self.views:
            if client in (None, each.client) and server in (None, each.server):
                return each
        known = ", ".join(f"{v.client}/{v.server}" for v in self.views)
        raise CosemError(f"no association of client {client}: there are {known}")

    def start(self) -> None:
        """Let clocks run from what they show, and periods begin."""
        behaviour.start(self)

    def tick(self) -> None:
        """Do what is due by now."""
        behaviour.tick(self)


class View:
    """A meter as one client sees it: a `Transport` without a wire.

    `password` is what low-level security asks for; None is an association without
    authentication.
    """

    def __init__(
        self,
        meter: SimulatedMeter,
        name: str,
        client: int,
        server: int,
        objects: Iterable[SimulatedObject],
        *,
        password: bytes | None = None,
        max_pdu: int | None = None,
    ) -> None:
        self.meter = meter
        self.name = name
        self.client = client
        self.server = server
        self.password = password
        self.max_pdu = max_pdu
        self.objects = list(objects)

    # ---- as a transport

    def open(self) -> None:
        """Nothing has to be opened."""

    def close(self) -> None:
        """Nothing has to be closed."""

    def get(self, attribute: Attribute) -> Answer:
        """Read an attribute. Raises TransportError where a fault keeps the answer back."""
        found = self.find(attribute.class_id, attribute.logical_name)
        if isinstance(found, int):
            return Answer(found)
        if attribute.number == _ALL and attribute.selection is None:
            return Answer(results.SUCCESS, structure(self._all(found)))
        number = attribute.number
        if number in found.answers:
            answer = found.answers[number]
            if answer is None:
                raise TransportError("no reply", broken=False)
            return Answer(answer)
        if not (number in found.attribute_access or number in found.values):
            return Answer(results.OBJECT_UNDEFINED)
        if not found.may_read(number):
            return Answer(results.READ_WRITE_DENIED)
        try:
            if attribute.selection is None:
                octets = self.octets(found, number)
            else:
                octets = select(self, found, number, attribute.selection)
        except CosemError:  # what was asked for is of another form
            return Answer(results.TYPE_UNMATCHED)
        if octets is None:
            return Answer(results.OTHER_REASON)
        change = found.changes.get(number)
        return Answer(results.SUCCESS, octets if change is None else change(octets))

    def get_list(self, attributes: Sequence[Attribute]) -> list[Answer]:
        """Read several."""
        return [self.get(each) for each in attributes]

    def set(self, attribute: Attribute, octets: bytes) -> Answer:
        """Write an attribute: what is not of its type, or out of its range, is refused."""
        found = self.find(attribute.class_id, attribute.logical_name)
        if isinstance(found, int):
            return Answer(found)
        number = attribute.number
        access = found.attribute_access.get(number)
        if access is None and number not in found.values:
            return Answer(results.OBJECT_UNDEFINED)
        if access is None or not access.writable or attribute.selection is not None:
            return Answer(results.READ_WRITE_DENIED)
        if not _fits(found, number, octets):
            return Answer(results.TYPE_UNMATCHED)
        behaviour.write(self, found, number, octets)
        return Answer(results.SUCCESS)

    def action(
        self, class_id: int, logical_name: Obis, method: int, octets: bytes | None
    ) -> Answer:
        """Invoke a method; one that is not simulated answers other-reason."""
        found = self.find(class_id, logical_name)
        if isinstance(found, int):
            return Answer(found)
        access = found.method_access.get(method)
        spec = None
        if found.kind is not None:
            spec = next((m for m in found.kind.METHODS if m.id == method), None)
        if access is None and spec is None:
            return Answer(results.OBJECT_UNDEFINED)
        if access is None or not access.callable:
            return Answer(results.READ_WRITE_DENIED)
        if octets is not None:
            try:
                parameter: Any = (
                    axdr.decode(octets)
                    if spec is None
                    else spec.decode_parameter(octets)
                )
            except CosemError:
                return Answer(results.TYPE_UNMATCHED)
        else:
            parameter = None
        return behaviour.invoke(self, found, method, parameter)

    # ---- what there is

    def find(self, class_id: int, logical_name: Obis) -> SimulatedObject | int:
        """The object of a class and name; else the data-access-result that says why not."""
        named = [o for o in self.objects if o.logical_name == logical_name and o.served]
        for each in named:
            if each.class_id == class_id:
                return each
        return results.CLASS_INCONSISTENT if named else results.OBJECT_UNDEFINED

    def octets(self, of: SimulatedObject, number: int) -> bytes | None:
        """The value of an attribute now; None where there is none."""
        is_list = of.class_id == ASSOCIATION_LN and number == 2
        if is_list and of.logical_name == CURRENT_ASSOCIATION:
            return self.object_list(self.listed())
        return behaviour.read(self.meter, of, number)

    def listed(self) -> list[SimulatedObject]:
        """What the object list has."""
        return [each for each in self.objects if each.listed]

    def object_list(
        self, objects: Iterable[SimulatedObject], *, rights: bool = True
    ) -> bytes:
        """Objects as the list of this association has them, perhaps without their rights.

        How rights are written is by the version of the association that the whole list has.
        """
        own = [o.version for o in self.listed() if o.class_id == ASSOCIATION_LN]
        version = max(own, default=1)
        return axdr.encode([_entry(each, version, rights) for each in objects])

    def _all(self, of: SimulatedObject) -> Iterator[bytes]:
        """Each attribute that can be read, in order."""
        for number in sorted({*of.attribute_access, *of.values}):
            if number > 0 and of.may_read(number) and number not in of.answers:
                octets = self.octets(of, number)
                if octets is not None:
                    yield octets


def _fits(of: SimulatedObject, number: int, octets: bytes) -> bool:
    """Whether octets are of the attribute's type; of a class that nobody knows, of the same tag."""
    try:
        if of.kind is None:
            axdr.decode(octets)
            return of.values.get(number, octets)[:1] == octets[:1]
        return not of.kind.attribute(number).read(octets).deviations
    except CosemError:
        return False


def _entry(of: SimulatedObject, version: int, rights: bool) -> tuple[Any, ...]:
    attributes = [
        (
            axdr.Integer(number),
            axdr.Enum(_mode(of, number, access, version)),
            (
                [axdr.Integer(each) for each in of.selectors[number]]
                if of.selectors.get(number)
                else None
            ),
        )
        for number, access in of.attribute_access.items()
    ]
    methods = [
        (axdr.Integer(number), _method_mode(access, version))
        for number, access in of.method_access.items()
    ]
    return (
        axdr.LongUnsigned(of.class_id),
        axdr.Unsigned(of.version),
        bytes(of.logical_name),
        (attributes, methods) if rights else ([], []),
    )


def _mode(of: SimulatedObject, number: int, access: Access, version: int) -> int:
    if access.code is not None:
        return access.code
    if not access.known:
        return int(number in of.values)
    if version >= 3:
        return _flags(access, ("read_access", "write_access"))
    mode = access.readable + 2 * access.writable
    return mode + 3 if mode and access.protection else mode


def _method_mode(access: Access, version: int) -> int:
    if version == 0:
        return access.callable
    if access.code is not None:
        return axdr.Enum(access.code)
    if version >= 3:
        return axdr.Enum(_flags(access, ("access", "")))
    return axdr.Enum(access.callable + bool(access.callable and access.protection))


def _flags(access: Access, first: tuple[str, str]) -> int:
    names = (*first, *RIGHTS[3:])
    rights = access.rights or ()
    return sum(1 << bit for bit, name in enumerate(names) if name in rights)
