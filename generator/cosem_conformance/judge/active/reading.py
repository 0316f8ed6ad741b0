"""Reading otherwise than the dump did: AT-04 to AT-08, OL-08, SV-01 and DV-03."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, Final, NamedTuple

from cosem_runtime import CosemError, Obis, axdr
from cosem_runtime.telegram.apdus import RESULTS

from ...dumps import Value
from ...dumps.object_list import LOGICAL_DEVICE_NAME
from ...live.transport import NotSupportedError, Selection, TransportError
from ..answers import BROKEN, PASSING, may_pass
from ..findings import Octets
from ..meter import Item, Read, Seen
from ..table import (
    PASS,
    READ,
    Check,
    Outcome,
    inapplicable,
    unclear,
    warned,
    wrong,
)
from .wire import Reply, Wire, wire_of

__all__ = ["CHECKS", "differing", "offers", "parts", "refused"]

# ---------------------------------------------------------------- what checks share


def offers(item: Item, number: int) -> tuple[int, ...]:
    """The selectors that an attribute is published with."""
    return tuple(each for each in item.dumped.selectors.get(number, ()) if each > 0)


def refused(
    reply: Reply,
    what: str,
    expected: frozenset[str] | None = None,
    *,
    odd: frozenset[str] = BROKEN,
    **facts: Any,
) -> Outcome:
    """What comes of a request that is to be refused, by one of the results if any are stated.

    Otherwise it is warned of results that are `odd`.
    """
    facts = _OF_NO_TYPE | facts
    if reply.done:
        if reply.octets and "octets" not in facts:
            facts["octets"] = Octets.around(reply.octets, 0)
        came = "data" if reply.octets else reply.words
        return wrong(
            f"{what} is to be refused, and gives {came}",
            expected="a refusal",
            found=came,
            **facts,
        )
    if reply.result in PASSING:
        return may_pass(reply.result, **facts)
    if reply.unable:
        return unclear(f"the client cannot: {reply.failure}", **facts)
    if reply.failure:
        return warned(
            f"{what} is to be refused, and there was no answer: {reply.failure}",
            expected="a refusal",
            found=reply.failure,
            **facts,
        )
    if reply.result not in expected if expected else reply.result in odd:
        return warned(
            f"{what} is refused by {reply.result}",
            expected=" or ".join(sorted(expected or ())) or "a result that says why",
            found=reply.result,
            **facts,
        )
    return PASS


_OF_NO_TYPE: Final[dict[str, Any]] = {"members": frozenset()}
"""What of a type is in doubt is of no account for whether a service is there."""


def differing(one: bytes, other: bytes) -> Octets:
    """The octets of the second value at the place where it is another one."""
    pairs = enumerate(zip(one, other, strict=False))
    same = min(len(one), len(other))
    at = next((at for at, (a, b) in pairs if a != b), same)
    return Octets.around(other, at)


def _published(item: Item) -> list[int]:
    """The attributes that the client may read."""
    rights = sorted(item.dumped.attribute_access.items())
    return [number for number, access in rights if access.readable and number > 0]


def _readable(item: Item) -> list[int]:
    """Those of them that gave a whole value when they were dumped."""
    return [n for n in _published(item) if _gave(item.dumped.value(n))]


def _gave(value: Value | None) -> bool:
    return value is not None and (
        value.octets is not None or value.left_out is not None
    )


def _compared(
    wire: Wire, item: Item, number: int, one: Reply, other: Reply, way: str
) -> Outcome:
    """Whether both readings of an attribute are the same, if it did not change in between."""
    facts: dict[str, Any] = {"attribute": number, "item": item, **_OF_NO_TYPE}
    if one.octets is None or not one.done:
        return unclear(f"read by itself it gives {one.words}", **facts)
    if other.done and other.octets == one.octets:
        return PASS
    if other.result in PASSING:
        return unclear(f"{way} it gives {other.words}, which may pass", **facts)
    if not other.done or other.octets is None:
        return wrong(
            f"{way} it gives {other.words}, and by itself a value",
            expected="data",
            found=other.words,
            **facts,
        )
    again = wire.read(item, number)
    spec = item.spec(number)
    if again.octets == other.octets:
        return PASS
    if again.octets != one.octets or (spec is not None and spec.static is False):
        return unclear(f"{way} it has another value, but it changes", **facts)
    return wrong(
        f"{way} it has another value than by itself",
        expected="the same octets",
        found="others",
        octets=(
            None if item.is_secret(number) else differing(one.octets, other.octets)
        ),
        **facts,
    )


# ---------------------------------------------------------------- what there is not


def _beyond(item: Item) -> Iterator[Outcome]:
    wire = wire_of(item)
    if item.kind is None or not wire.takes(item):
        return
    number = max([*item.specs, *item.dumped.attribute_access]) + 1
    if number > _LAST:
        return
    reason = wire.excluded(item, number)
    if reason:
        yield inapplicable(reason, attribute=number)
        return
    name = f"{item.kind.NAME} version {item.kind.VERSION}"
    what = f"attribute {number}, which {name} does not have,"
    yield refused(wire.read(item, number), what, attribute=number)


_LAST: Final = 127


def _elsewhere(item: Item) -> Iterator[Outcome]:
    wire = wire_of(item)
    if item is item.seen.items[0]:
        told = _nowhere(item)
        if told is not None:
            yield told
    if not wire.takes(item):
        return
    listed = {each.dumped.class_id for each in item.seen.by_code[item.code]}
    other = next(each for each in _OTHERS if each not in listed)
    reason = wire.excluded(item, 1)
    if reason:
        yield inapplicable(reason)
        return
    reply = wire.read_as(other, item.code, 1)
    what = f"the same name with class {other}"
    yield refused(reply, what, _NO_SUCH_CLASS)


_OTHERS: Final = (3, 1, 7, 8, 9)
"""Classes to ask for by a name that another class has; a Register monitor may have that of its register."""
_UNDEFINED: Final = frozenset({"object-undefined"})
_NO_SUCH_CLASS: Final = frozenset({"object-class-inconsistent", "object-undefined"})


def _nowhere(item: Item) -> Outcome | None:
    """What a name gives that is not listed; None where each of them is."""
    codes = (Obis(bytes((0, 127, 127, 127, 127, last))) for last in range(128))
    code = next((each for each in codes if each not in item.seen.by_code), None)
    if code is None:
        return None
    reply = wire_of(item).read_as(1, code, 1)
    return refused(reply, f"{code}, which is not listed,", _UNDEFINED)


# ---------------------------------------------------------------- attribute 0


def _all_at_once(item: Item) -> Iterator[Outcome]:
    wire = wire_of(item)
    can = wire.supports(item.seen, "attribute0_supported_with_get")
    numbers = _published(item)
    if can is None or not numbers or not wire.takes(item):
        return
    if not can and item is not item.seen.items[0]:
        return  # one tells of all
    reason = wire.excluded(item, 0)
    if reason:
        yield inapplicable(reason, attribute=0)
        return
    reply = wire.read(item, 0)
    if not can:
        what = "attribute 0, which was not negotiated,"
        yield refused(reply, what, attribute=0, octets=None)
        return
    if not reply.done or reply.octets is None:
        yield (unclear if reply.result in PASSING else wrong)(
            f"attribute 0 was negotiated, and gives {reply.words}", attribute=0
        )
        return
    members = parts(reply.octets)
    if members is None:
        yield wrong(
            "attribute 0 gives no structure",
            attribute=0,
            expected="a structure of all attributes",
            octets=Octets.around(reply.octets, 0),
        )
        return
    # What may not be read is null-data, or not there at all.
    whole = max([*item.specs, *item.dumped.attribute_access])
    if len(members) == whole:
        places = dict(enumerate(members, 1))
    elif len(members) == len(numbers):
        places = dict(zip(numbers, members, strict=True))
    else:
        yield wrong(
            f"attribute 0 has {len(members)} members",
            attribute=0,
            expected=f"{whole}, or the {len(numbers)} that can be read",
            found=str(len(members)),
        )
        return
    for number in _readable(item):
        one = wire.read(item, number)
        got = Reply(RESULTS[0], places[number])
        yield _compared(wire, item, number, one, got, "in attribute 0")


def parts(octets: bytes) -> list[bytes] | None:
    """The members of a structure, each as its octets; None where it is none."""
    try:
        values = axdr.decode(octets)
        if not isinstance(values, tuple):
            return None
        return [axdr.encode(each) for each in values]
    except CosemError:
        return None


# ---------------------------------------------------------------- lists


def _together(seen: Seen) -> Iterator[Outcome]:
    wire = wire_of(seen)
    can = wire.supports(seen, "multiple_references")
    lists = [each for each in _lists(seen) if len(each) > 1]
    if can is False or not lists:
        return
    for wanted in lists:
        singles = [wire.read(item, number) for item, number in wanted]
        try:
            replies = wire.read_list(wanted)
        except NotSupportedError as error:
            yield unclear(f"the client cannot: {error}")
            return
        if isinstance(replies, Reply):
            tell = wrong if can else unclear
            yield tell(
                f"{len(wanted)} attributes in one request give {replies.words}",
                found=replies.words,
                item=wanted[0][0],
                attribute=wanted[0][1],
            )
            continue
        if len(replies) != len(wanted):
            yield wrong(
                f"{len(wanted)} attributes in one request give {len(replies)} results",
                expected=str(len(wanted)),
                found=str(len(replies)),
            )
            continue
        for (item, number), one, got in zip(wanted, singles, replies, strict=True):
            yield _compared(wire, item, number, one, got, "in a list")


def _lists(seen: Seen) -> Iterator[list[tuple[Item, int]]]:
    """Ten values, a short one with a long one, four attributes of one object."""
    wire = wire_of(seen)
    values: list[tuple[int, Item, int]] = []
    several: list[tuple[Item, int]] = []
    for item in seen.items:
        numbers = [
            number
            for number in _readable(item)
            if _size(item, number) <= _LONG
            and not wire.excluded(item, number)
            and not _runs(item, number)
        ]
        values += [(_size(item, n), item, n) for n in numbers if n > 1]
        if len(numbers) > len(several) and len(several) < _SEVERAL:
            several = [(item, number) for number in numbers[:_SEVERAL]]
    yield [(item, number) for _, item, number in values if number == 2][:_TEN]
    values.sort(key=lambda each: each[0])
    if values and values[0][0] < values[-1][0]:
        yield [(item, number) for _, item, number in (values[0], values[-1])]
    yield several


_TEN: Final = 10
_SEVERAL: Final = 4
_LONG: Final = 2000


def _runs(item: Item, number: int) -> bool:
    """Whether it is the time of a clock, which no two readings give twice."""
    return item.dumped.class_id == 8 and number == 2


def _size(item: Item, number: int) -> int:
    value = item.dumped.value(number)
    return 0 if value is None else value.size


# ---------------------------------------------------------------- blocks


def _in_blocks(seen: Seen) -> Iterator[Outcome]:
    wire = wire_of(seen)
    if wire.supports(seen, "block_transfer_with_get_or_read") is False:
        return
    wanted = [
        (item, number)
        for item in seen.items
        for number in _readable(item)
        if _size(item, number) > _SMALL and not wire.excluded(item, number)
    ]
    wanted = sorted(wanted, key=lambda each: _size(*each))[:_TEN]
    if not wanted:
        return
    singles = [wire.read(item, number) for item, number in wanted]
    try:
        with wire.other(max_pdu=_SMALL) as other:
            replies = [
                other.read(item.dumped.class_id, item.code, number)
                for item, number in wanted
            ]
    except TransportError as error:
        yield unclear(f"no association with APDUs of {_SMALL} octets: {error}")
        return
    for (item, number), one, got in zip(wanted, singles, replies, strict=True):
        yield _compared(wire, item, number, one, got, "in blocks")


_SMALL: Final = 128
"""Octets of an APDU that longer values do not fit into."""


# ---------------------------------------------------------------- selective access


def _unoffered(item: Item) -> Iterator[Outcome]:
    wire = wire_of(item)
    can = wire.supports(item.seen, "selective_access")
    offered = [number for number in item.dumped.selectors if offers(item, number)]
    if can is False:
        for number in offered:
            yield wrong(
                "selective access is offered, and was not negotiated",
                attribute=number,
                expected="no selectors, or the bit of the conformance block",
                found=", ".join(map(str, offers(item, number))),
            )
    numbers = _published(item)
    if not numbers or not wire.takes(item):
        return
    others = [number for number in numbers if number not in offered and number > 1]
    for number in (*offered, *islice(others, 1)):
        if number not in numbers:
            continue
        reason = wire.excluded(item, number)
        if reason:
            yield inapplicable(reason, attribute=number)
            continue
        reply = wire.read(item, number, Selection(_UNKNOWN, b"\x00"))
        what = f"selector {_UNKNOWN}, which is not offered,"
        octets = (
            None
            if item.is_secret(number) or not reply.octets
            else Octets.around(reply.octets, 0)
        )
        # No result says that there is no such selector: any other reason will do.
        odd = BROKEN - {"other-reason"}
        yield refused(reply, what, odd=odd, attribute=number, octets=octets)


_UNKNOWN: Final = 99


class _Entry(NamedTuple):
    """What an object list has of an object."""

    class_id: int
    version: int
    code: bytes


def _of_list(item: Item) -> Iterator[Outcome]:
    offered = offers(item, 2)
    if item.kind is None or item.dumped.class_id != 15 or not offered:
        return
    wire = wire_of(item)
    if wire.supports(item.seen, "selective_access") is False or not wire.takes(item):
        return
    reason = wire.excluded(item, 2)
    if reason:
        yield inapplicable(reason, attribute=2)
        return
    reply = wire.read(item, 2)
    whole = _entries(item, reply)
    if not whole:
        came = reply.words if whole is None else "no entries"
        yield unclear(f"the whole list gives {came}", attribute=2)
        return
    first = whole[0]
    for selector in offered:
        spec = item.specs[2]
        known = next((each for each in spec.selectors if each.id == selector), None)
        if known is None:
            continue  # OL-07 has those
        asked = _ASKED.get(known.name)
        if asked is None:
            continue
        parameter, wanted = asked(spec, whole, first)
        reply = wire.read(item, 2, Selection(selector, parameter))
        found = _entries(item, reply)
        facts: dict[str, Any] = {"attribute": 2, "path": known.name}
        if reply.result in PASSING:
            yield may_pass(reply.result, **facts)
        elif found is None:
            yield wrong(
                f"selector {selector} is offered, and gives {reply.words}",
                expected="entries of the list",
                found=reply.words,
                octets=Octets.around(reply.octets, 0) if reply.octets else None,
                **facts,
            )
        elif sorted(found) == sorted(wanted):
            yield PASS
        else:
            others = len(set(found) - set(wanted))
            missing = len(set(wanted) - set(found))
            yield wrong(
                f"selector {selector} gives {len(found)} entries, {others} of them not asked "
                f"for; {missing} are missing",
                expected=f"{len(wanted)} entries",
                found=f"{len(found)} entries",
                **facts,
            )


_Asked = Callable[[Any, list[_Entry], _Entry], tuple[bytes, list[_Entry]]]


def _ask_all(spec: Any, whole: list[_Entry], _: _Entry) -> tuple[bytes, list[_Entry]]:
    return spec.by_all().parameter, whole


def _ask_classes(
    spec: Any, whole: list[_Entry], first: _Entry
) -> tuple[bytes, list[_Entry]]:
    wanted = [each for each in whole if each.class_id == first.class_id]
    return spec.by_class_list([first.class_id]).parameter, wanted


def _ask_objects(
    spec: Any, whole: list[_Entry], first: _Entry
) -> tuple[bytes, list[_Entry]]:
    kind: Any = spec.selector("object_id").type.kind
    wanted = list(dict.fromkeys((first, whole[-1])))
    ids = [kind(each.class_id, Obis(each.code)) for each in wanted]
    return spec.by_object_id_list(ids).parameter, wanted


def _ask_object(
    spec: Any, whole: list[_Entry], first: _Entry
) -> tuple[bytes, list[_Entry]]:
    access = spec.by_object_id(class_id=first.class_id, logical_name=Obis(first.code))
    return access.parameter, [first]


_ASKED: Final[dict[str, _Asked]] = {
    "all": _ask_all,
    "class_list": _ask_classes,
    "object_id_list": _ask_objects,
    "object_id": _ask_object,
}


def _entries(item: Item, reply: Reply) -> list[_Entry] | None:
    """The entries of a list, or of a part of one; None where there are none to read.

    An answer for one object may be that entry alone, without an array around it.
    """
    if not reply.done or not reply.octets:
        return None
    octets = reply.octets
    if octets[:1] == b"\x02":
        octets = b"\x01\x01" + octets
    try:
        entries = item.specs[2].read(octets).value
        return [
            _Entry(int(each.class_id), int(each.version), bytes(each.logical_name))
            for each in entries
        ]
    except (CosemError, AttributeError, TypeError):
        return None


# ---------------------------------------------------------------- logical devices


def _devices(read: Read) -> Iterator[Outcome]:
    item = read.item
    if item.dumped.class_id != 17 or read.number != 2:
        return
    devices = read.meant
    if not isinstance(devices, list) or not devices:
        return
    wire = wire_of(item)
    reason = wire.excluded(item, 2)
    if reason:
        yield inapplicable(reason, attribute=2)
        return
    for at, device in enumerate(devices[:_MOST_DEVICES]):
        sap: Any = getattr(device, "SAP", None)
        name: Any = getattr(device, "logical_device_name", None)
        if not isinstance(sap, int) or not isinstance(name, (bytes, str)):
            continue  # TY-01 has what is no list of devices
        yield _device(wire, int(sap), _text(name), f"[{at}]", read)


def _device(wire: Wire, sap: int, name: bytes, path: str, read: Read) -> Outcome:
    facts: dict[str, Any] = {"attribute": 2, "path": path, "doubt": read.doubt}
    try:
        with wire.other(server=sap) as other:
            reply = other.read(1, LOGICAL_DEVICE_NAME, 2)
    except NotSupportedError as error:
        return unclear(f"the client cannot: {error}", **facts)
    except TransportError as error:
        return warned(
            f"no association with the logical device {sap}: {error}",
            expected="an association",
            found=str(error),
            **facts,
        )
    found = _name(reply)
    if found is None:
        return unclear(f"the name of {sap} gives {reply.words}", **facts)
    if found == name:
        return PASS
    return wrong(
        f"the logical device {sap} has another name than the list",
        expected=name.hex(" "),
        found=found.hex(" "),
        **facts,
    )


def _name(reply: Reply) -> bytes | None:
    if not reply.done or not reply.octets:
        return None
    try:
        value = axdr.decode(reply.octets)
    except CosemError:
        return None
    return _text(value) if isinstance(value, (bytes, str)) else None


def _text(value: bytes | str) -> bytes:
    return value.encode("utf-8", "replace") if isinstance(value, str) else bytes(value)


_MOST_DEVICES: Final = 128
"""Logical devices that are asked; each is an association of its own."""


CHECKS: Final = (
    Check(
        "OL-08",
        "a part of the list is a part of it",
        "Each selector that is offered for the object list gives those entries of the whole "
        "list that were asked for, and no others.",
        "a live association, whose list is offered with selectors",
        "selectors of attribute 2 of class 15",
        "object",
        _of_list,
        READ,
    ),
    Check(
        "AT-04",
        "attributes that there are not are refused",
        "The number behind the last attribute of a class is refused. That by hardware-fault, "
        "other-reason, or not at all, is a warning.",
        "an object of a known class, in a live association",
        "attributes of classes",
        "object",
        _beyond,
        READ,
    ),
    Check(
        "AT-05",
        "objects that there are not are refused",
        "A name that is not listed is refused by object-undefined, the name of an object with "
        "another class by that or object-class-inconsistent; by another result is a warning.",
        "an object in a live association",
        "data-access-results",
        "object",
        _elsewhere,
        READ,
    ),
    Check(
        "AT-06",
        "attribute 0 is all attributes",
        "Where it was negotiated, attribute 0 is a structure of the attributes, in their "
        "order, with null-data for those that may not be read, or without them; each value is "
        "that of reading it alone. Where it was not, it is refused: the first object tells.",
        "a live association, of which the conformance block is known",
        "conformance block",
        "object",
        _all_at_once,
        READ,
    ),
    Check(
        "AT-07",
        "a list gives what single readings give",
        "Several attributes in one request have the values that they have by themselves: ten "
        "values, a short one with a long one, and four of one object. Of what changes while it "
        "is read nobody can tell.",
        "a live association in which several attributes can be read, with a client that can",
        "conformance block, marks static and dynamic",
        "association",
        _together,
        READ,
    ),
    Check(
        "AT-08",
        "blocks make up the whole value",
        f"Values of more than {_SMALL} octets are the same in an association whose client takes "
        f"APDUs of {_SMALL} octets.",
        "long values, and a way to associate with small APDUs",
        "conformance block",
        "association",
        _in_blocks,
        READ,
    ),
    Check(
        "SV-01",
        "selectors that are not offered are refused",
        "Selective access is offered only where it was negotiated, and a selector that is not "
        "offered is refused: the whole value is no answer.",
        "an object with a value that can be read, in a live association",
        "conformance block, selectors",
        "object",
        _unoffered,
        READ,
    ),
    Check(
        "DV-03",
        "logical devices are where the list has them",
        "With each address of the SAP assignment list an association can be made, and the "
        "logical device name there is that of the list. That there is none is a warning: the "
        "client may not be allowed.",
        "attribute 2 of a SAP assignment, and a way to associate with other addresses",
        "attribute 2 of class 17",
        "value",
        _devices,
        READ,
    ),
)
