"""Types: expressions, as an attribute states them, and definitions of structures, enumerations and aliases."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from ...model.source import Span
from .facts import Clause
from .literals import Name, Number, Range
from .node import NOWHERE, Node


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedTypeUse:
    """A type by name: a common data type or a named type, perhaps narrowed."""

    name: Name
    size: Range | None = None
    bounds: Range | None = None
    meaning: Name | None = None
    or_empty: bool = False
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrayUse:
    element: TypeUse
    size: Range | None = None
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompactArrayUse:
    element: TypeUse | None = None
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceUse:
    alternatives: tuple[TypeUse, ...]
    by: Name | None = None
    """The member beside it that tells which alternative is sent."""
    cases: tuple[tuple[Name, ...], ...] = ()
    """For each alternative the values of that member; none where no case is named."""
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenChoiceUse:
    """`CHOICE of simple` or `CHOICE of any`."""

    of: Name
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyStructureUse:
    """`structure` without members."""

    span: Span = field(default=NOWHERE, compare=False, repr=False)


TypeUse: TypeAlias = (
    NamedTypeUse
    | ArrayUse
    | CompactArrayUse
    | ChoiceUse
    | OpenChoiceUse
    | AnyStructureUse
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field(Node):
    name: Name
    type: TypeUse
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Member(Node):
    """A named value of an enumeration, or a named bit."""

    value: Number
    name: Name
    label: Name | None = None
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberSpan(Node):
    """Values with a common fate: `200..255 manufacturer`."""

    first: Number
    last: Number
    kind: Name
    label: Name | None = None
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure(Node):
    name: Name
    fields: tuple[Field, ...]
    meaning: Name | None = None
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Enumeration(Node):
    """`enumeration` or, with `bits=True`, `bits`."""

    name: Name
    members: tuple[Member | MemberSpan, ...]
    bits: bool = False
    base: Name | None = None
    size: Range | None = None
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias(Node):
    name: Name
    type: TypeUse
    clauses: tuple[Clause, ...] = ()


TypeDefinition: TypeAlias = Structure | Enumeration | Alias
