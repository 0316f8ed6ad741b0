"""What a companion profile asks for is what a meter of it has."""

from __future__ import annotations

from typing import Any

import pytest

import cosem
from cosem_conformance.dumps import Dump
from cosem_conformance.judge import FAILED
from cosem_conformance.live.transport import Attribute
from cosem_conformance.simulator import SimulatedMeter, View, of_profile
from cosem_conformance.simulator.proofs import PROFILE
from cosem_runtime import CosemError, Obis
from cosem_runtime.companion import (
    CompanionProfile,
    ProfileClient,
    ProfileMember,
    ProfileObject,
    ProfileType,
    ProfileVariant,
    ProfileWord,
)

from .client import dumped, live
from .conftest import Hands

ENERGY, CLOCK, LOAD = "1.0.1.8.0.255", "0.0.1.0.0.255", "1.0.99.1.0.255"
OWN = "128.0.1.0.0.255"


def member(number: int, name: str = "", **facts: Any) -> ProfileMember:
    return ProfileMember(number, name, **facts)


ACME = CompanionProfile(
    "acme_1",
    "ACME 1",
    (
        ProfileObject(
            (ENERGY,),
            "Energy",
            ((3, 0),),
            attributes=(
                member(
                    2,
                    "value",
                    types=(ProfileType("long64-unsigned", 0x15, 5, 9),),
                    rights=(("management", "R"), ("public", "none")),
                ),
                member(3, "scaler_unit", rights=(("management", "R"),)),
            ),
            methods=(member(1, "reset", rights=(("management", "call"),)),),
            units=("watt_hour",),
        ),
        ProfileObject(
            (CLOCK,),
            "Clock",
            ((8, None),),
            attributes=(
                member(2, "time", rights=(("management", "RW"), ("public", "R"))),
                member(3, "time_zone", values=(-120,)),
                member(8, "daylight_savings_enabled", default=True),
                member(9, "clock_base", values=(ProfileWord("mains_frequency_50_Hz"),)),
            ),
        ),
        ProfileObject(
            (LOAD,),
            "Load profile",
            ((7, 1),),
            attributes=(
                member(3, values=(((8, bytes(Obis(CLOCK)), 2, 0),),)),
                member(4, values=(900, 3600)),
            ),
            optional=True,
        ),
        ProfileObject(
            (OWN,),
            "Of the maker",
            ((9000, 2),),
            attributes=(
                member(2, "state", types=(ProfileType("bit-string", 4, 5, 5),)),
                member(3, "name", values=("abc",)),
                member(4, "pair", values=((1, b"\x05"),)),
            ),
        ),
        ProfileObject(("1.0.52.7.0.255",), "Voltage L2", when=("polyphase",)),
    ),
    clients=(ProfileClient("management"), ProfileClient("public", 16)),
    variants=(ProfileVariant("polyphase", "Three phases"),),
)


@pytest.fixture
def meter(hands: Hands) -> SimulatedMeter:
    return of_profile(cosem.CATALOGUE, ACME, now=hands)


def read(view: View, class_id: int, code: str, number: int) -> str:
    answer = view.get(Attribute(class_id, Obis(code), number))
    return "" if answer.octets is None else answer.octets.hex()


def codes(view: View) -> set[str]:
    return {".".join(map(str, each.logical_name)) for each in view.objects}


def test_each_client_has_what_it_has_a_right_to(meter: SimulatedMeter) -> None:
    management, public = meter.view(1), meter.view(16)
    assert (management.name, public.name) == ("management", "public")
    assert management.password is not None
    assert public.password is None
    both = {"0.0.40.0.0.255", "0.0.42.0.0.255", CLOCK, LOAD, OWN}
    assert codes(management) == {*both, ENERGY}
    assert codes(public) == both
    clock = Attribute(8, Obis(CLOCK), 2)
    now = public.get(clock).octets
    assert now is not None
    assert public.set(clock, now).result == 3
    assert management.set(clock, now).result == 0
    assert management.set(clock._replace(number=3), b"\x10\x00\x00").result == 3
    assert management.action(3, Obis(ENERGY), 1, b"\x0f\x00").result == 0
    assert management.action(8, Obis(CLOCK), 1, b"\x0f\x00").result == 3


