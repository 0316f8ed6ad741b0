"""What each form of source says, as a profile."""

from __future__ import annotations

from pathlib import Path

import pytest

from cosem_conformance.dumps import (
    Access,
    Association,
    Dump,
    DumpedObject,
    Meter,
    Value,
    save,
)
from cosem_runtime import Obis
from cosemgen.importing import import_profiles
from tests.unit.dumps.workbook import workbook

from .sources import (
    attribute,
    body,
    imported,
    model,
    osgp,
    row,
    rows,
    table,
    thing,
    told,
)

READ = Access(frozenset({"read_access"}))
NONE = Access(frozenset())
CALL = Access(frozenset({"access"}))


def test_a_table_with_a_client_in_each_column(tmp_path: Path) -> None:
    found = imported(
        tmp_path,
        "OBIS;IC;Version;Attribute;Method;Attribute name;Type;Meter reader;Public\n"
        "1-0:1.8.0*255;3;0;2;;value;double-long-unsigned;R;-\n"
        ";;;3;;scaler_unit;scal_unit_type;R;-\n"
        ";;;;1;reset;;-;-\n"
        "1-0:2.8.0*255;3;0;2;;value;double-long-unsigned;R;-\n"
        ";;;3;;scaler_unit;scal_unit_type;R;-\n"
        ";;;;1;reset;;-;-\n"
        "0-0:96.1.0*255;1;0;2;;value;octet-string[8];R;RW\n",
    )
    assert told(found) == []
    assert found.files["package.cosem"] == (
        'package asked "source0" {\n  needs cosem\n  source source0 "source0.csv"\n}\n'
    )
    assert body(found.files["source0.cosem"]) == """\
  client meter_reader
  client public

  objects as 3 version 0 {
    attribute 2 value: double-long-unsigned access meter_reader R, public none
    attribute 3 scaler_unit access meter_reader R, public none
    method 1 reset access meter_reader none, public none

    1.0.1.8.0.255 "Register"
    1.0.2.8.0.255 "Register"
  }

  object 0.0.96.1.0.255 "Data" as 1 version 0 {
    attribute 2 value: octet-string[8] access meter_reader R, public RW
  }"""


def test_objects_that_need_not_be_there_and_values(tmp_path: Path) -> None:
    found = imported(
        tmp_path,
        "OBIS;Class;Version;Object name;M/O;Attribute;Access;Default value\n"
        "1.0.99.1.0.255;7;1;Load profile;M;4;RW;900\n"
        ";;;;;5;R;1\n"
        "1.0.99.2.0.255;7;1;Daily profile;O;;;\n",
    )
    assert told(found) == []
    assert body(found.files["source0.cosem"]) == """\
  object 1.0.99.1.0.255 "Load profile" as 7 version 1 {
    attribute 4 capture_period default 900 access RW
    attribute 5 sort_method default fifo access R
  }

  object 1.0.99.2.0.255 "Daily profile" as 7 version 1 optional"""


def test_a_heading_that_says_fixed(tmp_path: Path) -> None:
    head = "OBIS;Class;Version;Attribute;Access;Fixed value"
    found = imported(tmp_path, table(("0.0.1.0.0.255", 8, 0, 3, "R", "-60"), head=head))
    assert "time_zone = -60 access R" in found.files["source0.cosem"]


def test_a_workbook(tmp_path: Path) -> None:
    sheet = [
        ["OBIS", "Class", "Version", "Attribute", "Access"],
        ["1.0.1.8.0.255", 3, 0, 2, "R"],
        ["nothing", 3, 0, 2, "R"],
    ]
    found = imported(tmp_path, workbook({"Cover": [["Model"]], "Model": sheet}))
    assert body(found.files["source0.cosem"]) == """\
  object 1.0.1.8.0.255 "Register" as 3 version 0 {
    attribute 2 value access R
  }"""
    assert told(found) == [
        "error: line 3: Model: logical_name: expected an OBIS code, found 'nothing'"
    ]


