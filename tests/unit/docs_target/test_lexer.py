"""The lexer that colours spec text in the documentation."""

from __future__ import annotations

import re
from types import ModuleType

import pytest
from pygments.lexer import RegexLexer
from pygments.token import Error, Keyword, Name, Number, String, Text

from cosemgen import resources

from .conftest import ROOT, Pages

WORD = re.compile(r'"([A-Za-z][a-z-]+)"')
CHOICE = re.compile(r"/\(\?:([a-z-]+(?:\|[a-z-]+)+)\)")


@pytest.fixture(scope="module")
def project(standard: Pages) -> ModuleType:
    """The extension of Sphinx, as the project has it."""
    module = ModuleType("cosem_lexer")
    exec(standard["cosem_lexer.py"], vars(module))
    return module


@pytest.fixture(scope="module")
def lexer(project: ModuleType) -> RegexLexer:
    found = project.CosemLexer()
    assert isinstance(found, RegexLexer)
    return found


def test_every_word_of_the_grammar_has_a_colour(project: ModuleType) -> None:
    """The grammar's own text is searched, not the tables that the lexer is made of."""
    code = "\n".join(
        line.partition(" //")[0] for line in resources.grammar().splitlines()
    )
    words = set(WORD.findall(code))
    words |= {word for found in CHOICE.findall(code) for word in found.split("|")}
    assert {"since", "methods", "name", "by", "si", "consortia"} <= words
    known = {*project.TYPES, *project.KEYWORDS, *project.CLAUSES}
    assert words - known == set()


def test_no_word_has_two_colours(project: ModuleType) -> None:
    lists = (project.TYPES, project.KEYWORDS, project.CLAUSES)
    assert sum(map(len, lists)) == len({word for each in lists for word in each})


def test_what_begins_a_line_differs_from_what_goes_on(lexer: RegexLexer) -> None:
    text = 'since ed_9 unconfirmed "why"\nmethods @0x40\nkey: CHOICE by kind { long }'
    colours = {value: kind for kind, value in lexer.get_tokens(text)}
    assert colours["since"] is colours["methods"] is Keyword
    assert colours["unconfirmed"] is colours["by"] is Name.Builtin
    assert colours["CHOICE"] is colours["long"] is Keyword.Type
    assert colours["key"] is Name.Attribute
    assert colours["@0x40"] is Number
    assert colours['"why"'] is String
    assert colours["ed_9"] is Name


def test_the_standard_is_made_of_what_the_lexer_knows(lexer: RegexLexer) -> None:
    for path in sorted((ROOT / "spec").rglob("*.cosem")):
        text = path.read_text(encoding="utf-8")
        for kind, value in lexer.get_tokens(text):
            assert kind is not Error, (path, value)
            assert kind is not Text or value.isspace(), (path, value)
