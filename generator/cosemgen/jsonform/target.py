"""The `json` target: the model for tools that are not Python."""

from __future__ import annotations

from pathlib import PurePosixPath

from cosemgen.build.cache import Cache, default_folder
from cosemgen.build.files import Files, Options, OutputFile
from cosemgen.model import Model, UnitTable
from cosemgen.targets.rendering import source_of

from . import document
from .parts import Object
from .validate import validate

FOLDER = PurePosixPath("model")


class JsonTarget:
    """Writes `model/`: the whole model, one file per class, units and OBIS codes.

    Raises BuildError where a document does not match the published schema, which only
    a mistake of this module can bring about.
    """

    name = "json"

    def files(self, model: Model, options: Options) -> Files:
        whole = document.model_document(model)
        validate(whole, Cache(default_folder()))
        files = {FOLDER / "model.json": _file(whole, None)}
        for each in model.classes:
            path = FOLDER / "classes" / f"{document.class_stem(model, each)}.json"
            files[path] = _file(
                document.class_document(model, each), source_of(model, each.module)
            )
        if any(isinstance(each, UnitTable) for each in model.types.values()):
            files[FOLDER / "units.json"] = _file(document.units_document(model), None)
        if model.media or model.groups or model.objects:
            files[FOLDER / "obis.json"] = _file(document.obis_document(model), None)
        return files


def _file(content: Object, source: str | None) -> OutputFile:
    return OutputFile(document.dump(content), source)


TARGET = JsonTarget()
