"""What the targets that write JSON share: the types of its values, and its layout as text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final, TypeAlias

from cosemgen.model import TypeId
from cosemgen.records import record

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | LaidOut | None"
Object: TypeAlias = dict[str, Json]

_WIDTH: Final = 88


def stated(**members: Json) -> Object:
    """An object of the members that say something; numbers always do."""
    return {name: value for name, value in members.items() if says_something(value)}


def says_something(value: object) -> bool:
    """Whether it is more than a blank: numbers always are."""
    return bool(value) or type(value) is int


def type_path(target: TypeId) -> str:
    """Identity of a named type as a path: `cosem/common/scal_unit_type`.

    A type of a class has the class id before its name, one that a class version
    redefines has the version too: `cosem/push_setup/40/1/push_object_definition`.
    """
    scope = [str(n) for n in (target.class_id, target.version) if n is not None]
    return "/".join([target.package, target.module, *scope, target.name])


@record(slots=True, eq=False)
class LaidOut:
    """An object or a list as text already: for its place, as one of the lines there."""

    text: str

    @property
    def length(self) -> int:
        """How long it is on one line; of a long one as much as tells that it does not fit."""
        if "\n" not in self.text:
            return len(self.text)
        begin = len(_on_one_line(self.text[:_LONG]))
        return begin if begin > _WIDTH else len(_on_one_line(self.text))


def dump(document: Object) -> str:
    """JSON text: a list of objects has one a line, anything else that fits is on one."""
    return laid_out(document, 0) + "\n"


def laid_out(value: Json, depth: int) -> str:
    """The text of a value that is so deep in a document."""
    return _layout(value, " " * depth)[0]


def _layout(value: Json, indent: str) -> tuple[str, int]:
    """The text of a value, and how long that is on one line: of a text in several lines another number than its own length."""
    write = _SCALARS.get(type(value))
    if write is not None:
        text = write(value)
        return text, len(text)
    if isinstance(value, LaidOut):
        return value.text, value.length
    inner = f"{indent} "
    parts: list[str] = []
    length = 2
    # Rows: a list of objects, or an object that has one among its members, which is then broken into lines.
    if isinstance(value, dict):
        opening, closing = "{}"
        rows = broken = False
        for name, each in value.items():
            member = _member(name)
            write = _SCALARS.get(type(each))
            if write is not None:
                text = write(each)
                length += len(text)
            else:
                text, one_line = _layout(each, inner)
                length += one_line
                broken = broken or len(text) != one_line
                rows = rows or _are_rows(each)
            parts.append(member + text)
            length += len(member) + 2
        rows = rows and broken
    else:
        assert isinstance(value, list)
        opening, closing = "[]"
        rows, broken = _are_rows(value), False
        for each in value:
            text, one_line = _layout(each, inner)
            parts.append(text)
            length += one_line + 2
            broken = broken or len(text) != one_line
    if parts:
        length -= 2  # no comma after the last
        if rows or len(indent) + length > _WIDTH:
            lines = f",\n{inner}".join(parts)
            return f"{opening}\n{inner}{lines}\n{indent}{closing}", length
    text = f"{opening}{', '.join(parts)}{closing}"
    return (_on_one_line(text) if broken else text), length


def _are_rows(value: Json) -> bool:
    return isinstance(value, list) and len(value) > 1 and type(value[0]) in _ROWS


def _on_one_line(text: str) -> str:
    """JSON without its line breaks; those of strings are escaped."""
    return _BREAK.sub("", _NEXT.sub(", ", text))


@cache
def _member(name: str) -> str:
    """What stands before a value: names are few."""
    return f"{_quoted(name)}: "


_ROWS: Final = (dict, LaidOut)
_LONG: Final = 512
_NEXT: Final = re.compile(r",\n *")
_BREAK: Final = re.compile(r"\n *")
_quoted: Final = json.encoder.encode_basestring
# As the encoder writes them; it takes ten times as long to begin.
_SCALARS: Final[Mapping[type, Callable[[Any], str]]] = {
    str: _quoted,
    int: int.__repr__,
    bool: {True: "true", False: "false"}.__getitem__,
    type(None): {None: "null"}.__getitem__,
}
