"""Ciphered telegrams: opened with the right keys, and what the wrong ones tell."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cosem_runtime import EncodeError, telegram
from cosem_runtime.telegram import CipherError, Ciphering, TelegramError

from . import framer
from .framer import AUTHENTICATION_KEY, KEY, NOTIFICATION, TITLE, ciphered

OTHER = bytes(16)
KEY_32 = bytes(range(32))
AUTHENTICATION_KEY_32 = bytes(range(0xC0, 0xE0))


@pytest.mark.parametrize("control", [0x00, 0x10, 0x20, 0x30, 0x31, 0x70])
@pytest.mark.parametrize("tag", [0xDB, 0xDC])
def test_general(control: int, tag: int) -> None:
    octets = ciphered(NOTIFICATION, control, tag=tag)
    found = telegram.open(octets, key=KEY, authentication_key=AUTHENTICATION_KEY)
    assert (found.kind, found.body) == ("data-notification", framer.BODY)
    (layer,) = found.layers
    assert isinstance(layer, Ciphering)
    assert (layer.system_title, layer.invocation_counter) == (TITLE, 0x01234567)
    assert layer.encrypted == bool(control & 0x20)
    assert layer.checked == layer.authenticated == bool(control & 0x10)
    assert (layer.suite, layer.broadcast) == (control & 0xF, bool(control & 0x40))


def test_suite_2_has_keys_of_32_octets() -> None:
    octets = ciphered(
        NOTIFICATION, 0x32, key=KEY_32, authentication_key=AUTHENTICATION_KEY_32
    )
    found = telegram.open(octets, key=KEY_32, authentication_key=AUTHENTICATION_KEY_32)
    assert found.body == framer.BODY
    with pytest.raises(CipherError, match="key has 16 octets, suite 2 takes 32"):
        telegram.open(octets, key=KEY)


def test_the_vector_of_the_green_book() -> None:
    """A get-request, ciphered: printed in the Green Book and in the tests of many."""
    sealed = "411312FF935A47566827C467BC 7D825C3BE4A77C3FCC056B6B"
    octets = bytes.fromhex(f"DB 08 4D4D4D0000BC614E 1E 30 01234567 {sealed}")
    with pytest.raises(TelegramError, match="found get-request") as caught:
        telegram.open(octets, key=KEY, authentication_key=AUTHENTICATION_KEY)
    (layer,) = caught.value.layers
    assert isinstance(layer, Ciphering)
    assert layer.checked
    assert str(layer) == (
        "ciphering: general-glo-ciphering, by MMM 0000BC614E, suite 0, encrypted and"
        " authenticated, tag checked, invocation counter 19088743"
    )


@pytest.mark.parametrize(
    ("tag", "apdu"),
    [
        (0xCC, "C4 01 C1 00 1105"),
        (0xCD, "C5 01 C1 00"),
        (0xCF, "C7 01 C1 00 00"),
        (0xCA, "C2 00 0001 0000600B00FF 02 11FF"),
        (0xD4, "C4 01 C1 00 1105"),
        (0xD5, "C5 01 C1 00"),
        (0xD7, "C7 01 C1 00 00"),
        (0xD2, "C2 00 0001 0000600B00FF 02 11FF"),
    ],
)
def test_of_a_service(tag: int, apdu: str) -> None:
    """These do not say whose they are."""
    octets = ciphered(bytes.fromhex(apdu), tag=tag)
    keys: dict[str, Any] = {"key": KEY, "authentication_key": AUTHENTICATION_KEY}
    found = telegram.open(octets, **keys, system_title=TITLE)
    assert found == telegram.open(bytes.fromhex(apdu)) or found.layers
    assert found.results == telegram.open(bytes.fromhex(apdu)).results
    with pytest.raises(CipherError, match="no system title.*give that") as caught:
        telegram.open(octets, **keys)
    assert caught.value.problem == "no system title"
    other = ciphered(NOTIFICATION, 0x20, tag=tag)
    with pytest.raises(CipherError) as caught:
        telegram.open(other, key=KEY, system_title=TITLE)
    assert caught.value.problem == "wrong key"
    with pytest.raises(TelegramError, match="an APDU with the tag .., found 0F"):
        telegram.open(ciphered(NOTIFICATION, tag=tag), **keys, system_title=TITLE)


def problem(octets: bytes, **keys: bytes | None) -> str:
    with pytest.raises(CipherError) as caught:
        telegram.open(octets, **keys)  # type: ignore[arg-type]
    error = caught.value
    assert error.system_title == TITLE
    assert error.invocation_counter == 0x01234567
    assert "by KFM 6700000001, invocation counter 19088743" in str(error)
    for key in keys.values():
        assert key is None or key.hex() not in repr(error).lower()
    return error.problem


SEALED = ciphered(NOTIFICATION)
LONG = NOTIFICATION[:6] + b"\x02\x02\x09\x40" + bytes(64) + b"\x11\x05"


def test_what_is_told_apart() -> None:
    both = {"key": KEY, "authentication_key": AUTHENTICATION_KEY}
    assert problem(SEALED) == "no key"
    assert problem(SEALED, key=OTHER) == "wrong key"
    assert problem(SEALED, **{**both, "key": OTHER}) == "wrong key"
    assert problem(SEALED, key=KEY) == "no authentication key"
    assert problem(SEALED, **{**both, "authentication_key": OTHER}) == (
        "wrong authentication key"
    )
    damaged = bytearray(ciphered(LONG))
    damaged[-12 - len(LONG) + 8] ^= 0x80  # the length of the octet-string
    assert problem(bytes(damaged), **both) == "damaged"
    assert problem(ciphered(NOTIFICATION, 0x20), key=OTHER) == "wrong key"
    only = ciphered(NOTIFICATION, 0x10)
    assert problem(only) == "no key"
    assert problem(only, key=KEY) == "no authentication key"
    assert problem(only, **{**both, "key": OTHER}) == "wrong tag"
    assert problem(only, **{**both, "authentication_key": OTHER}) == "wrong tag"


def test_without_checking_tags() -> None:
    found = telegram.open(SEALED, key=KEY, unchecked=True)
    assert found.body == framer.BODY
    assert "tag not checked" in str(found)
    only = ciphered(NOTIFICATION, 0x10)
    assert telegram.open(only, unchecked=True).body == framer.BODY


def test_layers_of_what_cannot_be_read() -> None:
    """Without a key it is still told who sent it."""
    with pytest.raises(CipherError) as caught:
        telegram.open(framer.mbus(SEALED))
    mbus, layer = caught.value.layers
    assert mbus.NAME == "M-Bus"
    assert isinstance(layer, Ciphering)
    assert layer.system_title == TITLE
    assert caught.value.offset == 9


def test_blocks_of_a_ciphered_telegram_and_ciphered_blocks() -> None:
    keys: dict[str, Any] = {"key": KEY, "authentication_key": AUTHENTICATION_KEY}
    framed = b"".join(map(framer.wrapper, framer.blocks(ciphered(LONG), 20)))
    assert telegram.open(framed, **keys).body == LONG[6:]
    parts = [ciphered(part) for part in framer.get_blocks(LONG[6:], 20)]
    assert telegram.open(b"".join(parts), **keys).body == LONG[6:]
    parts = [ciphered(part) for part in framer.blocks(LONG, 20)]
    assert telegram.open(b"".join(parts), **keys).body == LONG[6:]
    with pytest.raises(TelegramError, match="a block of another transfer"):
        telegram.open(parts[0] + framer.blocks(LONG, 20)[1], **keys)
    with pytest.raises(TelegramError, match="block 2, found an APDU with the tag 0F"):
        telegram.open(parts[0] + ciphered(NOTIFICATION), **keys)


@given(st.integers(0, 400))
def test_errors_in_what_was_ciphered_tell_the_octet(at: int) -> None:
    """Ciphered octets stand where the plain ones did."""
    apdu = b"\xc4\x03\xc1\x01\x00\x09\x82" + (at + 1).to_bytes(2, "big") + bytes(at)
    octets = ciphered(apdu, 0x20)
    with pytest.raises(TelegramError) as caught:
        telegram.open(octets, key=KEY)
    if not isinstance(caught.value, CipherError):
        assert len(octets) - len(apdu) <= caught.value.offset <= len(octets)


@pytest.mark.parametrize(
    ("octets", "message"),
    [
        ("DB 03 414243 05", "a system title of 8 octets, found 3 octets"),
        (f"DB 08 {TITLE.hex()} 06 A0 00000001 00", "not compressed, found A0"),
        (f"DB 08 {TITLE.hex()} 06 23 00000001 00", "security suite 0, 1 or 2, found 3"),
        (f"DB 08 {TITLE.hex()} 05 20 00000001", "expected content, found 0 octets"),
        (f"DB 08 {TITLE.hex()} 06 30 00000001 00", "content and a tag of 12 octets"),
        (f"DB 08 {TITLE.hex()} 07 20 00000001 00", "the content of general-glo"),
        (f"DB 08 {TITLE.hex()} 02 20 00", "invocation counter of 4 octets"),
    ],
)
def test_what_is_wrong_outside(octets: str, message: str) -> None:
    with pytest.raises(TelegramError, match=message):
        telegram.open(bytes.fromhex(octets), key=KEY)


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"key": b"15 octets, wrong"[:15]}, "key: expected 16 or 32 octets, found 15"),
        (
            {"key": "00" * 16},
            "key: expected 16 or 32 octets, found a value of type str",
        ),
        ({"authentication_key": b""}, "authentication_key: expected 16 or 32 octets"),
        ({"system_title": b"KFM"}, "system_title: expected 8 octets, found 3"),
        ({"unchecked": 1}, "unchecked: expected True or False, found 1"),
    ],
)
def test_keys_of_a_wrong_size(keys: dict[str, object], message: str) -> None:
    with pytest.raises(EncodeError, match=message):
        telegram.open(SEALED, **keys)  # type: ignore[arg-type]  # on purpose


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.ciphers", None)
    assert problem(SEALED, key=KEY) == "no library"
    with pytest.raises(CipherError, match=r'pip install "cosem\[crypto\]"'):
        telegram.open(SEALED, key=KEY)


def test_wrong_keys_are_hardly_ever_taken_for_right() -> None:
    """What they make looks like an APDU once in some thousand times, and then is none."""
    octets = ciphered(LONG, 0x20)
    for number in range(1000):
        with pytest.raises(TelegramError) as caught:
            telegram.open(octets, key=(1 << 100 | number).to_bytes(16, "big"))
        assert getattr(caught.value, "problem", "") == "wrong key"


@pytest.mark.parametrize("outer", [0x20, 0x30])
def test_ciphering_within_ciphering(outer: int) -> None:
    keys: dict[str, Any] = {"key": KEY, "authentication_key": AUTHENTICATION_KEY}
    for inner in (ciphered(NOTIFICATION), *framer.blocks(NOTIFICATION, 99)):
        found = telegram.open(ciphered(inner, outer), **keys)
        assert found.body == framer.BODY
        assert len(found.layers) == 2
