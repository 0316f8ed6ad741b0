"""What the targets that write JSON share: the types of its values, and its layout as text."""

from __future__ import annotations

import json
from typing import Final, TypeAlias

from cosemgen.model import TypeId

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"
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


def dump(document: Object) -> str:
    """JSON text: a list of objects has one a line, anything else that fits is on one."""
    return _layout(document, "") + "\n"


def _layout(value: Json, indent: str) -> str:
    if not _has_rows(value):
        flat = _flat(value)
        if not value or len(indent) + len(flat) <= _WIDTH:
            return flat
    inner = f"{indent} "
    if isinstance(value, dict):
        parts = [
            f"{inner}{_flat(name)}: {_layout(item, inner)}"
            for name, item in value.items()
        ]
        return "{\n" + ",\n".join(parts) + f"\n{indent}}}"
    if isinstance(value, list):
        parts = [inner + _layout(item, inner) for item in value]
        return "[\n" + ",\n".join(parts) + f"\n{indent}]"
    return flat


def _has_rows(value: Json) -> bool:
    """A list of objects, or an object that has one among its members."""
    if isinstance(value, dict):
        return any(_has_rows(item) for item in value.values() if type(item) is list)
    return isinstance(value, list) and len(value) > 1 and isinstance(value[0], dict)


_flat = json.JSONEncoder(ensure_ascii=False).encode
