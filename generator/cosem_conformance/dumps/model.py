"""What a dump is in memory: a meter, its associations, their objects, what was read of them.

The same classes are the records of a file, one by one: there an association comes without its objects and an object
without its values, since these follow on lines of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final, NamedTuple, TypeAlias

from cosem_runtime import CosemError, Obis
from cosem_runtime.wire import read_length, write_length

__all__ = [
    "CONFORMANCE",
    "RIGHTS",
    "Access",
    "Association",
    "Dump",
    "DumpedObject",
    "End",
    "Header",
    "Meter",
    "ObjectName",
    "Record",
    "Source",
    "Value",
    "ValueOf",
    "records",
]

Json: TypeAlias = Mapping[str, Any]
"""What a source says beyond what the form has a place for."""

RIGHTS: Final = (
    "read_access",
    "write_access",
    "access",
    "authenticated_request",
    "encrypted_request",
    "digitally_signed_request",
    "authenticated_response",
    "encrypted_response",
    "digitally_signed_response",
)
"""What an access right is made of: named as in the rights of Association LN version 3."""
_ALLOWING: Final = frozenset(RIGHTS[:3])
_PROTECTION: Final = RIGHTS[3:]
_ARRAY: Final = 0x01

CONFORMANCE: Final = (
    "reserved_zero",
    "general_protection",
    "general_block_transfer",
    "read",
    "write",
    "unconfirmed_write",
    "delta_value_encoding",
    "reserved_seven",
    "attribute0_supported_with_set",
    "priority_mgmt_supported",
    "attribute0_supported_with_get",
    "block_transfer_with_get_or_read",
    "block_transfer_with_set_or_write",
    "block_transfer_with_action",
    "multiple_references",
    "information_report",
    "data_notification",
    "access",
    "parameterized_access",
    "get",
    "set",
    "selective_access",
    "event_notification",
    "action",
)
"""Bits of the conformance block, the first one first."""


@dataclass(frozen=True, slots=True)
class Access:
    """What a meter allows with an attribute or a method, as it publishes it.

    `rights` are names of `RIGHTS`; empty where nothing is allowed, None where nobody says.
    `code` is the number that the meter's object list has, where the source has it: one that
    no edition defines comes with rights that are not known.
    """

    rights: frozenset[str] | None = None
    code: int | None = None

    @classmethod
    def of_attribute(cls, code: int, association_version: int) -> Access:
        """From the access_mode of an object list; the version of its association decides."""
        if association_version >= 3:
            return cls(_flags(code, ("read_access", "write_access")), code)
        if not 0 <= code <= 6:
            return cls(None, code)
        mode = code - 3 if code > 3 else code
        found = {name for bit, name in enumerate(RIGHTS[:2]) if mode >> bit & 1}
        return cls(frozenset(found | ({_PROTECTION[0]} if code > 3 else set())), code)

    @classmethod
    def of_method(cls, code: int, association_version: int) -> Access:
        """The same of a method."""
        if association_version >= 3:
            return cls(_flags(code, ("access", "")), code)
        if not 0 <= code <= 2:
            return cls(None, code)
        return cls(frozenset(("access", _PROTECTION[0])[:code]), code)

    @property
    def known(self) -> bool:
        """Whether anybody says what is allowed."""
        return self.rights is not None

    @property
    def readable(self) -> bool:
        """Whether the attribute may be read, by requests that are protected as asked."""
        return "read_access" in (self.rights or ())

    @property
    def writable(self) -> bool:
        """Whether the attribute may be written, by requests that are protected as asked."""
        return "write_access" in (self.rights or ())

    @property
    def callable(self) -> bool:
        """Whether the method may be invoked, by requests that are protected as asked."""
        return "access" in (self.rights or ())

    @property
    def protection(self) -> tuple[str, ...]:
        """How requests and responses have to be protected."""
        rights = self.rights or frozenset()
        return tuple(name for name in _PROTECTION if name in rights)

    def __str__(self) -> str:
        """In words, as `read, write, authenticated request`."""
        if self.rights is None:
            return "not known" if self.code is None else f"code {self.code}"
        if not self.rights & _ALLOWING:
            return "no access"
        words = [name for name in RIGHTS if name in self.rights]
        return ", ".join(_word(name) for name in words)


def _flags(code: int, first: tuple[str, str]) -> frozenset[str] | None:
    if not 0 <= code <= 255:
        return None
    names = (*first, *_PROTECTION)
    found = frozenset(name for bit, name in enumerate(names) if code >> bit & 1)
    return None if "" in found else found


def _word(name: str) -> str:
    if name == "access":
        return "call"
    return name.removesuffix("_access").replace("_", " ")


class ObjectName(NamedTuple):
    """What an object of an association is known by."""

    class_id: int
    logical_name: Obis
    base_name: int | None = None
    """Of short-name referencing."""

    def __str__(self) -> str:
        short = "" if self.base_name is None else f" at 0x{self.base_name:04X}"
        return f"{self.class_id} {self.logical_name}{short}"


@dataclass(frozen=True, slots=True)
class Value:
    """What came of reading an attribute, or what somebody says would come.

    One of these is there, or none of them where only the type is known:

    - `octets`: the A-XDR value;
    - `result`: the name of the data-access-result, as `read-write-denied`;
    - `failure`: in words, why there is neither, as `no reply`.

    `reply` is what came with a result or failure and is no value. `selector` and `parameter`
    (its octets) say what part was asked for, `part` and `parts` which one of how many
    readings makes up the attribute. `started` and `seconds` are of the reading. `derived` says
    how the octets were made where they are not the meter's own, `replaced` what in them was
    masked. `tag`, `type` and `text` are the type's tag, the type and the value as the source
    writes them. `left_out` counts the octets of a value that `load` did not keep.
    """

    attribute: int
    octets: bytes | None = field(default=None, repr=False)
    result: str | None = None
    failure: str | None = None
    reply: bytes | None = None
    selector: int | None = None
    parameter: bytes | None = None
    part: int | None = None
    parts: int | None = None
    started: datetime | None = None
    seconds: float | None = None
    derived: str = ""
    replaced: str = ""
    tag: int | None = None
    type: str = ""
    text: str | None = None
    left_out: int | None = None
    extra: Json = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Octets of the value, kept or not."""
        return len(self.octets or b"") if self.left_out is None else self.left_out


