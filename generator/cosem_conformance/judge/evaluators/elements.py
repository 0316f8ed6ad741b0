"""Rules of the elements of arrays, and of names that stand in two of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, Final

from cosem_runtime.catalogue.rules import Rule

from ..meter import Item
from ..table import PASS, Outcome, wrong
from .moments import clearly_after
from .places import Evaluator, at, facts, is_nothing, read_of, shown

__all__ = ["EVALUATORS"]


def _unique(item: Item, rule: Rule) -> Iterator[Outcome]:
    for path, value in at(item, rule.place):
        if not isinstance(value, list) or not value:
            continue
        told = [each for each in _members(rule, value) if _is_plain(each)]
        twice = [each for each, count in Counter(told).items() if count > 1]
        if not twice:
            yield PASS
            continue
        what = rule.arguments[0] if rule.arguments else "value"
        listed = ", ".join(map(shown, twice))
        yield wrong(
            f"several elements have the {what} {listed}",
            **facts(item, rule.place, path, listed),
        )


def _ascending(item: Item, rule: Rule) -> Iterator[Outcome]:
    for path, value in at(item, rule.place):
        if not isinstance(value, list) or len(value) < 2:
            continue
        told = _members(rule, value)
        if not all(_is_plain(each) for each in told):
            continue
        falls = [after for before, after in pairwise(told) if _is_less(after, before)]
        if not falls:
            yield PASS
            continue
        what = f" of {rule.arguments[0]}" if rule.arguments else ""
        yield wrong(
            f"the elements are not in ascending order{what}",
            **facts(item, rule.place, path, falls[0]),
        )


def _members(rule: Rule, elements: list[Any]) -> list[Any]:
    """The member that a rule names of each element; the element itself where it names none."""
    if not rule.arguments:
        return elements
    (name,) = rule.arguments
    return [getattr(each, str(name), None) for each in elements]


def _is_plain(value: Any) -> bool:
    return isinstance(value, (int, float, str, bytes))


def _is_less(value: Any, other: Any) -> bool:
    if isinstance(value, bytes) and isinstance(other, bytes):
        return clearly_after(other, value)
    return type(value) is type(other) and bool(value < other)


def _member_of(item: Item, rule: Rule) -> Iterator[Outcome]:
    listed, *member = rule.arguments
    path = ".".join(map(str, (listed, *member)))
    yield from _occur(item, rule.place, path if member else f"{path}[]")


def _names_defined(item: Item, rule: Rule) -> Iterator[Outcome]:
    used, defined = rule.arguments
    yield from _occur(item, str(used), str(defined))


def _occur(item: Item, used: str, defined: str) -> Iterator[Outcome]:
    if read_of(item, defined) is None:
        return
    known = {each.value for each in at(item, defined) if _is_plain(each.value)}
    for path, value in at(item, used):
        if not _is_plain(value):
            continue
        if value in known:
            yield PASS
        elif not is_nothing(value):  # which would be an entry that stands for nothing
            yield wrong(
                f"no {defined} is {shown(value)}",
                expected=", ".join(map(shown, list(known)[:_SHOWN])) or "nothing",
                **facts(item, used, path, value),
            )


_SHOWN: Final = 8
"""Names that a finding lists."""


def _in_step(item: Item, rule: Rule) -> Iterator[Outcome]:
    first, *others = rule.arguments
    counted = _count(item, first)
    for other in others:
        count = _count(item, other)
        if counted is None or count is None:
            continue
        if counted == count:
            yield PASS
            continue
        yield wrong(
            f"{first} has {counted} elements, and {other} {count}",
            expected=str(counted),
            **facts(item, other, "", count),
        )


def _count(item: Item, place: int | str) -> int | None:
    found = at(item, place)
    if not found:
        return None
    sizes = [len(each.value) for each in found if isinstance(each.value, list)]
    return sum(sizes) if len(sizes) == len(found) else len(found)


EVALUATORS: Final[Mapping[str, Evaluator]] = {
    "unique": Evaluator("CL-14", _unique),
    "ascending": Evaluator("CL-09", _ascending),
    "member_of": Evaluator("CL-09", _member_of),
    "names_defined": Evaluator("CL-09", _names_defined),
    "in_step": Evaluator("CL-10", _in_step),
}
