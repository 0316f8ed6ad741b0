"""Writing what is there, and what must not be taken: WR-01, WR-03, WR-04 and AR-05."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from cosem_runtime import AttributeSpec
from cosem_runtime.types.base import DataType
from cosem_runtime.types.coded import EnumType
from cosem_runtime.types.primitives import NumberType
from cosem_runtime.wire import TAG_NAMES

from ...dumps import Access
from ..answers import PASSING, REFUSALS, TYPE_UNMATCHED, may_pass
from ..meter import Item
from ..table import (
    PASS,
    WRITE,
    Check,
    Outcome,
    inapplicable,
    unclear,
    warned,
    wrong,
)
from .reading import differing, parts, refused
from .wire import Tried, Wire, wire_of

__all__ = ["CHECKS", "wrong_octets"]

_NEEDS: Final = (
    "a static attribute to read and write, in a live association that may write"
)


def _back(item: Item) -> Iterator[Outcome]:
    for spec, access, before in _writable(item):
        if isinstance(before, Outcome):
            yield before
            continue
        tried = wire_of(item).try_writing(item, spec.id, before, before)
        reply = tried.reply
        facts: dict[str, Any] = {"attribute": spec.id}
        if tried.is_changed:
            yield _changed(spec.id, tried, before, "what was read was written back")
        elif reply.done:
            yield _kept(tried, facts)
        elif reply.result in PASSING:
            yield may_pass(reply.result, **facts)
        elif reply.unable:
            yield unclear(f"the client cannot: {reply.failure}", **facts)
        elif access.protection:
            yield unclear(
                f"the answer is {reply.words}, which may be for want of protection",
                **facts,
            )
        else:
            yield wrong(
                f"{spec.name} is published as writable, and what was read from it is refused "
                f"by {reply.words}",
                expected="success",
                found=reply.words,
                **facts,
            )


def _kept(tried: Tried, facts: dict[str, Any]) -> Outcome:
    """What comes of a value that was written, and is not seen to be another one now."""
    if tried.after.done:
        return PASS
    return unclear(f"read again it gives {tried.after.words}", **facts)


def _other_type(item: Item) -> Iterator[Outcome]:
    for spec, access, before in _writable(item):
        if isinstance(before, Outcome):
            yield before
            continue
        for word, octets in wrong_octets(spec.type, before):
            yield _not_taken(item, spec, access, before, octets, word, TYPE_UNMATCHED)


def _outside(item: Item) -> Iterator[Outcome]:
    for spec, access, before in _writable(item):
        octets = _beyond(spec.type, before if isinstance(before, bytes) else b"")
        if octets is None:
            continue
        if isinstance(before, Outcome):
            yield before
            continue
        word = f"the value {spec.decode(octets)}"
        yield _not_taken(item, spec, access, before, octets, word, None)


def _not_taken(
    item: Item,
    spec: AttributeSpec[Any],
    access: Access,
    before: bytes,
    octets: bytes,
    word: str,
    expected: frozenset[str] | None,
) -> Outcome:
    """What comes of writing what must be refused."""
    facts: dict[str, Any] = {"attribute": spec.id}
    tried = wire_of(item).try_writing(item, spec.id, before, octets)
    if tried.is_changed:
        return _changed(spec.id, tried, before, f"{word} was written")
    if tried.reply.done and expected is None:
        return warned(
            f"{word} is taken, and leaves {spec.name} as it was",
            expected="a refusal",
            found="success",
            **facts,
        )
    if access.protection and not tried.reply.done:
        return unclear(
            f"the answer is {tried.reply.words}, which may be for want of protection",
            **facts,
        )
    what = f"{word} for {spec.name}"
    return refused(tried.reply, what, expected, members=None, **facts)


def _denied(item: Item) -> Iterator[Outcome]:
    wire = wire_of(item)
    rights = item.dumped.attribute_access
    numbers = [
        number
        for number, access in sorted(rights.items())
        if access.known and access.readable and not access.writable and number > 0
    ]
    if not numbers or not wire.takes(item):
        return
    for number in numbers:
        before = _before(wire, item, number)
        if isinstance(before, Outcome):
            yield before
            continue
        tried = wire.try_writing(item, number, before, before)
        spec = item.spec(number)
        name = f"attribute {number}" if spec is None else spec.name
        if tried.is_changed:
            what = f"{name} was written without a right"
            yield _changed(number, tried, before, what)
            continue
        what = f"writing {name}, which is published as not writable,"
        yield refused(tried.reply, what, REFUSALS, attribute=number)


def _changed(number: int, tried: Tried, before: bytes, what: str) -> Outcome:
    """What comes of a value that is another one now, and was put back if that could be."""
    told = "; it was put back" if tried.is_restored else ""
    after = tried.after.octets or b""
    return wrong(
        f"{what}, and another value is there then{told}",
        attribute=number,
        expected="the value that was there",
        found="another one",
        octets=differing(before, after),
    )


# ---------------------------------------------------------------- what is written


def _writable(
    item: Item,
) -> Iterator[tuple[AttributeSpec[Any], Access, bytes | Outcome]]:
    """Static attributes to read and write, each with what is there, or why it is left alone."""
    wire = wire_of(item)
    found = [
        (spec, access)
        for spec in item.specs.values()
        if (access := item.dumped.attribute_access.get(spec.id)) is not None
        and access.readable
        and access.writable
        and spec.static is True
    ]
    if not found or not wire.takes(item):
        return
    for spec, access in found:
        yield spec, access, _before(wire, item, spec.id)


def _before(wire: Wire, item: Item, number: int) -> bytes | Outcome:
    reason = wire.excluded(item, number)
    if reason:
        return inapplicable(reason, attribute=number)
    if item.is_secret(number):
        return inapplicable("it is a secret", attribute=number)
    reply = wire.read(item, number)
    if not reply.done or not reply.octets:
        return unclear(f"before it was written it gave {reply.words}", attribute=number)
    return reply.octets


def wrong_octets(kind: DataType, before: bytes) -> Iterator[tuple[str, bytes]]:
    """Values of no type that an attribute can have, each with what it is in words."""
    for octets in _SIMPLE:
        if octets[0] not in kind.tags and octets[0] != before[0]:
            yield f"a value of type {TAG_NAMES[octets[0]]}", octets
            break
    members = parts(before) if kind.tags == (_STRUCTURE,) else None
    if members:
        yield "a structure with one member too few", _structure(members[:-1])
        yield "a structure with one member too many", _structure([*members, b"\x00"])


def _structure(members: list[bytes]) -> bytes:
    return bytes((_STRUCTURE, len(members))) + b"".join(members)


_STRUCTURE: Final = 0x02
_SIMPLE: Final = (b"\x09\x01\x00", b"\x06\x00\x00\x00\x00", b"\x03\x00")
"""An octet-string, a double-long-unsigned and a boolean."""


def _beyond(kind: DataType, before: bytes) -> bytes | None:
    """A number that an attribute must not have, in its own data type; None where it may have any.

    From 128 on, enumerations leave values to makers.
    """
    base = kind.base if isinstance(kind, EnumType) else kind
    if not isinstance(base, NumberType) or (before and before[0] != base.tag):
        return None
    if isinstance(kind, EnumType):
        known = {int(each) for each in kind.kind}
        wanted = next((n for n in range(127, 0, -1) if n not in known), None)
    else:
        wanted = _next_to(base)
    return None if wanted is None else base.octets(base.kind(wanted))


def _next_to(kind: NumberType) -> int | None:
    """A number just outside of the range of a type; None where the range is that of the data type."""
    if kind.maximum < kind.kind.MAXIMUM:
        return kind.maximum + 1
    return kind.minimum - 1 if kind.minimum > kind.kind.MINIMUM else None


CHECKS: Final = (
    Check(
        "AR-05",
        "what is not writable is not written",
        "Each attribute that is published as readable and not writable refuses the value that "
        "was just read from it, by read-write-denied or scope-of-access-violated; by another "
        "result is a warning. ME-01 has methods.",
        "access rights and a value that can be read, in a live association that may write",
        "access modes and data-access-results",
        "object",
        _denied,
        WRITE,
    ),
    Check(
        "WR-01",
        "what was read can be written back",
        "Each static attribute that can be read and written takes the value that was just read "
        "from it, and then has it.",
        _NEEDS,
        "access modes, the mark static",
        "object",
        _back,
        WRITE,
    ),
    Check(
        "WR-03",
        "values of other types are not taken",
        "A value of a data type that the attribute cannot have, and a structure with a member "
        "too few or too many, is refused by type-unmatched and changes nothing; by another "
        "result is a warning.",
        _NEEDS,
        "types of attributes",
        "object",
        _other_type,
        WRITE,
    ),
    Check(
        "WR-04",
        "values outside of the range are not taken",
        "A number outside of the stated range, or one that an enumeration does not list, is "
        "refused and changes nothing; that it is taken and nothing changes is a warning.",
        f"{_NEEDS}, a number with a range or an enumeration",
        "ranges and enumerations",
        "object",
        _outside,
        WRITE,
    ),
)
