"""OBIS codes: media, value groups, and the objects that patterns of codes name."""

from __future__ import annotations

from dataclasses import dataclass, field

from ...model.source import Span
from .facts import Clause
from .literals import Name, Number, Range
from .node import NOWHERE, Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Code(Node):
    """Codes of a value group with their meaning, or (with `kind`) a range left to others."""

    codes: tuple[Range, ...]
    meaning: Name | None = None
    kind: Name | None = None
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Node):
    letter: Name
    name: Name | None
    codes: tuple[Code, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    letter: Name
    """A to F, or the pattern's letter a to f: both mean that value group."""
    codes: tuple[Range, ...]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Select(Node):
    letter: Name
    table: Name
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Medium(Node):
    code: Number
    name: Name
    parts: tuple[Group | Select, ...] = ()
    same_as: Number | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Object(Node):
    """An `object`, or (with `kind`) a `range`."""

    pattern: Name
    name: Name
    kind: Name | None = None
    conditions: tuple[Condition, ...] = ()
    clauses: tuple[Clause, ...] = ()
    in_block: bool = False
    """A row of an `objects` block, which is no `object` line of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Objects(Node):
    """Rows with what they have in common, which holds for each that does not say otherwise."""

    conditions: tuple[Condition, ...] = ()
    clauses: tuple[Clause, ...] = ()
    rows: tuple[Object, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueList(Node):
    """Common data types under a name that `value` may give instead."""

    name: Name
    types: tuple[Name, ...]
