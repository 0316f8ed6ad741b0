"""What was released, as parts that can be compared with what is there now, and as lines of the lock file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from .. import model as m
from ..diff.contents import content, of_json, to_json
from ..diff.parts import Part, part_of
from .content import Line
from .file import Pin


def version_lines(version: m.ClassVersion) -> list[str]:
    """The version's own facts, then each of its parts."""
    one = version_part(version)
    return [_line(each) for each in (replace(one, parts=()), *one.parts)]


def type_line(named: m.NamedType) -> str:
    return _line(type_part(named))


def row_lines(line: Line) -> Pin:
    return Pin(line.digest, [_line(row_part(line))])


def _line(part: Part) -> str:
    return json.dumps(to_json(part), ensure_ascii=False, separators=(",", ":"))


# ---------------------------------------------------------------- as it is now


def version_part(version: m.ClassVersion) -> Part:
    """A version; what it is called beside its class is free, and attribute 1 is the same in all of them."""
    one = content(part_of("version", version))
    return replace(one, name="", parts=one.parts[1:])


def type_part(named: m.NamedType) -> Part:
    return content(part_of("type", named))


_KINDS: Final[Mapping[type, str]] = {
    m.UnitRow: "unit",
    m.DataType: "data type",
    m.Layout: "layout",
}


def row_part(line: Line) -> Part:
    return content(part_of(_KINDS[type(line.found)], line.found))


# ---------------------------------------------------------------- as it was


def parts_of(lines: Iterable[str]) -> list[Part]:
    """What lines of the lock hold; nothing where one of them cannot be read, as a hand has been at it."""
    try:
        return [of_json(json.loads(line)) for line in lines]
    except (RecursionError, ValueError):
        return []


def version_of(pin: Pin) -> Part | None:
    """The version that was pinned; None where the lock does not say what it was."""
    found = parts_of(pin.content)
    return replace(found[0], parts=tuple(found[1:])) if found else None


def in_package(parts: Sequence[Part]) -> list[Part]:
    """A package of these, as the differ takes it."""
    return [Part("package", "", "", {}, tuple(parts))]


def in_table(rows: Sequence[Part]) -> list[Part]:
    """The same of rows; units stand in a table."""
    if all(row.kind == "unit" for row in rows):
        return [Part("units", '["//unit"]', "unit", {"kind": "units"}, tuple(rows))]
    return [*rows]


def in_class(class_id: int, name: str, versions: Sequence[Part]) -> Part:
    label = f"class {class_id} {name}"
    return Part("class", json.dumps([class_id]), name, {}, tuple(versions), label)
