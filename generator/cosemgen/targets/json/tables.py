"""The model as CSV tables, for spreadsheets and data bases."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from cosemgen.model import (
    Bits,
    Enumeration,
    Facts,
    Group,
    InterfaceClass,
    Model,
    NamedType,
    Structure,
    UnitTable,
)
from cosemgen.notation import codes_text, literal_text, type_text

from ...json_text import type_path
from ...nodes import device_class_of, state_class_of

Row: TypeAlias = Sequence[str | int | None]

HEADERS: Final = {
    "classes": (
        *("class_id", "version", "name", "family", "clause", "edition"),
        *("minimum", "maximum", "confidence", "confidence_reason", "description"),
    ),
    "attributes": (
        *("class_id", "version", "number", "name", "type", "mark", "default"),
        *("short_name", "unit", "secret", "read_only", "unconfirmed", "description"),
    ),
    "methods": (
        *("class_id", "version", "number", "name", "parameter", "returns"),
        *("presence", "short_name", "unconfirmed", "description"),
    ),
    "fields": ("structure", "number", "name", "type", "default", "unit", "description"),
    "values": ("type", "base", "value", "last", "name", "kind", "label"),
    "units": ("value", "name", "symbol", "quantity", "si"),
    "codes": (
        *("medium", "group", "table", "codes", "meaning", "kind", "units"),
        *("integral_meaning", "integral_unit", "note"),
    ),
    "objects": (
        *("pattern", "A", "B", "C", "D", "E", "F", "name", "kind", "classes"),
        *("values", "units", "clause", "confidence", "note"),
    ),
    "in_use": (
        *("pattern", "A", "B", "C", "D", "E", "F", "label", "reads", "shown", "dumps"),
        *("device_class", "state_class", "note"),
    ),
}


def tables(model: Model) -> dict[str, str]:
    """Every table by name, with a header row, in UTF-8 and with line feeds.

    A text that begins with `=`, `+`, `-`, `@`, a tab or a carriage return, and is no number, has a `'` before it.
    """
    rows = {
        **{name: rows_of_classes(name, model.classes) for name in OF_CLASSES},
        **{name: rows_of_types(name, model.types.values()) for name in OF_TYPES},
        **{name: rows_of_codes(name, model) for name in OF_CODES},
    }
    return {name: table(name, rows[name]) for name in HEADERS}


def table(name: str, *rows: str) -> str:
    """A table of its rows, which are text already."""
    return "".join((_text([HEADERS[name]]), *rows))


def rows_of_classes(name: str, classes: Iterable[InterfaceClass]) -> str:
    return _text(row for each in classes for row in OF_CLASSES[name](each))


def rows_of_types(name: str, types: Iterable[NamedType]) -> str:
    return _text(row for each in types for row in OF_TYPES[name](each))


def rows_of_codes(name: str, model: Model) -> str:
    return _text(OF_CODES[name](model))


def _text(rows: Iterable[Row]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([*map(_tame, row)] for row in rows)
    return out.getvalue()


def _tame(cell: str | int | None) -> str | int | None:
    """A spreadsheet takes a text for a formula that begins like one; behind a quote it does not."""
    if isinstance(cell, str) and cell[:1] in _FORMULA and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


_FORMULA: Final = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")
"""What a formula begins with, in full width too."""
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


def _versions(each: InterfaceClass) -> Iterator[Row]:
    for v in each.versions:
        yield (
            *(each.class_id, v.version, each.name, each.family, v.clause, v.edition),
            *(v.cardinality.minimum, v.cardinality.maximum),
            *(v.confidence, v.confidence_reason),
            v.doc or each.doc,
        )


def _attributes(each: InterfaceClass) -> Iterator[Row]:
    for v in each.versions:
        for a in v.attributes:
            yield (
                *(each.class_id, v.version, a.number, a.name, type_text(a.type)),
                *(a.mark, literal_text(a.default), a.short_name, a.facts.unit),
                *_marks(a.facts),
                *(a.facts.unconfirmed, a.doc),
            )


def _marks(facts: Facts) -> tuple[str, str]:
    return "yes" if facts.secret else "", "yes" if facts.read_only else ""


def _methods(each: InterfaceClass) -> Iterator[Row]:
    for v in each.versions:
        for m in v.methods:
            parameter = m.parameter
            yield (
                *(each.class_id, v.version, m.number, m.name),
                type_text(parameter.type if parameter else None),
                *(type_text(m.returns), m.presence, m.short_name),
                *(m.facts.unconfirmed, m.doc),
            )


def _fields(each: NamedType) -> Iterator[Row]:
    if isinstance(each, Structure):
        for number, field in enumerate(each.fields, 1):
            yield (
                *(type_path(each.id), number, field.name, type_text(field.type)),
                *(literal_text(field.default), field.facts.unit, field.doc),
            )


def _values(each: NamedType) -> Iterator[Row]:
    if isinstance(each, (Enumeration, Bits)):
        kind = "bit" if isinstance(each, Bits) else "value"
        head = (type_path(each.id), each.base)
        for member in each.members:
            number = member.value
            yield (*head, number, number, member.name, kind, member.label)
        for span in each.spans:
            yield (*head, span.first, span.last, "", span.kind, span.label)


def _units(each: NamedType) -> Iterator[Row]:
    if isinstance(each, UnitTable):
        for row in each.rows:
            yield row.value, row.name, row.symbol, row.quantity, row.si


def _codes(model: Model) -> Iterator[Row]:
    yield from _group_codes("", model.groups)
    for medium in model.media:
        if medium.same_as is None:
            yield from _group_codes(str(medium.code), medium.groups)


def _group_codes(medium: str, groups: Iterable[Group]) -> Iterator[Row]:
    for group in groups:
        for code in group.codes:
            yield (
                *(medium, group.letter, group.name, codes_text(code.codes)),
                *(code.meaning, code.kind, " ".join(code.units)),
                *(code.integral_meaning, code.integral_unit, code.note),
            )


def _objects(model: Model) -> Iterator[Row]:
    for each in model.objects:
        yield (
            each.pattern,
            *map(codes_text, each.match),
            *(each.name, each.kind, " ".join(map(str, each.classes))),
            *(" ".join(each.values), " ".join(each.units)),
            *(each.clause, each.confidence, each.note),
        )


def _in_use(model: Model) -> Iterator[Row]:
    for each in model.rows_in_use:
        yield (
            each.pattern,
            *map(codes_text, each.match),
            *(each.label, each.reads, each.shown, each.dumps),
            *(device_class_of(each), state_class_of(each), each.note),
        )


OF_CLASSES: Final[Mapping[str, Callable[[InterfaceClass], Iterator[Row]]]] = {
    "classes": _versions,
    "attributes": _attributes,
    "methods": _methods,
}
OF_TYPES: Final[Mapping[str, Callable[[NamedType], Iterator[Row]]]] = {
    "fields": _fields,
    "values": _values,
    "units": _units,
}
OF_CODES: Final[Mapping[str, Callable[[Model], Iterator[Row]]]] = {
    "codes": _codes,
    "objects": _objects,
    "in_use": _in_use,
}
