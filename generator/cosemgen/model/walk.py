"""The walk over the model: what is inside what.

The kinds of type expression are told apart here for whoever only passes through them.  Who writes a type for a target tells
them apart again, without a way out for others (`assert_never`, or no return at the end), so that mypy names each place
that a new kind needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import assert_never

from .. import model as m

# Targets of others find them here.
from .layers import foundations_first as foundations_first
from .layers import with_foundations as with_foundations

# ---------------------------------------------------------------- types


def inside(expression: m.TypeExpression) -> tuple[m.TypeExpression, ...]:
    """The expressions directly inside another one."""
    match expression:
        # Most are one of these.
        case m.Simple() | m.Reference() | m.OpenChoice() | m.AnyStructure():
            return ()
        case m.Array(element):
            return (element,)
        case m.CompactArray(element):
            return () if element is None else (element,)
        case m.Choice(alternatives):
            return alternatives
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
    named = (each for each in start if not isinstance(each, m.Simple))
    waiting = [target for expression in named for target in references(expression)]
    found: set[m.TypeId] = set()
    while waiting:
        target = waiting.pop()
        if target not in found:
            found.add(target)
            waiting += dependencies(definition(target))
    return found


def leading(
    definition: Callable[[m.TypeId], m.NamedType], such: Callable[[m.NamedType], bool]
) -> Callable[[m.TypeExpression], bool]:
    """What says of expressions whether they lead to a named type that is such; it looks at each type once."""

    @cache
    def leads(target: m.TypeId) -> bool:
        named = definition(target)
        return such(named) or any(map(leads_on, made_of(named)))

    def leads_on(expression: m.TypeExpression) -> bool:
        # Most are simple.
        return not isinstance(expression, m.Simple) and any(
            map(leads, references(expression))
        )

    return leads_on


class Same:
    """A model by which object it is: what is found out about it may be kept under that."""

    def __init__(self, model: m.Model) -> None:
        self.model = model

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.model is other.model

    def __hash__(self) -> int:
        return id(self.model)