def test_a_profile_of_a_head_end(tmp_path: Path) -> None:
    found = imported(
        tmp_path,
        osgp(
            thing(
                "CLOCK",
                8,
                "0.0.1.0.0.255",
                attribute(2, "time", "octet-string", "CURRENT_TIME"),
                attribute(3, "time zone", "long", "-60", "SET_BY_CLIENT", access="RW"),
            ),
            thing(
                "VOLTAGE_L1",
                3,
                "1.0.32.7.0.255",
                attribute(2, "value", "long-unsigned"),
                attribute(
                    3, "scaler_unit", "scal_unit_type", "-1, V", "FIXED_IN_PROFILE"
                ),
            ),
            thing(
                "VOLTAGE_L2",
                3,
                "1.0.52.7.0.255",
                attribute(2, "value", "long-unsigned"),
                attribute(
                    3, "scaler_unit", "scal_unit_type", "-1, V", "FIXED_IN_PROFILE"
                ),
                meterTypes=["PP"],
            ),
            thing(
                "LOG",
                7,
                "0.0.99.98.0.255",
                attribute(
                    3,
                    "capture objects",
                    "array",
                    "CLOCK,2|VOLTAGE_L1,2",
                    "FIXED_IN_PROFILE",
                ),
                version=1,
                note='the "first" log',
            ),
            thing(
                "MBUS",
                72,
                "0.x.24.1.0.255",
                attribute(5, "primary address", "unsigned"),
            ),
            description="Profile of an example",
        ),
    )
    assert told(found) == [
        "warning: objects[4]: nobody says how many objects of a pattern there are: they are optional"
    ]
    text = found.files["smr_5_1.cosem"]
    assert text.startswith(
        '/// Profile of an example\nprofile smr_5_1 "SMR 5.1" source smr_5_1 {\n'
    )
    assert body(text) == """\
  variant pp "Polyphase meters"

  object 0.0.1.0.0.255 "Clock" as 8 version 0 {
    attribute 2 time access R
    attribute 3 time_zone default -60 access RW
  }

  object 1.0.32.7.0.255 "Voltage l1" as 3 version 0 {
    attribute 2 value: long-unsigned access R
    attribute 3 scaler_unit = {-1, volt} access R
  }

  object 1.0.52.7.0.255 "Voltage l2" as 3 version 0 when pp {
    attribute 2 value: long-unsigned access R
    attribute 3 scaler_unit = {-1, volt} access R
  }

  object 0.0.99.98.0.255 "Log" as 7 version 1 note "the \\"first\\" log" {
    attribute 3 capture_objects = [{8, 0.0.1.0.0.255, 2, 0}, {3, 1.0.32.7.0.255, 2, 0}] access R
  }

  object 0.b.24.1.0.255 "Mbus" where b in 1..64 as 72 version 0 optional {
    attribute 5 primary_address access R
  }"""


def test_rows_of_a_collection(tmp_path: Path) -> None:
    rights = {"reading": "R", "R": "-"}
    source = rows(
        row(2, "Value", rights, type="Long unsigned"),
        row(3, "scaler_unit (fixed)", rights, raw_hex="0202 0f00 161e"),
        methods=[row(1, "reset (data)", {"reading": "A"}, method=1)],
        repo="acme/meters",
        path="one.pdf",
        licence="CC0",
    )
    found = imported(tmp_path, source)
    assert told(found) == []
    assert 'source acme_one "acme/meters one.pdf; CC0"' in found.files["package.cosem"]
    assert body(found.files["acme_one.cosem"]) == """\
  client reading
  client r_

  object 1.0.1.8.0.255 "Register" as 3 version 0 unit watt_hour {
    attribute 2 value: long-unsigned access reading R, r_ none
    attribute 3 scaler_unit access reading R, r_ none
    method 1 reset access reading call
  }"""


@pytest.fixture
def meter(tmp_path: Path) -> Path:
    energy = DumpedObject(
        3, 0, Obis("1.0.1.8.0.255"), None, {1: READ, 2: READ, 3: READ}, {1: NONE}
    )
    energy.values = [
        Value(2, bytes.fromhex("0600000001")),
        Value(3, bytes.fromhex("0202 0F03 161E")),
    ]
    clock = DumpedObject(8, None, Obis("0.0.1.0.0.255"), None, {2: READ}, {3: CALL})
    public = DumpedObject(3, 0, Obis("1.0.1.8.0.255"), None, {2: NONE, 3: READ})
    associations = [
        Association("Management", 1, objects=[energy, clock]),
        Association("", 16, objects=[public]),
    ]
    path = tmp_path / "meter.jsonl"
    save(Dump(Meter("ACME", "Two"), associations=associations), path)
    return path


def test_what_a_meter_has(meter: Path) -> None:
    found = import_profiles(
        [meter], "asked", describe=lambda code, class_id: f"{class_id}: {code}"
    )
    assert told(found) == []
    assert model(found).profiles[0].clients[1].sap == 16
    assert found.files["acme_two.cosem"] == """\
/// What one meter has.
profile acme_two "ACME Two" source acme_two {
  client management 1
  client client_16 16

  object 1.0.1.8.0.255 "3: 1.0.1.8.0.255" as 3 version 0 unit watt_hour {
    attribute 1 logical_name access management R
    attribute 2 value access management R, client_16 none
    attribute 3 scaler_unit access management R, client_16 R
    method 1 reset access management none
  }

  object 0.0.1.0.0.255 "8: 0.0.1.0.0.255" as 8 {
    attribute 2 time access management R
    method 3 adjust_to_minute access management call
  }
}
"""


def test_a_class_of_which_only_the_name_is_known(tmp_path: Path) -> None:
    attestation = DumpedObject(170, 0, Obis("0.0.96.128.4.255"), None, {1: READ})
    path = tmp_path / "meter.jsonl"
    save(Dump(associations=[Association(client=16, objects=[attestation])]), path)
    found = import_profiles([path], "asked")
    assert told(found) == []
    assert "attribute 1 logical_name access client_16 R" in found.files["meter.cosem"]


def test_a_form_that_is_named(meter: Path, tmp_path: Path) -> None:
    by_content = import_profiles([meter], "asked")
    assert import_profiles([meter], "asked", form="dump") == by_content


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["package", "con", "9th", "object", "from", "R", "profile", "ß"]
)
def test_names_that_mean_something_else(tmp_path: Path, name: str) -> None:
    source = rows(row(2, "value", {name: "R", "other": "-"}))
    source["source"]["meter"] = {"model": name}
    assert told(imported(tmp_path, source)) == []
