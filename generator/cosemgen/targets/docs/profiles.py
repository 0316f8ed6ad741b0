"""The page of a companion profile: whom rights are given to, and what is asked of meters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from ... import model as m
from ...notation import codes_text, dotted, literal_text, type_text
from . import labels
from .facts import confidence, unconfirmed
from .markup import (
    Row,
    badge,
    blocks,
    bullets,
    code,
    joined,
    link,
    paragraphs,
    prose,
    spaced,
    table,
    text,
)
from .site import Site
from .views import GroupView, SectionsPage, SectionView, sections_page


def profile_path(profile: m.Profile) -> str:
    """Page of a profile, without suffix."""
    return f"profile_{profile.name}"


def profile_page(site: Site, profile: m.Profile) -> SectionsPage:
    """All that a profile asks for, what it takes from another one included."""
    label = labels.named("profile", profile.name)
    return sections_page(
        source=site.source(profile.span),
        label=label,
        title=text(profile.title),
        lead=blocks(paragraphs(profile.doc), _lead(profile)),
        groups=(
            GroupView(f"{label}-facts", "Facts", bullets(_facts(site, profile))),
            GroupView(f"{label}-clients", "Clients", table(_clients(profile))),
            GroupView(
                f"{label}-variants",
                "Variants",
                blocks(
                    _VARIANTS if profile.variants else "", table(_variants(profile))
                ),
            ),
            *_objects(site, profile, label),
        ),
    )


def _lead(profile: m.Profile) -> str:
    origin = _origin(profile)
    return spaced(
        f"A companion profile, in the spec {code(profile.name)}"
        + (f", which changes {origin}." if origin else "."),
        "`cosemgen judge --profile` holds a meter against it.",
    )


def _origin(profile: m.Profile) -> str:
    if not profile.origin:
        return ""
    return link(code(profile.origin), labels.named("profile", profile.origin))


def _facts(site: Site, profile: m.Profile) -> Iterator[str]:
    sources = ", ".join(map(site.source_link, profile.sources))
    if sources:
        yield f"Source: {sources}."
    sure = spaced(confidence(profile.confidence), unconfirmed(profile.unconfirmed))
    if sure:
        yield f"Confidence: {sure}"
    if profile.note:
        yield prose(profile.note)
    yield from (f"Decided: {prose(each)}" for each in profile.decisions)
    yield from (f"Open: {prose(each)}" for each in profile.open_questions)


def _clients(profile: m.Profile) -> Iterator[Row]:
    for each in profile.clients:
        yield {
            "Client": code(each.name),
            "Address": "" if each.sap is None else str(each.sap),
            "What it is": spaced(prose(each.title), prose(each.doc)),
        }


_VARIANTS: Final = (
    "More is asked of some meters. One is of a variant where it has an object of these codes, or else one that the variant alone asks "
    "for."
)


def _variants(profile: m.Profile) -> Iterator[Row]:
    for each in profile.variants:
        yield {
            "Variant": code(each.name),
            "Meters": spaced(prose(each.title), prose(each.doc)),
            "Recognised by": joined(
                (code(dotted(numbers)) for numbers in each.by), "or"
            ),
        }


# ---------------------------------------------------------------- objects


def _objects(site: Site, profile: m.Profile, label: str) -> Iterator[GroupView]:
    """Objects by the variants that have them, those of all meters first."""
    titles = {each.name: text(each.title) for each in profile.variants}
    ordered = sorted(profile.objects, key=lambda each: each.when)
    for number, (when, found) in enumerate(groupby(ordered, lambda each: each.when)):
        title = joined((titles.get(name, text(name)) for name in when), "or")
        yield GroupView(
            f"{label}-objects-{number}",
            title or "All meters",
            sections=tuple(
                SectionView(
                    f"{label}-objects-{number}-{place}",
                    f"{code(each.pattern)} {text(each.name)}",
                    _object(site, each),
                )
                for place, each in enumerate(found, 1)
            ),
        )


def _object(site: Site, found: m.ProfileObject) -> str:
    classes = joined((_class(site, each) for each in found.classes), "or")
    units = joined(map(site.unit_link, found.units), "or")
    sources = ", ".join(map(site.source_link, found.sources))
    facts = spaced(
        f"{classes}." if classes else "",
        "Optional." if found.optional else "",
        _where(found),
        f"Unit: {units}." if units else "",
        f"Clause {text(found.clause)}." if found.clause else "",
        f"Source: {sources}." if sources else "",
        confidence(found.confidence),
        prose(found.note),
        unconfirmed(found.unconfirmed),
    )
    return blocks(paragraphs(found.doc), facts, table(map(_line, found.lines)))


def _class(site: Site, found: m.ProfileClass) -> str:
    version = "" if found.version is None else f"version {found.version}"
    return spaced(site.class_link(found.class_id), version)


def _where(found: m.ProfileObject) -> str:
    told = [
        f"{part} in {codes_text(codes)}"
        for part, codes in zip(found.pattern.split("."), found.match, strict=True)
        if not part.isdigit()
    ]
    return f"One for each: {joined(told)}." if told else ""


def _line(line: m.ProfileLine) -> Row:
    presence = badge("optional", "optional") if line.optional else ""
    fixed = " or ".join(code(literal_text(each)) for each in line.values)
    preset = "" if line.preset is None else code(literal_text(line.preset))
    return {
        "": f"{line.what} {line.number}",
        "Name": spaced(code(line.name), presence),
        "Type": " or ".join(code(type_text(each)) for each in line.types),
        "Value": spaced(fixed, f"(default {preset})" if preset else ""),
        "Rights": _rights(line.rights),
        "Remarks": spaced(
            prose(line.doc), prose(line.note), unconfirmed(line.unconfirmed)
        ),
    }


def _rights(rights: Iterable[m.Right]) -> str:
    return ", ".join(
        spaced(code(each.client) if each.client else "", each.right) for each in rights
    )
