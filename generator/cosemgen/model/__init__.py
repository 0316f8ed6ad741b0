"""The model: what the spec says, resolved and written out, ready for targets to read.

Frozen dataclasses without behaviour.  Everything is in a fixed order: types as they depend on one another, classes
by id, versions, attributes, methods and codes by number, objects as the spec lists them.  Every node keeps its place
(`span`), which is no part of its identity.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import cached_property
from itertools import product
from pathlib import PurePosixPath
from typing import Literal, NamedTuple, TypeAlias, TypeVar, cast

from ..records import record
from .layers import with_foundations

_Key = TypeVar("_Key")
_Item = TypeVar("_Item")


# ---------------------------------------------------------------- places


class Span(NamedTuple):
    """A place in a spec file; lines and columns count from 1."""

    file: str
    """Path as the user gave it, with forward slashes."""
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


# ---------------------------------------------------------------- values


@record(frozen=True, slots=True)
class WordLiteral:
    """A default written as a name: an enumerator, `TRUE` or `FALSE`."""

    name: str


Literal_: TypeAlias = (
    "int | str | bytes | WordLiteral | ArrayLiteral | StructureLiteral"
)


@record(frozen=True, slots=True)
class ArrayLiteral:
    """A default written as a list, `[]` being the empty array."""

    items: tuple[Literal_, ...]


@record(frozen=True, slots=True)
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


@record(frozen=True, slots=True)
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


@record(frozen=True, slots=True)
class Reference:
    """A named type, by identity; `Model.type(target)` gives the definition."""

    name: str
    target: TypeId


@record(frozen=True, slots=True)
class Array:
    element: TypeExpression
    size: Limits | None = None


@record(frozen=True, slots=True)
class CompactArray:
    element: TypeExpression | None = None


@record(frozen=True, slots=True)
class Choice:
    """One of the listed types; the tag sent tells which."""

    alternatives: tuple[TypeExpression, ...]
    by: str = ""
    """The member of the same structure that goes with it: its value says which alternative is sent."""
    cases: tuple[tuple[str, ...], ...] = ()
    """For each alternative the values of that member; no tuple at all where none is named."""


@record(frozen=True, slots=True)
class OpenChoice:
    """Any simple type, or any type at all."""

    of: Literal["simple", "any"]


@record(frozen=True, slots=True)
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
    unconfirmed: str | None = None
    """Why a rule of a class or version, which has no other facts, is not confirmed by any source."""


@record(frozen=True, slots=True)
class Refers:
    """What a value points to: an object, one of its attributes or methods, or a script."""

    to: Literal["class", "object", "attribute", "method", "script"]
    classes: tuple[int, ...] = ()
    """For `class`: the classes that the object may have."""
    through: tuple[str, ...] = ()
    """For the others: the members of the structure that make the reference."""


@record(frozen=True, slots=True)
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


@record(frozen=True, slots=True)
class Field:
    name: str
    type: TypeExpression
    doc: str = ""
    default: Literal_ | None = None
    facts: Facts = NO_FACTS
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)


@record(frozen=True, slots=True)
class Enumerator:
    value: int
    name: str
    label: str = ""
    facts: Facts = NO_FACTS
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)


@record(frozen=True, slots=True)
class ValueSpan:
    """Values that have a common fate instead of names: reserved, manufacturer, ..."""

    first: int
    last: int
    kind: str
    label: str = ""
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)


@record(frozen=True, slots=True)
class Structure:
    id: TypeId
    fields: tuple[Field, ...]
    meaning: str | None = None
    """`scaler-unit` for the one structure that scales numbers."""
    doc: str = ""
    facts: Facts = NO_FACTS
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)


@record(frozen=True, slots=True)
class Enumeration:
    id: TypeId
    base: str
    """Common data type on the wire, `enum` unless the spec says otherwise."""
    members: tuple[Enumerator, ...]
    spans: tuple[ValueSpan, ...] = ()
    doc: str = ""
    facts: Facts = NO_FACTS
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)


@record(frozen=True, slots=True)
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


@record(frozen=True, slots=True)
class Alias:
    """A name of the standard for a type expression."""

    id: TypeId
    type: TypeExpression
    doc: str = ""
    facts: Facts = NO_FACTS
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)


@record(frozen=True, slots=True)
class UnitRow:
    value: int
    name: str
    symbol: str
    quantity: str
    si: str = ""
    facts: Facts = NO_FACTS
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)


@record(frozen=True, slots=True)
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


@record(frozen=True, slots=True)
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


@record(frozen=True, slots=True)
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


@record(frozen=True, slots=True)
class Layout:
    """The octets inside a date-time, date or time."""

    name: str
    octets: int
    fields: tuple[LayoutField, ...]
    doc: str = ""
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)


# ---------------------------------------------------------------- editions


class Edition(NamedTuple):
    """An edition that a package lists, in the order in which they came out."""

    key: str
    label: str
    """`Ed. 12`."""
    text: str = ""
    """What it is: year, the standard that took it over."""


class Since(NamedTuple):
    """The first edition that has a version: one from `first` to `last`, which are mostly the same."""

    first: Edition
    last: Edition
    unconfirmed: str | None = None
    """Why that is not certain."""
    neighbours: bool = False
    """No other edition came out between the two."""

    @property
    def text(self) -> str:
        """`Ed. 12`, `Ed. 15 or Ed. 16 (unconfirmed)`, `Ed. 9 to Ed. 11`."""
        ends = dict.fromkeys((self.first.label, self.last.label))
        doubt = " (unconfirmed)" if self.unconfirmed is not None else ""
        return f"{(' or ' if self.neighbours else ' to ').join(ends)}{doubt}"


class ClauseReference(NamedTuple):
    """The clause that describes a version, in these editions or in any."""

    number: str
    editions: tuple[Edition, ...] = ()
    unconfirmed: str | None = None

    @property
    def text(self) -> str:
        """`4.3.6 (Ed. 14, Ed. 16)`, `5.7.9 (Ed. 14, unconfirmed)`."""
        remarks = [edition.label for edition in self.editions]
        if self.unconfirmed is not None:
            remarks.append("unconfirmed")
        return f"{self.number} ({', '.join(remarks)})" if remarks else self.number


# ---------------------------------------------------------------- interface classes


class Citation(NamedTuple):
    """A source of a class version: a key of the package's legend, perhaps with a detail."""

    key: str
    detail: str = ""


