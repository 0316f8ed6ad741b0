"""One package: from the trees of its files to its model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar

from ..diagnostics.report import Report
from ..model import Edition, InterfaceClass, Model, NamedType, Package, TypeId
from ..model.walk import with_foundations
from ..syntax import tree
from .classes import lower_version
from .data_types import lower_data_type, lower_layout
from .definitions import lower_definition
from .expansion import ClassEntry, VersionEntry, VersionKey, enter_class, expand_all
from .facts import Legend, legend_of, lower_facts
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
from .scope import FileEnvironment, FileScope
from .steps import Steps
from .telegrams import lower_telegram

Item = TypeVar("Item", bound=tree.Node)


@dataclass(slots=True, eq=False)
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
        for node in scope.tree.items
        if isinstance(node, tree.Class)
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
    expanded = expand_all(entries, known, report)

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
        classes=_classes(classes, expanded, legend, order, report),
        groups=tuple(
            group
            for scope in scopes
            for group in steps.take(scope.path, lower_groups, scope.tree, report=report)
        ),
        selections=(),
        media=steps.take(
            "", lower_media, tuple(_items(scopes, tree.Medium)), report=report
        ),
        objects=tuple(
            item
            for scope in scopes
            for item in steps.take(
                scope.path,
                lower_objects,
                scope.tree,
                package.name,
                legend,
                lists,
                report=report,
            )
        ),
        in_use=tuple(
            item
            for scope in scopes
            for item in steps.take(
                scope.path, lower_lists_in_use, scope.tree, legend, report=report
            )
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
    return Lowered(model, stems, own, foundations, scopes, classes, lists)


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
    expanded: Iterable[VersionEntry],
    legend: Legend,
    order: Mapping[TypeId, int],
    report: Report,
) -> tuple[InterfaceClass, ...]:
    shared = {entry: lower_facts(entry.node.parts, legend, report) for entry in entries}
    lowered = {
        version: lower_version(version, shared[version.owner], legend, order, report)
        for version in expanded
    }
    classes = [
        InterfaceClass(
            class_id=int(entry.node.class_id),
            name=str(entry.node.name),
            module=entry.home.stem,
            versions=tuple(
                sorted(
                    (lowered[v] for v in entry.versions if not v.broken),
                    key=lambda version: version.version,
                )
            ),
            doc=entry.node.doc,
            family=entry.home.family,
            span=entry.node.class_id.span,
        )
        for entry in entries
    ]
    return tuple(sorted(classes, key=lambda c: c.class_id))


def _items(scopes: Iterable[FileScope], kind: type[Item]) -> Iterator[Item]:
    for scope in scopes:
        for item in scope.tree.items:
            if isinstance(item, kind):
                yield item
