"""One package: from the trees of its files to its model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar

from ..diagnostics.report import Report
from ..model import (
    ClassVersion,
    Edition,
    InterfaceClass,
    Model,
    NamedType,
    Package,
    TypeId,
)
from ..model.layers import with_foundations
from ..steps import Steps
from ..syntax import tree
from .classes import LoweredVersion, lower_class, types_in_order
from .data_types import lower_data_type, lower_layout
from .definitions import lower_definition
from .expansion import ClassEntry, VersionEntry, VersionKey, enter_class, expand_all
from .facts import Legend, legend_of
from .imports import by_stem, elsewhere, enter_file, resolve_imports
from .obis import (
    lower_groups,
    lower_lists_in_use,
    lower_media,
    lower_objects,
    value_lists,
)
from .order import in_order
from .profiles import lower_profiles
from .quirks import lower_quirks
from .reach import Reach, homes
from .scope import FileEnvironment, FileScope
from .telegrams import lower_telegram

Item = TypeVar("Item", bound=tree.Node)


@dataclass(slots=True, eq=False, weakref_slot=True)
class Lowered:
    """A lowered package: its model, and what packages that stand on it may refer to."""

    model: Model
    files: dict[str, FileScope]
    versions: dict[VersionKey, VersionEntry]
    foundations: tuple[Lowered, ...]
    scopes: list[FileScope]
    classes: list[ClassEntry]
    lists: dict[str, tuple[str, ...]]
    """Named lists of value types, those of the foundations included."""
    reach: Reach

    def made_of(self, class_id: int) -> str:
        """The identity of a class with all that its versions lead to."""
        entries = (each for each in self.classes if each.node.class_id == class_id)
        return self.reach.of_all(next(entries))


def lower_package(
    item: tree.Package,
    files: Iterable[tree.ParsedFile],
    foundations: tuple[Lowered, ...],
    report: Report,
    steps: Steps,
) -> Lowered:
    """The model of a package whose files are all parsed; `foundations` are the packages that it needs."""
    package = lower_package_item(item, report)
    parsed = sorted(files, key=lambda file: file.path)
    scopes = [enter_file(package.name, file.path, file.tree, report) for file in parsed]
    stems = by_stem(scopes, report)
    known_files = {package.name: stems}
    below = with_foundations(foundations)
    for foundation in below:
        known_files.setdefault(foundation.model.package.name, foundation.files)
    hints = elsewhere(package.name, known_files)
    unneeded: set[str] = set()
    for scope in scopes:
        scope.elsewhere = hints
        resolve_imports(scope, known_files, package.needs, unneeded, report)

    classes = [
        enter_class(node, scope, report)
        for scope in scopes
        for node in scope.tree.of(tree.Class)
    ]
    known: dict[VersionKey, VersionEntry] = {}
    for foundation in below:
        for key, version in foundation.versions.items():
            known.setdefault(key, version)
    own: dict[VersionKey, VersionEntry] = {}
    for entry in classes:
        for version in entry.versions:
            own.setdefault(version.key, version)
    # Who takes the number of a foundation's version is told; others still mean that one.
    known = own | known
    entries = [version for entry in classes for version in entry.versions]
    expand_all(entries, known, report)
    reach = Reach(known_files, steps)

    types = in_order(_types(scopes, classes, report), report)
    order = {type_id: place for place, type_id in enumerate(types)}
    legend = legend_of((package, *(f.model.package for f in below)))
    inherited: dict[str, tuple[str, ...]] = {}
    for foundation in below:
        inherited |= foundation.lists
    lists = value_lists(_items(scopes, tree.ValueList), inherited, report)
    model = Model(
        package=package,
        foundations=tuple(foundation.model for foundation in foundations),
        data_types=tuple(
            lower_data_type(row, report)
            for node in _items(scopes, tree.DataTypes)
            for row in node.types
        ),
        layouts=tuple(
            lower_layout(node, report) for node in _items(scopes, tree.Layout)
        ),
        types=types,
        classes=_classes(classes, scopes, reach, legend, order, steps, report),
        groups=steps.joined(
            steps.take(lower_groups, file, report=report)
            for file in _having(scopes, tree.Group)
        ),
        selections=(),
        media=steps.take(
            lower_media, tuple(_having(scopes, tree.Medium)), report=report
        ),
        objects=steps.joined(
            steps.take(lower_objects, file, package.name, legend, lists, report=report)
            for file in _having(scopes, tree.Object, tree.Objects)
        ),
        in_use=steps.joined(
            steps.take(lower_lists_in_use, file, legend, report=report)
            for file in _having(scopes, tree.InUse)
        ),
        quirks=lower_quirks(_items(scopes, tree.Quirk), legend, report),
        profiles=lower_profiles(
            (
                (node, scope)
                for scope in scopes
                for node in _items((scope,), tree.Profile)
            ),
            (foundation.model for foundation in below),
            legend,
            report,
        ),
        telegrams=tuple(
            lower_telegram(node, scope, legend, report)
            for scope in scopes
            for node in _items((scope,), tree.Telegram)
        ),
        files={f.path: sha256(f.text.encode()).hexdigest() for f in parsed},
    )
    return Lowered(model, stems, own, foundations, scopes, classes, lists, reach)


def lower_package_item(item: tree.Package, report: Report) -> Package:
    """The package's own facts."""
    stated: dict[tuple[str, str], tree.KeyFact | tree.NameFact] = {}
    for fact in item.facts:
        if isinstance(fact, tree.KeyFact | tree.NameFact):
            key = str(fact.key if isinstance(fact, tree.KeyFact) else fact.name)
            if stated.setdefault((fact.word, key), fact) is not fact:
                report.error(fact.span, "C319", f"'{fact.word} {key}' is stated twice")
    keys = [fact for fact in stated.values() if isinstance(fact, tree.KeyFact)]
    return Package(
        name=str(item.name),
        title=str(item.title),
        needs=tuple(dict.fromkeys(str(fact.name) for fact in item.needs)),
        edition=tuple(
            str(fact.text) for fact in item.facts if isinstance(fact, tree.TextFact)
        ),
        editions=tuple(
            Edition(str(fact.key), str(fact.meaning), str(fact.detail or ""))
            for fact in keys
            if fact.word == "edition"
        ),
        sources={str(f.key): str(f.meaning) for f in keys if f.word == "source"},
        doc=item.doc,
        span=item.name.span,
    )


