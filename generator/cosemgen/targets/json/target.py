"""The `json` target: the model for tools that are not Python."""

from __future__ import annotations

import json
from pathlib import PurePosixPath

from cosemgen.model import InterfaceClass, Model, NamedType, UnitTable
from cosemgen.target import Files, Later, Options, OutputFile

from ..json_schemas.schemas import class_schema, known_versions
from ..json_text import dump
from ..rendering import source_of, stem_of
from . import document
from .tables import tables
from .validate import validate

FOLDER = PurePosixPath("model")


class JsonTarget:
    """Writes `model/`: the whole model, and its parts: each class, what classes share, units, OBIS codes and telegrams.

    Beside them JSON Schemas of the objects of each class, and the model as CSV tables.
    That they match the published schema is judged when they are new.
    """

    name = "json"

    def files(self, model: Model, options: Options) -> Files:
        # The whole is judged in its parts, so that an edit pays for what it reaches.
        files: dict[PurePosixPath, OutputFile | Later] = {
            FOLDER / "model.json": OutputFile(dump(document.model_document(model))),
            FOLDER
            / "types.json": OutputFile(
                dump(document.types_document(model)), judge=_judge
            ),
        }
        for each in model.classes:
            name = f"{stem_of(model, each)}.json"
            source = source_of(model, each.module)
            inputs = (*model.seen_by(each.module), each.class_id)
            files[FOLDER / "classes" / name] = Later(
                _class, inputs, source, judge=_judge
            )
            if known_versions(each):
                files[FOLDER / "schemas" / name] = Later(_schema, inputs, source)
        if any(isinstance(each, UnitTable) for each in model.types.values()):
            files[FOLDER / "units.json"] = OutputFile(
                dump(document.units_document(model)), judge=_judge
            )
        if model.media or model.groups or model.objects:
            files[FOLDER / "obis.json"] = Later(_obis, (model.outline,), judge=_judge)
        if model.telegrams:
            files[FOLDER / "telegrams.json"] = Later(
                _telegrams, (model.outline,), judge=_judge
            )
        for table, text in tables(model).items():
            files[FOLDER / "tables" / f"{table}.csv"] = OutputFile(text)
        return files


def _class(
    outline: Model,
    classes: tuple[InterfaceClass, ...],
    types: tuple[NamedType, ...],
    class_id: int,
) -> str:
    model = outline.with_classes(classes, types)
    found = next(each for each in classes if each.class_id == class_id)
    return dump(document.class_document(model, found))


def _schema(
    outline: Model,
    classes: tuple[InterfaceClass, ...],
    types: tuple[NamedType, ...],
    class_id: int,
) -> str:
    model = outline.with_classes(classes, types)
    found = next(each for each in classes if each.class_id == class_id)
    schema = class_schema(model, found)
    assert schema is not None
    return dump(schema)


def _obis(outline: Model) -> str:
    return dump(document.obis_document(outline))


def _telegrams(outline: Model) -> str:
    return dump(document.telegrams_document(outline))


def _judge(text: str) -> None:
    validate(json.loads(text))


TARGET = JsonTarget()
