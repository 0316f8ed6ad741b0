"""Rules of numbers that stand for attributes and methods of other objects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from cosem_runtime.catalogue.rules import Rule

from ..meter import Item
from ..table import PASS, Outcome, wrong
from .places import Evaluator, at, facts, number

__all__ = ["EVALUATORS", "has_member"]


def has_member(target: Item, what: str, index: int, **told: Any) -> Iterator[Outcome]:
    """Whether the class of an object has an attribute or method of that number.

    Nothing of a class that is not known, nor of what stands for no member: 0, or a maker's own.
    """
    if target.kind is None:
        return
    specs = target.kind.METHODS if what == "method" else target.kind.ATTRIBUTES
    known = [spec.id for spec in specs]
    if index <= 0 or index in known:
        yield PASS
        return
    yield wrong(
        f"it refers to {what} {index} of {target.code}, and {target.kind.NAME} version "
        f"{target.kind.VERSION} has none of that number",
        expected=f"1 to {max(known)}" if known else "none",
        found=str(index),
        **told,
    )


def _index_by(item: Item, rule: Rule) -> Iterator[Outcome]:
    index, kind, attribute, method = rule.arguments
    words = {attribute: "attribute", method: "method"}
    for path, value in at(item, rule.place):
        target = _target(item, rule.place, value)
        told = number(getattr(value, str(index), None))
        what = words.get(number(getattr(value, str(kind), None)) or 0)
        if target is not None and told is not None and what is not None:
            where = facts(item, rule.place, path)
            yield from has_member(target, what, told, **where)


def _target(item: Item, place: str, value: Any) -> Item | None:
    """The object that a value refers to, by its class and name; None where it is not there."""
    for rule in item.rules:
        if rule.name == "refers" and rule.place == place and len(rule.arguments) == 3:
            _, class_id, code = (getattr(value, str(x), None) for x in rule.arguments)
            if isinstance(class_id, int) and isinstance(code, bytes) and len(code) == 6:
                return item.seen.find(class_id, code)
    return None


EVALUATORS: Final[Mapping[str, Evaluator]] = {
    "index_by": Evaluator("XR-02", _index_by),
}
