"""Objects as JSON, JSON that is none, and what all this costs when it is not used."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import cosem
import cosem_runtime
from cosem_runtime import CosemError, GenericObject, axdr
from cosem_runtime.types import ANY, LONG_UNSIGNED, OCTET_STRING, StructureType

PACKAGE = Path(cosem_runtime.__file__).parent
SCALER_UNIT = b"\x02\x02\x0f\xfd\x16\x1e"


def register() -> dict[str, Any]:
    """A Register as JSON."""
    found = cosem.interface_class(3)("1-0:1.8.0*255", value=axdr.LongUnsigned(5))
    found.decode_attribute(3, SCALER_UNIT)
    document: dict[str, Any] = cosem.to_json(found)
    return document


def test_an_object() -> None:
    assert register() == {
        "class_id": 3,
        "version": 0,
        "logical_name": "1-0:1.8.0*255",
        "attributes": {
            "value": {"long-unsigned": 5},
            "scaler_unit": {"scaler": -3, "unit": "WATT_HOUR"},
        },
    }
    found = cosem.from_json(register())
    assert isinstance(found, cosem.classes.Register)
    assert found.encode_attribute("scaler_unit") == SCALER_UNIT


def test_an_object_of_an_older_version() -> None:
    found = cosem.from_json(cosem.to_json(cosem.classes.PushSetupV0("0-0:25.9.0*255")))
    assert type(found) is cosem.classes.PushSetupV0
    assert found.read_attributes() == ("logical_name",)


def test_an_object_of_an_unknown_class() -> None:
    found = GenericObject(9999, 7, "0-0:1.0.0*255")
    found.decode_attribute(2, b"\x02\x01\x11\x05")
    document = {
        "class_id": 9999,
        "version": 7,
        "logical_name": "0-0:1.0.0*255",
        "values": {"2": {"structure": [{"unsigned": 5}]}},
    }
    assert cosem.to_json(found) == document
    again = cosem.from_json(document)
    assert isinstance(again, GenericObject)
    assert repr(again) == repr(found) and again.values == found.values
    found.decode_attribute(1, b"\x09\x00")
    assert cosem.from_json(cosem.to_json(found)).values == found.values


def test_the_objects_of_a_device() -> None:
    entry = (axdr.LongUnsigned(3), axdr.Unsigned(0), bytes(6), ((), ()))
    unknown = (axdr.LongUnsigned(9999), axdr.Unsigned(0), bytes(6), ((), ()))
    objects = cosem.objects_from([entry, unknown])
    documents = cosem.to_json(objects)
    assert [each["class_id"] for each in documents] == [3, 9999]
    again = cosem.from_json(json.loads(json.dumps(documents)))
    assert list(map(repr, again)) == list(map(repr, objects))


def test_nothing_is_left_out_of_a_value_that_cannot_be_told() -> None:
    with pytest.raises(cosem.EncodeError, match="int, which has no tag"):
        cosem.to_json(5)
    with pytest.raises(cosem.EncodeError, match=r"^\[0\]\[1\]: .*has no tag"):
        cosem.to_json([[None, 5]])
    with pytest.raises(cosem.EncodeError, match=r"^scaler_unit: expected ScalerUnit"):
        cosem.to_json((1, 2, 3), cosem.classes.Register.attribute(3))
    with pytest.raises(cosem.EncodeError, match=r"^scaler_unit.scaler: out of range"):
        cosem.to_json((200, 30), cosem.classes.Register.attribute(3))
    loop: list[Any] = []
    loop.append(loop)
    with pytest.raises(cosem.EncodeError, match="nested too deep"):
        cosem.to_json(loop)
    with pytest.raises(CosemError, match="a kind is an AttributeSpec"):
        cosem.to_json(5, int)


def changed(*path: str, to: Any) -> dict[str, Any]:
    """A Register with one place of the JSON changed, or taken away."""
    document = place = register()
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    return document


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (changed("class_id", to="3"), "class_id: expected a whole number 0..65535"),
        (changed("class_id", to=True), "class_id: expected a whole number 0..65535"),
        (changed("class_id", to=70000), "class_id: out of range"),
        (changed("class_id", to=9999), "class_id: no interface class 9999"),
        (changed("version", to=9), "class_id: no version 9 of class 3"),
        (changed("logical_name", to="1-0:1.8"), "logical_name: not an OBIS code"),
        (changed("logical_name", to=5), "logical_name: expected text .Obis."),
        (changed("attributes", to=[]), "attributes: expected an object of attributes"),
        (
            changed("attributes", "valu", to=5),
            'has no attribute .valu.; did you mean "v',
        ),
        (
            changed("attributes", "value", to=5),
            "attributes.value: expected an object th",
        ),
        (
            changed("attributes", "value", to={"long-unsigned": "x"}),
            "attributes.value.long-unsigned: expected a whole number",
        ),
        (
            changed("attributes", "scaler_unit", to={"scaler": 1}),
            'attributes.scaler_unit: scal_unit_type needs its member "unit"',
        ),
        (
            changed("attributes", "scaler_unit", "unit", to="WATT_HOURS"),
            "attributes.scaler_unit.unit: expected the name or number of a Unit",
        ),
        (changed("extra", to=1), "an object has no member 'extra'"),
        ([register(), {}], r'^\[1\]: an object needs its member "class_id"'),
        ([5], r"^\[0\]: expected an object"),
        ({}, "expected null or an object as .* found an empty object"),
        ({"long": 1, "enum": 2}, "found an object of long, enum"),
        ({"array": [{"structure": [5]}]}, r"^array\[0\].structure\[0\]: expected null"),
        ({"structure": {}}, "^structure: expected a list of Data"),
        ({"octet-string": "0"}, "^octet-string: expected octets in hexadecimal"),
        ({"octet-string": "00 0"}, "^octet-string: expected octets in hexadecimal"),
        ({"bit-string": "012"}, "^bit-string: expected bits"),
        ({"visible-string": "\u20ac"}, "^visible-string: expected ascii text"),
        ({"utf8-string": "\ud800"}, "^utf8-string: expected utf-8 text"),
        ({"float32": 1e39}, "^float32: expected a float32"),
        ({"float64": 10**400}, "^float64: expected a float64"),
        ({"float64": float("nan")}, "^float64: expected a float64"),
        ({"date": "2024-13-01"}, "^date: .*month is 1..12"),
        ({"date-time": "tomorrow"}, "^date-time: expected a DateTime as "),
        ({"boolean": 1}, "^boolean: expected true, false"),
        ({"compact-array": {"type": "unsigned"}}, "^compact-array: .*needs its member"),
        (
            {"compact-array": {"type": "unsigned", "values": [1, 256]}},
            r"^compact-array.values\[1\]: out of range",
        ),
        (
            {"compact-array": {"type": "long", "contents": "00"}},
            "^compact-array.contents: expected elements of 2 octets",
        ),
        (
            {"compact-array": {"type": "null-data", "values": [None]}},
            "^compact-array.values: null-data takes no octets",
        ),
        (
            {
                "compact-array": {
                    "type": {"array": {"count": -1, "of": "enum"}},
                    "values": [],
                }
            },
            "^compact-array.type: out of range",
        ),
    ],
)
def test_json_that_is_no_value(document: Any, message: str) -> None:
    with pytest.raises(cosem.JsonError, match=message):
        cosem.from_json(document)


def test_nesting_is_bounded() -> None:
    document: Any = None
    kind: Any = "unsigned"
    for _ in range(300):
        document = {"array": [document]}
        kind = {"structure": [kind]}
    for each in (document, {"compact-array": {"type": kind, "values": []}}):
        with pytest.raises(cosem.JsonError, match="nested too deep"):
            cosem.from_json(each)


def test_kinds() -> None:
    attribute = cosem.classes.Register.attribute(3)
    unit = attribute.decode(SCALER_UNIT)
    for kind in (attribute, attribute.type, type(unit)):
        assert cosem.from_json(cosem.to_json(unit, kind), kind) == unit
    assert cosem.from_json(5.0, LONG_UNSIGNED) == 5
    assert cosem.from_json({"long-unsigned": 5}, ANY) == axdr.LongUnsigned(5)
    with pytest.raises(cosem.JsonError, match=r"^scaler_unit.scaler: out of range"):
        cosem.from_json({"scaler": 200, "unit": 30}, attribute)


def test_it_is_loaded_when_it_is_used() -> None:
    code = (
        "import sys, cosem; cosem.interface_class(3)\n"
        "assert not [name for name in sys.modules if 'jsonvalues' in name]\n"
        "cosem.to_json(None)\n"
        "print(*sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True
    )
    loaded = set(run.stdout.split())
    assert "cosem_runtime.jsonvalues.typed" in loaded
    assert not loaded & {"typing", "re", "dataclasses", "inspect", "json", "datetime"}


@pytest.mark.parametrize("file", sorted(PACKAGE.glob("jsonvalues/*.py")))
def test_each_module_loads_alone(file: Path) -> None:
    stem = "" if file.stem == "__init__" else f".{file.stem}"
    module = f"cosem_runtime.jsonvalues{stem}"
    code = f"import sys; sys.path.insert(0, {str(PACKAGE.parent)!r}); import {module}"
    subprocess.run([sys.executable, "-S", "-I", "-c", code], check=True)


def test_errors_do_not_show_secrets() -> None:
    secret = cosem.interface_class(15).attribute("secret")
    expected = "expected octets in hexadecimal, found a value of type str"
    with pytest.raises(cosem.JsonError, match=f"^secret: {expected}$"):
        cosem.from_json("s3same", secret)
    document = cosem.to_json(cosem.classes.AssociationLn("0-0:40.0.0*255"))
    document["attributes"] = {"secret": "s3same"}
    with pytest.raises(cosem.JsonError, match=f"^attributes.secret: {expected}$"):
        cosem.from_json(document)
    with pytest.raises(cosem.EncodeError) as caught:
        cosem.to_json("s3same", secret)
    assert "s3same" not in str(caught.value)


def test_errors_do_not_show_secret_members() -> None:
    login = StructureType("login", None, (("key", OCTET_STRING),), secret=("key",))
    with pytest.raises(cosem.JsonError) as read:
        cosem.from_json({"key": "s3same"}, login)
    with pytest.raises(cosem.EncodeError) as written:
        cosem.to_json(("s3same",), login)
    for error in (read.value, written.value):
        assert str(error).startswith("key: expected ")
        assert str(error).endswith(", found a value of type str")
