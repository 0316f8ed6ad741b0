"""What the targets that write JSON share: the types of its values, and its layout as text."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final, TypeAlias, cast

from cosemgen.model import TypeId

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


@dataclass(slots=True, eq=False)
class LaidOut:
    """An object or a list as text already: for its place, as one of the lines there."""

    text: str

    @property
    def value(self) -> Json:
        return cast("Json", json.loads(self.text))


def dump(document: Object) -> str:
    """JSON text: a list of objects has one a line, anything else that fits is on one."""
    return laid_out(document, 0) + "\n"


def laid_out(value: Json, depth: int) -> str:
    """The text of a value that is so deep in a document."""
    return _layout(value, " " * depth)


def _layout(value: Json, indent: str) -> str:
    write = _SCALARS.get(type(value))
    if write is not None:
        return write(value)
    if not value:
        return _flat(value)
    inner = f"{indent} "
    # Rows: a list of objects, or an object that has one among its members, which is then broken into lines.
    if isinstance(value, dict):
        opening, closing = "{}"
        parts, rows = [], False
        for name, each in value.items():
            write = _SCALARS.get(type(each))
            if write is not None:
                parts.append(f"{_quoted(name)}: {write(each)}")
            else:
                parts.append(f"{_quoted(name)}: {_layout(each, inner)}")
                rows = rows or _are_rows(each)
        flat = f"{{{', '.join(parts)}}}"
        rows = rows and "\n" in flat
    else:
        assert isinstance(value, list)
        opening, closing = "[]"
        parts = [_layout(each, inner) for each in value]
        flat = f"[{', '.join(parts)}]"
        rows = _are_rows(value)
    if not rows:
        if "\n" in flat:  # rows further inside, or more than fits
            flat = _flat(value)
        if len(indent) + len(flat) <= _WIDTH:
            return flat
    lines = f",\n{inner}".join(parts)
    return f"{opening}\n{inner}{lines}\n{indent}{closing}"


def _are_rows(value: Json) -> bool:
    return isinstance(value, list) and len(value) > 1 and type(value[0]) in _ROWS


_ROWS: Final = (dict, LaidOut)
_flat: Final = json.JSONEncoder(ensure_ascii=False, default=attrgetter("value")).encode
_quoted: Final = json.encoder.encode_basestring
# As the encoder writes them; it takes ten times as long to begin.
_SCALARS: Final[Mapping[type, Callable[[Any], str]]] = {
    str: _quoted,
    int: int.__repr__,
    bool: {True: "true", False: "false"}.__getitem__,
    type(None): {None: "null"}.__getitem__,
    LaidOut: attrgetter("text"),
}
