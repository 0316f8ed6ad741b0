"""What every page needs to know: the model, its Python names, and where things are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from copy import copy
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from cosem_runtime.obis import Obis

from ... import model as m
from ... import naming
from ...model.walk import expressions, reached
from ...notation import name_text
from ...target import Options
from ...vocabulary import STANDARD_PACKAGE
from ..rendering import source_of
from . import labels
from .markup import code, link, text

if TYPE_CHECKING:
    from cosem_runtime.catalogue import Catalogue
    from cosem_runtime.obis.description import ObisDescription


class Codes:
    """What the codes of a model are, in the words of the runtime: composed of the tables of its package and of those below.

    Most pages ask for none, so that the tables are made when one does.
    """

    def __init__(self, model: m.Model) -> None:
        self._model: Final = model
        self._names: Final[dict[tuple[str, tuple[m.Codes, ...]], str]] = {}

    def describe(self, code: tuple[int, ...]) -> ObisDescription:
        return self._catalogue.describe(Obis(*code))

    @cached_property
    def _catalogue(self) -> Catalogue:
        from ...cli.codes import catalogue_of

        return catalogue_of(self._model)

    def name(self, found: m.ObisObject) -> str:
        """What an object is called; of the codes that its pattern leaves open the name says what is open."""
        if "{" not in found.name:
            return found.name
        key = found.name, found.match
        if key not in self._names:
            self._names[key] = self._in_words(found)
        return self._names[key]

    def _in_words(self, found: m.ObisObject) -> str:
        first = tuple(codes[0].first for codes in found.match)
        meanings = self.describe(first).groups
        words = {
            letter: "" if meanings[letter].startswith("not used") else meanings[letter]
            for letter, (codes, *more) in zip("ABCDEF", found.match, strict=True)
            if letter in meanings and codes.first == codes.last and not more
        }
        return name_text(found.name, words)


class Site:
    """The documentation of one package."""

    def __init__(self, model: m.Model, options: Options) -> None:
        self.model: Final = model
        self.names: Final = naming.Names(model, options.package)
        self.python_package: Final = options.package
        self.codes: Final = Codes(model)
        self.is_standard: Final = model.package.name == STANDARD_PACKAGE
        self.own_classes: Final[Mapping[int, m.InterfaceClass]] = {
            each.class_id: each for each in model.classes
        }

    def with_class(self, *seen: *m.Seen) -> tuple[Site, m.InterfaceClass]:
        """The site of an outline as the page of a class sees it, and the class; what it has in common with other pages is found once."""
        for name in (
            "units",
            "_symbols",
            "own_units",
            "_patterns",
            "_objects",
        ):
            getattr(self, name)
        site = copy(self)
        model, found = self.model.with_class(*seen)
        names = naming.Names(model, self.python_package)
        vars(site).update(model=model, names=names)
        return site, found

    def source(self, span: m.Span) -> str:
        """The spec file of a place, as headers name it."""
        return source_of(self.model, PurePosixPath(span.file).stem)

    # ------------------------------------------------------------ classes

    def class_link(self, class_id: int) -> str:
        """`Clock (8)` as a link to the class, wherever it is documented."""
        found = self.model.interface_class(class_id)
        if found is None:
            return f"class {class_id}"
        name = text(f"{found.name} ({class_id})")
        if class_id in self.own_classes:
            return link(name, labels.interface_class(class_id))
        return link(name, labels.foundation_class(class_id))

    def version_link(self, version: m.ClassVersion, words: str = "") -> str:
        """The number of a version, or other words, as a link to it."""
        return link(words or str(version.version), labels.version(version))

    def source_link(self, key: str) -> str:
        """A key of the legend as a link to it; of what it does not have, the key."""
        known = key in self.model.package.sources
        return link(text(key), labels.named("source", key)) if known else text(key)

    # ------------------------------------------------------------ types

    def type_link(self, target: m.TypeId) -> str:
        return link(code(target.name), labels.type_(target))

    def is_own(self, target: m.TypeId) -> bool:
        return target.package == self.model.package.name

    def own_types(self, class_id: int) -> tuple[m.NamedType, ...]:
        return self.model.types_by_class.get(class_id, ())

    @cached_property
    def shared_types(self) -> Mapping[str, list[m.NamedType]]:
        """Types that belong to no class, by their files."""
        found: dict[str, list[m.NamedType]] = {}
        for each in self.model.types_by_class.get(None, ()):
            found.setdefault(each.id.module, []).append(each)
        return dict(sorted(found.items()))

    def types_of(self, version: m.ClassVersion) -> frozenset[m.TypeId]:
        """Every named type that a class version uses, directly or not."""
        return self._types[version.class_id, version.version]

    @cached_property
    def _types(self) -> Mapping[tuple[int, int], frozenset[m.TypeId]]:
        return {
            (version.class_id, version.version): frozenset(
                reached(expressions(version), self.model.type)
            )
            for interface_class in self.model.classes
            for version in interface_class.versions
        }

    @cached_property
    def users(self) -> Mapping[m.TypeId, tuple[int, ...]]:
        """Ids of the classes of this package that use a type, directly or not."""
        found: dict[m.TypeId, list[int]] = {}
        for each in self.model.classes:
            lines = (line for version in each.versions for line in expressions(version))
            for target in reached(lines, self.model.type):
                found.setdefault(target, []).append(each.class_id)
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
        return frozenset(row.name for row in self.model.unit_rows)

    def unit_link(self, name: str) -> str:
        """The unit's symbol, linked where this site lists units.

        Its name where it has no symbol, or shares it with another unit.
        """
        symbol = self.units.get(name, "")
        alone = self._symbols[symbol] == 1
        markup = text(symbol if symbol.strip() and alone else name.replace("_", " "))
        own = name in self.own_units
        return link(markup, labels.named("unit", name)) if own else markup

    def unit_link_of(self, value: int) -> str:
        """The same of the unit that has this number."""
        return self.unit_link(self._unit_names[value])

    @cached_property
    def _unit_names(self) -> Mapping[int, str]:
        return {row.value: name for name, row in self.model.units.items()}

    # ------------------------------------------------------------ OBIS

    def code_label(self, found: m.ObisObject) -> str:
        """The label of an object; empty where several have its pattern."""
        alone = self._patterns[found.pattern] == 1
        return labels.obis(found.pattern) if alone else ""

    @cached_property
    def _patterns(self) -> Mapping[str, int]:
        """How many objects share a pattern."""
        return Counter(each.pattern for each in self.model.objects)

    def objects_of(self, class_id: int) -> list[m.ObisObject]:
        """Named objects that may be of that class."""
        return self._objects.get(class_id, [])

    @cached_property
    def _objects(self) -> Mapping[int, list[m.ObisObject]]:
        found: dict[int, list[m.ObisObject]] = {}
        for each in self.model.objects:
            for class_id in dict.fromkeys(each.classes):
                found.setdefault(class_id, []).append(each)
        return found

    @cached_property
    def objects_by_medium(self) -> Mapping[int | None, list[m.ObisObject]]:
        """Objects by the medium on whose page they stand; None: they belong to many."""
        found: dict[int | None, list[m.ObisObject]] = {}
        for each in self.model.objects:
            found.setdefault(self._home(each), []).append(each)
        return found

    def _home(self, found: m.ObisObject) -> int | None:
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

    # ------------------------------------------------------------ Python

    def python_class(self, version: m.ClassVersion) -> str:
        return self.names.interface_class(version.class_id, version.version)
