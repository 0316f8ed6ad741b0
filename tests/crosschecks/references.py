"""What the lines of a document refer to, looked up again: classes, members, paths."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from tests.crosschecks.documents import (
    Json,
    element_type,
    named_types,
    parts,
    resolved,
    versions,
)

SCRIPT_TABLE: Final = 9

MEMBER_TYPES: Final = {
    "class_id": "long-unsigned",
    "logical_name": "logical-name",
    "attribute_index": "integer",
    "method_index": "integer",
    "data_index": "long-unsigned",
    "script_logical_name": "logical-name",
    "script_selector": "long-unsigned",
}
"""Member that a reference goes through -> its type in the standard."""

THROUGH: Final = {
    "object": (("class_id", "logical_name"),),
    "attribute": (
        ("class_id", "logical_name", "attribute_index"),
        ("class_id", "logical_name", "attribute_index", "data_index"),
    ),
    "method": (("class_id", "logical_name", "method_index"),),
    "script": (("script_logical_name", "script_selector"),),
}
"""What is referred to -> the members that lead there."""

RULES: Final[dict[str, tuple[str, ...]]] = {
    "octets_multiple_of": ("number",),
    "bits_multiple_of": ("number",),
    "unique": ("member",),
    "ascending": ("member",),
    "member_of": ("attribute", "member of it"),
    "index_by": ("member", "member", "number", "number"),
    "at_most": ("path", "path"),
    "before": ("path", "path"),
    "counts": ("attribute", "attribute"),
    "column_of": ("attribute", "attribute"),
    "sort_column": ("attribute", "attribute", "attribute", "value", "value"),
    "rows_sorted": ("attribute", "attribute", "attribute", "attribute"),
    "rows_every": ("attribute", "attribute", "attribute"),
    "rows_match": ("attribute", "attribute"),
    "in_step": ("path", "path", "path"),
    "same_type": ("path", "path", "path"),
    "type_of_reference": ("path", "attribute"),
    "names_defined": ("path", "path"),
    "bits_for_blocks": ("attribute", "attribute", "path"),
    "first_missing_bit": ("attribute", "attribute"),
    "usually": ("limit", "limit"),
    "named_bits": (),
    "deviation_of_zone": ("attribute", "attribute", "attribute"),
    "daylight_saving_between": ("attribute", "attribute", "attribute", "attribute"),
    "status_of_time": ("attribute", "attribute"),
    "arcs": ("path", "number", "number", "number", "number", "number", "number"),
    "in_use_is": ("attribute", "value"),
    "authenticates_as": ("attribute",),
    "ciphered_as": ("attribute",),
    "negotiated": ("path",),
    "bits_not_with": ("attribute", "value", "attribute", "value", "value"),
}
"""Rule -> what its arguments are: of the value itself, of the class, a path from there."""


def class_ids(*documents: Json) -> set[int]:
    """The class ids that documents define."""
    return {found["class_id"] for each in documents for found in each["classes"]}


# ---------------------------------------------------------------- references


def reference_complaints(document: Json, *foundations: Json) -> Iterator[str]:
    """References to classes that do not exist, or through members that are not there."""
    known = class_ids(document, *foundations)
    types = named_types(document, *foundations)
    for path, part in parts(document):
        if "refers" not in part:
            continue
        refers = part["refers"]
        if refers["to"] == "class":
            for class_id in refers["classes"]:
                if class_id not in known:
                    yield f"{path}: no class {class_id}"
        elif refers["to"] not in THROUGH:
            yield f"{path}: refers to {refers['to']}"
        if refers["to"] == "script" and SCRIPT_TABLE not in known:
            yield f"{path}: no class {SCRIPT_TABLE}"
        if "through" in refers:
            yield from _through_complaints(path, part, types)
        elif _kind(part["type"], types) != "logical-name":
            yield f"{path}: not a logical name"


def _through_complaints(path: str, part: Json, types: dict[str, Json]) -> Iterator[str]:
    refers = part["refers"]
    fields = _fields(part, types)
    if tuple(refers["through"]) not in THROUGH.get(refers["to"], ()):
        yield f"{path}: {refers['to']} through {refers['through']}"
    for name in refers["through"]:
        if name not in fields:
            yield f"{path}: no member {name}"
        elif _kind(fields[name], types) != MEMBER_TYPES.get(name):
            yield f"{path}: {name} is {_kind(fields[name], types)}"


def _kind(expression: Json, types: dict[str, Json]) -> str:
    """What a value, or each element of it, is: its meaning if it has one."""
    found = element_type(expression, types)
    return str(found.get("meaning") or found.get("name"))


def _fields(part: Json, types: dict[str, Json]) -> dict[str, Json]:
    """The types of the members of a structure, or of the elements of an array of it."""
    found = part if "fields" in part else element_type(part["type"], types)
    return {field["name"]: field["type"] for field in found.get("fields", ())}


# ---------------------------------------------------------------- rules


def rule_complaints(document: Json, *foundations: Json) -> Iterator[str]:
    """Rules that name what is not there."""
    types = named_types(document, *foundations)
    told: set[str] = set()
    for found, version in versions(document):
        where = f"class {found['class_id']} version {version['version']}"
        own = {each["name"]: each for each in version["attributes"]}
        used = [types[name] for name in version.get("types", ())]
        told.update(each["id"] for each in used)
        for content in (version, *used):
            for path, part in parts(content, where):
                yield from _rules_of(path, part, own, types)
    for each in document["types"]:
        if each["id"] not in told:
            for path, part in parts(each):
                yield from _rules_of(path, part, {}, types)


def _rules_of(
    path: str, part: Json, own: dict[str, Json], types: dict[str, Json]
) -> Iterator[str]:
    for rule in part.get("rules", ()):
        name, arguments = rule["name"], rule["arguments"]
        if name not in RULES:
            yield f"{path}: no rule {name}"
            continue
        if len(arguments) > len(RULES[name]):
            yield f"{path}: {name} has {len(arguments)} arguments"
        for what, argument in zip(RULES[name], arguments, strict=False):
            if not _is_there(what, argument, arguments, part, own, types):
                yield f"{path}: {name}: no {what} {argument}"


def _is_there(
    what: str,
    argument: Any,
    arguments: list[Any],
    part: Json,
    own: dict[str, Json],
    types: dict[str, Json],
) -> bool:
    if what == "number":
        return isinstance(argument, int) and argument > 0
    if what == "limit":
        return isinstance(argument, int)
    if what == "value":
        before = arguments[: arguments.index(argument)]
        *_, holder = (own[each] for each in before if each in own)
        values = element_type(holder["type"], types)
        named = (*values.get("values", ()), *values.get("bits", ()))
        return argument in {each.get("name") for each in named}
    if what == "attribute":
        return argument in own
    if what == "path":
        return _leads_somewhere(argument, own, types)
    holder = part if what == "member" else own.get(arguments[0])
    return holder is not None and argument in _fields(holder, types)


def _leads_somewhere(path: str, own: dict[str, Json], types: dict[str, Json]) -> bool:
    """Whether `attribute.member.member` exists, elements of arrays included."""
    first, *rest = path.split(".")
    if first not in own:
        return False
    expression = own[first]["type"]
    for step in rest:
        fields = _fields({"type": expression}, types)
        if step not in fields:
            return False
        expression = resolved(fields[step], types)
    return True