class Origin(NamedTuple):
    """The version that a version is written from."""

    class_id: int
    version: int


class Change(NamedTuple):
    """One difference that a version states against its origin, for people to read."""

    verb: Literal["add", "change", "remove"]
    kind: str
    """`attribute`, `method`, `short-names`, `structure`, `enumeration`, `bits`, `type`, `field`, `value`."""
    name: str
    """`repetition_delay`, or `push_object_definition.restriction` inside a type."""
    number: int | None = None


@record(frozen=True, slots=True)
class Selector:
    """A way to read a part of an attribute."""

    number: int
    name: str
    parameter: TypeExpression | None
    returns: TypeExpression | None
    """None: of the attribute's own type."""
    doc: str = ""
    facts: Facts = NO_FACTS
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)


@record(frozen=True, slots=True)
class Attribute:
    number: int
    name: str
    """As the standard spells it: it may hold `-`, so that no language can take it as it is."""
    type: TypeExpression
    mark: Literal["static", "dynamic"] | None
    short_name: int
    """Offset to the base name of the object."""
    doc: str = ""
    default: Literal_ | None = None
    facts: Facts = NO_FACTS
    selectors: tuple[Selector, ...] = ()
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)


@record(frozen=True, slots=True)
class Parameter:
    name: str
    type: TypeExpression
    default: Literal_ | None = None
    facts: Facts = NO_FACTS
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)


@record(frozen=True, slots=True)
class Method:
    number: int
    name: str
    parameter: Parameter | None
    returns: TypeExpression | None
    presence: Literal["mandatory", "optional"] | None
    short_name: int | None
    """None where no source gives it."""
    doc: str = ""
    facts: Facts = NO_FACTS
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)


class Cardinality(NamedTuple):
    """How many instances a logical device may have; maximum None: any number."""

    minimum: int
    maximum: int | None


