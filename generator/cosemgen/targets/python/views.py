"""What the templates see: everything named, spelled and laid out.

Text of several lines starts where the template puts it; the template indents the lines after the
first with `indent`.  An empty text means that the thing is absent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, TypeAlias


@dataclass(frozen=True, slots=True)
class MemberView:
    """An enumerator, a named bit or a field."""

    name: str
    code: str
    """Its value, its test, or its assignment."""
    docstring: str = ""


@dataclass(frozen=True, slots=True)
class EnumerationView:
    template: ClassVar[str] = "enumeration.py.jinja"
    name: str
    docstring: str
    members: tuple[MemberView, ...]


@dataclass(frozen=True, slots=True)
class UnitsView:
    """The enumeration of units, with its table of symbols."""

    template: ClassVar[str] = "units.py.jinja"
    name: str
    docstring: str
    members: tuple[MemberView, ...]
    table: str
    """Name of the table."""
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BitsView:
    template: ClassVar[str] = "bits.py.jinja"
    name: str
    docstring: str
    base: str
    width: str
    bits: str
    """The table of names and numbers."""
    members: tuple[MemberView, ...]


@dataclass(frozen=True, slots=True)
class StructureView:
    template: ClassVar[str] = "structure.py.jinja"
    name: str
    docstring: str
    base: str
    slots: str
    match_args: str
    signature: str
    fields: tuple[MemberView, ...]
    equality: str
    hash: str
    representation: str
    descriptor: str


@dataclass(frozen=True, slots=True)
class ConstantView:
    """A descriptor that several places share, or that has a name in the standard."""

    template: ClassVar[str] = "constant.py.jinja"
    name: str
    statement: str
    docstring: str = ""


@dataclass(frozen=True, slots=True)
class AttributeView:
    """An attribute in the body and the constructor of its class."""

    name: str
    declaration: str
    assignment: str
    docstring: str


@dataclass(frozen=True, slots=True)
class ClassView:
    """One version of an interface class."""

    template: ClassVar[str] = "interface_class.py.jinja"
    name: str
    base: str
    head: str
    docstring: str
    slots: str
    match_args: str
    class_id: int
    version: int
    title: str
    attributes: str
    methods: str
    members: tuple[AttributeView, ...]
    signature: str


Definition: TypeAlias = (
    EnumerationView | UnitsView | BitsView | StructureView | ConstantView | ClassView
)


@dataclass(frozen=True, slots=True)
class ModuleView:
    """A module of definitions."""

    template: ClassVar[str] = "module.py.jinja"
    header: str
    docstring: str
    imports: tuple[str, ...]
    typing: str
    exports: str
    bases: tuple[str, ...]
    """Bases that type checkers find in the stub; the run time has InterfaceClass instead."""
    definitions: tuple[Definition, ...]
    aliases: tuple[str, ...]
    """Statements that give further names to what is defined."""


@dataclass(frozen=True, slots=True)
class StubClassView:
    """A class that type checkers see."""

    head: str
    members: tuple[str, ...]
    """Its functions, each with its decorators."""


@dataclass(frozen=True, slots=True)
class StubView:
    """A stub."""

    template: ClassVar[str] = "stub.pyi.jinja"
    header: str
    docstring: str
    imports: tuple[str, ...]
    classes: tuple[StubClassView, ...] = ()
    functions: tuple[str, ...] = ()
    """Each with its decorators."""


@dataclass(frozen=True, slots=True)
class LazyView:
    """A package that loads a module when one of its names is first asked for."""

    template: ClassVar[str] = "lazy.py.jinja"
    header: str
    docstring: str
    imports: tuple[str, ...]
    """Where type checkers find the names."""
    homes: tuple[str, ...]
    """Rows of name and module."""
    exports: str


@dataclass(frozen=True, slots=True)
class PackageView:
    """The package itself; `homes` and `functions` are empty for one without a catalogue."""

    template: ClassVar[str] = "package.py.jinja"
    header: str
    docstring: str
    name: str
    runtime_api: int
    imports: tuple[str, ...]
    modules: tuple[str, ...]
    homes: tuple[str, ...]
    types: tuple[str, ...]
    """Names of `types` that the package passes on."""
    functions: tuple[str, ...]
    typed: tuple[str, ...]
    """Those of the functions whose types are those of the catalogue's method."""
    exports: str


@dataclass(frozen=True, slots=True)
class TableView:
    """A constant."""

    name: str
    type: str
    text: str


@dataclass(frozen=True, slots=True)
class TablesView:
    """A module of constant tables, laid out here and left alone by black."""

    template: ClassVar[str] = "tables.py.jinja"
    header: str
    docstring: str
    tables: tuple[TableView, ...]
    exports: str


View: TypeAlias = ModuleView | StubView | LazyView | PackageView | TablesView
