"""The JSON form of the model, and its published schema."""

from __future__ import annotations

import copy
import csv
import dataclasses
import io
import json
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, get_args

import jsonschema
import pytest

from cosemgen import model as m
from cosemgen.build.errors import BuildError
from cosemgen.json_text import Json, LaidOut, dump, laid_out
from cosemgen.model import Model
from cosemgen.nodes import KINDS, members
from cosemgen.target import Options
from cosemgen.targets.json import document, tables
from cosemgen.targets.json.tables import HEADERS
from cosemgen.targets.json.target import TARGET
from cosemgen.targets.json.validate import schema_text, validate
from cosemgen.vocabulary import QUIRK_WORDS, READINGS

SCHEMA = json.loads(schema_text())
Validator = jsonschema.Draft202012Validator


def test_the_schema_is_one() -> None:
    Validator.check_schema(SCHEMA)
    for reference in _members(SCHEMA, "$ref"):
        assert reference.startswith("#/$defs/")
        assert reference.removeprefix("#/$defs/") in SCHEMA["$defs"]


def test_every_definition_is_used() -> None:
    used = {reference.rpartition("/")[2] for reference in _members(SCHEMA, "$ref")}
    assert used == SCHEMA["$defs"].keys()


def test_every_file_of_the_target_matches_the_schema(model: Model) -> None:
    files = TARGET.files(model, Options("whole"))
    assert {str(path) for path in files} == {
        "model/model.json",
        "model/obis.json",
        "model/profiles.json",
        "model/quirks.json",
        "model/telegrams.json",
        "model/types.json",
        "model/units.json",
        "model/classes/example_32800.json",
        "model/classes/example_32801.json",
        "model/schemas/example_32800.json",
        *(f"model/tables/{name}.csv" for name in HEADERS),
    }
    for path, file in files.items():
        if path.parent.name == "schemas":
            Validator.check_schema(json.loads(file.text))
        elif path.suffix == ".json":
            Validator(SCHEMA).validate(json.loads(file.text))


def test_the_parts_are_the_whole(model: Model) -> None:
    """The whole is judged by its parts: so all that it says stands in one of them."""
    whole: Any = document.model_document(model)
    classes: list[Any] = [document.class_document(model, c) for c in model.classes]
    shared: Any = document.types_document(model)
    units: Any = document.units_document(model)
    alone: dict[str, Any] = {
        name: document.member_document(model, name)
        for name in ("obis", "telegrams", "quirks", "profiles")
    }
    parts = [*classes, shared, units, *alone.values()]
    types = {repr(each) for part in parts for each in part.get("types", ())}
    assert types == set(map(repr, whole["types"]))
    assert [each["class"] for each in classes] == whole["classes"]
    assert shared["data_types"] == whole["data_types"]
    assert shared["layouts"] == whole["layouts"]
    assert all(alone[name][name] == whole[name] for name in alone)
    said = {name for part in parts for name in part} | {"classes"}
    assert whole.keys() <= said


def test_everything_that_the_spec_says_is_there(model: Model) -> None:
    whole: Any = document.model_document(model)
    text = dump(whole)
    for words in (
        *(
            "All that the language",
            "Measures.",
            "The value.",
            "By place.",
            "Begin again.",
        ),
        *(
            "Ed. 1",
            "the oldest",
            "Half of it",
            "Half meter",
            "page 3",
            "a is meant",
            "whether it is c",
            "4.3.2",
            "no source",
        ),
        *("never used", "nobody knows", "as it can", "theirs", "rate {n}", "{C} {E}"),
    ):
        assert words in text, words
    first = whole["classes"][0]["versions"][0]
    attributes = {each["name"]: each for each in first["attributes"]}
    assert attributes["used"] == {
        "number": 3,
        "name": "used",
        "type": {
            "kind": "simple",
            "name": "unsigned",
            "bounds": {"minimum": 0, "maximum": 10},
        },
        "mark": "dynamic",
        "default": 3,
        "short_name": 16,
        "unit": "second",
        "read_only": True,
    }
    assert attributes["key"]["default"] == {
        "octets": "00112233445566778899aabbccddeeff"
    }
    assert attributes["mode"]["default"] == {"word": "fast"}
    assert attributes["words"]["default"] == {"array": []}
    assert attributes["link"]["refers"] == {"to": "class", "classes": [32800]}
    assert first["cardinality"] == {"minimum": 0, "maximum": 1}
    assert first["rules"] == [{"name": "at_most", "arguments": ["used", "size"]}]


