"""Each fault that can be planted is one that a check finds, and each check finds one."""

from __future__ import annotations

import pytest

import cosem
from cosem_conformance.dumps import Dump
from cosem_conformance.judge import CHECKS, FAILED
from cosem_conformance.live.transport import Attribute, TransportError
from cosem_conformance.simulator import (
    KINDS,
    Fault,
    FaultError,
    SimulatedMeter,
    plant,
)
from cosem_runtime import Obis

from .client import dumped

REGISTER = bytes(Obis("1.0.1.8.0.255")).hex()
_OTHER = bytes(Obis("1.0.2.8.0.255")).hex()
_ENTRY = "12 0001 0905 07E80B0F05 1101"
_SCRIPTED = "0906 00000A0000FF"
_WEEK = "02 08 0901 57" + "1101" * 7
_SEASON = "090C FFFF0101FFFFFFFFFF8000FF"

FAULTS = {
    "OL-01": "extra-octets:15.2",
    "OL-02": "wrong-member:15.2",
    "OL-03": "duplicate:3",
    "OL-04": "unlisted:15",
    "OL-05": "access:3.4=1",
    "OL-06": "method-access:3.2=1",
    "OL-07": "selector:7.2=9",
    "ID-01": "wrong-class:3=2",
    "ID-02": "wrong-version:3=9",
    "ID-03": "wrong-name:3=1.0.2.8.0.255",
    "ID-04": "value:40.7=12 0000",
    "ID-06": "wrong-version:64#1=0",
    "AT-01": "undefined:3.2",
    "AT-02": "open:3.2",
    "AT-03": "broken:3.2",
    "TY-01": "wrong-type:3.3",
    "TY-02": "cut-short:3.2",
    "TY-03": "value:3.2=0101 0600000001",
    "TY-04": "wrong-enum:70.4",
    "TY-05": "out-of-range:8.7",
    "TY-06": "wrong-size:64.5",
    "TY-07": "wrong-size:112.7",
    "TY-08": "wrong-time:8.2",
    "TY-09": "long-length:3.3",
    "TY-10": "value:1.2=0600000001",
    "AR-01": "access:3.3=7",
    "AR-02": "access:3.1=3",
    "AR-03": "access:8.4=3",
    "AR-04": "access:15.7=3",
    "CL-01": "value:7.2=0101 0201 0600000000",
    "CL-02": f"value:7.6=0204 120003 0906{_OTHER} 0F02 120000",
    "CL-03": "value:7.7=0600000063",
    "CL-07": "value:3.3=0202 0FE2 161E",
    "CL-09": f"value:20.3=0101 0203 090153 {_SEASON} 090158",
    "CL-10": "value:21.2=0102 120064 0600000064",
    "CL-12": "value:18.4=0600000003",
    "CL-14": f"value:11.2=0102 0203 {_ENTRY} 0203 {_ENTRY}",
    "XR-01": "dangling:7.3",
    "XR-02": f"value:7.3=0101 0204 120003 0906{REGISTER} 0F09 120000",
    "XR-03": "value:22.2=0202 0906 0000010000FF 120001",
    "OB-01": "wrong-name:20=1.0.1.8.0.255",
    "OB-02": "wrong-name:18=0.1.44.0.0.255",
    "OB-03": "value:3.3=0202 0F00 161B",
    "DV-01": "hidden:1",
    "DV-02": "value:1.2=0905 6163003031",
}
"""What each check finds, planted in a meter without any."""

BESIDE = {
    "CL-02": ("value:7.5=1603",),
    "CL-09": (f"value:20.4=0101 {_WEEK}",),
    "CL-10": (f"value:21.3=0203 120003 0906{REGISTER} 0F02",),
    "CL-12": ("value:18.3=0404C0",),
}
"""What else has to be so for it."""


def judged(meter: SimulatedMeter, *checks: str) -> set[str]:
    """The checks that found something."""
    views = meter.views if "ID-06" in checks else meter.views[:1]
    found = [dumped(view, view.name).associations[0] for view in views]
    found[0].authentication = "none"
    judgement = cosem.judge(Dump(associations=found), only=checks)
    return {each.check for each in judgement.findings if each.verdict == FAILED}


