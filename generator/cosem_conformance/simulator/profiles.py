"""Simulated meters that have what a companion profile asks for."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from itertools import count
from typing import Final

from cosem_runtime import BitString, CosemError, Obis, axdr
from cosem_runtime.catalogue import Catalogue
from cosem_runtime.companion import (
    CompanionProfile,
    ProfileClient,
    ProfileMember,
    ProfileObject,
    ProfileType,
    ProfileValue,
    ProfileWord,
    folded,
    measure,
    variants_of,
    within,
)
from cosem_runtime.types.base import DataType
from cosem_runtime.types.choices import ChoiceType
from cosem_runtime.types.coded import EnumType
from cosem_runtime.types.structures import ArrayType, StructureType
from cosem_runtime.wire import ARRAY, FIXED_SIZES, NUMBERS, STRUCTURE, TAG_NAMES

from ..dumps import Access
from ..dumps.object_list import ASSOCIATION_LN, CURRENT_ASSOCIATION
from . import making
from .making import CODES, MANAGEMENT, PASSWORD, PUBLIC, Now
from .objects import SimulatedMeter, View
from .objects import SimulatedObject as Object
from .octets import array, counted, simplest, structure

__all__ = ["of_profile"]

_CLIENTS: Final = (
    ProfileClient("public", PUBLIC),
    ProfileClient("management", MANAGEMENT),
)
"""Of a profile that names none."""
_SCALER_UNIT: Final = "scaler_unit"
_LONGEST: Final = 0x20000
"""Octets or elements that a value which nobody fixes has at most, whatever the profile asks for."""


def of_profile(
    catalogue: Catalogue,
    profile: CompanionProfile,
    *,
    variants: Iterable[str] = (),
    password: bytes = PASSWORD,
    now: Now | None = None,
) -> SimulatedMeter:
    """A meter with each object that a companion profile asks for, optional ones too.

    What is asked of some meters is there where `variants` name theirs. Attributes have the
    value that the profile fixes or presets, or the simplest one of its types. Each client of the
    profile has an association with its rights: client 16 is without authentication, others ask
    for the password. The logical device name is there in any case.
    Raises UnknownNameError for a variant that there is not.
    """
    meter = making.empty_meter(catalogue, now)
    of = variants_of(profile, variants)
    made: dict[tuple[int, Obis], tuple[ProfileObject | None, Object]] = {}
    for wanted in profile.objects:
        if wanted.when and not of.intersection(wanted.when):
            continue
        for code in map(Obis, wanted.codes):
            class_id, version = _class(catalogue, wanted, code)
            if (class_id, code) not in made:
                each = _made(catalogue, wanted, class_id, version, code)
                made[class_id, code] = wanted, each
    name = Obis(CODES[1])
    if not any(code == name for _, code in made):
        made[1, name] = None, making.new_object(catalogue, 1, 0, name)
    objects = [each for _, each in made.values()]
    making.set_clock(objects, _there(made.values(), meter.now()))
    making.name_device(objects)
    for asked, each in made.values():
        if asked is not None:
            each.values |= _asked_values(each, asked)
    for client, number in _numbered(profile.clients or _CLIENTS):
        seen = [
            each.shared() if asked is None else _as_seen(each, asked, client.name)
            for asked, each in made.values()
            if asked is None or _is_seen(asked, client.name)
        ]
        secret = None if number == PUBLIC else password
        view = View(meter, client.name, number, MANAGEMENT, seen, password=secret)
        _tell_of_itself(view, made)
        meter.views.append(view)
    meter.start()
    return meter


def _there(
    made: Iterable[tuple[ProfileObject | None, Object]], moment: datetime
) -> datetime:
    """A moment in the time zone that the profile gives the clock, if it does."""
    for wanted, each in made:
        if each.class_id == _CLOCK and wanted is not None:
            for member in wanted.attributes:
                values = (*member.values, member.default)
                if member.number == _TIME_ZONE and isinstance(values[0], int):
                    with suppress(ValueError):  # for what is no time zone
                        offset = timedelta(minutes=-values[0])
                        return moment.astimezone(timezone(offset))
    return moment


_CLOCK, _TIME_ZONE = 8, 3


def _class(catalogue: Catalogue, wanted: ProfileObject, code: Obis) -> tuple[int, int]:
    """The class and version that is asked for; where any will do, what the tables have for the code."""
    of_tables = [(number, None) for number, _ in catalogue.describe(code).classes]
    class_id, version = [*wanted.classes, *of_tables, (1, None)][0]
    if version is None:
        version = max(catalogue.versions(class_id), default=0)
    return class_id, version


def _made(
    catalogue: Catalogue, wanted: ProfileObject, class_id: int, version: int, code: Obis
) -> Object:
    """An object whose values are the simplest ones, and whose rights nobody has said."""
    kind = making.class_of(catalogue, class_id, version)
    if kind is not None:
        made = making.new_object(catalogue, class_id, version, code)
    else:
        made = Object(class_id, version, code)
        made.values[1] = axdr.encode(bytes(code))
        made.attribute_access[1] = Access(frozenset())
    for member in wanted.attributes:
        made.attribute_access.setdefault(member.number, Access(frozenset()))
        made.values.setdefault(member.number, axdr.encode(None))
    made.attribute_access = dict(sorted(made.attribute_access.items()))
    return made


# ---------------------------------------------------------------- clients


def _numbered(
    clients: Iterable[ProfileClient],
) -> Iterator[tuple[ProfileClient, int]]:
    """Each client with its address; those without one have the first that is free."""
    clients = tuple(clients)
    taken = {each.sap for each in clients if each.sap is not None}
    free = (number for number in count(1) if number not in taken | {PUBLIC})
    told: set[int] = set()
    for client in clients:
        number = client.sap
        if number is None or number in told:
            number = next(free)
        told.add(number)
        yield client, number


def _right(member: ProfileMember, client: str) -> str | None:
    """What a client may do; None where nobody says."""
    found = dict(member.rights)
    if not found:
        return None
    return found.get(client, found.get("", "none"))


def _is_seen(wanted: ProfileObject, client: str) -> bool:
    """Whether a client has a right to something of an object, as far as anybody says."""
    said = [_right(each, client) for each in (*wanted.attributes, *wanted.methods)]
    return any(each not in (None, "none") for each in said) or set(said) <= {None}


_RIGHTS: Final = {
    "R": frozenset({"read_access"}),
    "W": frozenset({"write_access"}),
    "RW": frozenset({"read_access", "write_access"}),
    "call": frozenset({"access"}),
    "none": frozenset[str](),
}


def _as_seen(of: Object, wanted: ProfileObject, client: str) -> Object:
    """An object with the rights of a client: to what the profile leaves open, that to read."""
    seen = of.shared()
    secret = set()
    if of.kind is not None:
        secret = {each.id for each in of.kind.ATTRIBUTES if each.secret}
    asked = {each.number: _right(each, client) for each in wanted.attributes}
    for number in seen.attribute_access:
        default = "none" if number in secret else "R"
        right = asked.get(number) or default
        seen.attribute_access[number] = Access(_RIGHTS[right])
    methods = {each.number: _right(each, client) for each in wanted.methods}
    for number in sorted({*seen.method_access, *methods}):
        right = methods.get(number) or "none"
        seen.method_access[number] = Access(_RIGHTS[right])
    return seen


def _tell_of_itself(
    view: View, made: dict[tuple[int, Obis], tuple[ProfileObject | None, Object]]
) -> None:
    """Objects of associations, with what the profile does not fix of them."""
    fixed = {
        (class_id, code): {each.number for each in wanted.attributes if each.values}
        for (class_id, code), (wanted, _) in made.items()
        if class_id == ASSOCIATION_LN and wanted is not None
    }
    own = fixed.pop((ASSOCIATION_LN, CURRENT_ASSOCIATION), set())
    making.add_association(view, own)
    # Of other associations no more is known than that they are of this meter.
    for (class_id, code), numbers in fixed.items():
        of = view.find(class_id, code)
        if isinstance(of, Object) and _CONTEXT_INFO not in numbers:
            context = making.of_itself(view)[_CONTEXT_INFO]
            of.values = of.values | {_CONTEXT_INFO: context}


_CONTEXT_INFO: Final = 5


# ---------------------------------------------------------------- values


def _asked_values(of: Object, wanted: ProfileObject) -> dict[int, bytes]:
    """What the profile says of values, by attributes."""
    found: dict[int, bytes] = {}
    for member in wanted.attributes:
        octets = _asked_value(of, member)
        if octets is not None:
            found[member.number] = octets
    named = {each.name: each.id for each in (of.kind.ATTRIBUTES if of.kind else ())}
    number = named.get(_SCALER_UNIT)
    if wanted.units and number is not None and number not in found:
        unit = (0, ProfileWord(wanted.units[0]))
        octets = _fitting(_type_of(of, number), unit, ())
        if octets is not None:
            found[number] = octets
    return found


def _type_of(of: Object, number: int) -> DataType | None:
    specs = () if of.kind is None else of.kind.ATTRIBUTES
    return next((each.type for each in specs if each.id == number), None)


def _asked_value(of: Object, member: ProfileMember) -> bytes | None:
    """The value that is fixed or preset, else one of the data types that are named; None for any."""
    kind = _type_of(of, member.number)
    preset = () if member.default is None else (member.default,)
    for value in (*member.values, *preset):
        octets = _fitting(kind, value, member.types)
        if octets is not None:
            return octets
    before = of.values[member.number]
    if not member.types or any(_is_within(before, each) for each in member.types):
        return None
    if kind is not None:
        octets = simplest(kind, [each.name for each in member.types])
        if any(_is_within(octets, each) for each in member.types):
            return octets
    for each in member.types:
        made = _of_type(each)
        if made is not None and (kind is None or _is_of(kind, made)):
            return made
    return None


def _is_of(kind: DataType, octets: bytes) -> bool:
    try:
        return kind.decode(octets, 0)[1] == len(octets)
    except CosemError:
        return False


def _is_within(octets: bytes, kind: ProfileType) -> bool:
    """Whether a value is of a data type that a profile names, within its limits."""
    if octets[0] != kind.tag:
        return False
    measured = measure(axdr.decode(octets))
    return measured is None or within(measured, kind)


def _of_type(kind: ProfileType) -> bytes | None:
    """A value of a data type that says as little as it can."""
    if kind.tag in NUMBERS:
        least = 0 if kind.least is None else max(0, kind.least)
        return _plain(kind.tag, least if kind.most is None else min(least, kind.most))
    size = min(kind.least or 0, _LONGEST)
    match kind.tag:
        case 0x01 | 0x02:
            return _plain(kind.tag, ("",) * size)
        case 0x04:
            return _plain(kind.tag, "0" * size)
        case tag if tag in FIXED_SIZES:
            return bytes((tag, *bytes(FIXED_SIZES[tag])))
        case tag:
            return bytes((tag,)) + counted(bytes(size))


def _fitting(
    kind: DataType | None, value: ProfileValue, named: Iterable[ProfileType]
) -> bytes | None:
    """A value of a profile as octets of a type, if one of the data types that are named; None where it is none."""
    match kind:
        case ChoiceType():
            order = [each.tag for each in named]
            alternatives = sorted(
                kind.alternatives,
                key=lambda each: 0 if each.tags[0] in order else 1,
            )
            found = (_fitting(each, value, named) for each in alternatives)
            return next((each for each in found if each is not None), None)
        case StructureType() if isinstance(value, tuple):
            if len(value) != len(kind.fields):
                return None
            fields = zip(kind.fields, value, strict=True)
            members = [_fitting(of, each, ()) for (_, of), each in fields]
            whole = [each for each in members if each is not None]
            return structure(whole) if len(whole) == len(members) else None
        case ArrayType() if isinstance(value, tuple):
            items = [_fitting(kind.element, each, ()) for each in value]
            whole = [each for each in items if each is not None]
            return array(whole) if len(whole) == len(items) else None
        case EnumType() if isinstance(value, ProfileWord):
            for each in kind.kind:
                if folded(each.name) == folded(value.name):
                    return kind.base.octets(kind.base.kind(int(each)))
            return None
        case _:
            in_type = tuple(TAG_NAMES) if kind is None else kind.tags
            tags = [each.tag for each in named if each.tag in in_type]
            tags += _NATURAL.get(type(value), ())
            for tag in (*tags, *in_type):
                octets = _plain(tag, value)
                if octets is not None and (kind is None or _is_of(kind, octets)):
                    return octets
            return None


_NATURAL: Final[dict[type, tuple[int, ...]]] = {
    int: (0x06, 0x05, 0x15, 0x14),
    str: (0x0A,),
    bytes: (0x09,),
    tuple: (0x02,),
}
"""What a value most likely is where any data type will do."""


def _plain(tag: int, value: ProfileValue) -> bytes | None:
    """A value in a data type; None where it cannot be."""
    content: bytes | None = None
    match value:
        case bool():
            content = bytes((value,)) if tag == _BOOLEAN else None
        case int():
            content = _number(tag, value)
        case str() if tag == _BIT_STRING:
            if not value.strip("01"):
                return axdr.encode(BitString(value))
        case str() if tag in _TEXTS:
            content = counted(value.encode())
        case bytes() if tag == _OCTETS:
            content = counted(value)
        case bytes() if FIXED_SIZES.get(tag) == len(value):
            content = value
        case tuple() if tag in (ARRAY, STRUCTURE):
            items = [_fitting(None, each, ()) for each in value]
            whole = [each for each in items if each is not None]
            of = array if tag == ARRAY else structure
            return of(whole) if len(whole) == len(items) else None
    return None if content is None else bytes((tag,)) + content


def _number(tag: int, value: int) -> bytes | None:
    if tag == _BOOLEAN and value in (0, 1):
        return bytes((value,))
    try:
        return struct.pack(f">{NUMBERS[tag]}", value)
    except (KeyError, struct.error):
        return None


_BOOLEAN, _BIT_STRING, _OCTETS = 0x03, 0x04, 0x09
_TEXTS: Final = frozenset({_OCTETS, 0x0A, 0x0C})
