"""What meters capture beside the attributes that their classes have."""

from __future__ import annotations

from typing import Any

import pytest

import cosem
from cosem.types.units import Unit
from cosem.types.values import ScalerUnit

# Kamstrup Omnipower, in the device files of Gurux.DLMS.AMI4: attributes 11 and 18 to 20
# of a Register, attribute -1 of a Data, and whole objects.
OMNIPOWER = [
    (3, "1.0.1.8.0.255", 18, 0),
    (1, "0.0.96.10.1.255", -1, 0),
    (3, "1.0.1.8.0.255", 0, 0),
]


def read(columns: Any, octets: str, count: int = 1) -> cosem.ProfileRows:
    row = bytes.fromhex(octets)
    return cosem.profile_reader(columns).read(bytes((1, count)) + row * count)


@pytest.mark.parametrize("count", [1, 40])
def test_attributes_that_the_class_has_not(count: int) -> None:
    rows = read(OMNIPOWER, "0203 0600000001 0F05 1101", count)
    assert rows == [(1, 5, 1)] * count
    assert [column.name for column in rows.columns] == [
        "register.attribute_18",
        "data.attribute_-1",
        "register",
    ]
    assert [str(column.type) for column in rows.columns] == ["Data"] * 3
    assert all(column.attribute is None for column in rows.columns)
    assert rows.column("register.attribute_18") == [1] * count


@pytest.mark.parametrize("count", [1, 40])
def test_scaler_and_unit_as_columns(count: int) -> None:
    """The scaler profiles of IS 15959 (1.0.94.91.3.255)."""
    columns = [(3, "1.0.1.8.0.255", 3, 0), (3, "1.0.12.7.0.255", 3, 0)]
    rows = read(columns, "0202 0202 0FFD 161E 0202 0FFE 1623", count)
    scales = (ScalerUnit(-3, Unit.WATT_HOUR), ScalerUnit(-2, Unit.VOLT))
    assert rows == [scales] * count
    assert [column.name for column in rows.columns] == [
        "register[1-0:1.8.0*255].scaler_unit",
        "register[1-0:12.7.0*255].scaler_unit",
    ]


@pytest.mark.parametrize("count", [1, 40])
def test_a_whole_object(count: int) -> None:
    """Attribute 0: a structure of all attributes, each with its type."""
    octets = "0201 0203 0906 0100010800FF 0600000001 0202 0F00 161E"
    rows = read([(3, "1.0.1.8.0.255", 0, 0)], octets, count)
    whole = (b"\x01\x00\x01\x08\x00\xff", 1, (0, 30))
    assert rows == [(whole,)] * count
    assert rows.columns[0].name == "register"


def test_they_are_written_again() -> None:
    reader = cosem.profile_reader(OMNIPOWER)
    octets = bytes.fromhex("0102 0203 0600000001 0F05 1101 0203 00 0F06 00")
    rows = reader.read(octets, expand=False)
    types = {
        0: cosem.DoubleLongUnsigned,
        "data.attribute_-1": cosem.Integer,
        2: cosem.Unsigned,
    }
    assert reader.encode(rows, types=types) == octets


@pytest.mark.parametrize("attribute", [-128, -1, 0, 11, 127])
@pytest.mark.parametrize("class_id", [1, 3, 7, 8, 9000])
def test_any_number_of_any_class(class_id: int, attribute: int) -> None:
    """Nothing that a meter captures keeps its profile from being read."""
    rows = read([(class_id, "1.2.3.4.5.6", attribute, 0)], "0201 0202 1105 0A0141")
    assert rows == [((5, "A"),)]
