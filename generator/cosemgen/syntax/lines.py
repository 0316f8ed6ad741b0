"""The lines that parser and printer agree on: what stands in what, in which order, and where blank lines stand."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from operator import attrgetter
from typing import Final

from . import tree
from .tree import Clause, Node

CLAUSE_ORDER: Final = (
    "=",
    "default",
    "integral",
    "as",
    "core",
    "value",
    "scaler",
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
    "reads",
    "shown",
    "dumps",
    "when",
    "access",
    "optional",
    "mandatory",
    "alternative",
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


_BODIES: Final[dict[type[Node], Callable[[Node], tuple[Node, ...]]]] = {
    kind: attrgetter(name)
    for kind, name in (
        (tree.Class, "parts"),
        (tree.Version, "parts"),
        (tree.Attribute, "selectors"),
        (tree.Structure, "fields"),
        (tree.StructureChange, "changes"),
        (tree.Enumeration, "members"),
        (tree.EnumerationChange, "changes"),
        (tree.DataTypes, "types"),
        (tree.Layout, "fields"),
        (tree.LayoutField, "members"),
        (tree.Units, "rows"),
        (tree.Medium, "parts"),
        (tree.Group, "codes"),
        (tree.Objects, "rows"),
        (tree.InUse, "rows"),
        (tree.Telegram, "items"),
        (tree.TelegramList, "items"),
        (tree.Quirk, "parts"),
        (tree.Profile, "parts"),
        (tree.WantedObject, "lines"),
        (tree.WantedObjects, "rows"),
        (tree.ObjectChange, "changes"),
        (tree.Package, "facts"),
    )
}
_INNER: Final[dict[type[Node], Callable[[Node], Node]]] = {
    tree.Add: attrgetter("item"),
    tree.Change: attrgetter("item"),
    tree.AddField: attrgetter("field"),
    tree.ChangeField: attrgetter("field"),
    tree.AddMember: attrgetter("member"),
    tree.ChangeMember: attrgetter("member"),
    tree.AddPart: attrgetter("item"),
    tree.ChangeObject: attrgetter("item"),
    tree.AddLine: attrgetter("line"),
    tree.ChangeLine: attrgetter("line"),
}


def body(node: Node) -> tuple[Node, ...]:
    """What stands between a node's braces."""
    parts = _BODIES.get(type(node))
    return () if parts is None else parts(node)


def inner(node: Node) -> Node:
    """The item that `add` or `change` stands before; any other node itself."""
    item = _INNER.get(type(node))
    return node if item is None else item(node)


_PERHAPS: Final = (
    tree.Attribute,
    tree.LayoutField,
    tree.WantedObject,
    tree.ObjectChange,
)
"""What has braces only where something stands between them."""


def has_braces(node: Node) -> bool:
    """Whether a node is written with braces, be there something between them or not."""
    if isinstance(node, _PERHAPS):
        return bool(body(node) or node.comments.at_end or node.comments.behind)
    if isinstance(node, tree.Medium):
        return node.same_as is None
    return type(node) in _BODIES


class Gap(Enum):
    """What stands between two neighbours."""

    NONE = auto()
    BLANK = auto()
    """One blank line."""
    FREE = auto()
    """A blank line if the author left one."""


_CLOSE: Final = (
    tree.Attribute,
    tree.LayoutField,
    tree.Add,
    tree.Change,
    tree.AddPart,
    tree.ChangeObject,
    tree.AddLine,
    tree.ChangeLine,
    tree.TelegramItem,
    tree.TelegramList,
)
"""What may stand close to its neighbours though it has, or may have, braces."""


def gap(before: Node | None, node: Node) -> Gap:
    """What stands between two neighbours of one body, or of a file."""
    if before is None:
        return Gap.NONE
    if isinstance(before, tree.Use) and isinstance(node, tree.Use):
        return Gap.NONE
    if _kind(before) is not _kind(node):
        return Gap.BLANK
    if isinstance(node, _CLOSE):
        return Gap.FREE
    return Gap.BLANK if has_braces(node) or has_braces(before) else Gap.FREE


def _kind(node: Node) -> object:
    """Neighbours of one kind may stand without a blank line between them."""
    match node:
        case tree.Fact():
            return tree.Fact
        case tree.Add() | tree.Change() | tree.Remove():
            return tree.Change
        case tree.Member() | tree.MemberSpan() | tree.UnitRow():
            return tree.Member
        case tree.AddField() | tree.ChangeField() | tree.RemoveField():
            return tree.Field
        case tree.AddMember() | tree.ChangeMember() | tree.RemoveMember():
            return tree.Member
        case tree.TelegramItem() | tree.TelegramList():
            return tree.TelegramItem
        case tree.AddLine() | tree.ChangeLine():
            return tree.Change
        case tree.AddPart() | tree.ChangeObject() | tree.RemoveObject():
            return tree.Change
        case _:
            return type(node)
