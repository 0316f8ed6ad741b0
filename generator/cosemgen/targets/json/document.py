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
    types, classes = nodes(model.types.values()), nodes(model.classes)
    return whole(model, types, classes, obis(model))


def whole(model: Model, types: Json, classes: list[Json], codes: Json) -> Object:
    """The same of its parts; of the model, the outline will do."""
    return {
        **_head("model", model),
        **_foundation(model),
        "types": types,
        "classes": classes,
        "obis": codes,
        "telegrams": nodes(model.telegrams),
        "quirks": nodes(model.quirks),
        "profiles": nodes(model.profiles),
    }


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
    return {**_head("types", model), **_foundation(model), "types": nodes(types)}


def units_document(model: Model) -> Object:
    tables = [each for each in model.types.values() if isinstance(each, UnitTable)]
    return {**_head("units", model), "types": nodes(tables)}


def obis_document(model: Model) -> Object:
    return {**_head("obis", model), "obis": obis(model)}


def quirks_document(model: Model) -> Object:
    return {**_head("quirks", model), "quirks": nodes(model.quirks)}


def profiles_document(model: Model) -> Object:
    return {**_head("profiles", model), "profiles": nodes(model.profiles)}


def telegrams_document(model: Model) -> Object:
    return {**_head("telegrams", model), "telegrams": nodes(model.telegrams)}


def _foundation(model: Model) -> Object:
    return {"data_types": nodes(model.data_types), "layouts": nodes(model.layouts)}


def obis(model: Model) -> Object:
    return {name: nodes(getattr(model, name)) for name in _OBIS}


def _head(document: str, model: Model) -> Object:
    return {"form": FORM, "document": document, "package": node(model.package)}
