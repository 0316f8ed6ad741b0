"""Simulated meters made of dumps, and of what generated packages know."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from importlib import import_module
from itertools import islice, product
from typing import Any, Final

from cosem_runtime import (
    AttributeSpec,
    CosemError,
    DateTime,
    InterfaceClass,
    Obis,
    UnknownClassError,
    axdr,
)
from cosem_runtime.catalogue import Catalogue
from cosem_runtime.obis.tables import ObisTables, members

from ..dumps import Access, Dump, DumpedObject
from ..dumps.object_list import ASSOCIATION_LN, ASSOCIATION_SN, CURRENT_ASSOCIATION
from . import results
from .objects import (
    ASSOCIATED,
    LONGEST,
    OFFERED,
    SimulatedMeter,
    SimulatedObject,
    View,
    conformance_block,
)
from .octets import array, elements, simplest, structure

__all__ = [
    "CODES",
    "MANAGEMENT",
    "PASSWORD",
    "PUBLIC",
    "Now",
    "add_association",
    "class_of",
    "empty_meter",
    "name_device",
    "new_object",
    "of_dump",
    "of_itself",
    "of_package",
    "set_clock",
]

PUBLIC: Final = 16
"""The client without authentication."""
MANAGEMENT: Final = 1
"""The client with a password, and the logical device that it is of."""
PASSWORD: Final = b"12345678"
"""What low-level security asks for, unless told otherwise."""

_NO_AUTHENTICATION: Final = frozenset(
    {"", "none", "lowest", "no security", "no_security", "public"}
)
_NOT_SHARED: Final = frozenset({ASSOCIATION_SN, ASSOCIATION_LN})
_READ, _WRITE = 1, 2

Now = Callable[[], datetime]


# ---------------------------------------------------------------- of a dump


def of_dump(
    catalogue: Catalogue,
    dump: Dump,
    *,
    password: bytes = PASSWORD,
    now: Now | None = None,
) -> SimulatedMeter:
    """A meter that answers as a dump has it.

    What was not read and is readable has the simplest value of its type. An association
    that is said to be authenticated asks for the password, whatever its mechanism was.
    Addresses that the dump does not say are 16 for the first client and those after it for
    others, 1 for the server. What was read by short names is served by logical names.
    Raises CosemError for a dump without objects.
    """
    meter = empty_meter(catalogue, now)
    taken: set[tuple[int, int]] = set()
    following: dict[tuple[int, int], int] = {}
    shared: dict[tuple[int, int, int, Obis], dict[int, bytes]] = {}
    for each in dump.associations:
        if not each.objects:
            continue
        server = MANAGEMENT if each.server is None else each.server
        client = PUBLIC if each.client is None else each.client
        asked = client, server
        client = following.get(asked, client)
        while (client, server) in taken:
            client += 1
        if client > _LAST_CLIENT:
            raise CosemError(
                "the dump has more associations than clients have addresses"
            )
        following[asked] = client + 1
        taken.add((client, server))
        is_open = each.authentication.casefold() in _NO_AUTHENTICATION
        view = View(
            meter,
            each.name,
            client,
            server,
            [
                _dumped(catalogue, server, one, shared)
                for one in each.objects
                if not _is_of_short_names(one)
            ],
            password=None if is_open else password,
            max_pdu=each.max_pdu,
        )
        add_association(view, _read_of_itself(each.objects))
        meter.views.append(view)
    if not meter.views:
        raise CosemError("the dump has no objects that could be served")
    meter.start()
    return meter


_LAST_CLIENT: Final = 0xFFFF


def _read_of_itself(objects: Iterable[DumpedObject]) -> set[int]:
    """The attributes of the association's own object that were read."""
    return {
        value.attribute
        for each in objects
        if (each.class_id, each.logical_name) == (ASSOCIATION_LN, CURRENT_ASSOCIATION)
        for value in each.values
        if value.octets is not None
    }


def _is_of_short_names(dumped: DumpedObject) -> bool:
    """Whether it is the association itself, of a kind that is not served."""
    own = (ASSOCIATION_SN, CURRENT_ASSOCIATION)
    return (dumped.class_id, dumped.logical_name) == own


