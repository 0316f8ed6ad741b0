"""The OBIS tables as text, one row a line; `cosem_runtime.obis.tables` says what each row holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from ... import model as m
from ...build.errors import BuildError
from ...notation import range_text
from ...vocabulary import COMPLEX_TYPES, SIMPLE_TYPES
from .catalogue import table
from .layout import literal
from .rows import TablesView, TableView, block, row, tables

TAGS: Final[Mapping[str, int]] = {
    **{simple.name: simple.tag for simple in SIMPLE_TYPES.values()},
    **COMPLEX_TYPES,
}
"""Tags of the common data types."""


def obis(model: m.Model) -> TablesView:
    """The module `_obis`."""
    units = _Units(model)
    own = [medium for medium in model.media if medium.same_as is None]
    groups = [
        *(line for group in model.groups for line in _group(group, "", units)),
        *(
            line
            for medium in own
            for group in medium.groups
            for line in _group(group, str(medium.code), units)
        ),
    ]
    selections = [
        *(_selection(selection, "") for selection in model.selections),
        *(_selection(s, str(medium.code)) for medium in own for s in medium.selections),
    ]
    objects = [_object(each, units) for each in model.objects]
    in_use = [
        row(
            match_text(each.match),
            each.label,
            each.reads or "",
            each.shown,
            str(each.dumps or ""),
        )
        for each in model.rows_in_use
        if each.label or each.reads or each.shown or each.dumps
    ]
    media = {medium.code: medium.name for medium in model.media}
    same = {each.code: each.same_as for each in model.media if each.same_as is not None}
    return tables(
        model,
        "What OBIS codes mean.",
        TableView(
            "MEDIA",
            "Final[dict[int, str]]",
            table(f"{code}: {literal(media[code])}" for code in sorted(media)),
        ),
        TableView(
            "SAME_MEDIA",
            "Final[dict[int, int]]",
            table(f"{code}: {same[code]}" for code in sorted(same)),
        ),
        TableView("UNITS", "Final[dict[int, str]]", units.table()),
        TableView("GROUPS", "Final", block(groups)),
        TableView("SELECTIONS", "Final", block(selections)),
        TableView("OBJECTS", "Final", block(objects)),
        TableView("IN_USE", "Final", block(in_use)),
    )


class _Units:
    """Units by name, with a memory of those that rows use."""

    def __init__(self, model: m.Model) -> None:
        self._model = model
        self._used: dict[int, str] = {}

    def value(self, name: str | None) -> str:
        if name is None:
            return ""
        found = self._model.units.get(name)
        if found is None:
            raise BuildError(
                f"the unit {name} of an OBIS code is not in any table of units"
            )
        self._used[found.value] = found.symbol
        return str(found.value)

    def values(self, names: Iterable[str]) -> str:
        return ",".join(map(self.value, names))

    def table(self) -> str:
        return table(f"{v}: {literal(self._used[v])}" for v in sorted(self._used))


def _group(group: m.Group, medium: str, units: _Units) -> list[str]:
    name = _table(medium, group.letter, group.name)
    return [
        row(
            name,
            _codes(code.codes),
            code.meaning,
            code.kind or "",
            _flags(code),
            units.values(code.units),
            units.value(code.integral_unit),
            code.integral_meaning,
            code.note,
            code.unconfirmed or "",
        )
        for code in group.codes
    ]


def _flags(code: m.Code) -> str:
    flags = {"integral": code.integral, "dimensionless": code.dimensionless}
    return " ".join(name for name, present in flags.items() if present)


def _selection(selection: m.Selection, medium: str) -> str:
    conditions = [f"{letter}={_codes(codes)}" for letter, codes in selection.conditions]
    return row(_table(medium, selection.letter, selection.table), *conditions)


def _object(each: m.ObisObject, units: _Units) -> str:
    match = match_text(each.match)
    return row(
        f"{match} alternative" if each.alternative else match,
        each.name,
        each.kind or "",
        ",".join(
            (
                f"{number}.{each.class_versions[number]}"
                if number in each.class_versions
                else str(number)
            )
            for number in each.classes
        ),
        ",".join(str(TAGS[value]) for value in each.values),
        units.values(each.units),
        each.clause,
        each.confidence or "",
        ",".join(map(str, each.core_classes)),
        each.note,
        each.unconfirmed or "",
    )


def _table(medium: str, letter: str, name: str) -> str:
    return f"{medium}{letter} {name}".rstrip()


def match_text(groups: Iterable[m.Codes]) -> str:
    return ".".join(map(_codes, groups))


def _codes(codes: m.Codes) -> str:
    return ",".join(range_text(first, last, "-") for first, last in codes)
