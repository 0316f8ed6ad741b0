"""Device files of GXDLMSDirector, and objects as the libraries of Gurux save them."""

from __future__ import annotations

import io

import pytest

from cosem_conformance.dumps import DumpError, load

from .shown import read, shown
from .vectors import GXC, OBJECTS


def test_a_device_file() -> None:
    dump = load(io.BytesIO(GXC.encode()))
    assert dump.meter.maker == "ACM"
    low, short, empty = dump.associations
    assert (low.name, low.client, low.server, low.max_pdu) == ("Low", 18, 1, 1007)
    assert (low.referencing, low.authentication) == ("LN", "Low")
    assert low.conformance is not None and low.conformance[-1] == "action"
    energy, profile, _ = low.objects
    assert shown(energy) == {
        "of": "3 1-0:1.8.0*255",
        "version": 0,
        "attributes": {
            1: "read",
            2: "no access",
            3: "read, write",
            4: "read, authenticated request, digitally signed request",
        },
        "methods": {1: "call", 2: "no access"},
        "values": {1: "09060100010800ff", 2: None, 3: "02020ffd161e"},
        "extra": {"description": "Energy"},
    }
    assert energy.values[1].type == "double-long-unsigned"
    assert energy.values[2].derived == "scaler and unit as read, encoded anew"
    assert shown(profile)["selectors"] == {2: (1, 2)}
    columns = profile.value(3)
    assert columns is not None and columns.octets is not None
    assert columns.octets.hex() == "01010204120008" "09060000010000ff" "0f02" "120000"
    assert (short.name, short.referencing, short.authentication) == (
        "Short",
        "SN",
        "None",
    )
    assert shown(short.objects[0]) == {
        "of": "3 0-0:97.97.0*255 at 0x0410",
        "attributes": {2: "not known"},
        "values": {1: "09060000616100ff"},
    }
    assert (empty.name, empty.objects) == ("Empty", [])


def test_no_key_and_no_password_is_carried_over() -> None:
    told = repr(load(io.BytesIO(GXC.encode())))
    for secret in ("3031323334353637", "000102030405", "0NHS09TV1"):
        assert secret not in told


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "GXDLMSRegister",
            "GXDLMSSurprise",
            "GXDLMSObject: expected the name of an interface class",
        ),
        ("<Index>2<", "<Index>x<", "Index: expected a whole number -128..127"),
        ("<Index>2<", "<Index>1<", "Index: expected each once, found '1 again'"),
        ("1.0.1.8.0.255", "1.0.1.8.0", "LogicalName: expected a logical name as"),
        ("<Scaler>0.001", "<Scaler>0.002", "Scaler: expected a power of ten"),
        ("<Scaler>0.001", "<Scaler>NaN", "Scaler: expected a power of ten"),
        (
            "<Unit>30",
            "<Unit>999999999999999999999",
            "Unit: expected a whole number 0..255",
        ),
        ("</Attributes>", "</Attribute>", "expected XML, found mismatched tag"),
    ],
)
def test_what_is_wrong_in_a_device_file(old: str, new: str, message: str) -> None:
    assert old in GXC
    with pytest.raises(DumpError) as caught:
        read(GXC.replace(old, new, 1))
    line = 1 + GXC[: GXC.index(old)].count("\n")
    assert str(caught.value).startswith(f"{line}: {message}")


def test_a_class_by_its_number() -> None:
    text = GXC.replace(
        '<GXDLMSObject xsi:type="GXDLMSRegister">',
        "<GXDLMSObject><ObjectType>32800</ObjectType>",
        1,
    )
    assert read(text)[0].objects[0].class_id == 32800


def test_objects_that_were_saved() -> None:
    (association,) = read(OBJECTS)
    serial, listed, energy, profile = map(shown, association.objects)
    assert serial == {
        "of": "1 0-0:96.1.0*255",
        "version": 0,
        "attributes": {1: "read", 2: "read, write"},
        "values": {1: "09060000600100ff", 2: "0903303030"},
    }
    assert listed["of"] == "1 0-0:96.1.2*255 at 0x03E8"
    assert listed["values"] == {
        1: "09060000600102ff",
        2: "0103" "05ffffffff" "0a0474657874" "0301",
    }
    assert energy["attributes"] == {
        1: "read",
        2: "read",
        3: "read, write, authenticated request",
    }
    assert energy["values"] == {1: "09060100010800ff", 2: "5", 3: "02020ffd161e"}
    assert profile["version"] == 1
    values = profile["values"]
    assert isinstance(values, dict) and values[3].startswith("0101020412000809")
