"""A token: a piece of text that the grammar knows."""

from __future__ import annotations

from ..model import Span
from .tree import Name


class Token(Name):
    """A name of the file that also knows what it can be, and the documentation above it."""

    __slots__ = ("doc", "position", "type", "types")
    type: str
    """The terminal that it is, settled when the parser takes it."""
    types: tuple[str, ...]
    """The terminals that it can be, best first."""
    doc: str
    position: int
    """Its place among the file's tokens."""


def make_token(text: str, span: Span, types: tuple[str, ...], position: int) -> Token:
    """One that no documentation stands above."""
    token = str.__new__(Token, text)
    token.span = span
    token.types = types
    token.type = types[0]
    token.doc = ""
    token.position = position
    return token
