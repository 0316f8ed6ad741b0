"""What came of reading: AT-01 to AT-03."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..dumps import Access, Value
from .meter import Item
from .table import PASS, Check, Outcome, unclear, warned, wrong

__all__ = ["BROKEN", "CHECKS", "PASSING", "REFUSALS"]

PASSING: Final = frozenset(
    {
        "temporary-failure",
        "long-get-aborted",
        "no-long-get-in-progress",
        "data-block-unavailable",
    }
)
"""Results that say nothing of the attribute."""
REFUSALS: Final = frozenset({"read-write-denied", "scope-of-access-violated"})
BROKEN: Final = frozenset({"hardware-fault", "other-reason"})


def _answered(item: Item) -> Iterator[Outcome]:
    came, whole = _came(item), _asked_whole(item)
    for value, access in _answers(item):
        if access is None or not access.readable:
            continue
        selected = _is_of_part(value) and value.attribute not in came
        if selected and value.attribute in whole:
            continue  # it selects no parts, and the whole was asked for then
        if _has_data(value):
            yield PASS
        elif value.result is None or value.result == "success":
            continue  # AT-03 has what is no answer at all
        elif value.result in PASSING:
            yield unclear(
                f"the answer is {value.result}, which may pass",
                attribute=value.attribute,
            )
        elif access.protection:
            yield unclear(
                f"the answer is {value.result}, which may be for want of protection: "
                + ", ".join(access.protection),
                attribute=value.attribute,
            )
        elif selected:
            yield unclear(
                f"only a part was asked for, and the answer is {value.result}",
                attribute=value.attribute,
            )
        else:
            part = "" if value.part is None else f" to part {value.part}"
            yield wrong(
                f"it is published as readable, and the answer{part} is {value.result}",
                attribute=value.attribute,
                expected="data",
                found=value.result,
            )


def _kept_back(item: Item) -> Iterator[Outcome]:
    for value, access in _answers(item):
        if access is None or access.readable:
            continue
        if _has_data(value):
            yield wrong(
                "it is published as not readable, and the answer has data",
                attribute=value.attribute,
                expected="a refusal",
                found="data",
            )
        elif value.result in REFUSALS:
            yield PASS
        elif value.result is not None and value.result != "success":
            yield warned(
                f"it is refused by {value.result}",
                attribute=value.attribute,
                expected=" or ".join(sorted(REFUSALS)),
                found=value.result,
            )


def _unbroken(item: Item) -> Iterator[Outcome]:
    in_vain = _asked_whole(item) - _came(item)
    for value, _ in _answers(item):
        if value.failure and _is_of_part(value) and value.attribute in in_vain:
            continue  # it may be the client that selects no parts
        if value.result in BROKEN or value.failure is not None:
            found = value.failure or value.result or ""
            yield wrong(
                f"reading it came to nothing: {found}",
                attribute=value.attribute,
                expected="data, or a result that says why not",
                found=found,
            )
        elif value.result is not None or value.octets is not None:
            yield PASS


def _answers(item: Item) -> Iterator[tuple[Value, Access | None]]:
    """Answers of the meter to readings of attributes, with the rights to these.

    Of the parts of an attribute, which may be thousands, each answer comes once.
    """
    rights = item.dumped.attribute_access
    told = set()
    for value in item.dumped.values:
        if value.derived:
            continue
        if _is_of_part(value):
            answer = value.attribute, _has_data(value), value.failure or value.result
            if answer in told:
                continue
            told.add(answer)
        access = rights.get(value.attribute)
        known = access is not None and access.known
        yield value, access if known else None


def _came(item: Item) -> set[int]:
    """The attributes of which a part came."""
    values = item.dumped.values
    return {v.attribute for v in values if _is_of_part(v) and _has_data(v)}


def _asked_whole(item: Item) -> set[int]:
    """The attributes that were asked for as a whole."""
    return {v.attribute for v in item.dumped.values if not _is_of_part(v)}


def _is_of_part(value: Value) -> bool:
    return value.selector is not None or value.part is not None


def _has_data(value: Value) -> bool:
    return value.octets is not None or value.left_out is not None


CHECKS: Final = (
    Check(
        "AT-01",
        "what is readable can be read",
        "Each attribute that is published as readable answers with data, and so does each part of one "
        "that is read in parts. Results that may pass, rights that ask for protection, and a meter "
        "that selects no parts decide nothing.",
        "an answer to the reading of an attribute, and the right to it",
        "access modes and data-access-results",
        "object",
        _answered,
    ),
    Check(
        "AT-02",
        "what is not readable is refused",
        "Each attribute that is published as not readable is refused, by read-write-denied or "
        "scope-of-access-violated; by another result is a warning.",
        "an answer to the reading of an attribute that is not readable",
        "access modes and data-access-results",
        "object",
        _kept_back,
    ),
    Check(
        "AT-03",
        "no reading breaks",
        "No attribute answers with hardware-fault or other-reason, or not at all.",
        "an answer to the reading of an attribute",
        "data-access-results",
        "object",
        _unbroken,
    ),
)
