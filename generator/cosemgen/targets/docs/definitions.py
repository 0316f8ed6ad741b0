"""Sections about named types: structures, enumerations, named bits and aliases."""

from __future__ import annotations

from collections.abc import Iterable

from ...model import (
    Alias,
    Bits,
    ClassVersion,
    Enumeration,
    Enumerator,
    NamedType,
    Structure,
    TypeId,
    UnitTable,
    ValueSpan,
)
from ...words import plural
from . import labels
from .expressions import bounds, interval, is_long, literal, type_cell, type_markup
from .facts import badges, described, sentences
from .markup import bullets, code, joined, paragraphs, prose, table, text
from .site import Site
from .views import SectionView

_KINDS = {
    Structure: "structure",
    Enumeration: "enumeration",
    Bits: "named bits",
    Alias: "type",
    UnitTable: "enumeration of units",
}
_SPANS = {
    "manufacturer": "manufacturer specific",
    "utility": "utility specific",
    "user": "user defined",
}


def definition(
    site: Site, found: NamedType, holds_for: str = "", siblings: int = 1
) -> SectionView:
    """The section of one named type; `holds_for` says where it holds, as markup.

    Where a class defines the name several times, `siblings`, the version goes into
    the title.
    """
    version = f" of version {found.id.version}" if siblings > 1 else ""
    lines = [_kind(found), holds_for]
    parts = [
        f"{'; '.join(line for line in lines if line)}.",
        paragraphs(found.doc),
        _table(site, found),
        bullets(_facts(site, found)),
    ]
    return SectionView(
        label=labels.type_(found.id),
        title=f"{code(found.id.name)}{version}",
        body="\n\n".join(part for part in parts if part),
    )


def _kind(found: NamedType) -> str:
    kind = _KINDS[type(found)]
    match found:
        case Enumeration(base=base) if base != "enum":
            return f"{kind.capitalize()} on {text(base)}"
        case Bits(base=base, width=width):
            size = f"[{width}]" if width is not None and base == "bit-string" else ""
            first = (
                "bit 0 is the first bit sent"
                if base == "bit-string"
                else "bit 0 is the lowest"
            )
            return f"{kind.capitalize()} of {text(base + size)}, {first}"
    return kind.capitalize()


def _facts(site: Site, found: NamedType) -> list[str]:
    return [] if isinstance(found, UnitTable) else sentences(site, found.facts)


def _table(site: Site, found: NamedType) -> str:
    match found:
        case Structure(fields=fields):
            rows = []
            for number, field in enumerate(fields, 1):
                low, high = bounds(field.type)
                meaning = described(site, field.doc, field.facts)
                if is_long(field.type):
                    meaning = f"{meaning} {type_markup(site, field.type)}".strip()
                rows.append(
                    (
                        str(number),
                        f"{code(field.name)}{badges(field.facts)}",
                        type_cell(site, field.type),
                        low,
                        high,
                        literal(field.default),
                        meaning,
                    )
                )
            columns = ("", "Member", "Data type", "Min.", "Max.", "Def.", "Meaning")
            return table(columns, rows, right=("", "Min.", "Max."))
        case Enumeration() | Bits():
            head = "Bit" if isinstance(found, Bits) else "Value"
            return value_table(site, head, found.members, found.spans)
        case Alias(type=expression):
            return f"{code(found.id.name)} = {type_markup(site, expression)}"
        case UnitTable(rows=units):
            every = "[All of them](units.md)." if site.is_own(found.id) else ""
            return f"{len(units)} units. {every}".strip()


def value_table(
    site: Site,
    head: str,
    members: Iterable[Enumerator],
    spans: Iterable[ValueSpan],
) -> str:
    """Named values, and ranges of values with a common fate."""
    named = [
        (
            member.value,
            str(member.value),
            f"{code(member.name)}{badges(member.facts)}",
            described(site, member.label, member.facts),
        )
        for member in members
    ]
    ranges = [
        (
            each.first,
            interval(each.first, each.last),
            f"*{_SPANS.get(each.kind, each.kind)}*",
            prose(each.label),
        )
        for each in spans
    ]
    rows = [row[1:] for row in sorted(named + ranges)]
    return table((head, "Name", "Meaning"), rows, right=(head,))


def holds_for(site: Site, versions: Iterable[ClassVersion], target: TypeId) -> str:
    """`used in versions 1 and 2`."""
    numbers = [
        str(version.version)
        for version in versions
        if target in site.version_types[version.class_id, version.version]
    ]
    if not numbers:
        return ""
    return f"used in {plural('version', len(numbers))} {joined(numbers)}"
