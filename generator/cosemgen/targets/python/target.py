"""The Python target: the model as a typed package that stands on `cosem_runtime`.

What a template sees is a view, beside what plans it: everything named, spelled and laid out. Text of several lines
starts where the template puts it, which indents the lines after the first; an empty text means that the thing is absent.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import PurePosixPath
from typing import TypeAlias

from jinja2 import Environment

from ...build.errors import BuildError
from ...model import Alias, Model
from ...naming import Names, interface_class, versioned
from ...target import Files, Options, OutputFile
from ..rendering import environment, source_of
from .catalogue import catalogue
from .modules import (
    Definition,
    ModuleView,
    class_modules,
    classes_by_stem,
    type_modules,
)
from .obis import obis
from .packages import LazyView, PackageView, lazy, package
from .provenance import provenance
from .rows import TablesView
from .signatures import StubView, catalogue_stub, class_stub, stub_module

View: TypeAlias = ModuleView | StubView | LazyView | PackageView | TablesView


class PythonTarget:
    """Writes `<package>/`: interface classes, types, and the tables that find them.

    Raises BuildError where two things of the spec would have one name in Python.
    """

    name = "python"

    def files(self, model: Model, options: Options) -> Files:
        """Every module of the package, by path."""
        names = Names(model, options.package)
        if clashes := names.clashes():
            raise BuildError("\n".join(map(str, clashes)))
        root = PurePosixPath(options.package)
        found: dict[PurePosixPath, OutputFile] = {root / "py.typed": OutputFile("")}
        for path, stem, view in plan(model, names):
            source = source_of(model, stem) if stem is not None else None
            found[root / path] = OutputFile(render(view), source)
        return found


def plan(model: Model, names: Names) -> Iterator[tuple[str, str | None, View]]:
    """Path below the package, stem of the spec file (None for many) and view of each module."""
    yield "__init__.py", None, package(model, names)
    class_homes: dict[str, str] = {}
    for stem, module, view in class_modules(model, names):
        yield f"classes/{module}.py", stem, view
    for stem, classes in classes_by_stem(model):
        stub = class_stub(model, names, stem, classes)
        yield f"classes/{stub_module(stem)}.pyi", stem, stub
    if not model.package.needs:
        yield "_interface_class.pyi", None, catalogue_stub(model, names)
    for cls in model.classes:
        home = names.class_module(cls)
        plain = interface_class(cls.name)
        class_homes[plain] = home
        for version in cls.versions:
            class_homes[versioned(plain, version.version)] = home
    yield "classes/__init__.py", None, lazy(model, "Interface classes", class_homes)
    type_homes: dict[str, str] = {}
    for stem, module, view in type_modules(model, names):
        yield f"types/{module}.py", stem, view
    for target, definition in model.types.items():
        if target.class_id is None:
            alias = isinstance(definition, Alias)
            name = names.constant(target) if alias else names.type(target)
            type_homes[name] = names.module(target)[2]
    yield "types/__init__.py", None, lazy(model, "Types of several classes", type_homes)
    yield "_catalogue.py", None, catalogue(model, names)
    yield "_obis.py", None, obis(model)
    yield "_provenance.py", None, provenance(model)


def render(view: View) -> str:
    """The text of a module; a pure function of the view."""
    if isinstance(view, ModuleView):
        definitions = tuple(map(_definition, view.definitions))
        return _text(view.template, view=view, definitions=definitions)
    return _text(view.template, view=view)


def _definition(view: Definition) -> str:
    return _text(view.template, view=view).rstrip("\n")


def _text(template: str, **values: object) -> str:
    return _environment().get_template(template).render(values)


@cache
def _environment() -> Environment:
    return environment(__package__)


TARGET = PythonTarget()
