"""What stands on what, among packages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, Self, TypeVar


class Layer(Protocol):
    """A package in some form: its model, or what it was lowered to."""

    @property
    def foundations(self) -> tuple[Self, ...]: ...


_Layer = TypeVar("_Layer", bound=Layer)


def with_foundations(layers: Iterable[_Layer]) -> tuple[_Layer, ...]:
    """These and all that they stand on, each once, nearer ones first: what they say goes before what others say."""
    found: dict[int, _Layer] = {}
    waiting = [*layers][::-1]
    while waiting:
        layer = waiting.pop()
        if id(layer) not in found:
            found[id(layer)] = layer
            waiting += reversed(layer.foundations)
    return tuple(found.values())


def foundations_first(layers: Iterable[_Layer]) -> tuple[_Layer, ...]:
    """The same, each after those that it stands on."""
    found: dict[int, _Layer] = {}
    waiting = [(layer, False) for layer in layers][::-1]
    while waiting:
        layer, below_are_found = waiting.pop()
        if below_are_found:
            found.setdefault(id(layer), layer)
        elif id(layer) not in found:
            waiting.append((layer, True))
            waiting += [(each, False) for each in reversed(layer.foundations)]
    return tuple(found.values())
