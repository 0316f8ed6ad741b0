"""Everything of the standard package has a description, or a warning that it has none."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator

from tests.compiled import compilation
from tests.crosschecks.documents import Json, standard


def without_words(document: Json) -> Iterator[str]:
    """What has no description."""
    for found in document["classes"]:
        yield from _lacking([found], f"class {found['class_id']}")
        for version in found["versions"]:
            where = f"class {found['class_id']} version {version['version']}"
            yield from _lacking(version["attributes"], where)
            yield from _lacking(version["methods"], where)
            for attribute in version["attributes"]:
                yield from _lacking(attribute.get("selectors", ()), where)
    for defined in document["types"]:
        if defined["kind"] == "units":
            continue
        yield from _lacking([defined], "types")
        yield from _lacking(defined.get("fields", ()), defined["id"])
        for value in defined.get("values", ()):
            if "name" in value and not value.get("label"):
                yield f"{defined['id']}: {value['name']}"


def _lacking(items: Iterable[Json], where: str) -> Iterator[str]:
    for item in items:
        if not item.get("description"):
            yield f"{where}: {item['name']}"


def test_everything_is_described_or_warned_of() -> None:
    """What has no description is what `cosemgen check` warns of, no less and no more."""
    warned = [each for each in compilation().diagnostics if each.code == "C331"]
    assert len(list(without_words(standard()))) == len(warned), warned


def test_a_missing_description_is_said() -> None:
    document = copy.deepcopy(standard())
    version = document["classes"][0]["versions"][0]
    del version["attributes"][1]["description"]
    structure = next(t for t in document["types"] if t["kind"] == "structure")
    del structure["fields"][0]["description"]
    enumeration = next(t for t in document["types"] if t["kind"] == "enumeration")
    enumeration["values"][0].pop("label", None)
    told = list(without_words(document))
    assert f"class 1 version 0: {version['attributes'][1]['name']}" in told
    assert f"{structure['id']}: {structure['fields'][0]['name']}" in told
    assert f"{enumeration['id']}: {enumeration['values'][0]['name']}" in told