@pytest.mark.parametrize("most", [0, 1, 9])
def test_the_whole_is_put_together_as_if_it_were_written_at_once(
    model: Model, most: int
) -> None:
    """Also where a list of one thing stands on a line that two would not share."""
    fewer = dataclasses.replace(model, classes=model.classes[:most])
    file = TARGET.files(fewer, Options("whole"))[PurePosixPath("model/model.json")]
    assert file.text == dump(document.model_document(fewer))


def test_what_is_laid_out_is_laid_out_again_where_it_fits_on_a_line() -> None:
    for value in ({"a": 1}, {"a": [{"b": 1}, {"b": 2}]}, {"a": "b" * 99}):
        for items in ([value], [value, value]):
            parts: list[Json] = [LaidOut(laid_out(each, 2)) for each in items]
            assert dump({"x": parts}) == dump({"x": [*items]})


def test_codes_in_use(model: Model) -> None:
    whole: Any = document.model_document(model)
    (found,) = whole["obis"]["in_use"]
    assert found["description"] == "Seen in two dumps."
    assert found["sources"] == ["manual"]
    named, met = found["rows"]
    assert {k: v for k, v in named.items() if k != "match"} == {
        "pattern": "1.0.1.8.0.255",
        "label": "Energy",
        "reads": "total",
        "state_class": "total_increasing",
        "shown": "ks",
        "device_class": "duration",
        "dumps": 2,
    }
    assert {k: v for k, v in met.items() if k != "match"} == {
        "pattern": "1.b.96.1.0.255",
        "dumps": 1,
        "sources": ["manual"],
        "note": "seen",
        "unconfirmed": "where",
    }
    rows = [*csv.DictReader(io.StringIO(tables.tables(model)["in_use"]))]
    assert [row["label"] for row in rows] == ["Energy", ""]
    assert (rows[0]["device_class"], rows[1]["B"]) == ("duration", "0..9")


def test_telegrams(model: Model) -> None:
    whole: Any = document.model_document(model)
    push, named = whole["telegrams"]
    items = push.pop("items")
    assert push == {
        "name": "push",
        "title": "Push list",
        "description": "What it sends.",
        "form": {"kinds": ["array", "structure"], "count": 5},
        "lists": [
            {
                "place": [4],
                "form": {"kinds": ["array"], "count": 2},
                "description": "Inside.",
            }
        ],
        "confidence": "medium",
        "sources": ["manual"],
        "note": "each minute",
        "unconfirmed": "where",
    }
    assert items[0] == {
        "place": [1],
        "role": "list",
        "type": {"kind": "simple", "name": "octet-string"},
        "fixed": {"octets": "5731"},
    }
    assert items[1] == {
        "place": [2],
        "role": "value",
        "code": "1.0.1.8.0.255",
        "class_id": 32800,
        "attribute": 3,
        "type": {
            "kind": "choice",
            "alternatives": [
                {"kind": "simple", "name": "unsigned"},
                {"kind": "simple", "name": "long"},
            ],
        },
        "scaler": -1,
        "unit": "second",
        "confidence": "low",
        "sources": ["manual"],
        "note": "new",
    }
    assert [(each["place"], each["role"], each.get("of")) for each in items[2:]] == [
        *(([3], "time", [2]), ([4, 1], "code", [4, 2]), ([4, 2], "value", None)),
        ([5], "filler", None),
    ]
    assert items[4]["label"] == "Sum"
    assert named["form"] == {"kinds": ["structure"]}
    assert named["overlaps"] == "as it is not known"
    (only,) = named["items"]
    assert "place" not in only
    assert (only["label"], only["scaler"]) == ("Energy", 0)


