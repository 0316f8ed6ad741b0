"""What is wrong with a token that cannot stand where it stands, and the likely fix."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches
from typing import Final, NamedTuple

from ..diagnostics import Diagnostic
from .grammar import Grammar
from .token import Token
from .words import describe

_MEANT: Final = {
    "import": "use",
    "include": "use",
    "interface": "class",
    "enum": "enumeration",
    "flags": "bits",
    "struct": "structure",
    "choice": "CHOICE",
    "typedef": "type",
    "extends": "from",
    "default": "=",
    "abstract": "medium",
    "alias": "type",
    "readonly": "read-only",
}
"""Words of other languages."""

_HOMES: Final = {
    "attribute": "a version of a class",
    "method": "a version of a class",
    "version": "a class",
    "add": "a version of a class",
    "change": "a version of a class",
    "remove": "a version of a class",
    "selector": "an attribute",
    "select": "a medium",
}
"""Where items belong that do not stand in a file by themselves."""


class Unexpected(NamedTuple):
    """A token that cannot stand where it stands."""

    token: Token
    before: Token | None
    expected: Collection[str]
    """The terminals that could."""
    outer: bool
    """It begins a line and could stand there if an open body were closed first."""
    top: bool
    """No body is open."""
    brace: Token | None
    """The innermost brace that is open."""


def explain(found: Unexpected, grammar: Grammar) -> Diagnostic:
    token, before, expected = found.token, found.before, found.expected
    if before is not None and before.type == "DOC" and token.type in ("RBRACE", "$END"):
        message = f"nothing stands below this documentation, only {_shown(token)}"
        hint = "documentation stands above what it documents; a comment begins with //"
        return Diagnostic(before.span, "C103", message, hint=hint)
    if token.type == "$END" and found.brace is not None:
        message = "the file ends before its last '}'"
        hint = f"the '{{' in line {found.brace.span.line} is not closed"
        return Diagnostic(token.span, "C102", message, hint=hint)
    if found.outer and found.brace is not None and "RBRACE" in expected:
        message = f"expected '}}' before {_shown(token)}"
        hint = f"the '{{' in line {found.brace.span.line} is not closed"
        return Diagnostic(token.span, "C102", message, hint=hint)
    if found.top and token.type == "RBRACE":
        message = "this '}' closes nothing"
        return Diagnostic(token.span, "C102", message, hint="there is one '}' too many")
    if found.top and token in _HOMES and _begins_line(token, before):
        message = f"'{token}' stands in {_HOMES[token]}, here none is open"
        return Diagnostic(token.span, "C102", message, hint="a '}' above may be one too many")
    after = f" after {_shown(before)}" if before is not None and before.type != "DOC" else ""
    if found.top:
        after = ""
    message = f"expected {describe(expected, grammar)}{after}, found {_shown(token)}"
    return Diagnostic(token.span, "C101", message, hint=_hint(found, grammar))


def _begins_line(token: Token, before: Token | None) -> bool:
    return before is None or before.span.line < token.span.line


def _shown(token: Token) -> str:
    if token.type == "$END":
        return "the end of the file"
    if token.type == "DOC":
        return "documentation"
    text = token if len(token) <= 40 else f"{token[:37]}..."
    if token.type in ("STRING", "OCTETS"):
        return text
    return f"'{text}'"


def _hint(found: Unexpected, grammar: Grammar) -> str:
    token, expected = found.token, found.expected
    is_word = "NAME" in token.types
    if is_word:
        known = sorted(grammar.words_of(expected))
        meant = _MEANT.get(token.lower(), "")
        if meant in known:
            return f"did you mean '{meant}'?"
        folded = {w.lower(): w for w in known}
        close = get_close_matches(token.lower(), folded, 1, 0.7)
        if close:
            return f"did you mean '{folded[close[0]]}'?"
        if "MEMBER" in expected and "NAME" not in expected:
            return f"a ':' is missing after '{token}', or this is no name"
        if token.types[0] != "NAME" and "NAME" in expected:
            return f"'{token}' has a meaning of its own here"
    if token.type == "STRING" and "NAME" in expected:
        return "a name has no quotes"
    if is_word and "STRING" in expected:
        return f'a text stands in quotes: "{token}"'
    if token.type == "COMMA":
        return "no ',' stands between items or clauses"
    return ""


def too_deep(token: Token) -> Diagnostic:
    message = "types or values are nested too deeply"
    hint = "give inner parts a name: type, structure or enumeration"
    return Diagnostic(token.span, "C109", message, hint=hint)
