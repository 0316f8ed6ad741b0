"""OBIS codes of the model: media, value groups and named objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from .source import Span

GroupLetter: TypeAlias = Literal["A", "B", "C", "D", "E", "F"]


class CodeRange(NamedTuple):
    first: int
    last: int


Codes: TypeAlias = tuple[CodeRange, ...]
"""Codes of one value group, ascending and without overlap."""


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Selection:
    """Which named table of a group applies, by the codes of other groups."""

    letter: GroupLetter
    table: str
    conditions: tuple[Condition, ...]
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Medium:
    code: int
    name: str
    groups: tuple[Group, ...]
    selections: tuple[Selection, ...]
    same_as: int | None = None
    """Groups and selections are those of this medium (already copied here)."""
    doc: str = ""
    span: Span = field(default=Span("", 0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
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
