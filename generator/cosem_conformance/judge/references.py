"""References from one object to another: XR-01 to XR-03."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from cosem_runtime import Obis

from .meter import Item, Read, walk
from .table import PASS, Check, Outcome, warned, wrong

__all__ = ["CHECKS"]

_SCRIPT_TABLE: Final = 9
_NAMED: Final = frozenset({"class_id", "logical_name", "attribute_index"})
"""What a reference is made of."""
_NOTHING: Final = frozenset({bytes(6), bytes([255] * 6)})


class _Reference(NamedTuple):
    """A structure that names an attribute or method of an object."""

    path: str
    class_id: int
    code: Obis
    attribute: int | None
    data_index: int


def _references(read: Read) -> Iterator[_Reference]:
    """Each class and name in a value; the entries of object lists are none."""
    if read.reading is None or read.is_object_list:
        return
    for path, value in walk(read.meant):
        names = getattr(getattr(value, "TYPE", None), "field_names", ())
        if "class_id" not in names or "logical_name" not in names:
            continue
        code: Any = value.logical_name
        class_id: Any = value.class_id
        if not isinstance(code, bytes) or len(code) != 6 or bytes(code) in _NOTHING:
            continue
        if not isinstance(class_id, int) or class_id == 0:
            continue
        attribute = getattr(value, "attribute_index", None)
        element = getattr(value, "data_index", 0)
        yield _Reference(
            path,
            int(class_id),
            Obis.from_bytes(bytes(code)),
            int(attribute) if isinstance(attribute, int) else None,
            int(element) if isinstance(element, int) else 0,
        )


def _target(read: Read) -> Iterator[Outcome]:
    seen = read.item.seen
    for each in _references(read):
        if seen.find(each.class_id, each.code) is not None:
            yield PASS
            continue
        facts: dict[str, Any] = {
            "members": _NAMED,
            "attribute": read.number,
            "path": each.path,
            "found": f"{each.code} of class {each.class_id}",
            "doubt": read.doubt,
        }
        others = seen.by_code.get(each.code)
        if others:
            classes = ", ".join(str(item.dumped.class_id) for item in others)
            yield wrong(
                f"it refers to {each.code} of class {each.class_id}, which is of class "
                f"{classes} in this association",
                expected=classes,
                **facts,
            )
        else:
            yield warned(
                f"it refers to {each.code} of class {each.class_id}, which this association "
                "does not have: it is hidden, or missing",
                **facts,
            )


def _attribute(read: Read) -> Iterator[Outcome]:
    for each in _references(read):
        target = read.item.seen.find(each.class_id, each.code)
        if target is None or target.kind is None or each.attribute is None:
            continue
        if each.attribute <= 0 or each.attribute in target.specs:
            yield PASS
            continue
        yield wrong(
            f"it refers to attribute {each.attribute} of {each.code}, and "
            f"{target.kind.NAME} version {target.kind.VERSION} has none of that number",
            attribute=read.number,
            path=each.path,
            expected=f"1 to {max(target.specs)}",
            members=_NAMED,
            found=str(each.attribute),
            doubt=read.doubt,
        )
    for path, code, number in _scripts(read):
        table = read.item.seen.find(_SCRIPT_TABLE, code)
        scripts = None if table is None else table.meant(2)
        if number == 0 or not isinstance(scripts, list):
            continue
        known = [getattr(script, "script_identifier", None) for script in scripts]
        if number in known:
            yield PASS
            continue
        yield wrong(
            f"it refers to script {number} of {code}, which has no such script",
            attribute=read.number,
            path=path,
            expected=", ".join(map(str, known)) or "no script",
            found=str(number),
            doubt=read.doubt,
        )


def _script_table(read: Read) -> Iterator[Outcome]:
    for path, code, _ in _scripts(read):
        others = read.item.seen.by_code.get(code)
        if others is None:
            continue  # hidden, or missing: XR-01 has only what names a class
        classes = [item.dumped.class_id for item in others]
        if _SCRIPT_TABLE in classes:
            yield PASS
            continue
        numbers = ", ".join(map(str, classes))
        yield wrong(
            f"it refers to {code} as a script table, which is of class {numbers}",
            attribute=read.number,
            path=path,
            expected=str(_SCRIPT_TABLE),
            found=numbers,
            doubt=read.doubt,
        )


def _scripts(read: Read) -> Iterator[tuple[str, Obis, int]]:
    """Each script that a value refers to."""
    if read.reading is None:
        return
    for path, value in walk(read.meant):
        code = getattr(value, "script_logical_name", None)
        number = getattr(value, "script_selector", None)
        if (
            isinstance(code, bytes)
            and len(code) == 6
            and bytes(code) not in _NOTHING
            and isinstance(number, int)
        ):
            yield path, Obis.from_bytes(bytes(code)), int(number)


def captured(item: Item) -> list[_Reference] | None:
    """The columns of a profile; None where they are not known."""
    read = item.reads.get(3)
    if read is None or not isinstance(read.meant, list):
        return None
    found = list(_references(read))
    return found if len(found) == len(read.meant) else None


_REFERENCE: Final = "a value with the class and the name of another object"

CHECKS: Final = (
    Check(
        "XR-01",
        "references lead to objects",
        "An object that a value names by class and logical name is in the list of the "
        "association, and of that class. One that is not there at all may be hidden from this "
        "client: a warning.",
        _REFERENCE,
        "structures with class_id and logical_name",
        "value",
        _target,
    ),
    Check(
        "XR-02",
        "references lead to attributes and scripts",
        "The attribute that a value names is one of the class version of its object, the "
        "script one of the table that is named.",
        f"{_REFERENCE} that is in the dump, and its attribute or script",
        "attributes; script tables that were read",
        "value",
        _attribute,
    ),
    Check(
        "XR-03",
        "script tables are script tables",
        "What a value names as a script table is of class 9.",
        "a value with the name of a script table that is in the dump",
        "structures with script_logical_name",
        "value",
        _script_table,
    ),
)