@record(frozen=True, slots=True)
class ClassVersion:
    """One (class_id, version) with all that holds for it."""

    class_id: int
    version: int
    attributes: tuple[Attribute, ...]
    """By number; attribute 1 is always `logical_name`."""
    methods: tuple[Method, ...]
    types: tuple[TypeId, ...]
    """Named types in the scope of the version, in the order in which they depend on one another."""
    name: str = ""
    """What this version is called where it is not the name of the class."""
    doc: str = ""
    clauses: tuple[ClauseReference, ...] = ()
    """Where it is described: one reference for each clause number that it has had."""
    since: Since | None = None
    """The first edition that has it; None where nothing is known of it."""
    cardinality: Cardinality = Cardinality(0, None)
    confidence: Literal["high", "medium", "low"] | None = None
    confidence_reason: str = ""
    """Why its facts are not surer than that."""
    sources: tuple[Citation, ...] = ()
    decisions: tuple[str, ...] = ()
    """Where sources conflict: what was decided, and why."""
    open_questions: tuple[str, ...] = ()
    """What no source could confirm."""
    rules: tuple[Rule, ...] = ()
    undefined: str = ""
    """Why nothing but the identity is known of it."""
    withdrawn: str = ""
    origin: Origin | None = None
    changes: tuple[Change, ...] = ()
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)

    @property
    def edition(self) -> str:
        """The first edition in words; empty where nothing is known of it."""
        return "" if self.since is None else self.since.text

    @property
    def clause(self) -> str:
        """Every clause in one text: `4.4.8.2 (Ed. 14), 5.4.11 (Ed. 16)`."""
        return ", ".join(clause.text for clause in self.clauses)


@record(frozen=True, slots=True)
class InterfaceClass:
    class_id: int
    name: str
    module: str
    """File stem of its spec file, which names the generated module too."""
    versions: tuple[ClassVersion, ...]
    """By version number, oldest first."""
    doc: str = ""
    family: str = ""
    """Folder of the spec file below the package root: how the docs group classes."""
    plain_version: int | None = None
    """The version that the name without a version means in programs; None: the newest."""
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)


# ---------------------------------------------------------------- OBIS codes


GroupLetter: TypeAlias = Literal["A", "B", "C", "D", "E", "F"]


class CodeRange(NamedTuple):
    first: int
    last: int


Codes: TypeAlias = tuple[CodeRange, ...]
"""Codes of one value group, ascending and without overlap."""


@record(frozen=True, slots=True)
class Code:
    """What a code, or each of several, means in its value group."""

    codes: Codes
    meaning: str
    kind: str | None = None
    """`reserved`, `manufacturer`, ... instead of a meaning."""
    integral: bool = False
    """Group D: the value is a time integral, so C gives its integral name and unit."""
    integral_meaning: str = ""
    """Group C: what the time integral of the quantity is called."""
    integral_unit: str | None = None
    units: tuple[str, ...] = ()
    dimensionless: bool = False
    """Group E: the value is a ratio, whatever the unit of C."""
    note: str = ""
    unconfirmed: str | None = None
    doc: str = ""
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)


@record(frozen=True, slots=True)
class Group:
    """A table of one value group; a named table holds where a selection says so."""

    letter: GroupLetter
    name: str
    codes: tuple[Code, ...]
    doc: str = ""
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)


class Condition(NamedTuple):
    letter: GroupLetter
    codes: Codes


@record(frozen=True, slots=True)
class Selection:
    """Which named table of a group applies, by the codes of other groups."""

    letter: GroupLetter
    table: str
    conditions: tuple[Condition, ...]
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)


@record(frozen=True, slots=True)
class Medium:
    code: int
    name: str
    groups: tuple[Group, ...]
    selections: tuple[Selection, ...]
    same_as: int | None = None
    """Groups and selections are those of this medium (already copied here)."""
    doc: str = ""
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)


@record(frozen=True, slots=True)
class ObisObject:
    """A standard object, or a range of codes left to others."""

    pattern: str
    """As written: `0.b.0.1.0.f`."""
    match: tuple[Codes, Codes, Codes, Codes, Codes, Codes]
    name: str
    """May hold `{B}` to `{F}`: the code's meaning in that group; `{E+1}`: the number itself plus one."""
    kind: str | None = None
    """`manufacturer`, `utility`, `consortia`, `country` or `inactive` for a range."""
    classes: tuple[int, ...] = ()
    """Allowed classes, the preferred one first; none: any class."""
    class_versions: Mapping[int, int] = field(default_factory=dict)
    """The one version that a class has to have, of the classes that are bound to one."""
    core_classes: tuple[int, ...] = ()
    values: tuple[str, ...] = ()
    """Common data types that attribute 2 may have; none: not fixed."""
    units: tuple[str, ...] = ()
    overlaps: str = ""
    clause: str = ""
    confidence: Literal["high", "medium", "low"] | None = None
    sources: tuple[str, ...] = ()
    note: str = ""
    unconfirmed: str | None = None
    alternative: bool = False
    """Comes after the other readings that hold the same code."""
    package: str = ""
    doc: str = ""
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)

    def matches(self, code: tuple[int, ...]) -> bool:
        """Whether a code, as six numbers, is one of its codes."""
        return all(
            any(first <= number <= last for first, last in codes)
            for number, codes in zip(code, self.match, strict=True)
        )

    @property
    def size(self) -> int:
        """How many codes match: the smaller, the more specific."""
        size = 1
        for codes in self.match:
            size *= sum(last - first + 1 for first, last in codes)
        return size


