"""Rows of attributes and profiles of the Open Smart Grid Platform, both JSON."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from cosem_conformance.dumps import DumpError, load
from cosem_conformance.dumps.readers.common import parse_access

from .shown import read, rights, shown
from .vectors import PROFILE, ROWS


def test_rows() -> None:
    dump = load(io.BytesIO(json.dumps(ROWS).encode()))
    assert (dump.meter.maker, dump.meter.firmware) == ("ACME", "1.2")
    assert (dump.source.repository, dump.source.file) == (
        "owner/name",
        "meters/one.xml",
    )
    assert dump.extra == {"real": True, "patterns": [ROWS["rows"][2]]}
    assert dump.complete
    (association,) = dump.associations
    assert (association.client, association.referencing) == (18, "SN")
    assert association.conformance == (
        *("block_transfer_with_get_or_read", "block_transfer_with_set_or_write"),
        *("block_transfer_with_action", "multiple_references"),
        *("get", "set", "selective_access", "action"),
    )
    assert association.extra == {"baud": 9600}
    (energy,) = association.objects
    assert shown(energy) == {
        "of": "3 1-0:1.8.0*255 at 0x03E8",
        "version": 0,
        "attributes": {2: "read", 3: "read, write, authenticated request"},
        "methods": {1: "call"},
        "selectors": {3: (1, 2)},
        "values": {2: None, 3: "02020f00161e"},
        "extra": {"methods": {"1": {"parameter": "integer"}}},
    }
    first, second = energy.values
    assert first.tag == 6
    assert (second.derived, second.extra) == ("encoded anew", {"note": "kept"})


def test_a_right_for_each_client_is_an_association_for_each() -> None:
    row = {
        "class_id": 8,
        "version": 0,
        "logical_name": "0.0.1.0.0.255",
        "attribute": 2,
        "access_rights": {"management": "RW", "public": "-"},
    }
    rows = {"source": {"meter": {}}, "rows": [row]}
    found = read(json.dumps(rows))
    assert [each.name for each in found] == ["management", "public"]
    assert [rights(each.objects[0].attribute_access) for each in found] == [
        {2: "read, write"},
        {2: "no access"},
    ]


def test_an_attribute_that_is_listed_again_is_of_another_object() -> None:
    rows = {"source": {"meter": {}}, "rows": [ROWS["rows"][1]] * 2}
    (association,) = read(json.dumps(rows))
    assert len(association.objects) == 2


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"class_id": 70000}, "rows[0].class_id: expected a whole number 0..65535"),
        ({"class_id": "3x"}, "rows[0].class_id: expected a whole number 0..65535"),
        ({"logical_name": "1.8"}, "rows[0].logical_name: expected a logical name as"),
        (
            {"raw_hex": "0"},
            "rows[0].raw_hex: expected octets in hexadecimal, found '0'",
        ),
        (
            {"access_rights": "Q"},
            "rows[0].access_rights: expected an access right as RW",
        ),
        ({"access_rights": 3}, "rows[0].access_rights: expected text, found 3"),
        ({"attribute": None}, "rows[0].attribute: expected a whole number -128..127"),
    ],
)
def test_a_row_at_fault_is_told(change: dict[str, Any], message: str) -> None:
    rows = {"source": {"meter": {}}, "rows": [{**ROWS["rows"][0], **change}]}
    with pytest.raises(DumpError) as caught:
        read(json.dumps(rows))
    assert message in str(caught.value)


def test_a_profile_of_the_open_smart_grid_platform() -> None:
    dump = load(io.BytesIO(json.dumps(PROFILE).encode()))
    assert dump.meter.model == "SMR 5.2"
    assert dump.extra["inherit"] == {"profile": "SMR", "version": "5.1"}
    assert [each["tag"] for each in dump.extra["patterns"]] == ["ANY"]
    alarm, empty = dump.associations[0].objects
    assert shown(alarm) == {
        "of": "1 0-0:97.98.1*255",
        "version": 0,
        "attributes": {2: "read, write"},
        "values": {2: "900"},
        "extra": {
            "tag": "ALARM_REGISTER_2",
            "description": "Alarm register 2",
            "group": "ELECTRICITY",
            "meterTypes": ["SP", "PP"],
            "properties": {},
        },
    }
    (value,) = alarm.values
    assert value.type == "double-long-unsigned"
    assert value.extra == {"description": "value", "valuetype": "FIXED_IN_PROFILE"}
    assert empty.attribute_access == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("R", "read"),
        ("rw", "read, write"),
        ("R/W", "read, write"),
        ("read only", "read"),
        ("Read-only", "read"),
        ("get, set", None),
        ("Get/Set", "read, write"),
        ("aR", "read, authenticated request"),
        ("authenticated read and write", "read, write, authenticated request"),
        ("A", "call"),
        ("aA", "call, authenticated request"),
        ("-", "no access"),
        ("no access", "no access"),
        ("n", "no access"),
        ("perhaps", None),
        ("RWX", None),
        ("", None),
    ],
)
def test_rights_as_people_write_them(text: str, words: str | None) -> None:
    found = parse_access(text)
    assert (None if found is None else str(found)) == words
