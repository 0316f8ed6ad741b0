"""Every class version by its identity, and in which order they can be written out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ..diagnostics.report import Report
from ..model import Change, TypeId
from ..syntax import tree
from ..words import around
from .facts import ClassFacts
from .scope import ClassEnvironment, Declaration, FileScope, declare, report_defined
from .versions import Contents, Editor


class VersionKey(NamedTuple):
    class_id: int
    version: int


@dataclass(slots=True, eq=False)
class ClassEntry:
    """A class as written, with the types that all its versions share."""

    node: tree.Class
    home: FileScope
    environment: ClassEnvironment
    versions: list[VersionEntry] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class VersionEntry:
    """A version as written; once expanded also what it has in full."""

    node: tree.Version
    owner: ClassEntry
    origin: VersionEntry | None = None
    contents: Contents = field(default_factory=Contents)
    environment: ClassEnvironment = field(init=False)
    changes: list[Change] = field(default_factory=list)
    facts: ClassFacts | None = None
    """With those that it inherits; None as long as nobody has asked."""
    expanded: bool = False
    broken: bool = False
    """The origin is missing, here or further back: what the version has is not known in full."""
    misnumbered: bool = False
    """An attribute has a number that it cannot have, here or further back: gaps may be no others."""

    @property
    def key(self) -> VersionKey:
        return VersionKey(int(self.owner.node.class_id), int(self.node.number))


def enter_class(node: tree.Class, home: FileScope, report: Report) -> ClassEntry:
    """The class with the types at its own level; its versions are entered but not expanded."""
    declarations: dict[str, Declaration] = {}
    for part in node.parts:
        if isinstance(part, tree.Structure | tree.Enumeration | tree.Alias):
            known = declarations.get(part.name)
            if known is None:
                declarations[str(part.name)] = declare(part, home)
            else:
                report_defined(part.name, node.name, known.node.name, report)
    owner = TypeId(home.package, home.stem, int(node.class_id), None, "")
    entry = ClassEntry(node, home, ClassEnvironment(declarations, owner))
    for part in node.parts:
        if isinstance(part, tree.Version):
            entry.versions.append(VersionEntry(part, entry))
    return entry


def expand_all(
    entries: Iterable[VersionEntry],
    known: Mapping[VersionKey, VersionEntry],
    report: Report,
) -> None:
    """Expands each version after its origin."""
    for start in entries:
        chain: dict[VersionEntry, None] = {}
        entry: VersionEntry | None = start
        while entry is not None and not entry.expanded:
            if entry in chain:
                way = list(chain)
                _report_cycle(way[way.index(entry) :], report)
                break
            chain[entry] = None
            entry.origin = _origin(entry, known, report)
            entry = entry.origin
        for entry in reversed(chain):
            _expand(entry, report)


def _origin(
    entry: VersionEntry, known: Mapping[VersionKey, VersionEntry], report: Report
) -> VersionEntry | None:
    written = entry.node.origin
    if written is None:
        return None
    own_id = entry.owner.node.class_id
    class_id = own_id if written.class_id is None else written.class_id
    found = known.get(VersionKey(int(class_id), int(written.version)))
    if found is None:
        ids = {key.class_id for key in known}
        versions = [
            str(key.version)
            for key in known
            if key.class_id == class_id and key != entry.key
        ]
        if class_id not in ids:
            message = f"unknown class {class_id:d}"
        else:
            message = f"class {class_id:d} has no version {written.version:d}"
        near = f"expected one of {', '.join(versions)}" if versions else ""
        report.error(
            written.version.span,
            "C313",
            f"{message} to write version {entry.node.number:d} of "
            f"{entry.owner.node.name} from",
            near,
        )
    return found


def _report_cycle(cycle: list[VersionEntry], report: Report) -> None:
    first = min(cycle, key=lambda entry: entry.node.span)
    at = cycle.index(first)
    ring = [*cycle[at:], *cycle[:at], first]
    names = [f"{e.owner.node.name} version {e.node.number:d}" for e in ring]
    way = around(names, " from ")
    report.error(
        first.node.number.span, "C314", f"versions are written from one another: {way}"
    )


def _expand(entry: VersionEntry, report: Report) -> None:
    owner, node = entry.owner, entry.node
    origin = entry.origin
    shared = owner.environment
    inherits = origin is not None and origin.expanded
    contents = origin.contents.copy() if origin is not None and inherits else Contents()
    entry.broken = node.origin is not None and (
        origin is None or not inherits or origin.broken
    )
    # What the class shares is there for every version, unless the version changes or removes it.
    if origin is None or not inherits or origin.owner is not owner:
        for name, declaration in shared.declarations.items():
            contents.types.setdefault(name, declaration)
    editor = Editor(
        contents,
        owner.home,
        f"{owner.node.name} version {node.number:d}",
        report,
        has_origin=node.origin is not None,
        origin_is_known=not entry.broken
        and not (origin is not None and origin.misnumbered),
    )
    editor.apply(node.parts)
    entry.contents = contents
    entry.changes = editor.changes
    entry.misnumbered = editor.misnumbered or (
        origin is not None and origin.misnumbered
    )
    bases: tuple[ClassEnvironment, ...] = (shared,)
    if origin is not None and inherits:
        bases = (origin.environment, shared)
    own = TypeId(
        owner.home.package,
        owner.home.stem,
        int(owner.node.class_id),
        int(node.number),
        "",
    )
    entry.environment = ClassEnvironment(contents.types, own, bases, entry.broken)
    entry.environment.settle()
    entry.expanded = True
