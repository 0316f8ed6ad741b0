"""The `json` target: the model for tools that are not Python."""

from __future__ import annotations

from pathlib import PurePosixPath

from cosemgen.build.cache import Cache, default_folder
from cosemgen.build.files import Files, Options, OutputFile
from cosemgen.model import Model, UnitTable

from ..json_schemas.schemas import class_schema
from ..rendering import source_of, stem_of
from . import document
from .parts import Object
from .tables import tables
from .validate import validate

FOLDER = PurePosixPath("model")


class JsonTarget:
    """Writes `model/`: the whole model, one file per class, units and OBIS codes.

    Beside them JSON Schemas of the objects of each class, and the model as CSV tables.
    Raises BuildError where a document does not match the published schema, which only
    a mistake of this module can bring about.
    """

    name = "json"

    def files(self, model: Model, options: Options) -> Files:
        whole = document.model_document(model)
        validate(whole, Cache(default_folder()))
        files = {FOLDER / "model.json": _file(whole, None)}
        for each in model.classes:
            name = f"{stem_of(model, each)}.json"
            source = source_of(model, each.module)
            files[FOLDER / "classes" / name] = _file(
                document.class_document(model, each), source
            )
            schema = class_schema(model, each)
            if schema is not None:
                files[FOLDER / "schemas" / name] = _file(schema, source)
        if any(isinstance(each, UnitTable) for each in model.types.values()):
            files[FOLDER / "units.json"] = _file(document.units_document(model), None)
        if model.media or model.groups or model.objects:
            files[FOLDER / "obis.json"] = _file(document.obis_document(model), None)
        for table, text in tables(model).items():
            files[FOLDER / "tables" / f"{table}.csv"] = OutputFile(text)
        return files


def _file(content: Object, source: str | None) -> OutputFile:
    return OutputFile(document.dump(content), source)


TARGET = JsonTarget()
