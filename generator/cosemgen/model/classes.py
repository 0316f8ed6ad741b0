"""Interface classes of the model, every version written out in full."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from .editions import ClauseReference, Since
from .source import Span
from .types import NO_FACTS, Facts, Literal_, Rule, TypeExpression, TypeId


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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Attribute:
    number: int
    name: str
    type: TypeExpression
    mark: Literal["static", "dynamic"] | None
    short_name: int
    """Offset to the base name of the object."""
    doc: str = ""
    default: Literal_ | None = None
    facts: Facts = NO_FACTS
    selectors: tuple[Selector, ...] = ()
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    type: TypeExpression
    default: Literal_ | None = None
    facts: Facts = NO_FACTS
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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
