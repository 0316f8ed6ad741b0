"""Grammar, builder and words belong together: none has what another lacks."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest
from lark import Lark, logger

from cosemgen import resources
from cosemgen.syntax.expected import WORDS, describe, words
from cosemgen.syntax.grammar import SCANNED, Reduction, grammar
from cosemgen.syntax.parse import _Parser
from cosemgen.syntax.tables import Rule, tables
from cosemgen.syntax.to_tree import TreeBuilder
from cosemgen.syntax.tokens import tokenize

from .files import name_of, spec_files

IGNORED = {"COMMENT", "WHITESPACE"}


def test_every_terminal_has_words() -> None:
    rules = grammar()
    for terminal in rules.terminals - IGNORED:
        assert words(terminal, rules), terminal


def test_no_word_shows_the_name_of_a_terminal() -> None:
    rules = grammar()
    names = rules.terminals - {"CHOICE"}
    for name in rules.terminals - IGNORED:
        shown = " ".join(words(name, rules))
        assert not names & set(re.findall(r"[\w$]+", shown)), shown


def test_every_word_is_of_a_terminal() -> None:
    assert WORDS.keys() <= grammar().terminals


def test_choices_of_words_are_read_from_the_grammar() -> None:
    rules = grammar()
    assert rules.texts("MARK") == ["static", "dynamic"]
    assert rules.texts("SIGNED") == ["signed"]
    assert rules.texts("NAME") == []
    for name in rules.patterns.keys() - SCANNED - IGNORED - WORDS.keys():
        for text in rules.texts(name):
            assert rules.patterns[name].fullmatch(text)


def test_whatever_a_state_expects_can_be_said() -> None:
    rules = grammar()
    for moves in rules.moves:
        sentence = describe(moves.keys(), rules)
        assert sentence
        assert "__ANON" not in sentence


def test_every_rule_is_built_and_nothing_else() -> None:
    rules = {Rule(*rule).name for rule in tables()["rules"]}
    # Parts of the rule around them, and a rule that only chooses.
    rules = {name for name in rules if name and not name.startswith("_")}
    methods = {name for name in dir(TreeBuilder) if not name.startswith("_")}
    assert rules == methods


def test_words_are_looked_up_by_what_they_are() -> None:
    rules = grammar()
    assert rules.meanings("static") == ("MARK", "NAME")
    assert rules.meanings("unit") == ("ROLE", "UNIT", "NAME")
    assert rules.meanings("compact-array")[1:] == ("NAME",)
    assert rules.meanings("scaler_unit") == ("NAME",)
    assert rules.meanings("C") == ("GROUP", "NAME")


def test_tables_hold_moves_only() -> None:
    rules = grammar()
    for moves in rules.moves:
        assert moves.keys() <= rules.terminals
        assert all(isinstance(move, int | Reduction) for move in moves.values())


def test_the_grammar_is_without_conflicts(caplog: pytest.LogCaptureFixture) -> None:
    """Lark settles a conflict by itself; one of the readings would be lost without a word."""
    with caplog.at_level(logging.DEBUG, logger=logger.name):
        logger.propagate = True
        Lark(resources.grammar(), parser="lalr", debug=True)
    assert not [r.message for r in caplog.records if "conflict" in r.message]


@pytest.fixture(scope="session")
def plain_lark() -> Lark:
    """The grammar as anybody may use it: with Lark's own contextual lexer."""
    return Lark(resources.grammar(), parser="lalr", keep_all_tokens=True)


@pytest.mark.parametrize("path", spec_files(), ids=name_of)
def test_tokens_are_those_of_larks_own_lexer(path: Path, plain_lark: Lark) -> None:
    """The grammar file means the same to Lark alone as it does to us."""
    text = path.read_text(encoding="utf-8")
    source = tokenize(text, "x", grammar())
    assert _Parser(grammar(), source).run() is not None
    ours = [
        (str(token.type), str(token), token.span.line, token.span.column)
        for token in source.tokens[:-1]
    ]
    parsed = plain_lark.parse(text)
    theirs = [
        (
            token.type,
            token.rstrip("\r") if token.type == "DOC" else token.value,
            token.line,
            token.column,
        )
        for token in parsed.scan_values(lambda value: value is not None)
    ]
    assert ours == theirs
