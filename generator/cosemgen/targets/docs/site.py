"""What every page needs to know: the model, its Python names, and where things are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from pathlib import PurePosixPath
from typing import Final

from ... import naming
from ...build.files import Options
from ...model import Alias as AliasType
from ...model import (
    Array,
    Choice,
    ClassVersion,
    CompactArray,
    InterfaceClass,
    Model,
    NamedType,
    ObisObject,
    Reference,
    Span,
    Structure,
    TypeExpression,
    TypeId,
    UnitTable,
)
from ...vocabulary import STANDARD_PACKAGE
from ..rendering import source_of
from . import labels
from .markup import code, link, text


class Site:
    """The documentation of one package."""

    def __init__(self, model: Model, options: Options) -> None:
        self.model: Final = model
        self.names: Final = naming.Names(model, options.package)
        self.python_package: Final = options.package
        self.is_standard: Final = model.package.name == STANDARD_PACKAGE

    def source(self, span: Span) -> str:
        """The spec file of a place, as headers name it."""
        return source_of(self.model, PurePosixPath(span.file).stem)

    # ------------------------------------------------------------ classes

    @cached_property
    def own_classes(self) -> Mapping[int, InterfaceClass]:
        return {each.class_id: each for each in self.model.classes}

    def class_link(self, class_id: int) -> str:
        """`Clock (8)` as a link to the class, wherever it is documented."""
        found = self.model.interface_class(class_id)
        if found is None:
            return f"class {class_id}"
        name = text(f"{found.name} ({class_id})")
        if class_id in self.own_classes:
            return link(name, labels.interface_class(class_id))
        return link(name, labels.foundation_class(class_id))

    # ------------------------------------------------------------ types

    def type_link(self, target: TypeId) -> str:
        return link(code(target.name), labels.type_(target))

    def is_own(self, target: TypeId) -> bool:
        return target.package == self.model.package.name

    def own_types(self, class_id: int | None, module: str = "") -> list[NamedType]:
        """Types of a class, or those of a file that belong to no class."""
        return [
            definition
            for definition in self.model.types_by_class.get(class_id, ())
            if class_id is not None or definition.id.module == module
        ]

    @cached_property
    def type_modules(self) -> tuple[str, ...]:
        """Files of the package that have types beside classes."""
        return tuple(sorted({t.module for t in self.model.types if t.class_id is None}))

    def reached(self, expression: TypeExpression | None) -> set[TypeId]:
        """Named types that an expression uses, and those that they use."""
        found: set[TypeId] = set()
        self._reach(expression, found)
        return found

    def _reach(self, expression: TypeExpression | None, found: set[TypeId]) -> None:
        match expression:
            case Reference(target=target) if target not in found:
                found.add(target)
                match self.model.type(target):
                    case Structure(fields=fields):
                        for field in fields:
                            self._reach(field.type, found)
                    case AliasType(type=inner):
                        self._reach(inner, found)
            case Array(element=element) | CompactArray(element=element):
                self._reach(element, found)
            case Choice(alternatives=alternatives):
                for alternative in alternatives:
                    self._reach(alternative, found)

    @cached_property
    def version_types(self) -> Mapping[tuple[int, int], frozenset[TypeId]]:
        """Every named type that a class version uses, directly or not."""
        return {
            (version.class_id, version.version): frozenset(
                target
                for expression in expressions(version)
                for target in self.reached(expression)
            )
            for interface_class in self.model.classes
            for version in interface_class.versions
        }

    @cached_property
    def users(self) -> Mapping[TypeId, tuple[InterfaceClass, ...]]:
        """Classes of this package that use a type, directly or not."""
        found: dict[TypeId, list[InterfaceClass]] = {}
        for interface_class in self.model.classes:
            used = {
                target
                for version in interface_class.versions
                for target in self.version_types[
                    interface_class.class_id, version.version
                ]
            }
            for target in sorted(used, key=str):
                found.setdefault(target, []).append(interface_class)
        return {target: tuple(classes) for target, classes in found.items()}

    # ------------------------------------------------------------ units

    @cached_property
    def units(self) -> Mapping[str, str]:
        """Symbol of every unit by name, with those of other packages."""
        return {name: row.symbol for name, row in self.model.units.items()}

    @cached_property
    def _symbols(self) -> Mapping[str, int]:
        """How many units share a symbol."""
        return Counter(self.units.values())

    @cached_property
    def own_units(self) -> frozenset[str]:
        return frozenset(
            row.name
            for definition in self.model.types.values()
            if isinstance(definition, UnitTable)
            for row in definition.rows
        )

    def unit_link(self, name: str) -> str:
        """The unit's symbol, linked where this site lists units.

        Its name where it has no symbol, or shares it with another unit.
        """
        symbol = self.units.get(name, "")
        alone = self._symbols[symbol] == 1
        markup = text(symbol if symbol and alone else name.replace("_", " "))
        return link(markup, labels.unit(name)) if name in self.own_units else markup

    # ------------------------------------------------------------ OBIS

    @cached_property
    def unique_patterns(self) -> frozenset[str]:
        return labels.unique_patterns(self.model.objects)

    def objects_of(self, class_id: int) -> list[ObisObject]:
        """Named objects that may be of that class."""
        return self._objects.get(class_id, [])

    @cached_property
    def _objects(self) -> Mapping[int, list[ObisObject]]:
        found: dict[int, list[ObisObject]] = {}
        for each in self.model.objects:
            for class_id in dict.fromkeys(each.classes):
                found.setdefault(class_id, []).append(each)
        return found

    @cached_property
    def objects_by_medium(self) -> Mapping[int | None, list[ObisObject]]:
        """Objects by the medium on whose page they stand; None: they belong to many."""
        found: dict[int | None, list[ObisObject]] = {}
        for each in self.model.objects:
            found.setdefault(self._home(each), []).append(each)
        return found

    def _home(self, found: ObisObject) -> int | None:
        """What media with the same tables share stands with the one that has them."""
        media = [
            medium
            for medium in self.model.media
            if any(low <= medium.code <= high for low, high in found.match[0])
        ]
        if len(media) == 1:
            return media[0].code
        homes = {
            medium.code if medium.same_as is None else medium.same_as
            for medium in media
        }
        return homes.pop() if len(homes) == 1 else None

    def python_class(self, version: ClassVersion) -> str:
        return self.names.interface_class(version.class_id, version.version)


def expressions(version: ClassVersion) -> list[TypeExpression]:
    """Every type expression of a class version."""
    found: list[TypeExpression | None] = []
    for attribute in version.attributes:
        found.append(attribute.type)
        for selector in attribute.selectors:
            found += [selector.parameter, selector.returns]
    for method in version.methods:
        found += [method.parameter.type if method.parameter else None, method.returns]
    return [each for each in found if each is not None]
