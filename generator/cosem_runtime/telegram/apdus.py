"""Plain APDUs: notifications and responses, down to the octets of their values."""

from __future__ import annotations

from ..codec.reading import decode_at
from ..datetimes import DateTime
from ..errors import DecodeError, counted, stack_used_up
from ..obis import Obis
from .errors import TelegramError
from .layers import AttributeReference, Result, Telegram
from .pieces import Cursor, Piece

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Final

__all__ = [
    "ACTION_RESULTS",
    "NAMES",
    "OPENED",
    "RESULTS",
    "DataBlock",
    "read",
    "read_value",
]


class DataBlock:
    """A part of an answer that comes in several."""

    __slots__ = ("kind", "last", "number", "of", "piece")

    def __init__(
        self, kind: str, number: int, last: bool, piece: Piece, of: dict[str, Any]
    ) -> None:
        self.kind: str = kind
        self.number: int = number
        self.last: bool = last
        self.piece: Piece = piece
        self.of: dict[str, Any] = of
        """What a telegram says of its invocation."""


RESULTS: Final = {
    0: "success",
    1: "hardware-fault",
    2: "temporary-failure",
    3: "read-write-denied",
    4: "object-undefined",
    9: "object-class-inconsistent",
    11: "object-unavailable",
    12: "type-unmatched",
    13: "scope-of-access-violated",
    14: "data-block-unavailable",
    15: "long-get-aborted",
    16: "no-long-get-in-progress",
    17: "long-set-aborted",
    18: "no-long-set-in-progress",
    19: "data-block-number-invalid",
    250: "other-reason",
}
ACTION_RESULTS: Final = {
    **{code: name for code, name in RESULTS.items() if code < 15 or code == 250},
    15: "long-action-aborted",
    16: "no-long-action-in-progress",
}
_STATE_ERRORS: Final = {1: "service-not-allowed", 2: "service-unknown"}
_SERVICE_ERRORS: Final = {
    1: "operation-not-possible",
    2: "service-not-supported",
    3: "other-reason",
    4: "pdu-too-long",
    5: "deciphering-error",
    6: "invocation-counter-error",
}
_COUNTER_ERROR: Final = 6


def read(cursor: Cursor) -> Telegram | DataBlock:
    """The APDU at the cursor, which then stands behind it."""
    tag = cursor.number(1, "an APDU")
    return OPENED[tag](cursor)


def read_value(cursor: Cursor) -> bytes:
    """The octets of one A-XDR value, with the cursor behind it."""
    start = cursor.at
    try:
        _, cursor.at = decode_at(cursor.octets, start)
    except DecodeError as error:
        place = cursor.piece.place(error.offset)
        wrong = TelegramError(error.reason, place, error.expected, error.found)
        wrong._steps = error._steps
        raise wrong from None
    except RecursionError:
        raise stack_used_up(TelegramError) from None
    return cursor.octets[start : cursor.at]


def _rest(cursor: Cursor, what: str) -> bytes:
    """All that follows: one value, which whoever decodes it looks at."""
    if not cursor.left():
        raise cursor.error(what, "nothing")
    return cursor.take(cursor.left(), what)


def _invocation(cursor: Cursor) -> dict[str, Any]:
    field = cursor.number(1, "invoke id and priority")
    return _of(field & 0x0F, field >> 6)


def _long_invocation(cursor: Cursor) -> dict[str, Any]:
    field = cursor.number(4, "long invoke id and priority")
    return _of(field & 0xFFFFFF, field >> 30)


def _of(invoke_id: int, service_class_and_priority: int) -> dict[str, Any]:
    return {
        "invoke_id": invoke_id,
        "confirmed": bool(service_class_and_priority & 1),
        "high_priority": bool(service_class_and_priority & 2),
    }


def _result(code: int, names: dict[int, str] = RESULTS) -> Result:
    return Result(None, code, names.get(code, f"result {code}"))


def _choice(cursor: Cursor, what: str, allowed: tuple[int, ...]) -> int:
    start = cursor.at
    number = cursor.number(1, what)
    if number not in allowed:
        shown = ", ".join(f"{each:02X}" for each in allowed)
        raise cursor.error(f"{what}: one of {shown}", f"{number:02X}", start)
    return number


