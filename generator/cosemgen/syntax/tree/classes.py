"""Interface classes, their versions, and what one version changes of another."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from ...model.source import Span
from .facts import Clause, Fact
from .literals import Name, Number
from .node import NOWHERE, Node
from .types import Alias, Field, Member, MemberSpan, TypeDefinition, TypeUse


@dataclass(frozen=True, slots=True, kw_only=True)
class Selector(Node):
    number: Number
    name: Name
    parameter: TypeUse | None = None
    returns: TypeUse | None = None
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute(Node):
    number: Number
    name: Name
    type: TypeUse
    mark: Name | None = None
    clauses: tuple[Clause, ...] = ()
    selectors: tuple[Selector, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """What a method is given; without a name of its own it is `data`."""

    type: TypeUse
    name: Name | None = None
    clauses: tuple[Clause, ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoData:
    """`(0)`: the integer 0, which a method gets that needs no data."""

    value: Number
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortNames(Node):
    """`methods @0x60`: the short name of method 1, from which those of the others follow."""

    first: Number | None
    """None, `methods @?`: no source gives them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Method(Node):
    number: Number
    name: Name
    parameter: Parameter | NoData | None = None
    """None, `(?)`: no source tells it."""
    returns: TypeUse | None = None
    presence: Name | None = None
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AddField(Node):
    field: Field
    after: Name | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeField(Node):
    field: Field


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveField(Node):
    name: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class AddMember(Node):
    member: Member | MemberSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeMember(Node):
    member: Member | MemberSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveMember(Node):
    value: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class StructureChange(Node):
    name: Name
    changes: tuple[AddField | ChangeField | RemoveField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumerationChange(Node):
    name: Name
    changes: tuple[AddMember | ChangeMember | RemoveMember, ...]
    bits: bool = False


Addable: TypeAlias = Attribute | Method | TypeDefinition
Changeable: TypeAlias = Attribute | Method | Alias | StructureChange | EnumerationChange


@dataclass(frozen=True, slots=True, kw_only=True)
class Add(Node):
    """`add ...`; the documentation of the added item stands on this node's `item`."""

    item: Addable


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Node):
    item: Changeable


@dataclass(frozen=True, slots=True, kw_only=True)
class Remove(Node):
    kind: Name
    """`attribute`, `method`, `structure`, `enumeration`, `bits` or `type`."""
    number: Number | None = None
    name: Name | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """`from 0`, or `from class 3 version 0`."""

    version: Number
    class_id: Number | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Version(Node):
    number: Number
    origin: Origin | None = None
    parts: tuple[
        Fact | Attribute | Method | TypeDefinition | Add | Change | Remove, ...
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Class(Node):
    class_id: Number
    name: Name
    parts: tuple[Fact | Version | TypeDefinition, ...]
