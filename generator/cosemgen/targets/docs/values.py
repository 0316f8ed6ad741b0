"""Pages about values: shared types, units, data types, layouts of dates and times."""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter
from typing import Final

from ...model import DataType, Layout, LayoutField, TypeId, UnitTable
from ...spelling import camel
from . import labels
from .definitions import shared_definition, value_table
from .expressions import MINUS, ends, interval, number
from .facts import described, marked
from .markup import (
    Row,
    blocks,
    code,
    paragraphs,
    place,
    prose,
    spaced,
    table,
    text,
)
from .site import Site
from .views import GroupView, SectionsPage, sections_page

_PYTHON: Final = {
    "null-data": "`None`",
    "array": "`list`",
    "structure": "its class; in a CHOICE `tuple`",
    "compact-array": "`CompactArray`",
    "boolean": "`bool`",
    "bit-string": "its class of named bits, or `BitString`",
    "octet-string": "`bytes`, or what it holds: `Obis`, `DateTime`, ...",
    "visible-string": "`str`; in a CHOICE `VisibleString`",
    "utf8-string": "`str`; in a CHOICE `Utf8String`",
    "enum": "its enumeration; in a CHOICE `Enum`",
    "float32": "`float`; in a CHOICE `Float32`",
    "float64": "`float`; in a CHOICE `Float64`",
    "date-time": "`DateTime`",
    "date": "`Date`",
    "time": "`Time`",
    "dont-care": "`DONT_CARE`",
}
"""Values in Python; types that are not listed are integers."""


# ---------------------------------------------------------------- shared types


def types_page(
    site: Site, users: Iterable[tuple[TypeId, tuple[int, ...]]]
) -> SectionsPage:
    """Named types that belong to no class, by their files; `users` are the classes that use each."""
    used_by = dict(users)
    return sections_page(
        source="the type files of the spec",
        label="types",
        title="Shared types",
        lead="Types that several classes use, by the file of the spec that defines them.",
        groups=(
            GroupView(
                labels.named("types", module),
                text(module.replace("_", " ").capitalize()),
                sections=tuple(
                    shared_definition(site, each, used_by[each.id]) for each in types
                ),
            )
            for module, types in site.shared_types.items()
        ),
    )


# ---------------------------------------------------------------- units


def units_page(site: Site, units: UnitTable) -> SectionsPage:
    """The enumeration of physical units."""
    rows: list[tuple[int, Row]] = [
        (
            row.value,
            {
                "Code": place(str(row.value), labels.named("unit", row.name)),
                "Unit": marked(row.name, row.facts),
                "Symbol": text(row.symbol),
                "Quantity": described(site, row.quantity, row.facts),
                "In SI": text(row.si),
            },
        )
        for row in units.rows
    ]
    rows += [
        (
            each.first,
            {
                "Code": interval(each.first, each.last),
                "Unit": f"*{each.kind}*",
                "Symbol": "",
                "Quantity": prose(each.label),
                "In SI": "",
            },
        )
        for each in units.spans
    ]
    body = table((row for _, row in sorted(rows, key=itemgetter(0))), right=("Code",))
    return sections_page(
        source=site.source(units.span),
        label="units",
        title="Units",
        lead=blocks(
            paragraphs(units.doc), f"In Python: {code(site.names.type(units.id))}."
        ),
        groups=(GroupView("units-by-code", "By code", body),),
    )


# ---------------------------------------------------------------- data types and layouts


def data_types_page(site: Site) -> SectionsPage:
    """Common data types with their tags, and the octets of dates and times."""
    rows = (_data_type(site, each) for each in site.model.data_types)
    return sections_page(
        source="the data types of the spec",
        label="data-types",
        title="Data types, dates and times",
        lead=_LEAD,
        groups=(
            GroupView(
                "data-types-by-tag", "By tag", table(rows, right=("Tag", "Octets"))
            ),
            *(_layout(site, each) for each in site.model.layouts),
        ),
    )


_LEAD: Final = (
    "Every value on the wire begins with the tag of its type. Where a CHOICE leaves the type open, "
    "numbers and strings in Python keep it, so that they are sent back as they came; they are "
    "numbers and strings all the same."
)


def _data_type(site: Site, found: DataType) -> Row:
    low, high = found.bounds or (None, None)
    doc = described(site, found.doc, found.facts)
    return {
        "Tag": place(str(found.tag), labels.named("data-type", found.name)),
        "Hex": f"`{found.tag:02X}`",
        "Type": marked(found.name, found.facts),
        "Octets": number(found.octets),
        "Values": "" if low is None else f"{_limit(low)} to {_limit(high)}",
        "Meaning": spaced(prose(found.label), doc),
        "In Python": _PYTHON.get(found.name)
        or f"`int`; in a CHOICE `{camel(found.name)}`",
    }


def _limit(value: int | None) -> str:
    """A number, or the power of two beside it where it would be too long to read."""
    if value is None or abs(value) < 10**10:
        return number(value)
    if value < 0:
        return f"{MINUS}2{_superscript((-value).bit_length() - 1)}"
    return f"2{_superscript(value.bit_length())} {MINUS} 1"


def _superscript(value: int) -> str:
    return str(value).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))


def _layout(site: Site, layout: Layout) -> GroupView:
    rows = []
    at = 0
    for field in layout.fields:
        rows.append(_field(site, at, field))
        at += field.octets
    special = (
        blocks(
            f"**{code(field.name)}**",
            value_table(site, "Value", field.members, field.spans),
        )
        for field in layout.fields
        if field.members or field.spans
    )
    body = blocks(
        paragraphs(layout.doc), f"{layout.octets} octets.", table(rows), *special
    )
    return GroupView(labels.named("layout", layout.name), text(layout.name), body)


def _field(site: Site, first: int, field: LayoutField) -> Row:
    return {
        "Octets": interval(first, first + field.octets - 1),
        "Field": marked(field.name, field.facts),
        "": "signed" if field.signed else "",
        **ends(field.bounds),
        "Meaning": described(site, field.doc, field.facts),
    }
