"""JSON Schemas of attribute values."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from cosemgen.model import Model
from cosemgen.targets.json_schemas.schemas import schemas

Validator = jsonschema.Draft202012Validator

GOOD = {
    "value": [
        {"double-long": -5},
        {"array": [1, 2]},
        {"octet-string": "0011AABBCCDD"},
        None,
    ],
    "used": [3, {"unsigned": 11}],
    "size": [10],
    "key": ["00112233445566778899AABBCCDDEEFF"],
    "link": ["", "0-0:1.0.0*255"],
    "rows": [[{"place": "0-0:1.0.0*255", "count": 1}], {"array": []}],
    "mode": ["FAST", 77],
    "flags": [["first", 7], [], "10000000", "1000+1"],
    "anything": [None, {"array": [{"structure": [None, {"boolean": True}]}]}],
    "simple": [
        {"float64": "nan"},
        {"long64": "-9007199254740992"},
        {"dont-care": None},
    ],
    "packed": [
        {"type": {"structure": ["octet-string", "unsigned"]}, "values": []},
        {"type": "unsigned", "contents": "00FF"},
    ],
    "loose": [[{"enum": 5}]],
    "title": ["x", {"hex": "FF"}, {"visible-string": "123456789"}],
    "words": [["FAST", 2]],
    "on": [True, 255],
}
BAD = {
    "value": [-5, {"long": 1}, {"double-long": 5, "float32": 1.0}, {"null-data": None}],
    "used": [11, "3", {"unsigned": 256}],
    "size": [-1, 2.5],
    "key": ["0011", "00112233445566778899aabbccddeeff", {"octet-string": "00"}],
    "link": ["00", "1.0.1.8.0.255"],
    "rows": [[{"place": "0-0:1.0.0*255"}], [{"place": "", "count": 1}]],
    "mode": [256, "fast"],
    "flags": [["second"], [8], "1000+", 1],
    "anything": [5, {"array": [5]}, {"structure": {}}],
    "simple": [{"float64": "NaN"}, {"array": []}],
    "packed": [[0], {"type": "unsigned"}, {"type": "byte", "values": []}],
    "loose": [{"enum": 5}],
    "title": ["123456789", {"hex": "F"}],
    "words": ["FAST"],
    "on": [1, "true"],
}


@pytest.fixture(scope="module")
def schema(model: Model) -> Any:
    documents = schemas(model)
    assert list(documents) == [
        "example_32800"
    ], "a class of which nothing is known has none"
    return json.loads(documents["example_32800"])


def instance(version: int = 0, **attributes: Any) -> dict[str, Any]:
    return {
        "class_id": 32800,
        "version": version,
        "logical_name": "1-0:1.8.0*255",
        "attributes": attributes,
    }


def test_it_is_a_schema_of_every_version(schema: Any) -> None:
    Validator.check_schema(schema)
    Validator(schema).validate(instance(on=True))
    Validator(schema).validate(instance(1, mode="SLOWER"))
    for wrong in (instance(1, on=True), instance(0, mode="SLOWER"), instance(2)):
        assert not Validator(schema).is_valid(wrong)


def test_all_attributes_have_one(schema: Any) -> None:
    version = schema["$defs"]["version_0"]["properties"]
    assert set(version["attributes"]["properties"]) == GOOD.keys() == BAD.keys()


@pytest.mark.parametrize("name", GOOD)
def test_values_that_fit(schema: Any, name: str) -> None:
    for value in GOOD[name]:
        Validator(schema).validate(instance(**{name: value}))


@pytest.mark.parametrize("name", BAD)
def test_values_that_do_not_fit(schema: Any, name: str) -> None:
    for value in BAD[name]:
        assert not Validator(schema).is_valid(instance(**{name: value})), value


def test_an_object_says_what_it_is(schema: Any) -> None:
    for name in ("class_id", "version", "logical_name", "attributes"):
        document = instance()
        del document[name]
        assert not Validator(schema).is_valid(document)
    assert not Validator(schema).is_valid({**instance(), "class_id": 3})


def test_named_values_and_units_are_told(schema: Any) -> None:
    mode = schema["$defs"]["whole/example/32800/0/mode"]
    assert {"const": "FAST", "description": "as it can"} in mode["anyOf"]
    version = schema["$defs"]["version_0"]["properties"]
    used = version["attributes"]["properties"]["used"]
    assert used["description"] == "Unit: second."