def test_quirks(model: Model) -> None:
    whole: Any = document.model_document(model)
    found, plain = whole["quirks"]
    applies, effects = found.pop("applies"), found.pop("effects")
    assert found == {
        "name": "reversed",
        "title": "The other sign",
        "description": "As its clock is set.",
        "confidence": "low",
        "confidence_reason": "one meter",
        "sources": [{"key": "manual", "detail": "page 9"}],
        "decisions": ["all of them"],
        "open_questions": ["since when"],
    }
    assert applies == [
        {"maker": "WHO", "model": "1", "firmware": "2.*"},
        {"profile": "NS 1", "country": "Nowhere"},
    ]
    every, one, order, scaler, value = effects
    assert every == {"what": "deviation", "means": "reversed"}
    assert one == {
        "what": "deviation",
        "deviation": -1,
        "means": "unspecified",
        "note": "FFFF",
    }
    assert order["pattern"] == "1.b.99.1.0.255"
    assert order["match"][1] == [[0, 1]]
    assert scaler == {
        "what": "scaler",
        "means": "reversed",
        "description": "From the other side.",
        "unconfirmed": "who has seen it",
    }
    assert value == {
        "what": "value",
        "class_id": 32800,
        "version": 0,
        "attribute": 3,
        "name": "used",
        "sent": "unsigned",
        "means": "bcd",
    }
    assert plain["applies"] == []


def test_profiles(model: Model) -> None:
    whole: Any = document.model_document(model)
    one, two = whole["profiles"]
    meter, anything = one.pop("objects")
    assert one == {
        "name": "asked_1",
        "title": "Asked",
        "description": "Asked for.",
        "clients": [
            {
                "name": "head",
                "sap": 1,
                "title": "Head end",
                "description": "It reads.",
            },
            {"name": "other"},
        ],
        "variants": [
            {
                "name": "gas",
                "title": "Gas meters",
                "by": ["0.1.24.1.0.255"],
                "description": "With gas.",
            },
            {"name": "heat", "title": "Heat meters"},
        ],
        "confidence": "high",
        "sources": ["manual"],
        "note": "a note",
        "unconfirmed": "why",
        "decisions": ["as the table"],
        "open_questions": ["since when"],
    }
    [line] = meter.pop("lines")
    assert meter.pop("match")[1] == [[0, 1]]
    assert meter == {
        "pattern": "0.b.96.1.0.255",
        "name": "Meter",
        "classes": [{"class_id": 32800, "version": 0}, {"class_id": 32800}],
        "optional": True,
        "when": ["gas"],
        "units": ["second"],
        "description": "A meter.",
        "clause": "5",
        "confidence": "low",
        "sources": ["manual"],
        "note": "n",
        "unconfirmed": "w",
    }
    [kind] = line.pop("types")
    assert kind == {
        "kind": "simple",
        "name": "unsigned",
        "bounds": {"minimum": 0, "maximum": 9},
    }
    assert line == {
        "what": "attribute",
        "number": 3,
        "name": "used",
        "values": [0, 1],
        "default": 2,
        "rights": [
            {"client": "head", "right": "RW"},
            {"client": "other", "right": "none"},
        ],
        "optional": True,
        "description": "Used.",
        "note": "m",
        "unconfirmed": "x",
    }
    [line] = anything["lines"]
    assert line["values"] == [{"array": [{"octets": "0000010000ff"}, {"word": "TRUE"}]}]
    assert line["rights"] == [{"right": "R"}]
    assert (two["origin"], two["objects"][0]["name"]) == ("asked_1", "Meter")


def test_the_schema_has_every_word_of_quirks() -> None:
    effect = SCHEMA["$defs"]["quirk_effect"]["properties"]
    assert effect["what"]["enum"] == [*QUIRK_WORDS]
    words = {word for words in QUIRK_WORDS.values() for word in words}
    assert set(effect["means"]["enum"]) == words


def test_the_schema_has_every_word_of_home_assistant() -> None:
    row = SCHEMA["$defs"]["in_use_row"]["properties"]
    assert row["reads"]["enum"] == [*READINGS]
    classes = {each.state_class for each in READINGS.values() if each.state_class}
    assert set(row["state_class"]["enum"]) == classes


