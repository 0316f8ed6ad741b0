"""The parser that Lark makes of the grammar, and the words by which its terminals go."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from functools import cache
from typing import Any, Final, NamedTuple, TypeAlias

from lark import Lark
from lark.grammar import Rule
from lark.lexer import Lexer, LexerState, PatternStr, Token
from lark.parsers.lalr_analysis import Shift

from .. import resources
from .to_tree import TreeBuilder

SCANNED: Final = (
    "DOC",
    "COMMENT",
    "OCTETS",
    "PATTERN",
    "PATH",
    "MEMBER",
    "NAME",
    "INT",
    "BLANK",
    "STRING",
)
"""Terminals that are recognised by their looks, in the order in which they are tried.

Every other terminal is punctuation, or a word: which of its meanings a word has depends on what the grammar expects.
"""


_ALTERNATIVES: Final = re.compile(r"(?<![A-Za-z0-9\[\\-])[a-z][a-z-]+(?=[|()])")
"""The words in an expression such as `(?:static|dynamic)(?!...)`."""


class _OwnTokens(Lexer):
    """Tells Lark that the tokens are fed to it, see `parse`; saves it from building lexers of its own."""

    def __init__(self, _configuration: object) -> None:
        pass

    def lex(self, _state: LexerState, _parser: Any) -> Iterator[Token]:
        return iter(())


class Reduction(NamedTuple):
    """A rule is complete: what to make of its parts, how many they are, and what it is a part of."""

    build: Callable[[list[Any]], Any]
    size: int
    symbol: str


Move: TypeAlias = int | Reduction
"""What the parser does next: go to a state, or complete a rule."""


class Grammar:
    """What the grammar says: a parser, and the regular expressions of its terminals."""

    def __init__(self) -> None:
        self.lark = Lark(
            resources.grammar(),
            parser="lalr",
            lexer=_OwnTokens,
            keep_all_tokens=True,
            transformer=TreeBuilder(),
        )
        self._read_tables()
        self.keywords: dict[str, str] = {}
        """Word to terminal: `compact-array` to `__ANON_2`."""
        self.punctuation: dict[str, str] = {}
        self.patterns: dict[str, re.Pattern[str]] = {}
        """The other terminals, those of highest priority first."""
        names = next(t for t in self.lark.terminals if t.name == "NAME")
        is_word = re.compile(names.pattern.to_regexp()).fullmatch
        for terminal in sorted(self.lark.terminals, key=lambda t: -t.priority):
            name, pattern = str(terminal.name), terminal.pattern
            if not isinstance(pattern, PatternStr):
                self.patterns[name] = re.compile(pattern.to_regexp())
            elif is_word(pattern.value):
                self.keywords[pattern.value] = name
            else:
                self.punctuation[pattern.value] = name
        literals = {**self.keywords, **self.punctuation}
        self.literals = {terminal: text for text, terminal in literals.items()}
        """Terminal to the text that it stands for, of keywords and punctuation."""
        self.terminals = {*self.patterns, *self.literals, "$END"}
        self.words = self.words_of(self.terminals)
        """All words that have a meaning somewhere."""
        self._meanings: dict[str, tuple[str, ...]] = {}

    def meanings(self, word: str) -> tuple[str, ...]:
        """The terminals that a word can be, best first: special words, keywords, then a name."""
        try:
            return self._meanings[word]
        except KeyError:
            special = [
                name
                for name, pattern in self.patterns.items()
                if name not in SCANNED and pattern.fullmatch(word)
            ]
            keyword = [self.keywords[word]] if word in self.keywords else []
            found = (*special, *keyword, "NAME")
            self._meanings[word] = found
            return found

    def terminal(self, text: str) -> str:
        """The terminal of a keyword or sign; another terminal's name is its own."""
        return self.keywords.get(text) or self.punctuation.get(text) or text

    def texts(self, terminal: str) -> list[str]:
        """How a terminal is written that is a keyword, a sign or a choice of words."""
        if terminal in self.literals:
            return [self.literals[terminal]]
        if terminal in SCANNED or terminal not in self.patterns:
            return []
        return _ALTERNATIVES.findall(self.patterns[terminal].pattern)

    def words_of(self, terminals: Collection[str]) -> set[str]:
        """All the words, as they are written, that some terminals stand for."""
        texts = {text for terminal in terminals for text in self.texts(terminal)}
        return texts - self.punctuation.keys()

    def _read_tables(self) -> None:
        """Lark's LALR tables as `_Parser` wants them: what to build stands in the moves themselves.

        Symbols are plain strings, as Lark's own compare slowly.
        """
        tables = self.lark.parse_interactive().parser_state.parse_conf
        reductions = {
            id(rule): Reduction(build, len(rule.expansion), str(rule.origin.name))
            for rule, build in tables.callbacks.items()
            if isinstance(rule, Rule)
        }
        terminals = {terminal.name for terminal in self.lark.terminals} | {"$END"}
        self.first_state: int = tables.start_state
        self.last_state: int = tables.end_state
        self.moves: dict[int, dict[str, Move]] = {}
        """For each state, the terminals that the parser may meet in it."""
        self.gotos: dict[int, dict[str, int]] = {}
        """For each state, where a rule that began in it leads to when it is complete."""
        for state, row in tables.states.items():
            moves = self.moves[state] = {}
            gotos = self.gotos[state] = {}
            for symbol, (action, argument) in row.items():
                if action is not Shift:
                    moves[str(symbol)] = reductions[id(argument)]
                elif symbol in terminals:
                    moves[str(symbol)] = argument
                else:
                    gotos[str(symbol)] = argument


@cache
def grammar() -> Grammar:
    """The grammar, built once in a process."""
    return Grammar()
