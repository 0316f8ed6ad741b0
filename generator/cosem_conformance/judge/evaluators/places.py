"""Where the values are that a rule speaks of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TypeAlias

from cosem_runtime import BitFlags
from cosem_runtime.catalogue.rules import Rule
from cosem_runtime.values import whole

from ..findings import Octets
from ..meter import Item, Read
from ..table import Outcome

__all__ = [
    "Evaluator",
    "Found",
    "at",
    "facts",
    "is_nothing",
    "number",
    "read_of",
    "shown",
    "value_of",
]

Decides: TypeAlias = Callable[[Item, Rule], Iterator[Outcome]]


class Evaluator(NamedTuple):
    """What decides a rule: the check that tells it, and its function."""

    check: str
    run: Decides


class Found(NamedTuple):
    """A value at a place: where it is in the value of its attribute, and what it is."""

    path: str
    value: Any


def read_of(item: Item, name: int | str) -> Read | None:
    """The attribute of that name, as it was read; None where it was not, or is not understood."""
    first = str(name).partition(".")[0].rstrip("[]")
    for spec in item.specs.values():
        if spec.name == first:
            read = item.reads.get(spec.id)
            return None if read is None or read.reading is None else read
    return None


def value_of(item: Item, name: int | str) -> Any:
    """The value of the attribute of that name; None where it is not known."""
    read = read_of(item, name)
    return None if read is None else read.meant


def at(item: Item, place: int | str) -> list[Found]:
    """The values at a place or path: `entries`, `entries[]`, `entries.index`.

    Steps lead into the elements of arrays by themselves; `[]` at the end asks for the elements.
    """
    read = read_of(item, place)
    if read is None:
        return []
    steps = str(place).split(".")
    found = [Found("", read.meant)]
    for step in steps[1:]:
        name = step.rstrip("[]")
        found = [
            Found(f"{path}.{name}".lstrip("."), getattr(value, name))
            for path, value in _elements(found)
            if hasattr(value, name)
        ]
    for _ in range(steps[-1].count("[]")):
        found = list(_elements(found))
    return found


def _elements(found: list[Found]) -> Iterator[Found]:
    for path, value in found:
        if isinstance(value, list):
            for index, each in enumerate(value):
                yield Found(f"{path}[{index}]", each)
        else:
            yield Found(path, value)


def facts(item: Item, place: int | str, path: str = "", found: Any = None) -> Any:
    """What an outcome says of where it is."""
    read = read_of(item, place)
    told: dict[str, Any] = {"path": path}
    if read is not None:
        told |= {"attribute": read.number, "doubt": read.doubt}
        if not read.is_secret and not path:
            told["octets"] = Octets.around(read.octets, 0)
    if found is not None:
        told["found"] = shown(found)
    return told


def number(value: Any) -> int | None:
    """A value as a number; None where it is none."""
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return int(value) if isinstance(value, BitFlags) else whole(value)


def is_nothing(value: Any) -> bool:
    """Whether a value stands for nothing: empty, or zeros alone."""
    if isinstance(value, (bytes, str)):
        return not any(value if isinstance(value, bytes) else value.encode())
    return not value


def shown(value: Any) -> str:
    """A value in a sentence."""
    return value.hex() if isinstance(value, bytes) else str(value)
