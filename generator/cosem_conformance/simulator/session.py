"""APDUs of a client, answered one by one: associations, GET, SET and ACTION, in blocks and in lists.

Logical-name referencing without ciphering. Values are the meter's; here they are only packed. Whatever
comes is answered: what is no request that is served, by an exception-response.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from cosem_runtime import CosemError, Obis
from cosem_runtime.telegram.apdus import read_value
from cosem_runtime.telegram.pieces import Cursor, Piece

from ..dumps import CONFORMANCE
from ..live.transport import Answer, Attribute, Selection, TransportError
from . import results
from .objects import (
    LONGEST,
    OFFERED,
    Agreed,
    SimulatedMeter,
    View,
    conformance_block,
)
from .octets import counted

__all__ = ["MOST_LISTED", "MOST_OCTETS", "Session"]

MOST_LISTED: Final = 255
"""Attributes in one request."""
MOST_OCTETS: Final = 1024 * 1024
"""Octets that a client can send in blocks, and that the answers to a list have together."""
_LEAST_PDU: Final = 32
"""Octets below which nothing useful fits into an APDU."""

_AARQ, _AARE, _RLRQ, _RLRE = 0x60, 0x61, 0x62, 0x63
_GET, _SET, _ACTION = 0xC0, 0xC1, 0xC3
_GET_RESPONSE, _SET_RESPONSE, _ACTION_RESPONSE = b"\xc4", b"\xc5", b"\xc7"
_NOT_ALLOWED: Final = bytes.fromhex("D8 01 01")
_NOT_SERVED: Final = bytes.fromhex("D8 02 02")
_NOT_UNDERSTOOD: Final = bytes.fromhex("D8 02 03")
_TOO_LONG: Final = bytes.fromhex("D8 01 04")

_CONTEXT: Final = bytes.fromhex("60 85 74 05 08 01 01")
"""Logical names without ciphering."""
_MECHANISMS: Final = bytes.fromhex("60 85 74 05 08 02")
_LOWEST, _LOW = 0, 1
_BLOCK_OVERHEAD: Final = 12
"""Octets of a block's response besides what it carries."""
_NORMAL, _NEXT, _LISTED = 1, 2, 3

# Why an association is refused: result source diagnostics of the user (IEC 62056-5-3).
_NO_REASON, _CONTEXT_NAME, _MECHANISM, _FAILED, _REQUIRED = 1, 2, 11, 13, 14
# The same of the context of xDLMS, as an initiate error.
_VERSION, _CONFORMANCE, _PDU_TOO_SHORT = 1, 2, 3
_DLMS_VERSION: Final = 6


class _Refused(Exception):
    """An association that is not made: diagnostic, and the initiate error if it is one."""

    def __init__(self, diagnostic: int, initiate: int | None = None) -> None:
        super().__init__(diagnostic)
        self.diagnostic = diagnostic
        self.initiate = initiate


class _Incoming(NamedTuple):
    """What a client sends in blocks: what is done at the end, the last number, and what has come."""

    ends: Callable[[int, bytes], bytes]
    number: int
    octets: bytearray


class _Outgoing(NamedTuple):
    """What is sent in blocks: the tag of the response, the next number, and from where on."""

    tag: bytes
    number: int
    octets: bytes
    at: int = 0


