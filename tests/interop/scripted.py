"""A meter whose every octet a test says, for clients of others: APDUs, ciphering, wrapper and HDLC.

It answers as it should until a test puts something in the way: `Meter.instead` of an answer, `sent` of what goes out.
"""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from cosem_conformance.wire import length, string
from cosem_runtime.wire import read_length
from tests.unit.telegram.framer import check_sequence, frame, wrapper

KEY = bytes.fromhex("000102030405060708090A0B0C0D0E0F")
AUTHENTICATION_KEY = bytes.fromhex("D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF")
TITLE = b"MTR\x00\x00\x00\x00\x01"
PUSH = bytes.fromhex("0F 00000001 00 0600000001")
LLC = b"\xe6\xe7\x00"
SNRM, DISC, UA, DM, UI = 0x93, 0x53, 0x73, 0x1F, 0x13

Piece = bytes | float | None
"""What goes out: octets, a rest in seconds, or the end of the connection."""


def elements(octets: bytes) -> dict[int, bytes]:
    found, at = {}, 0
    while at < len(octets):
        size, start = read_length(octets, at + 1)
        found[octets[at]] = octets[start : start + size]
        at = start + size
    return found


def tagged(counter: int, security: int, more: bytes, text: bytes, key: bytes) -> Any:
    """An encryptor of AES-GCM that has what is authenticated besides the text."""
    nonce = key + counter.to_bytes(4, "big")
    found = Cipher(algorithms.AES(KEY), modes.GCM(nonce)).encryptor()
    found.authenticate_additional_data(bytes([security]) + AUTHENTICATION_KEY + more)
    return found.update(text) + found.finalize(), found.tag[:12]


def ciphered(plain: bytes, counter: int, title: bytes = TITLE) -> bytes:
    """Security control, counter, text and tag."""
    text, tag = tagged(counter, 0x30, b"", plain, title)
    return b"\x30" + counter.to_bytes(4, "big") + text + tag


def deciphered(octets: bytes, title: bytes) -> bytes:
    nonce = title + octets[1:5]
    found = Cipher(
        algorithms.AES(KEY), modes.GCM(nonce, octets[-12:], min_tag_length=12)
    ).decryptor()
    found.authenticate_additional_data(octets[:1] + AUTHENTICATION_KEY)
    return found.update(octets[5:-12]) + found.finalize()


def refused(result: int, diagnostic: int, error: int | None = None) -> bytes:
    """An association response that makes none."""
    fields = string(0xA1, bytes.fromhex("06 07 60857405080101"))
    fields += string(0xA2, b"\x02\x01" + bytes([result]))
    fields += string(0xA3, string(0xA1, b"\x02\x01" + bytes([diagnostic])))
    if error is not None:
        fields += string(0xBE, string(0x04, b"\x0e\x01\x06" + bytes([error])))
    return string(0x61, fields)


