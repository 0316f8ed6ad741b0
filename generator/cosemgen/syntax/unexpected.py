"""A token that cannot stand where it stands, with what there is to know about its place."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from .token import Token


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
