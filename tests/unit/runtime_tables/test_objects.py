"""Objects from the object lists of associations."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

import cosem
from cosem_runtime.catalogue import Catalogue
from cosem_runtime.errors import CosemError, UnknownNameError
from cosem_runtime.interface import GenericObject
from cosem_runtime.obis import Obis
from cosem_runtime.tolerant.walk import MOST_TOLD
from cosem_runtime.values import LongUnsigned, Unsigned

from .packages import Clock, Register, RegisterV0

CLOCK = Obis("0.0.1.0.0.255")
ENERGY = Obis("1.0.1.8.0.255")


def entry(class_id: int, version: int, name: Obis, **more: Any) -> SimpleNamespace:
    return SimpleNamespace(
        class_id=class_id, version=version, logical_name=name, **more
    )


def test_an_object_for_each_entry(catalogue: Catalogue) -> None:
    entries = [
        entry(8, 0, CLOCK, access_rights="odd"),
        entry(3, 0, ENERGY),
        entry(3, 2, ENERGY),
        entry(3, 7, ENERGY),
        entry(9000, 1, Obis("0.0.128.0.0.255")),
        entry(3, 2, ENERGY),
    ]
    objects = catalogue.objects_from(entries)
    assert [type(instance) for instance in objects] == [
        *(Clock, RegisterV0, Register, GenericObject, GenericObject, Register)
    ]
    assert [x.logical_name for x in objects] == [e.logical_name for e in entries]
    assert objects.entries == tuple(entries)
    assert len(objects) == 6
    unknown = objects[3]
    assert (unknown.CLASS_ID, unknown.VERSION) == (3, 7)
    assert objects[1:2] == [objects[1]]


def test_an_object_is_found_by_its_name(catalogue: Catalogue) -> None:
    objects = catalogue.objects_from(
        [entry(1, 0, ENERGY), entry(3, 2, ENERGY), entry(8, 0, CLOCK, access_rights=5)]
    )
    assert objects["0-0:1.0.0"] is objects[2]
    assert objects.find(ENERGY) is objects[0]
    assert objects.find(ENERGY, 3) is objects[1]
    assert objects.entry(CLOCK).access_rights == 5
    with pytest.raises(UnknownNameError, match=r"no object 1-0:1\.8\.0"):
        objects.find(ENERGY, 8)
    with pytest.raises(UnknownNameError, match="no object 0-0:2"):
        objects.entry("0-0:2.0.0")


def test_plain_tuples_of_either_association(catalogue: Catalogue) -> None:
    logical: Any = (LongUnsigned(8), Unsigned(0), bytes(CLOCK), ([], []))
    short = (0x2BC0, LongUnsigned(3), Unsigned(0), bytes(ENERGY))
    objects = catalogue.objects_from([logical, short])
    assert [type(instance) for instance in objects] == [Clock, RegisterV0]
    assert objects[1].logical_name == ENERGY


def test_an_empty_list(catalogue: Catalogue) -> None:
    assert list(catalogue.objects_from([])) == []


@pytest.mark.parametrize(
    "broken",
    [
        *(5, (1, 2), (1, 0, "x", []), entry(1, 0, ENERGY).__dict__, (1, 0, b"12345")),
        *((3, 256, ENERGY), (3, -1, ENERGY), (0x10000, 0, ENERGY), (-1, 0, ENERGY)),
    ],
)
def test_an_entry_that_is_none_is_said(catalogue: Catalogue, broken: object) -> None:
    with pytest.raises(CosemError, match=r"object_list\[1\] is no entry"):
        catalogue.objects_from([entry(8, 0, CLOCK), broken])


# ---- object lists that were read with their deviations ----

ONE = "0204 120003 1100 0906 0100010800FF 0202 0101 0203 0F02 1601 00 0100"


def as_sent(text: str, version: int = 1) -> Any:
    octets = bytes.fromhex(text)
    return cosem.interface_class(15, version).attribute(2).read(octets)


def told(objects: Any) -> list[tuple[str, str, int]]:
    return [(each.code, each.path, each.offset) for each in objects.deviations]


def test_a_list_of_fewer_than_it_says() -> None:
    """Gurux.DLMS.Net GXDLMSClient.cs:1804 of Iskraemeco MT-880; GXDLMSClient.cs:1952."""
    objects = cosem.objects_from(as_sent(f"0102 {ONE}"))
    assert [repr(each) for each in objects] == ["Register('1-0:1.8.0*255')"]
    assert told(objects) == [("D003", "object_list", 0)]
    assert objects.entries[0].class_id == 3
    methods = "0204 120003 1100 0906 0100010800FF 0202 0100 0202 0F00 0301"
    objects = cosem.objects_from(as_sent(f"0101 {methods}", 0))
    assert [code for code, *_ in told(objects)] == ["D141"]
    assert len(objects.entries[0].access_rights.method_access) == 1


def test_a_list_that_conforms_has_no_deviations() -> None:
    reading = as_sent(f"0102 {ONE} {ONE}")
    objects = cosem.objects_from(reading)
    assert objects.deviations == () == cosem.objects_from(reading.value).deviations
    assert objects.entries == tuple(reading.value)
    assert len(cosem.objects_from(as_sent("00"))) == 0


@pytest.mark.parametrize(
    "odd",
    [
        "00",
        "1105",
        "0204 120003 1100 0905 0100010800 00",
        "0204 0A0133 1100 0906 0100010800FF 00",
        "0204 06 00010000 1100 0906 0100010800FF 00",
        "0203 120003 1100 00",
        "0200",
    ],
)
def test_an_entry_that_is_none_is_told(odd: str) -> None:
    octets = bytes.fromhex(f"0103 {ONE} {odd} {ONE}")
    reading: Any = cosem.axdr.read(octets)
    objects = cosem.objects_from(reading)
    assert [each.CLASS_ID for each in objects] == [3, 3]
    assert len(objects.entries) == 2
    at = 2 + len(bytes.fromhex(ONE))
    assert told(objects) == [("D147", "object_list[1]", at)]
    assert "has no attribute" not in str(objects.deviations)
    with pytest.raises(CosemError, match=r"object_list\[1\] is no entry"):
        cosem.objects_from(reading.value)


def test_an_entry_that_its_type_cannot_be_made_of_is_told_once() -> None:
    odd = "0204 120003 1100 0905 0100010800 0202 0100 0100"
    reading = as_sent(f"0102 {odd} {ONE}")
    assert reading.value[0] is None
    objects = cosem.objects_from(reading)
    assert [each.CLASS_ID for each in objects] == [3]
    assert told(objects) == [("D147", "object_list[0].logical_name", 9)]
    nothing = cosem.objects_from(as_sent(f"0102 00 {ONE}"))
    assert [code for code, *_ in told(nothing)] == ["D131", "D147"]


def test_only_so_many_entries_are_told() -> None:
    count = MOST_TOLD + 50
    octets = b"\x01\x82" + count.to_bytes(2, "big") + b"\x11\x05" * count
    reading: Any = cosem.axdr.read(octets)
    objects = cosem.objects_from(reading)
    assert len(objects) == 0
    assert [code for code, *_ in told(objects)] == ["D147"] * MOST_TOLD + ["D009"]
    assert objects.deviations[-1].found == "50 more"


def test_a_reading_of_something_else_is_no_list() -> None:
    reading: Any = cosem.axdr.read(b"\x11\x05")
    with pytest.raises(CosemError, match="not an object list"):
        cosem.objects_from(reading)
