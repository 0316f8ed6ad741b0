"""Whole JSON documents: the model, and the parts of it that stand in files of their own."""

from __future__ import annotations

from typing import Final

from cosemgen.model import InterfaceClass, Model, UnitTable

from ...json_text import Json, Object
from ...nodes import node, nodes

FORM: Final = 1
"""Version of the JSON form: grows when a reader of an older one would be misled."""
_OBIS: Final = ("groups", "selections", "media", "objects", "in_use")


def model_document(model: Model) -> Object:
    """The whole package; what it needs of others is in their own documents."""
    return whole(model, {name: member(model, name) for name in MEMBERS})


MEMBERS: Final = (
    *("data_types", "layouts", "types", "classes"),
    *("obis", "telegrams", "quirks", "profiles"),
)
"""What the whole package says, in order."""


def member(model: Model, name: str) -> Json:
    """One of these."""
    if name == "obis":
        return {each: nodes(getattr(model, each)) for each in _OBIS}
    found = getattr(model, name)
    return nodes(found.values() if name == "types" else found)


def whole(model: Model, members: Object) -> Object:
    """The whole package of what it says; of the model, the outline will do."""
    return {**_head("model", model), **members}


def class_document(model: Model, found: InterfaceClass) -> Object:
    """One class with the named types of its file."""
    types = [
        each
        for each in model.types_by_module.get(found.module, ())
        if each.id.class_id in (None, found.class_id)
    ]
    return {**_head("class", model), "class": node(found), "types": nodes(types)}


def types_document(model: Model) -> Object:
    """What classes stand on: the common data types, and the named types of no class's file."""
    types = [
        each
        for target, each in model.types.items()
        if target.module not in model.classes_by_module
        and not isinstance(each, UnitTable)
    ]
    foundation = {name: member(model, name) for name in ("data_types", "layouts")}
    return {**_head("types", model), **foundation, "types": nodes(types)}


def units_document(model: Model) -> Object:
    tables = [each for each in model.types.values() if isinstance(each, UnitTable)]
    return {**_head("units", model), "types": nodes(tables)}


def member_document(model: Model, name: str) -> Object:
    """One member of the whole package alone."""
    return {**_head(name, model), name: member(model, name)}


def _head(document: str, model: Model) -> Object:
    return {"form": FORM, "document": document, "package": node(model.package)}
