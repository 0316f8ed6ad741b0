"""Tables that the other files stand on: common data types, layouts of octets, units."""

from __future__ import annotations

from dataclasses import dataclass

from .facts import Clause
from .literals import Name, Number, Range
from .node import Node
from .types import Member, MemberSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class DataType(Node):
    tag: Number
    name: Name
    kind: Name
    octets: Number | None = None
    bounds: Range | None = None
    label: Name
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DataTypes(Node):
    types: tuple[DataType, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutField(Node):
    name: Name
    octets: Number
    signed: bool = False
    bounds: Range | None = None
    members: tuple[Member | MemberSpan, ...] = ()
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout(Node):
    name: Name
    octets: Number
    fields: tuple[LayoutField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow(Node):
    value: Number
    name: Name
    symbol: Name
    quantity: Name
    si: Name | None = None
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Units(Node):
    name: Name
    rows: tuple[UnitRow | MemberSpan, ...]
