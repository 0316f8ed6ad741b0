"""Logs of a client: lines with the octets that went to and fro, in hexadecimal.

A line may have a time, arrows and words around the octets; these are frames of HDLC, the wrapper of TCP, or APDUs alone.
Requests tell what the answers are of, so both have to be there. Ciphered ones cannot be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cosem_runtime import CosemError
from cosem_runtime.telegram.frames import carrier_of, frame_at
from cosem_runtime.telegram.joining import MESSAGE_LIMIT, has_llc
from cosem_runtime.telegram.layers import Hdlc, Layer, Wrapper

from ..content import Content
from ..errors import DumpError
from ..model import Record
from ..registry import Options
from .exchange import (
    GET_REQUEST,
    GET_RESPONSE,
    READ_REQUEST,
    READ_RESPONSE,
    Exchange,
)

__all__ = ["LINE", "READER"]

LINE: Final = 1024 * 1024
"""Octets of a line of a log at the most."""

# Dates and times have other signs between their digits, which octets do not.
_OCTETS: Final = re.compile(
    rb"(?<![\w:.+-])(?:0x)?([0-9A-Fa-f]{2}(?:[ \t]?[0-9A-Fa-f]{2}){3,})(?![\w:.-])"
)
_REQUESTS: Final = bytes((GET_REQUEST, READ_REQUEST))
_ANSWERS: Final = bytes((GET_RESPONSE, READ_RESPONSE))


class HexLogReader:
    """Logs with octets in hexadecimal."""

    name = "hex-log"
    title = "log of requests and answers in hexadecimal"

    def recognises(self, content: Content) -> bool:
        start = content.start
        if b"\0" in start or content.beginning[:1] in (b"<", b"{"):
            return False
        frames = _Frames()
        for line in start.splitlines():
            for octets, _ in frames.apdus(_octets_of(line)):
                if octets[:1] in _REQUESTS and octets[1:2] in b"\x01\x02\x03":
                    return True
                if octets[:1] in _ANSWERS and octets[1:2] in b"\x01\x02\x03":
                    return True
        return False

    def records(self, content: Content, options: Options) -> Iterator[Record]:
        exchange, frames, found = Exchange(), _Frames(), 0
        for _, line in content.lines(LINE):
            for octets, layer in frames.apdus(_octets_of(line)):
                if octets[:1] in _REQUESTS and exchange.client is None:
                    exchange.client, exchange.server = _addresses(layer)
                exchange.add(octets)
                found += 1
        if not found:
            raise DumpError("", "lines with octets of requests and answers", "none")
        exchange.passed_over.update(frames.passed_over)
        yield from exchange.records(self.title)


def _octets_of(line: bytes) -> bytes:
    """What a line has of octets; those of what looks like a time before them are left out."""
    found = b""
    for match in _OCTETS.finditer(line):
        digits = match[1]
        if len(digits) > len(found):
            found = digits
    words = found.split()
    for at in range(len(words)):
        octets = bytes.fromhex(b"".join(words[at:]).decode("ascii"))
        if _begins(octets):
            return octets
    return b""


def _begins(octets: bytes) -> bool:
    """Whether octets begin as a frame does, or as an APDU that is read here."""
    if carrier_of(octets) in ("hdlc", "wrapper") or has_llc(octets):
        return True
    return octets[:1] in _REQUESTS + _ANSWERS and octets[1:2] != b""


class _Frames:
    """Takes octets as they stand on lines, and gives the APDUs that are in them."""

    def __init__(self) -> None:
        self.passed_over: dict[str, int] = {}
        self._parts: dict[tuple[object, ...], bytes] = {}

    def apdus(self, octets: bytes) -> Iterator[tuple[bytes, Layer | None]]:
        carrier = carrier_of(octets)
        if carrier not in ("hdlc", "wrapper"):
            if octets:
                yield _without_llc(octets), None
            return
        at = 0
        while at < len(octets):
            if carrier == "hdlc" and octets[at : at + 2] in (b"\x7e", b"\x7e\x7e"):
                at += 1
                continue
            try:
                frame, at = frame_at(carrier, octets, at)
            except CosemError:
                self._pass_over("frames that are cut short or damaged")
                return
            if frame.payload is None:
                continue
            whole = self._parts.pop(frame.route, b"") + frame.payload.octets
            if len(whole) > MESSAGE_LIMIT:
                self._pass_over(f"messages of more than {MESSAGE_LIMIT} octets")
            elif frame.more:
                self._parts[frame.route] = whole
            else:
                yield _without_llc(whole), frame.layer(1)

    def _pass_over(self, why: str) -> None:
        self.passed_over[why] = self.passed_over.get(why, 0) + 1


def _without_llc(octets: bytes) -> bytes:
    return octets[3:] if has_llc(octets) else octets


def _addresses(layer: Layer | None) -> tuple[int | None, int | None]:
    """Client and server of a request."""
    if isinstance(layer, Wrapper):
        return layer.source, layer.destination
    if isinstance(layer, Hdlc):
        return layer.source[0], layer.destination[0]
    return None, None


READER: Final = HexLogReader()
