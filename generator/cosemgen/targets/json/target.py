"""The `json` target: the model for tools that are not Python."""

from __future__ import annotations

from pathlib import PurePosixPath

from cosemgen.model import Model, UnitTable
from cosemgen.target import Files, Options, OutputFile

from ..json_schemas.schemas import class_schema
from ..json_text import Object, dump
from ..rendering import source_of, stem_of
from .document import Documents
from .tables import tables
from .validate import validate

FOLDER = PurePosixPath("model")


class JsonTarget:
    """Writes `model/`: the whole model, one file per class, units and OBIS codes.

    Beside them JSON Schemas of the objects of each class, and the model as CSV tables.
    That the whole document matches the published schema is judged when it is a new one.
    """

    name = "json"

    def files(self, model: Model, options: Options) -> Files:
        documents = Documents(model)
        whole = dump(documents.whole())
        files = {FOLDER / "model.json": OutputFile(whole, judge=validate)}
        for each in model.classes:
            name = f"{stem_of(model, each)}.json"
            source = source_of(model, each.module)
            files[FOLDER / "classes" / name] = _file(documents.of_class(each), source)
            schema = class_schema(model, each)
            if schema is not None:
                files[FOLDER / "schemas" / name] = _file(schema, source)
        if any(isinstance(each, UnitTable) for each in model.types.values()):
            files[FOLDER / "units.json"] = _file(documents.units(), None)
        if model.media or model.groups or model.objects:
            files[FOLDER / "obis.json"] = _file(documents.obis(), None)
        for table, text in tables(model).items():
            files[FOLDER / "tables" / f"{table}.csv"] = OutputFile(text)
        return files


def _file(content: Object, source: str | None) -> OutputFile:
    return OutputFile(dump(content), source)


TARGET = JsonTarget()
