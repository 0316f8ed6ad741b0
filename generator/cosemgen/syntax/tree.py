"""The syntax tree: a spec file as written, before any name is looked up.

Every node keeps its place, its `///` documentation and the `//` comments around it.  Places are no part of a node's
identity; documentation and comments are, so that `parse(print(tree)) == tree` proves that printing loses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import field
from typing import (
    ClassVar,
    Literal,
    NamedTuple,
    Self,
    TypeAlias,
    TypeVar,
    dataclass_transform,
)

from ..model import Span
from ..records import record

NOWHERE = Span("", 0, 0)
_Kind = TypeVar("_Kind")
ItemT = TypeVar("ItemT", bound="Node")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def written(*, kw_only: bool = False) -> Callable[[type[_Kind]], type[_Kind]]:
    """Makes a dataclass of a node.

    Nobody may change a node, which type checkers see to: to make so many classes that see to it themselves is a good part of
    the time that a command takes to start, and their pickles are read at half the speed.
    """
    return record(slots=True, kw_only=kw_only)


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


@written(kw_only=True)
class Placed:
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@written(kw_only=True)
class Node(Placed):
    """What stands on a line.  `word` is, where there is one, what that line begins with."""

    doc: str = ""
    comments: Comments = NO_COMMENTS


# ---------------------------------------------------------------- values: names, numbers and what else is written out


class Name(str):
    """A name (or string, or number as text) of the file that knows its place."""

    __slots__ = ("span",)
    span: Span

    def __new__(cls, text: str, span: Span = NOWHERE) -> Self:
        self = str.__new__(cls, text)
        self.span = span
        return self

    def __reduce__(self) -> tuple[type[Name], tuple[str, Span]]:
        """Kept as a name, also by what knows more of the text while it is read."""
        return Name, (str(self), self.span)


class Number(int):
    """A number of the file that knows its place and whether it was written in hexadecimal."""

    span: Span
    hexadecimal: bool

    def __new__(
        cls, value: int, span: Span = NOWHERE, hexadecimal: bool = False
    ) -> Self:
        self = int.__new__(cls, value)
        self.span = span
        self.hexadecimal = hexadecimal
        return self

    def __reduce__(self) -> tuple[type[Number], tuple[int, Span, bool]]:
        return Number, (int(self), self.span, self.hexadecimal)


@written()
class Word:
    """A name as a value: an enumerator, TRUE or FALSE."""

    name: Name


@written()
class CodeValue:
    """An OBIS code as a value: the six octets of a logical name."""

    code: Name


@written()
class Octets:
    """Octets as a value, `h"00FF"`."""

    value: bytes


@written()
class ListValue:
    """`[a, b]`, an array, or `{a, b}`, a structure."""

    items: tuple[Value, ...]
    brackets: Literal["[]", "{}"]


Value: TypeAlias = "Number | Name | Word | CodeValue | Octets | ListValue"
"""A literal: `Name` here is a quoted string, `Word` a bare name."""


class Range(NamedTuple):
    """Two ends, either of them open (None); equal where the file states one number."""

    first: Number | None
    last: Number | None


# ---------------------------------------------------------------- clauses: facts at the end of a line


@written(kw_only=True)
class Clause(Placed):
    """A fact at the end of a line, known by its word.  A node has its clauses in the order of `lines.CLAUSE_ORDER`.

    `secret`, `read-only`, `unofficial`, `dimensionless`, `alternative`, `optional` and `mandatory` are words alone.
    """

    word: str


@written(kw_only=True)
class DefaultClause(Clause):
    """`=`, or in a profile `default`: what the factory sets."""

    word: str = "="
    value: Value


@written(kw_only=True)
class ValuesClause(Clause):
    """In a profile, the values of which an attribute has one."""

    word: str = "="
    values: tuple[Value, ...]


class Right(NamedTuple):
    """`management RW`: what a client may do, or (None) one of them at least."""

    client: Name | None
    right: Name


@written(kw_only=True)
class RightsClause(Clause):
    word: str = "access"
    rights: tuple[Right, ...]


@written(kw_only=True)
class TextClause(Clause):
    """`note`, `unconfirmed`, `overlaps`, `clause`, `shown`."""

    text: Name | None
    """None for an `unconfirmed` without a reason."""


@written(kw_only=True)
class NamesClause(Clause):
    """`unit`, `value`, `source`, `confidence`, `reads`, `when`, and `refers to object`, `... attribute`, `... method`, `... script`."""

    names: tuple[Name, ...]


@written(kw_only=True)
class NumbersClause(Clause):
    """`core`, `dumps`, `scaler`, `refers to class`."""

    numbers: tuple[Number, ...]


@written(kw_only=True)
class ShortNameClause(Clause):
    word: str = "@"
    number: Number


class ClassUse(NamedTuple):
    """`7`, or `7 version 1`: a class, and the one version that it has to have."""

    class_id: Number
    version: Number | None = None


@written(kw_only=True)
class ClassesClause(Clause):
    word: str = "as"
    classes: tuple[ClassUse, ...]


@written(kw_only=True)
class IntegralClause(Clause):
    word: str = "integral"
    meaning: Name | None
    unit: Name | None


class RuleUse(NamedTuple):
    """`name(argument, ...)`."""

    name: Name
    arguments: tuple[Word | Number | Name, ...] = ()

    @property
    def values(self) -> tuple[int | str, ...]:
        """The arguments as numbers and texts."""
        return tuple(
            int(a) if isinstance(a, int) else str(a.name if isinstance(a, Word) else a)
            for a in self.arguments
        )


@written(kw_only=True)
class RuleClause(Clause):
    word: str = "rule"
    rule: RuleUse


# ---------------------------------------------------------------- facts on a line of their own


@written(kw_only=True)
class Fact(Node):
    word: str


@written(kw_only=True)
class TextFact(Fact):
    """`name`, `decision`, `open`, `undefined`, `withdrawn`; in a package `edition`."""

    text: Name


@written(kw_only=True)
class NameFact(Fact):
    """In a package `needs`."""

    name: Name


@written(kw_only=True)
class ConfidenceFact(Fact):
    """How sure the facts are, and why not more than that."""

    word: str = "confidence"
    level: Name
    reason: Name | None = None


@written(kw_only=True)
class KeyFact(Fact):
    """In a package what a key stands for: `source`, `edition`."""

    key: Name
    meaning: Name
    detail: Name | None = None


@written(kw_only=True)
class ClauseFact(Fact):
    """A clause of the standard, in some editions or in all."""

    word: str = "clause"
    clause: Name
    editions: tuple[Name, ...] = ()
    unconfirmed: TextClause | None = None


@written(kw_only=True)
class SinceFact(Fact):
    """The first edition, or (two) between which editions it is."""

    word: str = "since"
    editions: tuple[Name, ...]
    unconfirmed: TextClause | None = None


@written(kw_only=True)
class CardinalityFact(Fact):
    word: str = "cardinality"
    first: Number
    last: Number | Name | None = None
    """A Name is `n`: any number."""


@written(kw_only=True)
class SourceFact(Fact):
    """Sources of a class or version by their keys; the detail is of the last one."""

    word: str = "source"
    keys: tuple[Name, ...]
    detail: Name | None = None


@written(kw_only=True)
class RequiresFact(Fact):
    word: str = "requires"
    rule: RuleUse
    unconfirmed: TextClause | None = None


# ---------------------------------------------------------------- types


@written(kw_only=True)
class NamedTypeUse(Placed):
    """A type by name: a common data type or a named type, perhaps narrowed."""

    name: Name
    size: Range | None = None
    bounds: Range | None = None
    meaning: Name | None = None
    or_empty: bool = False


@written(kw_only=True)
class ArrayUse(Placed):
    element: TypeUse
    size: Range | None = None


@written(kw_only=True)
class CompactArrayUse(Placed):
    element: TypeUse | None = None


@written(kw_only=True)
class ChoiceUse(Placed):
    alternatives: tuple[TypeUse, ...]
    by: Name | None = None
    """The member beside it that tells which alternative is sent."""
    cases: tuple[tuple[Name, ...], ...] = ()
    """For each alternative the values of that member; none where no case is named."""


@written(kw_only=True)
class OpenChoiceUse(Placed):
    """`CHOICE of simple` or `CHOICE of any`."""

    of: Name


@written(kw_only=True)
class AnyStructureUse(Placed):
    """`structure` without members."""


TypeUse: TypeAlias = (
    NamedTypeUse
    | ArrayUse
    | CompactArrayUse
    | ChoiceUse
    | OpenChoiceUse
    | AnyStructureUse
)


def with_inner(use: TypeUse) -> Iterator[TypeUse]:
    """A type and all inside it, in the order in which they are written."""
    yield use
    inner: tuple[TypeUse | None, ...] = ()
    match use:
        case ArrayUse(element=element) | CompactArrayUse(element=element):
            inner = (element,)
        case ChoiceUse(alternatives=alternatives):
            inner = alternatives
    for each in inner:
        if each is not None:
            yield from with_inner(each)


@written(kw_only=True)
class Field(Node):
    name: Name
    type: TypeUse
    clauses: tuple[Clause, ...] = ()


@written(kw_only=True)
class Member(Node):
    """A named value of an enumeration, or a named bit."""

    value: Number
    name: Name
    label: Name | None = None
    clauses: tuple[Clause, ...] = ()


@written(kw_only=True)
class MemberSpan(Node):
    """Values with a common fate: `200..255 manufacturer`."""

    first: Number
    last: Number
    kind: Name
    label: Name | None = None
    clauses: tuple[Clause, ...] = ()


@written(kw_only=True)
class Structure(Node):
    word: ClassVar = "structure"
    name: Name
    fields: tuple[Field, ...]
    meaning: Name | None = None
    clauses: tuple[Clause, ...] = ()


@written(kw_only=True)
class Enumeration(Node):
    """`enumeration` or, with `bits=True`, `bits`."""

    name: Name
    members: tuple[Member | MemberSpan, ...]
    bits: bool = False
    base: Name | None = None
    size: Range | None = None
    clauses: tuple[Clause, ...] = ()

    @property
    def word(self) -> str:
        return "bits" if self.bits else "enumeration"


@written(kw_only=True)
class Alias(Node):
    word: ClassVar = "type"
    name: Name
    type: TypeUse
    clauses: tuple[Clause, ...] = ()


TypeDefinition: TypeAlias = Structure | Enumeration | Alias


# ---------------------------------------------------------------- classes, their versions, and what one version changes of another


@written(kw_only=True)
class Selector(Node):
    number: Number
    name: Name
    parameter: TypeUse | None = None
    returns: TypeUse | None = None
    clauses: tuple[Clause, ...] = ()


@written(kw_only=True)
class Attribute(Node):
    word: ClassVar = "attribute"
    number: Number
    name: Name
    type: TypeUse
    mark: Name | None = None
    clauses: tuple[Clause, ...] = ()
    selectors: tuple[Selector, ...] = ()


@written(kw_only=True)
class Parameter(Placed):
    """What a method is given; without a name of its own it is `data`."""

    type: TypeUse
    name: Name | None = None
    clauses: tuple[Clause, ...] = ()


@written(kw_only=True)
class NoData(Placed):
    """`(0)`: the integer 0, which a method gets that needs no data."""

    value: Number


@written(kw_only=True)
class ShortNames(Node):
    """`methods @0x60`: the short name of method 1, from which those of the others follow."""

    first: Number | None
    """None, `methods @?`: no source gives them."""


@written(kw_only=True)
class Method(Node):
    word: ClassVar = "method"
    number: Number
    name: Name
    parameter: Parameter | NoData | None = None
    """None, `(?)`: no source tells it."""
    returns: TypeUse | None = None
    presence: Name | None = None
    clauses: tuple[Clause, ...] = ()


@written(kw_only=True)
class AddField(Node):
    field: Field
    after: Name | None = None


@written(kw_only=True)
class ChangeField(Node):
    field: Field


@written(kw_only=True)
class RemoveField(Node):
    name: Name


@written(kw_only=True)
class AddMember(Node):
    member: Member | MemberSpan


@written(kw_only=True)
class ChangeMember(Node):
    member: Member | MemberSpan


@written(kw_only=True)
class RemoveMember(Node):
    value: Number


@written(kw_only=True)
class StructureChange(Node):
    word: ClassVar = "structure"
    name: Name
    changes: tuple[AddField | ChangeField | RemoveField, ...]


@written(kw_only=True)
class EnumerationChange(Node):
    name: Name
    changes: tuple[AddMember | ChangeMember | RemoveMember, ...]
    bits: bool = False

    @property
    def word(self) -> str:
        return "bits" if self.bits else "enumeration"


Addable: TypeAlias = Attribute | Method | TypeDefinition
Changeable: TypeAlias = Attribute | Method | Alias | StructureChange | EnumerationChange


@written(kw_only=True)
class Add(Node):
    """`add ...`; the documentation of the added item stands on this node's `item`."""

    item: Addable