class Session:
    """A client's dialogue with a meter: `answer` takes an APDU and gives what is sent back."""

    def __init__(self, meter: SimulatedMeter, client: int, server: int) -> None:
        self._meter = meter
        self._client = client
        self._server = server
        self._view: View | None = None
        self._outgoing: _Outgoing | None = None
        self._incoming: dict[int, _Incoming] = {}

    @property
    def associated(self) -> bool:
        """Whether there is an association."""
        return self._view is not None

    @property
    def held(self) -> int:
        """Octets that are under way in blocks, to the client and from it."""
        sent = 0 if self._outgoing is None else len(self._outgoing.octets)
        return sent + sum(len(each.octets) for each in self._incoming.values())

    def answer(self, apdu: bytes) -> bytes | None:
        """What the meter sends; None where a fault keeps the answer back. Raises nothing."""
        if len(apdu) > self._longest():
            return _TOO_LONG
        cursor = Cursor(Piece(apdu, ((0, 0),)))
        try:
            tag = cursor.number(1, "an APDU")
            if tag == _AARQ:
                return self._associate(cursor)
            if tag == _RLRQ:
                self._release()
                return bytes((_RLRE, 3, 0x80, 1, 0))
            service = _SERVICES.get(tag)
            if service is None:
                return _NOT_SERVED
            name, forms = service
            if self._view is None or not self._view.serves(name):
                return _NOT_ALLOWED
            number = cursor.number(1, "the form of a request")
            form = forms.get(number)
            is_list = (tag, number) in _LISTS
            if is_list and not self._view.serves("multiple_references"):
                return _NOT_SERVED
            if form is None:
                return _NOT_SERVED
            return form(self, cursor.number(1, "invoke id and priority"), cursor)
        except TransportError:
            return None
        except CosemError:
            return _NOT_UNDERSTOOD

    def _longest(self) -> int:
        most = None if self._view is None else self._view.max_pdu
        return most or LONGEST

    @property
    def _pdu(self) -> int:
        """The longest APDU that the client takes."""
        agreed = self._of().agreed
        assert agreed is not None
        return agreed.client_pdu

    def _release(self) -> None:
        self._view = None
        self._outgoing = None
        self._incoming = {}

    # ---------------------------------------------------------------- associations

    def _associate(self, cursor: Cursor) -> bytes:
        self._release()
        try:
            self._view, initiated = self._requested(cursor)
        except _Refused as refused:
            return _aare(1, refused.diagnostic, _initiate_error(refused.initiate))
        return _aare(0, 0, initiated)

    def _requested(self, cursor: Cursor) -> tuple[View, bytes]:
        fields = _fields(cursor)
        if _named(fields.get(0xA1, b"")) != _CONTEXT:
            raise _Refused(_CONTEXT_NAME)
        try:
            view = self._meter.view(self._client, self._server)
        except CosemError:
            raise _Refused(_NO_REASON) from None
        _authenticate(view, fields)
        user = Cursor(Piece(fields.get(0xBE, b""), ((0, 0),)))
        if user.number(1, "user information") != 0x04:
            raise user.error("an octet-string", "another tag", 0)
        view = view.associated(_agreed(Cursor(user.octet_string("user information"))))
        return view, _initiated(view)

    # ---------------------------------------------------------------- GET

    def _get(self, invoke: int, cursor: Cursor) -> bytes:
        attribute = self._attribute(cursor)
        cursor.end()
        answer = self._of().get(attribute)
        head = _GET_RESPONSE + bytes((_NORMAL, invoke))
        if answer.octets is None:
            return head + bytes((1, answer.result))
        in_blocks = self._of().faulty("other-in-blocks", attribute, answer)
        assert in_blocks.octets is not None
        return self._sent(head + b"\x00" + answer.octets, invoke, in_blocks.octets)

    def _get_list(self, invoke: int, cursor: Cursor) -> bytes:
        asked = [self._attribute(cursor) for _ in range(_count(cursor))]
        cursor.end()
        listed = _counted_list(self._read(asked))
        whole = _GET_RESPONSE + bytes((_LISTED, invoke)) + listed
        return self._sent(whole, invoke, listed)

    def _read(self, asked: list[Attribute]) -> list[bytes]:
        """Answers as a list has them; what makes it too long is refused."""
        found, size = [], 0
        for each in asked:
            [answer] = self._of().get_list([each])
            size += len(answer.octets or b"")
            if size > MOST_OCTETS:
                answer = Answer(results.OTHER_REASON)
            if answer.octets is None:
                found.append(bytes((1, answer.result)))
            else:
                found.append(b"\x00" + answer.octets)
        return found

    def _sent(self, whole: bytes, invoke: int, in_blocks: bytes) -> bytes:
        """The response, in blocks where it is too long for one."""
        if len(whole) <= self._pdu:
            return whole
        if not self._of().serves("block_transfer_with_get_or_read"):
            head = _GET_RESPONSE + bytes((_NORMAL, invoke))
            return head + bytes((1, results.OTHER_REASON))
        self._outgoing = _Outgoing(_GET_RESPONSE, 1, in_blocks)
        return self._block(invoke)

    def _get_next(self, invoke: int, cursor: Cursor) -> bytes:
        number = cursor.number(4, "block number")
        cursor.end()
        head = _GET_RESPONSE + bytes((_NEXT, invoke, 1)) + number.to_bytes(4, "big")
        if self._outgoing is None or self._outgoing.tag != _GET_RESPONSE:
            return head + bytes((1, results.NO_LONG_GET))
        if number != self._outgoing.number - 1:
            self._outgoing = None
            return head + bytes((1, results.BLOCK_NUMBER_INVALID))
        return self._block(invoke)

    def _block(self, invoke: int) -> bytes:
        assert self._outgoing is not None
        tag, number, octets, at = self._outgoing
        end = at + self._pdu - _BLOCK_OVERHEAD
        part, is_last = octets[at:end], end >= len(octets)
        self._outgoing = None if is_last else _Outgoing(tag, number + 1, octets, end)
        head = tag + bytes((_NEXT, invoke, is_last)) + number.to_bytes(4, "big")
        return head + (b"\x00" if tag == _GET_RESPONSE else b"") + counted(part)

    # ---------------------------------------------------------------- SET

    def _set(self, invoke: int, cursor: Cursor) -> bytes:
        attribute = self._attribute(cursor)
        octets = read_value(cursor)
        cursor.end()
        answer = self._of().set(attribute, octets)
        return _SET_RESPONSE + bytes((_NORMAL, invoke, answer.result))

    def _set_list(self, invoke: int, cursor: Cursor) -> bytes:
        asked = [self._attribute(cursor) for _ in range(_count(cursor))]
        found = self._set_all(asked, cursor)
        return _SET_RESPONSE + bytes((5, invoke, len(found), *found))

    def _set_all(self, asked: list[Attribute], cursor: Cursor) -> list[int]:
        count = cursor.length("the list of values")
        if count != len(asked):
            raise cursor.error(f"{len(asked)} values", str(count))
        values = [read_value(cursor) for _ in asked]
        cursor.end()
        view = self._of()
        pairs = zip(asked, values, strict=True)
        return [view.set(each, octets).result for each, octets in pairs]

    def _set_first(self, invoke: int, cursor: Cursor) -> bytes:
        attribute = self._attribute(cursor)

        def ends(invoke: int, octets: bytes) -> bytes:
            # What is put together is no value: that is not the request's fault.
            answer = self._of().set(attribute, octets)
            return _SET_RESPONSE + bytes((3, invoke, answer.result))

        self._incoming[_SET] = _Incoming(ends, 0, bytearray())
        return self._set_block(invoke, cursor)

    def _set_list_first(self, invoke: int, cursor: Cursor) -> bytes:
        asked = [self._attribute(cursor) for _ in range(_count(cursor))]

        def ends(invoke: int, octets: bytes) -> bytes:
            found = self._set_all(asked, Cursor(Piece(octets, ((0, 0),))))
            return _SET_RESPONSE + bytes((4, invoke, len(found), *found))

        self._incoming[_SET] = _Incoming(ends, 0, bytearray())
        return self._set_block(invoke, cursor)

    def _set_block(self, invoke: int, cursor: Cursor) -> bytes:
        number, whole = self._received(_SET, cursor)
        told = number.to_bytes(4, "big")
        if isinstance(whole, int):
            return _SET_RESPONSE + bytes((3, invoke, whole)) + told
        if whole is None:
            return _SET_RESPONSE + bytes((2, invoke)) + told
        ends, octets = whole
        return ends(invoke, octets) + told

    def _received(
        self, service: int, cursor: Cursor
    ) -> tuple[int, int | tuple[Callable[[int, bytes], bytes], bytes] | None]:
        """A block's number, and what it ends, if it does; else the result that refuses it."""
        is_last = bool(cursor.number(1, "whether it is the last block"))
        number = cursor.number(4, "block number")
        part = cursor.octet_string("a block").octets
        cursor.end()
        before = self._incoming.pop(service, None)
        if before is None:
            return number, results.NO_LONG_SET
        if number != before.number + 1:
            return number, results.BLOCK_NUMBER_INVALID
        if len(before.octets) + len(part) > MOST_OCTETS:
            return number, results.OTHER_REASON
        before.octets.extend(part)
        if is_last:
            return number, (before.ends, bytes(before.octets))
        self._incoming[service] = before._replace(number=number)
        return number, None

    # ---------------------------------------------------------------- ACTION

    def _action(self, invoke: int, cursor: Cursor) -> bytes:
        method = _method(cursor)
        octets = read_value(cursor) if _flag(cursor) else None
        cursor.end()
        return self._invoked(method, invoke, octets)

    def _action_first(self, invoke: int, cursor: Cursor) -> bytes:
        method = _method(cursor)
        self._incoming[_ACTION] = _Incoming(
            lambda invoke, octets: self._invoked(method, invoke, octets),
            0,
            bytearray(),
        )
        return self._action_block(invoke, cursor)

    def _action_block(self, invoke: int, cursor: Cursor) -> bytes:
        number, whole = self._received(_ACTION, cursor)
        if isinstance(whole, int):
            return _ACTION_RESPONSE + bytes((_NORMAL, invoke, whole, 0))
        if whole is None:
            return _ACTION_RESPONSE + bytes((4, invoke)) + number.to_bytes(4, "big")
        ends, octets = whole
        return ends(invoke, octets)

    def _invoked(
        self, method: tuple[int, Obis, int], invoke: int, octets: bytes | None
    ) -> bytes:
        answer = self._of().action(*method, octets)
        head = _ACTION_RESPONSE + bytes((_NORMAL, invoke, answer.result))
        if answer.octets is None:
            return head + b"\x00"
        returned = bytes((answer.result, 1, 0)) + answer.octets
        if len(head) + 2 + len(answer.octets) <= self._pdu:
            return head + b"\x01\x00" + answer.octets
        self._outgoing = _Outgoing(_ACTION_RESPONSE, 1, returned)
        return self._block(invoke)

    def _action_next(self, invoke: int, cursor: Cursor) -> bytes:
        number = cursor.number(4, "block number")
        cursor.end()
        waiting = self._outgoing
        self._outgoing = None
        if waiting is None or waiting.tag != _ACTION_RESPONSE:
            return _ACTION_RESPONSE + bytes((_NORMAL, invoke, results.NO_LONG_GET, 0))
        if number != waiting.number - 1:
            code = results.BLOCK_NUMBER_INVALID
            return _ACTION_RESPONSE + bytes((_NORMAL, invoke, code, 0))
        self._outgoing = waiting
        return self._block(invoke)

    def _action_list(self, invoke: int, cursor: Cursor) -> bytes:
        methods = [_method(cursor) for _ in range(_count(cursor))]
        count = cursor.length("the list of parameters")
        if count != len(methods):
            raise cursor.error(f"{len(methods)} parameters", str(count))
        parameters = [read_value(cursor) for _ in methods]
        cursor.end()
        view = self._of()
        answers = [
            view.action(*method, octets)
            for method, octets in zip(methods, parameters, strict=True)
        ]
        listed = [
            (
                bytes((each.result, 0))
                if each.octets is None
                else bytes((each.result, 1, 0)) + each.octets
            )
            for each in answers
        ]
        return _ACTION_RESPONSE + bytes((3, invoke)) + _counted_list(listed)

    # ---------------------------------------------------------------- parts

    def _of(self) -> View:
        assert self._view is not None
        return self._view

    def _attribute(self, cursor: Cursor) -> Attribute:
        class_id, name, number = _method(cursor)
        if not _flag(cursor):
            return Attribute(class_id, name, number)
        selector = cursor.number(1, "access selector")
        return Attribute(
            class_id, name, number, Selection(selector, read_value(cursor))
        )


