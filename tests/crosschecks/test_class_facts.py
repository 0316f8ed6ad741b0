"""Facts of classes that public sources gave or put right.

Each case ends with its source: the public excerpt of the Blue Book, Ed. 13, by clause or
table; test messages 4.5.0 of the British DCC (gbcs-parser) by use case; or a library.
"""

from __future__ import annotations

from typing import Any

import pytest

import cosem
from cosem import DateTime, InterfaceClass
from tests.crosschecks.documents import Json, standard, version_of, versions

MAC, ADAPTATION = "Ed. 13, 4.13.4", "Ed. 13, 4.13.5"


def attribute(class_id: int, version: int, number: int) -> tuple[str, str, Any]:
    """Name, type and default."""
    spec = cosem.interface_class(class_id, version).attribute(number)
    return spec.name, str(spec.type), spec.default


@pytest.mark.parametrize("version", [2, 3, 4])
@pytest.mark.parametrize(
    ("number", "name", "type", "default"),
    [
        (8, "mac_TMR_TTL", "unsigned", 10),
        (9, "mac_max_frame_retries", "unsigned(0..10)", 5),
        (10, "mac_POS_table_entry_TTL", "unsigned", 255),
        (12, "mac_high_priority_window_size", "unsigned(1..7)", 7),
        (14, "mac_beacon_randomization_window_length", "unsigned(1..254)", 12),
        (15, "mac_A", "unsigned(3..20)", 8),
        (16, "mac_K", "unsigned(1..)", 5),
        (20, "mac_max_BE", "unsigned(0..20)", 8),
        (22, "mac_min_BE", "unsigned(0..20)", 3),
        (23, "mac_broadcast_max_CW_enabled", "boolean", False),
        (24, "mac_transmit_atten", "unsigned(0..25)", 0),
    ],
)
def test_g3_plc_mac_setup(
    version: int, number: int, name: str, type: str, default: object
) -> None:
    assert attribute(91, version, number) == (name, type, default), MAC


@pytest.mark.parametrize("version", [2, 3, 4])
@pytest.mark.parametrize(
    ("number", "name", "type", "default"),
    [
        (2, "adp_max_hops", "unsigned(1..14)", 8),
        (4, "adp_security_level", "unsigned(0..5)", 5),
        (13, "adp_max_join_wait_time", "long-unsigned(0..1023)", 20),
        (15, "adp_active_key_index", "unsigned(0..1)", 0),
        (16, "adp_metric_type", "unsigned(0..15)", 15),
        (17, "adp_coord_short_address", "long-unsigned(0..32767)", 0),
    ],
)
def test_g3_plc_adaptation_layer(
    version: int, number: int, name: str, type: str, default: object
) -> None:
    assert attribute(92, version, number) == (name, type, default), ADAPTATION


def test_earlier_versions_keep_their_defaults() -> None:
    """What Ed. 13 prints is of the version that it has."""
    for version in (0, 1):
        assert attribute(91, version, 8)[2] == 2
        assert attribute(91, version, 10)[0] == "mac_neighbour_table_entry_TTL"


@pytest.mark.parametrize(
    ("class_id", "version", "number", "short_name", "source"),
    [
        (10, 0, 1, 0x20, "jDLMS, SnInterfaceClassList"),
        (10, 0, 2, 0x28, "jDLMS, SnInterfaceClassList"),
        (10, 0, 3, 0x30, "jDLMS, SnInterfaceClassList"),
        (17, 0, 1, 0x20, "jDLMS, SnInterfaceClassList"),
        (30, 0, 1, 0x30, "Ed. 13, 4.4.9.2"),
        (30, 0, 3, 0x40, "Ed. 13, 4.4.9.2"),
        (64, 0, 1, 0x28, "jDLMS, SnInterfaceClassList"),
        (64, 0, 2, 0x30, "jDLMS, SnInterfaceClassList"),
        (65, 0, 1, 0x20, "jDLMS, SnInterfaceClassList"),
        (65, 0, 2, 0x28, "jDLMS, SnInterfaceClassList"),
        (91, 2, 1, 0xE0, MAC),
        (124, 0, 1, 0x50, "Ed. 13, 4.4.12"),
    ],
)
def test_short_names_of_methods(
    class_id: int, version: int, number: int, short_name: int, source: str
) -> None:
    found = cosem.interface_class(class_id, version).method(number)
    assert found.short_name == short_name, source


