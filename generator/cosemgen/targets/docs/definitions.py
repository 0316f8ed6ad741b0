"""Sections about named types: structures, enumerations, named bits and aliases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from operator import itemgetter

from ... import model as m
from ...words import plural
from . import labels
from .expressions import bounds, interval, is_long, literal, type_cell, type_markup
from .facts import described, marked, sentences
from .markup import (
    Row,
    blocks,
    bullets,
    code,
    joined,
    paragraphs,
    prose,
    spaced,
    table,
    text,
)
from .site import Site
from .views import SectionView

KINDS = {
    m.Structure: "structure",
    m.Enumeration: "enumeration",
    m.Bits: "named bits",
    m.Alias: "type",
    m.UnitTable: "enumeration of units",
}
_SPANS = {
    "manufacturer": "manufacturer specific",
    "utility": "utility specific",
    "user": "user defined",
}


def definition(
    site: Site, found: m.NamedType, holds_for: str = "", siblings: int = 1
) -> SectionView:
    """The section of one named type; `holds_for` says where it holds, as markup.

    Where a class defines the name several times, `siblings`, the version goes into
    the title.
    """
    version = f" of version {found.id.version}" if siblings > 1 else ""
    facts = [] if isinstance(found, m.UnitTable) else sentences(site, found.facts)
    return SectionView(
        label=labels.type_(found.id),
        title=f"{code(found.id.name)}{version}",
        body=blocks(
            f"{'; '.join(filter(None, (_kind(found), holds_for)))}.",
            paragraphs(found.doc),
            _members(site, found),
            bullets(facts),
        ),
    )


def shared_definition(
    site: Site, found: m.NamedType, users: Iterable[int]
) -> SectionView:
    """The section of a type that is of no class: with the classes that are its users, and how to import it."""
    section = definition(site, found)
    linked = joined(map(site.class_link, users))
    used = f"Used by {linked}." if linked else ""
    python = f"Python: {code(type_import(site, found))}"
    return replace(section, body=blocks(section.body, used, python))


def _kind(found: m.NamedType) -> str:
    kind = KINDS[type(found)].capitalize()
    match found:
        case m.Enumeration(base=base) if base != "enum":
            return f"{kind} on {text(base)}"
        case m.Bits(base="bit-string", width=width):
            size = "" if width is None else f"[{width}]"
            return f"{kind} of {text(f'bit-string{size}')}, bit 0 is the first bit sent"
        case m.Bits(base=base):
            return f"{kind} of {text(base)}, bit 0 is the lowest"
    return kind


def _members(site: Site, found: m.NamedType) -> str:
    match found:
        case m.Structure(fields=fields):
            rows = (_field(site, at, each) for at, each in enumerate(fields, 1))
            return table(rows, right=("", "Min.", "Max."))
        case m.Enumeration() | m.Bits():
            head = "Bit" if isinstance(found, m.Bits) else "Value"
            return value_table(site, head, found.members, found.spans)
        case m.Alias(type=expression):
            return f"{code(found.id.name)} = {type_markup(site, expression)}"
        case m.UnitTable(rows=units):
            every = "[All of them](units.md)." if site.is_own(found.id) else ""
            return spaced(f"{len(units)} units.", every)


def _field(site: Site, number: int, field: m.Field) -> Row:
    whole = type_markup(site, field.type) if is_long(field.type) else ""
    return {
        "": str(number),
        "Member": marked(field.name, field.facts),
        "Data type": type_cell(site, field.type),
        **bounds(field.type),
        "Def.": literal(field.default),
        "Meaning": spaced(described(site, field.doc, field.facts), whole),
    }


def value_table(
    site: Site, head: str, members: Iterable[m.Enumerator], spans: Iterable[m.ValueSpan]
) -> str:
    """Named values, and ranges of values with a common fate."""
    rows: list[tuple[int, Row]] = [
        (
            member.value,
            {
                head: str(member.value),
                "Name": marked(member.name, member.facts),
                "Meaning": described(site, member.label, member.facts),
            },
        )
        for member in members
    ]
    rows += [
        (
            each.first,
            {
                head: interval(each.first, each.last),
                "Name": f"*{_SPANS.get(each.kind, each.kind)}*",
                "Meaning": prose(each.label),
            },
        )
        for each in spans
    ]
    return table((row for _, row in sorted(rows, key=itemgetter(0))), right=(head,))


def holds_for(site: Site, versions: Iterable[m.ClassVersion], target: m.TypeId) -> str:
    """`used in versions 1 and 2`."""
    numbers = [str(v.version) for v in versions if target in site.types_of(v)]
    word = plural("version", len(numbers))
    return f"used in {word} {joined(numbers)}" if numbers else ""


# ---------------------------------------------------------------- in Python


def type_name(site: Site, found: m.NamedType) -> str:
    """The type's class, or the constant that an alias is."""
    names = site.names
    alias = isinstance(found, m.Alias)
    return names.constant(found.id) if alias else names.type(found.id)


def type_import(site: Site, found: m.NamedType) -> str:
    """The import statement of a type."""
    package, folder, module = site.names.module(found.id)
    return f"from {package}.{folder}.{module} import {type_name(site, found)}"
