"""Frames: taken off, put together, and refused with the place of what is wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cosem_runtime import axdr, telegram
from cosem_runtime.telegram import BlockTransfer, Hdlc, MBus, TelegramError, Wrapper

from . import framer

# toreamun/amshan (MIT), tests: a Kaifa meter's push, with 7E in what it carries.
KAIFA = bytes.fromhex(
    "7EA027010201105A87E6E7000F40000000090C07E4020F06011922FF8000"
    "000201060000157EEA5E7E"
)


def long_notification(size: int) -> bytes:
    text = bytes(index % 251 for index in range(size))
    return framer.NOTIFICATION[:6] + axdr.encode([text])


def test_a_frame_of_a_meter() -> None:
    found = telegram.open(KAIFA)
    assert found.kind == "data-notification"
    assert found.layers == (Hdlc((0,), (1, 0), 0x10, 1),)
    assert axdr.decode(found.body) == (5502,)
    assert str(found.time) == "2020-02-15 01:25:34"
    assert (found.invoke_id, found.confirmed, found.high_priority) == (0, True, False)
    assert found.remarks == ("the date-time has the tag of an octet-string (09)",)
    assert str(found).splitlines()[0] == "HDLC: 1 frame, from 1/0 to 0, control 10"


@pytest.mark.parametrize(
    ("octets", "address"),
    [
        ("03", (1,)),
        ("0223", (1, 17)),
        ("00020221", (1, 144)),
        ("FEFEFEFF", (16383, 16383)),
    ],
)
def test_addresses(octets: str, address: tuple[int, ...]) -> None:
    framed = framer.hdlc(framer.NOTIFICATION, source=bytes.fromhex(octets))
    assert telegram.open(framed).layers == (Hdlc((32,), address, 0x13, 1),)


def test_an_address_of_three_octets_is_none() -> None:
    framed = framer.hdlc(framer.NOTIFICATION, source=b"\x02\x02\x03")
    with pytest.raises(TelegramError, match="an HDLC address of 1, 2 or 4 octets"):
        telegram.open(framed)


@given(st.integers(1, 600), st.integers(20, 200), st.booleans())
def test_hdlc_segments_are_put_together(size: int, part: int, shared: bool) -> None:
    apdu = long_notification(size)
    framed = framer.hdlc_message(apdu, part)
    count = framed.count(b"\x7e\x7e") + 1 if size < 100 else None
    if shared:
        framed = framed.replace(b"\x7e\x7e\xa8", b"\x7e\xa8")
    found = telegram.open(framed)
    assert found.body == apdu[6:]
    (layer,) = found.layers
    assert isinstance(layer, Hdlc)
    assert count in (None, layer.frames)


@given(st.integers(1, 900), st.integers(10, 250))
def test_mbus_segments_are_put_together(size: int, part: int) -> None:
    apdu = long_notification(size)
    if len(apdu) > 16 * part:
        part = 250
    found = telegram.open(framer.mbus_message(apdu, part))
    assert found.body == apdu[6:]
    assert found.layers == (MBus(0x53, 255, 1, 103, -(-len(apdu) // part)),)


def test_an_mbus_length_beyond_an_octet() -> None:
    """FKW9/esp-smartmeter-netznoe (MIT): Sagemcom T210-D writes 257 as 1."""
    apdu = long_notification(500)
    first, rest = framer.mbus(apdu[:252], 0, False), framer.mbus(
        apdu[252:504], 1, False
    )
    found = telegram.open(first + rest + framer.mbus(apdu[504:], 2))
    assert first[1] == 1
    assert found.body == apdu[6:]
    assert found.remarks == ("the M-Bus length 257 is written as 1",)


@given(st.integers(0, 70_00), st.integers(0, 65535), st.integers(0, 65535))
def test_wrapper(size: int, source: int, destination: int) -> None:
    apdu = long_notification(size)
    found = telegram.open(framer.wrapper(apdu, source, destination))
    assert found.body == apdu[6:]
    assert found.layers == (Wrapper(source, destination, 1),)


@given(
    st.integers(1, 500), st.integers(1, 100), st.sampled_from(("hdlc", "wrapper", ""))
)
def test_general_block_transfer(size: int, part: int, carrier: str) -> None:
    apdu = long_notification(size)
    blocks = framer.blocks(apdu, part)
    if carrier == "hdlc":  # the first alone has what HDLC puts before an APDU
        framed = [
            framer.hdlc(b"\xe6\xe7\x00" + blocks[0]),
            *map(framer.hdlc, blocks[1:]),
        ]
    else:
        framed = [framer.wrapper(b) for b in blocks] if carrier else blocks
    found = telegram.open(b"".join(framed))
    assert found.body == apdu[6:]
    assert found.layers[-1] == BlockTransfer("general-block-transfer", len(blocks))


def test_the_llc_may_stand_alone() -> None:
    assert telegram.open(b"\xe6\xe7\x00" + framer.NOTIFICATION).body == framer.BODY


FRAME = framer.hdlc(b"\xe6\xe7\x00" + framer.NOTIFICATION)
MBUS = framer.mbus(framer.NOTIFICATION)


@pytest.mark.parametrize(
    ("octets", "offset", "message"),
    [
        (b"", 0, "expected a telegram, found no octets"),
        (FRAME[:-1], 27, "cut short: expected 28 octets, found 27 octets"),
        (FRAME[:2], 2, "cut short"),
        (FRAME[:10] + b"\x00" + FRAME[11:], 25, r"check \(FCS\)"),
        (FRAME[:4] + b"\x00" + FRAME[5:], 7, r"header check \(HCS\)"),
        (FRAME[:-1] + b"\x00", 27, "expected the flag 7E, found 00"),
        (b"\x7e\x10" + FRAME[2:], 1, "frame format type 3"),
        (FRAME + FRAME, 28, "more behind data-notification: TelegramReader"),
        (FRAME + b"\x00", 27, "more behind"),
        (b"\x7e\x7e", 2, "expected a frame with an APDU, found the end"),
        (framer.hdlc(b"", control=0x93), 10, "expected a frame with an APDU"),
        (framer.hdlc(b"\xe6\xe7\x00\x0f", more=True), 16, "segment 2 of a message"),
        (MBUS[:-1], len(MBUS) - 1, "cut short"),
        (MBUS[:-1] + b"\x17", len(MBUS) - 1, "expected 16, found 17"),
        (MBUS[:9] + b"\x0e" + MBUS[10:], len(MBUS) - 2, "the M-Bus frame's checksum"),
        (b"\x68\x10\x11\x68", 0, "expected 68 L L 68, found 68 10 11 68"),
        (bytes.fromhex("6808086853FF720000000000C416"), 6, "control information"),
        (framer.mbus(b"\x0f", 1), 9, "a segment with the number 0, found 1"),
        (framer.wrapper(framer.NOTIFICATION)[:-1], 20, "the wrapper is cut short"),
        (bytes.fromhex("0001000100670000"), 6, "expected a length above 0"),
        (b"\x00\x01", 2, "the wrapper is cut short"),
        (
            framer.blocks(framer.NOTIFICATION, 5)[0],
            12,
            "expected block 2, found the end",
        ),
        (
            framer.blocks(framer.NOTIFICATION, 5)[1],
            2,
            "expected block 1, found block 2",
        ),
        (b"7EA0", 0, "hexadecimal digits as text, see bytes.fromhex"),
        (b"\x99", 0, "a frame, an APDU or a value, found 99"),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else None,
)
def test_what_is_wrong_and_where(octets: bytes, offset: int, message: str) -> None:
    with pytest.raises(TelegramError, match=message) as caught:
        telegram.open(octets)
    assert caught.value.offset == offset
    assert type(caught.value) is TelegramError


def test_segments_of_two_senders_are_not_put_together() -> None:
    first = framer.hdlc(b"\xe6\xe7\x00\x0f", more=True)
    with pytest.raises(TelegramError, match="segment 2 of a message by the same way"):
        telegram.open(first + framer.hdlc(b"\x00", source=b"\x03"))


def test_places_hold_across_frames_and_blocks() -> None:
    """An error in what was put together tells the octet as it came."""
    apdu = bytes.fromhex("C4 03 C1 02 00 11 05 00 99 05")
    framed = b"".join(map(framer.wrapper, framer.blocks(apdu, 3)))
    with pytest.raises(TelegramError, match="unknown tag 99") as caught:
        telegram.open(framed)
    assert framed[caught.value.offset] == 0x99
    assert caught.value.layers == (
        Wrapper(1, 103, 4),
        BlockTransfer("general-block-transfer", 4),
    )


def test_nesting_has_an_end() -> None:
    apdu = framer.NOTIFICATION
    for _ in range(4):
        (apdu,) = framer.blocks(apdu, 1000)
    assert telegram.open(apdu).body == framer.BODY
    (apdu,) = framer.blocks(apdu, 1000)
    with pytest.raises(TelegramError, match="4 times at most, found once more"):
        telegram.open(apdu)
