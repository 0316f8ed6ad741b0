"""What names mean: the types of a file, of the files it uses, of a class and of a version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol, TypeAlias

from ..diagnostics.report import Report
from ..model import Span, TypeId
from ..syntax import tree
from ..vocabulary import SIMPLE_TYPES

FileType: TypeAlias = tree.TypeDefinition | tree.Units


@dataclass(slots=True)
class Import:
    """A name that a file takes from another one."""

    span: Span
    target: TypeId | None
    """None where the name means nothing; that is reported already."""
    used: bool = False


@dataclass(slots=True, eq=False)
class FileScope:
    """A spec file with the types that its lines can name."""

    package: str
    tree: tree.File
    path: str
    """Below the package root, with forward slashes."""
    stem: str
    family: str
    types: dict[str, FileType] = field(default_factory=dict)
    imports: dict[str, Import] = field(default_factory=dict)
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    """Types of other files by name, with what `use` calls the file: for hints."""

    def find(self, name: str) -> TypeId | None:
        """The type of that name at file level, or an import."""
        if name in self.types:
            return self.identify(name)
        found = self.imports.get(name)
        if found is None:
            return None
        found.used = True
        return found.target

    def identify(self, name: str) -> TypeId:
        return TypeId(self.package, self.stem, None, None, name)

    def knows(self, name: str) -> bool:
        """Whether the name is defined or imported here, even as an import that failed."""
        return name in self.types or name in self.imports

    def names(self) -> Iterator[str]:
        yield from self.types
        yield from self.imports


@dataclass(frozen=True, slots=True, eq=False)
class Declaration:
    """A named type of a class, as written or as a difference made it; known by identity."""

    node: tree.TypeDefinition
    home: FileScope
    """The file that the names inside it are looked up in."""
    homes: Mapping[str, FileScope]
    """For fields that a difference in another file wrote: that file, by the field's name."""
    uses: tuple[tuple[str, FileScope], ...]
    """The named types inside it, with the file of the line."""


def declare(
    node: tree.TypeDefinition,
    home: FileScope,
    homes: Mapping[str, FileScope] = MappingProxyType({}),
) -> Declaration:
    uses: dict[tuple[str, FileScope], None] = {}
    if isinstance(node, tree.Structure):
        for member in node.fields:
            file = homes.get(member.name, home)
            uses.update(((name, file), None) for name in names_in(member.type))
    elif isinstance(node, tree.Alias):
        uses.update(((name, home), None) for name in names_in(node.type))
    return Declaration(node, home, homes, tuple(uses))


def names_in(use: tree.TypeUse) -> Iterator[str]:
    """The names of a type expression, in order."""
    for each in tree.with_inner(use):
        if isinstance(each, tree.NamedTypeUse) and each.name not in SIMPLE_TYPES:
            yield str(each.name)


def report_defined(
    name: tree.Name, where: str, known: tree.Name, report: Report, hint: str = ""
) -> None:
    """Report that a type's name is taken by one that is `known`."""
    report.error(
        name.span,
        "C202",
        f"type '{name}' is already defined in {where} (line {known.span.line})",
        hint,
    )


class Environment(Protocol):
    """What names mean for lines of one place."""

    def find(self, name: str, home: FileScope) -> TypeId | None:
        """The type that `name` means in a line of the file `home`; None when it means nothing."""

    def knows(self, name: str, home: FileScope) -> bool:
        """Whether the name is known at all, even if what it stands for was reported."""

    def names(self, home: FileScope) -> Iterator[str]:
        """Every name that could be meant, for hints."""


class FileEnvironment:
    """Lines at file level."""

    def find(self, name: str, home: FileScope) -> TypeId | None:
        return home.find(name)

    def knows(self, name: str, home: FileScope) -> bool:
        return home.knows(name)

    def names(self, home: FileScope) -> Iterator[str]:
        return home.names()


class ClassEnvironment:
    """Types of a class or of one of its versions; a version shares what it does not change.

    `bases` are the environments that declarations may come from: the version's origin and the class itself.
    In an incomplete one (its origin is missing, which is reported) any name may be known.
    """

    def __init__(
        self,
        declarations: dict[str, Declaration],
        owner: TypeId,
        bases: tuple[ClassEnvironment, ...] = (),
        incomplete: bool = False,
    ) -> None:
        self.declarations = declarations
        self._incomplete = incomplete
        self._owner = owner
        self._bases = bases
        self._ids: dict[str, TypeId] = {}
        self._open: dict[str, Iterator[tuple[str, FileScope]]] = {}
        """Names on the way to one that is being identified, with what is left inside them."""

    def find(self, name: str, home: FileScope) -> TypeId | None:
        return self.identify(name) if name in self.declarations else home.find(name)

    def knows(self, name: str, home: FileScope) -> bool:
        return self._incomplete or name in self.declarations or home.knows(name)

    def names(self, home: FileScope) -> Iterator[str]:
        yield from self.declarations
        yield from home.names()

    def identify(self, name: str) -> TypeId:
        """The definition behind a declared name: an older one if it and all inside it is unchanged."""
        known = self._ids.get(name)
        if known is None:
            own = self._owner._replace(name=name)
            if name in self._open:  # inside itself: reported with the order of types
                return own
            for each in self._inner_first(name):
                known = self._inherited(each) or self._owner._replace(name=each)
                self._ids[each] = known
            known = self._ids[name]
        return known

    def _inner_first(self, start: str) -> Iterator[str]:
        """The names that are not identified yet: those inside it, and then this one itself."""
        self._open[start] = iter(self.declarations[start].uses)
        while self._open:
            name, uses = next(reversed(self._open.items()))
            for inner, _ in uses:
                if (
                    inner in self.declarations
                    and inner not in self._ids
                    and inner not in self._open
                ):
                    self._open[inner] = iter(self.declarations[inner].uses)
                    break
            else:
                yield name
                del self._open[name]

    def settle(self) -> None:
        """Identify all that is declared, before another environment asks for it."""
        for name in self.declarations:
            self.identify(name)

    def owns(self, name: str) -> bool:
        return self.identify(name)[:4] == self._owner[:4]

    def _inherited(self, name: str) -> TypeId | None:
        declaration = self.declarations[name]
        for base in self._bases:
            if base.declarations.get(name) is declaration and all(
                self.find(inner, file) == base.find(inner, file)
                for inner, file in declaration.uses
            ):
                return base.identify(name)
        return None
