"""Streams: any cut gives the same, noise is passed over, memory is bounded."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cosem_runtime import DecodeError, EncodeError
from cosem_runtime.telegram import CipherError, Telegram, TelegramError, TelegramReader

from . import framer
from .framer import AUTHENTICATION_KEY, BODY, KEY, NOTIFICATION

LONG = NOTIFICATION[:6] + b"\x09\x82\x01\x2c" + bytes(range(256)) + bytes(44)
HDLC = framer.hdlc(b"\xe6\xe7\x00" + NOTIFICATION)
PARTS = [
    HDLC,
    framer.hdlc_message(LONG),
    framer.mbus(NOTIFICATION),
    framer.mbus_message(framer.ciphered(LONG)),
    b"".join(map(framer.hdlc, framer.blocks(LONG, 100))),
    b"\x7e\x7e",
    b"noise",
    b"\x68\x10\x10\x68 and no frame",
    HDLC[:-3],
    HDLC[:12] + b"\x00" + HDLC[13:],
    framer.hdlc(b"\xe6\xe7\x00\x0f", more=True),
]


def read(chunks: Iterable[bytes], **options: object) -> list[str]:
    """What comes out, as text."""
    reader = TelegramReader(
        key=KEY,
        authentication_key=AUTHENTICATION_KEY,
        **options,  # type: ignore[arg-type]
    )
    found = [each for chunk in chunks for each in reader.feed(chunk)]
    found += reader.finish()
    expected = (Telegram, TelegramError, CipherError)
    assert all(type(each) in expected for each in found)
    return [
        f"{each}: {each.body!r}" if isinstance(each, Telegram) else str(each)
        for each in found
    ]


@given(st.lists(st.sampled_from(PARTS), max_size=8), st.lists(st.integers(0, 5000)))
def test_any_chunks_give_the_same(parts: list[bytes], cuts: list[int]) -> None:
    stream = b"".join(parts)
    assert read(framer.in_chunks(stream, cuts)) == read([stream])


@given(st.lists(st.sampled_from(PARTS[:5]), min_size=1, max_size=6), st.booleans())
def test_whole_telegrams_are_all_found(
    parts: list[bytes], octet_by_octet: bool
) -> None:
    stream = b"".join(parts)
    chunks = [bytes([octet]) for octet in stream] if octet_by_octet else [stream]
    reader = TelegramReader(key=KEY, authentication_key=AUTHENTICATION_KEY)
    found = [each for chunk in chunks for each in reader.feed(chunk)]
    assert [each.body for each in found if isinstance(each, Telegram)] == [
        BODY if part in (HDLC, framer.mbus(NOTIFICATION)) else LONG[6:]
        for part in parts
    ]
    assert len(found) == len(parts)
    assert reader.finish() == []


@given(st.binary(max_size=60))
def test_a_telegram_is_found_after_noise(noise: bytes) -> None:
    """Noise can look like the start of one frame of 2 kB, and no more."""
    stream = noise + HDLC * 100
    assert read([stream]).count(f"{_shown()}: {BODY!r}") >= 3


def _shown() -> str:
    (found,) = TelegramReader().feed(HDLC)
    return str(found)


def test_what_is_told_of_noise_and_damage() -> None:
    found = read([b"noise" + HDLC, PARTS[9] + HDLC])
    assert found[0] == (
        "5 octets of no frame: expected the start of a frame, found 6E (offset 0)"
    )
    assert found[2].startswith("the HDLC frame's check (FCS): expected")
    assert found[2].endswith(f"(offset {5 + 2 * len(HDLC) - 3})")
    assert [each for each in found if each.endswith(f": {BODY!r}")] == [
        found[1],
        found[-1],
    ]


def test_a_lost_end_costs_one_telegram() -> None:
    begun = framer.hdlc(b"\xe6\xe7\x00\x0f", more=True)
    found = read([HDLC + begun + HDLC])
    assert [each.endswith(f": {BODY!r}") for each in found] == [True, False, True]
    assert "segment 2 of a message, found the start of another message" in found[1]
    (last,) = read([begun])
    assert last.startswith("expected segment 2 of a message, found the end")


@pytest.mark.parametrize("cut", [0, 16])
def test_the_end_is_where_the_stream_ends(cut: int) -> None:
    """However many flags were looked at before."""
    stream = framer.hdlc(b"\xe6\xe7\x00\x0f", more=True) + b"\x7e"
    assert len(stream) == 17
    assert read(framer.in_chunks(stream, [cut])) == [
        "expected segment 2 of a message, found the end (offset 17)"
    ]


def test_the_end_of_a_message_is_no_telegram() -> None:
    """Of a message with a wrong key nothing is read, also where its end looks like an APDU."""
    sealed = framer.ciphered(LONG, 0x20, key=bytes(16))
    first = framer.hdlc(b"\xe6\xe7\x00" + sealed[:-9], more=True)
    end = b"\x0f\x40\x00\x00\x00\x00\x00\x11\x05"
    found = read([first + framer.hdlc(end)])
    assert len(found) == 1
    assert "the key gives no APDU" in found[0]


def test_the_end_tells_what_is_cut_short() -> None:
    assert read([HDLC[:-4]])[0].endswith("(offset 24)")
    assert "cut short" in read([HDLC[:-4]])[0]
    # What lacks its end hid a whole frame.
    hidden = b"\x68\xff\xff\x68\x53\xff\x10" + HDLC
    assert read([hidden])[-1] == f"{_shown()}: {BODY!r}"


def test_the_wrapper_is_asked_for() -> None:
    stream = framer.wrapper(NOTIFICATION) + framer.wrapper(LONG)
    assert len(read([stream], carriers=("wrapper",))) == 2
    assert len(read([b"\x00\x01\x00" + stream], carriers=("wrapper",))) == 3
    assert all("of no frame" in each for each in read([stream]))


def test_memory_is_bounded() -> None:
    segment = framer.hdlc(b"\xe6\xe7\x00" + bytes(1000), more=True)
    more = framer.hdlc(bytes(1000), more=True)
    reader = TelegramReader(limit=5000)
    found = reader.feed(segment) + [
        each for _ in range(100) for each in reader.feed(more)
    ]
    assert "at most 5000 octets" in str(found[0])
    random = Random(1)
    for _ in range(300):
        reader.feed(random.randbytes(1000))
        assert len(reader._buffer) < 2100


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"carriers": ("tcp",)}, "carriers: expected some of hdlc, m-bus, wrapper"),
        ({"carriers": "hdlc"}, "carriers: expected some of hdlc, m-bus, wrapper"),
        ({"carriers": [["hdlc"]]}, "carriers: expected some of hdlc, m-bus, wrapper"),
        ({"limit": 0}, "limit: expected a whole number above 0, found 0"),
        ({"key": b""}, "key: expected 16 or 32 octets"),
    ],
)
def test_wrong_options(options: dict[str, object], message: str) -> None:
    with pytest.raises(EncodeError, match=message):
        TelegramReader(**options)  # type: ignore[arg-type]  # on purpose


def test_other_things_than_octets() -> None:
    with pytest.raises(DecodeError, match="expected bytes, found str"):
        TelegramReader().feed("7E")  # type: ignore[arg-type]  # on purpose
