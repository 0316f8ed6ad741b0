"""Whole JSON documents: the model, and the parts of it that stand in files of their own."""

from __future__ import annotations

from typing import Final

from cosemgen.model import InterfaceClass, Model, UnitTable

from ..json_text import Json, Object
from .nodes import node, nodes

FORM: Final = 1
"""Version of the JSON form: grows when a reader of an older one would be misled."""
_OBIS: Final = ("groups", "selections", "media", "objects")


class Documents:
    """The documents of a model; what stands in several of them is made once."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._package = node(model.package)
        self._classes = {each.class_id: node(each) for each in model.classes}
        self._types = {key: node(each) for key, each in model.types.items()}
        self._obis: Object = {name: nodes(getattr(model, name)) for name in _OBIS}

    def whole(self) -> Object:
        """The whole package; what it needs of others is in their own documents."""
        return {
            **self._head("model"),
            "data_types": nodes(self._model.data_types),
            "layouts": nodes(self._model.layouts),
            "types": [*self._types.values()],
            "classes": [*self._classes.values()],
            "obis": self._obis,
        }

    def of_class(self, found: InterfaceClass) -> Object:
        """One class with the named types of its file."""
        types = [
            self._types[each.id]
            for each in self._model.types_by_module.get(found.module, ())
            if each.id.class_id in (None, found.class_id)
        ]
        found_class = self._classes[found.class_id]
        return {**self._head("class"), "class": found_class, "types": types}

    def units(self) -> Object:
        tables: list[Json] = [
            self._types[key]
            for key, each in self._model.types.items()
            if isinstance(each, UnitTable)
        ]
        return {**self._head("units"), "types": tables}

    def obis(self) -> Object:
        return {**self._head("obis"), "obis": self._obis}

    def _head(self, document: str) -> Object:
        return {"form": FORM, "document": document, "package": self._package}


def model_document(model: Model) -> Object:
    """The document of the whole package alone."""
    return Documents(model).whole()
