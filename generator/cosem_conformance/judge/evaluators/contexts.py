"""Rules of associations, and of what protects them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from cosem_runtime import BitFlags, BitString, ObjectIdentifier, Structure
from cosem_runtime.catalogue.rules import Rule

from ..meter import CURRENT_ASSOCIATION, Item
from ..table import PASS, Outcome, wrong
from .places import Evaluator, at, facts, is_nothing, value_of

__all__ = ["EVALUATORS"]

_NO_AUTHENTICATION: Final = ("none", "lowest")
_PASSWORD: Final = ("low", "lls")
_CHALLENGE: Final = ("high", "hls")
_NO_PROTECTION: Final = ("none", "no security", "no_security")
_PROTECTION: Final = ("authenti", "encrypt", "cipher")


def _identifier(value: Any) -> tuple[int, ...] | None:
    """The arcs of an object identifier, in either of its forms; None of other values."""
    if isinstance(value, ObjectIdentifier):
        return value.arcs
    if isinstance(value, Structure):
        arcs = value._values()
        return arcs if all(isinstance(each, int) for each in arcs) else None
    return None


def _arcs(item: Item, rule: Rule) -> Iterator[Outcome]:
    place, *due = rule.arguments
    for path, value in at(item, place):
        found = _identifier(value)
        if found is None or (isinstance(value, bytes) and is_nothing(value)):
            continue
        if list(found[: len(due)]) == due:
            yield PASS
            continue
        begin = ".".join(map(str, due))
        yield wrong(
            f"{place} does not begin with {begin}",
            expected=f"{begin}...",
            **facts(item, place, path, ".".join(map(str, found)) or value),
        )


def _is_in_use(item: Item) -> bool:
    """Whether this is the association in which it was read."""
    return item.code == CURRENT_ASSOCIATION


def _in_use_is(item: Item, rule: Rule) -> Iterator[Outcome]:
    place, due = rule.arguments
    value = value_of(item, place)
    if value is None or not _is_in_use(item):
        return
    found = getattr(value, "name", str(value))
    if found == due:
        yield PASS
        return
    yield wrong(
        f"{place} of the association that is in use is {found.lower()}",
        expected=str(due).lower(),
        **facts(item, place, "", found.lower()),
    )


def _authenticates_as(item: Item, rule: Rule) -> Iterator[Outcome]:
    (place,) = rule.arguments
    arcs = _identifier(value_of(item, place))
    used = item.seen.facts.authentication.casefold()
    if not arcs or not used or not _is_in_use(item):
        return
    for words, numbers in (
        (_NO_AUTHENTICATION, range(1)),
        (_PASSWORD, range(1, 2)),
        (_CHALLENGE, range(2, 256)),
    ):
        # "lowest" begins like "low", and is none of it
        if used in words or (words is _CHALLENGE and used.startswith(words)):
            if arcs[-1] in numbers:
                yield PASS
            else:
                yield wrong(
                    f"{place} says mechanism {arcs[-1]}, and the association was opened with "
                    f"authentication {used}",
                    expected=_range(numbers),
                    **facts(item, place, "", arcs[-1]),
                )


def _ciphered_as(item: Item, rule: Rule) -> Iterator[Outcome]:
    (place,) = rule.arguments
    arcs = _identifier(value_of(item, place))
    used = item.seen.facts.security.casefold()
    if not arcs or not used or not _is_in_use(item):
        return
    for is_so, numbers in (
        (used in _NO_PROTECTION, range(1, 3)),
        (any(word in used for word in _PROTECTION), range(3, 5)),
    ):
        if not is_so:
            continue
        if arcs[-1] in numbers:
            yield PASS
        else:
            yield wrong(
                f"{place} says context {arcs[-1]}, and the association was opened with "
                f"security {used}",
                expected=_range(numbers),
                **facts(item, place, "", arcs[-1]),
            )


def _range(numbers: range) -> str:
    last = numbers[-1]
    return str(last) if len(numbers) == 1 else f"{numbers[0]} to {last}"


def _negotiated(item: Item, rule: Rule) -> Iterator[Outcome]:
    (place,) = rule.arguments
    due = item.seen.facts.conformance
    if due is None or not _is_in_use(item):
        return
    for path, value in at(item, place):
        if not isinstance(value, (BitFlags, BitString)):
            continue
        named = {name for name, _ in value.BITS}
        found, wanted = set(value.names()), named.intersection(due)
        if found == wanted:
            yield PASS
            continue
        others = ", ".join(sorted(found ^ wanted))
        yield wrong(
            f"{place} and what was negotiated differ in {others}",
            expected=", ".join(sorted(wanted)),
            **facts(item, place, path, ", ".join(sorted(found))),
        )


def _not_with(item: Item, rule: Rule) -> Iterator[Outcome]:
    while_, is_, place, *bits = rule.arguments
    value, flags = value_of(item, while_), value_of(item, place)
    if not isinstance(flags, (BitFlags, BitString)) or value is None:
        return
    if getattr(value, "name", None) != is_:
        return
    found = [name for name in flags.names() if name in bits]
    if not found:
        yield PASS
        return
    listed = ", ".join(found)
    yield wrong(
        f"{place} has {listed}, for which {while_} has nothing: it is {str(is_).lower()}",
        expected=f"none of {', '.join(map(str, bits))}",
        **facts(item, place, "", listed),
    )


EVALUATORS: Final[Mapping[str, Evaluator]] = {
    "arcs": Evaluator("CL-11", _arcs),
    "in_use_is": Evaluator("CL-11", _in_use_is),
    "authenticates_as": Evaluator("CL-11", _authenticates_as),
    "ciphered_as": Evaluator("CL-11", _ciphered_as),
    "negotiated": Evaluator("CL-11", _negotiated),
    "bits_not_with": Evaluator("CL-13", _not_with),
}
