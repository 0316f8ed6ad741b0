"""Pages of the compiler's own tables: words of the language, and what it reports."""

from __future__ import annotations

from typing import Final

from cosem_conformance.judge.evaluators import EVALUATORS

from ...compile import compile_text
from ...diagnostics import CODES, CodeEntry, render_text
from ...diagnostics.entry import split_example
from ...vocabulary import (
    MEANINGS,
    QUIRK_WORDS,
    READINGS,
    REFERENCES,
    RULES,
    RuleEntry,
)
from . import labels
from .markup import blocks, code, fenced, joined, link, place, prose, table, text
from .views import GroupView, SectionsPage, SectionView, sections_page

_FAMILIES: Final = {
    "C1": "Syntax",
    "C2": "Names and types",
    "C3": "Classes and versions",
    "C4": "Values",
    "C5": "OBIS codes",
    "C6": "Packages and imports",
    "C7": "Released versions",
    "C8": "Telegrams",
}


def diagnostics_page() -> SectionsPage:
    """Every code that the compiler reports, with an example."""
    return sections_page(
        source="the compiler's table of codes",
        label="diagnostics",
        title="Diagnostics",
        lead=_LEAD,
        groups=(
            GroupView(
                f"diagnostics-{family.lower()}xx",
                title,
                sections=tuple(_entry(e) for c, e in CODES.items() if c[:2] == family),
            )
            for family, title in _FAMILIES.items()
        ),
    )


_LEAD: Final = (
    "What `cosemgen check` reports, by its code. Each entry shows a smallest spec with the mistake, "
    "what is said of it, and the same put right. A code never changes its meaning."
)


def _entry(entry: CodeEntry) -> SectionView:
    return SectionView(
        label=labels.named("diagnostic", entry.code),
        title=f"{entry.code}: {text(entry.title)}",
        body=blocks(
            prose(entry.explanation),
            fenced(entry.wrong, "cosem"),
            fenced(_message(entry), "text"),
            "Put right:",
            fenced(entry.right, "cosem"),
        ),
    )


def _message(entry: CodeEntry) -> str:
    """What is said of the example; nothing where it takes more than spec files."""
    found = compile_text(split_example(entry.wrong)).diagnostics
    return "\n".join(render_text(each) for each in found if each.code == entry.code)


# ---------------------------------------------------------------- words


def words_page() -> SectionsPage:
    """The words that a spec can use without defining them."""
    return sections_page(
        source="the compiler's vocabulary",
        label="words",
        title="Fixed words",
        lead="What a spec file can name without defining it. The common data types have "
        "[a page of their own](data_types.md), and so have [units](units.md).",
        groups=(
            GroupView("words-meanings", "Meanings: `as ...`", _meanings()),
            GroupView("words-references", "References: `refers to ...`", _references()),
            GroupView(
                "words-member-rules",
                "Rules of a member: `rule ...`",
                _rules("member"),
            ),
            GroupView(
                "words-class-rules", "Rules of a class: `requires ...`", _rules("class")
            ),
            GroupView("words-readings", "Kinds of value: `reads ...`", _readings()),
            GroupView("words-quirks", "What is sent otherwise: `quirk`", _quirks()),
        ),
    )


def _meanings() -> str:
    rows = (
        {
            "Meaning": code(each.name),
            "Of": joined((text(base) for base in each.bases), "or"),
            "Octets": "" if each.octets is None else str(each.octets),
            "The value is": prose(each.sentence),
        }
        for each in MEANINGS.values()
    )
    return table(rows, right=("Octets",))


def _readings() -> str:
    return table(
        {
            "Reads": code(each.name),
            "The value is": prose(each.sentence),
            "State class in Home Assistant": code(each.state_class or "none"),
        }
        for each in READINGS.values()
    )


def _quirks() -> str:
    return table(
        {
            "Of": text(_OF_QUIRKS[what]),
            "Word": code(word.name),
            "It means": prose(word.sentence),
            "Sent as": (
                joined((text(base) for base in word.bases), "or")
                if what == "value"
                else ""
            ),
        }
        for what, words in QUIRK_WORDS.items()
        for word in words.values()
    )


_OF_QUIRKS: Final = {
    "deviation": "date-times deviation",
    "order": "profiles",
    "scaler": "scalers",
    "value": "class ... attribute ... means",
}


def _references() -> str:
    rows = (
        {
            "Refers to": code(name),
            "Members": ", ".join(
                text(role.name) + (" (may be missing)" if role.optional else "")
                for role in roles
            ),
        }
        for name, roles in REFERENCES.items()
    )
    intro = (
        "On a logical name, `refers to class 9, 67` says which classes the object may have. On a "
        "structure, these say which members make the reference, in this order:"
    )
    return blocks(intro, table(rows))


def _rules(of: str) -> str:
    return table(
        {
            "Rule": place(code(rule.name), labels.named("rule", rule.name)),
            "Given": text(", ".join(_parameters(rule))),
            "It says": text(_sentence(rule)),
            "Check": _check(rule),
        }
        for rule in RULES.values()
        if rule.place == of
    )


def _check(rule: RuleEntry) -> str:
    check = EVALUATORS[rule.name].check
    return link(code(check), labels.named("judged", check))


def _parameters(rule: RuleEntry) -> list[str]:
    required = len(rule.parameters) - rule.optional
    names = [
        name if at < required else f"{name} (may be left out)"
        for at, name in enumerate(rule.parameters)
    ]
    return [*names, "..."] if rule.more else names


def _sentence(rule: RuleEntry) -> str:
    ordinals = ("the first", "the second", "the third", "the fourth")
    return rule.said(ordinals, "all others" if rule.numbered else "all of them")