@dataclass(slots=True)
class DumpedObject:
    """An object: what the meter publishes of it, and what was read.

    `version` is None where nobody says. `attribute_access` has every attribute that is
    published or known of, `selectors` the access selectors that the object list has.
    """

    class_id: int
    version: int | None
    logical_name: Obis
    base_name: int | None = None
    attribute_access: dict[int, Access] = field(default_factory=dict)
    method_access: dict[int, Access] = field(default_factory=dict)
    selectors: dict[int, tuple[int, ...]] = field(default_factory=dict)
    values: list[Value] = field(default_factory=list)
    extra: Json = field(default_factory=dict)

    @property
    def name(self) -> ObjectName:
        """What its values are filed under."""
        return ObjectName(self.class_id, self.logical_name, self.base_name)

    def value(self, attribute: int) -> Value | None:
        """The last reading of a whole attribute; None where there is none."""
        for value in reversed(self.values):
            whole = value.selector is None and value.part is None
            if value.attribute == attribute and whole:
                return value
        return None

    def readings(self, attribute: int) -> Iterator[Value]:
        """Each reading of an attribute, those of a part too, as they came."""
        return (value for value in self.values if value.attribute == attribute)

    def joined(self, attribute: int) -> Value | None:
        """An array that was read in parts, as one value.

        None where parts are missing or masked or are no arrays, and where their octets were
        left out. An empty part is the last one: there was less than was thought.
        """
        parts: dict[int, Value] = {
            value.part: value
            for value in self.readings(attribute)
            if value.part is not None and not value.replaced
        }
        count = 0
        contents: list[bytes] = []
        for part in range(1, len(parts) + 1):
            rows = _rows(parts[part].octets) if part in parts else None
            if rows is None:
                return None
            count += rows[0]
            contents.append(rows[1])
        if not contents or (len(parts) != parts[1].parts and contents[-1]):
            return None
        joined = bytearray([_ARRAY])
        write_length(count, joined)
        octets = bytes(joined) + b"".join(contents)
        return Value(attribute, octets)

    def published(self) -> DumpedObject:
        """The same without values."""
        return replace(self, values=[])


