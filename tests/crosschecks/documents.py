"""The spec as the JSON documents that are generated from it: plain data, no compiler.

The cross-checks compute from these documents alone what the compiler also checks on its
own model, so that a mistake of the one is seen by the other.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from tests import compiled
from tests.compiled import NATIONAL

ROOT = Path(__file__).resolve().parents[2]

Json = dict[str, Any]


@cache
def standard() -> Json:
    """The document of the whole standard package."""
    text = (ROOT / "generated" / "model" / "model.json").read_text(encoding="utf-8")
    document: Json = json.loads(text)
    return document


@cache
def national(country: str) -> Json:
    """The document of a national package, which stands on the standard one."""
    from cosemgen.json_text import dump
    from cosemgen.targets.json.document import model_document

    document: Json = json.loads(
        dump(model_document(compiled.model(NATIONAL / country)))
    )
    return document


class Part(NamedTuple):
    """An object of a document, and the names on the way to it."""

    path: str
    content: Json


def parts(content: object, path: str = "") -> Iterator[Part]:
    """Every object in a document, the document itself first."""
    if isinstance(content, dict):
        for key in ("id", "name", "class_id", "version", "pattern"):
            if key in content:
                path += f"/{content[key]}"
                break
        yield Part(path, content)
        for member in content.values():
            yield from parts(member, path)
    elif isinstance(content, list):
        for member in content:
            yield from parts(member, path)


def versions(document: Json) -> Iterator[tuple[Json, Json]]:
    """Every class with each of its versions, in ascending order."""
    for found in document["classes"]:
        for version in found["versions"]:
            yield found, version


def version_of(class_id: int, number: int) -> Json:
    """A class version of the standard package."""
    for found, version in versions(standard()):
        if (found["class_id"], version["version"]) == (class_id, number):
            return version
    raise AssertionError(f"class {class_id} version {number} is not there")


def named_types(*documents: Json) -> dict[str, Json]:
    """The types that documents define, by id."""
    return {found["id"]: found for document in documents for found in document["types"]}


def resolved(expression: Json, types: dict[str, Json]) -> Json:
    """A type with references and aliases followed to what they stand for."""
    while expression["kind"] in ("reference", "alias"):
        follows = expression["kind"] == "alias"
        expression = expression["type"] if follows else types[expression["type"]]
    return expression


def element_type(expression: Json, types: dict[str, Json]) -> Json:
    """The type of a value, or of the elements where the value is an array."""
    found = resolved(expression, types)
    while found["kind"] in ("array", "compact-array"):
        found = resolved(found["element"], types)
    return found
