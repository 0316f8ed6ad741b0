"""What is wrong with a token that cannot stand where it stands, and the likely fix."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from ..diagnostics import Diagnostic
from ..vocabulary import MEANINGS, SIMPLE_TYPES
from ..words import meant, nearest
from .expected import describe
from .grammar import Grammar
from .token import Token

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

_SIZED: Final = frozenset(
    name for name, each in SIMPLE_TYPES.items() if each.kind in ("string", "bits")
)


class Unexpected(NamedTuple):
    """A token that cannot stand where it stands."""

    token: Token
    before: Token | None
    earlier: Sequence[Token]
    """The two before that."""
    line: Sequence[Token]
    """Those that follow on its line."""
    begins_line: bool
    expected: Collection[str]
    """The terminals that could."""
    closable: bool
    """The innermost body that is open could be closed, if not for an item that is not complete."""
    outer: bool
    """It could stand there if an open body were closed first."""
    top: bool
    """No body is open: an item of the file could stand here."""
    brace: Token | None
    """The innermost brace that is open."""
    astray: tuple[Token, Token] | None
    """A brace inside of that one, and what closes it although by its column it would close the outer one."""


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
    slip = _slip(found, grammar)
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


# ---------------------------------------------------------------- slips that newcomers make


def _slip(found: Unexpected, grammar: Grammar) -> str:
    """The likely fix where the tokens around show what was meant, else nothing."""
    return (
        _about_numbers(found, grammar)
        or _about_types(found, grammar)
        or _about_texts(found, grammar)
        or _about_items(found)
        or _about_places(found)
    )


def _about_numbers(found: Unexpected, grammar: Grammar) -> str:
    """Numbers that stand behind names, and methods without data."""
    token, before, expected = found.token, found.before, set(found.expected)
    if token.type == "RPAR" and {"QMARK", "INT"} <= expected:
        return "write (0) for no data, (?) where it is unknown"
    parameter = {"RPAR", grammar.terminal("note")} <= expected
    if token.type == "INT" and parameter and _is_type(before):
        return f"a method without data is given the number alone: ({token})"
    if found.begins_line and {"INT", "RBRACE"} <= expected and "NAME" in token.types:
        numbers = [each for each in found.line if each.types[0] == "INT"]
        row = f": {numbers[0]} {token}" if numbers else ""
        return f"the number comes first{row}"
    named = {"NAME", grammar.terminal("..")} <= expected
    if token.type in ("EQUAL", "COLON") and before is not None and named:
        name = next((each for each in found.line if "NAME" in each.types), "name")
        return f"nothing stands between the number and the name: {before} {name}"
    return ""


def _about_types(found: Unexpected, grammar: Grammar) -> str:
    """Sizes, meanings, and marks of attributes behind their types."""
    token, before, expected = found.token, found.before, set(found.expected)
    if before is None:
        return ""
    if token.type == "RPAR" and before.type == "INT" and len(found.earlier) == 2:
        name, opening = found.earlier
        if opening.type == "LPAR" and name in _SIZED:
            return f"a size stands in brackets: {name}[{before}]"
        if opening.type == "LPAR" and name.type == "NAME":
            return f"a range has two ends: ({before}..{before}), ({before}..) or (..{before})"
    if token.type == "LPAR" and before == "array":
        size = found.line[0] if found.line else "10"
        return f"a size stands in brackets: array[{size}] of ..."
    if token.type == "LBRACE" and before in _SIZED and "LSQB" in expected:
        size = found.line[0] if found.line else "6"
        return f"a size stands in brackets: {before}[{size}]"
    if token.type in ("INT", "COMMA") and {"RSQB", grammar.terminal("..")} <= expected:
        return "least and greatest size are written [1..6]"
    same_line = not found.begins_line and _is_type(before)
    written = f": {token} {before}" if before.type == "NAME" else ""
    if same_line and token in ("static", "dynamic"):
        return f"'{token}' stands before the type{written}"
    if same_line and token in MEANINGS and grammar.terminal("as") in expected:
        return f"write 'as {token}'"
    if token.type == "VBAR" or expected == {"VBAR"}:
        return "alternatives are written { a, b }, cases { x | y: a, z: b }"
    return ""


def _about_texts(found: Unexpected, grammar: Grammar) -> str:
    """Reasons without quotes."""
    token, before = found.token, found.before
    reason = before == "unconfirmed" and not found.begins_line
    if reason and "NAME" in token.types and "STRING" in found.expected:
        plain = all("NAME" in each.types for each in found.line)
        others = grammar.words_of(found.expected)
        misspelt = any(token[:4] == word[:4] for word in others)
        if plain and (found.line or not misspelt):
            words = " ".join([token, *found.line])
            text = words if len(words) <= 30 else "..."
            return f'the reason stands in quotes: unconfirmed "{text}"'
    return ""


def _about_items(found: Unexpected) -> str:
    """Rows with the word of an object, and bodies without their brace."""
    token, before, expected = found.token, found.before, set(found.expected)
    if token == "object" and "PATTERN" in expected:
        return "rows of a block begin with their code"
    opens = "LBRACE" in expected and found.begins_line
    if opens and before is not None and not expected & {"RBRACE", "COMMA"}:
        return f"a '{{' is missing at the end of line {before.span.line}"
    return ""


def _about_places(found: Unexpected) -> str:
    """Types of what stands at a place of a telegram."""
    token, before, expected = found.token, found.before, set(found.expected)
    same_line = not found.begins_line and before is not None
    if same_line and "COLON" in expected and token in SIMPLE_TYPES:
        return f"a ':' stands before the type: {before}: {token}"
    if token.type == "COMMA" and "VBAR" in expected and "INT" in expected:
        return f"a '|' stands between types: {before} | ..."
    return ""


def _is_type(token: Token | None) -> bool:
    """Whether a token was taken for the name of a type, or closes its size or range."""
    return token is not None and (
        token.type in ("NAME", "RSQB", "RPAR") or token in SIMPLE_TYPES
    )