def test_values_are_those_of_the_profile(meter: SimulatedMeter) -> None:
    view = meter.view(1)
    assert read(view, 3, ENERGY, 2) == "150000000000000005"
    assert read(view, 3, ENERGY, 3) == "02020f00161e"
    # Its time is that of the zone that is fixed.
    assert read(view, 8, CLOCK, 2) == "090c07e90301060d071e00ff8800"
    assert read(view, 8, CLOCK, 3) == "10ff88"
    assert read(view, 8, CLOCK, 8) == "0301"
    assert read(view, 8, CLOCK, 9) == "1602"
    columns = "0101020412000809060000010000ff0f02120000"
    assert read(view, 7, LOAD, 3) == columns
    assert read(view, 7, LOAD, 4) == "0600000384"
    assert read(view, 9000, OWN, 1) == f"0906{bytes(Obis(OWN)).hex()}"
    assert read(view, 9000, OWN, 2) == "040500"
    assert read(view, 9000, OWN, 3) == "0a03616263"
    assert read(view, 9000, OWN, 4) == "020206000000010901" + "05"


def test_what_is_fixed_of_associations_stays(hands: Hands) -> None:
    """And the rest is what each says of itself."""
    own = ProfileObject(
        ("0.0.40.0.0.255",),
        "Association",
        ((15, 1),),
        attributes=(member(4, values=(bytes.fromhex("60857405080103"),)),),
    )
    profile = ACME._replace(objects=(*ACME.objects, own))
    meter = of_profile(cosem.CATALOGUE, profile, now=hands)
    for number, client in ((1, "01"), (16, "10")):
        view = meter.view(number)
        assert read(view, 15, own.codes[0], 4) == "090760857405080103"
        assert read(view, 15, own.codes[0], 3) == f"02020f{client}120001"
        assert read(view, 15, own.codes[0], 8) == "1602"


def test_variants_have_more() -> None:
    found = of_profile(cosem.CATALOGUE, ACME, variants=["polyphase"])
    assert "1.0.52.7.0.255" in codes(found.view(16))
    with pytest.raises(CosemError, match="no variant .polyphas.; did you mean"):
        of_profile(cosem.CATALOGUE, ACME, variants=["polyphas"])


@pytest.mark.parametrize("profile", [ACME, PROFILE], ids=lambda each: each.name)
def test_a_meter_of_a_profile_has_what_it_asks_for(profile: CompanionProfile) -> None:
    """Checks of all kinds; what a meter needs besides is told as not asked for."""
    meter = of_profile(cosem.CATALOGUE, profile, now=Hands())
    whole = Dump(associations=[dumped(view).associations[0] for view in meter.views])
    for view, found in zip(meter.views, whole.associations, strict=True):
        found.name, found.client = view.name, view.client
        found.authentication = "none" if view.password is None else "low"
    wire = live(meter.views[0])
    judgement = cosem.judge(whole, profile=profile, wire=wire)
    failed = [each for each in judgement.findings if each.verdict == FAILED]
    assert {each.check for each in failed} <= {"PF-08"}
    for check in ("PF-01", "PF-03", "PF-04", "PF-05", "PF-06", "PF-07"):
        assert judgement.counts[check]["passed"]


def test_limits_that_nobody_needs_are_bounded() -> None:
    asked = member(2, types=(ProfileType("octet-string", 9, 1 << 40),))
    profile = PROFILE._replace(
        objects=(ProfileObject(("0.0.96.1.0.255",), "Long", ((1, 0),), (asked,)),)
    )
    view = of_profile(cosem.CATALOGUE, profile).view()
    assert len(read(view, 1, "0.0.96.1.0.255", 2)) < 1 << 20
