"""dlms-cosem (BSL 1.1 since 24.1.0) as a transport, with a line of ours: its own waits without end for a meter that left.

Tried with version 25.1.0.
"""

from __future__ import annotations

import contextlib
import functools
import logging
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from cosem_runtime import CosemError, Obis, telegram
from cosem_runtime.wire import read_length

from ..connection import ONE_OCTET, Connection
from ..frames import Frames, frames
from ..registry import imported
from ..transport import Answer, Attribute, Negotiated, TransportError
from .common import (
    NOT_PROVEN,
    TO_ASSOCIATE,
    Numbers,
    ServiceError,
    associated,
    associating,
    counted,
    described,
    go_on,
    in_one,
    list_of_answers,
    refused,
    translated,
)

__all__ = ["CLIENT"]

_GET_RESPONSE: Final = 0xC4
_WITH_LIST: Final = 3
_FLAG: Final = b"\x7e"
_NO_LIMIT: Final = 0xFFFF
_EXCEPTION, _SERVICE_ERROR, _BLOCKS = 0xD8, 0x0E, 0xE0
_RETURNED: Final = bytes.fromhex("C7 01 C1 00 01 00 09")
"""The head of an action-response that returns an octet-string, as an answer to a challenge is."""
_PLAIN: Final = (0xC4, 0xC5, 0xC7)
_BY_SERVICE: Final = (0xCC, 0xCD, 0xCF)
"""Responses without ciphering, and those that are ciphered by their services."""


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
        self._frames = frames(connection)
        self._counter = connection.invocation_counter
        self._numbers = Numbers()
        self._client: Any = None
        self._is_open = False  # an attempt may have got so far that it is to be ended
        self._max_pdu = 0
        self._cosem = imported("dlms_cosem.cosem", CLIENT.title)
        self._apdus = imported("dlms_cosem.protocol.xdlms", CLIENT.title)
        _quiet()

    def _made(self) -> Any:
        meter = self._connection
        security = imported("dlms_cosem.security", CLIENT.title)
        io = imported("dlms_cosem.io", CLIENT.title)
        addresses: dict[str, Any] = {
            "client_logical_address": meter.client,
            "server_logical_address": meter.server,
            "io": _Io(self._frames),
        }
        more: dict[str, Any] = {}
        disc = b""
        if meter.max_pdu is not None:
            more["max_pdu_size"] = meter.max_pdu
        if meter.key:
            more |= {
                "encryption_key": meter.key,
                "authentication_key": meter.authentication_key,
                "client_system_title": meter.system_title,
                "client_initial_invocation_counter": self._counter,
                # The counter of a meter with new keys begins with 0, and must be above this.
                "meter_initial_invocation_counter": -1,
            }
        if meter.framed:
            parts = (meter.server, meter.physical or 0)
            transport = io.HdlcTransport(
                server_physical_address=meter.physical,
                # It leaves out zeros, and what is left of four octets is no address.
                extended_addressing=bool(meter.physical) and max(parts) > ONE_OCTET,
                **addresses,
            )
            # Its own takes a flag on its own for an opening one, and waits for a meter that
            # has sent all where it is the closing one behind a check sequence that ends in 7E.
            transport.recv_frame = functools.partial(addresses["io"].recv_until, _FLAG)
            disc = (
                imported("dlms_cosem.hdlc.frames", CLIENT.title)
                .DisconnectFrame(
                    destination_address=transport.server_hdlc_address,
                    source_address=transport.client_hdlc_address,
                )
                .to_bytes()
            )
        else:
            transport = io.TcpTransport(**addresses)
        client = imported("dlms_cosem.client", CLIENT.title).DlmsClient(
            transport=_Answers(transport, disc, is_ciphered=bool(meter.key)),
            authentication={
                "none": security.NoSecurityAuthentication,
                "lls": lambda: security.LowLevelSecurityAuthentication(
                    secret=meter.password
                ),
                "hls-gmac": security.HighLevelSecurityGmacAuthentication,
            }[meter.authentication](),
            **more,
        )
        state = client.dlms_connection.state
        state.process_event = functools.partial(self._taken, state, state.process_event)
        # It says so, and cannot put them together.
        client.dlms_connection.conformance.general_block_transfer = False
        return client

    def open(self) -> None:
        self.close()  # what is left of an attempt: its connection, and the counters it used
        with associating():
            self._client = self._made()
            self._client.connect()
            self._count(TO_ASSOCIATE)
            connection = self._client.dlms_connection
            connection.decrypt = functools.partial(_proof, connection.decrypt)
            try:
                self._client.associate()
            except imported("dlms_cosem.client", CLIENT.title).HLSError as error:
                raise TransportError(NOT_PROVEN, final=True) from error
            del connection.decrypt  # the client's own again
            self._max_pdu = int(connection.max_pdu_size)
            # 0 is no limit, and it would send nothing.
            connection.max_pdu_size = self._max_pdu or _NO_LIMIT
        self._is_open = True

    def _taken(self, state: Any, process: Callable[[Any], None], event: Any) -> None:
        """Take the last block for an answer where it is the first, too."""
        states, apdus = imported("dlms_cosem.state", CLIENT.title), self._apdus
        last = apdus.GetResponseLastBlock, apdus.GetResponseLastBlockWithError
        if state.current_state == states.AWAITING_GET_RESPONSE and isinstance(
            event, last
        ):
            state.current_state = states.READY
        else:
            process(event)

    def _count(self, needed: int = 1) -> None:
        if self._connection.key:
            counted(self._client.client_invocation_counter, needed)

    def negotiated(self) -> Negotiated:
        connection = associated(self._client, self._is_open).dlms_connection
        bits = int.from_bytes(connection.conformance.to_bytes(), "big")
        return Negotiated(bits, self._max_pdu)

    def close(self) -> None:
        client, self._client, self._is_open = self._client, None, False
        with contextlib.suppress(Exception):
            if client is not None:
                self._frames.begin()
                self._counter = client.client_invocation_counter + 1
                try:
                    client.release_association()
                finally:
                    client.disconnect()
        self._frames.close()

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
        empty = 0
        expected: int | None = None  # some meters do not count from 1
        while isinstance(event, apdus.GetResponseWithBlock):
            part = self._block(event, expected)
            octets += part
            empty += not part
            go_on(empty)
            expected = event.block_number + 1
            event = self._asked(
                apdus.GetRequestNext(block_number=event.block_number), more=True
            )
        if isinstance(event, apdus.GetResponseLastBlock):
            return Answer(0, bytes(octets + self._block(event, expected)))
        if isinstance(event, apdus.GetResponseNormal):
            return Answer(0, bytes(event.data))
        return Answer(self._error(event))

    @staticmethod
    def _block(event: Any, expected: int | None) -> bytes:
        """What a block carries; the client does not look at its number."""
        if expected not in (None, event.block_number):
            raise TransportError(f"another answer than block {expected}")
        return bytes(event.data)

    def get_list(self, attributes: Sequence[Attribute]) -> list[Answer]:
        with translated():
            client = self._begun()
            connection = client.dlms_connection
            rows = [_Octets(each, whole=True) for each in attributes]
            request = self._apdus.GetRequestWithList(
                cosem_attributes_with_selection=rows
            )
            self._count()
            # The client would decode the answers; it cannot all types.
            with self._going_on():
                asked = connection.send(request)
                octets = bytes(client.transport.send_request(asked))
            if connection.use_protection:
                cipher = self._apdus.GeneralGlobalCipher.from_bytes(octets)
                connection.update_meter_invocation_counter(cipher.invocation_counter)
                octets = bytes(connection.decrypt(cipher.ciphered_text))
            self._make_ready()
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
        client = associated(self._client, self._is_open)
        self._frames.begin()
        return client

    @contextlib.contextmanager
    def _going_on(self) -> Iterator[None]:
        """Nothing more is waited for after an error that the association outlives."""
        try:
            yield
        except TransportError as error:
            if not error.broken:
                self._make_ready()
            raise

    def _make_ready(self) -> None:
        """The client waits for nothing, whatever it has taken for an answer."""
        state = imported("dlms_cosem.state", CLIENT.title)
        self._client.dlms_connection.state.current_state = state.READY

    def _asked(self, request: Any, *, more: bool = False) -> Any:
        with translated():
            client = self._client if more else self._begun()
            self._count()
            kind = type(request.invoke_id_and_priority)
            sent = self._numbers.sent if more else self._numbers.next()
            request.invoke_id_and_priority = kind(invoke_id=sent)
            with self._going_on():
                client.send(request)
            event = client.next_event()
        if isinstance(event, self._apdus.ExceptionResponse):
            raise TransportError(
                f"{event.state_error.name}, {event.service_error.name}", broken=False
            )
        number = getattr(event, "invoke_id_and_priority", None)
        if number is not None:
            self._numbers.check(int(number.invoke_id))
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