def test_editions_of_a_package_and_of_its_versions(model: Model) -> None:
    whole: Any = document.model_document(model)
    assert whole["package"]["covers"] == ["Half of it"]
    assert whole["package"]["editions"] == [
        {"key": "first", "label": "Ed. 1", "description": "the oldest"},
        {"key": "second", "label": "Ed. 2"},
    ]
    old, new = whole["classes"][0]["versions"]
    assert old["name"] == "Half meter"
    assert old["clauses"] == new["clauses"]
    assert old["clauses"] == [
        {"clause": "4.3.2", "editions": ["first"], "unconfirmed": "no page"},
        {"clause": "4.3.3"},
    ]
    assert old["since"] == {"first": "first", "last": "first"}
    assert new["since"] == {
        "first": "first",
        "last": "second",
        "unconfirmed": "no public source states it",
    }
    (unknown,) = whole["classes"][1]["versions"]
    assert not {"name", "clauses", "since"} & unknown.keys()


def test_a_model_is_told_whole(model: Model) -> None:
    whole: Any = document.model_document(model)
    told = {*whole, *whole["obis"]}
    of_others = {"foundations", "files"}
    assert {each.name for each in dataclasses.fields(Model)} - told == of_others


def test_what_stands_in_one_place_says_its_kind() -> None:
    assert KINDS.keys() == {*get_args(m.TypeExpression), *get_args(m.NamedType)}


@pytest.mark.parametrize(
    "kind",
    [
        each
        for each in vars(m).values()
        if isinstance(each, type)
        and each.__module__.startswith(m.__name__)
        and each not in (m.Model, m.Span, m.TypeId, m.CodeRange, m.Condition)
        and not each.__name__.endswith("Literal")
    ],
)
def test_every_fact_of_the_model_is_described(kind: type) -> None:
    told = {"kind"} if kind in KINDS else set()
    for member in members(kind):
        told |= _names(m.Facts) if member.name == "facts" else {member.name}
    assert told in [_described(each) for each in _objects(SCHEMA)]


def _names(kind: type) -> set[str]:
    return {member.name for member in members(kind)}


def _described(schema: Any) -> set[str]:
    """The members that a schema of an object allows."""
    names = set(schema.get("properties", ()))
    for each in schema.get("allOf", ()):
        names |= _described(SCHEMA["$defs"][each["$ref"].removeprefix("#/$defs/")])
    return names


def test_methods_and_their_parameters(model: Model) -> None:
    whole: Any = document.model_document(model)
    methods = whole["classes"][0]["versions"][0]["methods"]
    assert [each["short_name"] for each in methods] == [0x80, 0x90, 0x98, 0xA0]
    reset, stop, wait, pick = methods
    integer = {"kind": "simple", "name": "integer"}
    assert reset["parameter"] == {"name": "data", "type": integer, "default": 0}
    assert "parameter" not in stop
    assert wait["parameter"] == {
        "name": "data",
        "type": {
            "kind": "simple",
            "name": "long",
            "bounds": {"minimum": -900, "maximum": 900},
        },
        "unit": "second",
    }
    assert pick["parameter"]["name"] == "mode"
    assert pick["parameter"]["default"] == {"word": "slow"}
    assert pick["parameter"]["unconfirmed"] == "no public source states it"


def test_rows_of_a_block_are_objects(model: Model) -> None:
    whole: Any = document.model_document(model)
    assert whole["obis"]["objects"][-1] == {
        "pattern": "1.b.96.1.0.255",
        "match": [
            *([[1, 1]], [[0, 64]], [[96, 96]]),
            *([[1, 1]], [[0, 0]], [[255, 255]]),
        ],
        "name": "Row",
        "classes": [32800],
        "class_versions": {"32800": 1},
        "values": ["unsigned", "long", "enum"],
    }


