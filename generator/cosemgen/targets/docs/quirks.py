"""The page of what meters send otherwise than the standard has it."""

from __future__ import annotations

from typing import Final

from ... import model as m
from ...vocabulary import QUIRK_WORDS
from . import labels
from .facts import confidence, unconfirmed
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
from .views import GroupView, SectionsPage, SectionView, sections_page

_SENT: Final = {
    "deviation": "deviation of date-times",
    "order": "rows of profiles",
    "scaler": "scalers",
}


def quirks_page(site: Site) -> SectionsPage:
    """Every quirk of the package, with where it is known from."""
    return sections_page(
        source="every file of the spec",
        label="quirks",
        title="What meters mean otherwise",
        lead=_LEAD,
        groups=(
            GroupView(
                "quirks-all",
                "Quirks",
                sections=tuple(_section(site, each) for each in site.model.quirks),
            ),
        ),
    )


_LEAD: Final = (
    "Some meters send values that mean something else than the standard says, where the octets alone do not tell. Programs choose what is "
    "known of a meter by the names below, or by what the meter is: `cosem.quirks(...)`. Nothing of it is assumed of meters that nobody asked for."
)


def _section(site: Site, quirk: m.Quirk) -> SectionView:
    return SectionView(
        label=labels.named("quirk", quirk.name),
        title=f"{code(quirk.name)}: {text(quirk.title)}",
        body=blocks(
            paragraphs(quirk.doc),
            table(_row(site, each) for each in quirk.effects),
            bullets(_facts(site, quirk)),
        ),
    )


def _row(site: Site, effect: m.QuirkEffect) -> Row:
    means = code(effect.means)
    sentence = QUIRK_WORDS[effect.what][effect.means].sentence
    return {
        "What is sent": _sent(site, effect),
        "Of": code(effect.pattern),
        "Means": f"{means}: {prose(sentence)}",
        "Remarks": spaced(
            prose(effect.doc), prose(effect.note), unconfirmed(effect.unconfirmed)
        ),
    }


def _sent(site: Site, effect: m.QuirkEffect) -> str:
    if effect.class_id is None:
        one = "" if effect.deviation is None else code(str(effect.deviation))
        return spaced(_SENT[effect.what], one)
    version = "" if effect.version is None else f"version {effect.version}"
    attribute = f"attribute {effect.attribute} {code(effect.name)}: {text(effect.sent)}"
    return spaced(site.class_link(effect.class_id), version, attribute)


def _facts(site: Site, quirk: m.Quirk) -> list[str]:
    meters = joined((_meters(each) for each in quirk.applies), "or")
    sources = (
        spaced(site.source_link(key), f"({text(detail)})" if detail else "")
        for key, detail in quirk.sources
    )
    sure = confidence(quirk.confidence)
    return [
        f"Applies to {meters}." if meters else "Chosen by its name alone.",
        f"Sources: {joined(sources)}.",
        *([spaced(f"Confidence: {sure}", prose(quirk.confidence_reason))] * bool(sure)),
        *(f"Decided: {prose(each)}" for each in quirk.decisions),
        *(f"Open: {prose(each)}" for each in quirk.open_questions),
    ]


def _meters(line: m.Applies) -> str:
    told = zip(line._fields, line, strict=True)
    return spaced(*(f"{word} {code(what)}" for word, what in told if what))
