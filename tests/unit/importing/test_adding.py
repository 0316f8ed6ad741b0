"""Profiles that add to others: what they add, change and take away."""

from __future__ import annotations

from pathlib import Path

import pytest

from cosem_conformance.dumps import DumpError
from cosemgen.importing import fitting

from .sources import Json, attribute, body, imported, model, osgp, thing, told

VALUE = attribute(2, "value", "long-unsigned")
BASE = osgp(
    thing(
        "CLOCK",
        8,
        "0.0.1.0.0.255",
        attribute(3, "time_zone", "long"),
        attribute(8, "daylight_savings_enabled", "boolean"),
    ),
    thing("ALARM", 1, "0.0.97.98.0.255", VALUE),
    thing("VOLTAGE", 3, "1.0.52.7.0.255", VALUE, meterTypes=["PP"]),
)
OLD = {"profile": "SMR", "version": "5.1"}


def added(*objects: Json, version: str = "5.2", inherit: Json = OLD) -> Json:
    return osgp(*objects, version=version, inherit=inherit)


def test_what_is_new_changed_and_the_same(tmp_path: Path) -> None:
    child = added(
        thing(
            "CLOCK",
            8,
            "0.0.1.0.0.255",
            attribute(3, "time_zone", "long", "-60", "FIXED_IN_PROFILE"),
            attribute(9, "clock_base", "enum"),
        ),
        thing("ALARM", 1, "0.0.97.98.0.255", VALUE),
        thing("SAG", 1, "1.0.72.32.0.255", VALUE, meterTypes=["PP"]),
    )
    # The order in which they are given is of no matter.
    found = imported(tmp_path, child, BASE)
    assert told(found) == []
    assert found.files["smr_5_2.cosem"].startswith(
        'profile smr_5_2 "SMR 5.2" from smr_5_1 source smr_5_2 {\n'
    )
    assert body(found.files["smr_5_2.cosem"]) == """\
  change object 0.0.1.0.0.255 {
    change attribute 3 time_zone = -60 access R
    add attribute 9 clock_base access R
    remove attribute 8
  }

  add object 1.0.72.32.0.255 "Sag" as 1 version 0 when pp {
    attribute 2 value: long-unsigned access R
  }"""
    whole = next(each for each in model(found).profiles if each.name == "smr_5_2")
    assert len(whole.objects) == 4


def test_what_takes_the_place_of_another(tmp_path: Path) -> None:
    child = added(
        thing("ALARM", 1, "0.0.97.98.9.255", VALUE),
        thing("VOLTAGE", 3, "1.0.52.7.0.255", VALUE),
        thing(
            "CLOCK",
            8,
            "0.0.1.0.0.255",
            attribute(3, "time_zone", "long"),
            attribute(8, "daylight_savings_enabled", "boolean"),
            version=0,
            description="The clock",
        ),
    )
    found = imported(tmp_path, BASE, child)
    assert told(found) == []
    assert body(found.files["smr_5_2.cosem"]) == """\
  remove object 0.0.97.98.0.255 as 1
  add object 0.0.97.98.9.255 "Alarm" as 1 version 0 {
    attribute 2 value: long-unsigned access R
  }

  remove object 1.0.52.7.0.255 as 3
  add object 1.0.52.7.0.255 "Voltage" as 3 version 0 {
    attribute 2 value: long-unsigned access R
  }

  change object 0.0.1.0.0.255 "The clock\""""


def test_of_three_the_last_changes_the_first(tmp_path: Path) -> None:
    second = added(thing("SAG", 1, "1.0.72.32.0.255", VALUE))
    third = added(
        thing(
            "ALARM",
            1,
            "0.0.97.98.0.255",
            attribute(2, "value", "long-unsigned", access="RW"),
        ),
        thing(
            "LOG",
            7,
            "0.0.99.98.0.255",
            attribute(
                3, "capture objects", "array", "CLOCK,2|SAG,2", "FIXED_IN_PROFILE"
            ),
            version=1,
        ),
        version="5.5",
        inherit={"profile": "SMR", "version": "5.2"},
    )
    found = imported(tmp_path, BASE, second, third)
    assert told(found) == []
    text = found.files["smr_5_5.cosem"]
    assert "change attribute 2 value: long-unsigned access RW" in text
    assert "[{8, 0.0.1.0.0.255, 2, 0}, {1, 1.0.72.32.0.255, 2, 0}]" in text


def test_one_without_what_it_adds_to(tmp_path: Path) -> None:
    child = added(thing("SAG", 1, "1.0.72.32.0.255", VALUE, meterTypes=["PP"]))
    found = imported(tmp_path, child)
    assert told(found) == ["error: : it adds to SMR 5.1: give the file of that too"]
    assert body(found.files["smr_5_2.cosem"]) == """\
  variant pp "Polyphase meters"

  object 1.0.72.32.0.255 "Sag" as 1 version 0 when pp {
    attribute 2 value: long-unsigned access R
  }"""


def test_those_that_add_to_each_other(tmp_path: Path) -> None:
    one = added(
        thing("A", 1, "0.0.96.1.0.255"), inherit={"profile": "SMR", "version": "5.5"}
    )
    other = added(
        thing("B", 1, "0.0.96.1.1.255"),
        version="5.5",
        inherit={"profile": "SMR", "version": "5.2"},
    )
    with pytest.raises(DumpError, match=r"SMR 5\.\d adds to itself"):
        imported(tmp_path, one, other)


def test_a_fault_in_what_is_added_to(tmp_path: Path) -> None:
    """What is left out above is not there below."""
    bad = attribute(3, "time_zone", "long", "70000", "FIXED_IN_PROFILE")
    base = osgp(thing("CLOCK", 8, "0.0.1.0.0.255", bad))
    child = added(
        thing("CLOCK", 8, "0.0.1.0.0.255", bad, attribute(2, "time", "octet-string"))
    )
    found = imported(tmp_path, base, child)
    assert len(told(found)) == 2
    assert body(found.files["smr_5_2.cosem"]) == """\
  change object 0.0.1.0.0.255 {
    add attribute 2 time access R
  }"""


def test_what_cannot_be_parsed_above(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stands on it is not to blame."""
    monkeypatch.setattr(fitting, "COMPLEX", ())
    base = osgp(
        thing("LIST", 1, "0.0.96.1.0.255", attribute(2, "value", "array"), VALUE)
    )
    child = added(thing("SAG", 1, "1.0.72.32.0.255", VALUE))
    found = imported(tmp_path, base, child)
    assert any("after 'array'" in each for each in told(found))
    assert all("objects[0]" in each for each in told(found))
    assert "from smr_5_1" in found.files["smr_5_2.cosem"]


def test_a_code_that_a_pattern_has_too(tmp_path: Path) -> None:
    """The place of the other is that in the source."""
    found = imported(
        tmp_path,
        osgp(
            thing("ONE", 72, "0.1.24.1.0.255", optional=True),
            thing("ALL", 72, "0.x.24.1.0.255"),
        ),
    )
    (error,) = (each for each in told(found) if each.startswith("error"))
    assert "objects[1]: 0.1.24.1.0.255 is already asked for" in error
    assert "source0.json, objects[0])" in error
    assert found.objects == 1
