"""What every builder does with the parts of a rule: read numbers and strings, pick out items."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeAlias, TypeVar

from .. import tree
from ..literals import read_number, read_string
from ..token import Token
from ..tree import Name, Number

Parts: TypeAlias = list[Any]
"""Tokens, and what the builder made of inner rules."""

Documented = TypeVar("Documented", bound=tree.Node)


def number(token: Token) -> Number:
    return Number(read_number(token), token.span, token.startswith("0x"))


def string(token: Token) -> Name:
    return Name(read_string(token), token.span)


def optional_number(token: Token | None) -> Number | None:
    return None if token is None else number(token)


def optional_string(token: Token | None) -> Name | None:
    return None if token is None else string(token)


def items(parts: Parts) -> tuple[Any, ...]:
    """The items of a body, which documentation lines stand between."""
    return tuple([part for part in parts if type(part) is not Token])


def with_documentation(item: Documented, token: Token) -> Documented:
    """Give an added or changed item the documentation above its `add` or `change`."""
    return replace(item, doc=token.doc) if token.doc else item
