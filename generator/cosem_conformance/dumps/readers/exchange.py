"""Requests and answers put together: which value is of which attribute."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final, NamedTuple

from cosem_runtime import CosemError, Obis
from cosem_runtime.telegram import Result, Telegram, apdus
from cosem_runtime.telegram.ciphering import SERVICES
from cosem_runtime.telegram.pieces import Cursor, Piece

from ..model import (
    Association,
    DumpedObject,
    Header,
    ObjectName,
    Record,
    Source,
    Value,
    ValueOf,
)
from ..object_list import ASSOCIATION_LN, ASSOCIATION_SN, OBJECT_LIST, published
from .common import Objects

__all__ = ["GET_REQUEST", "GET_RESPONSE", "READ_REQUEST", "READ_RESPONSE", "Exchange"]

GET_REQUEST: Final = 0xC0
GET_RESPONSE: Final = 0xC4
READ_REQUEST: Final = 0x05
READ_RESPONSE: Final = 0x0C
_CURRENT_ASSOCIATION: Final = 0xFA00
"""The base name of Association SN, whatever the meter."""
_STEP: Final = 8
"""From the short name of an attribute to the next."""


class _Asked(NamedTuple):
    """An attribute as it was asked for; by its short name where there is no class."""

    class_id: int | None
    name: Obis | int
    attribute: int
    selector: int | None = None
    parameter: bytes | None = None
    started: datetime | None = None


class _Read(NamedTuple):
    asked: _Asked
    value: Value


class Exchange:
    """Takes APDUs as they went to and fro, and gives what was read.

    GET by logical names, and Read by short names, each with blocks and lists. What cannot be
    told is counted in `passed_over`, by the reason in words.
    """

    def __init__(self) -> None:
        self.passed_over: Counter[str] = Counter()
        self.client: int | None = None
        self.server: int | None = None
        self._asked: list[_Asked] = []
        self._blocks: list[bytes] = []
        self._read: list[_Read] = []

    def add(self, octets: bytes, started: datetime | None = None) -> None:
        """An APDU, in the order in which it was sent or came."""
        tag = octets[0] if octets else -1
        cursor = Cursor(Piece(octets, ((0, 0),)))
        try:
            if tag == GET_REQUEST:
                self._get(cursor, started)
            elif tag == GET_RESPONSE:
                self._got(cursor)
            elif tag == READ_REQUEST:
                self._ask_short(cursor, started)
            elif tag == READ_RESPONSE:
                self._read_short(cursor)
            else:
                self.passed_over[_other(tag)] += 1
        except CosemError:
            self.passed_over["APDUs that cannot be read"] += 1

    # ---- GET

    def _get(self, cursor: Cursor, started: datetime | None) -> None:
        cursor.take(1, "an APDU")
        form = cursor.number(1, "the form of a get-request")
        cursor.take(1, "invoke id and priority")
        if form == 2:  # the next block, please
            return
        count = cursor.length("the list of attributes") if form == 3 else 1
        self._blocks = []
        self._asked = []
        # Each takes ten octets, so that a count that lies ends soon.
        for _ in range(count):
            self._asked.append(_attribute(cursor, started))

    def _got(self, cursor: Cursor) -> None:
        found = apdus.read(cursor)
        if isinstance(found, Telegram):
            self._blocks = []
            self._answer(found.results)
            return
        if found.number == 1:
            self._blocks = []
        if found.number != len(self._blocks) + 1:
            self.passed_over["blocks without those before them"] += 1
            return
        self._blocks.append(found.piece.octets)
        if found.last:
            whole, self._blocks = b"".join(self._blocks), []
            self._answer(_results(whole, len(self._asked)))

    def _answer(self, results: tuple[Result, ...]) -> None:
        asked, self._asked = self._asked, []
        if len(asked) != len(results):
            self.passed_over["answers that fit no request"] += len(results)
            return
        for each, result in zip(asked, results, strict=True):
            self._read.append(_Read(each, _value(each, result)))

    # ---- Read

    def _ask_short(self, cursor: Cursor, started: datetime | None) -> None:
        cursor.take(1, "an APDU")
        self._asked = []
        for _ in range(cursor.length("the list of variables")):
            kind = cursor.number(1, "how a variable is asked for")
            selector, parameter = None, None
            if kind not in (2, 4):
                raise cursor.error("a variable by its short name", f"{kind:02X}")
            name = cursor.number(2, "short name")
            if kind == 4:
                selector = cursor.number(1, "access selector")
                parameter = apdus.read_value(cursor)
            self._asked.append(_Asked(None, name, 0, selector, parameter, started))

    def _read_short(self, cursor: Cursor) -> None:
        cursor.take(1, "an APDU")
        results = []
        for _ in range(cursor.length("the list of results")):
            kind = cursor.number(1, "data or an error")
            if kind == 0:
                results.append(Result(apdus.read_value(cursor)))
            elif kind == 1:
                code = cursor.number(1, "data-access-error")
                results.append(Result(None, code, apdus.RESULTS.get(code, "")))
            else:
                raise cursor.error("data or an error", f"{kind:02X}")
        self._answer(tuple(results))

    # ---- what came of it

    def records(self, form: str) -> Iterator[Record]:
        """The header, the association, its objects and their values."""
        others = [*self._records()]  # which may pass over more
        passed = dict(sorted(self.passed_over.items()))
        yield Header(
            source=Source(form=form),
            extra={"passed_over": passed} if passed else {},
        )
        yield from others

    def _records(self) -> Iterator[Record]:
        objects = Objects(self._lists())
        bases = {each.base_name: each for each in objects if each.base_name is not None}
        order = sorted(bases)
        found: dict[ObjectName, list[Value]] = {}
        for asked, value in self._read:
            if asked.class_id is not None:
                assert isinstance(asked.name, Obis)
                name = objects.get(asked.class_id, None, asked.name).name
            else:
                assert isinstance(asked.name, int)
                placed = _placed(asked.name, bases, order)
                if placed is None:
                    self.passed_over["reads by short names that no list has"] += 1
                    continue
                name = placed[0].name
                value = replace(value, attribute=placed[1])
            found.setdefault(name, []).append(value)
        short = any(asked.class_id is None for asked, _ in self._read)
        yield Association(
            client=self.client,
            server=self.server,
            referencing=("SN" if short else "LN") if self._read else None,
        )
        for each in objects:
            yield each.published()
            for value in found.pop(each.name, ()):
                yield ValueOf(each.name, value)

    def _lists(self) -> list[DumpedObject]:
        """What the object lists that were read publish; the last one counts."""
        for asked, value in reversed(self._read):
            of_names = asked.class_id == ASSOCIATION_LN
            short = asked.name == _CURRENT_ASSOCIATION + _STEP
            number = asked.attribute == OBJECT_LIST
            if value.octets is None or asked.selector is not None:
                continue
            if (of_names and number) or (asked.class_id is None and short):
                class_id = ASSOCIATION_LN if of_names else ASSOCIATION_SN
                try:
                    return published(class_id, value.octets)
                except CosemError:
                    self.passed_over["object lists that cannot be read"] += 1
        return []


def _attribute(cursor: Cursor, started: datetime | None) -> _Asked:
    class_id = cursor.number(2, "class id")
    name = Obis.from_bytes(cursor.take(6, "logical name"))
    index = cursor.number(1, "attribute index")
    selector = parameter = None
    if cursor.number(1, "whether a part is selected"):
        selector = cursor.number(1, "access selector")
        parameter = apdus.read_value(cursor)
    number = index - 0x100 if index > 0x7F else index
    return _Asked(class_id, name, number, selector, parameter, started)


def _results(octets: bytes, count: int) -> tuple[Result, ...]:
    """What the blocks of an answer hold: a value, or a list of results."""
    if count == 1:
        return (Result(octets),)
    cursor = Cursor(Piece(octets, ((0, 0),)))
    results = []
    for _ in range(cursor.length("the list of results")):
        if cursor.number(1, "data or a result"):
            code = cursor.number(1, "data-access-result")
            results.append(Result(None, code, apdus.RESULTS.get(code, "")))
        else:
            results.append(Result(apdus.read_value(cursor)))
    return tuple(results)


def _value(asked: _Asked, result: Result) -> Value:
    name = None
    if result.body is None:
        code = result.code or 0
        name = apdus.RESULTS.get(code, f"result {code}")
    failure = None
    if name == "success":  # a refusal that says that all is well
        name, failure = None, "success without data"
    return Value(
        asked.attribute,
        result.body,
        result=name,
        failure=failure,
        selector=asked.selector,
        parameter=asked.parameter,
        started=asked.started,
    )


def _placed(
    short_name: int, bases: dict[int, DumpedObject], order: list[int]
) -> tuple[DumpedObject, int] | None:
    """The object that a short name is of, and the number of its attribute."""
    at = bisect_right(order, short_name) - 1
    if at < 0 or (short_name - order[at]) % _STEP:
        return None
    number = (short_name - order[at]) // _STEP + 1
    return (bases[order[at]], number) if number <= 0x7F else None


def _other(tag: int) -> str:
    """Why an APDU gives no value."""
    name = SERVICES.get(tag) or apdus.NAMES.get(tag, "")
    if name.startswith(("glo-", "ded-", "general-")):
        return "ciphered APDUs"
    if name:
        return f"APDUs that read nothing: {name}"
    return "other answers" if tag in apdus.OPENED else "octets that are no APDU"
