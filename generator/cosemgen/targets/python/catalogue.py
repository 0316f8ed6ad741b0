"""The table of interface classes: where each is, and what it is called."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ... import model as m
from ...naming import Names
from ...naming import module as module_name
from ..rendering import HEADER, source_of
from .layout import Items, flat, literal
from .modules import exports
from .prose import docstring
from .views import TablesView, TableView

NAMES: Final = ("CLASSES", "NAMES", "NEEDS", "SPEC")


def catalogue(model: m.Model, names: Names) -> TablesView:
    """The module `_catalogue`; `cosem_runtime.catalogue` says what it has to hold."""
    needs = Items(tuple(map(literal, model.package.needs)))
    return TablesView(
        header=HEADER.format(source=source_of(model)),
        docstring=docstring("Where each interface class is found.", 0),
        tables=(
            TableView("SPEC", "Final", literal(model.package.name)),
            TableView("NEEDS", "Final[tuple[str, ...]]", flat(needs)),
            TableView(
                "CLASSES",
                "Final[dict[int, dict[int, tuple[str, str]]]]",
                table(
                    f"{cls.class_id}: {_versions(cls, names)}" for cls in model.classes
                ),
            ),
            TableView(
                "NAMES",
                "Final[dict[int, str]]",
                table(f"{cls.class_id}: {literal(cls.name)}" for cls in model.classes),
            ),
        ),
        exports=exports(iter(NAMES)),
    )


def table(rows: Iterable[str]) -> str:
    """A dict of one row a line."""
    body = "".join(f"    {row},\n" for row in rows)
    return f"{{\n{body}}}" if body else "{}"


def _versions(cls: m.InterfaceClass, names: Names) -> str:
    module = literal(module_name(cls.module))
    items = (
        f"{v.version}: ({module}, {literal(names.interface_class(cls.class_id, v.version))})"
        for v in cls.versions
    )
    return f"{{{', '.join(items)}}}"