def _types(
    scopes: Iterable[FileScope], classes: Iterable[ClassEntry], report: Report
) -> dict[TypeId, NamedType]:
    """Every named type: those of files, then class by class what it shares and what each version has anew."""
    types: dict[TypeId, NamedType] = {}
    at_file_level = FileEnvironment()
    for scope in scopes:
        for name, definition in scope.types.items():
            type_id = scope.identify(name)
            types[type_id] = lower_definition(
                definition, type_id, at_file_level, scope, report
            )
    for entry in classes:
        versions = (v.environment for v in entry.versions if v.expanded)
        for environment in (entry.environment, *versions):
            for name, declaration in environment.declarations.items():
                if environment.owns(name):
                    type_id = environment.identify(name)
                    types[type_id] = lower_definition(
                        declaration.node,
                        type_id,
                        environment,
                        declaration.home,
                        report,
                        declaration.homes,
                    )
    return types


def _classes(
    entries: Iterable[ClassEntry],
    scopes: Iterable[FileScope],
    reach: Reach,
    legend: Legend,
    order: Mapping[TypeId, int],
    steps: Steps,
    report: Report,
) -> tuple[InterfaceClass, ...]:
    by_path = {scope.path: scope for scope in scopes}

    def lowered(entry: ClassEntry) -> Iterator[ClassVersion]:
        types = types_in_order(entry, order)
        found: tuple[LoweredVersion, ...]
        if steps.remembers and _is_clear(entry):
            steps.know(entry, reach.of_lines(entry))
            found = steps.take(
                lower_class, entry, types, legend, report=report, silent=True
            )
        else:
            found = lower_class(entry, types, legend, report)
        for each in found:
            for path, name in each.imports:
                by_path[path].imports[name].used = True
        versions = (version for version in entry.versions if version.expanded)
        for version, each in zip(versions, found, strict=False):
            if not version.broken:
                yield each.version

    classes = [
        InterfaceClass(
            class_id=int(entry.node.class_id),
            name=str(entry.node.name),
            module=entry.home.stem,
            versions=tuple(sorted(lowered(entry), key=lambda each: each.version)),
            doc=entry.node.doc,
            family=entry.home.family,
            span=entry.node.class_id.span,
        )
        for entry in entries
    ]
    return tuple(sorted(classes, key=lambda c: c.class_id))


def _is_clear(entry: ClassEntry) -> bool:
    """Whether it is known what the class is made of: what stands for the rest is the same object in no other process."""
    return not any(version.broken for version in entry.versions) and all(
        each.target is not None
        for file in homes(entry)
        for each in file.imports.values()
    )


def _items(scopes: Iterable[FileScope], kind: type[Item]) -> Iterator[Item]:
    for scope in scopes:
        yield from scope.tree.of(kind)


def _having(
    scopes: Iterable[FileScope], *kinds: type[tree.Node]
) -> Iterator[tree.File]:
    """The files that have items of these kinds."""
    for scope in scopes:
        if not scope.tree.kinds.isdisjoint(kinds):
            yield scope.tree
