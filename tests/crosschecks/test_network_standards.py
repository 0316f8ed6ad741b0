"""Classes that set up a network hold the fields of the network's own standard.

RFCs, LoRaWAN, the information base of G3-PLC and ISO/IEC 14908-1 say how wide a field is,
what it counts and in which order fields stand. What is here was read from them, or from
open stacks that implement them, and not from a text about COSEM.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from tests.crosschecks.documents import (
    Json,
    named_types,
    resolved,
    standard,
    version_of,
)

OCTETS = {
    **{"boolean": 1, "integer": 1, "unsigned": 1, "enum": 1, "long": 2},
    **{"long-unsigned": 2, "double-long-unsigned": 4, "long64-unsigned": 8},
}
"""Type of a number -> how many octets it has."""


def attributes(class_id: int, number: int) -> dict[str, Json]:
    return {each["name"]: each for each in version_of(class_id, number)["attributes"]}


def type_of(expression: Json) -> Json:
    """A type as it is sent: an enumeration is what it is based on."""
    found = resolved(expression, named_types(standard()))
    return {"name": "enum"} if found["kind"] == "enumeration" else found


# ---------------------------------------------------------------- widths

# Source, class id, version -> names of attributes with the bits of the field.
BITS: dict[tuple[str, int, int], dict[str, int]] = {
    ("RFC 6550, 6.3.1: DIO base object", 97, 0): {
        **{"rpl_instance_id": 8, "dodag_version_number": 8, "dodag_rank": 16},
        **{"grounded": 1, "mode_of_operation": 3, "dodag_prf": 3, "dodag_dtsn": 8},
    },
    ("RFC 6550, 6.7.6: DODAG configuration option", 95, 0): {
        **{"default_dio_interval_min": 8, "default_dio_interval_doublings": 8},
    },
    ("RFC 7774, 2.1: MPL parameter configuration option", 98, 0): {
        **{"proactive_forwarding": 1, "z": 7, "tunit": 8, "se_lifetime": 16},
        **{"dm_k": 8, "dm_imin": 16, "dm_imax": 8, "dm_t_exp": 16},
        **{"c_k": 8, "c_imin": 16, "c_imax": 8, "c_t_exp": 16},
    },
    ("LoRaWAN 1.0.3, 6.1.1: address of an end-device", 128, 0): {"devAddr": 32},
    ("ISO/IEC 14908-1: subnet and node of a domain", 130, 0): {
        **{"node_ID": 7, "subnet_ID": 8},
    },
    ("EIA-709.1, reference implementation: statistics of a node", 132, 0): {
        **{"transmission_errors": 16, "transmit_tx_failure": 16},
        **{"transmit_tx_retries": 16, "receive_tx_full": 16, "lost_messages": 16},
        **{"missed_messages": 16, "layer2_received": 16, "layer3_received": 16},
    },
    ("EIA-709.1, reference implementation: statistics of a node", 133, 0): {
        **{"backlog_overflows": 16, "late_ack": 16},
    },
}


@pytest.mark.parametrize(
    ("source", "class_id", "number", "name", "bits"),
    [
        pytest.param(*key, name, bits, id=f"{key[1]}-{name}")
        for key, fields in BITS.items()
        for name, bits in fields.items()
    ],
)
def test_a_field_has_the_bits_of_the_network(
    source: str, class_id: int, number: int, name: str, bits: int
) -> None:
    kind = type_of(attributes(class_id, number)[name]["type"])
    assert 8 * OCTETS[kind["name"]] == -(-bits // 8) * 8, source
    if bits % 8 and kind["name"] not in ("boolean", "enum"):
        assert kind["bounds"] == {"minimum": 0, "maximum": 2**bits - 1}, source


def test_the_mpl_option_is_there_in_order() -> None:
    """Flag and reserved bits share an octet: without an address it has 16 octets."""
    key = next(key for key in BITS if key[1] == 98)
    assert list(BITS[key]) == list(attributes(98, 0))[1:]
    assert sum(BITS[key].values()) == 8 * 16


# ---------------------------------------------------------------- G3-PLC

# Number of an attribute -> its number in the information base, and octets. Of the radio,
# Microchip's stack (smartenergy_g3) has 0x0201 to 0x022A, that of Renesas (r_g3rfmac_sap)
# 0x0201 to 0x0229 and those from 0x0230 on.
COUNTERS = {number: (0x0208 + number, 4) for number in range(2, 10)}
RADIO = {
    **{2: (0x0201, 1), 3: (0x0202, 1), 4: (0x0203, 1), 5: (0x0204, 1), 6: (0x0207, 4)},
    **{7: (0x0208, 1), 9: (0x021E, 1), 10: (0x021F, 2), 11: (0x0220, 1)},
    **{12: (0x0221, 2), 13: (0x0222, 2), 14: (0x0223, 1), 15: (0x0224, 1)},
    **{16: (0x0225, 1), 17: (0x0226, 1), 18: (0x0227, 1), 19: (0x0228, 1)},
    **{20: (0x0229, 1), 21: (0x022A, 2), 27: (0x0230, 2), 29: (0x0232, 1)},
    **{31: (0x0234, 2), 32: (0x0235, 2)},
}
ADAPTATION = {
    **{4: (0xD0, 1), 5: (0xD1, 1), 7: (0xD6, 1), 8: (0xD7, 1), 9: (0xD8, 1)},
    **{10: (0xD9, 2), 11: (0xDA, 2), 12: (0xDB, 1), 13: (0xDC, 1), 14: (0xDD, 2)},
    **{15: (0xDE, 1), 16: (0xDF, 1), 17: (0xE0, 1), 18: (0xE1, 1), 19: (0xE2, 1)},
}


@pytest.mark.parametrize(
    ("class_id", "number", "base"),
    [(160, 0, COUNTERS), (161, 1, RADIO), (162, 1, ADAPTATION)],
)
def test_a_class_of_g3_plc_follows_the_information_base(
    class_id: int, number: int, base: dict[int, tuple[int, int]]
) -> None:
    """An attribute is as wide as there, says its number, and the numbers ascend."""
    found = {
        each["number"]: each for each in version_of(class_id, number)["attributes"]
    }
    for at, (identifier, octets) in base.items():
        attribute = found[at]
        assert OCTETS[type_of(attribute["type"])["name"]] == octets, attribute["name"]
        digits = f"{identifier:04X}" if identifier > 0xFF else f"{identifier:02X}"
        if "IB 0x" in attribute["description"]:
            assert f"IB 0x{digits}." in attribute["description"], attribute["name"]
    identifiers = [base[at][0] for at in sorted(base)]
    assert identifiers == sorted(identifiers)


def test_the_radio_has_as_many_attributes_as_numbers() -> None:
    """From the POS table on, the distance between number and attribute is the same."""
    distances = {identifier - at for at, (identifier, _) in RADIO.items() if at > 8}
    assert distances == {0x0215}


# ---------------------------------------------------------------- single facts


class Fact(NamedTuple):
    """What a network's standard says of an attribute: a part of it in the document."""

    class_id: int
    version: int
    attribute: str
    path: tuple[str, ...]
    value: Any
    source: str


