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
from .definitions import lower_definition
from .facts import lower_facts
from .imports import by_stem, elsewhere, enter_file, resolve_imports
from .legend import Legend, legend_of
from .obis import lower_group, lower_media, lower_object
from .order import in_order
from .rows import object_rows, value_lists
from .scope import FileEnvironment, FileScope
from .table import ClassEntry, VersionEntry, VersionKey, enter_class, expand_all
from .tables import lower_data_type, lower_layout

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
    for scope in scopes:
        scope.elsewhere = hints
        resolve_imports(scope, known_files, package.needs, report)

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
    known |= own
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
        package,
        tuple(foundation.model for foundation in foundations),
        tuple(
            lower_data_type(row, report)
            for node in _items(scopes, tree.DataTypes)
            for row in node.types
        ),
        tuple(lower_layout(node, report) for node in _items(scopes, tree.Layout)),
        types,
        _classes(classes, expanded, legend, order, report),
        tuple(lower_group(node, report) for node in _items(scopes, tree.Group)),
        (),
        lower_media(list(_items(scopes, tree.Medium)), report),
        tuple(
            lower_object(node, package.name, legend, lists, report)
            for scope in scopes
            for node in object_rows(scope.tree.items, report)
        ),
        {f.path: sha256(f.text.encode()).hexdigest() for f in parsed},
    )
    return Lowered(model, stems, own, foundations, scopes, classes, lists)


def lower_package_item(item: tree.Package, report: Report) -> Package:
    """The package's own facts."""
    needs: list[str] = []
    covered: list[str] = []
    editions: dict[str, Edition] = {}
    sources: dict[str, str] = {}
    for fact in item.facts:
        first = str(fact.arguments[0])
        if fact.word == "needs":
            if first in needs:
                report.error(fact.span, "C319", f"'needs {first}' is stated twice")
            else:
                needs.append(first)
        elif fact.word == "edition" and len(fact.arguments) == 1:
            covered.append(first)
        elif fact.word == "edition":
            if first in editions:
                report.error(fact.span, "C319", f"'edition {first}' is stated twice")
            detail = "" if fact.detail is None else str(fact.detail)
            editions.setdefault(first, Edition(first, str(fact.arguments[1]), detail))
        elif first in sources:
            report.error(fact.span, "C319", f"'source {first}' is stated twice")
        else:
            sources[first] = str(fact.arguments[1])
    return Package(
        str(item.name),
        str(item.title),
        tuple(needs),
        tuple(covered),
        tuple(editions.values()),
        sources,
        item.doc,
        item.name.span,
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
            int(entry.node.class_id),
            str(entry.node.name),
            entry.home.stem,
            tuple(
                sorted(
                    (lowered[v] for v in entry.versions if not v.broken),
                    key=lambda version: version.version,
                )
            ),
            entry.node.doc,
            entry.home.family,
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