def _date_time(cursor: Cursor) -> tuple[DateTime | None, tuple[str, ...]]:
    """The time of a notification; some meters put the tag of a value before it."""
    start = cursor.at
    length = cursor.number(1, "the length of date-time")
    remarks: tuple[str, ...] = ()
    if length == 0x09:
        remarks = ("the date-time has the tag of an octet-string (09)",)
        length = cursor.number(1, "the length of date-time")
    elif length == 0x19:
        remarks = ("the date-time has its tag (19)",)
        length = DateTime.SIZE
    if length not in (0, DateTime.SIZE):
        raise cursor.error("a date-time of 0 or 12 octets", str(length), start)
    if not length:
        return None, remarks
    return DateTime.from_bytes(cursor.take(length, "date-time")), remarks


def _attribute(cursor: Cursor) -> AttributeReference:
    class_id = cursor.number(2, "class id")
    name = Obis.from_bytes(cursor.take(6, "logical name"))
    index = cursor.number(1, "attribute index")
    return AttributeReference(class_id, name, index - 256 if index > 127 else index)


def _get_data_result(cursor: Cursor) -> Result:
    if _choice(cursor, "data or a result", (0, 1)):
        return _result(cursor.number(1, "data-access-result"))
    return Result(read_value(cursor))


def _count(cursor: Cursor, what: str) -> range:
    """That many are to come; each takes an octet at the least."""
    start = cursor.at
    count = cursor.length(f"the list of {what}")
    if count > cursor.left():
        raise cursor.error(
            f"{count} {what}", counted(cursor.left(), "octet"), start, "cut short"
        )
    return range(count)


# ---- notifications


def _data_notification(cursor: Cursor) -> Telegram:
    of = _long_invocation(cursor)
    time, remarks = _date_time(cursor)
    body = _rest(cursor, "the data of the notification")
    return Telegram(
        "data-notification", (Result(body),), time=time, remarks=remarks, **of
    )


def _event_notification(cursor: Cursor) -> Telegram:
    time = None
    remarks: tuple[str, ...] = ()
    if _choice(cursor, "whether there is a time", (0, 1)):
        time, remarks = _date_time(cursor)
    attribute = _attribute(cursor)
    body = read_value(cursor)
    results = (Result(body, attribute=attribute),)
    return Telegram("event-notification", results, time=time, remarks=remarks)


def _information_report(cursor: Cursor) -> Telegram:
    remarks: tuple[str, ...] = ()
    if _choice(cursor, "whether there is a time", (0, 1)):
        text = cursor.octet_string("time").octets
        remarks = (f"the time is text: {text[:20].decode('latin-1')!a}",)
    names = []
    for _ in _count(cursor, "variables"):
        _choice(cursor, "a variable by its short name", (2,))
        names.append(cursor.number(2, "short name"))
    start = cursor.at
    values = [read_value(cursor) for _ in _count(cursor, "values")]
    if len(values) != len(names):
        raise cursor.error(f"{len(names)} values", str(len(values)), start)
    results = [
        Result(body, attribute=name) for body, name in zip(values, names, strict=True)
    ]
    return Telegram("information-report", tuple(results), remarks=remarks)


# ---- responses


def _get_response(cursor: Cursor) -> Telegram | DataBlock:
    form = _choice(cursor, "the form of a get-response", (1, 2, 3))
    of = _invocation(cursor)
    if form == 1:
        if _choice(cursor, "data or a result", (0, 1)):
            results = (_result(cursor.number(1, "data-access-result")),)
        else:
            results = (Result(_rest(cursor, "the data of the response")),)
        return Telegram("get-response-normal", results, **of)
    if form == 2:
        kind = "get-response-with-data-block"
        last = bool(cursor.number(1, "whether it is the last block"))
        number = cursor.number(4, "block number")
        if _choice(cursor, "data or a result", (0, 1)):
            code = cursor.number(1, "data-access-result")
            return Telegram(kind, (_result(code),), **of)
        return DataBlock(kind, number, last, cursor.octet_string("a data block"), of)
    listed = [_get_data_result(cursor) for _ in _count(cursor, "results")]
    return Telegram("get-response-with-list", tuple(listed), **of)


_SET_FORMS: Final = {
    1: "set-response-normal",
    2: "set-response-data-block",
    3: "set-response-last-data-block",
    4: "set-response-last-data-block-with-list",
    5: "set-response-with-list",
}


def _set_response(cursor: Cursor) -> Telegram:
    form = _choice(cursor, "the form of a set-response", tuple(_SET_FORMS))
    of = _invocation(cursor)
    codes: tuple[int, ...] = ()
    if form in (1, 3):
        codes = (cursor.number(1, "data-access-result"),)
    elif form in (4, 5):
        codes = tuple(cursor.take(len(_count(cursor, "results")), "results"))
    if form in (2, 3, 4):
        cursor.number(4, "block number")
    return Telegram(_SET_FORMS[form], tuple(map(_result, codes)), **of)