def empty_meter(catalogue: Catalogue, now: Now | None) -> SimulatedMeter:
    return (
        SimulatedMeter(catalogue) if now is None else SimulatedMeter(catalogue, now=now)
    )


def _dumped(
    catalogue: Catalogue,
    server: int,
    dumped: DumpedObject,
    shared: dict[tuple[int, int, int, Obis], dict[int, bytes]],
) -> SimulatedObject:
    version = dumped.version
    if version is None:
        version = max(catalogue.versions(dumped.class_id), default=0)
    made = SimulatedObject(
        dumped.class_id,
        version,
        dumped.logical_name,
        class_of(catalogue, dumped.class_id, version),
        dict(dumped.attribute_access),
        dict(dumped.method_access),
        dict(dumped.selectors),
    )
    if dumped.class_id not in _NOT_SHARED:
        key = (server, dumped.class_id, version, dumped.logical_name)
        made.values = shared.setdefault(key, made.values)
    numbers = {each.attribute for each in dumped.values} | {*dumped.attribute_access}
    for number in sorted(numbers):
        value = dumped.value(number) or dumped.joined(number)
        if value is None:
            continue
        if value.octets is not None:
            made.values[number] = value.octets
        elif value.result not in (None, "success"):
            made.answers[number] = results.number(value.result or "")
        elif value.failure is not None:
            made.answers[number] = results.OTHER_REASON
    _complete(made)
    _fill(catalogue, made)
    return made


def _complete(of: SimulatedObject) -> None:
    """Rights that nobody tells of, as documents and tools leave some out.

    Those of a meter itself have the codes of its list, and stay as they are.
    """
    known = (*of.attribute_access.values(), *of.method_access.values())
    if any(each.code is not None for each in known):
        return
    for number in of.values:
        of.attribute_access.setdefault(number, _rights(_READ))
    if of.kind is not None:
        for spec in of.kind.ATTRIBUTES:
            right = _rights(0 if spec.secret else _READ)
            of.attribute_access.setdefault(spec.id, right)
        for method in of.kind.METHODS:
            if method.mandatory:
                of.method_access.setdefault(method.id, Access(frozenset()))
    of.attribute_access = dict(sorted(of.attribute_access.items()))


# ---------------------------------------------------------------- of a package


def of_package(
    catalogue: Catalogue,
    package: str,
    *,
    password: bytes = PASSWORD,
    now: Now | None = None,
) -> SimulatedMeter:
    """A meter with an object of each class of a generated package, in its newest version.

    That of a vendor has the classes of the standard, too. Attributes have their default,
    or the simplest value of their type. Client 16 is without authentication, client 1 asks
    for the password; both see the same.
    """
    meter = empty_meter(catalogue, now)
    packages = catalogue.packages()
    names = {packages[0], package}
    tables = [ObisTables(each, import_module(f"{each}._obis")) for each in packages]
    used: set[Obis] = set()
    made: list[SimulatedObject] = []
    for class_id in sorted(catalogue, key=lambda each: each not in CODES):
        version = max(catalogue.versions(class_id))
        if class_id in (ASSOCIATION_SN, ASSOCIATION_LN):
            continue
        if catalogue.package(class_id, version) not in names:
            continue
        code = _code(catalogue, tables, class_id, used)
        used.add(code)
        made.append(new_object(catalogue, class_id, version, code))
    moment = meter.now()
    set_clock(made, moment)
    _profile(made, moment)
    name_device(made)
    for client, secret in ((PUBLIC, None), (MANAGEMENT, password)):
        name = "public" if secret is None else "management"
        own = [each.shared() for each in made]
        view = View(meter, name, client, MANAGEMENT, own, password=secret)
        add_association(view)
        meter.views.append(view)
    meter.start()
    return meter


CODES: Final = {
    1: "0.0.42.0.0.255",
    3: "1.0.1.8.0.255",
    7: "1.0.99.1.0.255",
    8: "0.0.1.0.0.255",
    17: "0.0.41.0.0.255",
}
"""Codes of classes whose first one in the tables says less of a meter."""
_MOST_CODES: Final = 1000
"""Codes that are tried of a row of the tables."""
_MAKERS: Final = range(128, 255)
"""Numbers of group D that are left to makers."""


