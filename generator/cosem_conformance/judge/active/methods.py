"""Invoking methods: ME-01 to ME-03."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from cosem_runtime import CosemError, DecodeError, MethodSpec
from cosem_runtime.types import ANY

from ..answers import REFUSALS, TYPE_UNMATCHED
from ..findings import Octets
from ..meter import Item
from ..table import (
    ACTION,
    PASS,
    Check,
    Outcome,
    deviating,
    inapplicable,
    unclear,
    warned,
    wrong,
)
from .reading import refused
from .wire import Wire, wire_of
from .writing import wrong_octets

__all__ = ["CHECKS"]

_DUMMY: Final = b"\x0f\x00"
"""The integer 0, which most methods without a parameter take."""


def _not_allowed(item: Item) -> Iterator[Outcome]:
    wire = wire_of(item)
    numbers = [
        number
        for number, access in sorted(item.dumped.method_access.items())
        if access.known and not access.callable and number > 0
    ]
    if not numbers or not wire.takes(item):
        return
    known = _methods(item)
    for number in numbers:
        reason = wire.excluded(item, number)
        if reason:
            yield inapplicable(reason, method=number)
            continue
        spec = known.get(number)
        reply = wire.invoke(item, number, _default(spec) or _DUMMY)
        name = f"method {number}" if spec is None else spec.name
        what = f"{name}, which is published as not allowed,"
        yield refused(reply, what, REFUSALS, method=number)


def _other_type(item: Item) -> Iterator[Outcome]:
    wire = wire_of(item)
    # A parameter that is always the same says nothing, and meters do not look at it.
    found = [
        spec
        for spec in _callable(item)
        if spec.parameter not in (None, ANY) and _default(spec) is None
    ]
    if not found or not wire.takes(item):
        return
    for spec in found:
        reason = wire.excluded(item, spec.id)
        if reason:
            yield inapplicable(reason, method=spec.id)
            continue
        assert spec.parameter is not None
        for word, octets in wrong_octets(spec.parameter, b"\x00"):
            reply = wire.invoke(item, spec.id, octets)
            what = f"{word} for {spec.name}"
            yield refused(reply, what, TYPE_UNMATCHED, members=None, method=spec.id)


def _returned(item: Item) -> Iterator[Outcome]:
    wire = wire_of(item)
    calls = [
        (each.method, each.parameter)
        for each in wire.calls
        if (each.class_id, each.code) == (item.dumped.class_id, item.code)
    ]
    named = {number for number, _ in calls}
    calls += [
        (spec.id, _default(spec))
        for spec in _callable(item)
        if spec.returns is not None
        and spec.id not in named
        and _default(spec) is not None
    ]
    if not calls or not (named or wire.takes(item)):
        return
    known = _methods(item)
    for number, parameter in calls:
        reason = "" if number in named else wire.excluded(item, number)
        if reason:
            yield inapplicable(reason, method=number)
            continue
        yield from _result(wire, item, number, parameter, known.get(number))


def _result(
    wire: Wire,
    item: Item,
    number: int,
    parameter: bytes | None,
    spec: MethodSpec[Any, Any] | None,
) -> Iterator[Outcome]:
    facts: dict[str, Any] = {"method": number}
    reply = wire.invoke(item, number, parameter)
    if not reply.done:
        yield unclear(f"it was not done: {reply.words}", **facts)
    elif spec is None:
        yield unclear("nobody knows what the method returns", **facts)
    elif not reply.octets:
        if spec.returns is None:
            yield PASS
        else:
            yield warned(
                f"{spec.name} was done, and returns nothing",
                expected=str(spec.returns),
                found="nothing",
                **facts,
            )
    else:
        yield from _typed(spec, reply.octets, facts)


def _typed(
    spec: MethodSpec[Any, Any], octets: bytes, facts: dict[str, Any]
) -> Iterator[Outcome]:
    """Whether a result has its type; where none is stated, whether it is a value at all."""
    try:
        deviations = spec.read_result(octets).deviations
    except DecodeError as error:
        yield wrong(
            f"nothing can be made of what {spec.name} returns: expected {error.expected}, "
            f"found {error.found}",
            path=error.path.removeprefix(spec.name).lstrip("."),
            expected=error.expected,
            found=error.found,
            octets=Octets.around(octets, error.offset),
            **facts,
        )
        return
    for each in deviations:
        yield deviating(
            each,
            path=each.path.removeprefix(spec.name).lstrip("."),
            octets=Octets.around(octets, each.offset),
            **facts,
        )
    if not deviations:
        yield PASS


def _methods(item: Item) -> dict[int, MethodSpec[Any, Any]]:
    return {} if item.kind is None else {each.id: each for each in item.kind.METHODS}


def _callable(item: Item) -> list[MethodSpec[Any, Any]]:
    rights = item.dumped.method_access
    return [
        spec
        for number, spec in _methods(item).items()
        if (access := rights.get(number)) is not None and access.callable
    ]


def _default(spec: MethodSpec[Any, Any] | None) -> bytes | None:
    """The parameter that a method takes whenever it is invoked; None where that is another one each time."""
    if spec is None:
        return None
    try:
        return spec.encode_parameter()
    except CosemError:
        return None


_NEEDS: Final = "in a live association that may invoke methods"

CHECKS: Final = (
    Check(
        "ME-01",
        "methods that are not allowed are refused",
        "Each method that is published as not allowed is refused, by read-write-denied or "
        "scope-of-access-violated; by another result is a warning.",
        f"access rights of methods, {_NEEDS}",
        "access modes and action-results",
        "object",
        _not_allowed,
        ACTION,
    ),
    Check(
        "ME-02",
        "parameters of other types are not taken",
        "A method that is allowed refuses a parameter of a data type that it does not have, by "
        "type-unmatched; by another result is a warning. Methods whose parameter says "
        "nothing, as the integer 0, are left alone.",
        f"a method with a parameter of a known type, {_NEEDS}",
        "parameters of methods",
        "object",
        _other_type,
        ACTION,
    ),
    Check(
        "ME-03",
        "results have the declared types",
        "What a method returns has the type that its class declares. Invoked are the methods "
        "that the user names with their parameters, and those that return something and "
        "always take the same parameter.",
        f"a method that returns something, {_NEEDS}",
        "results of methods",
        "object",
        _returned,
        ACTION,
    ),
)
