"""What was expected, in the words of a message: what the grammar's terminals are called there.

Keywords and signs go by themselves, in quotes, and so do the words of terminals that are a choice of words.  Where all members of a phrase are expected, the phrase stands for them.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Final, NamedTuple

from ..words import listed
from .grammar import Grammar

WORDS: Final = {
    "NAME": "a name",
    "MEMBER": "a name with ':'",
    "PATH": "a name with a '.'",
    "INT": "a number",
    "STRING": "a string in double quotes",
    "BLANK": "an empty string",
    "OCTETS": 'octets like h"00FF"',
    "PATTERN": "a pattern of six value groups",
    "DOC": "documentation",
    "UNBOUNDED": "'n'",
    "GROUP": "a value group A to F",
    "VARIABLE": "a letter a to f of the pattern",
    "RIGHT": "a right (R, W, RW, call, none)",
    "ROLE": "what it is for (value, time, meter, list, code, filler, ...)",
    "$END": "the end of the file",
}
"""Words for the terminals that are recognised by their looks; comments and blanks are never expected."""


class _Phrase(NamedTuple):
    text: str
    needed: str
    """Keywords, signs and terminals that are all expected where the phrase fits."""
    also: str = ""
    """What it stands for besides."""


_TYPES: Final = "structure enumeration bits type"
_FACTS: Final = (
    "clause cardinality name since confidence source decision open undefined withdrawn requires"
)
_PHRASES: Final = (
    _Phrase(
        "an item of the file (class, type, object, ...)",
        "package use class layout units medium objects object",
        f"{_TYPES} data-types group values range in-use telegram quirk profile $END",
    ),
    _Phrase(
        "an item of the version (attribute, method, type, change or fact)",
        "attribute method add change remove",
        f"{_TYPES} {_FACTS} methods",
    ),
    _Phrase(
        "an item of the class (version, type or fact)",
        f"version {_TYPES}",
        _FACTS,
    ),
    _Phrase("a fact of the package", "needs edition source"),
    _Phrase(
        "a part of the quirk (whom it applies to, an effect or a fact)",
        "applies date-times profiles scalers class",
        "confidence source decision open",
    ),
    _Phrase(
        "a part of the profile (client, variant, object, change or fact)",
        "client variant object objects add change remove",
        "decision open",
    ),
    _Phrase("an attribute, a method or a type", f"attribute method {_TYPES}"),
    _Phrase("a type", "NAME array compact-array CHOICE structure"),
    _Phrase("a value", "NAME INT STRING OCTETS [ {"),
    _Phrase(
        "a clause",
        "note unconfirmed",
        "= unit secret read-only @ refers rule unofficial integral dimensionless as core "
        "value alternative overlaps clause confidence source reads shown dumps scaler when access default",
    ),
)
"""Phrases, those that stand for most first."""

_FIRST: Final = (",", ":", "..")
"""Signs that are named first."""
_LAST: Final = (")", "]", "}")
"""Signs that are named last."""

_MOST_WORDS: Final = 6


def words(terminal: str, grammar: Grammar) -> list[str]:
    """What a terminal is called: "a number", "'attribute'", or each word that it can be."""
    if terminal in WORDS:
        return [WORDS[terminal]]
    return [f"'{text}'" for text in grammar.texts(terminal)]


@cache
def _phrases(grammar: Grammar) -> tuple[tuple[str, set[str], set[str]], ...]:
    def terminals(words: str) -> set[str]:
        return {grammar.terminal(w) for w in words.split()}

    return tuple((p.text, terminals(p.needed), terminals(p.also)) for p in _PHRASES)


def describe(expected: Collection[str], grammar: Grammar) -> str:
    """One short phrase for what could stand at a place: "a type", "',' or '}'"."""
    rest = set(expected) - {"DOC", "BLANK"}
    phrases: list[str] = []
    for phrase, needed, also in _phrases(grammar):
        if needed <= rest:
            rest -= needed | also
            phrases.append(phrase)
    first = [t for t in map(grammar.terminal, _FIRST) if t in rest]
    last = [t for t in map(grammar.terminal, _LAST) if t in rest]
    order = [*WORDS, *sorted(rest)]
    named = sorted(rest.difference(first, last), key=order.index)
    found = [text for t in first for text in words(t, grammar)]
    found += reversed(phrases)
    found += [text for t in (*named, *last) for text in words(t, grammar)]
    if len(found) > _MOST_WORDS:
        found[_MOST_WORDS - 1 :] = ["something else"]
    return listed(found) or "nothing more"