@pytest.mark.parametrize("check", FAULTS)
def test_a_check_finds_its_fault(meter: SimulatedMeter, check: str) -> None:
    assert check in CHECKS
    plant(meter, *BESIDE.get(check, ()), FAULTS[check])
    assert judged(meter, check) == {check}


def test_no_check_finds_anything_before(meter: SimulatedMeter) -> None:
    assert judged(meter, *FAULTS) == set()


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_says_what_it_does(kind: str) -> None:
    assert KINDS[kind].does.endswith(".")


def test_every_kind_is_found_by_a_check() -> None:
    planted = {Fault.parse(each).kind for each in FAULTS.values()}
    # Three that are other ways to what others of them do.
    assert set(KINDS) - planted == {"refused", "silent", "missing-attribute"}


@pytest.mark.parametrize(
    ("fault", "check"),
    [
        ("refused:3.2", "AT-01"),
        ("silent:3.2", "AT-03"),
        ("missing-attribute:3.2", "OL-05"),
    ],
)
def test_the_others_are_found_too(
    meter: SimulatedMeter, fault: str, check: str
) -> None:
    plant(meter, fault)
    assert judged(meter, check)


def test_a_silent_attribute_is_not_answered(meter: SimulatedMeter) -> None:
    plant(meter, "silent:3.2#16")
    attribute = Attribute(3, Obis("1.0.1.8.0.255"), 2)
    with pytest.raises(TransportError, match="no reply"):
        meter.view(16).get(attribute)
    assert meter.view(1).get(attribute).result == 0


def test_a_fault_is_where_it_is_said_to_be(meter: SimulatedMeter) -> None:
    register = next(o for o in meter.view().objects if o.class_id == 3)
    assert register.logical_name == Obis("1.0.1.8.0.255")
    with pytest.raises(FaultError, match="no object of class 3 with"):
        plant(meter, "wrong-type:3.2@1.0.2.8.0.255")
    plant(meter, "wrong-type:3.2@1.0.1.8.0.255#1")
    attribute = Attribute(3, register.logical_name, 2)
    assert meter.view(1).get(attribute).octets == bytes.fromhex("0A013F")
    assert meter.view(16).get(attribute).octets == bytes.fromhex("0600000320")


def test_octets_change_one_after_another(meter: SimulatedMeter) -> None:
    plant(meter, "cut-short:3.2", "extra-octets:3.2")
    answer = meter.view().get(Attribute(3, Obis("1.0.1.8.0.255"), 2))
    assert answer.octets == bytes.fromhex("0600000300")


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("", "a fault is KIND"),
        ("wrong-type", "a fault is KIND"),
        ("wrong-tipe:3.2", "did you mean"),
        ("wrong-type:3", "is of an attribute or method: wrong-type:3.2"),
        ("value:3.2", "value needs octets"),
        ("value:3.2=0g", "octets in hexadecimal are expected"),
        ("wrong-version:3=x", "a number is expected"),
        ("wrong-class:3=70000", "a number of 0..65535 is expected"),
        ("wrong-name:3=1.2", "not an OBIS code"),
        ("wrong-type:3.2@1.2", "not an OBIS code"),
        ("hidden:999", "there is no object of class 999"),
        ("hidden:3#9", "that client 9 sees"),
        ("wrong-time:3.2", "its value has no date-time"),
        ("wrong-size:3.2", "its value has no short string"),
        ("long-length:3.2", "its value has no short length"),
        ("wrong-member:1.2", "its value has no number"),
        ("missing-attribute:3.7", "it is not there"),
        ("wrong-type:3.7", "it has no value"),
    ],
)
def test_what_cannot_be_planted(meter: SimulatedMeter, fault: str, told: str) -> None:
    with pytest.raises(cosem.CosemError) as raised:
        plant(meter, fault)
    assert told in str(raised.value)
