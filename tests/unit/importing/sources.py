"""Sources of profiles, as others write them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cosemgen.importing import Imported, import_profiles
from cosemgen.model import Model
from cosemgen.syntax.parse import parse
from cosemgen.syntax.print import print_file
from tests.compiled import model_of

Json = dict[str, Any]


def imported(folder: Path, *sources: str | bytes | Json, **options: Any) -> Imported:
    """What comes of sources, which get files of their own: `source0.json`, `source1.csv`.

    Whatever comes is a package that the compiler takes, in canonical layout.
    """
    paths = []
    for at, source in enumerate(sources):
        if isinstance(source, dict):
            suffix, octets = "json", json.dumps(source).encode()
        elif isinstance(source, str):
            suffix, octets = "csv", source.encode()
        else:
            suffix, octets = "xlsx", source
        paths.append(folder / f"source{at}.{suffix}")
        paths[-1].write_bytes(octets)
    found = import_profiles(paths, "asked", **options)
    model(found)
    for name, text in found.files.items():
        tree, _ = parse(text, name)
        assert tree is not None and print_file(tree) == text
    return found


def model(found: Imported) -> Model:
    """The package that came of sources."""
    return model_of(found.files)


def body(text: str) -> str:
    """What stands in a profile, without its head and its end."""
    _, _, rest = text.partition("{\n")
    return rest.removesuffix("}\n").strip("\n")


def told(found: Imported) -> list[str]:
    """The problems, each with its places and how bad it is."""
    return [
        f"{'error' if each.left_out else 'warning'}: {', '.join(each.places)}: {each.message}"
        for each in found.problems
    ]


def osgp(
    *objects: Json, profile: str = "SMR", version: str = "5.1", **more: Any
) -> Json:
    """A profile of the Open Smart Grid Platform."""
    return {"profile": profile, "version": version, **more, "objects": [*objects]}


def thing(
    tag: str, class_id: int, obis: str, *attributes: Json, version: int = 0, **more: Any
) -> Json:
    """An object of it."""
    words = {
        "description": tag.replace("_", " ").capitalize(),
        "meterTypes": ["SP", "PP"],
    }
    return {
        "tag": tag,
        **words,
        "class-id": class_id,
        "version": version,
        "obis": obis,
        **more,
        "attributes": [*attributes],
    }


def attribute(
    number: int,
    name: str,
    kind: str,
    value: str | None = None,
    fate: str = "DYNAMIC",
    **more: Any,
) -> Json:
    """An attribute of that."""
    stated = {
        "access": "R",
        "valuetype": fate,
        **({} if value is None else {"value": value}),
    }
    return {"id": number, "description": name, "datatype": kind, **stated, **more}


def table(
    *rows: Sequence[object], head: str = "OBIS;Class;Version;Attribute;Name;Type;Access"
) -> str:
    """A table as CSV."""
    return "\n".join([head, *(";".join(map(str, row)) for row in rows), ""])


def rows(*found: Json, methods: Sequence[Json] = (), **more: Any) -> Json:
    """JSON with a row for each attribute."""
    source = {"meter": {"vendor": "ACME", "model": "One"}, **more}
    return {"source": source, "rows": [*found], "methods": [*methods]}


def row(number: int, name: str, rights: object = "R", **more: Any) -> Json:
    """A row of a register."""
    return {
        "class_id": 3,
        "version": 0,
        "logical_name": "1.0.1.8.0.255",
        "attribute": number,
        "name": name,
        "access_rights": rights,
        **more,
    }