def _rows(octets: bytes | None) -> tuple[int, bytes] | None:
    """How many elements an array has, and their octets; None for what is none."""
    if octets is None or octets[:1] != bytes([_ARRAY]):
        return None
    try:
        count, start = read_length(octets, 1)
    except CosemError:
        return None
    return count, octets[start:]


@dataclass(slots=True)
class Association:
    """What one client saw, and how it was associated.

    `client` and `server` are the addresses (SAPs), `referencing` is `LN` or `SN`,
    `authentication` the mechanism and `security` the protection of messages as the source
    calls them; `conformance` are names of `CONFORMANCE` as negotiated, None where nobody
    says, `max_pdu` the longest APDU that the server takes, `logical_device` its name.
    """

    name: str = ""
    client: int | None = None
    server: int | None = None
    referencing: str | None = None
    authentication: str = ""
    security: str = ""
    conformance: tuple[str, ...] | None = None
    max_pdu: int | None = None
    logical_device: str = ""
    objects: list[DumpedObject] = field(default_factory=list)
    extra: Json = field(default_factory=dict)

    def find(self, class_id: int, logical_name: Obis | str) -> DumpedObject | None:
        """The object of that class and name; None where there is none."""
        name = Obis(logical_name)
        for each in self.objects:
            if each.class_id == class_id and each.logical_name == name:
                return each
        return None

    def facts(self) -> Association:
        """The same without objects."""
        return replace(self, objects=[])


@dataclass(frozen=True, slots=True)
class Meter:
    """What the meter is, as far as it is known."""

    maker: str = ""
    model: str = ""
    firmware: str = ""
    country: str = ""
    serial: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the dump is from: what read or wrote it, and where that can be found."""

    tool: str = ""
    form: str = ""
    """What it was converted from, in words."""
    file: str = ""
    repository: str = ""
    commit: str = ""
    licence: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """What a dump begins with. `redacted` says what was masked; empty where nothing was."""

    meter: Meter = Meter()
    source: Source = Source()
    created: datetime | None = None
    redacted: tuple[str, ...] = ()
    extra: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class End:
    """What a whole dump ends with: how many records there were."""

    associations: int
    objects: int
    values: int


class ValueOf(NamedTuple):
    """A value as it stands in a file: with the object that it is of.

    That is the last one of this name in the association above it.
    """

    object: ObjectName
    value: Value


Record: TypeAlias = Header | Association | DumpedObject | ValueOf | End


@dataclass(slots=True)
class Dump:
    """A whole meter, in memory. `complete` is false for one that was cut short."""

    meter: Meter = Meter()
    source: Source = Source()
    associations: list[Association] = field(default_factory=list)
    created: datetime | None = None
    redacted: tuple[str, ...] = ()
    complete: bool = True
    extra: Json = field(default_factory=dict)

    @property
    def header(self) -> Header:
        """What a file of it begins with."""
        return Header(self.meter, self.source, self.created, self.redacted, self.extra)

    def objects(self) -> Iterator[tuple[Association, DumpedObject]]:
        """Each object with the association that has it."""
        for association in self.associations:
            for each in association.objects:
                yield association, each


def records(dump: Dump) -> Iterator[Record]:
    """The records that a file of the dump has."""
    yield dump.header
    yield from _below(dump.associations)
    objects = [each for _, each in dump.objects()]
    values = sum(len(each.values) for each in objects)
    yield End(len(dump.associations), len(objects), values)


def _below(associations: Iterable[Association]) -> Iterator[Record]:
    for association in associations:
        yield association.facts()
        for each in association.objects:
            yield each.published()
            yield from _values(each.name, each.values)


def _values(name: ObjectName, values: Sequence[Value]) -> Iterator[ValueOf]:
    return (ValueOf(name, value) for value in values)