def _counted_list(items: list[bytes]) -> bytes:
    """Items with their number before them; there are no more than an octet says."""
    count = len(items)
    head = bytes((count,)) if count < 0x80 else bytes((0x81, count))
    return head + b"".join(items)


def _count(cursor: Cursor) -> int:
    count = cursor.length("a list")
    if not 0 < count <= MOST_LISTED:
        raise cursor.error(f"1 to {MOST_LISTED}", str(count))
    return count


def _flag(cursor: Cursor) -> bool:
    flag = cursor.number(1, "whether something follows")
    if flag > 1:
        raise cursor.error("0 or 1", str(flag))
    return bool(flag)


def _method(cursor: Cursor) -> tuple[int, Obis, int]:
    """Class, logical name and number, of an attribute or a method."""
    class_id = cursor.number(2, "class id")
    name = Obis.from_bytes(cursor.take(6, "logical name"))
    number = cursor.number(1, "number")
    return class_id, name, number - 256 if number > 127 else number


def _fields(cursor: Cursor) -> dict[int, bytes]:
    """The fields of an association request by their tags."""
    whole = Cursor(cursor.octet_string("an association request"))
    cursor.end()
    found: dict[int, bytes] = {}
    while whole.left():
        tag = whole.number(1, "a field")
        found[tag] = whole.octet_string("a field").octets
    return found


