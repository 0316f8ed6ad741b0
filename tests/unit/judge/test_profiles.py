"""Companion profiles: whom rights are of, which variants a meter is of, and what nobody can tell."""

from __future__ import annotations

import pytest

import cosem
from cosem_conformance.dumps import Association, Dump
from cosem_conformance.judge import FAILED, INCONCLUSIVE, Judgement
from cosem_runtime.companion import (
    CompanionProfile,
    ProfileMember,
    ProfileObject,
    ProfileVariant,
    ProfileWord,
)
from cosem_runtime.errors import UnknownNameError

from .planted import ENERGY, NONE, dump, profile, register, thing, wanted

READABLE = ProfileMember(2, "value", rights=(("management", "R"), ("public", "none")))


def told(judgement: Judgement, check: str) -> list[tuple[str, str]]:
    return [(each.verdict, each.reason) for each in judgement.of(check)]


def two(first: Association, second: Association) -> Dump:
    return Dump(associations=[first, second])


def test_without_a_profile_nothing_is_said_of_profiles() -> None:
    judgement = cosem.judge(dump(register()))
    assert not [each for each in judgement.counts if each.startswith("PF")]
    assert not [name for name in judgement.versions if name.startswith("profile")]


def test_the_profile_stands_in_the_judgement() -> None:
    judgement = cosem.judge(dump(register()), profile=wanted())
    assert judgement.versions["profile acme_1"] == "ACME 1"


def test_a_profile_that_no_package_has() -> None:
    with pytest.raises(UnknownNameError, match="no companion profile 'acme'"):
        cosem.judge(dump(register()), profile="acme")


@pytest.mark.parametrize(
    "facts", [{"client": 1}, {"name": "Management"}, {"name": "head-end"}]
)
def test_a_client_is_known_by_its_address_or_its_name(facts: dict[str, object]) -> None:
    asked = wanted(READABLE)
    client = asked.clients[0]._replace(title="Head end")
    asked = asked._replace(clients=(client, *asked.clients[1:]))
    judgement = cosem.judge(dump(register(rights={2: NONE}), **facts), profile=asked)
    failed = [
        reason for verdict, reason in told(judgement, "PF-04") if verdict == FAILED
    ]
    assert failed == ["client management has no right to read value"]


def test_an_address_counts_more_than_a_name() -> None:
    seen = dump(register(rights={2: NONE}), client=16, name="management")
    judgement = cosem.judge(seen, profile=wanted(READABLE), only=["PF-04"])
    assert judgement.passed


def test_of_clients_that_the_dump_is_not_from_nobody_can_tell() -> None:
    judgement = cosem.judge(
        dump(register(rights={2: NONE})), profile=wanted(READABLE), only=["PF-04"]
    )
    reason = "the dump has no association of client management, public"
    assert told(judgement, "PF-04") == [(INCONCLUSIVE, reason)]


def test_each_client_sees_what_it_has_a_right_to() -> None:
    meter = two(
        Association(client=1, objects=[thing(8, 0, "0.0.1.0.0.255")]),
        Association(client=16, objects=[register()]),
    )
    judgement = cosem.judge(meter, profile=wanted(READABLE), only=["PF-01"])
    reason = "Energy is not in the association of client management"
    assert told(judgement, "PF-01") == [(FAILED, reason)]


def test_what_no_client_of_the_dump_may_see_may_be_there() -> None:
    seen = dump(thing(8, 0, "0.0.1.0.0.255"), client=16)
    judgement = cosem.judge(seen, profile=wanted(READABLE), only=["PF-01"])
    reason = "Energy: no client of the dump has a right to it"
    assert told(judgement, "PF-01") == [(INCONCLUSIVE, reason)]


def test_an_optional_object_is_judged_where_it_is() -> None:
    asked = wanted(
        ProfileMember(3, "scaler_unit", values=((0, ProfileWord("watt_hour")),)),
        optional=True,
    )
    absent = cosem.judge(dump(thing(8, 0, "0.0.1.0.0.255")), profile=asked)
    assert not [each for each in told(absent, "PF-01") if each[0] == FAILED]
    assert [
        v for v, _ in told(cosem.judge(dump(register()), profile=asked), "PF-06")
    ] == [FAILED]


