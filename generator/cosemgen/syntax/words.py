"""What the grammar's terminals are called when a message says what was expected.

Keywords and signs go by themselves, in quotes.  Where all members of a phrase are expected, the phrase stands for them.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Final

from .grammar import Grammar

WORDS: Final = {
    "NAME": "a name",
    "MEMBER": "a name with ':'",
    "PATH": "a name with a '.'",
    "INT": "a number",
    "STRING": "a string in double quotes",
    "OCTETS": 'octets like h"00FF"',
    "PATTERN": "a pattern of six value groups",
    "DOC": "documentation",
    "MARK": "'static' or 'dynamic'",
    "PRESENCE": "'mandatory' or 'optional'",
    "CONFIDENCE": "'high', 'medium' or 'low'",
    "SPAN_KIND": "'reserved', 'manufacturer', 'utility', 'user' or 'unused'",
    "RANGE_KIND": "'manufacturer', 'utility', 'consortia', 'country' or 'inactive'",
    "TYPE_KIND": "'simple', 'complex' or 'special'",
    "REFERENCE": "'object', 'attribute', 'method' or 'script'",
    "REMOVED_MEMBER": "'attribute' or 'method'",
    "REMOVED_TYPE": "'structure', 'enumeration', 'bits' or 'type'",
    "SIGNED": "'signed'",
    "UNBOUNDED": "'n'",
    "GROUP": "a value group A to F",
    "VARIABLE": "a letter a to f of the pattern",
    "$END": "the end of the file",
}
"""Words for the terminals that are no keyword or sign; comments and blanks are never expected."""

_PHRASES: Final = (
    ("an item of the file", "package use class data-types layout units medium object"),
    ("an attribute", "attribute"),
    ("a method", "method"),
    ("a version", "version"),
    ("a change of the version it is written from", "add change remove"),
    ("a structure, enumeration, bits or type", "structure enumeration bits type"),
    ("a fact of the class", "clause cardinality edition confidence source decision"),
    ("a type", "NAME array compact-array CHOICE structure"),
    ("a value", "NAME INT STRING OCTETS [ {"),
    ("a clause", "note unconfirmed"),
)
"""Phrases, best first, with the words that they stand for."""

_ALSO: Final = {
    "an item of the file": "structure enumeration bits type group range $END",
    "a fact of the class": "open undefined withdrawn requires",
    "a clause": "= unit secret read-only @ refers rule unofficial integral dimensionless "
    "as core value overlaps clause confidence source",
}
"""What a phrase also stands for where it is used."""

_MOST_WORDS: Final = 6


def word(terminal: str, grammar: Grammar) -> str:
    """What a terminal is called: "a number", "'attribute'"."""
    return WORDS.get(terminal) or f"'{grammar.literals[terminal]}'"


@cache
def _phrases(grammar: Grammar) -> tuple[tuple[str, set[str], set[str]], ...]:
    def terminals(words: str) -> set[str]:
        return {grammar.terminal(w) for w in words.split()}

    return tuple(
        (phrase, terminals(words), terminals(_ALSO.get(phrase, "")))
        for phrase, words in _PHRASES
    )


def describe(expected: Collection[str], grammar: Grammar) -> str:
    """One short phrase for what could stand at a place: "a type", "',' or '}'"."""
    rest = set(expected) - {"DOC"}
    found: list[str] = []
    for phrase, needed, also in _phrases(grammar):
        if needed <= rest:
            rest -= needed | also
            found.append(phrase)
    named = sorted(rest & WORDS.keys(), key=list(WORDS).index)
    found = [word(t, grammar) for t in named] + found
    found += sorted(word(t, grammar) for t in rest - WORDS.keys())
    if len(found) > _MOST_WORDS:
        found[_MOST_WORDS - 1 :] = ["something else"]
    if len(found) < 2:
        return found[0] if found else "nothing more"
    return f"{', '.join(found[:-1])} or {found[-1]}"
