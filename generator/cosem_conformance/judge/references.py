"""References from one object to another: XR-01 to XR-03."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from cosem_runtime import Obis

from .evaluators.members import has_member
from .evaluators.places import at
from .meter import Item, Read
from .rules import of_value
from .table import PASS, Check, Outcome, warned, wrong

__all__ = ["CHECKS"]

_SCRIPT_TABLE: Final = 9
"""Scripts are those of this class, whoever refers to one."""
_NOTHING: Final = frozenset({bytes(6), bytes([255] * 6)})


class _Reference(NamedTuple):
    """What a value leads to, as the spec says of it."""

    path: str
    to: str
    """`object`, `attribute`, `method`, `script`, or `class` for a name alone."""
    code: Obis
    classes: tuple[int, ...]
    """The class that is named, or those that it may be of; none where nothing is said."""
    number: int | None
    """Of the attribute, method or script."""
    members: frozenset[str] | None
    """What the reference is made of, up to that number; None for a name alone."""


def _references(read: Read) -> Iterator[_Reference]:
    """Each reference in a value; the entries of object lists are none."""
    if read.reading is None or read.is_object_list:
        return
    for rule in read.rules:
        if rule.name != "refers":
            continue
        to, *told = rule.arguments
        for path, value in at(read.item, rule.place):
            if to == "class":
                classes = tuple(each for each in told if isinstance(each, int))
                found = _reference(path, "class", (value,), (), classes)
            else:
                names = [str(each) for each in told]
                parts = [getattr(value, name, None) for name in names] or [value]
                found = _reference(path, str(to), parts, names)
            if found is not None:
                yield found


def _reference(
    path: str,
    to: str,
    parts: Sequence[Any],
    names: Sequence[str],
    classes: tuple[int, ...] = (),
) -> _Reference | None:
    """A reference by its parts, of which the class before the name may be missing; None where it leads nowhere."""
    named = [isinstance(part, bytes) and len(part) == 6 for part in parts]
    if not any(named):
        return None
    place = named.index(True)
    code: Any = parts[place]
    if bytes(code) in _NOTHING:
        return None
    if to == "script":
        classes = (_SCRIPT_TABLE,)
    if place:
        class_id = parts[0]
        if not isinstance(class_id, int) or class_id == 0:
            return None
        classes = (int(class_id),)
    number = parts[place + 1] if len(parts) > place + 1 else None
    told = int(number) if isinstance(number, int) else None
    members = frozenset(names[: place + 2]) if names else None
    return _Reference(path, to, Obis.from_bytes(bytes(code)), classes, told, members)


def _is_named(reference: _Reference) -> bool:
    """Whether the value says itself of which class the object is."""
    return reference.to in ("object", "attribute", "method") and bool(reference.classes)


def _found(read: Read, reference: _Reference) -> Item | None:
    """The object that a reference leads to, of a class that it may be of."""
    for item in read.item.seen.by_code.get(reference.code, ()):
        if not reference.classes or item.dumped.class_id in reference.classes:
            return item
    return None


def _target(read: Read) -> Iterator[Outcome]:
    seen = read.item.seen
    for each in _references(read):
        if not _is_named(each):
            continue
        if _found(read, each) is not None:
            yield PASS
            continue
        (class_id,) = each.classes
        facts = _facts(read, each, found=f"{each.code} of class {class_id}")
        others = seen.by_code.get(each.code)
        if others:
            classes = _classes(others)
            yield wrong(
                f"it refers to {each.code} of class {class_id}, which is of class "
                f"{classes} in this association",
                expected=classes,
                **facts,
            )
        else:
            yield warned(
                f"it refers to {each.code} of class {class_id}, which this association "
                "does not have: it is hidden, or missing",
                **facts,
            )


def _member(read: Read) -> Iterator[Outcome]:
    for each in _references(read):
        target = _found(read, each)
        if target is None or each.number is None:
            continue
        if each.to == "script":
            yield from _script(read, each, target)
            continue
        if each.to in ("attribute", "method"):
            where = _facts(read, each)
            yield from has_member(target, each.to, each.number, **where)
    yield from of_value("XR-02", read)


def _script(read: Read, each: _Reference, table: Item) -> Iterator[Outcome]:
    scripts = table.meant(2)
    if each.number == 0 or not isinstance(scripts, list):
        return
    known = [getattr(script, "script_identifier", None) for script in scripts]
    if each.number in known:
        yield PASS
        return
    yield wrong(
        f"it refers to script {each.number} of {each.code}, which has no such script",
        expected=", ".join(map(str, known)) or "no script",
        **_facts(read, each, found=str(each.number)),
    )


def _role(read: Read) -> Iterator[Outcome]:
    for each in _references(read):
        others = read.item.seen.by_code.get(each.code)
        if others is None or _is_named(each) or not each.classes:
            continue  # hidden or missing, or XR-01 has it
        if _found(read, each) is not None:
            yield PASS
            continue
        found = _classes(others)
        wanted = " or ".join(map(str, each.classes))
        yield wrong(
            f"it refers to {each.code}, which is of class {found}, where one of class {wanted} "
            "belongs",
            expected=wanted,
            **_facts(read, each, found=found),
        )


def _classes(items: list[Item]) -> str:
    return ", ".join(str(item.dumped.class_id) for item in items)


def _facts(read: Read, reference: _Reference, **told: str) -> dict[str, Any]:
    return {
        "members": reference.members,
        "attribute": read.number,
        "path": reference.path,
        "doubt": read.doubt,
        **told,
    }


_REFERENCE: Final = "a value that the spec says refers to another object"

CHECKS: Final = (
    Check(
        "XR-01",
        "references lead to objects",
        "An object that a value names by class and logical name is in the list of the "
        "association, and of that class. One that is not there at all may be hidden from this "
        "client: a warning.",
        f"{_REFERENCE}, with its class",
        "what values refer to",
        "value",
        _target,
    ),
    Check(
        "XR-02",
        "references lead to attributes, methods and scripts",
        "The attribute or method that a value names, as an action of a script does, is one of the class "
        "version of its object, the script one of the table that is named.",
        f"{_REFERENCE} that is in the dump, and its attribute, method or script",
        "what values refer to; attributes and methods; script tables that were read",
        "value",
        _member,
    ),
    Check(
        "XR-03",
        "names lead to objects of the right class",
        "An object that a value names by its logical name alone, as a script table or a security setup, is "
        "of a class that belongs there.",
        f"{_REFERENCE} by its name alone, which is in the dump",
        "what values refer to, and the classes that these may be of",
        "value",
        _role,
    ),
)