def test_changes_of_a_version_are_told(model: Model) -> None:
    whole: Any = document.model_document(model)
    second = whole["classes"][0]["versions"][1]
    assert second["origin"] == {"class_id": 32800, "version": 0}
    assert {
        "verb": "remove",
        "kind": "attribute",
        "name": "on",
        "number": 16,
    } in second["changes"]


def test_every_reference_to_a_type_can_be_followed(model: Model) -> None:
    whole: Any = document.model_document(model)
    known = {each["id"] for each in whole["types"]}
    used = {each["type"] for each in _objects(whole) if each.get("kind") == "reference"}
    assert used and used <= known


MISTAKES = {
    "an unknown member": lambda d: d.update(colour="red"),
    "a missing member": lambda d: d.pop("classes"),
    "another form": lambda d: d.update(form=2),
    "a class id out of range": lambda d: d["classes"][0].update(class_id=70000),
    "an attribute without a type": lambda d: _attribute(d).pop("type"),
    "a fact of another name": lambda d: _attribute(d).update(secrets=True),
    "an attribute number of 0": lambda d: _attribute(d).update(number=0),
    "a kind of type that there is not": lambda d: _attribute(d)["type"].update(
        kind="set"
    ),
    "a part of another kind of type": lambda d: _attribute(d)["type"].update(of="any"),
    "an identity without a package": lambda d: d["types"][0].update(id="x"),
    "a range of three ends": lambda d: d["obis"]["objects"][0]["match"][0].append(
        [1, 2, 3]
    ),
    "a class version that is a text": lambda d: d["obis"]["objects"][-1].update(
        class_versions={"32800": "1"}
    ),
    "a class version of no class": lambda d: d["obis"]["objects"][-1].update(
        class_versions={"x": 1}
    ),
    "a clause without its number": lambda d: _version(d)["clauses"][0].pop("clause"),
    "a first edition without its end": lambda d: _version(d)["since"].pop("last"),
    "an edition without a label": lambda d: d["package"]["editions"][0].pop("label"),
    "a fact of another name at a parameter": lambda d: _version(d)["methods"][0][
        "parameter"
    ].update(secrets=True),
    "a place of 0": lambda d: d["telegrams"][0]["items"][0].update(place=[0]),
    "a role that there is not": lambda d: d["telegrams"][0]["items"][0].update(
        role="name"
    ),
    "a code with a letter": lambda d: d["telegrams"][0]["items"][1].update(
        code="1.b.1.8.0.255"
    ),
    "a list of another form": lambda d: d["telegrams"][0]["form"].update(
        kinds=["choice"]
    ),
    "a group that there is not": lambda d: d["obis"]["media"][0]["groups"][0].update(
        letter="G"
    ),
}


def _version(d: Any) -> Any:
    return d["classes"][0]["versions"][0]


def _attribute(d: Any) -> Any:
    return _version(d)["attributes"][1]


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_schema_refuses(model: Model, mistake: str) -> None:
    whole: Any = copy.deepcopy(document.model_document(model))
    MISTAKES[mistake](whole)
    # Both validators find it: the quick one, and the one that says where.
    with pytest.raises(BuildError, match=r"does not match model\.schema\.json at \$"):
        validate(whole)


def _objects(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
    children = node.values() if isinstance(node, dict) else node
    if isinstance(node, (dict, list)):
        for child in children:
            yield from _objects(child)


def _members(node: Any, name: str) -> Iterator[str]:
    return (each[name] for each in _objects(node) if isinstance(each.get(name), str))


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+A1", "'+A1"),
        ("-A1", "'-A1"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\tx", "'\tx"),
        ("\uff1d1", "'\uff1d1"),
        ("-5", "-5"),
        ("+1.5", "+1.5"),
        (-5, "-5"),
        ("1=1", "1=1"),
        ("", ""),
    ],
)
def test_no_cell_is_a_formula(
    cell: str | int, written: str, model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = {**tables.OF_TYPES, "units": lambda _: iter([(cell,) * 5])}
    monkeypatch.setattr(tables, "OF_TYPES", rows)
    _, row, *_ = csv.reader(io.StringIO(tables.tables(model)["units"]))
    assert row == [written] * 5
