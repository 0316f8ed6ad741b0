"""Every object that a real meter lists is one that the catalogue explains."""

from __future__ import annotations

from typing import Any

import pytest

import cosem
from cosem.types import CaptureObjectDefinition
from tests.crosschecks import vectors
from tests.crosschecks.captured import complaints, is_object_list, value_complaints
from tests.crosschecks.unexplained import UNEXPLAINED
from tests.interop import material

CAPTURES = [v for v in material.captures() if v.get("valid", True)]
needs_captures = pytest.mark.skipif(
    not CAPTURES, reason="no captures: set COSEM_CAPTURES to their folder"
)
LISTS = [
    pytest.param(15, 2, vectors.LN_VERSION_2, 5, id="ln-version-2"),
    pytest.param(15, 1, vectors.LN_VERSION_1, 3, id="ln-version-1"),
    pytest.param(12, 0, vectors.SN_VERSION_0, 5, id="sn-version-0"),
]


def listed(class_id: int, version: int, octets: str) -> list[str]:
    """Complaints about the object list of an association."""
    kind = cosem.interface_class(class_id, version)
    value = kind.attribute(2).decode(bytes.fromhex(octets))
    return list(value_complaints(class_id, 2, value))


@needs_captures
def test_captures_hold_nothing_unexplained() -> None:
    found: dict[str, set[str]] = {}
    for vector in CAPTURES:
        for complaint in complaints(vector):
            found.setdefault(vector["id"], set()).add(complaint)
    assert found == {name: set(reasons) for name, reasons in UNEXPLAINED.items()}


@needs_captures
def test_captures_have_lists_of_many_objects() -> None:
    """Nothing is explained where nothing is listed."""
    lists = [v for v in CAPTURES if is_object_list(v["class_id"], v["attribute"])]
    assert sum(v["expected"]["objects"] for v in lists) > 1000


def test_every_reason_is_given() -> None:
    reasons = [r for entries in UNEXPLAINED.values() for r in entries.values()]
    assert all(reasons)


@pytest.mark.parametrize(("class_id", "version", "octets", "count"), LISTS)
def test_short_lists_are_explained(
    class_id: int, version: int, octets: str, count: int
) -> None:
    kind = cosem.interface_class(class_id, version)
    assert len(kind.attribute(2).decode(bytes.fromhex(octets))) == count
    assert listed(class_id, version, octets) == []


# Octets of the first short list, what is put in their place, what is said of it.
WRONG_LN = [
    pytest.param("120007110109", "12232a110109", "no interface class 9002", id="class"),
    pytest.param("120007110109", "120007110909", "no version 9 of", id="version"),
    pytest.param("0100630100ff", "0100ee0000ff", "reserved or unknown", id="code"),
    pytest.param("000060030aff", "0100010800ff", "not 70", id="class-of-code"),
    pytest.param("02030f0816", "02030f0916", "no attribute 9", id="attribute"),
    pytest.param("02030f0816", "02030f0716", "attribute 7 has", id="attribute-twice"),
    pytest.param("02020f0216", "02020f0316", "no method 3", id="method"),
    pytest.param("02020f0216", "02020f0116", "method 1 has", id="method-twice"),
    pytest.param("0f02160300", "0f02160301010f03", "no selector 3", id="selector"),
    pytest.param("005e0704ff", "00630100ff", "listed twice", id="object-twice"),
]
# The same of the short list with base names.
WRONG_SN = [
    pytest.param("12000c1100", "12000c1107", "no version 7 of", id="version"),
    pytest.param("0000290000ff", "0000290100ff", "reserved or unknown", id="code"),
    pytest.param("0000010000ff", "00002a0000ff", "not 8", id="class-of-code"),
    pytest.param("10fa00", "10fa04", "at 0xFA04: not a multiple of 8", id="multiple"),
    pytest.param("102c80", "102c48", "reaches up to 0x2C48, into", id="overlap"),
    pytest.param("102d00", "102c80", "into 1-0:1.8.0*255 at", id="base-name-twice"),
]


@pytest.mark.parametrize(("old", "new", "complaint"), WRONG_LN)
def test_a_wrong_entry_is_said(old: str, new: str, complaint: str) -> None:
    octets = vectors.LN_VERSION_2.replace(old, new, 1)
    assert any(complaint in said for said in listed(15, 2, octets))


@pytest.mark.parametrize(("old", "new", "complaint"), WRONG_SN)
def test_a_wrong_entry_with_a_base_name_is_said(
    old: str, new: str, complaint: str
) -> None:
    octets = vectors.SN_VERSION_0.replace(old, new, 1)
    assert any(complaint in said for said in listed(12, 0, octets))


@pytest.mark.parametrize("number", ["81", "ff"])
def test_members_of_the_manufacturer_are_no_fault(number: str) -> None:
    octets = vectors.LN_VERSION_2.replace("02030f0816", f"02030f{number}16", 1)
    octets = octets.replace("02020f0216", f"02020f{number}16", 1)
    assert octets != vectors.LN_VERSION_2
    assert listed(15, 2, octets) == []


# class id, logical name, attribute, element; what is said
COLUMNS = [
    pytest.param((8, "0.0.1.0.0.255", 2, 0), None, id="clock"),
    pytest.param((7, "1.0.99.1.0.255", 0, 0), None, id="whole-object"),
    pytest.param((3, "1.0.1.8.0.255", -1, 0), None, id="manufacturer"),
    pytest.param((3, "1.0.1.8.0.255", 3, 2), None, id="member"),
    pytest.param((3, "1.0.1.8.0.255", 3, 3), "no element 3", id="no-member"),
    pytest.param((3, "1.0.1.8.0.255", 1, 1), "no element 1", id="not-structured"),
    pytest.param((3, "1.0.1.8.0.255", 4, 0), "no version of", id="attribute"),
    pytest.param((70, "1.0.1.8.0.255", 2, 0), "not 70", id="class-of-code"),
    pytest.param((9002, "0.0.96.50.0.255", 2, 0), "no interface class", id="class"),
    pytest.param((1, "0.0.1.8.0.255", 2, 0), "reserved or unknown", id="code"),
]


@pytest.mark.parametrize(("members", "complaint"), COLUMNS)
def test_columns(members: tuple[int, str, int, int], complaint: str | None) -> None:
    class_id, name, attribute, element = members
    column = CaptureObjectDefinition(class_id, cosem.Obis(name), attribute, element)
    found = list(value_complaints(7, 3, [column]))
    if complaint is None:
        assert found == []
    else:
        assert any(complaint in said for said in found)


# Captures that are wrong as a whole: what they hold, what is said.
VECTORS = [
    pytest.param((3, 0, 9, None, "00"), "no attribute 9", id="attribute"),
    pytest.param((3, 9, 2, None, "00"), "no version 9 of", id="version"),
    pytest.param((3, 0, 2, "0.0.1.0.0.255", "00"), "not 3", id="class-of-code"),
    pytest.param(
        (None, None, None, None, "0201" "0906" "0000010800ff"),
        "0-0:1.8.0*255 is reserved",
        id="pushed",
    ),
]


@pytest.mark.parametrize(("facts", "complaint"), VECTORS)
def test_a_wrong_capture_is_said(facts: tuple[Any, ...], complaint: str) -> None:
    keys = ("class_id", "version", "attribute", "obis", "data_hex")
    found = list(complaints(dict(zip(keys, facts, strict=True))))
    assert any(complaint in said for said in found)