def test_an_optional_attribute_need_not_be_there() -> None:
    asked = wanted(READABLE._replace(number=9, name="other", optional=True))
    judgement = cosem.judge(dump(register(), client=1), profile=asked, only=["PF-03"])
    assert not [each for each in told(judgement, "PF-03") if each[0] == FAILED]


def test_a_low_confidence_is_a_warning_at_most() -> None:
    asked = wanted()._replace(confidence="low")
    judgement = cosem.judge(dump(thing(8, 0, "0.0.1.0.0.255")), profile=asked)
    [found] = [each for each in judgement.of("PF-01") if each.verdict == FAILED]
    assert found.severity == "warning"
    assert found.place.code == cosem.Obis(ENERGY)


# ---------------------------------------------------------------- variants

GAS = ProfileVariant("gas", "With a gas meter")


def with_gas(*more: ProfileObject) -> CompanionProfile:
    names = ("0.1.24.1.0.255", "0.1.24.2.1.255")
    asked = [ProfileObject((name,), name, when=("gas",)) for name in names]
    return profile(*asked, ProfileObject((ENERGY,), "Energy"), *more)._replace(
        variants=(GAS,)
    )


def missing(judgement: Judgement) -> list[str]:
    return [str(each.place.code) for each in judgement.of("PF-01")]


def test_a_variant_is_known_by_what_it_alone_has() -> None:
    meter = dump(register(), thing(72, 1, "0.1.24.1.0.255"))
    assert missing(cosem.judge(meter, profile=with_gas())) == ["0-1:24.2.1*255"]
    assert missing(cosem.judge(dump(register()), profile=with_gas())) == []


def test_what_all_meters_have_makes_no_variant() -> None:
    of_all = ProfileObject(("0.1.24.1.0.255",), "Everywhere", ((3, None),))
    meter = dump(register(), thing(3, 0, "0.1.24.1.0.255"))
    assert missing(cosem.judge(meter, profile=with_gas(of_all))) == []


def test_a_variant_may_be_stated() -> None:
    judgement = cosem.judge(dump(register()), profile=with_gas(), variants=["gas"])
    assert missing(judgement) == ["0-1:24.1.0*255", "0-1:24.2.1*255"]
    with pytest.raises(UnknownNameError, match="has no variant 'gass'; did you mean"):
        cosem.judge(dump(register()), profile=with_gas(), variants=["gass"])


# ---------------------------------------------------------------- values


@pytest.mark.parametrize(
    ("octets", "fits", "other"),
    [
        ("09 06 0000010000FF", cosem.Obis("0.0.1.0.0.255"), b"\0" * 6),
        ("0A 02 4142", "AB", "AC"),
        ("09 02 4142", "AB", "AC"),
        ("03 01", True, False),
        ("04 04 A0", "1010", "1011"),
        ("01 02 11 01 11 02", (1, 2), (1,)),
        ("02 02 11 01 01 00", (1, ()), (1, 2)),
        ("12 0005", 5, 6),
    ],
)
def test_values_are_compared_whatever_their_type(
    octets: str, fits: object, other: object
) -> None:
    meter = dump(
        thing(1, 0, "0.0.96.1.0.255", {2: octets}), thing(9000, 1, ENERGY, {2: octets})
    )

    def judged(value: object) -> list[str]:
        member = ProfileMember(2, "value", values=(value,))  # type: ignore[arg-type]
        codes = ("0.0.96.1.0.255", ENERGY)
        asked = profile(ProfileObject(codes, "Value", attributes=(member,)))
        return [v for v, _ in told(cosem.judge(meter, profile=asked), "PF-06")]

    assert judged(fits) == []
    assert judged(other) == [FAILED, FAILED]


def test_secrets_are_not_told() -> None:
    meter = dump(thing(15, 1, "0.0.40.0.0.255", {7: "09 04 73333372"}))
    member = ProfileMember(7, "secret", values=("1234",))
    asked = profile(
        ProfileObject(("0.0.40.0.0.255",), "Association", ((15, 1),), (member,))
    )
    [found] = cosem.judge(meter, profile=asked, only=["PF-06"]).findings
    assert found.octets is None
    assert "s33r" not in str(found) and "73" not in found.found
