"""From what the parser recognises to the tree: one method for each rule of the grammar.

A method gets the rule's parts as the grammar lists them, keywords and signs included, None for an optional part that
is absent.  Documentation comes with an item's first token.
"""

from __future__ import annotations

from .classes import ClassBuilder
from .clauses import ClauseBuilder
from .facts import FactBuilder
from .files import FileBuilder
from .obis import ObisBuilder
from .tables import TableBuilder
from .types import TypeBuilder

__all__ = ["Builder"]


class Builder(
    FileBuilder,
    FactBuilder,
    ClassBuilder,
    TypeBuilder,
    ClauseBuilder,
    TableBuilder,
    ObisBuilder,
):
    """Makes tree nodes of the whole grammar; keeps nothing between two calls."""
