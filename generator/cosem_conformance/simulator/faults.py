"""Faults of meters, by name: what a check of meters is to find can be planted.

    wrong-type:3.2                    attribute 2 of the first object of class 3
    value:3.3@1.0.1.8.0.255=02020F00161B  that of the object of this name, with octets
    wrong-version:64#1=9              as client 1 alone sees it

A fault is written KIND:CLASS[.NUMBER][@LOGICAL_NAME][#CLIENT][=VALUE].
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, NamedTuple

from cosem_runtime import CosemError, Obis
from cosem_runtime.errors import did_you_mean, quote
from cosem_runtime.wire import FIXED_SIZES, NUMBERS

from ..dumps import Access
from ..dumps.object_list import ASSOCIATION_LN
from ..dumps.octets import Node, parse
from . import results
from .objects import SimulatedMeter, SimulatedObject, View
from .octets import counted

__all__ = ["KINDS", "Fault", "FaultError", "Kind", "plant"]


class FaultError(CosemError):
    """A fault that cannot be planted."""


_FORM: Final = re.compile(
    r"(?P<kind>[a-z-]+):(?P<class_id>\d{1,5})(?:\.(?P<number>-?\d{1,3}))?"
    r"(?:@(?P<name>[\d.]{1,40}))?(?:#(?P<client>\d{1,5}))?(?:=(?P<value>.*))?"
)


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of an object: of its kind's attribute or method where that has one."""

    kind: str
    class_id: int
    number: int | None = None
    logical_name: Obis | None = None
    client: int | None = None
    value: str = ""

    @classmethod
    def parse(cls, text: str) -> Fault:
        """As it is written. Raises FaultError."""
        found = _FORM.fullmatch(text)
        if found is None:
            raise FaultError(
                "a fault is KIND:CLASS[.NUMBER][@LOGICAL_NAME][#CLIENT][=VALUE], "
                f"as wrong-type:3.2, found {quote(text)}"
            )
        kind = found["kind"]
        if kind not in KINDS:
            hint = did_you_mean(kind, [*KINDS])
            raise FaultError(f"there is no fault {quote(kind)}{hint}")
        fault = cls(
            kind,
            int(found["class_id"]),
            None if found["number"] is None else int(found["number"]),
            None if found["name"] is None else Obis(found["name"]),
            None if found["client"] is None else int(found["client"]),
            found["value"] or "",
        )
        wants = KINDS[kind]
        if wants.needs_number and fault.number is None:
            raise FaultError(f"{kind} is of an attribute or method: {kind}:3.2")
        if wants.value and found["value"] is None:
            raise FaultError(f"{kind} needs {wants.value}: {kind}:3.2=...")
        return fault


class _At(NamedTuple):
    """Where a fault is planted."""

    view: View
    of: SimulatedObject
    fault: Fault

    @property
    def number(self) -> int:
        assert self.fault.number is not None
        return self.fault.number

    def octets(self) -> bytes:
        """The value that is there. Raises FaultError where there is none."""
        found = self.view.octets(self.of, self.number)
        if found is None:
            raise self.cannot("it has no value")
        return found

    def cannot(self, why: str) -> FaultError:
        fault = self.fault
        return FaultError(f"{fault.kind} of {fault.class_id}.{fault.number}: {why}")

    def whole(self) -> int:
        """The value of the fault as a number."""
        try:
            found = int(self.fault.value, 0)
        except ValueError:
            raise self.cannot(
                f"a number is expected, found {quote(self.fault.value)}"
            ) from None
        if not 0 <= found <= 0xFFFF:
            raise self.cannot(f"a number of 0..65535 is expected, found {found}")
        return found

    def given(self) -> bytes:
        """The value of the fault as octets."""
        try:
            return bytes.fromhex(self.fault.value)
        except ValueError:
            raise self.cannot(
                f"octets in hexadecimal are expected, found {quote(self.fault.value)}"
            ) from None

    def change(self, to: Callable[[bytes], bytes]) -> None:
        """What becomes of the octets whenever they are read; it is tried now.

        A value that was written since, and has no place for the fault, is as it was written.
        """
        before = self.of.changes.get(self.number)

        def changed(octets: bytes) -> bytes:
            octets = octets if before is None else before(octets)
            with suppress(CosemError):
                return to(octets)
            return octets

        octets = self.octets()
        to(octets if before is None else before(octets))
        self.of.changes[self.number] = changed


