"""Object lists, and what they publish of attributes and methods: OL-01 to OL-07."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from cosem_runtime import Obis
from cosem_runtime.tolerant import Deviation

from ..dumps.object_list import CURRENT_ASSOCIATION
from .findings import Octets
from .meter import Item, Read, Seen
from .table import PASS, Check, Outcome, deviating, warned, wrong

__all__ = ["CHECKS"]

_REGISTER_MONITOR: Final = 21
_BROKEN: Final = frozenset({"D002", "D003", "D004", "D005", "D147"})


def _readable(read: Read) -> Iterator[Outcome]:
    if not read.is_object_list or read.spec is None:
        return
    if read.error is not None:
        yield wrong(
            f"no object list: expected {read.error.expected}, found {read.error.found}",
            attribute=2,
            path=read.error.path.removeprefix("object_list"),
            expected=read.error.expected,
            found=read.error.found,
            octets=Octets.around(read.octets, read.error.offset),
            doubt=read.doubt,
        )
        return
    yield from _told(read, broken=True)


def _shape(read: Read) -> Iterator[Outcome]:
    if read.is_object_list and read.reading is not None:
        yield from _told(read, broken=False)


def _told(read: Read, *, broken: bool) -> Iterator[Outcome]:
    assert read.reading is not None
    told = [d for d in read.reading.deviations if (d.code in _BROKEN) is broken]
    for each in told:
        yield _of(read, each)
    if not told:
        yield PASS


def _of(read: Read, each: Deviation) -> Outcome:
    return deviating(
        each,
        attribute=2,
        path=each.path.removeprefix("object_list"),
        octets=Octets.around(read.octets, each.offset),
        doubt=read.doubt,
    )


def _once(seen: Seen) -> Iterator[Outcome]:
    for code, items in seen.by_code.items():
        if len(items) == 1:
            yield PASS
            continue
        classes = [each.dumped.class_id for each in items]
        twice = sorted({number for number in classes if classes.count(number) > 1})
        if twice:
            numbers = ", ".join(map(str, twice))
            yield wrong(
                f"{code} of class {numbers} is listed more than once", found=str(code)
            )
        elif _REGISTER_MONITOR in classes and len(classes) == 2:
            yield PASS  # it may carry the name of what it monitors (Blue Book Ed. 13, 6.3.9)
        else:
            numbers = ", ".join(map(str, classes))
            yield warned(
                f"{code} is the name of objects of classes {numbers}: a name is of one "
                "object in a logical device",
                found=str(code),
            )


def _holds_itself(read: Read) -> Iterator[Outcome]:
    if not read.is_object_list or read.item.code != CURRENT_ASSOCIATION:
        return
    entries = read.meant
    if not isinstance(entries, list) or read.reading is None:
        return
    own = read.item.dumped.class_id
    for entry in entries:
        name: Any = getattr(entry, "logical_name", None)
        if getattr(entry, "class_id", None) == own and isinstance(name, bytes):
            a, b, c, d = name[:4]
            if (a, b, c, d) == tuple(CURRENT_ASSOCIATION[:4]):
                yield PASS
                return
    yield wrong(
        "the list does not have the association that it is of",
        attribute=2,
        expected=str(Obis(CURRENT_ASSOCIATION)),
        doubt=read.doubt,
    )


def _attributes(item: Item) -> Iterator[Outcome]:
    published = item.dumped.attribute_access
    if item.kind is None or not any(each.known for each in published.values()):
        return
    told = False
    for number in sorted(published):
        if number > 0 and number not in item.specs:
            told = True
            yield wrong(
                f"{item.kind.NAME} version {item.kind.VERSION} has no attribute {number}",
                attribute=number,
                expected=f"1 to {max(item.specs)}",
                found=str(number),
            )
    missing = [spec for spec in item.kind.ATTRIBUTES if spec.id not in published]
    if missing and _is_own(item):
        told = True
        names = ", ".join(f"{spec.id} {spec.name}" for spec in missing)
        yield wrong(f"attributes have no access rights: {names}", expected=names)
    if not told:
        yield PASS


def _is_own(item: Item) -> bool:
    """Whether rights are as the meter codes them: documents and tools leave some out."""
    dumped = item.dumped
    rights = (*dumped.attribute_access.values(), *dumped.method_access.values())
    return any(each.code is not None for each in rights)


def _methods(item: Item) -> Iterator[Outcome]:
    published = item.dumped.method_access
    if item.kind is None:
        return
    rights = [*item.dumped.attribute_access.values(), *published.values()]
    if not any(each.known for each in rights):
        return
    known = {spec.id: spec for spec in item.kind.METHODS}
    told = False
    for number in sorted(published):
        if number <= 0 or number in known:
            continue
        of = f"{item.kind.NAME} version {item.kind.VERSION}"
        if number > max(known, default=0):
            told = True
            yield wrong(
                f"{of} has no method {number}",
                method=number,
                expected=f"1 to {max(known)}" if known else "none",
                found=str(number),
            )
        elif published[number].callable:
            # Between those in use are numbers of other versions, which some still serve.
            told = True
            yield warned(f"{of} has no method {number}, only later ones", method=number)
    for number, spec in known.items():
        if spec.mandatory and number not in published and _is_own(item):
            told = True
            yield wrong(
                f"the method {number} {spec.name} is mandatory and has no access rights",
                method=number,
            )
    if not told:
        yield PASS


def _selectors(item: Item) -> Iterator[Outcome]:
    for number, offered in item.dumped.selectors.items():
        spec = item.spec(number)
        if spec is None:
            continue
        known = {each.id for each in spec.selectors}
        # 0 is what some write where there is none; negative ones are the maker's.
        others = [each for each in offered if each > 0 and each not in known]
        if not others:
            yield PASS
            continue
        found = ", ".join(map(str, others))
        yield wrong(
            f"{spec.name} has no selector {found}",
            attribute=number,
            expected=", ".join(map(str, sorted(known))) or "no selector",
            found=found,
        )


_LIST: Final = "attribute 2 of an Association LN or Association SN that was read"
_RIGHTS: Final = (
    "access rights with the codes of the object list, of a known class version"
)

CHECKS: Final = (
    Check(
        "OL-01",
        "object lists are whole",
        "The object list decodes to its end, and nothing stands behind it.",
        _LIST,
        "type of object_list",
        "value",
        _readable,
    ),
    Check(
        "OL-02",
        "entries are those of the version",
        "Each entry has the members and types that the version of the association declares.",
        _LIST,
        "types of all versions of the associations",
        "value",
        _shape,
    ),
    Check(
        "OL-03",
        "a name is of one object",
        "No object is listed twice, and no two share a logical name; that they differ in "
        "class is a warning, as requests name the class too. A Register monitor may have the name "
        "of what it monitors.",
        "an association with objects",
        "uniqueness of logical names",
        "association",
        _once,
    ),
    Check(
        "OL-04",
        "the list has its own association",
        "The object list of the current association has an association among its objects.",
        f"{_LIST}, under 0-0:40.0.0*255",
        "instances of the associations",
        "value",
        _holds_itself,
    ),
    Check(
        "OL-05",
        "access rights are of the attributes that there are",
        "Access rights name each attribute of the class version, and no others but those "
        "with negative numbers. That one is missing is told of rights as the meter codes them "
        "alone: documents and tools leave some out.",
        _RIGHTS,
        "attributes",
        "object",
        _attributes,
    ),
    Check(
        "OL-06",
        "access rights are of the methods that there are",
        "Access rights name no method that the class version does not have, and, as the meter "
        "codes them, all that are mandatory. A number between others, which is that of another "
        "version, is a warning.",
        _RIGHTS,
        "methods, and which are mandatory",
        "object",
        _methods,
    ),
    Check(
        "OL-07",
        "selectors are some of the attribute",
        "Selective access is offered by selectors that the attribute has.",
        "access selectors in the object list",
        "selectors",
        "object",
        _selectors,
    ),
)
