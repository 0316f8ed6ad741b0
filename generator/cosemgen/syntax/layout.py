"""The layout that parser and printer agree on: what stands in what, in which order, and where blank lines stand."""

from __future__ import annotations

from enum import Enum, auto
from typing import Final

from . import tree
from .tree import Clause, Node

CLAUSE_ORDER: Final = (
    "=",
    "integral",
    "as",
    "core",
    "value",
    "unit",
    "dimensionless",
    "secret",
    "read-only",
    "@",
    "refers to class",
    "refers to object",
    "refers to attribute",
    "refers to method",
    "refers to script",
    "rule",
    "overlaps",
    "clause",
    "confidence",
    "source",
    "note",
    "unconfirmed",
    "unofficial",
)
"""Clauses in the order in which they stand in a tree and are printed; those of one word keep their own order."""

_RANKS: Final = {word: rank for rank, word in enumerate(CLAUSE_ORDER)}


def in_order(clauses: list[Clause]) -> tuple[Clause, ...]:
    if len(clauses) > 1:
        clauses = sorted(clauses, key=lambda clause: _RANKS[clause.word])
    return tuple(clauses)


def body(node: Node) -> tuple[Node, ...]:
    """What stands between a node's braces."""
    match node:
        case tree.Class() | tree.Version() | tree.Medium():
            return node.parts
        case tree.Structure() | tree.Layout():
            return node.fields
        case tree.Enumeration() | tree.LayoutField():
            return node.members
        case tree.Attribute():
            return node.selectors
        case tree.StructureChange() | tree.EnumerationChange():
            return node.changes
        case tree.Group():
            return node.codes
        case tree.Units():
            return node.rows
        case tree.DataTypes():
            return node.types
        case tree.Package():
            return node.facts
        case _:
            return ()


def inner(node: Node) -> Node:
    """The item that `add` or `change` stands before; any other node itself."""
    match node:
        case tree.Add() | tree.Change():
            return node.item
        case tree.AddField() | tree.ChangeField():
            return node.field
        case tree.AddMember() | tree.ChangeMember():
            return node.member
        case _:
            return node


def has_braces(node: Node) -> bool:
    """Whether a node is written with braces, be there something between them or not."""
    match node:
        case tree.Attribute() | tree.LayoutField():
            return bool(body(node)) or bool(node.comments.at_end)
        case tree.Medium():
            return node.same_as is None
        case _:
            return isinstance(node, _WITH_BRACES)


_WITH_BRACES: Final = (
    tree.Class,
    tree.Version,
    tree.Structure,
    tree.Layout,
    tree.Enumeration,
    tree.StructureChange,
    tree.EnumerationChange,
    tree.Group,
    tree.Units,
    tree.DataTypes,
    tree.Package,
)


class Gap(Enum):
    """What stands between two neighbours."""

    NONE = auto()
    BLANK = auto()
    """One blank line."""
    FREE = auto()
    """A blank line if the author left one."""


def gap(before: Node | None, node: Node) -> Gap:
    """What stands between two neighbours of one body, or of a file."""
    if before is None or isinstance(node, tree.Use) and isinstance(before, tree.Use):
        return Gap.NONE
    if _kind(before) is not _kind(node):
        return Gap.BLANK
    if isinstance(node, tree.Attribute | tree.LayoutField | tree.Add | tree.Change):
        return Gap.FREE
    return Gap.BLANK if has_braces(node) or has_braces(before) else Gap.FREE


def _kind(node: Node) -> object:
    """Neighbours of one kind may stand without a blank line between them."""
    match node:
        case tree.Add() | tree.Change() | tree.Remove():
            return tree.Change
        case tree.Member() | tree.MemberSpan() | tree.UnitRow():
            return tree.Member
        case tree.AddField() | tree.ChangeField() | tree.RemoveField():
            return tree.Field
        case tree.AddMember() | tree.ChangeMember() | tree.RemoveMember():
            return tree.Member
        case _:
            return type(node)