@written(kw_only=True)
class Change(Node):
    item: Changeable


@written(kw_only=True)
class Remove(Node):
    kind: Name
    """`attribute`, `method`, `structure`, `enumeration`, `bits` or `type`; of a profile, `client` or `variant`."""
    number: Number | None = None
    name: Name | None = None


@written(kw_only=True)
class Origin:
    """`from 0`, or `from class 3 version 0`."""

    version: Number
    class_id: Number | None = None


@written(kw_only=True)
class Version(Node):
    number: Number
    origin: Origin | None = None
    parts: tuple[
        Fact | Attribute | Method | TypeDefinition | Add | Change | Remove, ...
    ]


@written(kw_only=True)
class Class(Node):
    class_id: Number
    name: Name
    parts: tuple[Fact | Version | TypeDefinition, ...]


# ---------------------------------------------------------------- data types, layouts of octets, units


@written(kw_only=True)
class DataType(Node):
    tag: Number
    name: Name
    kind: Name
    octets: Number | None = None
    bounds: Range | None = None
    label: Name
    clauses: tuple[Clause, ...] = ()


@written(kw_only=True)
class DataTypes(Node):
    types: tuple[DataType, ...]


@written(kw_only=True)
class LayoutField(Node):
    name: Name
    octets: Number
    signed: bool = False
    bounds: Range | None = None
    members: tuple[Member | MemberSpan, ...] = ()
    clauses: tuple[Clause, ...] = ()


