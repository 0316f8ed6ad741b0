"""dlms-cosem (BSL 1.1 since 24.1.0) as a transport, with a line of ours: its own waits without end for a meter that left.

Tried with version 25.1.0.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Sequence
from typing import Any, Final

from cosem_runtime import Obis

from ..connection import Connection
from ..lines import Line, line
from ..registry import imported
from ..transport import Answer, Attribute, Negotiated, TransportError
from .common import described, in_one, list_of_answers, translated

__all__ = ["CLIENT"]

_GET_RESPONSE: Final = 0xC4
_WITH_LIST: Final = 3


class DlmsCosem:
    """The client as users name it."""

    name = "dlms-cosem"
    title = "dlms-cosem"

    def connect(self, connection: Connection) -> DlmsCosemTransport:
        """Raises TransportError where dlms-cosem is not installed."""
        imported("dlms_cosem", self.title)
        return DlmsCosemTransport(connection)


CLIENT: Final = DlmsCosem()


class DlmsCosemTransport:
    """One association; `open` makes it anew, with a client of its own.

    After an error that is no answer, the client's state is no longer of use: all of these are
    taken for breaks.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._line = line(connection)
        self._counter = connection.invocation_counter
        self._client: Any = None
        self._cosem = imported("dlms_cosem.cosem", CLIENT.title)
        self._apdus = imported("dlms_cosem.protocol.xdlms", CLIENT.title)
        _quiet()

    def _made(self) -> Any:
        meter = self._connection
        security = imported("dlms_cosem.security", CLIENT.title)
        io = imported("dlms_cosem.io", CLIENT.title)
        addresses = {
            "client_logical_address": meter.client,
            "server_logical_address": meter.server,
            "io": _Io(self._line),
        }
        more: dict[str, Any] = {}
        if meter.max_pdu is not None:
            more["max_pdu_size"] = meter.max_pdu
        if meter.key:
            more |= {
                "encryption_key": meter.key,
                "authentication_key": meter.authentication_key,
                "client_system_title": meter.system_title,
                "client_initial_invocation_counter": self._counter,
            }
        return imported("dlms_cosem.client", CLIENT.title).DlmsClient(
            transport=(
                io.HdlcTransport(server_physical_address=meter.physical, **addresses)
                if meter.framed
                else io.TcpTransport(**addresses)
            ),
            authentication={
                "none": security.NoSecurityAuthentication,
                "lls": lambda: security.LowLevelSecurityAuthentication(
                    secret=meter.password
                ),
                "hls-gmac": security.HighLevelSecurityGmacAuthentication,
            }[meter.authentication](),
            **more,
        )

    def open(self) -> None:
        with translated():
            self._client = self._made()
            self._client.connect()
            self._client.associate()

    def negotiated(self) -> Negotiated:
        connection = self._client.dlms_connection
        bits = int.from_bytes(connection.conformance.to_bytes(), "big")
        return Negotiated(bits, int(connection.max_pdu_size))

    def close(self) -> None:
        client, self._client = self._client, None
        with contextlib.suppress(Exception):
            if client is not None:
                self._line.begin()
                self._counter = client.client_invocation_counter + 1
                try:
                    client.release_association()
                finally:
                    client.disconnect()
        self._line.close()

    def get(self, attribute: Attribute) -> Answer:
        apdus = self._apdus
        selection = attribute.selection
        event = self._asked(
            apdus.GetRequestNormal(
                cosem_attribute=self._described(attribute),
                access_selection=None if selection is None else _Octets(attribute),
            )
        )
        octets = bytearray()
        while isinstance(event, apdus.GetResponseWithBlock):
            octets += event.data
            event = self._asked(
                apdus.GetRequestNext(
                    invoke_id_and_priority=event.invoke_id_and_priority,
                    block_number=event.block_number,
                ),
                more=True,
            )
        if isinstance(event, (apdus.GetResponseNormal, apdus.GetResponseLastBlock)):
            return Answer(0, bytes(octets + event.data))
        return Answer(self._error(event))

    def get_list(self, attributes: Sequence[Attribute]) -> list[Answer]:
        with translated():
            client = self._begun()
            connection = client.dlms_connection
            rows = [_Octets(each, whole=True) for each in attributes]
            request = self._apdus.GetRequestWithList(
                cosem_attributes_with_selection=rows
            )
            # The client would decode the answers; it cannot all types.
            octets = bytes(client.transport.send_request(connection.send(request)))
            if connection.use_protection:
                cipher = self._apdus.GeneralGlobalCipher.from_bytes(octets)
                connection.update_meter_invocation_counter(cipher.invocation_counter)
                octets = bytes(connection.decrypt(cipher.ciphered_text))
            state = imported("dlms_cosem.state", CLIENT.title)
            connection.state.current_state = state.READY
            if octets[:2] != bytes((_GET_RESPONSE, _WITH_LIST)):
                raise TransportError("another answer than a list, or one in blocks")
            return list_of_answers(octets[3:], len(attributes))

    def set(self, attribute: Attribute, octets: bytes) -> Answer:
        in_one(octets, self.negotiated())
        request = self._apdus.SetRequestNormal(
            cosem_attribute=self._described(attribute), data=octets
        )
        event = self._asked(request)
        if not isinstance(event, self._apdus.SetResponseNormal):
            raise TransportError(f"another answer: {type(event).__name__}")
        return Answer(int(event.result))

    def action(
        self, class_id: int, logical_name: Obis, method: int, octets: bytes | None
    ) -> Answer:
        called = self._cosem.CosemMethod(
            _AnyClass(class_id), self._cosem.Obis(*bytes(logical_name)), method
        )
        event = self._asked(
            self._apdus.ActionRequestNormal(cosem_method=called, data=octets)
        )
        status, error = getattr(event, "status", None), getattr(event, "error", 0)
        if status is None:
            raise TransportError(f"another answer: {type(event).__name__}")
        return Answer(int(status) or int(error), getattr(event, "data", None))

    def _described(self, attribute: Attribute) -> Any:
        class_id, name, number, _ = attribute
        return self._cosem.CosemAttribute(
            interface=_AnyClass(class_id),
            instance=self._cosem.Obis(*bytes(name)),
            attribute=number & 0xFF,
        )

    def _begun(self) -> Any:
        if self._client is None:
            raise TransportError("there is no association")
        self._line.begin()
        return self._client

    def _asked(self, request: Any, *, more: bool = False) -> Any:
        with translated():
            client = self._client if more else self._begun()
            client.send(request)
            event = client.next_event()
        if isinstance(event, self._apdus.ExceptionResponse):
            raise TransportError(
                f"{event.state_error.name}, {event.service_error.name}", broken=False
            )
        return event

    def _error(self, event: Any) -> int:
        error = getattr(event, "error", None)
        if error is None:
            raise TransportError(f"another answer: {type(event).__name__}")
        return int(error)


class _AnyClass(int):
    """A class id as the client takes it, which knows some by names."""

    value = property(int)


class _Octets:
    """What the client would put together, as octets that are there already."""

    def __init__(self, attribute: Attribute, *, whole: bool = False) -> None:
        descriptor, selection = described(attribute)
        self._octets = descriptor + selection if whole else selection[1:]

    def to_bytes(self) -> bytes:
        return self._octets


class _Io:
    """A line as the client wants it."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def connect(self) -> None:
        self._line.open()

    def disconnect(self) -> None:
        self._line.close()

    def send(self, data: bytes) -> None:
        self._line.send(bytes(data))

    def recv(self, amount: int = 1) -> bytes:
        octets = b""
        while len(octets) < amount:
            octets += self._line.receive(amount - len(octets))
        return octets

    def recv_until(self, end: bytes) -> bytes:
        octets = b""
        while not octets.endswith(end):
            octets += self._line.receive(1)
        return octets


def _quiet() -> None:
    """Its log tells every frame and key on standard output, unless somebody has set it up."""
    structlog = imported("structlog", CLIENT.title)
    if not structlog.is_configured():
        quiet = structlog.make_filtering_bound_logger(logging.CRITICAL)
        structlog.configure(wrapper_class=quiet)
