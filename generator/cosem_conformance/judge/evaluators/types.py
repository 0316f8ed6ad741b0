"""Rules of the data types that values are sent with, where the class leaves a choice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from cosem_runtime import CosemError, axdr
from cosem_runtime.catalogue.rules import Rule

from ..meter import Item, Read
from ..table import PASS, Outcome, wrong
from .places import Evaluator, at, facts, read_of, value_of

__all__ = ["EVALUATORS"]


def _same(item: Item, rule: Rule) -> Iterator[Outcome]:
    names = {place: _types(item, place) for place in rule.arguments}
    told = {place: kinds for place, kinds in names.items() if kinds}
    if len(told) < 2:
        return
    kinds = sorted({kind for found in told.values() for kind in found})
    if len(kinds) == 1:
        yield PASS
        return
    *_, last = told
    listed = ", ".join(f"{place} is {'/'.join(found)}" for place, found in told.items())
    yield wrong(f"they are of several types: {listed}", **facts(item, last, "", kinds))


def _of_reference(item: Item, rule: Rule) -> Iterator[Outcome]:
    place, through = rule.arguments
    kinds = _types(item, place)
    if len(kinds) > 1:
        listed = ", ".join(kinds)
        yield wrong(
            f"the values of {place} are of several types: {listed}",
            **facts(item, place, "", listed),
        )
        return
    target = _referred(item, value_of(item, through))
    if not kinds or target is None:
        return
    if kinds == [target]:
        yield PASS
        return
    yield wrong(
        f"{place} is {kinds[0]}, and what {through} refers to is {target}",
        expected=target,
        **facts(item, place, "", kinds[0]),
    )


def _types(item: Item, place: int | str) -> list[str]:
    """The data types of the values at a place, each once.

    Only values at the top and the elements of an array there are looked at.
    """
    read = read_of(item, place)
    if read is None or not at(item, place):
        return []
    found = _plain(read)
    values = found if isinstance(found, list) else [found]
    kinds = {
        type(each).__name__ for each in values if not isinstance(each, (list, tuple))
    }
    return sorted(kinds - {"NoneType"})


def _referred(item: Item, definition: Any) -> str | None:
    """The data type of the attribute that a value refers to; None where it was not read."""
    class_id = getattr(definition, "class_id", None)
    code = getattr(definition, "logical_name", None)
    number = getattr(definition, "attribute_index", None)
    if not isinstance(class_id, int) or not isinstance(code, bytes) or len(code) != 6:
        return None
    target = item.seen.find(class_id, code)
    read = None if target is None or number is None else target.reads.get(number)
    found = None if read is None else _plain(read)
    if found is None or isinstance(found, (list, tuple)):
        return None
    return type(found).__name__


def _plain(read: Read) -> Any:
    """A value with its data types, as nothing but the octets say them."""
    try:
        return axdr.decode(read.octets)
    except CosemError:
        return None


EVALUATORS: Final[Mapping[str, Evaluator]] = {
    "same_type": Evaluator("CL-10", _same),
    "type_of_reference": Evaluator("CL-10", _of_reference),
}
