"""The live association that checks ask: within what is allowed, and with everything put back."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final, NamedTuple, Protocol

from cosem_runtime import CosemError, DecodeError, Obis
from cosem_runtime.telegram.apdus import ACTION_RESULTS, RESULTS

from ...dumps.object_list import ASSOCIATION_LN, CURRENT_ASSOCIATION
from ...live.transport import (
    Answer,
    Attribute,
    Negotiating,
    NotSupportedError,
    Selection,
    Transport,
    TransportError,
)
from ..findings import Place
from ..known import KnownFailure
from ..meter import Item, Seen, negotiated

__all__ = [
    "LEFT_ALONE",
    "Alone",
    "Call",
    "Connect",
    "GoneError",
    "NotAllowedError",
    "Other",
    "Reply",
    "Tried",
    "Wire",
    "wire_of",
]

_ATTEMPTS: Final = 3
"""How often an association is opened before the meter counts as gone."""
_CONTEXT_INFO: Final = 5
"""xDLMS_context_info of an Association LN."""


class Alone(NamedTuple):
    """Classes of which the checks of a family leave something alone, and why.

    That is the attribute, or the method, of that number; None is every one.
    """

    family: str
    classes: tuple[int, ...]
    number: int | None
    reason: str


LEFT_ALONE: Final = (
    Alone("AR", (7,), 3, "a change of the columns clears the buffer"),
    Alone("WR", (7,), None, "a change may clear the buffer"),
    Alone("WR", (12, 15, 17, 30, 64, 124), None, "it may lock the client out"),
    Alone("WR", (18,), None, "a new firmware may begin"),
    Alone(
        "WR",
        (
            *(19, 23, 24, 25, 27, 28, 29, 41, 42, 43, 44, 45, 48),
            *(50, 51, 52, 55, 56, 57, 58, 59, 72, 73, 74, 76, 80, 82, 83, 85, 86),
            *(91, 92, 95, 101, 102, 103, 104, 105, 126, 128, 130, 131),
            *(140, 141, 142, 143, 152, 161, 162),
        ),
        None,
        "it may cut the meter off",
    ),
    Alone("WR", (68, 70, 71, 122), None, "it may switch the supply off"),
    Alone("WR", (111, 112, 113, 115), None, "what was paid may be lost"),
    Alone("ME", (3, 4, 5), None, "what was counted is lost"),
    Alone("ME", (7, 26, 62), None, "what was recorded is lost"),
    Alone("ME", (9, 20), None, "scripts may do anything"),
    Alone("ME", (12, 15, 17, 30, 64), None, "it may lock the client out"),
    Alone("ME", (18,), None, "a new firmware may begin"),
    Alone("ME", (72, 101, 102, 104), None, "a device may be cut off"),
    Alone("ME", (68, 70, 122), None, "it may switch the supply off"),
    Alone("ME", (111, 112, 113, 115), None, "what was paid may be lost"),
)
"""What no check writes or invokes in the field, as it may do harm."""


class GoneError(CosemError):
    """The meter does not associate any more."""


class NotAllowedError(CosemError):
    """A request that the user did not allow; no check makes one."""


class Call(NamedTuple):
    """A method that may be invoked, and with what: A-XDR, None for no parameter."""

    class_id: int
    code: Obis
    method: int
    parameter: bytes | None


class Connect(Protocol):
    """Makes another transport to the same meter.

    `server` is the address (SAP) of another logical device, `max_pdu` the longest APDU
    that the client announces to take. Raises NotSupportedError where the client cannot.
    """

    def __call__(
        self, *, server: int | None = None, max_pdu: int | None = None
    ) -> Transport: ...


class Reply(NamedTuple):
    """What a meter answered: the name of the result, with octets where there are any.

    `failure` says in words why there is no answer; the result is then empty. Where `unable` is
    true the client could not ask.
    """

    result: str
    octets: bytes | None = None
    failure: str = ""
    unable: bool = False

    @property
    def done(self) -> bool:
        """Whether the meter did what it was asked for."""
        return self.result == RESULTS[0]

    @property
    def words(self) -> str:
        """The result or the failure."""
        return self.failure or self.result


class Tried(NamedTuple):
    """What came of writing: the reply, what was read then, and whether all is as before.

    `after` was read before anything was put back.
    """

    reply: Reply
    after: Reply
    is_changed: bool
    is_restored: bool


class _Session:
    """An association that opens by itself, and again after a break; one request at a time."""

    def __init__(
        self,
        transport: Transport,
        pause: float,
        wait: float,
        told: Callable[[Attribute], None],
    ) -> None:
        self._transport = transport
        self._told = told
        self._pause = pause
        self._wait = wait
        self._is_open = False

    def get(self, attribute: Attribute) -> Reply:
        """Read. Raises GoneError."""
        self._ready(attribute)
        try:
            answer = self._transport.get(attribute)
        except TransportError as error:
            return self._failed(error)
        return _reply(answer, RESULTS)

    def get_list(self, attributes: Sequence[Attribute]) -> list[Reply] | Reply:
        """Read several; one reply where all failed. Raises GoneError, NotSupportedError."""
        self._ready(attributes[0])
        try:
            answers = self._transport.get_list(attributes)
        except NotSupportedError:
            raise
        except TransportError as error:
            return self._failed(error)
        return [_reply(each, RESULTS) for each in answers]

    def set(self, attribute: Attribute, octets: bytes) -> Reply:
        """Write. Raises GoneError."""
        self._ready(attribute)
        try:
            answer = self._transport.set(attribute, octets)
        except TransportError as error:
            return self._failed(error)
        return _reply(answer, RESULTS)

    def action(self, call: Call) -> Reply:
        """Invoke. Raises GoneError."""
        self._ready(Attribute(call.class_id, call.code, call.method))
        try:
            answer = self._transport.action(*call)
        except TransportError as error:
            return self._failed(error)
        return _reply(answer, ACTION_RESULTS)

    def open(self) -> None:
        """Associate once. Raises TransportError."""
        self._transport.open()
        self._is_open = True

    def close(self) -> None:
        """Release the association, if there is one."""
        self._is_open = False
        self._transport.close()

    def negotiated(self) -> frozenset[str] | None:
        """The services that both ends agreed on; None where the client does not tell."""
        if not isinstance(self._transport, Negotiating):
            return None
        self._associate()
        return frozenset(self._transport.negotiated().services)

    def _ready(self, asked: Attribute) -> None:
        self._told(asked)
        self._associate()
        time.sleep(self._pause)

    def _associate(self) -> None:
        for attempt in range(_ATTEMPTS):
            if self._is_open:
                break
            time.sleep(self._wait * attempt)
            try:
                self.open()
            except TransportError as error:
                self.close()
                if error.final or attempt == _ATTEMPTS - 1:
                    raise GoneError(f"the meter does not associate: {error}") from error

    def _failed(self, error: TransportError) -> Reply:
        if error.broken:
            self.close()
        failure = str(error) or type(error).__name__
        return Reply("", None, failure, isinstance(error, NotSupportedError))


class Other:
    """Another association with the same meter, for reading alone."""

    def __init__(self, session: _Session) -> None:
        self._session = session

    def read(self, class_id: int, code: bytes, number: int) -> Reply:
        """Read an attribute. Raises GoneError."""
        return self._session.get(Attribute(class_id, Obis(code), number))


class Wire:
    """A live association of the meter that was dumped, and what is allowed with it.

    `association` is the name of it in the dump; it may be left out where there is one, or
    one of this `client`, which is the address of who asks.
    Nothing is written without `allow_write`, and no method invoked without
    `allow_actions`; `calls` are methods that may be invoked with these parameters, to see
    what they return. `excluded` are places that are left alone (`read_excluded`), besides
    those of `LEFT_ALONE`, which are not where the meter is `in_laboratory`. `each` is how
    many objects of a class version a check tries, 0 for all of them. `pause` and `wait` are
    seconds, before each request and before an association is opened again. `connect` makes
    other transports to the same meter, for the checks that need one. `told` is called before
    each request, with the check that makes it and what it is of, the number of an attribute
    or a method.

    The association is opened with the first request, and closed by `judge`.
    """

    def __init__(
        self,
        transport: Transport,
        *,
        association: str = "",
        client: int | None = None,
        allow_write: bool = False,
        allow_actions: bool = False,
        excluded: Iterable[KnownFailure] = (),
        in_laboratory: bool = False,
        calls: Iterable[Call] = (),
        each: int = 0,
        pause: float = 0.0,
        wait: float = 1.0,
        connect: Connect | None = None,
        told: Callable[[str, Attribute], None] = lambda check, attribute: None,
    ) -> None:
        self.association = association
        self.client = client
        self.allow_write = allow_write
        self.allow_actions = allow_actions
        self.calls = tuple(calls)
        self.checking = ""
        """The id of the check that runs."""
        self.unrestored: dict[tuple[Place, int], bytes] = {}
        """What attributes held that were written, and not seen to hold it again."""
        self.told = told
        self._session = _Session(transport, pause, wait, self._tell)
        self._pause = pause
        self._wait = wait
        self._connect = connect
        self._each = each
        self._has_asked = False
        self._negotiated: frozenset[str] | None = None
        self._tried: Counter[tuple[str, int, int | None]] = Counter()
        self._excluded = (*excluded, *(() if in_laboratory else _left_alone()))

    @property
    def allowed(self) -> str:
        """What may be done, in words."""
        words = ["reads"]
        words += ["writes"] if self.allow_write else []
        words += ["invokes methods"] if self.allow_actions else []
        return ", ".join(words)

    def close(self) -> None:
        """Release the association; a further request opens it again."""
        self._session.close()

    def _tell(self, asked: Attribute) -> None:
        self.told(self.checking, asked)

    def takes(self, item: Item) -> bool:
        """Whether the check that runs is to try this object, too."""
        dumped = item.dumped
        key = self.checking, dumped.class_id, dumped.version
        self._tried[key] += 1
        return not self._each or self._tried[key] <= self._each

    def excluded(self, item: Item, number: int | None) -> str:
        """Why an attribute, or a method, is left alone by the check that runs; or empty."""
        place = item.place()
        for each in self._excluded:
            is_of_check = each.check in (self.checking, self.checking[:2])
            if is_of_check and each.is_of(place, number):
                return each.reason or "the user excluded it"
        return ""

    # ---------------------------------------------------------------- requests

    def read(
        self, item: Item, number: int, selection: Selection | None = None
    ) -> Reply:
        """Read an attribute of an object. Raises GoneError."""
        return self._session.get(_attribute(item, number, selection))

    def supports(self, seen: Seen, service: str) -> bool | None:
        """Whether a bit of the conformance block was negotiated; None where nobody says.

        The client is asked, or else the association: the dump may be of another one.
        Raises GoneError.
        """
        if not self._has_asked:
            self._has_asked = True
            told = self._session.negotiated()
            self._negotiated = self._context_info(seen) if told is None else told
        return None if self._negotiated is None else service in self._negotiated

    def _context_info(self, seen: Seen) -> frozenset[str] | None:
        own = seen.find(ASSOCIATION_LN, CURRENT_ASSOCIATION)
        spec = None if own is None else own.spec(_CONTEXT_INFO)
        if own is None or spec is None:
            return seen.conformance
        reply = self.read(own, _CONTEXT_INFO)
        try:
            found = negotiated(spec.read(reply.octets or b"").value)
        except DecodeError:
            found = None
        return seen.conformance if found is None else found

    def read_as(self, class_id: int, code: Obis, number: int) -> Reply:
        """Read an attribute of an object that the meter should not have. Raises GoneError."""
        return self._session.get(Attribute(class_id, code, number))

    def read_list(self, wanted: Sequence[tuple[Item, int]]) -> list[Reply] | Reply:
        """Read several in one request; one reply where that failed as a whole.

        Raises GoneError, and NotSupportedError where the client cannot.
        """
        return self._session.get_list(
            [_attribute(item, number) for item, number in wanted]
        )

    def try_writing(
        self, item: Item, number: int, before: bytes, octets: bytes
    ) -> Tried:
        """Write, read what is there then, and put back what was `before`.

        Whatever breaks in between, the user's Ctrl-C too, `before` is written back or
        stays in `unrestored`. What is dynamic is not put back. Raises GoneError and
        NotAllowedError.
        """
        if not self.allow_write or self.excluded(item, number):
            raise NotAllowedError(f"writing attribute {number} of {item.code}")
        target = _attribute(item, number)
        key = item.place(), number
        spec = item.spec(number)
        if spec is not None and spec.static is False:
            # It runs by itself: what was read is no longer what it should be.
            reply = self._session.set(target, octets)
            return Tried(reply, self._session.get(target), False, True)
        self.unrestored[key] = before
        try:
            reply = self._session.set(target, octets)
            after = self._session.get(target)
        except BaseException:
            self._session.close()  # half of an exchange may be left of it
            self._restore(target, key, b"")
            raise
        is_restored = self._restore(target, key, after.octets)
        is_changed = after.done and after.octets != before
        return Tried(reply, after, is_changed, is_restored)

    def _restore(
        self, target: Attribute, key: tuple[Place, int], now: bytes | None
    ) -> bool:
        before = self.unrestored[key]
        if now != before:
            self._session.set(target, before)
            now = self._session.get(target).octets
        if now == before:
            del self.unrestored[key]
        return now == before

    def invoke(self, item: Item, number: int, parameter: bytes | None) -> Reply:
        """Invoke a method. Raises GoneError and NotAllowedError."""
        if not self.allow_actions or self.excluded(item, number):
            raise NotAllowedError(f"invoking method {number} of {item.code}")
        call = Call(item.dumped.class_id, item.code, number, parameter)
        return self._session.action(call)

    @contextmanager
    def other(
        self, *, server: int | None = None, max_pdu: int | None = None
    ) -> Iterator[Other]:
        """Another association in place of this one, which opens again afterwards.

        Raises TransportError where it cannot be opened, NotSupportedError among them.
        """
        if self._connect is None:
            raise NotSupportedError("there is no way to connect otherwise")
        transport = self._connect(server=server, max_pdu=max_pdu)
        self.close()  # meters hold one association with a client
        session = _Session(transport, self._pause, self._wait, self._tell)
        try:
            session.open()
            yield Other(session)
        finally:
            session.close()


def _left_alone() -> Iterator[KnownFailure]:
    for family, classes, number, reason in LEFT_ALONE:
        for class_id in classes:
            yield KnownFailure(family, class_id, None, number, "", reason, "", 0)


def _reply(answer: Answer, names: dict[int, str]) -> Reply:
    return Reply(names.get(answer.result, str(answer.result)), answer.octets)


def _attribute(
    item: Item, number: int, selection: Selection | None = None
) -> Attribute:
    return Attribute(item.dumped.class_id, item.code, number, selection)


def wire_of(looked_at: Item | Seen) -> Wire:
    """The live association of what a check looks at: no other is shown to it."""
    seen = looked_at.seen if isinstance(looked_at, Item) else looked_at
    assert seen.wire is not None
    return seen.wire
