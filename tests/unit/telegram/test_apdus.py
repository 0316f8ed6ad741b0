"""Plain APDUs down to their values, and which octets are taken for which."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cosem_runtime import CosemError, DecodeError, Obis, axdr, telegram
from cosem_runtime.telegram import (
    AttributeReference,
    BlockTransfer,
    Result,
    Telegram,
    TelegramError,
)

from . import framer


def opened(octets: str) -> Telegram:
    return telegram.open(bytes.fromhex(octets))


def results(octets: str) -> list[tuple[str | None, int | None, str]]:
    return [
        (None if r.body is None else r.body.hex(), r.code, r.name)
        for r in opened(octets).results
    ]


@pytest.mark.parametrize(
    ("octets", "kind", "body"),
    [
        # epri-dev/DLMS-COSEM (BSD-3-Clause), unit test.
        (
            "C4 01 43 00 090C07E001040109320A00800000",
            "get-response-normal",
            "090c07e001040109320a00800000",
        ),
        # gurux.fi/node/25704
        ("C4 01 C1 00 02020FFE1623", "get-response-normal", "02020ffe1623"),
        # roarfred/AmsToMqttBridge#29
        (
            "0F 40000000 00 0202 0906 0101010800FF 121122",
            "data-notification",
            "020209060101010800ff121122",
        ),
        # OSGP/open-smart-grid-platform#1013
        ("C2 00 0001 0000600B00FF 02 11FF", "event-notification", "11ff"),
        ("C7 01 C1 00 01 00 1105", "action-response-normal", "1105"),
        ("0F 05", "data", "0f05"),
        ("18 4000000000000000", "data", "184000000000000000"),
        ("00", "data", "00"),
        ("0201 00", "data", "020100"),
    ],
)
def test_one_value(octets: str, kind: str, body: str) -> None:
    found = opened(octets)
    assert (found.kind, found.body.hex()) == (kind, body)
    axdr.decode(found.body)
    assert found.layers == ()


@pytest.mark.parametrize(
    ("octets", "kind", "expected"),
    [
        ("C4 01 C1 01 03", "get-response-normal", [(None, 3, "read-write-denied")]),
        ("C4 01 C1 01 63", "get-response-normal", [(None, 0x63, "result 99")]),
        (
            "C4 02 C1 01 00000001 01 0F",
            "get-response-with-data-block",
            [(None, 15, "long-get-aborted")],
        ),
        (
            "C4 03 C1 03 00 1105 01 04 00 020100",
            "get-response-with-list",
            [("1105", None, ""), (None, 4, "object-undefined"), ("020100", None, "")],
        ),
        ("C5 01 C1 00", "set-response-normal", [(None, 0, "success")]),
        ("C5 02 C1 00000001", "set-response-data-block", []),
        (
            "C5 03 C1 0C 00000002",
            "set-response-last-data-block",
            [(None, 12, "type-unmatched")],
        ),
        (
            "C5 04 C1 02 00 FA 00000002",
            "set-response-last-data-block-with-list",
            [(None, 0, "success"), (None, 250, "other-reason")],
        ),
        (
            "C5 05 C1 01 0B",
            "set-response-with-list",
            [(None, 11, "object-unavailable")],
        ),
        ("C7 01 C1 00 00", "action-response-normal", [(None, 0, "success")]),
        (
            "C7 01 C1 00 01 01 0D",
            "action-response-normal",
            [(None, 13, "success, scope-of-access-violated")],
        ),
        (
            "C7 03 C1 02 00 01 00 1105 0F 00",
            "action-response-with-list",
            [("1105", 0, "success"), (None, 15, "long-action-aborted")],
        ),
        ("C7 04 C1 00000001", "action-response-next-data-block", []),
        (
            "D8 01 02",
            "exception-response",
            [(None, 2, "service-not-allowed, service-not-supported")],
        ),
        (
            "D8 02 06 00000100",
            "exception-response",
            [(None, 6, "service-unknown, invocation-counter-error, expected 256")],
        ),
        (
            "DA 40000001 00 00 02 1105 00 02 01 00 01 04",
            "access-response",
            [("1105", 0, "success"), ("00", 4, "object-undefined")],
        ),
    ],
)
def test_results(
    octets: str, kind: str, expected: list[tuple[str | None, int | None, str]]
) -> None:
    assert opened(octets).kind == kind
    assert results(octets) == expected


def test_no_one_body_where_there_are_several() -> None:
    for octets, message in (
        ("C4 03 C1 02 00 1105 00 1106", "get-response-with-list has 2 results: see"),
        ("C5 01 C1 00", "set-response-normal brings no value: success"),
        ("C4 01 C1 01 03", "get-response-normal brings no value: read-write-denied"),
        ("C7 04 C1 00000001", "action-response-next-data-block brings no value"),
    ):
        found = opened(octets)
        with pytest.raises(CosemError, match=f"^{message}"):
            found.body  # noqa: B018  # what is tested


def test_what_a_request_asked_is_told() -> None:
    asked = "01 02  01 0008 0000010000FF 02  04 0007 0100630100FF 02 01 00"
    found = opened(f"DA 40000001 00 {asked} 02 1105 1106 02 01 00 01 00")
    assert [each.attribute for each in found.results] == [
        AttributeReference(8, Obis("0.0.1.0.0.255"), 2),
        AttributeReference(7, Obis("1.0.99.1.0.255"), 2),
    ]


def test_an_event_tells_its_attribute_and_time() -> None:
    time = "0C 07E8060F060D2D1E00FF8880"
    found = opened(f"C2 01 {time} 0001 0000600B00FF 81 11FF")
    name = Obis("0.0.96.11.0.255")
    assert found.results == (
        Result(b"\x11\xff", attribute=AttributeReference(1, name, -127)),
    )
    assert str(found.time) == "2024-06-15 13:45:30 +02:00 DST"


def test_an_information_report_has_short_names() -> None:
    found = opened("18 00 02 02 0008 02 0010 02 1105 120102")
    assert [(r.attribute, r.body) for r in found.results] == [
        (8, b"\x11\x05"),
        (16, b"\x12\x01\x02"),
    ]


def test_two_readings_that_both_fit_are_an_error() -> None:
    """An information report of nine octets is a float64 too."""
    with pytest.raises(TelegramError) as caught:
        opened("18 00 01 02 0008 01 1105")
    assert str(caught.value) == (
        "expected one reading, found two that both fit: an APDU (information-report)"
        " and a value alone (data) (offset 0)"
    )


@pytest.mark.parametrize(
    ("time", "text", "remark"),
    [
        ("0C 07E8060F060D2D1E00FF8880", "2024-06-15 13:45:30 +02:00 DST", None),
        (
            "090C 07E8060F060D2D1E00FF8880",
            "2024-06-15 13:45:30 +02:00 DST",
            "octet-string (09)",
        ),
        (
            "19 07E8060F060D2D1E00FF8880",
            "2024-06-15 13:45:30 +02:00 DST",
            "its tag (19)",
        ),
        ("00", "None", None),
        ("0900", "None", "octet-string (09)"),
    ],
)
def test_times_of_notifications(time: str, text: str, remark: str | None) -> None:
    found = opened(f"0F 80000005 {time} 1105")
    assert str(found.time) == text
    assert found.body == b"\x11\x05"
    assert (found.invoke_id, found.high_priority) == (5, True)
    assert [*found.remarks] == (
        [f"the date-time has {'the tag of an ' if '09)' in remark else ''}{remark}"]
        if remark
        else []
    )


@given(
    st.binary(max_size=300),
    st.integers(1, 60),
    st.sampled_from(("C4 02 C1", "C7 02 C1")),
)
def test_data_blocks_are_put_together(text: bytes, size: int, tag: str) -> None:
    data = axdr.encode([text])
    blocks = framer.get_blocks(data, size, tag)
    for octets in (b"".join(blocks), b"".join(map(framer.wrapper, blocks))):
        found = telegram.open(octets)
        assert found.body == data
        assert found.layers[-1] == BlockTransfer(found.kind, len(blocks))
    if len(blocks) > 1:
        with pytest.raises(TelegramError, match="expected data block 2, found the end"):
            telegram.open(blocks[0])
        with pytest.raises(TelegramError, match="expected block 1 of"):
            telegram.open(blocks[1])


@pytest.mark.parametrize(
    ("octets", "offset", "message"),
    [
        ("0F 4000", 1, "long invoke id and priority of 4 octets, found 2 octets"),
        ("0F 40000000 05 00", 5, "a date-time of 0 or 12 octets, found 5"),
        ("0F 40000000 00", 6, "the data of the notification, found nothing"),
        ("C4 04", 1, "the form of a get-response: one of 01, 02, 03, found 04"),
        ("C4 01 C1 02", 3, "data or a result: one of 00, 01, found 02"),
        ("C4 01 C1 00", 4, "the data of the response, found nothing"),
        ("C4 03 C1 84FFFFFFFF 00", 3, "cut short: expected 4294967295 results"),
        ("C4 03 C1 01 00 FE", 5, "found unknown tag FE"),
        ("C4 03 C1 85 00", 3, "a length of the list of results, found 85"),
        ("C4 03 C1 01 00 00 00", 6, "expected the end, found 1 octet more"),
        ("DA 40000001 00 00 01 00 02 01 00 01 00", 9, "expected 1 results, found 2"),
        ("C0 01 C1", 0, r"brings values or results, found get-request \(C0\)"),
        ("61 29", 0, r"found association response \(AARE\) \(61\)"),
        ("E6E700", 3, "expected an APDU, found nothing"),
    ],
)
def test_what_is_wrong_and_where(octets: str, offset: int, message: str) -> None:
    with pytest.raises(TelegramError, match=message) as caught:
        opened(octets)
    assert caught.value.offset == offset


def test_other_things_than_octets() -> None:
    with pytest.raises(DecodeError, match="expected bytes, found str"):
        telegram.open("7EA0")  # type: ignore[arg-type]  # on purpose
