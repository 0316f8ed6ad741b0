"""The `json` target: the model for tools that are not Python."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import chain, islice
from pathlib import PurePosixPath

from cosemgen.model import InterfaceClass, Model, NamedType, Seen, TypeId, UnitTable
from cosemgen.target import Files, Later, Options

from ...json_text import LaidOut, Object, dump, laid_out
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
        for name, found in (
            ("obis", model.media or model.groups or model.objects),
            ("quirks", model.quirks),
            ("profiles", model.profiles),
            ("telegrams", model.telegrams),
        ):
            if found:
                one = Later(_member, (outline, name), judge=_judge)
                files[FOLDER / f"{name}.json"] = one
        # What has all of them is put together of what each class gives, so that an edit pays for what it reaches.
        classes = [
            (model.classes_by_module[c.module], c.class_id) for c in model.classes
        ]
        types = outline, tuple(model.types), *model.class_types_by_module.values()
        whole: dict[str, tuple[Later, ...]] = {
            name: (Later(_member_in_whole, (outline, name)),)
            for name in document.MEMBERS
        }
        whole["types"] = (Later(_types_in_whole, types),)
        whole["classes"] = tuple(Later(_class_in_whole, each) for each in classes)
        # It is judged in the files of its parts.
        files[FOLDER / "model.json"] = Later(
            _model, (outline, *chain.from_iterable(whole.values()))
        )
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
    laid = map(LaidOut, parts)
    others = len(document.MEMBERS) - 1
    members: Object = {
        name: [*islice(laid, len(parts) - others)] if name == "classes" else next(laid)
        for name in document.MEMBERS
    }
    return dump(document.whole(outline, members))


def _types_in_whole(
    outline: Model, order: tuple[TypeId, ...], *of_classes: tuple[NamedType, ...]
) -> str:
    return laid_out(nodes(_in_order(outline, order, of_classes)), 1)


def _member_in_whole(outline: Model, name: str) -> str:
    return laid_out(document.member(outline, name), 1)


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


def _class(outline: Model, *seen: *Seen) -> str:
    return dump(document.class_document(*outline.with_class(*seen)))


def _schema(outline: Model, *seen: *Seen) -> str:
    schema = class_schema(*outline.with_class(*seen))
    assert schema is not None
    return dump(schema)


def _types(outline: Model) -> str:
    return dump(document.types_document(outline))


def _units(outline: Model) -> str:
    return dump(document.units_document(outline))


def _member(outline: Model, name: str) -> str:
    return dump(document.member_document(outline, name))


def _judge(text: str) -> None:
    validate(json.loads(text))


TARGET = JsonTarget()
