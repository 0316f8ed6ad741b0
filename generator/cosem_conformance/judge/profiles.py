"""Companion profiles: PF-01 to PF-08."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, Final

from cosem_runtime import BitString, DecodeError, Obis, axdr
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
from cosem_runtime.wire import TAG_NAMES

from ..dumps import Access
from .evaluators.places import read_of
from .findings import NOTE, Basis, Octets
from .meter import Item, Meter, Seen
from .table import PASS, Check, Outcome, unclear, warned, wrong

__all__ = ["CHECKS", "FAMILY", "Claim", "Claims"]

FAMILY: Final = "PF"

_SCALER_UNIT: Final = "scaler_unit"
"""The attribute with the unit of what an object is for; its number depends on the class."""
_SHOWN: Final = 200
"""Letters of a value that a finding has."""


class Claims:
    """What a profile asks of a meter: who its clients are, and which of its variants it is of."""

    def __init__(
        self, meter: Meter, profile: CompanionProfile, variants: Iterable[str] = ()
    ) -> None:
        """`variants` are those that somebody says the meter is of. UnknownNameError for others."""
        self.meter = meter
        self.profile = profile
        self._stated = variants_of(profile, variants)

    @cached_property
    def variants(self) -> frozenset[str]:
        """The variants that the meter is of."""
        codes = {code for seen in self.meter.associations for code in seen.by_code}
        found = set(self._stated)
        for variant in self.profile.variants:
            by = set(map(Obis, variant.by)) or self._only_of(variant.name)
            if codes & by:
                found.add(variant.name)
        return frozenset(found)

    def _only_of(self, variant: str) -> set[Obis]:
        """The codes that are asked of this variant, and of no other meter."""
        return {
            code
            for code, wanted in self.by_code.items()
            if all(each.when == (variant,) for each in wanted)
        }

    @cached_property
    def clients(self) -> dict[str, list[Seen]]:
        """The associations of each client; none of one that the dump is not from."""
        return {
            client.name: [
                seen for seen in self.meter.associations if _is_client(seen, client)
            ]
            for client in self.profile.clients
        }

    @cached_property
    def by_code(self) -> dict[Obis, list[ProfileObject]]:
        """What the profile names, of all variants, by code."""
        found: dict[Obis, list[ProfileObject]] = {}
        for wanted in self.profile.objects:
            for code in wanted.codes:
                found.setdefault(Obis(code), []).append(wanted)
        return found

    def __iter__(self) -> Iterator[Claim]:
        """Each object that is asked for, as each association has it."""
        for wanted in self.profile.objects:
            if wanted.when and not self.variants.intersection(wanted.when):
                continue
            for text in wanted.codes:
                code = Obis(text)
                same = [
                    item
                    for seen in self.meter.associations
                    for item in seen.by_code.get(code, ())
                ]
                items = [item for item in same if _is_of(item, wanted)]
                if not items:
                    yield Claim(self, wanted, code, None, items, same)
                for item in items:
                    yield Claim(self, wanted, code, item, items, same)


def _is_client(seen: Seen, client: ProfileClient) -> bool:
    """By its address where both have one, else by its name."""
    if None not in (seen.facts.client, client.sap):
        return seen.facts.client == client.sap
    name = folded(seen.facts.name)
    return bool(name) and name in (folded(client.name), folded(client.title))


def _is_of(item: Item, wanted: ProfileObject) -> bool:
    classes = [class_id for class_id, _ in wanted.classes]
    return not classes or item.dumped.class_id in classes


class Claim:
    """An object that a profile asks for, as one association has it; `item` is None where none has."""

    def __init__(
        self,
        claims: Claims,
        wanted: ProfileObject,
        code: Obis,
        item: Item | None,
        items: list[Item],
        same: list[Item],
    ) -> None:
        self.claims = claims
        self.wanted = wanted
        self.code = code
        self.item = item
        self.items = items
        """It in all associations."""
        self.same = same
        """What has its code, whatever its class."""

    @property
    def is_first(self) -> bool:
        """Whether no other claim of the same object was looked at before."""
        return self.item is None or self.item is self.items[0]

    @property
    def class_id(self) -> int | None:
        """The class that is asked for, where it is one."""
        classes = {class_id for class_id, _ in self.wanted.classes}
        return classes.pop() if len(classes) == 1 else None

    def basis(self, member: ProfileMember | None = None) -> Basis:
        """What a finding rests on."""
        wanted, profile = self.wanted, self.claims.profile
        doubts = [profile.unconfirmed, wanted.unconfirmed]
        if member is not None:
            doubts.append(member.unconfirmed)
        return Basis(
            f"{wanted.clause} of {profile.title}" if wanted.clause else profile.title,
            "",
            wanted.confidence or profile.confidence,
            "; ".join(filter(None, doubts)),
        )


def _known_rights(member: ProfileMember, client: str) -> str:
    return next((right for name, right in member.rights if name == client), "")


def _members(wanted: ProfileObject) -> Iterator[tuple[str, ProfileMember]]:
    for each in wanted.attributes:
        yield "attribute", each
    for each in wanted.methods:
        yield "method", each


# ---------------------------------------------------------------- objects


def _present(claim: Claim) -> Iterator[Outcome]:
    wanted = claim.wanted
    if not claim.is_first:
        return
    basis = claim.basis()
    if claim.items:
        yield from _seen_by_all(claim)
        return
    if claim.same:
        found = sorted({item.dumped.class_id for item in claim.same})
        classes = " or ".join(str(class_id) for class_id, _ in wanted.classes)
        yield wrong(
            f"{wanted.name} is of class {', '.join(map(str, found))}, not {classes}",
            expected=f"class {classes}",
            found=f"class {', '.join(map(str, found))}",
            basis=basis,
        )
    elif wanted.optional:
        return
    elif not _can_be_seen(claim):
        yield unclear(
            f"{wanted.name}: no client of the dump has a right to it", basis=basis
        )
    else:
        yield wrong(
            f"{wanted.name} is asked for and not there",
            expected=str(claim.code),
            basis=basis,
        )


def _seen_by_all(claim: Claim) -> Iterator[Outcome]:
    """Each client that has a right to something of it has the object."""
    told = False
    for client, associations in claim.claims.clients.items():
        rights = {_known_rights(each, client) for _, each in _members(claim.wanted)}
        if not associations or not rights - {"", "none"} or claim.wanted.optional:
            continue
        if not any(item.seen in associations for item in claim.items):
            told = True
            yield wrong(
                f"{claim.wanted.name} is not in the association of client {client}",
                expected=f"in association {associations[0].name}",
                basis=claim.basis(),
            )
    if not told:
        yield PASS


def _can_be_seen(claim: Claim) -> bool:
    """Whether a client of the dump has a right to the object, or nobody knows who is who."""
    members = [each for _, each in _members(claim.wanted)]
    clients = claim.claims.clients
    of_dump = [name for name, associations in clients.items() if associations]
    known = {id(seen) for each in clients.values() for seen in each}
    if not of_dump or any(id(s) not in known for s in claim.claims.meter.associations):
        return True
    said = [each for each in members if each.rights]
    # What is given to nobody by name may be given to any of them.
    names = ("", *of_dump)
    rights = {_known_rights(each, name) for each in said for name in names}
    return not said or bool(rights - {"", "none"})


def _version(claim: Claim) -> Iterator[Outcome]:
    item = claim.item
    if item is None:
        return
    dumped = item.dumped
    versions = [
        v for class_id, v in claim.wanted.classes if class_id == dumped.class_id
    ]
    asked = [version for version in versions if version is not None]
    if len(asked) < len(versions) or not versions:
        return
    expected = " or ".join(map(str, asked))
    if dumped.version is None:
        yield unclear("nobody says which version the object is of", basis=claim.basis())
    elif dumped.version in asked:
        yield PASS
    else:
        yield wrong(
            f"{claim.wanted.name} is of version {dumped.version}, not {expected}",
            expected=expected,
            found=f"version {dumped.version}",
            basis=claim.basis(),
        )


# ---------------------------------------------------------------- attributes and methods


def _has_members(claim: Claim) -> Iterator[Outcome]:
    item = claim.item
    if item is None:
        return
    dumped = item.dumped
    read = {value.attribute for value in dumped.values}
    for what, member in _members(claim.wanted):
        published = (
            dumped.attribute_access if what == "attribute" else dumped.method_access
        )
        if member.number in published or (
            what == "attribute" and member.number in read
        ):
            yield PASS
            continue
        nothing_said = not published and (what == "method" or not read)
        if nothing_said or member.optional or not _is_for(claim, member):
            continue
        facts: dict[str, Any] = {what: member.number}
        yield wrong(
            f"{what} {member.number} {member.name} is asked for and not there",
            expected=member.name,
            basis=claim.basis(member),
            **facts,
        )


def _is_for(claim: Claim, member: ProfileMember) -> bool:
    """Whether the client of the association is given a right, as far as anybody knows."""
    if not member.rights:
        return True
    assert claim.item is not None
    for name, associations in claim.claims.clients.items():
        if claim.item.seen in associations:
            return _known_rights(member, name) not in ("", "none")
    return any(right != "none" for _, right in member.rights)


def _rights(claim: Claim) -> Iterator[Outcome]:
    if claim.item is None:
        return
    absent: dict[str, None] = {}
    for what, member in _members(claim.wanted):
        for client, right in member.rights:
            associations = claim.claims.clients.get(client, [])
            if not client:
                if claim.is_first:
                    yield from _granted_by_one(claim, what, member, right)
            elif not associations:
                absent[client] = None
            elif claim.item.seen in associations:
                yield from _granted(claim, what, member, right, client)
    if absent and claim.is_first:
        yield unclear(
            f"the dump has no association of client {', '.join(absent)}",
            basis=claim.basis(),
        )


def _granted(
    claim: Claim, what: str, member: ProfileMember, right: str, client: str
) -> Iterator[Outcome]:
    assert claim.item is not None
    found = _allowed(claim.item, what, member.number)
    if found is None:
        return
    asked = _ASKED[right]
    facts: dict[str, Any] = {
        what: member.number,
        "expected": _words(asked),
        "found": _words(found),
        "basis": claim.basis(member),
    }
    if asked - found and not member.optional:
        lacks = _words(asked - found)
        yield wrong(f"client {client} has no right to {lacks} {member.name}", **facts)
    elif found - asked:
        more = _words(found - asked)
        yield warned(
            f"client {client} may {more} {member.name}, which is more than it is given",
            **facts,
        )
    else:
        yield PASS


def _granted_by_one(
    claim: Claim, what: str, member: ProfileMember, right: str
) -> Iterator[Outcome]:
    known = [_allowed(item, what, member.number) for item in claim.items]
    found = [each for each in known if each is not None]
    if not found:
        return
    asked = _ASKED[right]
    most = frozenset[str]().union(*found)
    facts: dict[str, Any] = {
        what: member.number,
        "expected": _words(asked),
        "found": _words(most),
        "basis": claim.basis(member),
    }
    if asked and not any(asked <= each for each in found) and not member.optional:
        yield wrong(f"nobody has the right to {_words(asked)} {member.name}", **facts)
    elif most - asked:
        more = _words(most - asked)
        yield warned(f"a client may {more} {member.name}", **facts)
    else:
        yield PASS


_ASKED: Final = {
    "R": frozenset({"read"}),
    "W": frozenset({"write"}),
    "RW": frozenset({"read", "write"}),
    "call": frozenset({"call"}),
    "none": frozenset[str](),
}


def _words(rights: Iterable[str]) -> str:
    return " and ".join(sorted(rights)) or "no access"


def _allowed(item: Item, what: str, number: int) -> frozenset[str] | None:
    """What may be done; None where nobody says."""
    dumped = item.dumped
    if what == "method":
        access = dumped.method_access.get(number)
        if access is None or not access.known:
            return None
        return frozenset({"call"} if access.callable else ())
    published: Access | None = dumped.attribute_access.get(number)
    if published is not None and published.known:
        return frozenset(
            word
            for word, has in (
                ("read", published.readable),
                ("write", published.writable),
            )
            if has
        )
    return None


# ---------------------------------------------------------------- values


def _types(claim: Claim) -> Iterator[Outcome]:
    item = claim.item
    if item is None:
        return
    for member in claim.wanted.attributes:
        read = item.reads.get(member.number)
        if read is None or not member.types or not read.octets:
            continue
        tag = read.octets[0]
        same = [each for each in member.types if each.tag == tag]
        facts: dict[str, Any] = {
            "attribute": member.number,
            "expected": " or ".join(map(_type, member.types)),
            "basis": claim.basis(member),
            "octets": None if read.is_secret else Octets.around(read.octets, 0),
            "doubt": read.doubt,
        }
        if not same:
            name = TAG_NAMES.get(tag, f"tag {tag}")
            reason = f"{member.name} is sent as {name}, not as {facts['expected']}"
            yield wrong(reason, found=name, **facts)
            continue
        if any(each.least is None and each.most is None for each in same):
            yield PASS
            continue
        try:
            measured = measure(axdr.decode(read.octets))
        except DecodeError:
            continue  # which is told by others
        if measured is None or any(within(measured, each) for each in same):
            yield PASS
            continue
        yield wrong(
            f"{member.name} is not within {' or '.join(map(_limits, same))}",
            found="a secret" if read.is_secret else str(measured),
            **facts,
        )


def _limits(kind: ProfileType) -> str:
    least, most = ("" if each is None else str(each) for each in kind[2:])
    return least if least == most else f"{least}..{most}"


def _type(kind: ProfileType) -> str:
    limits = _limits(kind)
    return f"{kind.name} ({limits})" if limits else kind.name


def _values(claim: Claim) -> Iterator[Outcome]:
    item = claim.item
    if item is None:
        return
    for member in claim.wanted.attributes:
        read = item.reads.get(member.number)
        if read is None or not member.values:
            continue
        found = read.meant
        if read.spec is None:
            try:
                found = axdr.decode(read.octets)
            except DecodeError:
                continue
        elif read.reading is None:
            continue  # which is told by others
        if any(_is_same(found, each) for each in member.values):
            yield PASS
            continue
        fixed = _cut(" or ".join(map(_told, member.values)))
        shown = "a secret" if read.is_secret else _cut(_shown(found))
        yield wrong(
            f"{member.name} is {shown}: the profile fixes {fixed}",
            attribute=member.number,
            expected=fixed,
            found=shown,
            basis=claim.basis(member),
            octets=None if read.is_secret else Octets.around(read.octets, 0),
            doubt=read.doubt,
        )


def _is_same(found: Any, value: ProfileValue) -> bool:
    """Whether a value of an attribute is one that a profile names."""
    match value:
        case ProfileWord(name):
            called: Any = getattr(found, "name", None)
            return isinstance(called, str) and folded(called) == folded(name)
        case tuple():
            inner = _inner(found)
            return (
                inner is not None
                and len(inner) == len(value)
                and all(map(_is_same, inner, value))
            )
        case bool() | int():
            return isinstance(found, int) and int(found) == value
        case bytes():
            return isinstance(found, bytes) and bytes(found) == value
        case str():
            if isinstance(found, BitString):
                return "".join(map(str, map(int, found))) == value
            if isinstance(found, bytes):
                return bytes(found) == value.encode()
            return isinstance(found, str) and found == value


def _inner(found: Any) -> list[Any] | None:
    """The elements of an array, or the members of a structure."""
    names = getattr(getattr(found, "TYPE", None), "field_names", None)
    if names is not None:
        return [getattr(found, name) for name in names]
    return [*found] if isinstance(found, list | tuple) else None


def _told(value: ProfileValue) -> str:
    match value:
        case ProfileWord(name):
            return name
        case tuple():
            return f"({', '.join(map(_told, value))})"
        case bytes():
            return str(Obis(value)) if len(value) == 6 else value.hex(" ")
        case bool():
            return str(value).upper()
        case _:
            return str(value)


def _shown(found: Any) -> str:
    inner = _inner(found)
    if inner is not None:
        return f"({', '.join(_shown(each) for each in inner[:_SHOWN])})"
    if isinstance(found, Obis):
        return str(found)
    if isinstance(found, bytes):
        return bytes(found).hex(" ")
    called: Any = getattr(found, "name", None)
    return called.lower() if isinstance(called, str) else str(found)


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


def _units(claim: Claim) -> Iterator[Outcome]:
    item, units = claim.item, claim.wanted.units
    if item is None or not units:
        return
    read = read_of(item, _SCALER_UNIT)
    unit: Any = None if read is None else getattr(read.meant, "unit", None)
    if read is None or unit is None:
        return
    if any(_is_same(unit, ProfileWord(each)) for each in units):
        yield PASS
        return
    yield wrong(
        f"{claim.wanted.name} is in {_shown(unit)}",
        attribute=read.number,
        path="unit",
        expected=" or ".join(units),
        found=_shown(unit),
        basis=claim.basis(),
        octets=Octets.around(read.octets, 0),
        doubt=read.doubt,
    )


# ---------------------------------------------------------------- what is not asked for


def _asked_for(item: Item) -> Iterator[Outcome]:
    claims = item.seen.meter.claims
    if claims is None:
        return
    wanted = claims.by_code.get(item.code, ())
    if any(_is_of(item, each) for each in wanted):
        yield PASS
        return
    associations = item.seen.meter.associations
    for seen in associations[: associations.index(item.seen)]:
        if seen.find(item.dumped.class_id, item.code) is not None:
            return  # told there
    yield wrong(
        f"the profile {claims.profile.title} does not ask for it",
        severity=NOTE,
        found=str(item.code),
        basis=Basis(claims.profile.title),
    )


_PROFILE: Final = "a companion profile"

CHECKS: Final = (
    Check(
        "PF-01",
        "objects of the profile are there",
        "Each mandatory object that the profile asks of all meters, or of the variants that this "
        "one is of, is there with a class that it may have, in the association of each "
        "client that has a right to it. Of one to which no client of the dump has a right nobody can tell.",
        _PROFILE,
        "objects and classes of the profile",
        "claim",
        _present,
    ),
    Check(
        "PF-02",
        "versions are those of the profile",
        "The object is of a version that the profile names, where it names one.",
        f"{_PROFILE} with versions, and such an object",
        "class versions of the profile",
        "claim",
        _version,
    ),
    Check(
        "PF-03",
        "attributes and methods of the profile are there",
        "Each mandatory attribute and method of the profile has access rights, or was read, where "
        "the dump says anything of them, and the client is given a right.",
        f"{_PROFILE} with attributes or methods, and such an object",
        "attributes and methods of the profile",
        "claim",
        _has_members,
    ),
    Check(
        "PF-04",
        "access rights are those of the profile",
        "Each client has the rights that the profile gives it; where it names no client, one of "
        "them at least. More than that is a warning.",
        f"{_PROFILE} with access rights, and those of such an object",
        "access rights of the profile",
        "claim",
        _rights,
    ),
    Check(
        "PF-05",
        "types are those of the profile",
        "The value is sent in a data type that the profile names, within its size or range.",
        f"{_PROFILE} with data types, and a value of such an attribute",
        "data types of the profile",
        "claim",
        _types,
    ),
    Check(
        "PF-06",
        "values are those that the profile fixes",
        "The value is one of those that the profile fixes. What the factory sets may be changed, and is "
        "not judged.",
        f"{_PROFILE} with fixed values, and a value of such an attribute",
        "fixed values of the profile",
        "claim",
        _values,
    ),
    Check(
        "PF-07",
        "units are those of the profile",
        "The unit of the object is one that the profile names.",
        f"{_PROFILE} with units, and scaler_unit of such an object",
        "units of the profile",
        "claim",
        _units,
    ),
    Check(
        "PF-08",
        "the profile asks for what is there",
        "Each object of the meter is one that the profile names; another one is no error, and "
        "is told as a note.",
        f"{_PROFILE}, and an object",
        "objects of the profile",
        "object",
        _asked_for,
    ),
)