@written(kw_only=True)
class Layout(Node):
    name: Name
    octets: Number
    fields: tuple[LayoutField, ...]


@written(kw_only=True)
class UnitRow(Node):
    value: Number
    name: Name
    symbol: Name
    quantity: Name
    si: Name | None = None
    clauses: tuple[Clause, ...] = ()


@written(kw_only=True)
class Units(Node):
    word: ClassVar = "units"
    name: Name
    rows: tuple[UnitRow | MemberSpan, ...]


# ---------------------------------------------------------------- OBIS codes


@written(kw_only=True)
class Code(Node):
    """Codes of a value group with their meaning, or (with `kind`) a range left to others."""

    codes: tuple[Range, ...]
    meaning: Name | None = None
    kind: Name | None = None
    clauses: tuple[Clause, ...] = ()


@written(kw_only=True)
class Group(Node):
    letter: Name
    name: Name | None
    codes: tuple[Code, ...]


@written(kw_only=True)
class Condition(Placed):
    letter: Name
    """A to F, or the pattern's letter a to f: both mean that value group."""
    codes: tuple[Range, ...]


@written(kw_only=True)
class Select(Node):
    letter: Name
    table: Name
    conditions: tuple[Condition, ...]


@written(kw_only=True)
class Medium(Node):
    code: Number
    name: Name
    parts: tuple[Group | Select, ...] = ()
    same_as: Number | None = None


