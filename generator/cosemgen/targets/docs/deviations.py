"""The page of deviations, from the table that reading goes by."""

from __future__ import annotations

from itertools import groupby
from typing import Final

from cosem_runtime.tolerant import KINDS, DeviationKind

from . import labels
from .markup import blocks, code, fenced, prose, text
from .views import GroupView, SectionsPage, SectionView, sections_page

_FAMILIES: Final = {
    "D0": "The octets around a value",
    "D1": "Another type, or other members",
    "D2": "Values outside of what is stated",
}
_LEAD: Final = (
    "Real meters send what the standard does not have. Reading takes it where it is certain "
    "what is meant, and tells each place by a code of this page: `AttributeSpec.read` and its "
    "kin ([From Python](python.md)) in `deviations`, [`cosemgen decode`](command_line.md) below "
    "the value. A note is about other octets for the same value, a warning about another "
    "type, an error about something that is missing, too much, or no value of the type. What "
    "could mean two things is never taken. A code never changes its meaning."
)


def deviations_page() -> SectionsPage:
    """Every way to deviate that is understood: what is made of it, and octets to try."""
    families = groupby(KINDS.values(), lambda kind: kind.code[:2])
    return sections_page(
        source="the runtime's table of deviations",
        label="deviations",
        title="Deviations",
        lead=_LEAD,
        groups=(
            GroupView(
                f"deviations-{family.lower()}xx",
                _FAMILIES.get(family, family),
                sections=tuple(map(_section, kinds)),
            )
            for family, kinds in families
        ),
    )


def _section(kind: DeviationKind) -> SectionView:
    return SectionView(
        label=labels.named("deviation", kind.code),
        title=f"{kind.code}: {text(kind.title)}",
        body=blocks(
            f"{code(kind.severity)}. What is taken: {prose(_lowered(kind.taken))}",
            fenced(_command(kind), "console"),
        ),
    )


def _lowered(sentence: str) -> str:
    """A sentence behind a colon; a name keeps its capitals."""
    first, _, rest = sentence.partition(" ")
    return (
        f"{first.lower()} {rest}" if first.istitle() and first != "None" else sentence
    )


def _command(kind: DeviationKind) -> str:
    """What shows the deviation; nothing where it takes more than a line of octets."""
    if kind.example is None:
        return ""
    class_id, attribute, octets = kind.example
    return f"$ cosemgen decode --class {class_id} --attribute {attribute} {octets}"