@dataclass
class Meter:
    """Values by class, logical name and attribute. `counter` is the next one that it ciphers by."""

    values: dict[tuple[int, bytes, int], bytes]
    is_ciphered: bool = False
    counter: int = 1
    most: int = 0xFFFF
    """The longest APDU that it takes."""
    instead: Callable[[Meter, bytes], bytes | list[Piece] | None] = field(
        default=lambda meter, apdu: None
    )
    """What is answered to an APDU, deciphered; None for what should be."""

    def answers(self, apdu: bytes) -> list[Piece]:
        plain = apdu if apdu[0] in (0x60, 0x62) else self._opened(apdu)
        other = self.instead(self, plain)
        if isinstance(other, list):
            return other
        if other is not None:
            return [other]
        if apdu[0] == 0x60:
            return [self._associated(apdu)]
        if apdu[0] == 0x62:
            return [bytes.fromhex("63 03 80 01 00")]
        return [self.protected(self.answer(plain))]

    def protected(self, plain: bytes) -> bytes:
        """As it is sent, general ciphering if there are keys."""
        if not self.is_ciphered:
            return plain
        self.counter += 1
        octets = ciphered(plain, self.counter - 1)
        if plain[0] == 0x08:
            return string(0x28, octets)
        return b"\xdb\x08" + TITLE + length(len(octets)) + octets

    def _opened(self, apdu: bytes) -> bytes:
        if apdu[0] == 0xDB:
            apdu = apdu[1 + apdu[1] :]
        elif apdu[0] not in (0x21, 0xC8, 0xC9, 0xCB):
            return apdu
        _, at = read_length(apdu, 1)
        return deciphered(apdu[at:], self._client)

    def _associated(self, apdu: bytes) -> bytes:
        fields = elements(elements(apdu)[0x60])
        self._client = elements(fields.get(0xA6, b"\x04\x00")).get(0x04, b"")
        self._challenge = elements(fields.get(0xAC, b"\x80\x00"))[0x80]
        initiate = self._opened(elements(fields[0xBE])[0x04])
        self._longest = int.from_bytes(initiate[-2:], "big") or 0xFFFF
        agreed = bytes.fromhex("08 00 06 5F1F04 00 00501F") + self.most.to_bytes(
            2, "big"
        )
        agreed = self.protected(agreed + b"\x00\x07")
        context = b"\x03" if self.is_ciphered else b"\x01"
        found = string(0xA1, bytes.fromhex("06 07 608574050801") + context)
        found += string(0xA2, b"\x02\x01\x00")
        diagnostic = 14 if self._challenge and self.is_ciphered else 0
        found += string(0xA3, string(0xA1, b"\x02\x01" + bytes([diagnostic])))
        if self.is_ciphered:
            found += string(0xA4, string(0x04, TITLE))
            found += string(0x88, b"\x07\x80")
            found += string(0x89, bytes.fromhex("60857405080205"))
            found += string(0xAA, string(0x80, os.urandom(16)))
        return string(0x61, found + string(0xBE, string(0x04, agreed)))

    def answer(self, asked: bytes) -> bytes:
        """What should be answered, without ciphering."""
        tag, form, invoke = asked[:3]
        if tag == 0xC3 and asked[3:5] == b"\x00\x0f":
            _, proof = tagged(self.counter, 0x10, self._challenge, b"", TITLE)
            token = b"\x10" + self.counter.to_bytes(4, "big") + proof
            self.counter += 1
            return bytes((0xC7, 1, invoke, 0, 1, 0)) + string(0x09, token)
        if tag != 0xC0:
            return bytes((tag + 4, 1, invoke, 0, 0)[: 5 if tag == 0xC3 else 4])
        if form == 1:
            name = int.from_bytes(asked[3:5], "big"), asked[5:11], asked[11]
            octets = self.values[name]
            if len(octets) + 50 < self._longest:
                return bytes((0xC4, 1, invoke, 0)) + octets
            self._left, self._number = octets, 0
        self._number += 1
        part, self._left = self._left[:60], self._left[60:]
        head = bytes((0xC4, 2, invoke, not self._left))
        return head + self._number.to_bytes(4, "big") + b"\x00" + string(0, part)[1:]


# ---------------------------------------------------------------- how it goes out


def wrapped(apdu: bytes, destination: int = 16) -> bytes:
    return wrapper(apdu, 1, destination)


class Wire:
    """Whole octets of a socket."""

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected

    def read(self, size: int) -> bytes:
        octets = b""
        while len(octets) < size:
            found = self._socket.recv(size - len(octets))
            if not found:
                raise EOFError
            octets += found
        return octets

    def write(self, pieces: list[Piece]) -> None:
        for piece in pieces:
            if piece is None:
                raise EOFError
            if isinstance(piece, float):
                time.sleep(piece)
            else:
                self._socket.sendall(piece)


Sent = Callable[[list[Piece]], list[Piece]]


