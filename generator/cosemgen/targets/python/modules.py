"""Modules of definitions: one per spec file, for its interface classes or for its own types."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, TypeAlias

from ... import model as m
from ...model.walk import expressions, made_of, references
from ...naming import Names
from ...naming import module as module_name
from ...records import record
from ...words import listed, plural
from ..rendering import HEADER, source_of
from .classes import Classes, ClassView
from .definitions import TypeView, plan, shared, text
from .expressions import Expressions
from .imports import Imports, export_order, name_order
from .layout import Items, alone, lay, literal
from .prose import docstring, joined, prose
from .signatures import stub_module

Definition: TypeAlias = TypeView | ClassView


@record(frozen=True, slots=True)
class ModuleView:
    """A module of definitions."""

    template: ClassVar[str] = "module.py.jinja"
    header: str
    docstring: str
    imports: tuple[str, ...]
    typing: str
    exports: str
    bases: tuple[str, ...]
    """For each base that type checkers find in the stub, what the run time has instead."""
    definitions: tuple[Definition, ...]
    aliases: tuple[str, ...]
    """Statements that give further names to what is defined."""


def class_module(model: m.Model, names: Names, stem: str) -> ModuleView:
    """The module of the classes of one spec file."""
    classes = model.classes_by_module[stem]
    types = model.class_types_by_module.get(stem, ())
    words = joined(*(prose(_title(cls)) for cls in classes))
    return _plan(model, names, "classes", stem, words, types, classes)


def type_module(model: m.Model, names: Names, stem: str) -> ModuleView:
    """The module of the types of one spec file that are of no class."""
    types = [
        each for each in model.types_by_module.get(stem, ()) if each.id.class_id is None
    ]
    words = f"Types of {source_of(model, stem)}."
    return _plan(model, names, "types", stem, words, types, ())


def _title(cls: m.InterfaceClass) -> str:
    numbers = [version.version for version in cls.versions]
    versions = f"{plural('version', len(numbers))} {listed(numbers, 'and')}"
    return f"Interface class {cls.name} (class_id {cls.class_id}), {versions}"


def _plan(
    model: m.Model,
    names: Names,
    folder: str,
    stem: str,
    words: str,
    types: Sequence[m.NamedType],
    classes: tuple[m.InterfaceClass, ...],
) -> ModuleView:
    imports = Imports()
    home = (names.package, folder, module_name(stem))
    expressions = Expressions(model, names, imports, home)
    # What stands on nothing comes first; the model has the others in order.
    plain = [each for each in types if not isinstance(each, m.Structure | m.Alias)]
    built = [each for each in types if isinstance(each, m.Structure | m.Alias)]
    definitions: list[Definition] = [plan(each, expressions) for each in plain]
    definitions += shared(_coded(model, names, types, classes), expressions)
    definitions += [plan(each, expressions) for each in built]
    planner = Classes(expressions)
    for cls in classes:
        definitions += [planner.plan(cls, version) for version in cls.versions]
    aliases = {a: n for cls in classes for a, n in names.class_aliases(cls).items()}
    public = [d.name for d in definitions if not d.name.startswith("_")]
    versions = [d for d in definitions if isinstance(d, ClassView)]
    for view in versions:
        imports.annotate(f".{stub_module(stem)}", view.base)
    return ModuleView(
        header=HEADER.format(source=source_of(model, stem)),
        docstring=docstring(words, 0),
        imports=imports.run_time,
        typing="\n\n".join(imports.typing),
        exports=exports(iter([*public, *aliases])),
        bases=tuple(f"{view.base} = {view.runtime_base}" for view in versions),
        definitions=tuple(definitions),
        aliases=tuple(
            text(alone(f"{alias} = ", aliases[alias], 0))
            for alias in sorted(aliases, key=name_order)
        ),
    )


def exports(names: Iterator[str]) -> str:
    """The statement `__all__ = [...]`."""
    ordered = sorted(names, key=export_order)
    if not ordered:
        return "__all__: list[str] = []"
    return text(lay(Items(tuple(map(literal, ordered)), "[]"), 0, "__all__ = "))


def _coded(
    model: m.Model,
    names: Names,
    types: Sequence[m.NamedType],
    classes: tuple[m.InterfaceClass, ...],
) -> list[m.TypeId]:
    """Enumerations and bits that the module refers to, in the order of their names.

    Neither how often nor where they are used plays a part: a version that uses one more
    leaves the lines of the others alone.
    """
    found = [each for named in types for each in made_of(named)]
    found += [e for cls in classes for v in cls.versions for e in expressions(v)]
    used = {
        target
        for expression in found
        for target in references(expression)
        if not isinstance(model.type(target), m.Structure | m.Alias)
    }
    return sorted(used, key=names.type)