def _action_response(cursor: Cursor) -> Telegram | DataBlock:
    form = _choice(cursor, "the form of an action-response", (1, 2, 3, 4))
    of = _invocation(cursor)
    if form == 1:
        results = (_action_result(cursor),)
        return Telegram("action-response-normal", results, **of)
    if form == 2:
        last = bool(cursor.number(1, "whether it is the last block"))
        number = cursor.number(4, "block number")
        piece = cursor.octet_string("a data block")
        return DataBlock("action-response-with-data-block", number, last, piece, of)
    if form == 3:
        listed = [_action_result(cursor) for _ in _count(cursor, "results")]
        return Telegram("action-response-with-list", tuple(listed), **of)
    cursor.number(4, "block number")
    return Telegram("action-response-next-data-block", **of)


def _action_result(cursor: Cursor) -> Result:
    """A code, and what the method returned, if anything; that may be a code again."""
    done = _result(cursor.number(1, "action-result"), ACTION_RESULTS)
    if not _choice(cursor, "whether something is returned", (0, 1)):
        return done
    returned = _get_data_result(cursor)
    if returned.body is None:
        return Result(None, returned.code, f"{done.name}, {returned.name}")
    return Result(returned.body, done.code, done.name)


def _access_response(cursor: Cursor) -> Telegram:
    of = _long_invocation(cursor)
    time, remarks = _date_time(cursor)
    asked: list[AttributeReference] | None = None
    if _choice(cursor, "whether the request is repeated", (0, 1)):
        asked = [_access_request(cursor) for _ in _count(cursor, "requests")]
    bodies = [read_value(cursor) for _ in _count(cursor, "values")]
    start = cursor.at
    codes = []
    for _ in _count(cursor, "results"):
        service = _choice(cursor, "get, set or action", (1, 2, 3))
        names = ACTION_RESULTS if service == 3 else RESULTS
        codes.append(_result(cursor.number(1, "result"), names))
    for others in (bodies, asked):
        if others is not None and len(others) != len(codes):
            raise cursor.error(f"{len(others)} results", str(len(codes)), start)
    results = [
        Result(body, each.code, each.name, asked[index] if asked else None)
        for index, (body, each) in enumerate(zip(bodies, codes, strict=True))
    ]
    return Telegram("access-response", tuple(results), time=time, remarks=remarks, **of)


def _access_request(cursor: Cursor) -> AttributeReference:
    service = _choice(cursor, "get, set or action", (1, 2, 3, 4, 5))
    attribute = _attribute(cursor)
    if service in (4, 5):
        cursor.number(1, "access selector")
        read_value(cursor)
    return attribute


def _exception_response(cursor: Cursor) -> Telegram:
    state = cursor.number(1, "state-error")
    error = cursor.number(1, "service-error")
    words = [
        _STATE_ERRORS.get(state, f"state-error {state}"),
        _SERVICE_ERRORS.get(error, f"service-error {error}"),
    ]
    if error == _COUNTER_ERROR:
        words.append(f"expected {cursor.number(4, 'invocation counter')}")
    return Telegram("exception-response", (Result(None, error, ", ".join(words)),))


OPENED: Final[dict[int, Callable[[Cursor], Telegram | DataBlock]]] = {
    0x0F: _data_notification,
    0x18: _information_report,
    0xC2: _event_notification,
    0xC4: _get_response,
    0xC5: _set_response,
    0xC7: _action_response,
    0xD8: _exception_response,
    0xDA: _access_response,
}
"""How each APDU is read that brings values or results, by its tag."""

NAMES: Final = {
    0x01: "initiate-request",
    0x05: "read-request",
    0x06: "write-request",
    0x08: "initiate-response",
    0x0C: "read-response",
    0x0D: "write-response",
    0x0E: "confirmed-service-error",
    0x16: "unconfirmed-write-request",
    0x60: "association request (AARQ)",
    0x61: "association response (AARE)",
    0x62: "release request (RLRQ)",
    0x63: "release response (RLRE)",
    0xC0: "get-request",
    0xC1: "set-request",
    0xC3: "action-request",
    0xC8: "glo-get-request",
    0xC9: "glo-set-request",
    0xCB: "glo-action-request",
    0xD0: "ded-get-request",
    0xD1: "ded-set-request",
    0xD3: "ded-action-request",
    0xD9: "access-request",
    0xDD: "general-ciphering",
    0xDF: "general-signing",
}
"""APDUs that are known and not opened."""