@written(kw_only=True)
class Object(Node):
    """An `object`, or (with `kind`) a `range`."""

    pattern: Name
    name: Name
    kind: Name | None = None
    conditions: tuple[Condition, ...] = ()
    clauses: tuple[Clause, ...] = ()
    in_block: bool = False
    """A row of an `objects` block, which is no `object` line of its own."""


@written(kw_only=True)
class Objects(Node):
    """Rows with what they have in common, which holds for each that does not say otherwise."""

    conditions: tuple[Condition, ...] = ()
    clauses: tuple[Clause, ...] = ()
    rows: tuple[Object, ...] = ()


@written(kw_only=True)
class InUseRow(Node):
    """Codes that meters have; without a label they are only met."""

    pattern: Name
    label: Name | None = None
    conditions: tuple[Condition, ...] = ()
    clauses: tuple[Clause, ...] = ()


@written(kw_only=True)
class InUse(Node):
    """Codes that meters really have; what the head says holds for each row that does not say otherwise."""

    conditions: tuple[Condition, ...] = ()
    clauses: tuple[Clause, ...] = ()
    rows: tuple[InUseRow, ...] = ()


@written(kw_only=True)
class ValueList(Node):
    """Common data types under a name that `value` may give instead."""

    name: Name
    types: tuple[Name, ...]


