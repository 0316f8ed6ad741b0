"""pydlms-client (GPL-3.0) as a transport, with its own lines.

Tried with version 0.1.0. It is strict about answers: a meter that repeats an invoke id costs a timeout each time.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Sequence
from itertools import count
from typing import Any, Final, NamedTuple

from cosem_runtime import Obis
from cosem_runtime.wire import read_length

from ..connection import ONE_OCTET, Connection
from ..frames import TEXT
from ..lines import LIMIT
from ..registry import imported
from ..transport import Answer, Attribute, Negotiated, TransportError
from .common import (
    TO_ASSOCIATE,
    advice,
    associated,
    counted,
    described,
    go_on,
    in_one,
    is_final,
    list_of_answers,
    told,
    translated,
)

__all__ = ["CLIENT"]

_GET, _SET, _ACTION = 0xC0, 0xC1, 0xC3
_NORMAL, _NEXT, _WITH_LIST = 1, 2, 3
_BLOCK: Final = 2
_AROUND_A_BLOCK: Final = 16
"""Octets that a block costs besides what it carries."""


class Pydlms:
    """The client as users name it."""

    name = "pydlms"
    title = "pydlms-client"

    def connect(self, connection: Connection) -> PydlmsTransport:
        """Raises TransportError where pydlms-client is not installed."""
        return PydlmsTransport(connection, imported("pydlms", self.title))


CLIENT: Final = Pydlms()


class PydlmsTransport:
    """One association; `open` makes it anew, with a client of its own."""

    def __init__(self, connection: Connection, pydlms: Any) -> None:
        self._connection = connection
        self._pydlms = pydlms
        errors = imported("pydlms.exceptions", CLIENT.title)
        self._refusal: type[Exception] = errors.ServiceError
        self._no_association: type[Exception] = errors.AssociationError
        self._client: Any = None
        self._is_open = False  # an attempt may have got so far that it is to be ended
        self._is_linked = False
        self._security: Any = None  # counts on from one association to the next
        if connection.key:
            self._security = pydlms.SecurityContext(
                encryption_key=connection.key,
                authentication_key=connection.authentication_key,
                client_system_title=connection.system_title,
                invocation_counter=connection.invocation_counter,
            )

    def _made(self) -> Any:
        meter, pydlms = self._connection, self._pydlms
        settings: dict[str, Any] = {
            "client_sap": meter.client,
            "server_logical": meter.server,
            "timeout": meter.timeout,
            "mechanism": {
                "none": pydlms.Mechanism.NONE,
                "lls": pydlms.Mechanism.LLS,
                "hls-gmac": pydlms.Mechanism.HLS_GMAC,
            }[meter.authentication],
            "security": self._security,
            "max_block_transfer_size": LIMIT,
        }
        if meter.max_pdu is not None:
            settings["max_receive_pdu_size"] = meter.max_pdu
        if meter.password:
            settings["password"] = meter.password
        if meter.framed:
            settings["server_physical"] = meter.physical
            if meter.physical is None and meter.server > ONE_OCTET:
                # Two octets, as the other clients send them.
                upper, lower = divmod(meter.server, ONE_OCTET + 1)
                settings |= {"server_logical": upper, "server_physical": lower}
        if meter.serial:
            return pydlms.DlmsClient.serial(meter.serial, meter.baud, **settings)
        client = pydlms.DlmsClient.tcp(
            meter.host, meter.port, hdlc=meter.framed, **settings
        )
        line = client.link.transport
        line.connect_timeout = meter.timeout
        if not meter.framed:
            line.recv = _behind_text(line.recv)
        return client

    def open(self) -> None:
        self.close()  # what is left of an attempt
        with translated():
            self._client = self._made()
            self._count(TO_ASSOCIATE)
            self._client.link.connect()
            self._is_linked = True
            try:
                self._client.associate()
            except self._no_association as error:
                words = told(error)
                diagnostic = getattr(error, "diagnostic", None)
                # It tells a diagnostic without whose it is, and an initiate error behind it.
                if "ACSE" not in words and ";" not in words:
                    words += advice(diagnostic)
                final = is_final(getattr(error, "result", None), diagnostic)
                raise TransportError(words, final=final) from error
        self._is_open = True

    def _count(self, needed: int = 1) -> None:
        """It does not tell whether the last of all has been used."""
        if self._security is not None:
            counted(int(self._security.invocation_counter), needed + 1)

    def negotiated(self) -> Negotiated:
        association = associated(self._client, self._is_open).association
        bits = int(association.negotiated_conformance)
        return Negotiated(bits, int(association.server_max_pdu))

    def close(self) -> None:
        client, self._client, self._is_open = self._client, None, False
        is_linked, self._is_linked = self._is_linked, False
        with contextlib.suppress(Exception):
            if client is not None:
                try:
                    client.association.release()
                finally:
                    if is_linked and self._connection.framed:
                        # It does not end a connection that it takes for lost, and a meter
                        # that was only silent may take no other before.
                        states = imported("pydlms.hdlc.connection", CLIENT.title)
                        client.link.state = states.HdlcState.CONNECTED
                    client.link.disconnect()

    def get(self, attribute: Attribute) -> Answer:
        with translated(self._refusal):
            answer = self._asked(_GET, _NORMAL, b"".join(described(attribute)))
            if answer.kind == _NORMAL:
                return _result(answer.content)
            return self._whole(answer)

    def get_list(self, attributes: Sequence[Attribute]) -> list[Answer]:
        rows = b"".join(b"".join(described(each)) for each in attributes)
        with translated(self._refusal):
            answer = self._asked(_GET, _WITH_LIST, bytes([len(attributes)]) + rows)
            octets: bytes | None = answer.content
            if answer.kind == _BLOCK:
                result, octets = self._whole(answer)
                if octets is None:
                    return [Answer(result)] * len(attributes)
            return list_of_answers(octets or b"", len(attributes))

    def set(self, attribute: Attribute, octets: bytes) -> Answer:
        in_one(octets, self.negotiated())
        with translated(self._refusal):
            head = b"".join(described(attribute))
            return Answer(self._asked(_SET, _NORMAL, head + octets).content[0])

    def action(
        self, class_id: int, logical_name: Obis, method: int, octets: bytes | None
    ) -> Answer:
        called, _ = described(Attribute(class_id, logical_name, method))
        given = b"\x00" if octets is None else b"\x01" + octets
        with translated(self._refusal):
            answer = self._asked(_ACTION, _NORMAL, called + given)
            result, has_data, *_ = answer.content + b"\x00"
            if not has_data:
                return Answer(result)
            returned = _result(answer.content[2:])
            return Answer(result or returned.result, returned.octets)

    def _whole(self, answer: _Apdu) -> Answer:
        """The octets of all blocks, of which the first one is here."""
        octets = bytearray()
        empty = 0
        first = int.from_bytes(answer.content[1:5], "big")
        for number in count(first):  # some meters do not count from 1
            last, found = answer.content[0], answer.content[1:5]
            if answer.kind != _BLOCK or int.from_bytes(found, "big") != number:
                raise TransportError(f"another answer than block {number}")
            if answer.content[5]:
                return Answer(answer.content[6])
            size, at = read_length(answer.content, 6)
            octets += answer.content[at:]
            if size != len(answer.content) - at:
                raise TransportError(f"block {number} has another size than it says")
            if last:
                break
            empty += not size
            go_on(empty)
            if len(octets) + (number - first) * _AROUND_A_BLOCK > LIMIT:
                raise TransportError(f"blocks without end, {len(octets)} octets so far")
            answer = self._asked(_GET, _NEXT, found, answer.invoke_id)
        return Answer(0, bytes(octets))

    def _asked(
        self, service: int, kind: int, rest: bytes, invoke_id: int | None = None
    ) -> _Apdu:
        """A request without ciphering, and what came back, without it too."""
        association = associated(self._client, self._is_open).association
        self._count()
        if invoke_id is None:
            invoke_id = association.next_invoke_id()
        octets = bytes(association.request(bytes((service, kind, invoke_id)) + rest))
        # A response has the tag of its request, and 4 more.
        wanted = (_NORMAL, _BLOCK, _WITH_LIST) if service == _GET else (_NORMAL,)
        if len(octets) < 4 or octets[0] != service + 4 or octets[1] not in wanted:
            raise TransportError(f"another answer: {octets[:8].hex(' ')}")
        return _Apdu(octets[1], invoke_id, octets[3:])


def _behind_text(receive: Callable[..., bytes]) -> Callable[..., bytes]:
    """What comes over a line, from where it is no text any more, as a modem's before all else."""
    has_begun = False

    def received(most: int, timeout: float) -> bytes:
        nonlocal has_begun
        until = time.monotonic() + timeout
        octets = b""
        while not octets and (left := until - time.monotonic()) > 0:
            octets = receive(most, left)
            if not has_begun:
                octets = octets.lstrip(TEXT)
        has_begun |= bool(octets)
        return octets

    return received


class _Apdu(NamedTuple):
    """A response: which form of its service, the invoke id of the request, and what stands behind its own."""

    kind: int
    invoke_id: int
    content: bytes


def _result(octets: bytes) -> Answer:
    """A choice and its content: data, or a data-access-result, behind which nothing should be."""
    if octets[0]:
        return Answer(octets[1], octets[2:] or None)
    return Answer(0, octets[1:])