def by_wrapper(
    meter: Meter, sent: Sent = lambda pieces: pieces
) -> Callable[[Wire], None]:
    def serve(wire: Wire) -> None:
        while True:
            head = wire.read(8)
            apdu = wire.read(int.from_bytes(head[6:], "big"))
            client = int.from_bytes(head[2:4], "big")
            answers = meter.answers(apdu)
            wire.write(
                sent(
                    [
                        wrapped(each, client) if isinstance(each, bytes) else each
                        for each in answers
                    ]
                )
            )

    return serve


@dataclass
class ByHdlc:
    """One connection in HDLC, one frame at a time, `size` octets of an APDU in each.

    `before` is asked with each frame's control field and information, and gives what is sent
    in place of an answer, or None.
    """

    meter: Meter
    sent: Sent = lambda pieces: pieces
    size: int = 128
    agreed: bytes = b""
    before: Callable[[ByHdlc, int, bytes], list[Piece] | None] = field(
        default=lambda link, control, octets: None
    )

    def __call__(self, wire: Wire) -> None:
        self.wire = wire
        self.seen: list[bytes] = []
        asked, self.left = b"", b""
        while True:
            while wire.read(1) != b"\x7e":
                pass
            head = wire.read(2)
            size = int.from_bytes(head, "big") & 0x7FF
            body = wire.read(size - 2)
            assert (
                wire.read(1) == b"\x7e"
                and check_sequence((head + body)[:-2]) == body[-2:]
            )
            self.server, at = self._address(body, 0)
            self.client, at = self._address(body, at)
            control, octets = body[at], body[at + 3 : -2]
            self.seen.append(head + body)
            other = self.before(self, control, octets)
            if other is not None:
                wire.write(other)
            elif control == SNRM:
                self.numbers = [0, 0]
                wire.write(self.sent([self.frame(UA, self.agreed)]))
            elif control == DISC:
                wire.write(self.sent([self.frame(UA)]))
            elif control & 1:
                wire.write(self.sent([self.segment()]))
            else:
                self.numbers[1] = (self.numbers[1] + 1) % 8
                asked += octets
                if head[0] & 0x08:
                    wire.write(self.sent([self.ready()]))
                    continue
                self.take(asked[3:])
                asked = b""
                if self.left:
                    wire.write(self.sent([self.segment()]))

    def take(self, apdu: bytes) -> None:
        """Have the answer to an APDU ready, and send what is no octets."""
        for piece in self.meter.answers(apdu):
            if isinstance(piece, bytes):
                self.left = LLC + piece
            else:
                self.wire.write([piece])

    def segment(self) -> bytes:
        """The next frame of an answer."""
        part, self.left = self.left[: self.size], self.left[self.size :]
        sent, received = self.numbers
        self.numbers[0] = (sent + 1) % 8
        return self.frame(received << 5 | 0x10 | sent << 1, part, bool(self.left))

    def ready(self, kind: int = 0x11) -> bytes:
        return self.frame(self.numbers[1] << 5 | kind)

    def frame(self, control: int, octets: bytes = b"", more: bool = False) -> bytes:
        return frame(self.client, self.server, control, octets, more=more)

    @staticmethod
    def _address(body: bytes, at: int) -> tuple[bytes, int]:
        start = at
        while not body[at] & 1:
            at += 1
        return body[start : at + 1], at + 1


@contextlib.contextmanager
def serving(serve: Callable[[Wire], None]) -> Iterator[int]:
    """Serve one connection after another, on a port that is the value."""
    failed: list[Exception] = []
    open_ones: list[socket.socket] = []

    def accept() -> None:
        while True:
            try:
                connected, _ = server.accept()
            except OSError:
                return
            with connected:
                open_ones.append(connected)
                connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                try:
                    serve(Wire(connected))
                except (EOFError, OSError):
                    pass
                except Exception as error:
                    failed.append(error)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        # A thread that waits is not woken by a close everywhere; what has ended is no matter.
        for each in (server, *open_ones):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
    thread.join(10)
    if failed:
        raise failed[0]
