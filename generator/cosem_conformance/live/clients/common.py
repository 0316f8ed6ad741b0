"""What the modules of clients share: octets of requests and answers, and the words for what went wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from cosem_runtime import CosemError, DecodeError
from cosem_runtime.codec.reading import decode_at
from cosem_runtime.errors import cut
from cosem_runtime.wire import read_length

from ..transport import (
    Answer,
    Attribute,
    Negotiated,
    NotSupportedError,
    TransportError,
)

__all__ = [
    "EMPTY_BLOCKS",
    "NOT_PROVEN",
    "TO_ASSOCIATE",
    "Numbers",
    "ServiceError",
    "advice",
    "associated",
    "associating",
    "counted",
    "described",
    "go_on",
    "in_one",
    "is_final",
    "list_of_answers",
    "refused",
    "told",
    "translated",
]


class ServiceError(TransportError):
    """A meter's exception-response or confirmed-service-error, with its number of a service error.

    The association outlives it. Only where the meter could not decipher the request, nobody
    knows whether it ever will: a new association tells, before more is sent in vain.
    """

    def __init__(self, message: str, number: object = None) -> None:
        super().__init__(message, broken=number in _OF_CIPHERING)


_OF_CIPHERING: Final = (5, 6)
"""Service errors of an exception-response: deciphering, and the invocation counter."""


@contextmanager
def translated(*errors: type[Exception]) -> Iterator[None]:
    """Whatever a client raises, as TransportError; `errors` are its own for service errors.

    Clients raise errors of every kind for what a meter sends, a plain IndexError among them.
    """
    try:
        yield
    except TransportError:
        raise
    except errors as error:
        raise ServiceError(told(error), _service_error(error)) from error
    except Exception as error:
        raise TransportError(told(error)) from error


def _service_error(error: Exception) -> object:
    """The number in an exception-response, by the names that clients have for it."""
    number = getattr(error, "exceptionServiceError", None)
    return getattr(getattr(error, "result", None), "service_error", number)


@contextmanager
def associating(*errors: type[Exception]) -> Iterator[None]:
    """As `translated`, where a service error refuses an association."""
    try:
        with translated(*errors):
            yield
    except ServiceError as error:
        raise TransportError(str(error), final=True) from error


def told(error: Exception) -> str:
    """What it says, with its kind, which may be all that it tells."""
    text = cut(" ".join(str(error).split()), 200)
    kind = type(error).__name__
    return f"{kind}: {text}" if text else f"{kind} in the client, without a word"


def associated(client: Any, is_open: bool) -> Any:
    """The client, if it has an association: else TransportError."""
    if not is_open:
        raise TransportError("there is no association")
    return client


def in_one(octets: bytes, negotiated: Negotiated) -> None:
    """Refuse what a client that sends no blocks cannot write: NotSupportedError."""
    size = _AROUND_A_VALUE + len(octets)
    if 0 < negotiated.max_pdu < size:
        raise NotSupportedError(
            f"it writes in one APDU, and the meter takes no more than {negotiated.max_pdu} "
            f"octets, not {size}"
        )


_AROUND_A_VALUE: Final = 13
"""Octets of a request to write besides the value."""


def described(attribute: Attribute) -> tuple[bytes, bytes]:
    """The descriptor of an attribute, and its selection with the octet that says there is one."""
    class_id, name, number, selection = attribute
    descriptor = class_id.to_bytes(2, "big") + bytes(name) + bytes([number & 0xFF])
    if selection is None:
        return descriptor, b"\x00"
    return descriptor, bytes([1, selection.selector]) + selection.parameter


def list_of_answers(octets: bytes, count: int) -> list[Answer]:
    """The answers of a Get-Response-With-List: their number, then a choice and content each.

    Raises TransportError for other octets.
    """
    try:
        found, at = read_length(octets, 0)
        if found != count:
            raise DecodeError("", 0, f"{count} answers", str(found))
        answers = []
        for _ in range(count):
            start = at + 1
            if octets[at]:
                answers.append(Answer(octets[start]))
                at = start + 1
            else:
                at = decode_at(octets, start)[1]
                answers.append(Answer(0, octets[start:at]))
        if at != len(octets):
            raise DecodeError("", at, "the end of the list", "more")
    except (CosemError, IndexError) as error:
        raise TransportError(f"no list of answers: {told(error)}") from None
    return answers


class Numbers:
    """Invoke ids of requests, by which the answer to the one before is known where it comes late.

    Some meters have a number of their own in all answers, or in those that are errors. Most take 0
    or 1, so these are not used; another one is known once it is that of neither request.
    """

    _LEAST: Final = 2
    _MOST: Final = 15

    def __init__(self) -> None:
        self.sent = self._before = 0
        """The numbers of the last request, and of the one before."""
        self._own = {*range(self._LEAST)}

    def next(self) -> int:
        """The number of another request."""
        self._before, self.sent = self.sent, max(self._LEAST, self.sent + 1)
        if self.sent > self._MOST:
            self.sent = self._LEAST
        return self.sent

    def check(self, invoke_id: int) -> None:
        """Raise TransportError for that of an answer to the request before."""
        number = invoke_id & self._MOST
        if number not in (self.sent, self._before):
            self._own.add(number)
        elif number == self._before and number not in self._own:
            raise TransportError("the answer to the request before, late or again")


EMPTY_BLOCKS: Final = 10
"""Blocks of an answer that may have nothing, besides the last."""


def go_on(empty: int) -> None:
    """Refuse to ask for another block after so many of an answer that had nothing."""
    if empty > EMPTY_BLOCKS:
        raise TransportError(f"blocks without end, {empty} of them with nothing")


TO_ASSOCIATE: Final = 3
"""Ciphered messages that make an association, at the most."""
_COUNTERS: Final = 2**32


def counted(counter: int, needed: int = 1) -> None:
    """Refuse to cipher with a counter that is used up: no key may see one of them twice."""
    if counter + needed > _COUNTERS:
        raise TransportError(
            f"the invocation counter {counter} is used up: the meter needs a new key",
            final=True,
        )


# ---------------------------------------------------------------- associations that are refused

NOT_PROVEN: Final = (
    "the meter refuses what its challenge was answered with, or answers ours by other keys; "
    "a key or the system title may be wrong"
)

_ACCEPTED, _TRANSIENT = 0, 2
_NO_DIAGNOSTICS: Final = (0, 1)
_USER_DIAGNOSTICS: Final = {
    0: ("no diagnostic", ""),
    1: ("no reason given", "the client or server address may be unknown to it"),
    2: ("application context name not supported", "it may want keys, or none"),
    3: ("calling AP title not recognized", "it may want another system title"),
    4: ("calling AP invocation identifier not recognized", ""),
    5: ("calling AE qualifier not recognized", ""),
    6: ("calling AE invocation identifier not recognized", ""),
    7: ("called AP title not recognized", ""),
    8: ("called AP invocation identifier not recognized", ""),
    9: ("called AE qualifier not recognized", ""),
    10: ("called AE invocation identifier not recognized", ""),
    11: (
        "authentication mechanism name not recognised",
        "try another authentication, or another client address",
    ),
    12: ("authentication mechanism name required", "try another authentication"),
    13: ("authentication failure", "the password or a key may be wrong"),
    14: ("authentication required", "try another authentication"),
}
_PROVIDER_DIAGNOSTICS: Final = {
    0: ("no diagnostic", ""),
    1: ("no reason given", ""),
    2: ("no common ACSE version", ""),
}
_INITIATE_ERRORS: Final = {
    1: ("dlms version too low", ""),
    2: ("incompatible conformance", ""),
    3: ("pdu size too short", "let it send longer APDUs"),
    4: ("refused by the VDE handler", ""),
}
_INITIATE: Final = b"\x0e\x01\x06"
_USER_SOURCE: Final = 1


def refused(aare: bytes) -> None:
    """Raise TransportError where an association response refuses one: why, and what may help.

    What is no association response is left to the client.
    """
    try:
        if aare[0] != 0x61:
            return
        fields = _fields(aare, read_length(aare, 1)[1])
        result = fields[0xA2][-1]
        source, diagnostic = fields[0xA3][0] & 0x1F, fields[0xA3][-1]
    except (CosemError, IndexError, KeyError):
        return
    if result == _ACCEPTED:
        return
    _, is_initiate, error = fields.get(0xBE, b"").partition(_INITIATE)
    initiate = error[0] if is_initiate and error else None
    raise TransportError(
        _refusal(result, source, diagnostic, initiate),
        final=is_final(result, diagnostic),
    )


def is_final(result: object, diagnostic: object) -> bool:
    """Whether a refused association is not to be tried again.

    A meter may have none to spare just now; whom it does not take it must not be asked again
    and again, whatever it says of the time.
    """
    return result != _TRANSIENT or diagnostic not in _NO_DIAGNOSTICS


def _refusal(result: int, source: int, diagnostic: int, initiate: int | None) -> str:
    table = _USER_DIAGNOSTICS if source == _USER_SOURCE else _PROVIDER_DIAGNOSTICS
    name, hint = table.get(diagnostic, ("a diagnostic that is not known here", ""))
    words = f"{name} ({diagnostic})"
    if initiate is not None:
        name, hint = _INITIATE_ERRORS.get(initiate, ("initiate error", ""))
        words += f", {name} ({initiate})"
    for_now = " for now" if result == _TRANSIENT else ""
    return f"the meter refuses the association{for_now}: {words}{hint and '; '}{hint}"


def advice(diagnostic: object) -> str:
    """What may help against a diagnostic of the service's user, to be put behind a message."""
    if not isinstance(diagnostic, int):
        return ""
    _, hint = _USER_DIAGNOSTICS.get(diagnostic, ("", ""))
    return hint and f"; {hint}"


def _fields(octets: bytes, at: int) -> dict[int, bytes]:
    """The contents of elements of BER, by their tags."""
    found = {}
    while at < len(octets):
        size, start = read_length(octets, at + 1)
        found[octets[at]] = octets[start : start + size]
        at = start + size
    return found
