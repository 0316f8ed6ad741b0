"""Slips that newcomers make, known by the tokens around: what to write instead."""

from __future__ import annotations

from typing import Final

from ..vocabulary.data_types import SIMPLE_TYPES
from ..vocabulary.meanings import MEANINGS
from .grammar import Grammar
from .token import Token
from .unexpected import Unexpected

_SIZED: Final = frozenset(
    name for name, each in SIMPLE_TYPES.items() if each.kind in ("string", "bits")
)


def hint_at_slip(found: Unexpected, grammar: Grammar) -> str:
    """The likely fix where the tokens around show what was meant, else nothing."""
    return (
        _about_numbers(found, grammar)
        or _about_types(found, grammar)
        or _about_texts(found, grammar)
        or _about_items(found, grammar)
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


def _about_items(found: Unexpected, grammar: Grammar) -> str:
    """Rows with the word of an object, and bodies without their brace."""
    token, before, expected = found.token, found.before, set(found.expected)
    if token == "object" and "PATTERN" in expected:
        return "rows of a block begin with their code"
    opens = "LBRACE" in expected and found.begins_line
    if opens and before is not None and not expected & {"RBRACE", "COMMA"}:
        return f"a '{{' is missing at the end of line {before.span.line}"
    return ""


def _is_type(token: Token | None) -> bool:
    """Whether a token was taken for the name of a type, or closes its size or range."""
    return token is not None and (
        token.type in ("NAME", "RSQB", "RPAR") or token in SIMPLE_TYPES
    )
