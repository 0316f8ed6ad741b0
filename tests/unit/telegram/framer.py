"""Frames and ciphered APDUs, made here and in another way than they are opened."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cosem_conformance.wire import length

NOTIFICATION = bytes.fromhex("0F 40000000 00 02 01 06 00000A2C")
"""A data-notification without time, whose body is a structure of one number."""
BODY = NOTIFICATION[6:]
TITLE = b"KFM" + bytes.fromhex("6700000001")
KEY = bytes(range(16))
AUTHENTICATION_KEY = bytes(range(0xD0, 0xE0))


def check_sequence(octets: bytes) -> bytes:
    """CRC-16/X.25 bit by bit, as its catalogue entry reads."""
    register = 0xFFFF
    for octet in octets:
        for bit in range(8):
            mixed = (register ^ (octet >> bit)) & 1
            register >>= 1
            if mixed:
                register ^= 0x8408
    return (register ^ 0xFFFF).to_bytes(2, "little")


def summed(octets: bytes, total: bytes) -> bytes:
    """Octets with two more, by which their check sequence is `total`."""
    register = int.from_bytes(total, "little") ^ 0xFFFF
    for _ in range(16):
        out = register >> 15
        register = (register ^ 0x8408 * out) << 1 & 0xFFFF | out
    before = int.from_bytes(check_sequence(octets), "little") ^ 0xFFFF
    return octets + (register ^ before).to_bytes(2, "little")


def hdlc(
    payload: bytes,
    *,
    more: bool = False,
    destination: bytes = b"\x41",
    source: bytes = b"\x08\x83",
    control: int = 0x13,
) -> bytes:
    """One frame with its flags; no header check where it carries nothing."""
    length = 2 + len(destination) + len(source) + 1 + 2
    length += len(payload) + 2 if payload else 0
    header = (0xA000 | (0x800 if more else 0) | length).to_bytes(2, "big")
    inner = header + destination + source + bytes([control])
    if payload:
        inner += check_sequence(inner) + payload
    return b"\x7e" + inner + check_sequence(inner) + b"\x7e"


def frame(
    destination: bytes,
    source: bytes,
    control: int,
    information: bytes = b"",
    *,
    more: bool = False,
) -> bytes:
    """One frame of those that go to and fro."""
    return hdlc(
        information,
        more=more,
        destination=destination,
        source=source,
        control=control,
    )


def hdlc_message(apdu: bytes, size: int = 120) -> bytes:
    """An APDU in as many frames as it takes, which share no flags."""
    octets = b"\xe6\xe7\x00" + apdu
    parts = [octets[at : at + size] for at in range(0, len(octets), size)]
    return b"".join(
        hdlc(part, more=part is not parts[-1]) for part in (*parts[:-1], parts[-1])
    )


def mbus(payload: bytes, number: int = 0, last: bool = True) -> bytes:
    """One long frame."""
    control_information = number | (0x10 if last else 0)
    inner = bytes([0x53, 0xFF, control_information, 0x01, 0x67]) + payload
    length = len(inner) & 0xFF
    head = bytes([0x68, length, length, 0x68])
    return head + inner + bytes([sum(inner) % 256, 0x16])


def mbus_message(apdu: bytes, size: int = 240) -> bytes:
    parts = [apdu[at : at + size] for at in range(0, len(apdu), size)]
    return b"".join(
        mbus(part, number, number == len(parts) - 1)
        for number, part in enumerate(parts)
    )


def wrapper(apdu: bytes, source: int = 1, destination: int = 103) -> bytes:
    numbers = (1, source, destination, len(apdu))
    return b"".join(number.to_bytes(2, "big") for number in numbers) + apdu


def blocks(apdu: bytes, size: int) -> list[bytes]:
    """General block transfer, a window of all blocks."""
    parts = [apdu[at : at + size] for at in range(0, len(apdu), size)]
    return [
        b"\xe0"
        + bytes([(0x80 if number == len(parts) else 0x40) | 1])
        + number.to_bytes(2, "big")
        + bytes(2)
        + length(len(part))
        + part
        for number, part in enumerate(parts, 1)
    ]


def get_blocks(data: bytes, size: int, tag: str = "C4 02 C1") -> list[bytes]:
    """Data blocks of a get-response, or of an action-response."""
    parts = [data[at : at + size] for at in range(0, len(data), size)]
    raw = b"\x00" if tag.startswith("C4") else b""
    return [
        bytes.fromhex(tag)
        + bytes([number == len(parts)])
        + number.to_bytes(4, "big")
        + raw
        + length(len(part))
        + part
        for number, part in enumerate(parts, 1)
    ]


def ciphered(
    apdu: bytes,
    control: int = 0x30,
    *,
    counter: int = 0x01234567,
    key: bytes = KEY,
    authentication_key: bytes = AUTHENTICATION_KEY,
    title: bytes = TITLE,
    tag: int = 0xDB,
) -> bytes:
    """A ciphered APDU, general or of a service, by the one-shot AES-GCM."""
    nonce = title + counter.to_bytes(4, "big")
    head = bytes([control])
    gcm = AESGCM(key)
    if control & 0x20:
        sealed = gcm.encrypt(nonce, apdu, head + authentication_key)
        content = sealed[:-4] if control & 0x10 else sealed[:-16]
    elif control & 0x10:
        content = apdu + gcm.encrypt(nonce, b"", head + authentication_key + apdu)[:12]
    else:
        content = apdu
    content = head + counter.to_bytes(4, "big") + content
    named = length(len(title)) + title if tag in (0xDB, 0xDC) else b""
    return bytes([tag]) + named + length(len(content)) + content


def in_chunks(octets: bytes, cuts: Sequence[int]) -> list[bytes]:
    """Octets cut at these places."""
    places = sorted({cut % (len(octets) + 1) for cut in cuts} | {0, len(octets)})
    return [octets[a:b] for a, b in pairwise(places)]
