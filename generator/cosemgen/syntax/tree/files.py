"""A spec file, its package and what it uses of other files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from .classes import Class
from .facts import Fact
from .literals import Name
from .node import Node
from .obis import Group, Medium, Object, Objects, ValueList
from .tables import DataTypes, Layout, Units
from .types import TypeDefinition


@dataclass(frozen=True, slots=True, kw_only=True)
class Package(Node):
    name: Name
    title: Name
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Use(Node):
    names: tuple[Name, ...]
    module: Name
    """`common`, or `cosem.common` for a file of another package."""


Item: TypeAlias = (
    Package
    | Use
    | Class
    | TypeDefinition
    | DataTypes
    | Layout
    | Units
    | Medium
    | Group
    | ValueList
    | Objects
    | Object
)


@dataclass(frozen=True, slots=True)
class File:
    """One spec file."""

    path: str
    items: tuple[Item, ...]
    comments_at_end: tuple[str, ...] = ()
