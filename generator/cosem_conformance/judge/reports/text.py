"""A judgement as text for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from cosem_runtime.errors import visible_line

from ..findings import (
    ERROR,
    FAILED,
    INCONCLUSIVE,
    KINDS,
    KNOWN,
    NOT_APPLICABLE,
    NOTE,
    PASSED,
    WARNING,
    Finding,
    Judgement,
    Octets,
)
from .shared import about

__all__ = ["as_text", "by_gravity", "caret", "lines_of", "place_of"]

_MOST: Final = 10
"""Findings of one check that a text has, unless it has all."""
_CLASSES: Final = "ID-01"
"""The check of what classes there are: those of makers are not its business, but the reader's."""


def as_text(judgement: Judgement, *, all_findings: bool = False) -> str:
    """Counts by check, then the findings, those of each check together.

    Of each check that found much, the first few are told, unless `all_findings` is true.
    What a meter calls itself and others stays in its line, and does nothing to a terminal.
    """
    by = ", ".join(f"{name} {number}" for name, number in judgement.versions.items())
    lines = [
        visible_line(judgement.meter or "a meter"),
        f"judged by {by}",
        "",
        f"{'check':6}{'passed':>9}{'errors':>8}{'warnings':>10}{'known':>7}"
        f"{'inconclusive':>14}{'not applicable':>16}",
    ]
    by_check = judgement.by_check()
    for check, counts in judgement.counts.items():
        kinds = Counter(each.kind for each in by_check[check])
        lines.append(
            f"{check:6}{counts[PASSED]:9}{kinds[ERROR]:8}{kinds[WARNING] + kinds[NOTE]:10}"
            f"{kinds[KNOWN]:7}{counts[INCONCLUSIVE]:14}{counts[NOT_APPLICABLE]:16}"
        )
    told = [each for each in judgement.findings if each.verdict != NOT_APPLICABLE]
    silent = [
        check
        for check, counts in judgement.counts.items()
        if counts.keys() == {NOT_APPLICABLE}
    ]
    if silent:
        lines += ["", f"nothing to decide for {', '.join(silent)}"]
    strange = {
        each.place.class_id
        for each in judgement.of(_CLASSES)
        if each.verdict == NOT_APPLICABLE and each.place.class_id is not None
    }
    if strange:
        numbers = ", ".join(map(str, sorted(strange)))
        lines += ["", f"not judged, as no package has these classes: {numbers}"]
    of_check: dict[str, list[Finding]] = {}
    for each in told:
        of_check.setdefault(each.check, []).append(each)
    for check, findings in of_check.items():
        findings.sort(key=by_gravity)
        shown = findings if all_findings else findings[:_MOST]
        lines += ["", f"{check}: {about(check)[0]}"]
        for each in shown:
            lines += lines_of(each)
        if len(findings) > len(shown):
            lines.append(f"{check}: {len(findings) - len(shown)} more")
    lines += ["", judgement.summary]
    return "\n".join(lines)


def by_gravity(finding: Finding) -> int:
    """The key to sort findings by, the gravest first."""
    return KINDS.index(finding.kind)


def place_of(finding: Finding) -> str:
    """Where it is in its meter."""
    place = finding.place
    return str(place).removeprefix(place.meter).lstrip(", ")


def lines_of(finding: Finding) -> Iterator[str]:
    """A finding, what it rests on, and the octets with a caret below, each in one line."""
    yield from map(visible_line, _lines(finding))


def _lines(finding: Finding) -> Iterator[str]:
    where = place_of(finding)
    word = finding.severity or finding.verdict
    if finding.known:
        word = f"known {word}"
    yield f"{finding.check} {word}: {where + ': ' if where else ''}{finding.reason}"
    basis = finding.basis
    if finding.verdict == FAILED and (basis.clause or basis.confidence):
        facts = [
            f"clause {basis.clause}" if basis.clause else "",
            f"first edition {basis.edition}" if basis.edition else "",
            f"confidence {basis.confidence}" if basis.confidence else "",
        ]
        yield f"    {'; '.join(filter(None, facts))}"
    if finding.octets is not None:
        yield from (f"    {line}" for line in caret(finding.octets))
    if finding.known:
        yield f"    known: {finding.known}"


def caret(octets: Octets) -> tuple[str, str]:
    """A line with the octets, and one with a caret below what is wrong."""
    before = "... " if octets.begins else ""
    after = " ..." if octets.begins + len(octets.shown) < octets.size else ""
    column = len(before) + 3 * (octets.offset - octets.begins)
    return f"{before}{octets.shown.hex(' ')}{after}", f"{' ' * column}^"