def _code(
    catalogue: Catalogue, tables: Iterable[ObisTables], class_id: int, used: set[Obis]
) -> Obis:
    """A code that the tables have for a class; one of a maker where they have none."""
    if class_id in CODES:
        return Obis(CODES[class_id])
    for table in tables:
        for row in table.rows:
            if class_id not in row.facts.classes or row.is_range():
                continue
            groups = [members(codes) for codes in row.match]
            for numbers in islice(product(*groups), _MOST_CODES):
                code = Obis(bytes(numbers))
                if code not in used and _is_of(catalogue, code, class_id):
                    return code
    makers = (Obis(bytes((0, 0, 96, d, e, 255))) for d in _MAKERS for e in range(256))
    return next(code for code in makers if code not in used)


def _is_of(catalogue: Catalogue, code: Obis, class_id: int) -> bool:
    return class_id in [number for number, _ in catalogue.describe(code).classes]


_SET: Final = frozenset({(8, 2)})
"""What moves by itself and is written all the same: the time."""


def new_object(
    catalogue: Catalogue, class_id: int, version: int, code: Obis
) -> SimulatedObject:
    kind = catalogue.interface_class(class_id, version)
    made = SimulatedObject(class_id, version, code, kind)
    for spec in kind.ATTRIBUTES:
        moves = spec.static is False and (class_id, spec.id) not in _SET
        is_fixed = spec.id == 1 or spec.read_only or moves
        right = _READ if is_fixed else _READ | _WRITE
        made.attribute_access[spec.id] = _rights(_WRITE if spec.secret else right)
        if spec.selectors:
            made.selectors[spec.id] = tuple(each.id for each in spec.selectors)
    for method in kind.METHODS:
        made.method_access[method.id] = Access(frozenset({"access"}))
    _fill(catalogue, made)
    return made


def _rights(mode: int) -> Access:
    names = [
        n for bit, n in enumerate(("read_access", "write_access")) if mode >> bit & 1
    ]
    return Access(frozenset(names))


def class_of(
    catalogue: Catalogue, class_id: int, version: int
) -> type[InterfaceClass] | None:
    with suppress(UnknownClassError):
        return catalogue.interface_class(class_id, version)
    return None


# ---------------------------------------------------------------- values


def _fill(catalogue: Catalogue, of: SimulatedObject) -> None:
    """The simplest value for each attribute that has none: null-data where nobody knows its type."""
    specs = {} if of.kind is None else {spec.id: spec for spec in of.kind.ATTRIBUTES}
    for number in of.attribute_access:
        if number in of.values or number in of.answers:
            continue
        if number == 1:
            of.values[1] = axdr.encode(bytes(of.logical_name))
        elif number in specs:
            of.values[number] = _value(catalogue, of, specs[number])
        else:
            of.values[number] = axdr.encode(None)


def _value(
    catalogue: Catalogue, of: SimulatedObject, spec: AttributeSpec[Any]
) -> bytes:
    if spec.default is not None:
        with suppress(CosemError):
            return spec.encode(spec.default)
    described = catalogue.describe(of.logical_name, of.class_id)
    octets = simplest(spec.type, described.value_types if spec.id == 2 else ())
    if spec.name == "scaler_unit":
        scaler, unit = elements(octets)
        code = next(iter(described.unit_codes), 255)
        return b"\x02\x02" + scaler + unit[:1] + bytes((code,))
    return octets


def _find(objects: Iterable[SimulatedObject], class_id: int) -> SimulatedObject | None:
    return next((each for each in objects if each.class_id == class_id), None)


def set_clock(objects: list[SimulatedObject], moment: datetime) -> None:
    """It shows the time of here."""
    clock = _find(objects, 8)
    if clock is not None and clock.kind is not None:
        shown = DateTime.from_datetime(moment)
        clock.values[2] = clock.kind.attribute("time").encode(shown)
        clock.values[3] = axdr.encode(axdr.Long(shown.deviation or 0))


_ROWS: Final = 8
_PERIOD: Final = 900
_KEPT: Final = 96