def _named(field: bytes) -> bytes:
    """An object identifier in a field."""
    cursor = Cursor(Piece(field, ((0, 0),)))
    if not field or cursor.number(1, "an object identifier") != 0x06:
        return b""
    return cursor.octet_string("an object identifier").octets


def _authenticate(view: View, fields: Mapping[int, bytes]) -> None:
    """Raises _Refused for a client that is not who may have this association."""
    mechanism = fields.get(0x8B, _MECHANISMS + b"\0")
    if mechanism[:-1] != _MECHANISMS or mechanism[-1] not in (_LOWEST, _LOW):
        raise _Refused(_MECHANISM)
    if view.password is None:
        return
    if mechanism[-1] == _LOWEST:
        raise _Refused(_REQUIRED)
    # Tag and length of a text stand before it.
    given = Cursor(Piece(fields.get(0xAC, b"\x80\x00"), ((0, 0),)))
    if given.number(1, "a password") != 0x80:
        raise _Refused(_FAILED)
    if given.octet_string("a password").octets != view.password:
        raise _Refused(_FAILED)


def _agreed(cursor: Cursor) -> Agreed:
    """What comes of an initiate-request. Raises _Refused."""
    if cursor.number(1, "an initiate-request") != 0x01:
        raise _Refused(_NO_REASON)
    if cursor.number(1, "a dedicated key"):
        cursor.octet_string("a dedicated key")
    if cursor.number(1, "whether a response is allowed"):
        cursor.number(1, "whether a response is allowed")
    if cursor.number(1, "the quality of service"):
        cursor.number(1, "the quality of service")
    if cursor.number(1, "the version of DLMS") < _DLMS_VERSION:
        raise _Refused(_NO_REASON, _VERSION)
    if cursor.number(1, "the conformance block") != 0x5F:
        raise cursor.error("the tag 5F 1F", "another")
    if cursor.octets[cursor.at : cursor.at + 1] == b"\x1f":  # some leave it out
        cursor.at += 1
    block = cursor.octet_string("the conformance block").octets
    bits = int.from_bytes(block[1:4].ljust(3, b"\0"), "big")
    most = cursor.number(2, "the size of APDUs")
    if 0 < most < _LEAST_PDU:
        raise _Refused(_NO_REASON, _PDU_TOO_SHORT)
    proposed = {name for at, name in enumerate(CONFORMANCE) if bits >> 23 - at & 1}
    agreed = frozenset(proposed.intersection(OFFERED))
    if not agreed:
        raise _Refused(_NO_REASON, _CONFORMANCE)
    return Agreed(agreed, most or LONGEST)