# ---------------------------------------------------------------- telegrams


@written()
class Form:
    """`array or structure of 9`: what a list is sent as, and how many elements it has."""

    kinds: tuple[Name, ...]
    count: Number | None
    """None, `of any`: any number."""


@written(kw_only=True)
class AttributeOf:
    """`1.0.1.8.0.255 as 3 attribute 2`: whose value it is."""

    code: Name
    class_id: Number | None = None
    attribute: Number | None = None


@written(kw_only=True)
class TelegramItem(Node):
    """What stands at one place of a list."""

    place: Number | None
    """None, `named`: beside its code, wherever that stands."""
    role: Name | None = None
    """None: a value, as `of_what` says."""
    of_what: AttributeOf | None = None
    of: Number | None = None
    """The place, in the same list, of the item that it is about."""
    label: Name | None = None
    types: tuple[TypeUse, ...] = ()
    """None where they are those of the role."""
    clauses: tuple[Clause, ...] = ()


@written(kw_only=True)
class TelegramList(Node):
    """A list at a place of the list."""

    place: Number
    form: Form
    items: tuple[TelegramItem | TelegramList, ...] = ()


@written(kw_only=True)
class Telegram(Node):
    """How a list that does not name its values is read."""

    name: Name
    title: Name
    form: Form
    clauses: tuple[Clause, ...] = ()
    items: tuple[TelegramItem | TelegramList, ...] = ()


# ---------------------------------------------------------------- quirks


class Applied(NamedTuple):
    """`maker "KAM"`: a condition on a meter."""

    word: Name
    text: Name


@written(kw_only=True)
class Applies(Node):
    """Which meters have a quirk: those for which all of this holds."""

    conditions: tuple[Applied, ...]


@written(kw_only=True)
class QuirkEffect(Node):
    """What is sent otherwise, and what that means.  `word` is `date-times`, `profiles`, `scalers` or `class`."""

    word: str
    means: Name
    deviation: Number | None = None
    """Of `date-times`: the one deviation that is meant otherwise."""
    class_id: Number | None = None
    version: Number | None = None
    attribute: Number | None = None
    name: Name | None = None
    sent: Name | None = None
    """The data type that is sent."""
    pattern: Name | None = None
    conditions: tuple[Condition, ...] = ()
    clauses: tuple[Clause, ...] = ()


@written(kw_only=True)
class Quirk(Node):
    """What some meters send otherwise than the standard has it."""

    word: ClassVar = "quirk"
    name: Name
    title: Name
    parts: tuple[Applies | QuirkEffect | Fact, ...]


