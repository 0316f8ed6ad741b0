"""The walk over the model: what is inside what, and what stands on what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, get_args

import pytest

from cosemgen import model as m
from cosemgen import nodes
from cosemgen.model.walk import (
    dependencies,
    expressions,
    foundations_first,
    inside,
    made_of,
    reached,
    references,
    with_foundations,
)
from cosemgen.notation import type_text


def named(name: str) -> m.Reference:
    return m.Reference(name, m.TypeId("p", "file", None, None, name))


A, B, C = named("a"), named("b"), named("c")
NUMBER: Final = m.Simple("unsigned")
KINDS: Final[dict[type, tuple[m.TypeExpression, list[m.TypeExpression]]]] = {
    m.Simple: (NUMBER, []),
    m.Reference: (A, []),
    m.Array: (m.Array(A), [A]),
    m.CompactArray: (m.CompactArray(A), [A]),
    m.Choice: (m.Choice((A, NUMBER, B)), [A, NUMBER, B]),
    m.OpenChoice: (m.OpenChoice("any"), []),
    m.AnyStructure: (m.AnyStructure(), []),
}
"""Each kind of expression with what is directly inside it."""


def test_every_kind_of_expression_is_here() -> None:
    assert KINDS.keys() == set(get_args(m.TypeExpression))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_what_is_inside(kind: type) -> None:
    expression, within = KINDS[kind]
    assert [*inside(expression)] == within
    assert all(type_text(each) in type_text(expression) for each in within)


def test_a_compact_array_of_anything_has_nothing_inside() -> None:
    assert inside(m.CompactArray()) == ()


def test_references_are_told_in_order_and_as_often_as_they_are_made() -> None:
    nested = m.Choice((m.Array(B), NUMBER, A, m.CompactArray(B)))
    assert [target.name for target in references(nested)] == ["b", "a", "b"]
    assert [*references(None)] == []


def definitions() -> dict[m.TypeId, m.NamedType]:
    """a leads to b and c, b to itself; c is an enumeration."""
    fields = (m.Field("x", m.Array(B)), m.Field("y", C))
    return {
        A.target: m.Structure(A.target, fields),
        B.target: m.Alias(B.target, m.Choice((B, NUMBER))),
        C.target: m.Enumeration(C.target, "enum", ()),
    }


def test_a_definition_is_made_of_what_its_lines_say() -> None:
    types = definitions()
    assert made_of(types[A.target]) == (m.Array(B), C)
    assert made_of(types[C.target]) == ()
    assert [*dependencies(types[A.target])] == [B.target, C.target]


def test_what_an_expression_leads_to_is_looked_up_once_in_a_circle_too() -> None:
    # What is popped is not there a second time.
    assert reached([m.Array(A)], definitions().pop) == definitions().keys()
    assert reached([B], definitions().pop) == {B.target}
    assert reached([B, m.Array(C)], definitions().pop) == {B.target, C.target}


def test_every_line_of_a_version_has_its_expressions() -> None:
    selectors = (m.Selector(1, "s", A, None), m.Selector(2, "t", None, B))
    methods = (
        m.Method(1, "m", m.Parameter("data", C), A, None, None),
        m.Method(2, "n", None, None, None, None),
    )
    attribute = m.Attribute(1, "x", NUMBER, None, 0, selectors=selectors)
    version = m.ClassVersion(1, 0, (attribute,), methods, ())
    assert [*expressions(version)] == [NUMBER, A, B, C, A]


@dataclass(eq=False)
class Layer:
    name: str
    foundations: tuple[Layer, ...] = ()


def test_what_a_package_stands_on_comes_once_and_in_order() -> None:
    cosem = Layer("cosem")
    base = Layer("base", (cosem,))
    other = Layer("other")
    top = Layer("top", (cosem, base, other))
    names = [each.name for each in with_foundations([top])]
    assert names == ["top", "cosem", "base", "other"]
    swapped = Layer("top", (base, other, cosem))
    assert [each.name for each in with_foundations([swapped])] == [
        *("top", "base", "cosem", "other")
    ]
    assert [each.name for each in foundations_first([swapped])] == [
        *("cosem", "base", "other", "top")
    ]
    several = (other, base)
    assert [each.name for each in with_foundations(several)] == [
        *("other", "base", "cosem")
    ]
    assert [each.name for each in foundations_first(several)] == [
        *("other", "cosem", "base")
    ]


def test_every_kind_has_its_word_in_the_json_of_a_model() -> None:
    kinds = {*get_args(m.TypeExpression), *get_args(m.NamedType)}
    assert kinds == nodes.KINDS.keys()
