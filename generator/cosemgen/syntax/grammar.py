"""The grammar as the parser goes by it, and the words by which its terminals go."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import cache
from typing import Any, Final, NamedTuple, TypeAlias

from .tables import Rule, Tables, tables
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


class Reduction(NamedTuple):
    """A rule is complete: what to make of its parts, how many they are, and what it is a part of."""

    build: Callable[[list[Any]], Any]
    size: int
    symbol: str


Move: TypeAlias = int | Reduction
"""What the parser does next: go to a state, or complete a rule."""


class Grammar:
    """What the grammar says: the parser's moves, and the regular expressions of its terminals."""

    def __init__(self, made: Tables) -> None:
        self._read_moves(made)
        self.keywords: dict[str, str] = {}
        """Word to terminal: `compact-array` to `__ANON_2`."""
        self.punctuation: dict[str, str] = {}
        self.patterns: dict[str, re.Pattern[str]] = {}
        """The other terminals, those of highest priority first."""
        for name, text, pattern in made["terminals"]:
            if not text:
                self.patterns[name] = re.compile(pattern)
        is_word = self.patterns["NAME"].fullmatch
        for name, text, _ in made["terminals"]:
            if text:
                (self.keywords if is_word(text) else self.punctuation)[text] = name
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

    def _read_moves(self, made: Tables) -> None:
        """The tables as `_Parser` wants them: what to build stands in the moves themselves."""
        builder = TreeBuilder()
        reductions = [_reduction(Rule(*rule), builder) for rule in made["rules"]]
        self.last_state = made["last_state"]
        self.moves: list[dict[str, Move]] = []
        """For each state, the terminals that the parser may meet in it."""
        for row in made["moves"]:
            moves: dict[str, Move] = {}
            for move, terminals in row:
                found = move if move >= 0 else reductions[~move]
                moves.update(dict.fromkeys(made["sets"][terminals], found))
            self.moves.append(moves)
        self.gotos = made["gotos"]
        """For each state, where a rule that began in it leads to when it is complete."""


def _reduction(rule: Rule, builder: TreeBuilder) -> Reduction:
    make: Callable[[list[Any]], Any]
    if not rule.name:
        make = _only
    elif rule.name.startswith("_"):
        make = _all
    else:
        make = getattr(builder, rule.name)
    return Reduction(_assembled(make, rule.parts), rule.size, rule.symbol)


def _assembled(
    make: Callable[[list[Any]], Any], chosen: list[int | None] | None
) -> Callable[[list[Any]], Any]:
    """A function of a rule's symbols that makes something of its parts."""
    if chosen is None:
        return make

    def build(symbols: list[Any]) -> Any:
        parts: list[Any] = []
        for index in chosen:
            if index is None:
                parts.append(None)
            elif index >= 0:
                parts.append(symbols[index])
            elif parts:
                parts += symbols[~index]
            else:  # A list grows by one item after the other: that is not to copy it each time.
                parts = symbols[~index]
        return make(parts)

    return build


def _all(parts: list[Any]) -> list[Any]:
    return parts


def _only(parts: list[Any]) -> Any:
    return parts[0]


@cache
def grammar() -> Grammar:
    """The grammar, built once in a process."""
    return Grammar(tables())