# ---------------------------------------------------------------- companion profiles


@written(kw_only=True)
class ProfileClient(Node):
    """Whom rights are given to."""

    word: ClassVar = "client"
    name: Name
    sap: Number | None = None
    title: Name | None = None


@written(kw_only=True)
class ProfileVariant(Node):
    """A kind of meters that more is asked of."""

    word: ClassVar = "variant"
    name: Name
    title: Name
    by: tuple[Name, ...] = ()
    """Codes by which a meter of the kind is recognised."""


@written(kw_only=True)
class WantedLine(Node):
    """An attribute or a method that an object has to have.  `word` is `attribute` or `method`."""

    word: str
    number: Number
    name: Name
    types: tuple[TypeUse, ...] = ()
    clauses: tuple[Clause, ...] = ()


@written(kw_only=True)
class WantedObject(Node):
    """An object that meters have to have."""

    word: ClassVar = "object"
    pattern: Name
    name: Name
    conditions: tuple[Condition, ...] = ()
    clauses: tuple[Clause, ...] = ()
    lines: tuple[WantedLine, ...] = ()
    in_block: bool = False


@written(kw_only=True)
class WantedObjects(Node):
    """Rows with what they have in common, which holds for each that does not say otherwise."""

    word: ClassVar = "objects"
    conditions: tuple[Condition, ...] = ()
    clauses: tuple[Clause, ...] = ()
    rows: tuple[WantedLine | WantedObject, ...] = ()


@written(kw_only=True)
class AddLine(Node):
    line: WantedLine


@written(kw_only=True)
class ChangeLine(Node):
    line: WantedLine


@written(kw_only=True)
class ObjectChange(Node):
    """What is changed of an object of the profile that this one is written from."""

    word: ClassVar = "object"
    pattern: Name
    name: Name | None = None
    conditions: tuple[Condition, ...] = ()
    clauses: tuple[Clause, ...] = ()
    changes: tuple[AddLine | ChangeLine | Remove, ...] = ()


@written(kw_only=True)
class AddPart(Node):
    """`add ...`, to the profile that this one is written from."""

    item: ProfileClient | ProfileVariant | WantedObject | WantedObjects


@written(kw_only=True)
class ChangeObject(Node):
    item: ObjectChange


@written(kw_only=True)
class RemoveObject(Node):
    pattern: Name
    conditions: tuple[Condition, ...] = ()
    class_id: Number | None = None
    """Which one is meant, where several have the code."""


@written(kw_only=True)
class Profile(Node):
    """What meters have to have: objects, and whom they give which rights."""

    word: ClassVar = "profile"
    name: Name
    title: Name
    origin: Name | None = None
    clauses: tuple[Clause, ...] = ()
    parts: tuple[
        ProfileClient
        | ProfileVariant
        | WantedObject
        | WantedObjects
        | AddPart
        | ChangeObject
        | Remove
        | RemoveObject
        | Fact,
        ...,
    ]


# ---------------------------------------------------------------- files


@written(kw_only=True)
class Package(Node):
    name: Name
    title: Name
    facts: tuple[Fact, ...] = ()

    @property
    def needs(self) -> tuple[NameFact, ...]:
        """The packages that it stands on."""
        return tuple(fact for fact in self.facts if isinstance(fact, NameFact))


@written(kw_only=True)
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
    | InUse
    | Telegram
    | Quirk
    | Profile
)


@written()
class File:
    """One spec file."""

    path: str
    items: tuple[Item, ...]
    comments_at_end: tuple[str, ...] = ()

    @property
    def kinds(self) -> frozenset[type[Node]]:
        """Of which kinds it has items."""
        return frozenset(map(type, self.items))

    def of(self, *kinds: type[ItemT]) -> Iterator[ItemT]:
        """Its items of these kinds, in order."""
        return (item for item in self.items if isinstance(item, kinds))


class ParsedFile(NamedTuple):
    """A spec file as it was read, with its path below the root of its package."""

    path: str
    text: str
    tree: File
