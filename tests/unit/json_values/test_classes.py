"""Every attribute of every generated class: octets to JSON text and back, by the schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cosem
from cosem_runtime import CosemError, types
from cosem_runtime.jsonvalues import from_json, to_json
from cosem_runtime.types.base import DataType

from .conftest import FILES, attributes, object_schema, value_schema, versions


def _through_text(document: Any) -> Any:
    json.dumps(document, ensure_ascii=False).encode("utf-8")  # no lone surrogates
    return json.loads(json.dumps(document, allow_nan=False))


def _survives(attribute: Any, octets: bytes, schema: Any) -> None:
    value = attribute.decode(octets)
    document = _through_text(to_json(value, attribute))
    again = from_json(cosem.CATALOGUE, document, attribute)
    assert attribute.encode(again) == octets, document
    assert repr(again) == repr(value), document  # the Python types as well
    schema.validate(document)


def _keys(file: Path) -> list[tuple[int, int]]:
    return [
        (each.class_id, each.version)
        for each in versions(file)
        if len(each.attributes) > 1
    ]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_boundaries(file: Path) -> None:
    for version in versions(file):
        kind = version.interface_class()
        for facts in version.attributes:
            if len(version.attributes) == 1:
                continue  # a class of which nothing is known has no schema
            schema = value_schema(version.class_id, version.version, facts.name)
            for plain in facts.fact.samples():
                octets = facts.fact.encode(plain)
                _survives(kind.attribute(facts.number), octets, schema)


@given(st.data())
def test_random_values(data: st.DataObject) -> None:
    file = data.draw(st.sampled_from([file for file in FILES if _keys(file)]))
    version = data.draw(
        st.sampled_from([v for v in versions(file) if len(v.attributes) > 1])
    )
    facts = data.draw(st.sampled_from(version.attributes))
    octets = facts.fact.encode(data.draw(facts.fact.strategy()))
    schema = value_schema(version.class_id, version.version, facts.name)
    _survives(version.interface_class().attribute(facts.number), octets, schema)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_objects(file: Path) -> None:
    """All attributes read, and none: the objects come back as they were."""
    for version in versions(file):
        kind = version.interface_class()
        empty, whole = kind("0-0:1.0.0*255"), kind("1-0:1.8.0*255")
        for facts in version.attributes[1:]:
            octets = facts.fact.encode(facts.fact.samples()[-1])
            whole.decode_attribute(facts.number, octets)
        documents = _through_text(to_json([empty, whole]))
        for document in documents if len(version.attributes) > 1 else ():
            object_schema(version.class_id, version.version).validate(document)
        again = from_json(cosem.CATALOGUE, documents)
        assert [type(each) for each in again] == [kind, kind]
        assert list(map(repr, again)) == [repr(empty), repr(whole)]
        for name in whole.read_attributes():
            assert again[1].encode_attribute(name) == whole.encode_attribute(name)


def test_structures_are_known_by_their_class() -> None:
    unit = cosem.interface_class(3).attribute(3).decode(b"\x02\x02\x0f\xfd\x16\x1e")
    document = to_json(unit, type(unit))
    assert document == {"scaler": -3, "unit": "WATT_HOUR"}
    assert from_json(cosem.CATALOGUE, document, type(unit)) == unit


KINDS: list[DataType] = [
    types.ANY,
    *{
        id(spec.type): spec.type for file in FILES for spec, _ in attributes(file)
    }.values(),
]
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(), max_size=30)
    | st.sampled_from(
        ["array", "structure", "compact-array", "7F", "2024-06-15", "-1"]
    ),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.text(max_size=8)
        | st.sampled_from(
            ["array", "structure", "compact-array", "type", "values", "contents", "hex"]
        ),
        inner,
        max_size=4,
    ),
    max_leaves=12,
)


@given(st.sampled_from(KINDS), JSON)
def test_any_json_is_taken_or_refused_in_words(kind: DataType, document: Any) -> None:
    try:
        value = from_json(cosem.CATALOGUE, document, kind)
    except CosemError as error:
        assert str(error)
    else:
        to_json(value, kind)


def _mutated(draw: st.DrawFn, document: Any) -> Any:
    """The same with one place replaced by anything."""
    if isinstance(document, (dict, list)) and document and draw(st.integers(0, 4)):
        keys = list(document) if isinstance(document, dict) else range(len(document))
        key = draw(st.sampled_from(keys))
        copy = document.copy()
        copy[key] = _mutated(draw, document[key])
        if isinstance(copy, dict) and not draw(st.integers(0, 4)):
            copy[draw(st.text(max_size=5))] = copy.pop(key)
        return copy
    return draw(JSON)


@st.composite
def mutations(draw: st.DrawFn) -> tuple[Any, Any]:
    """An attribute and JSON that is nearly a value of it."""
    file = draw(st.sampled_from(FILES))
    spec, facts = draw(st.sampled_from(list(attributes(file))))
    octets = facts.fact.encode(draw(st.sampled_from(facts.fact.samples())))
    return spec, _mutated(draw, to_json(spec.decode(octets), spec))


@given(mutations())
def test_nearly_good_json(mutation: tuple[Any, Any]) -> None:
    spec, document = mutation
    try:
        value = from_json(cosem.CATALOGUE, document, spec)
    except CosemError as error:
        assert str(error).startswith(spec.name)
    else:
        to_json(value, spec)
