"""What every node of the tree has: its place, its documentation and the comments around it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from ...model.source import Span

NOWHERE = Span("", 0, 0)


class Comments(NamedTuple):
    """Comments that belong to a node, each with its `//`; an empty string is a blank line.

    A blank line that the layout asks for is none of them, see `layout.gap`.
    """

    before: tuple[str, ...] = ()
    """On lines of their own above the node."""
    beside: str = ""
    """At the end of the node's first line."""
    at_end: tuple[str, ...] = ()
    """On lines of their own above the node's closing brace."""
    behind: str = ""
    """At the end of the line with the closing brace."""


NO_COMMENTS = Comments()


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    span: Span = field(default=NOWHERE, compare=False, repr=False)
    doc: str = ""
    comments: Comments = NO_COMMENTS