class _Answers:
    """A transport of the client's, of which only such answers come as it has words for.

    Its connection in HDLC is ended by the frame `disc` also where it waits for an answer, which
    is no state that the client ends one in; a meter may take no other before.
    """

    def __init__(self, transport: Any, disc: bytes, *, is_ciphered: bool) -> None:
        self._transport = transport
        self._disc = disc
        self._is_ciphered = is_ciphered
        self._is_connected = False

    def connect(self) -> None:
        self._transport.connect()
        self._is_connected = True

    def disconnect(self) -> None:
        if self._is_connected and self._disc:
            self._transport.io.send(self._disc)
            self._transport.io.recv()

    def send_request(self, octets: bytes) -> bytes:
        answer = bytes(self._transport.send_request(octets))
        tag = answer[0] if answer else None
        if tag in (_EXCEPTION, _SERVICE_ERROR):
            raise _error(answer)
        if tag == _BLOCKS:
            raise TransportError(
                "an answer in general blocks (general-block-transfer), which it does not take"
            )
        if tag in _BY_SERVICE:
            raise TransportError(
                "an answer that is ciphered by its service, and it takes general ciphering alone"
            )
        if tag in _PLAIN and self._is_ciphered:
            raise TransportError("an answer without ciphering to a ciphered request")
        refused(answer)
        return answer


