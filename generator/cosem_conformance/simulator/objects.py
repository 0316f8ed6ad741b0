"""A simulated meter: objects with values, and what each client sees of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from typing import Any, Final, NamedTuple

from cosem_runtime import (
    BitString,
    CosemError,
    InterfaceClass,
    Obis,
    OpenIntEnum,
    axdr,
)
from cosem_runtime.catalogue import Catalogue

from ..dumps import CONFORMANCE, RIGHTS, Access
from ..dumps.object_list import ASSOCIATION_LN, CURRENT_ASSOCIATION
from ..live.transport import Answer, Attribute, TransportError
from ..walking import walk
from . import behaviour, results
from .octets import elements, structure
from .selecting import select

__all__ = [
    "ASSOCIATED",
    "LONGEST",
    "OFFERED",
    "Agreed",
    "SimulatedMeter",
    "SimulatedObject",
    "View",
    "conformance_block",
]

_ALL: Final = 0
"""The attribute that stands for all of an object."""
_PRIVATE: Final = 128
"""From this value on enumerations have ranges that are left to makers."""

OFFERED: Final = (
    "attribute0_supported_with_get",
    "block_transfer_with_get_or_read",
    "block_transfer_with_set_or_write",
    "block_transfer_with_action",
    "multiple_references",
    "data_notification",
    "get",
    "set",
    "selective_access",
    "action",
)
"""What of the conformance block is served."""

Change = Callable[[bytes], bytes]


@dataclass(slots=True)
class SimulatedObject:
    """An object of one association, or of several that see the same of it.

    `values` are octets, and are shared with the other associations of a logical device.
    `answers` are data-access-results in place of values, None for no answer at all;
    `opened` has what can be read whatever the right says, `changes` what faults make of
    octets on their way out. `odd` has what faults make it do otherwise, by the kind of the fault and
    the attribute or method; `returned` what methods return because of one. One that is not `listed`
    can be read all the same; one that is not `served` is not there.
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
    odd: set[tuple[str, int]] = field(default_factory=set)
    returned: dict[int, bytes] = field(default_factory=dict)
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
            odd=set(self.odd),
            returned=dict(self.returned),
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
        self._outside = now
        self.views: list[View] = []
        self.pushed: list[tuple[int, int, bytes]] = []
        """Notifications to be sent: client, server, APDU."""
        self.can_push = False
        """Whether anybody sends them; else the push method answers temporary-failure."""
        self.schedule = behaviour.Schedule()

    def now(self) -> datetime:
        """The time outside. Of its zone only the deviation counts: no clock is told when daylight saving begins."""
        moment = self._outside()
        offset = moment.utcoffset()
        return moment if offset is None else moment.replace(tzinfo=timezone(offset))

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


class Agreed(NamedTuple):
    """What a client and the meter agreed on: services, and the longest APDU that the client takes."""

    services: frozenset[str]
    client_pdu: int


