"""gurux-dlms (GPL-2.0) as a transport: its client half, with a line of ours, since it brings none.

Tried with version 1.0.203. Octets are taken before it decodes them.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Any, Final

from cosem_runtime import Obis

from ..connection import Connection
from ..frames import carrying, frames, information
from ..registry import imported
from ..transport import Answer, Attribute, Negotiated, TransportError
from .common import (
    NOT_PROVEN,
    Numbers,
    associated,
    associating,
    counted,
    described,
    go_on,
    list_of_answers,
    refused,
    translated,
)

__all__ = ["CLIENT"]

_NORMAL, _BLOCK, _WITH_LIST = 1, 2, 3
_RESPONSE: Final = 4
"""What is added to the tag of a request in that of its response."""
_NOTIFICATIONS: Final = (0x0F, 0x18, 0xC2)
_CHALLENGE: Final = 2
"""Ciphered messages that answer a challenge: the answer, and what carries it."""
_IN_SEGMENTS: Final = 2
"""The bit of what is yet to come that stands for segments."""
_LLC: Final = (b"\xe6\xe7\x00", b"\xe6\xe6\x00")
"""Headers of the logical link, before an APDU."""
_SIZES, _WINDOWS = (5, 6), (7, 8)
"""Parameters of an HDLC connection that the client knows."""


class Gurux:
    """The client as users name it."""

    name = "gurux"
    title = "gurux-dlms"

    def connect(self, connection: Connection) -> GuruxTransport:
        """Raises TransportError where gurux-dlms is not installed."""
        return GuruxTransport(connection, imported("gurux_dlms", self.title))


CLIENT: Final = Gurux()


class GuruxTransport:
    """One association; `open` makes it anew, with a client of its own."""

    def __init__(self, connection: Connection, gurux: Any) -> None:
        self._connection = connection
        self._gurux = gurux
        self._enums = imported("gurux_dlms.enums", CLIENT.title)
        self._lower = imported("gurux_dlms.GXDLMS", CLIENT.title).GXDLMS
        self._parameters = imported(
            "gurux_dlms.GXDLMSLNParameters", CLIENT.title
        ).GXDLMSLNParameters
        self._refusals: list[type[Exception]] = [
            getattr(imported(f"gurux_dlms.{name}", CLIENT.title), name)
            for name in ("GXDLMSExceptionResponse", "GXDLMSConfirmedServiceError")
        ]
        self._frames = frames(connection)
        self._counter = connection.invocation_counter
        self._numbers = Numbers()
        self._client: Any = None
        self._is_open = False  # an attempt may have got so far that it is to be ended

    def _made(self) -> Any:
        meter, enums = self._connection, self._enums
        secure = imported("gurux_dlms.secure", CLIENT.title)
        server = meter.server
        if meter.physical is not None:
            server = self._gurux.GXDLMSClient.getServerAddress(server, meter.physical)
        client = secure.GXDLMSSecureClient(
            True,
            meter.client,
            server,
            {
                "none": enums.Authentication.NONE,
                "lls": enums.Authentication.LOW,
                "hls-gmac": enums.Authentication.HIGH_GMAC,
            }[meter.authentication],
            meter.password or None,
            enums.InterfaceType.HDLC if meter.framed else enums.InterfaceType.WRAPPER,
        )
        if meter.max_pdu is not None:
            client.maxReceivePDUSize = meter.max_pdu
        if meter.key:
            client.ciphering.security = enums.Security.AUTHENTICATION_ENCRYPTION
            client.ciphering.systemTitle = bytearray(meter.system_title)
            client.ciphering.blockCipherKey = bytearray(meter.key)
            client.ciphering.authenticationKey = bytearray(meter.authentication_key)
            client.ciphering.invocationCounter = self._counter
        return client

    def open(self) -> None:
        self.close()  # what is left of an attempt: its connection, and the counters it used
        with associating(*self._refusals), _silent():
            self._client = client = self._made()
            self._frames.open()
            asked = client.snrmRequest()
            if asked:
                agreed = _agreed(bytes(self._exchanged(asked).data.array()))
                client.parseUAResponse(self._gurux.GXByteBuffer(agreed))
            self._count()
            agreed = self._exchanged(client.aarqRequest()).data
            # It takes one that is refused without a diagnostic for one that is made.
            refused(bytes(agreed.array()))
            client.parseAareResponse(agreed)
            if client.isAuthenticationRequired:
                self._count(_CHALLENGE)
                asked = client.getApplicationAssociationRequest()
                reply = self._exchanged(asked)
                self._check_command(reply, self._enums.Command.METHOD_REQUEST)
                try:
                    client.parseApplicationAssociationResponse(reply.data)
                except Exception as error:
                    raise TransportError(NOT_PROVEN, final=True) from error
        self._is_open = True

    def negotiated(self) -> Negotiated:
        # The first bit is the lowest here.
        client = associated(self._client, self._is_open)
        bits = f"{int(client.negotiatedConformance):024b}"
        return Negotiated(int(bits[::-1], 2), int(client.maxReceivePDUSize))

    def close(self) -> None:
        client, self._client, self._is_open = self._client, None, False
        with contextlib.suppress(Exception), _silent():
            if client is not None:
                self._counter = client.ciphering.invocationCounter + 1
                self._frames.begin()
                try:
                    self._count(client=client)
                    self._exchanged(client.releaseRequest(), client)
                finally:
                    if self._connection.framed:
                        self._exchanged(client.disconnectRequest(), client)
        self._frames.close()

    def get(self, attribute: Attribute) -> Answer:
        head = b"".join(described(attribute))
        return _answer(self._asked(self._enums.Command.GET_REQUEST, _NORMAL, head))

    def get_list(self, attributes: Sequence[Attribute]) -> list[Answer]:
        rows = b"".join(b"".join(described(each)) for each in attributes)
        command = self._enums.Command.GET_REQUEST
        reply = self._asked(command, _WITH_LIST, bytes([len(attributes)]) + rows)
        octets = bytes(reply.data.array())
        if octets[:2] == bytes((self._enums.Command.GET_RESPONSE, _WITH_LIST)):
            octets = octets[3:]  # it came in one piece, and stands there as it came
        return list_of_answers(octets, len(attributes))

    def set(self, attribute: Attribute, octets: bytes) -> Answer:
        reply = self._asked(
            self._enums.Command.SET_REQUEST,
            _NORMAL,
            b"".join(described(attribute)),
            octets,
        )
        return Answer(int(reply.error))

    def action(
        self, class_id: int, logical_name: Obis, method: int, octets: bytes | None
    ) -> Answer:
        called, _ = described(Attribute(class_id, logical_name, method))
        reply = self._asked(
            self._enums.Command.METHOD_REQUEST,
            _NORMAL,
            called + bytes([octets is not None]),
            octets,
        )
        return _answer(reply)

    def _asked(
        self, command: int, kind: int, head: bytes, data: bytes | None = None
    ) -> Any:
        """A service with the octets of its request behind the invoke id."""
        client = associated(self._client, self._is_open)
        buffer = self._gurux.GXByteBuffer
        with translated(*self._refusals), _silent():
            self._frames.begin()
            first = client.ciphering.invocationCounter
            settings = client.settings
            settings.resetBlockIndex()
            settings.invokeId = self._numbers.next()
            parameters = self._parameters(
                settings,
                0,
                command,
                kind,
                buffer(head),
                None if data is None else buffer(data),
                0xFF,
            )
            messages = self._lower.getLnMessages(parameters)
            # A long value is in blocks, and all of them are ciphered by now.
            counted(first, client.ciphering.invocationCounter - first)
            reply = self._exchanged(messages)
        self._check_command(reply, command)
        if self._connection.key and not reply.cipheredCommand:
            raise TransportError("an answer without ciphering to a ciphered request")
        self._numbers.check(int(reply.invokeId))
        return reply

    @staticmethod
    def _check_command(reply: Any, asked: int) -> None:
        """Raise TransportError where it is no answer to that request."""
        if reply.error < 0 or reply.command != asked + _RESPONSE:
            raise TransportError(
                f"another answer: tag {reply.command:02X}, error {reply.error}"
            )

    def _count(self, needed: int = 1, client: Any = None) -> None:
        """Refuse what it would cipher by a counter that has begun anew."""
        if self._connection.key:
            counted((client or self._client).ciphering.invocationCounter, needed)

    def _exchanged(self, frames: Any, client: Any = None) -> Any:
        """The reply to frames, with all its blocks."""
        client = client or self._client
        response = self._enums.Command.GET_RESPONSE
        reply = self._gurux.GXReplyData()
        for frame in frames if isinstance(frames, list) else [frames]:
            # It does not read a further response into a reply that has one.
            reply = self._gurux.GXReplyData()
            self._sent(client, frame, reply)
            size = empty = 0
            while True:
                if not reply.moreData & _IN_SEGMENTS:
                    if reply.isMoreData() and reply.command == response:
                        # It keeps the tag of what is no block, and would ask without end.
                        raise TransportError("another answer than a block")
                    self._without_empty_block(reply, size)
                    empty += reply.data.size == size
                    size = reply.data.size
                if reply.isMoreData():
                    go_on(empty)
                    self._count(client=client)
                    self._sent(client, client.receiverReady(reply), reply)
                elif reply.command in _NOTIFICATIONS:
                    reply = self._gurux.GXReplyData()
                    self._received(client, reply)
                else:
                    break
        return reply

    def _without_empty_block(self, reply: Any, size: int) -> None:
        """Take a block that has nothing from behind so many octets: its head is left there."""
        tail = bytes(reply.data.array()[size:])
        head = self._enums.Command.GET_RESPONSE, _BLOCK
        if len(tail) == 10 and tail[:2] == bytes(head) and tail[8:] == b"\x00\x00":
            reply.data.size = reply.cipherIndex = size

    def _sent(self, client: Any, frame: Any, reply: Any) -> None:
        for each in frame if isinstance(frame, list) else [frame]:
            if each:
                self._frames.send(bytes(each))
                self._received(client, reply)

    def _received(self, client: Any, reply: Any) -> None:
        received = self._gurux.GXByteBuffer()
        while True:
            octets = self._frames.receive()
            if self._connection.framed and reply.moreData & _IN_SEGMENTS:
                found = information(octets)
                if found.startswith(_LLC):
                    # It takes them from the start of each segment, where they are of the value.
                    octets = carrying(octets, _LLC[0] + found)
            received.set(octets)
            if client.getData(received, reply, None):
                break


def _silent() -> contextlib.redirect_stdout[None]:
    """It prints what it ciphers by, and standard output is not its own."""
    return contextlib.redirect_stdout(None)


def _agreed(octets: bytes) -> bytes:
    """What a UA agrees on, as far as the client takes it: without zeros, which mean the default."""
    found = b""
    at, end = 3, 3 + octets[2] if len(octets) > 2 else 0
    while at + 2 <= end:
        name, size = octets[at], octets[at + 1]
        number = int.from_bytes(octets[at + 2 : at + 2 + size], "big")
        at += 2 + size
        if number and name in _SIZES:
            found += bytes((name, 2)) + number.to_bytes(2, "big")
        elif number and name in _WINDOWS:
            found += bytes((name, 4)) + number.to_bytes(4, "big")
    return octets[:2] + bytes([len(found)]) + found if found else b""


def _answer(reply: Any) -> Answer:
    left = bytes(reply.data.array()[reply.data.position :])
    return Answer(int(reply.error), left or None)
