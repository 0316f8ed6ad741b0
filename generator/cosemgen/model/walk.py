"""The walk over the model: what is inside what, and what stands on what.

The kinds of type expression are told apart here for whoever only passes through them.  Who writes a type for a target tells
them apart again, without a way out for others (`assert_never`, or no return at the end), so that mypy names each place
that a new kind needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, Self, TypeVar, assert_never

from .. import model as m

# ---------------------------------------------------------------- types


def inside(expression: m.TypeExpression) -> tuple[m.TypeExpression, ...]:
    """The expressions directly inside another one."""
    match expression:
        case m.Array(element):
            return (element,)
        case m.CompactArray(element):
            return () if element is None else (element,)
        case m.Choice(alternatives):
            return alternatives
        case m.Simple() | m.Reference() | m.OpenChoice() | m.AnyStructure():
            return ()
        case _:
            assert_never(expression)


def references(expression: m.TypeExpression | None) -> Iterator[m.TypeId]:
    """The named types that an expression mentions, with repetitions."""
    if isinstance(expression, m.Reference):
        yield expression.target
    elif expression is not None:
        for each in inside(expression):
            yield from references(each)


def made_of(named: m.NamedType) -> tuple[m.TypeExpression, ...]:
    """The expressions of a definition."""
    match named:
        case m.Structure(fields=fields):
            return tuple(field.type for field in fields)
        case m.Alias(type=expression):
            return (expression,)
        case m.Enumeration() | m.Bits() | m.UnitTable():
            return ()
        case _:
            assert_never(named)


def dependencies(named: m.NamedType) -> Iterator[m.TypeId]:
    """The named types directly inside a definition, with repetitions."""
    for expression in made_of(named):
        yield from references(expression)


def expressions(version: m.ClassVersion) -> Iterator[m.TypeExpression]:
    """Every expression of a class version, line by line."""
    for attribute in version.attributes:
        yield attribute.type
        for selector in attribute.selectors:
            yield from filter(None, (selector.parameter, selector.returns))
    for method in version.methods:
        if method.parameter is not None:
            yield method.parameter.type
        if method.returns is not None:
            yield method.returns


def reached(
    start: Iterable[m.TypeExpression], definition: Callable[[m.TypeId], m.NamedType]
) -> set[m.TypeId]:
    """Every named type that the expressions lead to, through others or not."""
    waiting = [target for expression in start for target in references(expression)]
    found: set[m.TypeId] = set()
    while waiting:
        target = waiting.pop()
        if target not in found:
            found.add(target)
            waiting += dependencies(definition(target))
    return found


# ---------------------------------------------------------------- packages


class Layer(Protocol):
    """A package in some form: its model, or what it was lowered to."""

    @property
    def foundations(self) -> tuple[Self, ...]: ...


_Layer = TypeVar("_Layer", bound=Layer)


def with_foundations(layers: Iterable[_Layer]) -> tuple[_Layer, ...]:
    """These and all that they stand on, each once, nearer ones first: what they say goes before what others say."""
    found: dict[int, _Layer] = {}

    def enter(layer: _Layer) -> None:
        if id(layer) not in found:
            found[id(layer)] = layer
            for each in layer.foundations:
                enter(each)

    for layer in layers:
        enter(layer)
    return tuple(found.values())


def foundations_first(layers: Iterable[_Layer]) -> tuple[_Layer, ...]:
    """The same, each after those that it stands on."""
    found: dict[int, _Layer] = {}

    def enter(layer: _Layer) -> None:
        if id(layer) not in found:
            for each in layer.foundations:
                enter(each)
            found[id(layer)] = layer

    for layer in layers:
        enter(layer)
    return tuple(found.values())


class Same:
    """A model by which object it is: what is found out about it may be kept under that."""

    def __init__(self, model: m.Model) -> None:
        self.model = model

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.model is other.model

    def __hash__(self) -> int:
        return id(self.model)
