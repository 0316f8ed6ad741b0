"""What comes over a line frame by frame, for clients that take the next octets for the answer.

A line brings more than answers: noise and flags between frames, an echo, frames of other meters and for other
clients, notifications, and a meter that only says that it is there. None of it gets to a client from here.
"""

from __future__ import annotations

import time
from typing import Final

from cosem_runtime.errors import quote
from cosem_runtime.telegram import TelegramError
from cosem_runtime.telegram.frames import Short, checksum, frame_at
from cosem_runtime.telegram.layers import Hdlc

from .connection import Connection
from .lines import Line, line
from .transport import TransportError

__all__ = ["TEXT", "Frames", "carrying", "frames", "information"]

_BEGUN: Final = 3
"""Octets that are no noise any more: the flag and the format field, or more than the version of a wrapper."""

_FLAG: Final = b"\x7e"
_POLL: Final = 0x10
"""The bit of a control field by which the other side may send (IEC 62056-46)."""
_SNRM, _DISC, _UA, _DM, _FRMR, _UI = 0x83, 0x43, 0x63, 0x0F, 0x87, 0x03
_RR, _RNR, _REJ = 0x01, 0x05, 0x09
_CALLING: Final = (0x7E, 0x7F, 0x3FFE, 0x3FFF)
"""Physical addresses that no meter answers by: whichever it is, and all of them."""
_BREATH: Final = 0.1
"""Seconds that a meter has until it is asked again whether it can answer."""

TEXT: Final = b"\t\r\n" + bytes(range(0x20, _FLAG[0]))
"""Octets of which a modem's text is, as `CONNECT 9600`; with none of them a frame begins."""
_SHOWN: Final = 60

_HEADER: Final = 8
_VERSION: Final = b"\x00\x01"
_NOTIFICATIONS: Final = (b"\x0f", b"\x18", b"\xc2", b"\xca", b"\xd2")
"""Tags of APDUs that nobody has asked for; those under general ciphering are not told from answers."""


class Frames:
    """A line, of which whole frames come. Errors are TransportError."""

    def __init__(self, line: Line, timeout: float) -> None:
        self._line = line
        self._timeout = timeout
        self._came = bytearray()

    def open(self) -> None:
        """Connect."""
        self._came.clear()
        self._line.open()

    def close(self) -> None:
        """Disconnect; raises nothing."""
        self._line.close()

    def begin(self) -> None:
        """Another answer is waited for: the limit of the line is its own."""
        self._line.begin()

    def send(self, octets: bytes) -> None:
        """Send a frame."""
        self._line.send(octets)

    def receive(self) -> bytes:
        """The next frame that may be the answer to what was sent, whole."""
        until = time.monotonic() + self._timeout
        while True:
            octets = self._next()
            if octets is not None and self._is_answer(octets):
                return octets
            # On a slow line a frame that has begun may take longer than the timeout.
            has_begun = octets is None and len(self._came) >= _BEGUN
            if not has_begun and time.monotonic() > until:
                other = (
                    "octets that are no frame"
                    if octets is None
                    else "frames that are no answer"
                )
                raise TransportError(
                    f"no reply within {self._timeout:g} seconds, but {other}"
                )
            if octets is None:
                self._came += self._line.receive()

    def _next(self) -> bytes | None:
        """Take the next frame out of what has come; None where it is not all there."""
        raise NotImplementedError

    def _is_answer(self, octets: bytes) -> bool:
        raise NotImplementedError


class WrapperFrames(Frames):
    """APDUs behind the header of TCP (IEC 62056-4-7), the first one perhaps behind text."""

    _is_stale = False  # the frame that has come in part is older than the request
    _has_begun = False
    _text = b""

    def open(self) -> None:
        self._has_begun, self._text = False, b""
        super().open()

    def receive(self) -> bytes:
        try:
            return super().receive()
        except TransportError as error:
            if not self._text.strip():
                raise
            text = quote(self._text.strip().decode("ascii"))
            raise TransportError(f"{error}; what came first is text: {text}") from error

    def send(self, octets: bytes) -> None:
        # A meter answers what it was asked: what is here already is no answer to this.
        while self._next() is not None:
            pass
        self._is_stale = bool(self._came)
        super().send(octets)

    def _next(self) -> bytes | None:
        if not self._has_begun:
            size = len(self._came) - len(self._came.lstrip(TEXT))
            self._text += self._came[: min(size, _SHOWN - len(self._text))]
            del self._came[:size]
        head = bytes(self._came[:_HEADER])
        if not _VERSION.startswith(head[:2]):
            hint = ", but HDLC" if head[:1] == _FLAG else ""
            raise TransportError(
                f"no wrapper of TCP comes{hint}: {head.hex(' ').upper()}"
            )
        end = _HEADER + int.from_bytes(head[6:], "big")
        if len(head) < _HEADER or len(self._came) < end:
            return None
        octets = bytes(self._came[:end])
        del self._came[:end]
        self._has_begun, self._text = True, b""
        return octets

    def _is_answer(self, octets: bytes) -> bool:
        was_stale, self._is_stale = self._is_stale, False
        apdu = octets[_HEADER:]
        return bool(apdu) and not was_stale and apdu[:1] not in _NOTIFICATIONS


