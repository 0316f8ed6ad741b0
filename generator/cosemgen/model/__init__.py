"""The model: what the spec says, resolved and written out, ready for targets to read.

Frozen dataclasses without behaviour.  Everything is in a fixed order: types as they depend on one another, classes
by id, versions, attributes, methods and codes by number, objects as the spec lists them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from typing import TypeVar

from .classes import (
    Attribute,
    Cardinality,
    Change,
    Citation,
    ClassVersion,
    InterfaceClass,
    Method,
    Origin,
    Parameter,
    Selector,
)
from .editions import ClauseReference, Edition, Since
from .obis import (
    Code,
    CodeRange,
    Codes,
    Condition,
    Group,
    GroupLetter,
    Medium,
    ObisObject,
    Selection,
)
from .source import Span
from .types import (
    NO_FACTS,
    Alias,
    AnyStructure,
    Array,
    ArrayLiteral,
    Bits,
    Choice,
    CompactArray,
    DataType,
    Enumeration,
    Enumerator,
    Facts,
    Field,
    Layout,
    LayoutField,
    Limits,
    Literal_,
    NamedType,
    OpenChoice,
    Reference,
    Refers,
    Rule,
    Simple,
    Structure,
    StructureLiteral,
    TypeExpression,
    TypeId,
    UnitRow,
    UnitTable,
    ValueSpan,
    WordLiteral,
)
from .walk import unit_rows

_Key = TypeVar("_Key")
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True)
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
    files: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    """Spec files by their path below the package root, with the SHA-256 of their text."""

    def type(self, target: TypeId) -> NamedType:
        """The definition behind a reference, in this package or one that it stands on."""
        if target in self.types:
            return self.types[target]
        for foundation in self.foundations:
            if target.package == foundation.package.name:
                return foundation.type(target)
        raise KeyError(target)

    def interface_class(self, class_id: int) -> InterfaceClass | None:
        """The class of that id, in this package or one that it stands on."""
        return self._classes.get(class_id)

    @cached_property
    def _classes(self) -> Mapping[int, InterfaceClass]:
        return {
            each.class_id: each
            for model in reversed((self, *self.foundations))
            for each in model.classes
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
    def files_by_stem(self) -> Mapping[str, str]:
        """Paths of the spec files by the name of the file, without suffix."""
        return {PurePosixPath(path).stem: path for path in reversed([*self.files])}

    @cached_property
    def units(self) -> Mapping[str, UnitRow]:
        """Units by name, those of the packages that this one stands on included."""
        units: dict[str, UnitRow] = {}
        for foundation in reversed(self.foundations):
            units |= foundation.units
        return units | {row.name: row for row in unit_rows(self.types)}


def _grouped(pairs: Iterable[tuple[_Key, _Item]]) -> dict[_Key, tuple[_Item, ...]]:
    found: dict[_Key, list[_Item]] = {}
    for key, item in pairs:
        found.setdefault(key, []).append(item)
    return {key: tuple(items) for key, items in found.items()}


__all__ = [
    "NO_FACTS",
    "Alias",
    "AnyStructure",
    "Array",
    "ArrayLiteral",
    "Attribute",
    "Bits",
    "Cardinality",
    "Change",
    "Choice",
    "Citation",
    "ClassVersion",
    "ClauseReference",
    "Code",
    "CodeRange",
    "Codes",
    "CompactArray",
    "Condition",
    "DataType",
    "Edition",
    "Enumeration",
    "Enumerator",
    "Facts",
    "Field",
    "Group",
    "GroupLetter",
    "InterfaceClass",
    "Layout",
    "LayoutField",
    "Limits",
    "Literal_",
    "Medium",
    "Method",
    "Model",
    "NamedType",
    "ObisObject",
    "OpenChoice",
    "Origin",
    "Package",
    "Parameter",
    "Reference",
    "Refers",
    "Rule",
    "Selection",
    "Selector",
    "Simple",
    "Since",
    "Span",
    "Structure",
    "StructureLiteral",
    "TypeExpression",
    "TypeId",
    "UnitRow",
    "UnitTable",
    "ValueSpan",
    "WordLiteral",
]
