"""JSON Schemas of attribute values."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from cosemgen.jsonform.schemas import schemas
from cosemgen.model import Model

Validator = jsonschema.Draft202012Validator

GOOD = {
    "logical_name": "1-0:1.8.0*255",
    "value": {"double-long": -5},
    "used": 3,
    "size": 10,
    "key": "00112233445566778899AABBCCDDEEFF",
    "link": "",
    "rows": [{"place": "0-0:1.0.0*255", "count": 1}],
    "mode": 77,
    "flags": "10000000",
    "anything": {"array": [{"structure": [{"null-data": None}, {"boolean": True}]}]},
    "simple": {"float64": "nan"},
    "packed": [],
    "loose": [{"enum": 5}],
    "title": "x",
    "words": [0, 1],
    "on": True,
}
BAD = {
    "logical_name": "1.0.1.8.0.255",
    "value": -5,
    "used": 11,
    "size": -1,
    "key": "0011",
    "link": "00",
    "rows": [{"place": "0-0:1.0.0*255"}],
    "mode": 256,
    "flags": "1000",
    "anything": {"array": [5]},
    "simple": {"float64": "NaN"},
    "packed": [0],
    "loose": {"enum": 5},
    "title": "123456789",
    "words": ["fast"],
    "on": 1,
}


@pytest.fixture(scope="module")
def schema(model: Model) -> Any:
    documents = schemas(model)
    assert list(documents) == [
        "example_32800"
    ], "a class of which nothing is known has none"
    return json.loads(documents["example_32800"])


def version(schema: Any, number: int) -> Validator:
    return Validator({**schema, "$ref": f"#/$defs/version_{number}"})


def test_it_is_a_schema_of_the_newest_version(schema: Any) -> None:
    Validator.check_schema(schema)
    assert schema["$ref"] == "#/$defs/version_1"
    assert "on" not in schema["$defs"]["version_1"]["properties"]


def test_all_attributes_have_one(schema: Any) -> None:
    assert set(schema["$defs"]["version_0"]["properties"]) == GOOD.keys() == BAD.keys()


def test_values_that_fit(schema: Any) -> None:
    version(schema, 0).validate(GOOD)


@pytest.mark.parametrize("name", BAD)
def test_a_value_that_does_not_fit(schema: Any, name: str) -> None:
    errors = list(version(schema, 0).iter_errors({**GOOD, name: BAD[name]}))
    assert [error.absolute_path[0] for error in errors] == [name]


def test_named_values_and_units_are_told(schema: Any) -> None:
    mode = schema["$defs"]["whole/example/32800/0/mode"]
    assert {"const": 0, "title": "fast", "description": "as it can"} in mode["anyOf"]
    used = schema["$defs"]["version_0"]["properties"]["used"]
    assert used["description"] == "Unit: second."