@record(frozen=True, slots=True)
class InUseRow:
    """Codes that meters really have, and how displays name them."""

    pattern: str
    """As written: `1.0.1.8.e.255`."""
    match: tuple[Codes, Codes, Codes, Codes, Codes, Codes]
    label: str = ""
    """A short name in English, with the same placeholders as that of an object."""
    reads: str | None = None
    """What kind of value it is: see `cosemgen.vocabulary.READINGS`."""
    shown: str = ""
    """Unit in which it is shown: the object's, or a decimal multiple of it."""
    dumps: int | None = None
    """In how many of the public whole-meter dumps any of the codes occurs."""
    sources: tuple[str, ...] = ()
    """Where the item does not say it for all of its rows."""
    note: str = ""
    unconfirmed: str | None = None
    doc: str = ""
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)


@record(frozen=True, slots=True)
class InUse:
    """A list of codes in use; the documentation tells which dumps were counted."""

    rows: tuple[InUseRow, ...]
    sources: tuple[str, ...] = ()
    doc: str = ""
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)


# ---------------------------------------------------------------- telegrams


TelegramRole: TypeAlias = Literal[
    "value", "time", "meter", "list", "code", "scaler-unit", "scaler", "unit", "filler"
]
"""What a place of a list is for."""

Place: TypeAlias = tuple[int, ...]
"""The way to a place of a list: positions from 1, as documents count them, one for each level of nesting."""


@record(frozen=True, slots=True)
class Form:
    """What a list is sent as."""

    kinds: tuple[Literal["array", "structure"], ...]
    count: int | None
    """How many elements it has; None: any number."""


@record(frozen=True, slots=True)
class TelegramItem:
    """What stands at a place of a list, and how it is sent."""

    place: Place
    """No place at all: beside its code, wherever the list has that."""
    role: TelegramRole
    type: TypeExpression
    """Made of common data types only."""
    code: tuple[int, ...] | None = None
    """The six value groups of the object whose value it is."""
    class_id: int | None = None
    """Of that object, where the spec says it; None: any that it may have."""
    attribute: int = 2
    of: Place | None = None
    """The item that it is about: whose code, scaler, unit or time it is."""
    label: str = ""
    """What people call the value, where that is not what its code is called."""
    scaler: int | None = None
    unit: str | None = None
    fixed: bytes | None = None
    """Octets of the value, without tag and length, by which the list is recognised."""
    confidence: Literal["high", "medium", "low"] | None = None
    """Where it is not that of the whole, as are the sources."""
    sources: tuple[str, ...] = ()
    note: str = ""
    unconfirmed: str | None = None
    doc: str = ""
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)


@record(frozen=True, slots=True)
class TelegramList:
    """A list at a place of the list."""

    place: Place
    form: Form
    doc: str = ""
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)


@record(frozen=True, slots=True)
class Telegram:
    """How a list that does not name its values is read, and by what it is recognised."""

    name: str
    title: str
    form: Form
    items: tuple[TelegramItem, ...]
    """In the order of the spec, those of inner lists among them."""
    lists: tuple[TelegramList, ...] = ()
    """The lists inside."""
    overlaps: str = ""
    """Why another list may look like it."""
    confidence: Literal["high", "medium", "low"] | None = None
    sources: tuple[str, ...] = ()
    note: str = ""
    unconfirmed: str | None = None
    doc: str = ""
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)


# ---------------------------------------------------------------- quirks


