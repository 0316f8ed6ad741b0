"""Whole JSON documents: the model, and the parts of it that stand in files of their own."""

from __future__ import annotations

import json

from cosemgen.model import InterfaceClass, Model, TypeId, UnitTable

from . import obis
from .classes import interface_class
from .parts import Json, Object, stated
from .types import data_type, layout, named_type

FORM = 1
"""Version of the JSON form: grows when a reader of an older one would be misled."""


WIDTH = 88


def dump(document: Object) -> str:
    """JSON text: a list of objects has one a line, anything else that fits is on one."""
    return _layout(document, "") + "\n"


def _layout(value: Json, indent: str) -> str:
    if not _has_rows(value):
        flat = _flat(value)
        if not value or len(indent) + len(flat) <= WIDTH:
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


def model_document(model: Model) -> Object:
    """The whole package; what it needs of others is in their own documents."""
    return {
        **_head("model", model),
        "data_types": [data_type(each) for each in model.data_types],
        "layouts": [layout(each) for each in model.layouts],
        "types": [named_type(each) for each in model.types.values()],
        "classes": [interface_class(model, each) for each in model.classes],
        "obis": obis.obis(model),
    }


def class_document(model: Model, found: InterfaceClass) -> Object:
    """One class with the named types of its file."""
    return {
        **_head("class", model),
        "class": interface_class(model, found),
        "types": [
            named_type(definition)
            for target, definition in model.types.items()
            if _belongs(target, found)
        ],
    }


def units_document(model: Model) -> Object:
    tables: list[Json] = [
        named_type(each) for each in model.types.values() if isinstance(each, UnitTable)
    ]
    return {**_head("units", model), "types": tables}


def obis_document(model: Model) -> Object:
    return {**_head("obis", model), "obis": obis.obis(model)}


def _belongs(target: TypeId, found: InterfaceClass) -> bool:
    return target.module == found.module and target.class_id in (None, found.class_id)


def _head(document: str, model: Model) -> Object:
    package = model.package
    return {
        "form": FORM,
        "document": document,
        "package": {
            "name": package.name,
            "title": package.title,
            **stated(
                description=package.doc,
                needs=list(package.needs),
                covers=list(package.edition),
                editions=[
                    {
                        "key": edition.key,
                        "label": edition.label,
                        **stated(description=edition.text),
                    }
                    for edition in package.editions
                ],
                sources=dict(package.sources),
            ),
        },
    }
