"""A dump as checks see it: objects with their classes, and values that are read once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cosem_runtime import (
    AttributeSpec,
    BitString,
    DecodeError,
    InterfaceClass,
    Obis,
    UnknownClassError,
)
from cosem_runtime.catalogue import Catalogue
from cosem_runtime.catalogue.provenance import NOTHING, Provenance
from cosem_runtime.catalogue.rules import Rule
from cosem_runtime.tolerant import Reading

from ..dumps import CONFORMANCE, Association, Dump, DumpedObject, Value
from ..dumps.redaction import secrets_of
from .findings import Basis, Place

if TYPE_CHECKING:
    from .active.wire import Wire
    from .profiles import Claims

__all__ = [
    "CURRENT_ASSOCIATION",
    "Item",
    "Meter",
    "Read",
    "Seen",
    "is_standard",
    "negotiated",
    "walk",
]

CURRENT_ASSOCIATION = Obis("0.0.40.0.0.255")
_DEPTH = 24


def is_standard(class_id: int) -> bool:
    """Whether a class_id is in the range of the standard; others may mean anything."""
    return 0 < class_id < 8192


class Read:
    """A value of an attribute that was read whole, and whose octets are there."""

    def __init__(self, item: Item, value: Value, octets: bytes) -> None:
        self.item = item
        self.value = value
        self.octets = octets
        self.error: DecodeError | None = None
        self.reading: Reading[Any] | None = None
        self.spec: AttributeSpec[Any] | None = item.spec(value.attribute)
        if self.spec is not None:
            try:
                self.reading = self.spec.read(octets)
            except DecodeError as error:
                self.error = error

    @property
    def number(self) -> int:
        """The number of the attribute."""
        return self.value.attribute

    @property
    def meant(self) -> Any:
        """The value; None where nothing is understood."""
        return None if self.reading is None else self.reading.value

    @property
    def rules(self) -> Iterator[Rule]:
        """What its class version demands of this attribute, and of what is in it."""
        if self.spec is not None:
            name = self.spec.name
            yield from (each for each in self.item.rules if each.attribute == name)

    @property
    def is_secret(self) -> bool:
        """Whether nobody is to see what it is."""
        return self.item.is_secret(self.number)

    @property
    def is_object_list(self) -> bool:
        """Whether it is the list of an association."""
        return self.item.dumped.class_id in (12, 15) and self.number == 2

    @property
    def doubt(self) -> str:
        """Why what is found here may not be the meter's."""
        if self.value.derived:
            return f"the octets are not the meter's own: {self.value.derived}"
        return ""


class Item:
    """An object, with its class where that is known."""

    def __init__(self, seen: Seen, dumped: DumpedObject) -> None:
        self.seen = seen
        self.dumped = dumped
        self._rows: dict[int, Reading[Any]] = {}
        self.kind: type[InterfaceClass] | None = None
        if dumped.version is not None:
            with suppress(UnknownClassError):
                self.kind = seen.meter.catalogue.interface_class(
                    dumped.class_id, dumped.version
                )

    @property
    def code(self) -> Obis:
        """Its logical name."""
        return self.dumped.logical_name

    def spec(self, number: int) -> AttributeSpec[Any] | None:
        """The attribute of that number; None where the class is not known or has none."""
        return self.specs.get(number)

    def is_secret(self, number: int) -> bool:
        """Whether nobody is to see what the attribute of that number holds, or a part of it.

        Of a version that nobody knows, whether it is so in one of its class.
        """
        return number in self._secrets

    @cached_property
    def _secrets(self) -> frozenset[int]:
        facts, catalogue = self.dumped, self.seen.meter.catalogue
        return frozenset(secrets_of(catalogue, facts.class_id, facts.version))

    @cached_property
    def specs(self) -> dict[int, AttributeSpec[Any]]:
        """The attributes of its class."""
        return {} if self.kind is None else {s.id: s for s in self.kind.ATTRIBUTES}

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """What its class version demands beyond types."""
        version = self.dumped.version
        if self.kind is None or version is None:
            return ()
        return self.seen.meter.catalogue.rules(self.dumped.class_id, version)

    def rows(self, buffer: Read, columns: list[Any]) -> Reading[Any]:
        """The rows of a buffer by its columns. Raises CosemError where they do not tell."""
        found = self._rows.get(buffer.number)
        if found is None:
            reader = self.seen.meter.catalogue.profile_reader(columns)
            found = reader.read(buffer.octets, tolerant=True)
            self._rows[buffer.number] = found
        return found

    @cached_property
    def reads(self) -> dict[int, Read]:
        """The last value of each attribute that was read whole, or all parts of it, and is not masked."""
        found: dict[int, Read] = {}
        for number in {v.attribute for v in self.dumped.values if v.part is not None}:
            joined = self.dumped.joined(number)
            if joined is not None and joined.octets is not None:
                found[number] = Read(self, joined, joined.octets)
        for value in self.dumped.values:
            whole = value.selector is None and value.part is None
            if whole and value.octets is not None and not value.replaced:
                found[value.attribute] = Read(self, value, value.octets)
        return found

    def meant(self, number: int) -> Any:
        """What an attribute holds; None where that is not known."""
        read = self.reads.get(number)
        return None if read is None else read.meant

    @cached_property
    def basis(self) -> Basis:
        """Where its class version stands, and how sure that is."""
        known = self._provenance
        doubt = known.confidence_reason if known.confidence == "low" else ""
        return Basis(known.clause, known.edition, known.confidence, doubt)

    @cached_property
    def _provenance(self) -> Provenance:
        version = self.dumped.version
        if self.kind is None or version is None:
            return NOTHING
        return self.seen.meter.catalogue.provenance(self.dumped.class_id, version)

    def place(
        self,
        attribute: int | None = None,
        method: int | None = None,
        path: str = "",
    ) -> Place:
        """Where it is, or an attribute or a method of it."""
        dumped = self.dumped
        name = ""
        if attribute in self.specs:
            name = self.specs[attribute].name
        elif method is not None and self.kind is not None:
            name = next((m.name for m in self.kind.METHODS if m.id == method), "")
        return Place(
            self.seen.meter.name,
            self.seen.name,
            dumped.class_id,
            dumped.version,
            self.code,
            attribute,
            method,
            path,
            name,
        )

    def basis_of(
        self,
        attribute: int | None,
        method: int | None = None,
        members: frozenset[str] | None = None,
    ) -> Basis:
        """The same of an attribute or a method, with what is not confirmed of it.

        Of the types of an attribute that is all, or what is of these members.
        """
        base = self.basis
        doubts = [base.doubt] if base.doubt else []
        if attribute in self.specs:
            doubts.append(self.specs[attribute].unconfirmed or "")
            doubts += [
                doubt
                for member, doubt in self._provenance.doubts.get(attribute, ())
                if not member or members is None or member in members
            ]
        if method is not None and self.kind is not None:
            doubts += [m.unconfirmed or "" for m in self.kind.METHODS if m.id == method]
        doubt = "; ".join(filter(None, doubts))
        return Basis(base.clause, base.edition, base.confidence, doubt)