TYPE = ("type", "bounds")
FACTS = [
    Fact(95, 0, "disc_imin", ("unit",), "second", "Wi-SUN FAN, 6.3.1.1"),
    Fact(95, 0, "disc_imin", TYPE, {"minimum": 1, "maximum": 255}, "Wi-SUN test bed"),
    Fact(95, 0, "disc_imax", TYPE, {"minimum": 1, "maximum": 8}, "Wi-SUN test bed"),
    Fact(95, 0, "data_message_imin", ("unit",), "second", "Wi-SUN FAN, 6.2.1.1"),
    Fact(97, 0, "dodag_id", ("type", "meaning"), "ipv6-address", "RFC 6550, 6.3.1"),
    Fact(
        128, 0, "max_transmit_EIRP_setting", ("unit",), "decibel_milliwatt", "LoRaWAN"
    ),
    Fact(129, 0, "in_mean_snr_rx1", ("unit",), "decibel", "LoRaWAN, 5.5: DevStatusAns"),
    Fact(129, 0, "in_mean_snr_rx2", ("unit",), "decibel", "LoRaWAN, 5.5: DevStatusAns"),
    Fact(
        130, 0, "domain_ID", ("type", "size"), {"minimum": 0, "maximum": 6}, "EIA-709.1"
    ),
    Fact(
        152, 0, "token_length", TYPE, {"minimum": 0, "maximum": 8}, "RFC 7252, 3: TKL"
    ),
    Fact(
        162,
        1,
        "adp_last_gasp",
        ("default",),
        {"word": "FALSE"},
        "G3-PLC conformance test",
    ),
]


@pytest.mark.parametrize(
    "fact", FACTS, ids=lambda fact: f"{fact.class_id}-{fact.attribute}-{fact.path[-1]}"
)
def test_a_fact_of_a_network(fact: Fact) -> None:
    found: Any = attributes(fact.class_id, fact.version)[fact.attribute]
    for key in fact.path:
        found = found[key]
    assert found == fact.value, fact.source


def test_modes_of_rpl() -> None:
    """RFC 6550, figure 15: encoding of the mode of operation."""
    found = resolved(
        attributes(97, 0)["mode_of_operation"]["type"], named_types(standard())
    )
    assert [each["value"] for each in found["values"]] == [0, 1, 2, 3]


def test_regulatory_domains_of_wi_sun() -> None:
    """Headers of two Wi-SUN stacks: AZ and NZ share a code."""
    types = named_types(standard())
    plan = types["cosem/wi_sun_setup/95/0/channel_plan_type"]["fields"]
    found = resolved(plan[0]["type"], types)
    codes = [
        *("WW", "NA", "JP", "EU", "CN", "IN", "MX", "BZ"),
        *("AZ", "KR", "PH", "MY", "HK", "SG", "TH", "VN"),
    ]
    assert [each["value"] for each in found["values"]] == list(range(len(codes)))
    for value, code in zip(found["values"], codes, strict=True):
        assert f"({code}" in value["label"]


def test_the_interfaces_table_of_mib_ii() -> None:
    """RFC 1213: what is taken of ifEntry, in its order; descriptions are texts."""
    types = named_types(standard())
    members = types["cosem/wi_sun_diagnostic/96/0/iftable_element_specs"]["fields"]
    assert [each["name"] for each in members] == [
        *("ifdescr", "ifphysaddress", "ifinoctets", "ifinucastpackets"),
        *("ifinnucastpackets", "ifinerrors", "ifinunknownprotos", "ifoutoctets"),
        *("ifoutucastpackets", "ifoutnucastpackets", "ifouterrors", "ifoutqlen"),
    ]
    assert members[0]["type"]["meaning"] == "text"
    assert {each["type"]["name"] for each in members[2:]} == {"double-long-unsigned"}


# ---------------------------------------------------------------- what a network cannot tell


@pytest.mark.parametrize("class_id", [126, 127, 128, 129, 142])
def test_a_network_does_not_tell_what_a_class_has(class_id: int) -> None:
    """Its standard says what a field means, and nothing of names, types and order here."""
    version = version_of(class_id, 0)
    keys = {source["key"] for source in version["sources"]}
    assert keys & {"rfc8724", "lorawan", "contents_8_6"}
    assert version["confidence"] == "low" and version["confidence_reason"]