class HdlcFrames(Frames):
    """HDLC frames of format type 3, in normal response mode: a meter sends when it is asked to."""

    def __init__(self, line: Line, timeout: float) -> None:
        super().__init__(line, timeout)
        self._sent = b""
        self._asked = Hdlc((), (), 0, 1)
        self._is_segment = False  # and more of the request is to be sent
        self._echo = b""  # what comes first where the line repeats what is sent
        self._has_echo = False
        self._last = b""  # I frame

    def send(self, octets: bytes) -> None:
        frame, _ = frame_at("hdlc", octets, 0)
        asked = frame.layer(1)
        assert isinstance(asked, Hdlc)
        self._sent, self._asked, self._is_segment = octets, asked, frame.more
        if asked.control & ~_POLL == _SNRM:
            self._last = b""
        self._echo = octets
        # A meter is silent until it is asked: what is here already is no answer to this.
        self._came.clear()
        super().send(octets)

    def _next(self) -> bytes | None:
        came = self._came
        while (start := came.find(_FLAG)) >= 0:
            del came[:start]
            try:
                _, end = frame_at("hdlc", came, 0)
            except Short:
                return None
            except TelegramError:
                del came[:1]  # no frame begins here, or a damaged one
                continue
            octets = bytes(came[: end + 1])
            del came[:end]  # its last flag may be the first one of the next
            return octets
        came.clear()
        return None

    def _is_answer(self, octets: bytes) -> bool:
        frame, _ = frame_at("hdlc", octets, 0)
        found = frame.layer(1)
        assert isinstance(found, Hdlc)
        if self._is_echo(octets, found.control) or not self._is_ours(found):
            return False
        control = found.control & ~_POLL
        if control == _DM:
            raise TransportError(
                "the meter has no connection with this client (DM): it has ended it, or refuses it"
            )
        if control == _FRMR:
            raise TransportError("the meter rejects what it was sent (FRMR)")
        if self._asked.control & ~_POLL in (_SNRM, _DISC):
            return control == _UA
        if control in (_UA, _UI):
            return False
        if control & 1:
            return self._is_acknowledged(found.control)
        # A meter that did not hear that its frame came sends it again, with its number.
        is_new = octets != self._last
        self._last = octets
        return is_new

    def _is_echo(self, octets: bytes, control: int) -> bool:
        """Whether the line repeats what was sent last.

        Where client and meter have the same address, RR is the same from both: then it is the
        meter's, unless other frames have come back.
        """
        if octets != self._echo:
            return False
        self._has_echo |= control & 0x0F != _RR
        if self._has_echo:
            self._echo = b""
        return self._has_echo

    def _is_ours(self, found: Hdlc) -> bool:
        """Whether it is from the meter that was asked, and for this client."""
        if found.destination != self._asked.source:
            return False
        asked = self._asked.destination
        for ours, theirs in zip(asked, found.source, strict=False):
            if ours != theirs and ours not in _CALLING:
                return False
        return True

    def _is_acknowledged(self, control: int) -> bool:
        """Whether more of the request can be sent; a meter with no answer yet is asked again."""
        kind = control & 0x0F
        if kind == _REJ:
            raise TransportError("the meter asks for a frame again (REJ)")
        if kind == _RR and self._is_segment:
            return True
        if control & _POLL:
            time.sleep(_BREATH)
            self._echo = self._receive_ready()
            self._line.send(self._echo)
        return False

    def _receive_ready(self) -> bytes:
        """The frame that lets the meter send, with the number that is expected as it was sent."""
        end = 3
        for _ in ("meter", "client"):  # the last octet of each address is odd
            while not self._sent[end] & 1:
                end += 1
            end += 1
        head = self._sent[3:end] + bytes([self._asked.control & 0xE0 | _POLL | _RR])
        body = (0xA000 | 2 + len(head) + 2).to_bytes(2, "big") + head
        return _FLAG + body + checksum(body) + _FLAG


def information(octets: bytes) -> bytes:
    """What an HDLC frame carries of an APDU."""
    payload = frame_at("hdlc", octets, 0)[0].payload
    return b"" if payload is None else payload.octets


def carrying(octets: bytes, other: bytes) -> bytes:
    """The same HDLC frame with other information."""
    size = len(information(octets))
    start = len(octets) - 3 - size
    length = int.from_bytes(octets[1:3], "big") + len(other) - size
    head = length.to_bytes(2, "big") + octets[3 : start - 2]
    body = head + checksum(head) + other
    return _FLAG + body + checksum(body) + _FLAG


def frames(connection: Connection) -> Frames:
    """The frames of the line that leads to a meter; not open yet."""
    found = line(connection)
    kind = HdlcFrames if connection.framed else WrapperFrames
    return kind(found, connection.timeout)