@pytest.mark.parametrize("number", [1, 2, 3])
def test_methods_of_data_protection_are_mandatory(number: int) -> None:
    assert cosem.interface_class(30, 0).method(number).mandatory, "Ed. 13, 4.4.9.2"


def test_prime_parameters_are_read_only() -> None:
    kind = cosem.interface_class(83, 0)
    writable = [a.name for a in kind.ATTRIBUTES[1:] if not a.read_only]
    assert not writable, "Ed. 13, 4.12.7"


@pytest.mark.parametrize(("number", "default"), [(2, 1), (5, 1)])
def test_defaults_of_port_protection(number: int, default: int) -> None:
    spec = cosem.interface_class(124, 0).attribute(number)
    assert (spec.default, spec.unconfirmed) == (default, None), "Ed. 13, 4.4.12"


# ---------------------------------------------------------------- what messages show

DEVICES = (
    "0102"
    "0202 09081122334455667788 091000112233445566778899AABBCCDDEEFF"
    "0202 09081122334455667789 0910FFEEDDCCBBAA99887766554433221100"
)


def octets(text: str) -> bytes:
    return bytes.fromhex(text)


def zigbee() -> type[InterfaceClass]:
    return cosem.interface_class(104, 0)


def test_a_zigbee_backup_is_given_out() -> None:
    """CCS07: null-data is sent; date, network and devices are answered."""
    method = zigbee().method(4)
    answer = octets(f"0203 090C07DF0101FF000000008000FF 09080102030405060708 {DEVICES}")
    assert method.encode_parameter(None) == b"\0"
    found: Any = method.decode_result(answer)
    assert found.backup_date_time == DateTime.from_bytes(answer[4:16])
    assert found.extended_PAN_ID == octets("0102030405060708")
    first, _ = found.devices
    assert first.MAC_address == octets("1122334455667788")
    assert first.hashed_TC_link_key == octets("00112233445566778899AABBCCDDEEFF")
    assert method.encode_result(found) == answer


def test_a_zigbee_network_is_restored_from_a_backup() -> None:
    """CCS03: the network and its devices are sent, nothing is answered."""
    method = zigbee().method(5)
    sent = octets(f"0202 09080102030405060708 {DEVICES}")
    found: Any = method.decode_parameter(sent)
    assert [bytes(each.MAC_address)[-1] for each in found.devices] == [0x88, 0x89]
    assert method.encode_parameter(found) == sent
    assert method.returns is None


def test_a_zigbee_device_is_registered() -> None:
    """CCS01: address, kind of key, key, kind of device."""
    sent = octets("0204 09081122334455667788 1601 0910" + "AA" * 16 + "1600")
    method = zigbee().method(1)
    found: Any = method.decode_parameter(sent)
    assert (found.key_type, found.device_type) == (1, 0)
    assert method.encode_parameter(found) == sent
    assert not method.unconfirmed


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        pytest.param("00", None, id="British test message, CS01a"),
        pytest.param("0202 1603 0400", 3, id="firmware of a payment meter"),
    ],
)
def test_a_token_is_answered_either_way(answer: str, status: int | None) -> None:
    method = cosem.interface_class(115, 0).method(1)
    found: Any = method.decode_result(octets(answer))
    assert (found if status is None else found.status_code) == status
    assert method.encode_result(found) == octets(answer)
    assert method.unconfirmed


def test_protected_attributes_are_answered_with_their_protection() -> None:
    """ECS19: an array of layers, then the protected octets."""
    layer = "0202 1602 0205 0901AA 0900 0900 0900 0202 1602 0202 090102 0900"
    answer = octets(f"0202 0101 {layer} 0903010203")
    method = cosem.interface_class(30, 0).method(1)
    found: Any = method.decode_result(answer)
    assert found.protected_attributes == octets("010203")
    assert method.encode_result(found) == answer


@pytest.mark.parametrize(
    ("class_id", "number", "source"), [(112, 2, "ECS04b"), (113, 4, "ECS07")]
)
def test_amounts_are_set_without_an_answer(
    class_id: int, number: int, source: str
) -> None:
    kind = cosem.interface_class(class_id, 0)
    method = kind.method(number)
    assert method.returns is None, source
    asked = cosem.describe((class_id, 0)).open_questions
    assert not any(method.name in question for question in asked), source


# ---------------------------------------------------------------- editions


LATER = (95, 96, 97, 98, *range(126, 134))


