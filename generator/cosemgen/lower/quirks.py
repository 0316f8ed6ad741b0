"""Quirks: what some meters send otherwise than the standard has it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

from ..diagnostics.report import Report
from ..model import Applies, Quirk, QuirkEffect
from ..syntax import tree
from ..vocabulary import QUIRK_WORDS, SIMPLE_TYPES
from ..words import did_you_mean, listed
from .clauses import Told
from .codes import lower_pattern
from .facts import Legend, lower_facts

_What = Literal["deviation", "order", "scaler", "value"]
_WHAT: Final[dict[str, _What]] = {
    "date-times": "deviation",
    "profiles": "order",
    "scalers": "scaler",
    "class": "value",
}
"""What an effect is about, by the word that it begins with."""
_CLAUSES: Final = frozenset({"note", "unconfirmed"})
_LEAST, _MOST = -0x8000, 0x7FFF


def lower_quirks(
    nodes: Iterable[tree.Quirk], legend: Legend, report: Report
) -> tuple[Quirk, ...]:
    """The quirks of a package; a second one of a name is reported."""
    known: dict[str, tree.Quirk] = {}
    found = []
    for node in nodes:
        first = known.setdefault(str(node.name), node)
        if first is not node:
            report.error(
                node.name.span,
                "C420",
                f"quirk '{node.name}' is already defined at {first.name.span}",
            )
        found.append(_quirk(node, legend, report))
    return tuple(found)


def _quirk(node: tree.Quirk, legend: Legend, report: Report) -> Quirk:
    facts = lower_facts(node.parts, legend, report)
    if not any(isinstance(part, tree.QuirkEffect) for part in node.parts):
        report.error(
            node.name.span,
            "C425",
            f"quirk '{node.name}' has no effect",
            "say what is sent otherwise: 'date-times deviation reversed', for instance",
        )
    effects = [
        effect
        for part in node.parts
        if isinstance(part, tree.QuirkEffect)
        if (effect := _effect(part, report)) is not None
    ]
    return Quirk(
        name=str(node.name),
        title=str(node.title),
        applies=tuple(
            _applies(part, report)
            for part in node.parts
            if isinstance(part, tree.Applies)
        ),
        effects=tuple(effects),
        doc=node.doc,
        confidence=facts.confidence,
        confidence_reason=facts.confidence_reason,
        sources=tuple(facts.sources),
        decisions=tuple(facts.decisions),
        open_questions=tuple(facts.open_questions),
        span=node.name.span,
    )


def _applies(node: tree.Applies, report: Report) -> Applies:
    told: dict[str, str] = {}
    for word, text in node.conditions:
        if word in told:
            report.error(
                word.span,
                "C421",
                f"'{word}' is stated twice",
                "a line 'applies' of its own says what is meant instead",
            )
        if "*" in text[:-1]:
            report.error(
                text.span,
                "C421",
                f"expected '*' at the end alone, found {str(text)!r}",
            )
        told.setdefault(str(word), str(text))
    return Applies(**told)


def _effect(node: tree.QuirkEffect, report: Report) -> QuirkEffect | None:
    what = _WHAT[node.word]
    words = QUIRK_WORDS[what]
    told = Told(node.clauses, _CLAUSES, "an effect of a quirk", report)
    match = None
    if node.pattern is not None:
        match = lower_pattern(node.pattern, node.conditions, report)
    if node.means not in words:
        report.error(
            node.means.span,
            "C422",
            f"unknown word '{node.means}' of '{node.word}': expected {listed(words)}",
            did_you_mean(node.means, words),
        )
        return None
    word = words[str(node.means)]
    if not _deviation_fits(node, report):
        return None
    if node.sent is not None and node.sent not in word.bases:
        known = node.sent in SIMPLE_TYPES
        report.error(
            node.sent.span,
            "C423",
            (
                f"'{node.sent}' cannot mean '{word.name}'"
                if known
                else f"unknown data type '{node.sent}'"
            )
            + f": expected {listed(word.bases)}",
            "" if known else did_you_mean(node.sent, word.bases),
        )
        return None
    return QuirkEffect(
        what=what,
        means=word.name,
        deviation=None if node.deviation is None else int(node.deviation),
        class_id=None if node.class_id is None else int(node.class_id),
        version=None if node.version is None else int(node.version),
        attribute=None if node.attribute is None else int(node.attribute),
        name=str(node.name or ""),
        sent=str(node.sent or ""),
        pattern=str(node.pattern or ""),
        match=match,
        note="".join(told.notes[-1:]),
        unconfirmed=told.unconfirmed,
        doc=node.doc,
        span=node.span,
    )


def _deviation_fits(node: tree.QuirkEffect, report: Report) -> bool:
    """One deviation may be no deviation at all; what the sign is of, is all of them."""
    if node.word != "date-times":
        return True
    number = node.deviation
    if number is None and node.means == "unspecified":
        found = "none"
    elif number is not None and node.means != "unspecified":
        report.error(
            number.span,
            "C424",
            f"'{node.means}' is meant of every deviation: expected no number, found {number:d}",
        )
        return False
    elif number is not None and not _LEAST <= number <= _MOST:
        found = f"{number:d}"
    else:
        return True
    report.error(
        node.means.span if number is None else number.span,
        "C424",
        f"expected the deviation that is meant ({_LEAST}..{_MOST}), found {found}",
        "write it before 'unspecified'" if number is None else "",
    )
    return False