class Kind(NamedTuple):
    """A kind of fault: what it does in a sentence, what it needs, and how it is planted."""

    does: str
    plant: Callable[[_At], None]
    needs_number: bool = True
    value: str = ""


# ---------------------------------------------------------------- octets


def _edit(change: Callable[[_At, bytes], bytes]) -> Callable[[_At], None]:
    return lambda at: at.change(lambda octets: change(at, octets))


def _wrong_type(at: _At, octets: bytes) -> bytes:
    return b"\x0a\x01\x3f" if octets[:1] != b"\x0a" else b"\x01\x00"


def _first(at: _At, octets: bytes, wanted: Callable[[Node], bool], what: str) -> Node:
    for node in parse(octets).leaves():
        if wanted(node):
            return node
    raise at.cannot(f"its value has no {what}")


def _wrong_member(at: _At, octets: bytes) -> bytes:
    """The first number of it with a type of another size."""
    node = _first(at, octets, lambda n: n.tag in NUMBERS, "number")
    content = octets[node.start : node.end]
    other = b"\x12\x00" if node.tag != 0x12 else b"\x06\x00\x00"
    size = FIXED_SIZES[other[0]]
    return (
        octets[: node.start - 1]
        + other[:1]
        + content[-size:].rjust(size, b"\0")
        + octets[node.end :]
    )


def _long_length(at: _At, octets: bytes) -> bytes:
    if len(octets) < 2 or octets[0] in FIXED_SIZES or octets[1] > 0x7F:
        raise at.cannot("its value has no short length")
    return octets[:1] + b"\x81" + octets[1:]


