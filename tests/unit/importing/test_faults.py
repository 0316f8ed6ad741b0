"""What is wrong with a source is told with its place, and what is sure is done."""

from __future__ import annotations

from pathlib import Path

import pytest

from cosem_conformance.dumps import DumpError

from .sources import attribute, body, imported, osgp, row, rows, table, thing, told

# One row, what is told of it, and what becomes of it.
FAULTS = {
    "a logical name": (
        ("0.0.43.0.0255", 64, 0, 2, "", "", "R"),
        "error: line 3: logical_name: expected an OBIS code, found '0.0.43.0.0255'",
        "",
    ),
    "a class": (
        ("0.0.96.1.0.255", "Data", 0, 2, "", "", "R"),
        "error: line 3: class_id: expected a number 0..65535, found 'Data'",
        "",
    ),
    "a right": (
        ("0.0.96.1.0.255", 1, 0, 2, "", "", "perhaps"),
        "error: line 3: access: expected an access right as R, RW or -, found 'perhaps'",
        "",
    ),
    "an attribute that the version does not have": (
        ("0.1.24.1.0.255", 72, 0, 13, "configuration", "", "R"),
        "error: line 3: class 72 (M-Bus client) version 0 has no attribute 13 (configuration), but 1..12; "
        "versions 1 and 2 have it",
        'object 0.1.24.1.0.255 "M-Bus client" as 72 version 0',
    ),
    "an attribute that no version has": (
        ("0.0.96.1.0.255", 1, "", 3, "", "", "R"),
        "error: line 3: class 1 (Data) version 0 has no attribute 3, but 1..2",
        'object 0.0.96.1.0.255 "Data" as 1',
    ),
    "a name of no member": (
        ("1.0.2.8.0.255", 3, 0, 3, "scalar_unit", "", "R"),
        "warning: line 3: attribute 3 of class 3 (Register) is scaler_unit, not scalar_unit",
        "attribute 3 scaler_unit access R",
    ),
    "a name of another member": (
        ("1.0.2.8.0.255", 3, 0, 3, "value", "", "R"),
        "error: line 3: attribute 3 of class 3 (Register) is scaler_unit, not value, which is another member: "
        "number and name do not fit",
        'object 1.0.2.8.0.255 "Register" as 3 version 0',
    ),
    "a type that is none": (
        ("1.0.2.8.0.255", 3, 0, 2, "", "Doubel_long_unsigned", "R"),
        "warning: line 3: there is no data type 'Doubel_long_unsigned': double-long-unsigned is meant",
        "attribute 2 value: double-long-unsigned access R",
    ),
    "a type that the attribute does not have": (
        ("0.0.1.0.0.255", 8, 0, 3, "", "unsigned", "R"),
        "error: line 3: the type unsigned is not that of time_zone, which is long",
        "attribute 3 time_zone access R",
    ),
    "a size that the attribute does not have": (
        ("0.0.34.0.0.255", 130, 0, 4, "", "octet_string[8]", "R"),
        "error: line 3: domain_ID is never sent as octet-string[8]: expected octet-string of that size or range",
        "attribute 4 domain_ID access R",
    ),
    "a right of another row": (
        ("1.0.1.8.0.255", 3, 0, 2, "value", "double-long-unsigned", "RW"),
        "error: line 3: class 3, 1.0.1.8.0.255 has the same attribute twice, with other rights: R at line 2, RW",
        "attribute 2 value: double-long-unsigned access R",
    ),
    "a type of another row": (
        ("1.0.1.8.0.255", 3, 0, 2, "value", "long64", "R"),
        "error: line 3: class 3, 1.0.1.8.0.255 has the same attribute twice, with another type",
        "attribute 2 value: double-long-unsigned access R",
    ),
    "another version": (
        ("1.0.1.8.0.255", 3, 1, 3, "", "", "R"),
        "error: line 3: class 3, 1.0.1.8.0.255 has version 0 at line 2, and version 1 here",
        'object 1.0.1.8.0.255 "Register" as 3 version 0',
    ),
    "a class that nobody knows": (
        ("0.0.96.50.0.255", 9000, 0, 2, "Some Thing", "unsigned", "R"),
        "warning: line 3: no class 9000 is known: its members are believed",
        "attribute 2 some_thing: unsigned access R",
    ),
    "a version that nobody knows": (
        ("1.0.2.8.0.255", 3, 9, 2, "", "", "R"),
        "warning: line 3: no version 9 is known of class 3 (Register), but 0: its members are held against those",
        "as 3 version 9",
    ),
    "several objects": (
        ("0.x.24.2.1.255", 4, 0, 2, "", "", "R"),
        "warning: line 3: nobody says how many objects of a pattern there are: they are optional",
        "where b in 1..64 as 4 version 0 optional",
    ),
    "more objects than a pattern may mean": (
        ("0.x.24.y.1.255", 4, 0, 2, "", "", "R"),
        "error: line 3: 0.b.24.d.1.255 stands for 16384 objects: expected 1000 at the most (say with 'where' which codes are meant)",
        "",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS)
def test_a_row_of_a_table(tmp_path: Path, fault: str) -> None:
    wrong, said, kept = FAULTS[fault]
    good = ("1.0.1.8.0.255", 3, 0, 2, "value", "double-long-unsigned", "R")
    found = imported(tmp_path, table(good, wrong))
    assert said in told(found)
    assert kept in body(found.files["source0.cosem"])
    # The good row is there, whatever the other one is.
    assert (
        "attribute 2 value: double-long-unsigned access R"
        in found.files["source0.cosem"]
    )


# The value of an attribute as it is stated, what is told and what is asked for.
VALUES = {
    ("8", "3", "long", "-60"): ("", "= -60"),
    ("8", "3", "long", "70000"): (
        "error: {}: fixed value of time_zone: expected -32768..32767, found 70000",
        "",
    ),
    ("8", "8", "boolean", "0"): ("", "= FALSE"),
    ("8", "8", "boolean", "2"): (
        "error: {}: the value of attribute 8 (daylight_savings_enabled): expected TRUE or FALSE, found '2'",
        "",
    ),
    ("8", "9", "enum", "1"): ("", "= internal_crystal"),
    ("8", "9", "enum", "99"): (
        "error: {}: fixed value of clock_base: 'clock_base' has no value 99",
        "",
    ),
    ("3", "3", "", "-3, kWh"): (
        "error: {}: the value of attribute 3 (scaler_unit): there is no unit 'kWh', or there are several",
        "",
    ),
    ("3", "3", "", "3, wh"): ("", "= {3, watt_hour}"),
    ("3", "3", "", "0"): (
        "error: {}: the value of attribute 3 (scaler_unit): expected a scaler and a unit as '0, Wh', found '0'",
        "",
    ),
    ("15", "9", "octet-string", "0.0.43.0.0255"): (
        "error: {}: the value of attribute 9 (security_setup_reference): expected a logical name, found '0.0.43.0.0255'",
        "",
    ),
    ("15", "9", "octet-string", "0.0.43.0.0.255"): ("", "= 0.0.43.0.0.255"),
    ("15", "9", "octet-string", "0.0.43.0.0.256"): (
        "error: {}: the value of attribute 9 (security_setup_reference): expected a logical name, found '0.0.43.0.0.256'",
        "",
    ),
    ("1", "2", "long-unsigned", "0x0063"): ("", "= 99"),
    ("1", "2", "long-unsigned", "many"): (
        "error: {}: the value of attribute 2 (value): nobody can say what 'many' is",
        "",
    ),
    ("1", "2", "long-unsigned", "9" * 30): (
        "error: {}: the value of attribute 2 (value): nobody can say what '99",
        "",
    ),
    ("1", "2", "visible-string", 'a "b"'): ("", '= "a \\"b\\""'),
    ("1", "2", "visible-string[4]", "ABC"): (
        "error: {}: fixed value of value: expected 4 characters, found 3",
        "",
    ),
    ("7", "3", "array", "NAME,2"): (
        "error: {}: the value of attribute 3 (capture_objects): there is no object 'NAME'",
        "",
    ),
    ("7", "3", "array", "OTHERS,2"): (
        "error: {}: the value of attribute 3 (capture_objects): 'OTHERS' is several objects (0.b.24.1.0.255)",
        "",
    ),
    ("7", "3", "array", "one"): (
        "error: {}: the value of attribute 3 (capture_objects): expected columns as 'CLOCK,2|STATUS,2', found 'one'",
        "",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("stated", VALUES, ids=" ".join)
def test_a_value(tmp_path: Path, stated: tuple[str, str, str, str]) -> None:
    class_id, number, kind, value = stated
    said, asked = VALUES[stated]
    version = {"15": 1, "7": 1}.get(class_id, 0)
    found = imported(
        tmp_path,
        osgp(
            thing(
                "ANY",
                int(class_id),
                "0.0.1.0.0.255",
                attribute(int(number), "", kind, value, "FIXED_IN_PROFILE"),
                version=version,
            ),
            thing("OTHERS", 72, "0.x.24.1.0.255"),
        ),
    )
    place = said.format("objects[0].attributes[0]")
    problems = [each for each in told(found) if "optional" not in each]
    assert len(problems) == bool(said)
    assert all(each.startswith(place) for each in problems)
    (line,) = (
        each
        for each in found.files["smr_5_1.cosem"].splitlines()
        if " attribute " in each
    )
    assert asked in line and line.count(" = ") == bool(asked)
    assert line.endswith("access R")


def test_json_with_places(tmp_path: Path) -> None:
    good = row(2, "value")
    found = imported(
        tmp_path,
        rows(
            good,
            row(3, "scaler_unit", logical_name="1.0.1.8"),
            row(3, "scaler_unit", version="old"),
            row(3, "scaler_unit", {"reading": 7}),
            row(
                2,
                "thresholds:thresholds[1].threshold",
                value="5",
                class_id=21,
                logical_name="0.0.16.0.0.255",
            ),
            methods=[row(1, "value", method=1)],
        ),
    )
    assert told(found) == [
        "error: methods[0]: method 1 of class 3 (Register) is reset, not value, which is another member: number and "
        "name do not fit",
        "error: rows[1].logical_name: expected a logical name as 1.0.1.8.0.255, found '1.0.1.8'",
        "error: rows[2].version: expected a whole number 0..255, found 'old'",
        "error: rows[3].access_rights.reading: expected text, found 7",
        "error: rows[4]: the value of a part cannot be asked for: thresholds:thresholds[1].threshold",
    ]


def test_an_object_of_a_head_end_that_cannot_be_read(tmp_path: Path) -> None:
    good = attribute(2, "value", "unsigned")
    found = imported(
        tmp_path,
        osgp(
            thing(
                "A",
                1,
                "0.0.96.1.0.255",
                good,
                attribute(2, "value", "unsigned", access="?"),
            ),
            thing("B", 1, "0.0.96.1.1.255", good, meterTypes=["XP"]),
            thing("C", 1, "0.0.96.1.2.255", {"id": "two", "access": "R"}),
        ),
    )
    assert told(found) == [
        "error: objects[0].attributes[1].access: expected R, W or RW, found '?'",
        "error: objects[1].meterTypes[0]: expected one of SP, PP, found 'XP'",
        "error: objects[2].attributes[0].id: expected a whole number -128..127, found 'two'",
    ]
    assert found.objects == 2


def test_the_same_at_many_places_is_told_once(tmp_path: Path) -> None:
    lines = [
        (f"1.0.{at}.8.0.255", 3, 0, 3, "scalar_unit", "", "R") for at in range(1, 21)
    ]
    found = imported(tmp_path, table(*lines))
    (problem,) = found.problems
    assert len(problem.places) == 20
    assert problem.where.endswith("source0.csv: line 2 and 19 more")


def test_nothing_that_can_be_read(tmp_path: Path) -> None:
    with pytest.raises(
        DumpError, match="nothing is asked for: no object could be read"
    ):
        imported(tmp_path, table(("x", 3, 0, 2, "", "", "R")))


def test_two_profiles_of_one_name(tmp_path: Path) -> None:
    one = osgp(thing("A", 1, "0.0.96.1.0.255"))
    with pytest.raises(
        DumpError, match="it is the profile 'SMR 5.1', as .*source0.json is"
    ):
        imported(tmp_path, one, one)
