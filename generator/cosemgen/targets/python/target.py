"""The Python target: the model as a typed package that stands on `cosem_runtime`.

What a template sees is a view, beside what plans it: everything named, spelled and laid out. Text of several lines
starts where the template puts it, which indents the lines after the first; an empty text means that the thing is absent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, TypeAlias

from ...build.errors import BuildError
from ...model import Alias, InterfaceClass, Model, NamedType
from ...model.walk import Same
from ...naming import Names, interface_class, shared_names, versioned
from ...naming import module as module_name
from ...target import Files, Later, Options, OutputFile
from ..rendering import environment, source_of
from .catalogue import catalogue
from .modules import (
    Definition,
    ModuleView,
    class_module,
    type_module,
)
from .names import called
from .obis import obis
from .packages import ArrowView, LazyView, PackageView, arrow, lazy, package
from .provenance import provenance
from .quirks import QuirksView, quirks
from .rows import TablesView
from .rules import rules
from .signatures import StubView, catalogue_stub, class_stub, stub_module
from .telegrams import LayoutsView, telegrams

if TYPE_CHECKING:
    from jinja2 import Environment

    from .profiles import ProfilesView

View: TypeAlias = (
    "ModuleView | StubView | LazyView | PackageView | TablesView | LayoutsView | QuirksView | ProfilesView | ArrowView"
)


class PythonTarget:
    """Writes `<package>/`: interface classes, types, and the tables that find them.

    Raises BuildError where two things of the spec would have one name in Python.
    """

    name = "python"

    def files(self, model: Model, options: Options) -> Files:
        """Every module of the package, by path."""
        names = shared_names(Same(model))
        if names.package != options.package:
            names = Names(model, options.package)
        if clashes := names.clashes:
            raise BuildError("\n".join(map(str, clashes)))
        root = PurePosixPath(options.package)
        found: dict[PurePosixPath, OutputFile | Later] = {
            root / "py.typed": OutputFile("")
        }
        for path, stem, view in whole(model, names):
            found[root / path] = Later(render, (view,), _source(model, stem))
        for path, stem, inputs in plan(model, options.package):
            found[root / path] = Later(_rendered, inputs, _source(model, stem))
        return found


def _source(model: Model, stem: str | None) -> str | None:
    return None if stem is None else source_of(model, stem)


def whole(model: Model, names: Names) -> Iterator[tuple[str, str | None, View]]:
    """Path below the package, stem of the spec file (None for many) and view of what stands on the whole model."""
    yield "__init__.py", None, package(model, names)
    yield "_provenance.py", None, provenance(model)
    yield "_rules.py", None, rules(model)
    yield "_names.py", None, called(model, names)


def plan(
    model: Model, package: str
) -> Iterator[tuple[str, str | None, tuple[Any, ...]]]:
    """The same of all other modules, each with the function that plans its view, and what it is given."""
    outline = model.outline
    for stem in sorted(model.classes_by_module):
        seen = model.seen_by(stem)
        module = f"classes/{module_name(stem)}.py"
        yield module, stem, (_of_classes, class_module, *seen, package, stem)
        stub = f"classes/{stub_module(stem)}.pyi"
        yield stub, stem, (_of_classes, class_stub, *seen, package, stem)
    if not model.package.needs:
        yield "_interface_class.pyi", None, (
            _of_outline,
            catalogue_stub,
            outline,
            package,
        )
        yield "arrow.py", None, (_of_outline, arrow, outline, package)
    yield "classes/__init__.py", None, (_of_outline, _classes, outline, package)
    for stem in sorted({each.id.module for each in model.types_by_class.get(None, ())}):
        module = f"types/{module_name(stem)}.py"
        yield module, stem, (_of_outline, type_module, outline, package, stem)
    yield "types/__init__.py", None, (_of_outline, _types, outline, package)
    yield "_catalogue.py", None, (_of_outline, catalogue, outline, package)
    yield "_obis.py", None, (obis, outline)
    yield "_profiles.py", None, (_profiles, outline)
    yield "_quirks.py", None, (quirks, outline)
    yield "_telegrams.py", None, (_of_outline, telegrams, outline, package)


def _rendered(planned: Callable[..., View], *inputs: object) -> str:
    return render(planned(*inputs))


def _of_classes(
    planned: Callable[[Model, Names, str], View],
    outline: Model,
    classes: tuple[InterfaceClass, ...],
    types: tuple[NamedType, ...],
    package: str,
    stem: str,
) -> View:
    model = outline.with_classes(classes, types)
    return planned(model, _names(Same(model), package), stem)


@lru_cache(maxsize=1)  # of a module and its stub, which are made one after the other
def _names(model: Same, package: str) -> Names:
    return Names(model.model, package)


def _of_outline(
    planned: Callable[..., View], outline: Model, package: str, *others: str
) -> View:
    return planned(outline, Names(outline, package), *others)


def _profiles(outline: Model) -> ProfilesView:
    # Imported here, as it makes what the runtime has of them, which loads that.
    from .profiles import profiles

    return profiles(outline)


def _classes(model: Model, names: Names) -> LazyView:
    homes: dict[str, str] = {}
    for cls in model.classes:
        home = names.class_module(cls)
        plain = interface_class(cls.name)
        homes[plain] = home
        for version in cls.versions:
            homes[versioned(plain, version.version)] = home
    return lazy(model, "Interface classes", homes)


def _types(model: Model, names: Names) -> LazyView:
    homes: dict[str, str] = {}
    for target, definition in model.types.items():
        if target.class_id is None:
            alias = isinstance(definition, Alias)
            name = names.constant(target) if alias else names.type(target)
            homes[name] = names.module(target)[2]
    return lazy(model, "Types of several classes", homes)


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