class Seen:
    """An association with its objects."""

    def __init__(self, meter: Meter, facts: Association, number: int) -> None:
        self.meter = meter
        self.facts = facts
        self.name = facts.name or str(number)
        self.wire: Wire | None = None
        """The same association, live; None where there is only the dump."""
        self.items = [Item(self, each) for each in facts.objects]

    @cached_property
    def by_code(self) -> dict[Obis, list[Item]]:
        """The objects of each logical name."""
        found: dict[Obis, list[Item]] = {}
        for each in self.items:
            found.setdefault(each.code, []).append(each)
        return found

    def find(self, class_id: int, code: bytes) -> Item | None:
        """The object of a class and name."""
        for each in self.by_code.get(Obis(code), ()):
            if each.dumped.class_id == class_id:
                return each
        return None

    @cached_property
    def conformance(self) -> frozenset[str] | None:
        """What was negotiated, names of `CONFORMANCE`: as the dump says, or else the association itself."""
        if self.facts.conformance is not None:
            return frozenset(self.facts.conformance)
        own = self.find(15, CURRENT_ASSOCIATION)
        return None if own is None else negotiated(own.meant(5))

    @property
    def is_open(self) -> bool:
        """Whether it is said to be without any security."""
        facts = self.facts
        return facts.authentication.casefold() in _NO_AUTHENTICATION and (
            facts.security.casefold() in ("", *_NO_AUTHENTICATION)
        )


def negotiated(context: Any) -> frozenset[str] | None:
    """What an xDLMS_context_info says, names of `CONFORMANCE`; None for anything else."""
    bits = getattr(context, "conformance", None)
    if not isinstance(bits, BitString):
        return None
    named = zip(CONFORMANCE, bits, strict=False)
    return frozenset(name for name, bit in named if bit)


_NO_AUTHENTICATION = ("none", "lowest", "no security", "no_security")


class Meter:
    """A whole dump."""

    def __init__(self, dump: Dump, catalogue: Catalogue) -> None:
        self.dump = dump
        self.catalogue = catalogue
        self.associations = [
            Seen(self, each, number) for number, each in enumerate(dump.associations, 1)
        ]
        meter = dump.meter
        words = (meter.maker, meter.model, meter.firmware)
        self.name = " ".join(word for word in words if word) or dump.source.file
        self.claims: Claims | None = None
        """What a companion profile asks of it."""

    def of_scope(self, scope: str) -> Iterator[Any]:
        """What checks of a scope look at."""
        if scope == "meter":
            yield self
        elif scope == "association":
            yield from self.associations
        elif scope == "claim":
            yield from self.claims or ()
        else:
            for seen in self.associations:
                for item in seen.items:
                    if scope == "object":
                        yield item
                    else:
                        yield from item.reads.values()


def walk(value: Any, path: str = "", depth: int = 0) -> Iterator[tuple[str, Any]]:
    """A value and all in it that has a name or a number, each with its path.

    Rows of profiles are left out: the types of their cells are not those of the attribute.
    """
    yield path, value
    if depth >= _DEPTH:
        return
    names = getattr(getattr(value, "TYPE", None), "field_names", None)
    if names is not None:
        dot = "." if path else ""
        for name in names:
            inner = getattr(value, name)
            yield from walk(inner, f"{path}{dot}{name}", depth + 1)
    elif isinstance(value, list):
        inner_ones: Iterable[Any] = value
        for index, inner in enumerate(inner_ones):
            if not isinstance(inner, tuple):
                yield from walk(inner, f"{path}[{index}]", depth + 1)