def _proof(decrypt: Callable[[bytes], bytes], text: bytes) -> bytes:
    """What a ciphered answer says while an association is made.

    The client reads on without end behind an answer to its challenge that is cut short.
    """
    plain = bytes(decrypt(text))
    if plain[:2] == _RETURNED[:2] and plain[4:6] == _RETURNED[4:6]:
        size, start = read_length(plain, len(_RETURNED))
        if plain[6:7] != _RETURNED[6:] or start + size != len(plain):
            raise TransportError(NOT_PROVEN, final=True)
    return plain


def _error(answer: bytes) -> ServiceError:
    """What an exception-response or a confirmed-service-error says."""
    digits = answer[1:].hex(" ").upper()
    if answer[0] == _SERVICE_ERROR:
        return ServiceError(f"confirmed-service-error {digits}")
    try:
        words = f": {telegram.open(answer).results[0].name}"
    except CosemError:
        words = f" {digits}"
    return ServiceError(f"exception-response{words}", answer[2] if answer[2:] else None)


class _Io:
    """Frames as the client wants them: in pieces."""

    def __init__(self, frames: Frames) -> None:
        self._frames = frames
        self._left = b""  # of the frame that came last

    def connect(self) -> None:
        self._left = b""
        self._frames.open()

    def disconnect(self) -> None:
        self._frames.close()

    def send(self, data: bytes) -> None:
        self._left = b""
        self._frames.send(bytes(data))

    def recv(self, amount: int = 1) -> bytes:
        while len(self._left) < amount:
            self._left += self._frames.receive()
        octets, self._left = self._left[:amount], self._left[amount:]
        return octets

    def recv_until(self, end: bytes) -> bytes:
        if not self._left:
            self._left = self._frames.receive()
        head, found, self._left = self._left.partition(end)
        return head + found


def _quiet() -> None:
    """Its log tells every frame and key on standard output, unless somebody has set it up."""
    structlog = imported("structlog", CLIENT.title)
    if not structlog.is_configured():
        quiet = structlog.make_filtering_bound_logger(logging.CRITICAL)
        structlog.configure(wrapper_class=quiet)