class View:
    """A meter as one client sees it: a `Transport` without a wire.

    `password` is what low-level security asks for; None is an association without
    authentication. `agreed` is None where no association was made: then all is served.
    """

    agreed: Agreed | None = None

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

    def associated(self, agreed: Agreed) -> View:
        """The same, as a client sees it that has made an association."""
        found = copy(self)
        found.agreed = agreed
        return found

    def serves(self, service: str) -> bool:
        """Whether a service may be used."""
        return service in (OFFERED if self.agreed is None else self.agreed.services)

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
        number = attribute.number
        if number == _ALL and not self.serves("attribute0_supported_with_get"):
            return Answer(results.OBJECT_UNDEFINED)
        if number in found.answers:
            answer = found.answers[number]
            if answer is None:
                raise TransportError("no reply", broken=False)
            return Answer(answer)
        is_there = number in found.attribute_access or number in found.values
        if not is_there and (number != _ALL or attribute.selection is not None):
            return Answer(results.OBJECT_UNDEFINED)
        if not found.may_read(number):
            return Answer(results.READ_WRITE_DENIED)
        try:
            if attribute.selection is None or ("any-selector", number) in found.odd:
                octets = self.octets(found, number)
            elif not self.serves("selective_access"):
                return Answer(results.READ_WRITE_DENIED)
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
        return [
            self.faulty("other-in-list", each, self.get(each)) for each in attributes
        ]

    def faulty(self, fault: str, attribute: Attribute, answer: Answer) -> Answer:
        """An answer that is read in a way which may have a fault: its last bit is another one."""
        found = self.find(attribute.class_id, attribute.logical_name)
        odd = () if isinstance(found, int) else found.odd
        if answer.octets and (fault, attribute.number) in odd:
            changed = answer.octets[:-1] + bytes((answer.octets[-1] ^ 1,))
            return Answer(answer.result, changed)
        return answer

    def set(self, attribute: Attribute, octets: bytes) -> Answer:
        """Write an attribute: what is not of its type, or out of its range, is refused."""
        found = self.find(attribute.class_id, attribute.logical_name)
        if isinstance(found, int):
            return Answer(found)
        number = attribute.number
        access = found.attribute_access.get(number)
        if access is None and number not in found.values:
            return Answer(results.OBJECT_UNDEFINED)
        may_write = access is not None and access.writable
        if ("write-open", number) not in found.odd and not may_write:
            return Answer(results.READ_WRITE_DENIED)
        is_refused = ("write-refused", number) in found.odd
        if is_refused or attribute.selection is not None:
            return Answer(results.READ_WRITE_DENIED)
        takes_any = ("write-any", number) in found.odd
        if not takes_any and not _fits(found, number, octets):
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
        may_call = access is not None and access.callable
        if ("call-open", method) not in found.odd and not may_call:
            return Answer(results.READ_WRITE_DENIED)
        if method in found.returned:
            return Answer(results.SUCCESS, found.returned[method])
        if octets is not None:
            try:
                parameter: Any = (
                    axdr.decode(octets)
                    if spec is None
                    else spec.decode_parameter(octets)
                )
            except CosemError:
                if ("call-any", method) in found.odd:
                    return Answer(results.SUCCESS)
                return Answer(results.TYPE_UNMATCHED)
        else:
            parameter = None
        return behaviour.invoke(self, found, method, parameter)

    # ---- what there is

    def find(self, class_id: int, logical_name: Obis) -> SimulatedObject | int:
        """The object of a class and name; else the data-access-result that says why not."""
        named = [o for o in self.objects if o.logical_name == logical_name and o.served]
        for each in named:
            if each.class_id == class_id or ("any-class", 0) in each.odd:
                return each
        return results.CLASS_INCONSISTENT if named else results.OBJECT_UNDEFINED

    def octets(self, of: SimulatedObject, number: int) -> bytes | None:
        """The value of an attribute now; None where there is none."""
        if number == _ALL and _ALL not in of.values:
            return structure(self._all(of))
        if (of.class_id, of.logical_name) == (ASSOCIATION_LN, CURRENT_ASSOCIATION):
            if number == 2:
                return self.object_list(self.listed())
            is_told = self.agreed is not None and number in of.values
            if is_told and number in _OF_ASSOCIATION:
                return _OF_ASSOCIATION[number](self, of.values[number])
        return behaviour.read(self.meter, of, number)

    @property
    def context_name(self) -> bytes:
        """The name of its application context: logical names without ciphering."""
        return axdr.encode(_NAMES + b"\x01\x01")

    @property
    def mechanism_name(self) -> bytes:
        """The name of how clients are authenticated."""
        return axdr.encode(_NAMES + bytes((2, int(self.password is not None))))

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
    if octets == of.values.get(number):
        return True  # what is there already is taken again
    try:
        if of.kind is None:
            axdr.decode(octets)
            return of.values.get(number, octets)[:1] == octets[:1]
        reading = of.kind.attribute(number).read(octets)
    except CosemError:
        return False
    if reading.deviations:
        return False
    return all(
        value.name in type(value).__members__ or value >= _PRIVATE
        for _, value in walk(reading.value)
        if isinstance(value, OpenIntEnum)
    )


_NAMES: Final = bytes((0x60, 0x85, 0x74, 0x05, 0x08))
"""What the names of contexts and mechanisms begin with (IEC 62056-5-3)."""


def conformance_block(services: Iterable[str]) -> bytes:
    """The conformance block with the bits of services, as a value."""
    bits = "".join(str(int(name in services)) for name in CONFORMANCE)
    return axdr.encode(BitString(bits))


def _context_info(view: View, octets: bytes) -> bytes:
    """What was agreed on in place of what is there."""
    assert view.agreed is not None
    try:
        before = elements(octets)
    except CosemError:  # as a dump may have it
        return octets
    sizes = (view.max_pdu or LONGEST, view.agreed.client_pdu)
    agreed = [conformance_block(view.agreed.services)]
    agreed += [axdr.encode(axdr.LongUnsigned(each)) for each in sizes]
    return structure([*agreed, *before[len(agreed) :]])


LONGEST: Final = 0xFFFF
"""Octets of the longest APDU that is taken, unless a dump says another."""

ASSOCIATED: Final = axdr.encode(axdr.Enum(2))
"""The status of an association that is in use."""

_OF_ASSOCIATION: Final[dict[int, Callable[[View, bytes], bytes]]] = {
    4: lambda view, _: view.context_name,
    5: _context_info,
    6: lambda view, _: view.mechanism_name,
    8: lambda view, _: ASSOCIATED,
}
"""What an association says of itself, by attributes of its object."""


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
