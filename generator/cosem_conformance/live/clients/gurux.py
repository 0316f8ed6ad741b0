"""gurux-dlms (GPL-2.0) as a transport: its client half, with a line of ours, since it brings none.

Tried with version 1.0.203. Octets are taken before it decodes them.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Any, Final

from cosem_runtime import Obis

from ..connection import Connection
from ..lines import line
from ..registry import imported
from ..transport import Answer, Attribute, Negotiated, TransportError
from .common import described, list_of_answers, translated

__all__ = ["CLIENT"]

_NORMAL: Final = 1
_WITH_LIST: Final = 3


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
        exception = imported("gurux_dlms.GXDLMSExceptionResponse", CLIENT.title)
        self._refusal: type[Exception] = exception.GXDLMSExceptionResponse
        self._line = line(connection)
        self._counter = connection.invocation_counter
        self._client: Any = None

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
        with translated(), _silent():
            self._client = client = self._made()
            self._line.open()
            asked = client.snrmRequest()
            if asked:
                client.parseUAResponse(self._exchanged(asked).data)
            client.parseAareResponse(self._exchanged(client.aarqRequest()).data)
            if client.isAuthenticationRequired:
                asked = client.getApplicationAssociationRequest()
                client.parseApplicationAssociationResponse(self._exchanged(asked).data)

    def negotiated(self) -> Negotiated:
        # The first bit is the lowest here.
        bits = f"{int(self._client.negotiatedConformance):024b}"
        return Negotiated(int(bits[::-1], 2), int(self._client.maxReceivePDUSize))

    def close(self) -> None:
        client, self._client = self._client, None
        with contextlib.suppress(Exception), _silent():
            if client is not None:
                self._counter = client.ciphering.invocationCounter + 1
                self._line.begin()
                self._exchanged(client.releaseRequest(), client)
                if self._connection.framed:
                    self._exchanged(client.disconnectRequest(), client)
        self._line.close()

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
        client = self._client
        if client is None:
            raise TransportError("there is no association")
        buffer = self._gurux.GXByteBuffer
        with translated(self._refusal), _silent():
            self._line.begin()
            settings = client.settings
            settings.resetBlockIndex()
            settings.setInvokeID(settings.invokeId % 15 + 1)
            parameters = self._parameters(
                settings,
                0,
                command,
                kind,
                buffer(head),
                None if data is None else buffer(data),
                0xFF,
            )
            return self._exchanged(self._lower.getLnMessages(parameters))

    def _exchanged(self, frames: Any, client: Any = None) -> Any:
        """The reply to frames, with all its blocks."""
        client = client or self._client
        reply = self._gurux.GXReplyData()
        for frame in frames if isinstance(frames, list) else [frames]:
            # It does not read a further response into a reply that has one.
            reply = self._gurux.GXReplyData()
            self._sent(client, frame, reply)
            while reply.isMoreData():
                self._sent(client, client.receiverReady(reply), reply)
        return reply

    def _sent(self, client: Any, frame: Any, reply: Any) -> None:
        for each in frame if isinstance(frame, list) else [frame]:
            if each:
                self._line.send(bytes(each))
                received = self._gurux.GXByteBuffer()
                while True:
                    received.set(self._line.receive())
                    if client.getData(received, reply, None):
                        break


def _silent() -> contextlib.redirect_stdout[None]:
    """It prints what it ciphers by, and standard output is not its own."""
    return contextlib.redirect_stdout(None)


def _answer(reply: Any) -> Answer:
    left = bytes(reply.data.array()[reply.data.position :])
    return Answer(int(reply.error), left or None)
