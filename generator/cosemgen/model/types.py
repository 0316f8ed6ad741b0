"""Data types of the model: type expressions and the named types they refer to.

Every node is frozen and keeps its place (`span`), which is no part of its identity.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from .source import Span


@dataclass(frozen=True, slots=True)
class WordLiteral:
    """A default written as a name: an enumerator, `TRUE` or `FALSE`."""

    name: str


Literal_: TypeAlias = (
    "int | str | bytes | WordLiteral | ArrayLiteral | StructureLiteral"
)


@dataclass(frozen=True, slots=True)
class ArrayLiteral:
    """A default written as a list, `[]` being the empty array."""

    items: tuple[Literal_, ...]


@dataclass(frozen=True, slots=True)
class StructureLiteral:
    """A default written member by member, in order."""

    items: tuple[Literal_, ...]


class Limits(NamedTuple):
    """Least and greatest value, or least and greatest length; None where open."""

    minimum: int | None
    maximum: int | None


class TypeId(NamedTuple):
    """Identity of a named type across packages and versions."""

    package: str
    module: str
    """File stem of the spec file that holds it."""
    class_id: int | None
    """None for a type at file level."""
    version: int | None
    """The class version that first has this definition; None for types shared by all versions."""
    name: str


# ---------------------------------------------------------------- type expressions


@dataclass(frozen=True, slots=True)
class Simple:
    """One common data type that is not made of others, perhaps narrowed."""

    name: str
    """As the standard spells it: `long-unsigned`, `octet-string`."""
    size: Limits | None = None
    """Octets, characters or bits of a string."""
    bounds: Limits | None = None
    meaning: str | None = None
    """What an octet-string (or number) holds: see `cosemgen.vocabulary.MEANINGS`."""
    or_empty: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """A named type, by identity; `Model.type(target)` gives the definition."""

    name: str
    target: TypeId


@dataclass(frozen=True, slots=True)
class Array:
    element: TypeExpression
    size: Limits | None = None


@dataclass(frozen=True, slots=True)
class CompactArray:
    element: TypeExpression | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the listed types; the tag sent tells which."""

    alternatives: tuple[TypeExpression, ...]
    by: str = ""
    """The member of the same structure that goes with it: its value says which alternative is sent."""
    cases: tuple[tuple[str, ...], ...] = ()
    """For each alternative the values of that member; no tuple at all where none is named."""


@dataclass(frozen=True, slots=True)
class OpenChoice:
    """Any simple type, or any type at all."""

    of: Literal["simple", "any"]


@dataclass(frozen=True, slots=True)
class AnyStructure:
    """A structure whose members the class does not fix."""


TypeExpression: TypeAlias = (
    Simple | Reference | Array | CompactArray | Choice | OpenChoice | AnyStructure
)


# ---------------------------------------------------------------- facts beside a type


class Rule(NamedTuple):
    """A named limit: see `cosemgen.vocabulary.RULES`."""

    name: str
    arguments: tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Refers:
    """What a value points to: an object, one of its attributes or methods, or a script."""

    to: Literal["class", "object", "attribute", "method", "script"]
    classes: tuple[int, ...] = ()
    """For `class`: the classes that the object may have."""
    through: tuple[str, ...] = ()
    """For the others: the members of the structure that make the reference."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the end of a line may say of an attribute, method, field or named type."""

    unit: str | None = None
    secret: bool = False
    read_only: bool = False
    refers: Refers | None = None
    rules: tuple[Rule, ...] = ()
    notes: tuple[str, ...] = ()
    unconfirmed: str | None = None
    """Why the fact is not confirmed by any source."""
    unofficial: bool = False
    """The name is ours: no source gives the standard's own."""


NO_FACTS = Facts()


# ---------------------------------------------------------------- named types


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    type: TypeExpression
    doc: str = ""
    default: Literal_ | None = None
    facts: Facts = NO_FACTS
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Enumerator:
    value: int
    name: str
    label: str = ""
    facts: Facts = NO_FACTS
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ValueSpan:
    """Values that have a common fate instead of names: reserved, manufacturer, ..."""

    first: int
    last: int
    kind: str
    label: str = ""
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Structure:
    id: TypeId
    fields: tuple[Field, ...]
    meaning: str | None = None
    """`scaler-unit` for the one structure that scales numbers."""
    doc: str = ""
    facts: Facts = NO_FACTS
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Enumeration:
    id: TypeId
    base: str
    """Common data type on the wire, `enum` unless the spec says otherwise."""
    members: tuple[Enumerator, ...]
    spans: tuple[ValueSpan, ...] = ()
    doc: str = ""
    facts: Facts = NO_FACTS
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Bits:
    """Named bits; bit 0 is the first bit of a bit-string, the lowest of a number."""

    id: TypeId
    base: str
    width: int | None
    """Number of bits of a bit-string where the standard fixes it."""
    members: tuple[Enumerator, ...]
    spans: tuple[ValueSpan, ...] = ()
    doc: str = ""
    facts: Facts = NO_FACTS
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Alias:
    """A name of the standard for a type expression."""

    id: TypeId
    type: TypeExpression
    doc: str = ""
    facts: Facts = NO_FACTS
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class UnitRow:
    value: int
    name: str
    symbol: str
    quantity: str
    si: str = ""
    facts: Facts = NO_FACTS
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class UnitTable:
    """The enumeration of physical units, with symbols."""

    id: TypeId
    rows: tuple[UnitRow, ...]
    spans: tuple[ValueSpan, ...] = ()
    doc: str = ""
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)
    base: str = "enum"


NamedType: TypeAlias = Structure | Enumeration | Bits | Alias | UnitTable


# ---------------------------------------------------------------- common data types


@dataclass(frozen=True, slots=True)
class DataType:
    """A common data type with its A-XDR tag."""

    tag: int
    name: str
    kind: Literal["simple", "complex", "special"]
    octets: int | None = None
    """Length of the value on the wire where it is fixed."""
    bounds: Limits | None = None
    label: str = ""
    doc: str = ""
    facts: Facts = NO_FACTS
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class LayoutField:
    name: str
    octets: int
    signed: bool = False
    bounds: Limits | None = None
    members: tuple[Enumerator, ...] = ()
    spans: tuple[ValueSpan, ...] = ()
    doc: str = ""
    facts: Facts = NO_FACTS
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Layout:
    """The octets inside a date-time, date or time."""

    name: str
    octets: int
    fields: tuple[LayoutField, ...]
    doc: str = ""
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)
