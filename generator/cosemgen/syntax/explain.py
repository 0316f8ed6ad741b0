"""What is wrong with a token that cannot stand where it stands, and the likely fix."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from ..diagnostics import Diagnostic
from ..words import meant, nearest
from .grammar import Grammar
from .slips import hint_at_slip
from .token import Token
from .unexpected import Unexpected
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
    "edition": "since",
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
    "methods": "a version of a class",
}
"""Where items belong that do not stand in a file by themselves."""


def explain(found: Unexpected, grammar: Grammar) -> Diagnostic:
    token, before, expected = found.token, found.before, found.expected
    if before is not None and before.type == "DOC" and token.type in ("RBRACE", "$END"):
        message = f"nothing stands below this documentation, only {_shown(token)}"
        hint = "documentation stands above what it documents; a comment begins with //"
        return Diagnostic(before.span, "C103", message, hint=hint)
    if token.type == "BLANK" and "STRING" in expected:
        message = f"expected a text{_after(before)}, found {token}, which says nothing"
        hint = "write the text, or leave out what it belongs to"
        return Diagnostic(token.span, "C110", message, hint=hint)
    if token.type == "$END" and found.brace is not None:
        if found.astray is not None:
            return _missing_above(*found.astray)
        message = "the file ends before its last '}'"
        hint = f"the '{{' in line {found.brace.span.line} is not closed"
        return Diagnostic(token.span, "C102", message, hint=hint)
    # In the first column begins an item of the file, further in it is taken for a row.
    row = token == "object" and "PATTERN" in expected and token.span.column > 1
    documented = before is not None and before.type == "DOC" and found.closable
    closable = "RBRACE" in expected or documented
    ends_body = closable and found.outer and found.begins_line and not row
    if ends_body and found.brace is not None:
        if found.astray is not None:
            return _missing_above(*found.astray)
        message = f"expected '}}' before {_shown(token)}"
        hint = f"the '{{' in line {found.brace.span.line} is not closed"
        if before is not None and before.type != "DOC":
            hint += f": a '}}' is missing below line {before.span.line}"
        return Diagnostic(token.span, "C102", message, hint=hint)
    if found.top and token.type == "RBRACE":
        message = "this '}' closes nothing"
        return Diagnostic(token.span, "C102", message, hint="there is one '}' too many")
    if found.top and found.begins_line and token in _HOMES:
        message = f"'{token}' stands in {_HOMES[token]}, here none is open"
        return Diagnostic(
            token.span, "C102", message, hint="a '}' above may be one too many"
        )
    hint = _hint(found, grammar)
    same_line = before is not None and before.span.line == token.span.line
    after = _after(before) if same_line or not found.top else ""
    if hint.startswith("did you mean"):
        message = f"unexpected {_shown(token)}{after}"
    else:
        wanted = describe(expected, grammar)
        message = f"expected {wanted}{after}, found {_shown(token)}"
    return Diagnostic(token.span, "C101", message, hint=hint)


def _missing_above(opening: Token, closing: Token) -> Diagnostic:
    """A body is closed by what stands at the column of the one around it: its own brace is the one that is missing."""
    message = "expected another '}' before this one, by its column"
    hint = f"the '{{' in line {opening.span.line} is not closed"
    return Diagnostic(closing.span, "C102", message, hint=hint)


def _after(before: Token | None) -> str:
    return f" after {_shown(before)}" if before and before.type != "DOC" else ""


def _shown(token: Token) -> str:
    if token.type == "$END":
        return "the end of the file"
    if token.type == "DOC":
        return "documentation"
    text = token if len(token) <= 40 else f"{token[:36]}..."
    if token.type in ("STRING", "OCTETS"):
        return text if text is token else f'{text}"'
    return f"'{text}'"


def _hint(found: Unexpected, grammar: Grammar) -> str:
    token, before, expected = found.token, found.before, found.expected
    slip = hint_at_slip(found, grammar)
    if slip:
        return slip
    known = grammar.words_of(expected)
    if "NAME" not in token.types:
        if token.type == "STRING" and "NAME" in expected:
            return "a name has no quotes"
        if token.type == "COMMA":
            return "no ',' stands between items or clauses"
        return _earlier(before, grammar)
    close = _close(token, known)
    if close:
        return meant([close])
    if "MEMBER" in expected and "NAME" not in expected:
        return f"a ':' is missing after '{token}'"
    if "STRING" in expected and "NAME" not in expected:
        return f'a text stands in quotes: "{token}"'
    if token.types[0] != "NAME" and "NAME" in expected:
        return f"'{token}' has a meaning of its own here"
    return _earlier(before, grammar)


def _close(word: str, known: Collection[str], least: float = 0.7) -> str:
    """The one of the known words that was most likely meant."""
    other = _MEANT.get(word.lower(), "")
    if other in known:
        return other
    return next(iter(nearest(word, known, 1, least)), "")


def _earlier(before: Token | None, grammar: Grammar) -> str:
    """A hint at the word before, when it was taken for a name but looks like a misspelt keyword."""
    if before is None or before.type != "NAME" or len(before.types) > 1:
        return ""
    close = _close(before, grammar.words, 0.8)
    return f"did you mean '{close}' instead of '{before}'?" if close else ""


def incomplete(member: Token) -> Diagnostic:
    """A name with ':' at the beginning of a line was taken for the end of the line above."""
    message = f"the line above '{member}:' is not complete"
    return Diagnostic(member.span, "C101", message, hint="is its type missing?")


def too_deep(token: Token) -> Diagnostic:
    message = "types or values are nested too deeply"
    hint = "give inner parts a name: type, structure or enumeration"
    return Diagnostic(token.span, "C109", message, hint=hint)