def _wrong_size(at: _At, octets: bytes) -> bytes:
    """A string has an octet more, a bit-string a bit."""

    def is_short(node: Node) -> bool:
        """With a length of one octet, which has room for one more."""
        is_sized = node.is_string or node.tag == 0x04
        return is_sized and octets[node.start - 1] < 0x7F

    node = _first(at, octets, is_short, "short string")
    content = octets[node.start : node.end]
    head = node.start - 1
    if node.tag == 0x04:
        bits = octets[head] + 1
        longer = bytes((bits,)) + content.ljust((bits + 7) // 8, b"\0")
    else:
        longer = counted(content + b"\0")
    return octets[:head] + longer + octets[node.end :]


def _numbered(
    tags: frozenset[int], content: bytes, what: str
) -> Callable[[_At, bytes], bytes]:
    def change(at: _At, octets: bytes) -> bytes:
        node = _first(at, octets, lambda n: n.tag in tags, what)
        size = node.end - node.start
        number = content if size == 1 else content[:1] + b"\xff" * (size - 1)
        return octets[: node.start] + number + octets[node.end :]

    return change


_DATE_TIME: Final = 12


def _wrong_time(at: _At, octets: bytes) -> bytes:
    """Month 13."""

    def is_time(node: Node) -> bool:
        return node.end - node.start == _DATE_TIME and (
            node.is_string or node.tag == 0x19
        )

    node = _first(at, octets, is_time, "date-time")
    return octets[: node.start + 2] + b"\x0d" + octets[node.start + 3 :]


def _dangling(at: _At, octets: bytes) -> bytes:
    """A reference to an object that no meter has."""

    def is_name(node: Node) -> bool:
        return node.tag == 0x09 and node.end - node.start == len(_NOBODY)

    node = _first(at, octets, is_name, "logical name")
    return octets[: node.start] + _NOBODY + octets[node.end :]


_NOBODY: Final = bytes(Obis("1.0.99.77.77.255"))


def _given(at: _At) -> None:
    octets = at.given()
    at.of.values[at.number] = octets
    at.of.answers.pop(at.number, None)
    at.of.changes[at.number] = lambda _: octets


# ---------------------------------------------------------------- answers and rights


def _answers(code: int | None) -> Callable[[_At], None]:
    def plant(at: _At) -> None:
        at.of.answers[at.number] = code

    return plant


def _open(at: _At) -> None:
    at.of.opened.add(at.number)
    at.of.answers.pop(at.number, None)
    at.of.attribute_access[at.number] = Access(frozenset())


def _access(at: _At) -> None:
    at.of.attribute_access[at.number] = _coded(at, Access.of_attribute)


def _method_access(at: _At) -> None:
    at.of.method_access[at.number] = _coded(at, Access.of_method)


def _coded(at: _At, of: Callable[[int, int], Access]) -> Access:
    own = [o.version for o in at.view.objects if o.class_id == ASSOCIATION_LN]
    return of(at.whole() & 0xFF, max(own, default=1))


def _odd(kind: str) -> Callable[[_At], None]:
    """What is served otherwise than it should be, where that is served."""

    def plant(at: _At) -> None:
        at.of.odd.add((kind, at.fault.number or 0))

    return plant


def _write_open(at: _At) -> None:
    at.octets()
    at.of.odd.add(("write-open", at.number))
    at.of.attribute_access[at.number] = Access(frozenset({"read_access"}))


def _call_open(at: _At) -> None:
    at.of.odd.add(("call-open", at.number))
    at.of.method_access[at.number] = Access(frozenset())


def _returns(at: _At) -> None:
    at.of.returned[at.number] = at.given()


def _missing(at: _At) -> None:
    if at.of.attribute_access.pop(at.number, None) is None:
        raise at.cannot("it is not there")


def _selector(at: _At) -> None:
    before = at.of.selectors.get(at.number, ())
    at.of.selectors[at.number] = (*before, at.whole() & 0x7F)


# ---------------------------------------------------------------- objects


def _replace(at: _At, **facts: object) -> None:
    for name, fact in facts.items():
        setattr(at.of, name, fact)


def _hidden(at: _At) -> None:
    _replace(at, listed=False, served=False)


def _unlisted(at: _At) -> None:
    _replace(at, listed=False)


def _duplicate(at: _At) -> None:
    at.view.objects.append(at.of.shared())


def _version(at: _At) -> None:
    _replace(at, version=at.whole() & 0xFF)


def _class(at: _At) -> None:
    _replace(at, class_id=at.whole())


def _name(at: _At) -> None:
    try:
        _replace(at, logical_name=Obis(at.fault.value))
    except CosemError as error:
        raise at.cannot(str(error)) from None


_ONE: Final = frozenset({0x0F, 0x11})
_MORE: Final = frozenset({0x05, 0x06, 0x10, 0x12, 0x14, 0x15})

KINDS: Final[dict[str, Kind]] = {
    "wrong-type": Kind("The value is a text, or an empty array.", _edit(_wrong_type)),
    "wrong-member": Kind(
        "The first number in the value has another type.", _edit(_wrong_member)
    ),
    "extra-octets": Kind(
        "An octet follows the value.", _edit(lambda _, octets: octets + b"\0")
    ),
    "cut-short": Kind(
        "The last octet of the value is missing.", _edit(lambda _, octets: octets[:-1])
    ),
    "long-length": Kind(
        "The length of the value has an octet more than it needs.", _edit(_long_length)
    ),
    "wrong-size": Kind(
        "The first short string in the value has an octet more, a bit-string a bit.",
        _edit(_wrong_size),
    ),
    "wrong-enum": Kind(
        "The first enumeration in the value is 125.",
        _edit(_numbered(frozenset({0x16}), b"\x7d", "enum")),
    ),
    "out-of-range": Kind(
        "The first number in the value is the greatest of its type.",
        _edit(_numbered(_ONE | _MORE, b"\x7f", "number")),
    ),
    "wrong-time": Kind(
        "The first date-time in the value has month 13.", _edit(_wrong_time)
    ),
    "dangling": Kind(
        "The first logical name in the value is that of no object.", _edit(_dangling)
    ),
    "value": Kind("The value is these octets.", _given, value="octets"),
    "refused": Kind(
        "Reading is refused by read-write-denied, whatever the right.",
        _answers(results.READ_WRITE_DENIED),
    ),
    "undefined": Kind(
        "Reading is refused by object-undefined.", _answers(results.OBJECT_UNDEFINED)
    ),
    "broken": Kind("Reading answers hardware-fault.", _answers(results.HARDWARE_FAULT)),
    "silent": Kind("Reading is not answered.", _answers(None)),
    "open": Kind("It is published as not readable, and can be read.", _open),
    "other-in-list": Kind(
        "Read in a list with others, the last bit of the value is another one.",
        _odd("other-in-list"),
    ),
    "other-in-blocks": Kind(
        "Sent in blocks, the last bit of the value is another one.",
        _odd("other-in-blocks"),
    ),
    "any-selector": Kind(
        "Whatever part of it is asked for, the answer is the whole value.",
        _odd("any-selector"),
    ),
    "any-class": Kind(
        "The object answers whatever class is asked for.",
        _odd("any-class"),
        needs_number=False,
    ),
    "write-refused": Kind(
        "Writing is refused by read-write-denied, whatever the right.",
        _odd("write-refused"),
    ),
    "write-open": Kind(
        "It is published as not writable, and can be written.", _write_open
    ),
    "write-any": Kind("Any value is taken.", _odd("write-any")),
    "call-open": Kind(
        "The method is published as not allowed, and can be invoked.", _call_open
    ),
    "call-any": Kind("The method takes any parameter.", _odd("call-any")),
    "returns": Kind(
        "The method does nothing, and returns these octets.", _returns, value="octets"
    ),
    "access": Kind(
        "The right to the attribute is this number; one that has none gets it.",
        _access,
        value="an access mode",
    ),
    "method-access": Kind(
        "The right to the method is this number; one that has none gets it.",
        _method_access,
        value="an access mode",
    ),
    "missing-attribute": Kind("The attribute has no right in the list.", _missing),
    "selector": Kind(
        "The list offers this access selector, too.", _selector, value="a number"
    ),
    "hidden": Kind("The object is not there.", _hidden, needs_number=False),
    "unlisted": Kind(
        "The object can be read, and the list does not have it.",
        _unlisted,
        needs_number=False,
    ),
    "duplicate": Kind("The list has the object twice.", _duplicate, needs_number=False),
    "wrong-version": Kind(
        "The list has this version of the object.",
        _version,
        needs_number=False,
        value="a version",
    ),
    "wrong-class": Kind(
        "The object is of this class.", _class, needs_number=False, value="a class id"
    ),
    "wrong-name": Kind(
        "The object has this logical name, and its first attribute the one before.",
        _name,
        needs_number=False,
        value="a logical name",
    ),
}
"""What can be planted, by name."""


def plant(meter: SimulatedMeter, *faults: Fault | str) -> None:
    """Plant faults, one after another. Raises FaultError for one that cannot be.

    Each is of the first object of its class, or of the one of its name, in every
    association, or in those of its client.
    """
    for each in faults:
        fault = Fault.parse(each) if isinstance(each, str) else each
        seen = [v for v in meter.views if fault.client in (None, v.client)]
        found = [_At(v, of, fault) for v in seen if (of := _of(v, fault)) is not None]
        if not found:
            where = "" if fault.logical_name is None else f" with {fault.logical_name}"
            who = "" if fault.client is None else f" that client {fault.client} sees"
            raise FaultError(
                f"{fault.kind}: there is no object of class {fault.class_id}{where}{who}"
            )
        for at in found:
            KINDS[fault.kind].plant(at)


def _of(view: View, fault: Fault) -> SimulatedObject | None:
    for each in view.objects:
        names = (None, each.logical_name)
        if each.class_id == fault.class_id and fault.logical_name in names:
            return each
    return None
