"""The classes as generated, the facts that their conformance tests state, and schemas."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from cosem_conformance.version import AttributeFacts, VersionFacts

ROOT = Path(__file__).parents[3]
FILES = [
    file
    for file in sorted((ROOT / "generated" / "conformance").glob("test_*.py"))
    if file.stem != "test_catalogue"
]
SCHEMAS = ROOT / "generated" / "model" / "schemas"
Validator = jsonschema_rs.Draft202012Validator
"""Compiled: there are some ten thousand values to hold against their schemas."""


@cache
def versions(file: Path) -> tuple[VersionFacts, ...]:
    """The facts in a generated test module, without a cycle through pytest."""
    spec = importlib.util.spec_from_file_location(f"facts_of_{file.stem}", file)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: dict[int, VersionFacts] = {}
    for value in vars(module).values():
        for each in value if isinstance(value, (tuple, list)) else (value,):
            if isinstance(each, VersionFacts):
                found[id(each)] = each
    return tuple(found.values())


def attributes(file: Path) -> Iterator[tuple[Any, AttributeFacts]]:
    """The specification of each attribute in the package, and the facts of it."""
    for version in versions(file):
        kind = version.interface_class()
        for facts in version.attributes:
            yield kind.attribute(facts.number), facts


@cache
def _documents() -> dict[tuple[int, int], tuple[dict[str, Any], str]]:
    found = {}
    for file in SCHEMAS.glob("*.json"):
        document = json.loads(file.read_text(encoding="utf-8"))
        jsonschema_rs.meta.validate(document)
        for name, each in document["$defs"].items():
            if name.startswith("version_"):
                head = each["properties"]
                key = head["class_id"]["const"], head["version"]["const"]
                found[key] = document, name
    return found


@cache
def object_schema(class_id: int, version: int) -> Validator:
    """What describes the objects of a class version."""
    document, name = _documents()[class_id, version]
    return Validator({"$ref": f"#/$defs/{name}", "$defs": document["$defs"]})


@cache
def value_schema(class_id: int, version: int, attribute: str) -> Validator:
    """What describes the values of an attribute."""
    document, name = _documents()[class_id, version]
    path = f"#/$defs/{name}/properties/"
    path += (
        "logical_name"
        if attribute == "logical_name"
        else f"attributes/properties/{attribute}"
    )
    return Validator({"$ref": path, "$defs": document["$defs"]})
