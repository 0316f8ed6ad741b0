"""A client as small as it can be, written by hand: APDUs to a session, octets and results out of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cosem_conformance.dumps import Association, Dump, DumpedObject, Value
from cosem_conformance.dumps.object_list import published
from cosem_conformance.judge import Wire
from cosem_conformance.live.transport import (
    Answer,
    Attribute,
    Transport,
    TransportError,
)
from cosem_conformance.simulator import Session, View
from cosem_conformance.wire import length
from cosem_runtime import CosemError, Obis
from cosem_runtime.telegram.apdus import RESULTS

ALL = "00FFFFFF"
"""Every service that a client can ask for."""
CURRENT = Obis("0.0.40.0.0.255")


def aarq(password: str = "", *, pdu: int = 0xFFFF, conformance: str = ALL) -> bytes:
    """An association request, with low-level security where there is a password."""
    security = b""
    if password:
        secret = password.encode()
        security = bytes.fromhex("8A020780 8B0760857405080201")
        security += bytes((0xAC, len(secret) + 2, 0x80, len(secret))) + secret
    initiate = f"01 00 00 00 06 5F1F04 {conformance} {pdu:04x}"
    body = bytes.fromhex(f"A109060760857405080101 {security.hex()} BE10040E {initiate}")
    return bytes((0x60, len(body))) + body


def _taken(octets: bytes) -> bytes:
    """Octets without their length before them."""
    first = octets[0]
    start = 1 if first < 0x80 else 1 + (first & 0x7F)
    size = first if start == 1 else int.from_bytes(octets[1:start], "big")
    assert len(octets) == start + size
    return octets[start:]


def described(attribute: Attribute) -> bytes:
    """Class, name, number, and the selection of it."""
    head = attribute.class_id.to_bytes(2, "big") + bytes(attribute.logical_name)
    head += bytes((attribute.number & 0xFF,))
    if attribute.selection is None:
        return head + b"\x00"
    selector, parameter = attribute.selection
    return head + bytes((1, selector)) + parameter


class Client:
    """A `Transport` over what sends an APDU and gives the answer."""

    def __init__(
        self,
        send: Callable[[bytes], bytes | None],
        password: str = "",
        *,
        pdu: int = 0xFFFF,
        send_blocks_of: int = 0,
    ) -> None:
        self._send = send
        self._password = password
        self._pdu = pdu
        self._size = send_blocks_of

    @classmethod
    def of(cls, view: View, **options: int) -> Client:
        """One of a view, associated."""
        session = Session(view.meter, view.client, view.server)
        client = cls(session.answer, (view.password or b"").decode(), **options)
        client.open()
        return client

    def _asked(self, apdu: bytes) -> bytes:
        answer = self._send(apdu)
        if answer is None:
            raise TransportError("no reply", broken=False)
        # What an association is answered with is sent before anything is agreed.
        assert len(answer) <= self._pdu or answer[0] == 0x61
        return answer

    def open(self) -> None:
        answer = self._asked(aarq(self._password, pdu=self._pdu))
        assert answer[0] == 0x61 and bytes.fromhex("A203020100") in answer

    def close(self) -> None:
        assert self._asked(bytes.fromhex("6200")).hex() == "6303800100"

    def get(self, attribute: Attribute) -> Answer:
        answer = self._asked(b"\xc0\x01\xc1" + described(attribute))
        if answer[1] == 1:
            assert answer[:3] == b"\xc4\x01\xc1"
            return self._result(answer[3:])
        return Answer(0, self._blocks(answer))

    def _result(self, octets: bytes) -> Answer:
        if octets[0]:
            assert len(octets) == 2
            return Answer(octets[1])
        return Answer(0, octets[1:])

    def _blocks(self, answer: bytes) -> bytes:
        whole, number = b"", 1
        while True:
            assert answer[:3] == b"\xc4\x02\xc1" and answer[8] == 0
            assert int.from_bytes(answer[4:8], "big") == number
            whole += _taken(answer[9:])
            if answer[3]:
                return whole
            answer = self._asked(b"\xc0\x02\xc1" + number.to_bytes(4, "big"))
            number += 1

    def get_list(self, attributes: Sequence[Attribute]) -> list[Answer]:
        from cosem_runtime.telegram.apdus import read_value
        from cosem_runtime.telegram.pieces import Cursor, Piece

        asked = length(len(attributes)) + b"".join(map(described, attributes))
        answer = self._asked(b"\xc0\x03\xc1" + asked)
        listed = answer[3:] if answer[1] == 3 else self._blocks(answer)
        cursor = Cursor(Piece(listed, ((0, 0),)))
        found = []
        for _ in range(cursor.length("answers")):
            if cursor.number(1, "choice"):
                found.append(Answer(cursor.number(1, "result")))
            else:
                found.append(Answer(0, read_value(cursor)))
        cursor.end()
        return found

    def set(self, attribute: Attribute, octets: bytes) -> Answer:
        if not self._size:
            answer = self._asked(b"\xc1\x01\xc1" + described(attribute) + octets)
            assert answer[:3] == b"\xc5\x01\xc1" and len(answer) == 4
            return Answer(answer[3])
        head = b"\xc1\x02\xc1" + described(attribute)
        answer = self._sent(head, b"\xc1\x03\xc1", octets, b"\xc5\x02\xc1")
        assert answer[:3] == b"\xc5\x03\xc1" and len(answer) == 8
        return Answer(answer[3])

    def _sent(self, first: bytes, next_one: bytes, octets: bytes, more: bytes) -> bytes:
        size = self._size
        parts = [octets[at : at + size] for at in range(0, len(octets), size)]
        for number, part in enumerate(parts, 1):
            head = first if number == 1 else next_one
            block = bytes((number == len(parts),)) + number.to_bytes(4, "big")
            answer = self._asked(head + block + length(len(part)) + part)
            if number < len(parts):
                assert answer == more + number.to_bytes(4, "big")
        return answer

    def action(
        self, class_id: int, logical_name: Obis, method: int, octets: bytes | None
    ) -> Answer:
        head = described(Attribute(class_id, logical_name, method))[:-1]
        if octets is not None and self._size:
            answer = self._sent(
                b"\xc3\x04\xc1" + head, b"\xc3\x06\xc1", octets, b"\xc7\x04\xc1"
            )
        else:
            given = b"\x00" if octets is None else b"\x01" + octets
            answer = self._asked(b"\xc3\x01\xc1" + head + given)
        assert answer[:3] == b"\xc7\x01\xc1"
        if answer[4]:
            return Answer(answer[3], self._result(answer[5:]).octets)
        assert len(answer) == 5
        return Answer(answer[3])


def live(view: View) -> Wire:
    """An association with a view that checks may do everything with."""

    def connect(*, server: int | None = None, max_pdu: int | None = None) -> Transport:
        session = Session(view.meter, view.client, server or view.server)
        password = (view.password or b"").decode()
        return Client(session.answer, password, pdu=max_pdu or 0xFFFF)

    return Wire(
        connect(),
        association=view.name,
        connect=connect,
        wait=0,
        allow_write=True,
        allow_actions=True,
        in_laboratory=True,
    )


def dumped(transport: Transport, authentication: str = "none") -> Dump:
    """All that a client is shown, as a dump of one association."""
    answer = transport.get(Attribute(15, CURRENT, 2))
    assert answer.octets is not None
    try:
        objects = published(15, answer.octets)
    except CosemError:
        objects = []
    if not any(each.class_id == 15 for each in objects):
        own = DumpedObject(15, 1, CURRENT)
        own.values.append(Value(2, answer.octets))
        objects.append(own)
    for each in objects:
        for number in each.attribute_access:
            attribute = Attribute(each.class_id, each.logical_name, number)
            each.values.append(_value(transport, attribute))
    return Dump(
        associations=[Association(authentication=authentication, objects=objects)]
    )


def _value(transport: Transport, attribute: Attribute) -> Value:
    try:
        answer = transport.get(attribute)
    except TransportError as error:
        return Value(attribute.number, failure=str(error))
    if answer.octets is not None:
        return Value(attribute.number, answer.octets)
    return Value(attribute.number, result=RESULTS[answer.result])
