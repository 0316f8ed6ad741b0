"""What members, types and units are called, as text; `cosem_runtime.catalogue.find` says what each row holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ... import model as m
from ...naming import Names
from ..rendering import HEADER, source_of
from .modules import exports
from .prose import docstring
from .rows import TablesView, TableView, block, row

_KINDS = {
    m.Structure: "structure",
    m.Enumeration: "enumeration",
    m.Bits: "bits",
    m.UnitTable: "units",
    m.Alias: "type",
}


def called(model: m.Model, names: Names) -> TablesView:
    """The module `_names`."""
    members = [row(str(cls.class_id), *_members(cls)) for cls in model.classes]
    units = [
        row(str(unit.value), unit.name, unit.symbol, unit.quantity)
        for unit in model.unit_rows
    ]
    constants = (
        TableView("MEMBERS", "Final", block(members)),
        TableView("TYPES", "Final", block(list(_types(model, names)))),
        TableView("UNITS", "Final", block(units)),
    )
    return TablesView(
        header=HEADER.format(source=source_of(model)),
        docstring=docstring("What members, types and units are called.", 0),
        tables=constants,
        exports=exports(each.name for each in constants),
    )


def _members(cls: m.InterfaceClass) -> Iterator[str]:
    """`2 value` for an attribute, `m1 reset` for a method, with its versions where they are not all."""
    known: dict[str, list[int]] = {}
    for version in cls.versions:
        for attribute in version.attributes[1:]:
            known.setdefault(f"{attribute.number} {attribute.name}", []).append(
                version.version
            )
        for method in version.methods:
            known.setdefault(f"m{method.number} {method.name}", []).append(
                version.version
            )
    every = [version.version for version in cls.versions]
    for member, versions in known.items():
        yield member if versions == every else f"{member} {_listed(versions)}"


def _listed(numbers: Iterable[int]) -> str:
    return ",".join(map(str, numbers))


def _types(model: m.Model, names: Names) -> Iterator[str]:
    """Module, class_id and kind, and what there is: `scal_unit_type ScalerUnit`."""
    rows: dict[tuple[str, str], list[str]] = {}
    for target, definition in model.types.items():
        _, folder, module = names.module(target)
        owner = "" if target.class_id is None else f" {target.class_id}"
        alias = isinstance(definition, m.Alias)
        python = names.constant(target) if alias else names.type(target)
        key = (f"{folder}.{module}{owner}", _KINDS[type(definition)])
        rows.setdefault(key, []).append(f"{target.name} {python}")
    for (home, kind), types in rows.items():
        yield row(home, kind, *types)
