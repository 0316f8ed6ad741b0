"""Laid out expressions are what black makes of them."""

from __future__ import annotations

import ast

import black
import pytest
from black.mode import Mode, TargetVersion
from hypothesis import given
from hypothesis import strategies as st

from cosemgen.targets.python.layout import (
    Call,
    Items,
    Keyword,
    Node,
    Pair,
    Parameter,
    Sentence,
    Union,
    assignment,
    lay,
    literal,
    operators,
    signature,
)

MODE = Mode(target_versions={TargetVersion.PY311})


def names(count: int, length: int = 9) -> tuple[str, ...]:
    return tuple(f"{'n' * length}{number}" for number in range(count))


def check(lines: list[str]) -> None:
    text = "\n".join(lines) + "\n"
    assert black.format_str(text, mode=MODE) == text


NODES: list[Node] = [
    Items(names(1)),
    Items(names(1, 80)),
    Items(names(20)),
    Items(names(20), "[]"),
    Items(()),
    Items(tuple(Pair(str(n), Items(names(9))) for n in range(3)), "{}"),
    Call("call", names(3)),
    Call("call", names(8)),
    Call("call", names(9)),
    Call("call", (Items(names(9)),)),
    Call("call", (Items(names(20)),)),
    Call("call", (Call("inner", (Call("innermost", names(9)),)),)),
    Call("call", (literal("x"), Keyword("value", Items(names(1))))),
    Call("call", (literal("x"), Keyword("value", Items(names(9))))),
    Call("call", (literal("x"), Keyword("value", Call("inner", names(12))))),
    Call("call", (literal("x"), Keyword("text", Sentence("many words " * 3)))),
    Call("call", (literal("x"), Keyword("text", Sentence("many words " * 30)))),
    Call("call", (literal("x"), Keyword("text", Sentence("w" * 100)))),
]


@pytest.mark.parametrize("node", NODES, ids=str)
@pytest.mark.parametrize("target", ["x", "a_long_name_of_a_constant: Final"])
def test_statements(node: Node, target: str) -> None:
    check(lay(node, before=f"{target} = "))


@pytest.mark.parametrize("count", [1, 5, 9, 20])
def test_annotations(count: int) -> None:
    check(lay(Union(names(count)), before="attribute: "))
    check(lay(Call("list", (Union(names(count)),), "[]"), before="attribute: "))


@pytest.mark.parametrize("count", [0, 2, 5, 9])
@pytest.mark.parametrize("parts", [1, 3, 9])
def test_signatures(count: int, parts: int) -> None:
    annotation = Union(names(parts))
    parameters: tuple[Node, ...] = tuple(
        Parameter(name, annotation, "UNREAD") for name in names(count)
    )
    lines = signature(
        "__init__", ("self", "*", *parameters) if count else ("self",), "None", 0
    )
    check([*lines, "    pass"])


@pytest.mark.parametrize("count", [1, 2, 4, 9])
@pytest.mark.parametrize("length", [5, 45])
def test_returned_comparisons(count: int, length: int) -> None:
    operands = tuple(f"self.{name} == other.{name}" for name in names(count, length))
    if count == 1 and length == 45:
        return  # black breaks a lone comparison otherwise, and no such member exists
    lines = operators(" and ", operands, 4, "return ")
    check(["def f():", *(f"    {line}" for line in lines)])


@pytest.mark.parametrize("length", [10, 45])
def test_assignments(length: int) -> None:
    check(assignment(f"self.{'n' * length}: Final", "n" * length, 0))


@given(st.text())
def test_literals_are_what_they_say(text: str) -> None:
    assert ast.literal_eval(literal(text)) == text


@given(st.text(st.characters(codec="utf-8"), max_size=300))
def test_a_broken_sentence_says_the_same(text: str) -> None:
    lines = lay(Sentence(text), before="x = ")
    (statement,) = ast.parse("\n".join(lines)).body
    assert isinstance(statement, ast.Assign)
    assert ast.literal_eval(statement.value) == text
