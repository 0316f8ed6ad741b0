"""Each fault that can be planted is one that a check finds, and each check finds one."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

import cosem
from cosem_conformance.dumps import Dump
from cosem_conformance.judge import (
    CHECKS,
    DUMP,
    FAILED,
    PASSED,
    Finding,
    Judgement,
)
from cosem_conformance.live.transport import Attribute, TransportError
from cosem_conformance.simulator import (
    KINDS,
    Fault,
    FaultError,
    SimulatedMeter,
    of_package,
    of_profile,
    plant,
)
from cosem_conformance.simulator.proofs import PROFILE, PROOFS, Proof
from cosem_runtime import Obis

from .client import dumped, live
from .conftest import Hands


def judged(meter: SimulatedMeter, *checks: str, **given: Any) -> Judgement:
    """What checks make of a meter: its dump, and an association that lives."""
    views = meter.views if "ID-06" in checks else meter.views[:1]
    whole = Dump(associations=[dumped(view).associations[0] for view in views])
    for view, found in zip(views, whole.associations, strict=True):
        found.name, found.client = view.name, view.client
        found.authentication = "none" if view.password is None else "low"
    if any(CHECKS[each].mode != DUMP for each in checks):
        given["wire"] = live(meter.view(16))
    return cosem.judge(whole, only=checks, **given)


def proven(claims: bool, faults: tuple[str, ...], *checks: str) -> Judgement:
    """What checks make of a meter with faults, that claims the profile or is of the package."""
    if claims:
        meter = of_profile(cosem.CATALOGUE, PROFILE, now=Hands())
        plant(meter, *faults)
        return judged(meter, *checks, profile=PROFILE)
    meter = of_package(cosem.CATALOGUE, "cosem", now=Hands())
    plant(meter, *faults)
    return judged(meter, *checks)


@cache
def clean(claims: bool, beside: tuple[str, ...], *checks: str) -> Judgement:
    """What checks make of a meter without the fault."""
    return proven(claims, beside, *checks)


def failed(judgement: Judgement, check: str) -> list[Finding]:
    return [each for each in judgement.of(check) if each.verdict == FAILED]


def where(finding: Finding) -> str:
    """The place of a finding as a fault has it."""
    place = finding.place
    number = place.method if place.attribute is None else place.attribute
    found = (place.class_id, number)
    return ".".join(str(each) for each in found if each is not None)


@pytest.mark.parametrize("proof", PROOFS, ids=lambda each: f"{each.check}-{each.fault}")
def test_a_check_finds_its_fault_and_nothing_without_it(proof: Proof) -> None:
    claims = CHECKS[proof.check].family == "PF"
    # One judgement has all that need nothing else.
    before = clean(claims, proof.beside, *([proof.check] if proof.beside else CHECKS))
    assert failed(before, proof.check) == []
    assert before.counts[proof.check][PASSED]
    faults = (*proof.beside, proof.fault)
    found = failed(proven(claims, faults, proof.check), proof.check)
    assert (found[0].severity, where(found[0])) == (proof.severity, proof.where)


def test_every_check_has_a_fault() -> None:
    assert [*dict.fromkeys(each.check for each in PROOFS)] == [*CHECKS]


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_says_what_it_does(kind: str) -> None:
    assert KINDS[kind].does.endswith(".")


def test_every_kind_is_found_by_a_check() -> None:
    assert {Fault.parse(each.fault).kind for each in PROOFS} == {*KINDS}


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