class Applies(NamedTuple):
    """Which meters have a quirk: those for which all of this holds; `*` at the end of a text stands for any."""

    maker: str = ""
    """Its name, or the three letters of its FLAG id."""
    model: str = ""
    firmware: str = ""
    profile: str = ""
    """The companion specification that the meter says it follows."""
    country: str = ""


@record(frozen=True, slots=True)
class QuirkEffect:
    """What is sent otherwise, and what that means: a word of `cosemgen.vocabulary.QUIRK_WORDS`."""

    what: Literal["deviation", "order", "scaler", "value"]
    means: str
    deviation: int | None = None
    """The one deviation that is meant otherwise; None: each."""
    class_id: int | None = None
    version: int | None = None
    """None: every version of the class."""
    attribute: int | None = None
    name: str = ""
    """Of the attribute."""
    sent: str = ""
    """The data type that is sent."""
    pattern: str = ""
    """As written: the objects; empty for all of them."""
    match: tuple[Codes, Codes, Codes, Codes, Codes, Codes] | None = None
    note: str = ""
    unconfirmed: str | None = None
    doc: str = ""
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)


@record(frozen=True, slots=True)
class Quirk:
    """What some meters send otherwise than the standard has it."""

    name: str
    title: str
    applies: tuple[Applies, ...]
    """Any of these; none: it is chosen by its name alone."""
    effects: tuple[QuirkEffect, ...]
    doc: str = ""
    confidence: Literal["high", "medium", "low"] | None = None
    confidence_reason: str = ""
    sources: tuple[Citation, ...] = ()
    decisions: tuple[str, ...] = ()
    open_questions: tuple[str, ...] = ()
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)


# ---------------------------------------------------------------- companion profiles


@record(frozen=True, slots=True)
class ProfileClient:
    """Whom a profile gives rights to."""

    name: str
    sap: int | None = None
    """Its address, where the source has it."""
    title: str = ""
    doc: str = ""
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)


@record(frozen=True, slots=True)
class ProfileVariant:
    """A kind of meters that a profile asks more of."""

    name: str
    title: str
    by: tuple[tuple[int, ...], ...] = ()
    """Codes by which such a meter is recognised; none: by the objects that are asked of this variant alone."""
    doc: str = ""
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)


class Right(NamedTuple):
    """What a client may do with an attribute or a method."""

    client: str
    """Empty: what one of them at least may do."""
    right: Literal["R", "W", "RW", "call", "none"]


class ProfileClass(NamedTuple):
    class_id: int
    version: int | None = None
    """None: the profile does not say."""


@record(frozen=True, slots=True)
class ProfileLine:
    """An attribute or a method that an object has to have."""

    what: Literal["attribute", "method"]
    number: int
    name: str
    types: tuple[TypeExpression, ...] = ()
    """The data types of which it is one; none: any that the class allows."""
    values: tuple[Literal_, ...] = ()
    """The fixed values of which it has one; none: any."""
    preset: Literal_ | None = None
    """What the factory sets."""
    rights: tuple[Right, ...] = ()
    optional: bool = False
    note: str = ""
    unconfirmed: str | None = None
    doc: str = ""
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)


@record(frozen=True, slots=True)
class ProfileObject:
    """An object that meters have to have, or several: one for each code of the pattern."""

    pattern: str
    match: tuple[Codes, Codes, Codes, Codes, Codes, Codes]
    name: str
    classes: tuple[ProfileClass, ...] = ()
    """Any of these; none: the profile does not say."""
    optional: bool = False
    when: tuple[str, ...] = ()
    """The variants of meters that have it; none: all meters."""
    units: tuple[str, ...] = ()
    lines: tuple[ProfileLine, ...] = ()
    """Attributes, then methods, by number."""
    clause: str = ""
    confidence: Literal["high", "medium", "low"] | None = None
    sources: tuple[str, ...] = ()
    note: str = ""
    unconfirmed: str | None = None
    doc: str = ""
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)

    def codes(self) -> Iterator[tuple[int, ...]]:
        """Each code that the pattern stands for."""
        groups = (
            [code for first, last in codes for code in range(first, last + 1)]
            for codes in self.match
        )
        return product(*groups)


