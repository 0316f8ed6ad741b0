"""The table of interface classes: where each is, and what it is called."""

from __future__ import annotations

from collections.abc import Iterable

from ... import model as m
from ...naming import Names
from ...naming import module as module_name
from .layout import Items, literal
from .rows import TablesView, TableView, tables


def catalogue(model: m.Model, names: Names) -> TablesView:
    """The module `_catalogue`; `cosem_runtime.catalogue` says what it has to hold."""
    needs = Items(tuple(map(literal, model.package.needs)))
    return tables(
        model,
        "Where each interface class is found.",
        TableView("SPEC", "Final", literal(model.package.name)),
        TableView("NEEDS", "Final[tuple[str, ...]]", str(needs)),
        TableView(
            "CLASSES",
            "Final[dict[int, dict[int, tuple[str, str]]]]",
            table(f"{cls.class_id}: {_versions(cls, names)}" for cls in model.classes),
        ),
        TableView(
            "NAMES",
            "Final[dict[int, str]]",
            table(f"{cls.class_id}: {literal(cls.name)}" for cls in model.classes),
        ),
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
