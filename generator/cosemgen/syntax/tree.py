"""The syntax tree: a spec file as written, before any name is looked up.

Every node keeps its place, its `///` documentation and the `//` comments around it.  Places are no part of a node's
identity; documentation and comments are, so that `parse(print(tree)) == tree` proves that printing loses nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Self, TypeAlias

from ..model import Span

NOWHERE = Span("", 0, 0)


class Comments(NamedTuple):
    """Comments that belong to a node, each with its `//`; an empty string is a blank line.

    A blank line that the layout asks for is none of them, see `lines.gap`.
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


# ---------------------------------------------------------------- values: names, numbers and what else is written out


class Name(str):
    """A name (or string, or number as text) of the file that knows its place."""

    __slots__ = ("span",)
    span: Span

    def __new__(cls, text: str, span: Span = NOWHERE) -> Self:
        self = super().__new__(cls, text)
        self.span = span
        return self


class Number(int):
    """A number of the file that knows its place and whether it was written in hexadecimal."""

    span: Span
    hexadecimal: bool

    def __new__(
        cls, value: int, span: Span = NOWHERE, hexadecimal: bool = False
    ) -> Self:
        self = super().__new__(cls, value)
        self.span = span
        self.hexadecimal = hexadecimal
        return self


@dataclass(frozen=True, slots=True)
class Word:
    """A name as a value: an enumerator, TRUE or FALSE."""

    name: Name


@dataclass(frozen=True, slots=True)
class Octets:
    """Octets as a value, `h"00FF"`."""

    value: bytes


@dataclass(frozen=True, slots=True)
class ListValue:
    """`[a, b]`, an array, or `{a, b}`, a structure."""

    items: tuple[Value, ...]
    brackets: Literal["[]", "{}"]


Value: TypeAlias = "Number | Name | Word | Octets | ListValue"
"""A literal: `Name` here is a quoted string, `Word` a bare name."""


class Range(NamedTuple):
    """Two ends, either of them open (None); equal where the file states one number."""

    first: Number | None
    last: Number | None


# ---------------------------------------------------------------- facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A fact at the end of a line.  A node has its clauses in the order of `lines.CLAUSE_ORDER`.

    | word | arguments |
    | --- | --- |
    | `=` | one Value |
    | `unit` | Names (one on a member; one or more on an OBIS code or object) |
    | `secret`, `read-only`, `unofficial`, `dimensionless` | none |
    | `@` | one Number |
    | `refers to class` | Numbers |
    | `refers to object`, `... attribute`, `... method`, `... script` | Names |
    | `rule` | the rule's Name, then Word, Number or Name (a string) |
    | `note`, `unconfirmed`, `overlaps`, `clause`, `confidence` | one Name |
    | `integral` | the meaning (Name or None), the unit (Name or None) |
    | `as`, `core` | Numbers |
    | `value`, `source` | Names |
    """

    word: str
    arguments: tuple[Value | None, ...] = ()
    versions: tuple[Number | None, ...] = ()
    """Of `as`: the one version that each class has to have."""
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Node):
    """A fact on a line of its own.

    | word | arguments |
    | --- | --- |
    | `name`, `confidence`, `decision`, `open`, `undefined`, `withdrawn`, `needs` | one Name |
    | `clause` | the clause's Name, then keys of editions |
    | `since` | key of an edition, or of the first and the last that it may be |
    | `edition` in a package | one Name; or key and label, the detail is `detail` |
    | `cardinality` | Number, then Number or Name `n`, or nothing |
    | `source` in a class or version | key Names; the detail is `detail` |
    | `source` in a package | key Name, then its meaning |
    | `requires` | the rule's Name, then Word, Number or Name (a string) |
    """

    word: str
    arguments: tuple[Value, ...] = ()
    detail: Name | None = None
    unconfirmed: Clause | None = None
    """Of a clause or a first edition that is not certain."""


# ---------------------------------------------------------------- types


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


# ---------------------------------------------------------------- classes, their versions, and what one version changes of another


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


# ---------------------------------------------------------------- data types, layouts of octets, units


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


# ---------------------------------------------------------------- OBIS codes


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


# ---------------------------------------------------------------- files


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


class ParsedFile(NamedTuple):
    """A spec file as it was read, with its path below the root of its package."""

    path: str
    text: str
    tree: File
