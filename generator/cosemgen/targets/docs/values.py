"""Pages about values: shared types, units, data types, layouts of dates and times."""

from __future__ import annotations

from typing import Final

from ...model import DataType, Layout, UnitTable
from ..rendering import HEADER
from . import labels
from .definitions import definition, value_table
from .expressions import MINUS, interval, number
from .facts import badges, described
from .markup import code, joined, paragraphs, prose, span, table, text
from .site import Site
from .usage import type_import
from .views import GroupView, SectionsPage, SectionView

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


def types_page(site: Site) -> SectionsPage:
    """Named types that belong to no class, by their files."""
    return SectionsPage(
        header=HEADER.format(source="the type files of the spec"),
        label="types",
        title="Shared types",
        lead="Types that several classes use, by the file of the spec that defines them.",
        groups=tuple(_file(site, module) for module in site.type_modules),
    )


def _file(site: Site, module: str) -> GroupView:
    sections = []
    for each in site.own_types(None, module):
        section = definition(site, each)
        users = joined(site.class_link(c.class_id) for c in site.users.get(each.id, ()))
        used = f"Used by {users}." if users else ""
        python = f"Python: {code(type_import(site, each))}"
        body = "\n\n".join(part for part in (section.body, used, python) if part)
        sections.append(SectionView(section.label, section.title, body))
    return GroupView(
        label=f"types-{labels.slug(module)}",
        title=text(module.replace("_", " ").capitalize()),
        body="",
        sections=tuple(sections),
    )


# ---------------------------------------------------------------- units


def units_page(site: Site, units: UnitTable) -> SectionsPage:
    """The enumeration of physical units."""
    rows = [
        (
            row.value,
            span(str(row.value), "number", label=labels.unit(row.name)),
            f"{code(row.name)}{badges(row.facts)}",
            text(row.symbol),
            described(site, row.quantity, row.facts),
            text(row.si),
        )
        for row in units.rows
    ]
    rows += [
        (
            each.first,
            interval(each.first, each.last),
            f"*{each.kind}*",
            "",
            prose(each.label),
            "",
        )
        for each in units.spans
    ]
    columns = ("Code", "Unit", "Symbol", "Quantity", "In SI")
    name = code(site.names.type(units.id))
    return SectionsPage(
        header=HEADER.format(source=site.source(units.span)),
        label="units",
        title="Units",
        lead="\n\n".join(
            part for part in (paragraphs(units.doc), f"In Python: {name}.") if part
        ),
        groups=(
            GroupView(
                label="units-by-code",
                title="By code",
                body=table(columns, [row[1:] for row in sorted(rows)], right=("Code",)),
                sections=(),
            ),
        ),
    )


# ---------------------------------------------------------------- data types and layouts


def data_types_page(site: Site) -> SectionsPage:
    """Common data types with their tags, and the octets of dates and times."""
    model = site.model
    groups = [
        *(
            [
                GroupView(
                    "data-types-by-tag",
                    "By tag",
                    _data_types(site, model.data_types),
                    (),
                )
            ]
            if model.data_types
            else []
        ),
        *(_layout(site, each) for each in model.layouts),
    ]
    return SectionsPage(
        header=HEADER.format(source="the data types of the spec"),
        label="data-types",
        title="Data types, dates and times",
        lead=_LEAD,
        groups=tuple(groups),
    )


_LEAD: Final = (
    "Every value on the wire begins with the tag of its type. Where a CHOICE leaves the type open, "
    "numbers and strings in Python keep it, so that they are sent back as they came; they are "
    "numbers and strings all the same."
)


def _data_types(site: Site, found: tuple[DataType, ...]) -> str:
    rows = []
    for each in found:
        low, high = each.bounds or (None, None)
        rows.append(
            (
                span(f"{each.tag}", "number", label=labels.data_type(each.name)),
                f"`{each.tag:02X}`",
                f"{code(each.name)}{badges(each.facts)}",
                number(each.octets),
                "" if low is None else f"{_limit(low)} to {_limit(high)}",
                _meaning(site, each),
                _PYTHON.get(each.name) or f"`int`; in a CHOICE `{_camel(each.name)}`",
            )
        )
    columns = ("Tag", "Hex", "Type", "Octets", "Values", "Meaning", "In Python")
    return table(columns, rows, right=("Tag", "Octets"))


def _meaning(site: Site, found: DataType) -> str:
    parts = (prose(found.label), described(site, found.doc, found.facts))
    return " ".join(part for part in parts if part)


def _limit(value: int | None) -> str:
    """A number, or the power of two beside it where it would be too long to read."""
    if value is None or abs(value) < 10**10:
        return number(value)
    if value < 0:
        return f"{MINUS}2{_superscript((-value).bit_length() - 1)}"
    return f"2{_superscript(value.bit_length())} {MINUS} 1"


def _superscript(value: int) -> str:
    return str(value).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))


def _camel(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("-"))


def _layout(site: Site, layout: Layout) -> GroupView:
    rows = []
    at = 0
    for field in layout.fields:
        low, high = field.bounds or (None, None)
        last = at + field.octets - 1
        rows.append(
            (
                interval(at, last),
                f"{code(field.name)}{badges(field.facts)}",
                "signed" if field.signed else "",
                number(low),
                number(high),
                described(site, field.doc, field.facts),
            )
        )
        at = last + 1
    columns = ("Octets", "Field", "", "Min.", "Max.", "Meaning")
    special = [
        f"**{code(field.name)}**\n\n"
        + value_table(site, "Value", field.members, field.spans)
        for field in layout.fields
        if field.members or field.spans
    ]
    parts = [paragraphs(layout.doc), f"{layout.octets} octets.", table(columns, rows)]
    return GroupView(
        label=labels.layout(layout.name),
        title=text(layout.name),
        body="\n\n".join(part for part in [*parts, *special] if part),
        sections=(),
    )
