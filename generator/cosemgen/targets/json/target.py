"""The `json` target: the model for tools that are not Python."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import PurePosixPath

from cosemgen.model import InterfaceClass, Model, NamedType, TypeId, UnitTable
from cosemgen.target import Files, Later, Options

from ...json_text import LaidOut, dump, laid_out
from ...nodes import node, nodes
from ..json_schemas.schemas import class_schema, known_versions
from ..rendering import source_of, stem_of
from . import document, tables
from .validate import validate

FOLDER = PurePosixPath("model")


class JsonTarget:
    """Writes `model/`: the whole model, and its parts: each class, what classes share, units, OBIS codes, telegrams, quirks and
    companion profiles.

    Beside them JSON Schemas of the objects of each class, and the model as CSV tables.
    That they match the published schema is judged when they are new.
    """

    name = "json"

    def files(self, model: Model, options: Options) -> Files:
        outline = model.outline
        files: dict[PurePosixPath, Later] = {
            FOLDER / "types.json": Later(_types, (outline,), judge=_judge)
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
            files[FOLDER / "units.json"] = Later(_units, (outline,), judge=_judge)
        if model.media or model.groups or model.objects:
            files[FOLDER / "obis.json"] = Later(_obis, (outline,), judge=_judge)
        if model.quirks:
            files[FOLDER / "quirks.json"] = Later(_quirks, (outline,), judge=_judge)
        if model.profiles:
            files[FOLDER / "profiles.json"] = Later(_profiles, (outline,), judge=_judge)
        if model.telegrams:
            files[FOLDER / "telegrams.json"] = Later(
                _telegrams, (outline,), judge=_judge
            )
        # What has all of them is put together of what each class gives, so that an edit pays for what it reaches.
        classes = [
            (model.classes_by_module[c.module], c.class_id) for c in model.classes
        ]
        types = outline, tuple(model.types), *model.class_types_by_module.values()
        whole = (
            Later(_types_in_whole, types),
            *(Later(_class_in_whole, each) for each in classes),
            Later(_obis_in_whole, (outline,)),
        )
        # It is judged in the files of its parts.
        files[FOLDER / "model.json"] = Later(_model, (outline, *whole))
        for name in tables.HEADERS:
            path = FOLDER / "tables" / f"{name}.csv"
            if name in tables.OF_CLASSES:
                rows = (Later(_rows_of_class, (name, *each)) for each in classes)
                files[path] = Later(tables.table, (name, *rows))
            elif name in tables.OF_TYPES:
                files[path] = Later(_table_of_types, (name, *types))
            else:
                files[path] = Later(_table_of_codes, (name, outline))
        return files


def _model(outline: Model, *parts: str) -> str:
    types, *classes, obis = map(LaidOut, parts)
    return dump(document.whole(outline, types, [*classes], obis))


def _types_in_whole(
    outline: Model, order: tuple[TypeId, ...], *of_classes: tuple[NamedType, ...]
) -> str:
    return laid_out(nodes(_in_order(outline, order, of_classes)), 1)


def _obis_in_whole(outline: Model) -> str:
    return laid_out(document.obis(outline), 1)


def _class_in_whole(classes: tuple[InterfaceClass, ...], class_id: int) -> str:
    return laid_out(node(_one(classes, class_id)), 2)


def _rows_of_class(
    name: str, classes: tuple[InterfaceClass, ...], class_id: int
) -> str:
    return tables.rows_of_classes(name, [_one(classes, class_id)])


def _table_of_types(
    name: str,
    outline: Model,
    order: tuple[TypeId, ...],
    *of_classes: tuple[NamedType, ...],
) -> str:
    types = _in_order(outline, order, of_classes)
    return tables.table(name, tables.rows_of_types(name, types))


def _table_of_codes(name: str, outline: Model) -> str:
    return tables.table(name, tables.rows_of_codes(name, outline))


def _one(classes: Iterable[InterfaceClass], class_id: int) -> InterfaceClass:
    return next(each for each in classes if each.class_id == class_id)


def _in_order(
    outline: Model,
    order: Iterable[TypeId],
    of_classes: Iterable[tuple[NamedType, ...]],
) -> list[NamedType]:
    """The types of the model, which stand in it as they depend on one another."""
    of_class = {each.id: each for types in of_classes for each in types}
    return [of_class.get(each) or outline.types[each] for each in order]


def _class(
    outline: Model,
    classes: tuple[InterfaceClass, ...],
    types: tuple[NamedType, ...],
    class_id: int,
) -> str:
    model = outline.with_classes(classes, types)
    return dump(document.class_document(model, _one(classes, class_id)))


def _schema(
    outline: Model,
    classes: tuple[InterfaceClass, ...],
    types: tuple[NamedType, ...],
    class_id: int,
) -> str:
    model = outline.with_classes(classes, types)
    schema = class_schema(model, _one(classes, class_id))
    assert schema is not None
    return dump(schema)


def _types(outline: Model) -> str:
    return dump(document.types_document(outline))


def _units(outline: Model) -> str:
    return dump(document.units_document(outline))


def _obis(outline: Model) -> str:
    return dump(document.obis_document(outline))


def _quirks(outline: Model) -> str:
    return dump(document.quirks_document(outline))


def _profiles(outline: Model) -> str:
    return dump(document.profiles_document(outline))


def _telegrams(outline: Model) -> str:
    return dump(document.telegrams_document(outline))


def _judge(text: str) -> None:
    validate(json.loads(text))


TARGET = JsonTarget()