def _profile(objects: list[SimulatedObject], moment: datetime) -> None:
    """Clock and a register, a quarter of an hour apart, with some rows to select from."""
    profile, clock, register = (_find(objects, number) for number in (7, 8, 3))
    if profile is None or clock is None or register is None:
        return
    register.values[2] = axdr.encode(axdr.DoubleLongUnsigned(_ROWS * 100))
    columns = [
        (
            axdr.LongUnsigned(each.class_id),
            bytes(each.logical_name),
            axdr.Integer(2),
            axdr.LongUnsigned(0),
        )
        for each in (clock, register)
    ]
    last = moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)
    rows = [
        (
            bytes(DateTime.from_datetime(last - timedelta(seconds=_PERIOD * back))),
            axdr.DoubleLongUnsigned((_ROWS - back) * 100),
        )
        for back in range(_ROWS - 1, -1, -1)
    ]
    profile.values |= {
        2: axdr.encode(rows),
        3: axdr.encode(columns),
        4: axdr.encode(axdr.DoubleLongUnsigned(_PERIOD)),
        6: axdr.encode(
            (axdr.LongUnsigned(0), bytes(6), axdr.Integer(0), axdr.LongUnsigned(0))
        ),
        7: axdr.encode(axdr.DoubleLongUnsigned(_ROWS)),
        8: axdr.encode(axdr.DoubleLongUnsigned(_KEPT)),
    }
    push = _find(objects, 40)
    if push is not None and push.kind is not None:
        restricted = push.kind.attribute(2).type.inner()[0].inner()[4:]
        entry = [*map(axdr.encode, columns[1]), *map(simplest, restricted)]
        push.values[2] = array([b"\x02" + bytes((len(entry),)) + b"".join(entry)])


_DEVICE: Final = b"SIM0000000000001"


def name_device(objects: list[SimulatedObject]) -> None:
    """The logical device, and where it is found."""
    for each in objects:
        if each.logical_name == Obis(CODES[1]):
            each.values[2] = axdr.encode(_DEVICE)
    assignment = _find(objects, 17)
    if assignment is not None:
        found = [(axdr.LongUnsigned(MANAGEMENT), _DEVICE)]
        assignment.values[2] = axdr.encode(found)


# ---------------------------------------------------------------- associations

_LAST_SAP: Final = 0x7F
_LAST_MODE: Final = 6
"""Of the access modes that the versions before 3 have."""


def add_association(view: View, said: Container[int] = ()) -> None:
    """Its own object, which is made where it has none, with what it says of itself.

    `said` are the attributes whose values somebody says.
    """
    own = None
    for each in view.objects:
        if (each.class_id, each.logical_name) == (ASSOCIATION_LN, CURRENT_ASSOCIATION):
            own = each
    if own is None:
        codes = [a.code or 0 for o in view.objects for a in o.attribute_access.values()]
        # From version 3 on rights are flags, and numbers that no mode has.
        version = 3 if max(codes, default=0) > _LAST_MODE else 1
        own = new_object(
            view.meter.catalogue, ASSOCIATION_LN, version, CURRENT_ASSOCIATION
        )
        view.objects.insert(0, own)
    told = of_itself(view)
    # Values of its own: what it says is another thing in each association.
    own.values = own.values | {n: told[n] for n in told if n not in said}
    own.attribute_access.setdefault(2, _rights(_READ))
    own.answers.pop(2, None)


def of_itself(view: View) -> dict[int, bytes]:
    """What an association says of itself, if nobody says otherwise."""
    most = axdr.encode(axdr.LongUnsigned(view.max_pdu or LONGEST))
    version, quality = axdr.Unsigned(6), axdr.Integer(0)
    # The address of a client has seven bits there; the wrapper has room for more.
    client = view.client if view.client <= _LAST_SAP else 0
    return {
        3: axdr.encode((axdr.Integer(client), axdr.LongUnsigned(view.server))),
        4: view.context_name,
        5: structure(
            [
                *(conformance_block(OFFERED), most, most),
                *map(axdr.encode, (version, quality, b"")),
            ]
        ),
        6: view.mechanism_name,
        8: ASSOCIATED,
    }