@record(frozen=True, slots=True)
class Profile:
    """A companion profile, whole: what it takes from the one that it is written from included."""

    name: str
    title: str
    origin: str = ""
    """The profile that it is written from."""
    clients: tuple[ProfileClient, ...] = ()
    variants: tuple[ProfileVariant, ...] = ()
    objects: tuple[ProfileObject, ...] = ()
    confidence: Literal["high", "medium", "low"] | None = None
    sources: tuple[str, ...] = ()
    note: str = ""
    unconfirmed: str | None = None
    decisions: tuple[str, ...] = ()
    open_questions: tuple[str, ...] = ()
    doc: str = ""
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)


# ---------------------------------------------------------------- packages


@record(frozen=True, slots=True)
class Package:
    """A spec package: a folder (or file) of spec files that share one namespace."""

    name: str
    title: str
    needs: tuple[str, ...] = ()
    edition: tuple[str, ...] = ()
    """What it covers, in words."""
    editions: tuple[Edition, ...] = ()
    """Editions that its class versions refer to, oldest first."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """Legend of the source keys that class versions and objects cite."""
    doc: str = ""
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)


Seen: TypeAlias = tuple[tuple[InterfaceClass, ...], tuple[NamedType, ...], int]
"""What files of one class are made of, beside an outline: as `Model.seen_by` gives it, and the id of the class."""


@record(frozen=True)
class Model:
    """One package, with the models of the packages that it stands on.

    Its parts are found by indexes, each made when it is first asked for: who looks for one part
    of every class must not walk through all classes each time.
    """

    package: Package
    foundations: tuple[Model, ...]
    """Models of `package.needs`, each whole, in that order."""
    data_types: tuple[DataType, ...]
    layouts: tuple[Layout, ...]
    types: Mapping[TypeId, NamedType]
    """Every named type of this package, file level and class level, dependencies first."""
    classes: tuple[InterfaceClass, ...]
    groups: tuple[Group, ...]
    """Value groups that hold for every medium (B, F), and named tables such as countries."""
    selections: tuple[Selection, ...]
    media: tuple[Medium, ...]
    objects: tuple[ObisObject, ...]
    in_use: tuple[InUse, ...] = ()
    telegrams: tuple[Telegram, ...] = ()
    quirks: tuple[Quirk, ...] = ()
    profiles: tuple[Profile, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    """Spec files by their path below the package root, with the SHA-256 of their text."""

    def type(self, target: TypeId) -> NamedType:
        """The definition behind a reference, in this package or one that it stands on."""
        for layer in self._layers:
            for types in layer._types:
                found = types.get(target)
                if found is not None:
                    return found
        raise KeyError(target)

    def interface_class(self, class_id: int) -> InterfaceClass | None:
        """The class of that id, in this package or one that it stands on."""
        return self._classes.get(class_id)

    @cached_property
    def _layers(self) -> tuple[Model, ...]:
        """This, and all that it stands on, nearer ones first."""
        return with_foundations((self,))

    @cached_property
    def _types(self) -> Sequence[Mapping[TypeId, NamedType]]:
        """Those of this package; what looks into several tables itself does so slowly."""
        types = self.types
        return types.maps if isinstance(types, ChainMap) else (types,)

    @cached_property
    def _classes(self) -> Mapping[int, InterfaceClass]:
        return {
            each.class_id: each
            for layer in reversed(self._layers)
            for each in layer.classes
        }

    @cached_property
    def classes_by_module(self) -> Mapping[str, tuple[InterfaceClass, ...]]:
        """Classes of this package by the spec file that they are from."""
        return _grouped((each.module, each) for each in self.classes)

    @cached_property
    def types_by_class(self) -> Mapping[int | None, tuple[NamedType, ...]]:
        """Types of this package by the class that they are of; None: those of files."""
        return _grouped((target.class_id, each) for target, each in self.types.items())

    @cached_property
    def class_types_by_module(self) -> Mapping[str, tuple[NamedType, ...]]:
        """The same of those that are of a class."""
        return _grouped(
            (target.module, each)
            for target, each in self.types.items()
            if target.class_id is not None
        )

    @cached_property
    def types_by_module(self) -> Mapping[str, tuple[NamedType, ...]]:
        """Types of this package by the spec file that they are from."""
        return _grouped((target.module, each) for target, each in self.types.items())

    @cached_property
    def files_by_stem(self) -> Mapping[str, str]:
        """Paths of the spec files by the name of the file, without suffix."""
        return {PurePosixPath(path).stem: path for path in reversed([*self.files])}

    @cached_property
    def outline(self) -> Model:
        """The model as its classes may see it: of each class who it is and which versions it has, and the types of no class.

        An edit inside a class leaves it as it was.
        """
        return replace(
            self,
            types={t: each for t, each in self.types.items() if t.class_id is None},
            classes=tuple(map(_head, self.classes)),
            files=dict.fromkeys(self.files, ""),
        )

    def with_classes(
        self, classes: tuple[InterfaceClass, ...], types: tuple[NamedType, ...]
    ) -> Model:
        """An outline where these are the classes, whole and with their types; others are known by their id alone.

        What was found in the outline is not sought again, as one is made for each class. The last one is given again, as
        files of the same classes are made one after the other.
        """
        last: tuple[object, object, Model] | None = vars(self).get("_last_part")
        if last is not None and last[0] is classes and last[1] is types:
            return last[2]
        shared = cast("dict[TypeId, NamedType]", self.types)
        by_module = _grouped((each.id.module, each) for each in types)
        all_by_module = {
            module: (*self.types_by_module.get(module, ()), *own)
            for module, own in by_module.items()
        }
        by_class = _grouped((each.id.class_id, each) for each in types)
        heads = cast("dict[int, InterfaceClass]", self._classes)
        part = replace(
            self,
            types=ChainMap({each.id: each for each in types}, shared),
            classes=classes,
        )
        whole = {each.class_id: each for each in classes}
        vars(part).update(
            _classes=ChainMap(whole, heads),
            types_by_class={None: self.types_by_class.get(None, ()), **by_class},
            class_types_by_module=by_module,
            types_by_module=ChainMap(
                all_by_module,
                cast("dict[str, tuple[NamedType, ...]]", self.types_by_module),
            ),
            files_by_stem=self.files_by_stem,
            units=self.units,
        )
        vars(self)["_last_part"] = classes, types, part
        return part

    def with_class(self, *seen: *Seen) -> tuple[Model, InterfaceClass]:
        """The same, and the class that is meant."""
        classes, types, class_id = seen
        found = next(each for each in classes if each.class_id == class_id)
        return self.with_classes(classes, types), found

    def seen_by(
        self, stem: str
    ) -> tuple[Model, tuple[InterfaceClass, ...], tuple[NamedType, ...]]:
        """What a file that tells of the classes of a spec file is made of: an outline that knows no codes, these, and their
        types; also the classes of other files that they have types of, as they are written from these.
        """
        classes = self.classes_by_module[stem]
        types = self.class_types_by_module.get(stem, ())
        lent = {
            target.class_id
            for each in classes
            for version in each.versions
            for target in version.types
            if target.module != stem and target in self.types
        }
        for other in self.classes if lent else ():
            if other.class_id in lent:
                classes += (other,)
                types += self.types_by_class[other.class_id]
        return self._outline_of_classes, classes, types

    @cached_property
    def _outline_of_classes(self) -> Model:
        """An edit of codes, or of what names them, leaves it as it was."""
        return replace(
            self.outline,
            groups=(),
            selections=(),
            media=(),
            objects=(),
            in_use=(),
            quirks=(),
            profiles=(),
            telegrams=(),
        )

    @property
    def rows_in_use(self) -> Iterator[InUseRow]:
        """The codes in use that this package lists."""
        for item in self.in_use:
            yield from item.rows

    @property
    def unit_rows(self) -> Iterator[UnitRow]:
        """The rows of the tables of units in this package."""
        for named in self.types.values():
            if isinstance(named, UnitTable):
                yield from named.rows

    @cached_property
    def units(self) -> Mapping[str, UnitRow]:
        """Units by name, those of the packages that this one stands on included."""
        return {
            row.name: row for layer in reversed(self._layers) for row in layer.unit_rows
        }


def _head(found: InterfaceClass) -> InterfaceClass:
    versions = (ClassVersion(v.class_id, v.version, (), (), ()) for v in found.versions)
    return InterfaceClass(
        found.class_id,
        found.name,
        found.module,
        tuple(versions),
        family=found.family,
        plain_version=found.plain_version,
    )


def _grouped(pairs: Iterable[tuple[_Key, _Item]]) -> dict[_Key, tuple[_Item, ...]]:
    found: dict[_Key, list[_Item]] = {}
    for key, item in pairs:
        found.setdefault(key, []).append(item)
    return {key: tuple(items) for key, items in found.items()}
