"""Docstrings are encoded, not pasted."""

from __future__ import annotations

import ast
import inspect

import black
import pytest
from black.mode import Mode, TargetVersion
from hypothesis import example, given
from hypothesis import strategies as st

from cosemgen.targets.python.prose import prose, sentence, summary
from cosemgen.targets.rendering import docstring, documentation

MODE = Mode(target_versions={TargetVersion.PY311})


@given(st.text())
@example('"')
@example('""""""')
@example('ends with "')
@example("ends with \\")
@example('\\"')
@example("tab\tand\rreturn\x00\x0c\u2028\ud800")
def test_the_text_comes_back(text: str) -> None:
    assert ast.literal_eval(docstring(text)) == text


@given(st.text(st.characters(codec="utf-8")))
@example('"quoted" at both "ends"')
@example("ends with \\")
@example("a\n\tb")
def test_black_leaves_documentation_alone(text: str) -> None:
    words = prose(text)
    if not words:
        return
    body = documentation(words, 4).replace("\n", "\n    ").replace("\n    \n", "\n\n")
    code = f"class A:\n    {body}\n"
    assert ast.dump(ast.parse(black.format_str(code, mode=MODE))) == ast.dump(
        ast.parse(code)
    )


@pytest.mark.parametrize("length", range(70, 100))
def test_documentation_keeps_to_its_width(length: int) -> None:
    text = ("word " * 20)[: length - 1].strip() + "."
    lines = documentation(text, 4).split("\n")
    assert all(4 + len(line) <= 88 for line in lines)
    found = inspect.cleandoc(ast.literal_eval("\n".join(lines)))
    assert " ".join(found.split()) == text


def test_paragraphs_and_lists_keep_their_lines() -> None:
    text = "First line\ngoes on.\n\n- one\n- two\n  goes on"
    assert ast.literal_eval(documentation(text, 0)) == (
        "First line goes on.\n\n- one\n- two goes on\n"
    )


def test_prose() -> None:
    assert prose("  a   title ") == "a title."
    assert prose("Ends already!") == "Ends already!"
    assert prose("") == ""
    assert summary("first\nparagraph\n\nsecond") == "first paragraph"
    assert sentence("first in, first out") == "First in, first out."
