"""Everything at once that is otherwise imported or built when it is first needed."""

from __future__ import annotations

from ..errors import CosemError, cut

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..interface import InterfaceClass
    from ..types import DataType
    from .registered import Registered

__all__ = ["prepare_classes", "prepare_layouts", "prepare_modules"]

_MODULES = (
    *("axdr", "compact", "datetimes.conversion", "datetimes.text", "decimals"),
    *("interface.description", "interface.objects", "jsonvalues", "obis.description"),
    *("catalogue.clashes", "catalogue.quirks", "datetimes.unix", "obis.written"),
    *("profile", "push.meaning", "push.reading", "push.text", "catalogue.find"),
    *("catalogue.provenance", "catalogue.rules", "telegram"),
)
"""Modules of the runtime that are imported late, or import late."""
_STANDARD = ("datetime", "decimal", "difflib", "importlib.metadata", "ipaddress")
"""Modules of Python that are."""


def prepare_modules(registered: Registered) -> None:
    """Import the runtime, and every public name of generated packages but classes.

    Raises CosemError for a package that is incomplete.
    """
    from importlib import import_module

    for name in _STANDARD:
        import_module(name)
    for name in _MODULES:
        import_module(f"cosem_runtime.{name}")
    for package in registered.packages.values():
        package.quirks()
        for module in (import_module(package.name), package.module("types")):
            try:
                for name in module.__all__:
                    getattr(module, name)
            except (AttributeError, TypeError) as error:  # no such names, or no names
                reason = (
                    f"{package.name} is an incomplete package: {cut(str(error), 200)}"
                )
                raise CosemError(reason) from error


def prepare_layouts(registered: Registered) -> None:
    """Find the layouts of lists, and plan the codecs of what stands in them."""
    prepared: set[int] = set()
    for layout in registered.layouts():
        for item in layout.items:
            _prepare(item.type, prepared)


def prepare_classes(registered: Registered, class_ids: Iterable[int]) -> None:
    """Import these classes in every version, and plan the codecs of their values.

    Raises UnknownClassError for a class that is not known.
    """
    prepared: set[int] = set()
    for class_id in class_ids:
        registered.interface_class(class_id, None)
        for version in registered.versions(class_id):
            kind = registered.interface_class(class_id, version)
            registered.provenance(class_id, version)
            registered.rules(class_id, version)
            for each in _types(kind):
                _prepare(each, prepared)


def _types(kind: type[InterfaceClass]) -> Iterator[DataType]:
    """The types that the facts of a class state."""
    for attribute in kind.ATTRIBUTES:
        yield attribute.type
        for selector in attribute.selectors:
            yield selector.type
            if selector.returns is not None:
                yield selector.returns
    for method in kind.METHODS:
        for each in (method.parameter, method.returns):
            if each is not None:
                yield each


def _prepare(kind: DataType, prepared: set[int]) -> None:
    """Prepare a type and those in it, each once."""
    if id(kind) not in prepared:
        prepared.add(id(kind))
        kind.prepare()
        for inner in kind.inner():
            _prepare(inner, prepared)