@pytest.mark.parametrize(
    ("class_id", "version", "first", "last", "source"),
    [
        (28, 1, "ed_9", "ed_11", "Ed. 13, Table 3: version 1 is not to be used"),
        (40, 1, "ed_13", "ed_13", "Ed. 13, list of changes"),
        (40, 2, "ed_14", "ed_14", "not in Table 3 of Ed. 13"),
        (47, 2, "ed_14", "ed_14", "not in Table 3 of Ed. 13"),
        (62, 1, "ed_12_1", "ed_13", "Ed. 13, Table 3"),
        (65, 1, "ed_14", "ed_14", "not in Table 3 of Ed. 13"),
        (73, 1, "ed_9", "ed_13", "Ed. 13, heading of 4.8.4"),
        (76, 0, "ed_12", "ed_13", "Ed. 13, Table 3"),
        (77, 0, "ed_12", "ed_13", "Ed. 13, Table 3"),
        (91, 2, "ed_13", "ed_13", "Ed. 13, list of changes"),
        (92, 2, "ed_13", "ed_13", "Ed. 13, list of changes"),
        (100, 0, "ed_12", "ed_13", "Ed. 13, Table 3"),
        (122, 0, "ed_12_1", "ed_13", "Ed. 13, Table 3"),
        (123, 0, "ed_12_1", "ed_13", "Ed. 13, Table 3"),
        (124, 0, "ed_13", "ed_13", "Ed. 13, list of changes"),
        (151, 0, "ed_12", "ed_13", "Ed. 13, Table 3"),
        (72, 2, "ed_14", "ed_16", "not in Table 3 of Ed. 13"),
        (151, 1, "ed_14", "ed_16", "not in Table 3 of Ed. 13"),
        *((n, 0, "ed_14", "ed_14", "not in Table 3 of Ed. 13") for n in LATER),
    ],
)
def test_first_editions(
    class_id: int, version: int, first: str, last: str, source: str
) -> None:
    since = version_of(class_id, version)["since"]
    assert (since["first"], since["last"]) == (first, last), source
    # One edition is certain, a range is not.
    assert ("unconfirmed" in since) == (first != last)


def test_the_interim_version_of_auto_answer() -> None:
    """Ed. 13, Table 3 and 4.7.5."""
    found = version_of(28, 1)
    assert "not allow" in found["withdrawn"] and "interim" in found["undefined"]


def test_delta_types_are_later_than_ed_13() -> None:
    """Ed. 13, Table 2, has none of them."""
    labels = [
        each["label"]
        for each in standard()["data_types"]
        if each["name"].startswith("delta-")
    ]
    assert labels and all("Ed. 14" in label for label in labels)


def test_dont_care_is_confirmed() -> None:
    """ASN.1 of the Green Book, Ed. 8 and 8.3: Data has dont-care with tag 255."""
    found = next(d for d in standard()["data_types"] if d["name"] == "dont-care")
    assert found["tag"] == 255 and "unconfirmed" not in found


def test_the_limit_of_the_deviation_is_doubtful() -> None:
    """Ed. 13, 4.1.6.1, prints -720..+720."""
    layout = next(each for each in standard()["layouts"] if each["name"] == "date-time")
    found = next(each for each in layout["fields"] if each["name"] == "deviation")
    assert "Ed. 13" in found["unconfirmed"]


# ---------------------------------------------------------------- what not to build on

IDENTITY = {
    *("catalogue_17", "test_suite", "news_9", "green_book", "itu", "own"),
    *("excerpt_12", "excerpt_12_2", "excerpt_13"),
    *("contents_8_6", "rfc8724", "lorawan", "lora_stack"),
}
"""Sources that name a version, date it or define its network, and do not tell what it has."""


def contents(version: Json) -> set[str]:
    """The sources that tell what a version has."""
    return {each["key"] for each in version.get("sources", ())} - IDENTITY


def test_what_rests_on_one_transcription_says_so() -> None:
    """The transcription of Ed. 16 seems machine-made; alone it proves nothing."""
    unsaid = [
        (cls["class_id"], v["version"])
        for cls, v in versions(standard())
        if contents(v) <= {"vault"} and v.get("confidence") != "low"
    ]
    assert not unsaid


def test_low_confidence_has_a_reason_everywhere() -> None:
    low = [(c, v) for c, v in versions(standard()) if v.get("confidence") == "low"]
    assert low
    for cls, v in low:
        found = cosem.describe((cls["class_id"], v["version"]))
        assert found.confidence == "low"
        assert found.confidence_reason == v["confidence_reason"], found
        assert f"confidence low: {found.confidence_reason}" in str(found)
