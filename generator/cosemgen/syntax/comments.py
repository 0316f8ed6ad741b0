"""Comments and blank lines find their nodes.

A comment on lines of its own belongs to the node below it, or else to the end of the body that it stands in.  One at
the end of a line belongs to the last node that begins before it, or whose body ends there.  None is lost, wherever it
stands.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from functools import cached_property
from typing import Final

from ..records import record
from .lines import Gap, body, gap, inner
from .token import Token
from .tokens import Comment, Tokens
from .tree import Comments, File, Node

_BEFORE_VALUE: Final = {"CHOICE", "EQUAL", "COMMA", "LSQB", "LBRACE"}
"""A brace after one of these opens a type or a value, not a body."""


def attach(file: File, source: Tokens) -> File:
    """The file with its comments at their nodes, and at those that the author set apart a blank line."""
    if not source.comments and not source.blank_lines:
        return file
    finder = _Finder(file, source)
    at_end = [comment for comment in source.comments if not finder.place(comment)]
    finder.write()
    finder.write_blank_lines()
    return replace(file, comments_at_end=_with_blanks(at_end, source.blank_lines))


@record(slots=True)
class _Place:
    """A node (with `add` or `change` before it two of them) and what was found for it."""

    node: Node
    before: list[Comment] = field(default_factory=list)
    beside: list[Comment] = field(default_factory=list)
    at_end: list[Comment] = field(default_factory=list)
    behind: str = ""

    @property
    def found(self) -> bool:
        return bool(self.before or self.beside or self.at_end or self.behind)


class _Finder:
    def __init__(self, file: File, source: Tokens) -> None:
        self.file = file
        self.source = source
        self.places = [_Place(node) for node in _walk(file.items)]
        self.starts = [place.node.span[1:] for place in self.places]
        self.by_start = dict(zip(self.starts, self.places, strict=True))

    def place(self, comment: Comment) -> bool:
        """Give a comment to its node; False for one below the last item of the file."""
        tokens = self.source.tokens
        index = comment.next_index
        if comment.alone:
            while tokens[index].type == "DOC":
                index += 1
            token = tokens[index]
            if token.type == "$END":
                return False
            below = self.by_start.get(token.span[1:])
            if below is not None:
                below.before.append(comment)
            elif index in self.bodies:
                self._last_before(tokens[self.bodies[index]]).at_end.append(comment)
            else:
                self._last_before(tokens[index - 1]).before.append(comment)
            return True
        token = tokens[index - 1]
        ends_body = index - 1 in self.bodies
        if ends_body:
            token = tokens[self.bodies[index - 1]]
        place = self._last_before(token)
        if place.node.span.line == comment.span.line and not place.beside:
            place.beside.append(comment)
        elif ends_body:
            place.behind = comment.text
        else:
            place.before.append(comment)
        return True

    def _last_before(self, token: Token) -> _Place:
        """The last node that begins at the token or before it."""
        return self.places[bisect_right(self.starts, token.span[1:]) - 1]

    @cached_property
    def bodies(self) -> dict[int, int]:
        """Index of a brace that closes a body: index of the one that opens it."""
        tokens = self.source.tokens
        result: dict[int, int] = {}
        opened: list[int] = []
        for token in tokens:
            if token.type == "LBRACE":
                opened.append(token.position)
            elif token.type == "RBRACE":
                start = opened.pop()
                by = tokens[start - 2].type == "BY"  # CHOICE by NAME {
                if not by and tokens[start - 1].type not in _BEFORE_VALUE:
                    result[token.position] = start
        return result

    def write(self) -> None:
        """Put what was found into the nodes, which nobody else has seen yet."""
        blank = self.source.blank_lines
        for place in self.places:
            if not place.found:
                continue
            outer, node = place.node, inner(place.node)
            before = _with_blanks(place.before, blank)
            if place.before:
                last = place.before[-1].span.line
                if last < outer.span.line and last + 1 in blank:
                    before += ("",)
            beside = place.beside[0].text if place.beside else ""
            at_end = _with_blanks(place.at_end, blank)
            if place.at_end and place.at_end[0].span.line - 1 in blank and body(node):
                at_end = ("", *at_end)
            if outer is node:
                _set(node, Comments(before, beside, at_end, place.behind))
            else:
                _set(outer, Comments(before=before))
                _set(node, Comments((), beside, at_end, place.behind))

    def write_blank_lines(self) -> None:
        """Mark the nodes above which the author left a blank line that is his to leave.

        Comments come first: a node with one between its braces has braces.
        """
        blank, above = self.source.blank_lines, self.source.lines_above
        line_before = 0
        for place, previous in zip(
            self.places, _neighbours(self.file.items), strict=True
        ):
            node = place.node
            line = node.span.line
            if line > line_before:
                top = line - 1
                while top in above:
                    top -= 1
                if top in blank and gap(previous, node) is Gap.FREE:
                    comments = node.comments
                    _set(node, comments._replace(before=("", *comments.before)))
            line_before = line


def _set(node: Node, comments: Comments) -> None:
    object.__setattr__(node, "comments", comments)


def _walk(nodes: Sequence[Node]) -> Iterator[Node]:
    """Nodes in the order of the file; an item together with the `add` or `change` before it."""
    for node in nodes:
        yield node
        parts = body(inner(node))
        if parts:
            yield from _walk(parts)


def _neighbours(nodes: Sequence[Node]) -> Iterator[Node | None]:
    """For each node of `_walk`, the one above it in the same body."""
    previous = None
    for node in nodes:
        yield previous
        yield from _neighbours(body(inner(node)))
        previous = node


def _with_blanks(comments: Sequence[Comment], blank: set[int]) -> tuple[str, ...]:
    """The comments' texts, an empty one where a blank line stands between two."""
    result: list[str] = []
    for comment in comments:
        if result and comment.span.line - 1 in blank:
            result.append("")
        result.append(comment.text)
    return tuple(result)