def _initiated(view: View) -> bytes:
    """The response to an initiate-request."""
    assert view.agreed is not None
    bits = conformance_block(view.agreed.services)[-3:]
    return (
        bytes((0x08, 0, _DLMS_VERSION, 0x5F, 0x1F, 4, 0))
        + bits
        + (view.max_pdu or LONGEST).to_bytes(2, "big")
        + b"\x00\x07"
    )


def _initiate_error(code: int | None) -> bytes:
    """A confirmed-service-error of the initiate service."""
    return b"" if code is None else bytes((0x0E, 0x01, 0x06, code))


def _aare(result: int, diagnostic: int, user_information: bytes) -> bytes:
    content = (
        b"\xa1\x09\x06\x07"
        + _CONTEXT
        + bytes((0xA2, 3, 2, 1, result, 0xA3, 5, 0xA1, 3, 2, 1, diagnostic))
    )
    if user_information:
        inner = b"\x04" + counted(user_information)
        content += b"\xbe" + counted(inner)
    return bytes((_AARE,)) + counted(content)


_LISTS: Final = frozenset({(_GET, 3), (_SET, 4), (_SET, 5), (_ACTION, 3)})
"""Requests for several attributes or methods, by tag and form."""

_Form = Callable[[Session, int, Cursor], bytes]
_SERVICES: Final[Mapping[int, tuple[str, Mapping[int, _Form]]]] = {
    _GET: (
        "get",
        {1: Session._get, 2: Session._get_next, 3: Session._get_list},
    ),
    _SET: (
        "set",
        {
            1: Session._set,
            2: Session._set_first,
            3: Session._set_block,
            4: Session._set_list,
            5: Session._set_list_first,
        },
    ),
    _ACTION: (
        "action",
        {
            1: Session._action,
            2: Session._action_next,
            3: Session._action_list,
            4: Session._action_first,
            6: Session._action_block,
        },
    ),
}
"""What is served, by tags: the bit of the conformance block, and the forms of the request."""
