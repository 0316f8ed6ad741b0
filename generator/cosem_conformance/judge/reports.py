"""A judgement as text for people, and as JSON (`grammar/judgement.schema.json`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from .findings import (
    FAILED,
    INCONCLUSIVE,
    NOT_APPLICABLE,
    PASSED,
    VERDICTS,
    Finding,
    Judgement,
    Octets,
)

__all__ = ["FORM", "as_json", "as_text", "lines_of"]

FORM: Final = "cosem-judgement"
_VERSION: Final = 1
_MOST: Final = 10
"""Findings of one check that a text has, unless it has all."""


def as_text(judgement: Judgement, *, all_findings: bool = False) -> str:
    """Counts by check, then the findings, those of each check together.

    Of each check that found much, the first few are told, unless `all_findings` is true.
    """
    by = ", ".join(f"{name} {number}" for name, number in judgement.versions.items())
    lines = [
        judgement.meter or "a meter",
        f"judged by {by}",
        "",
        f"{'check':6}{'passed':>9}{'errors':>8}{'warnings':>10}{'known':>7}"
        f"{'inconclusive':>14}{'not applicable':>16}",
    ]
    for check, counts in judgement.counts.items():
        findings = [each for each in judgement.of(check) if each.verdict == FAILED]
        errors = sum(each.is_failure for each in findings)
        known = sum(bool(each.known) for each in findings)
        lines.append(
            f"{check:6}{counts[PASSED]:9}{errors:8}{len(findings) - errors - known:10}"
            f"{known:7}{counts[INCONCLUSIVE]:14}{counts[NOT_APPLICABLE]:16}"
        )
    told = [each for each in judgement.findings if each.verdict != NOT_APPLICABLE]
    silent = [
        check
        for check, counts in judgement.counts.items()
        if counts.keys() == {NOT_APPLICABLE}
    ]
    if silent:
        lines += ["", f"nothing to decide for {', '.join(silent)}"]
    of_check: dict[str, list[Finding]] = {}
    for each in told:
        of_check.setdefault(each.check, []).append(each)
    for findings in of_check.values():
        findings.sort(key=_gravity)
        shown = findings if all_findings else findings[:_MOST]
        lines.append("")
        for each in shown:
            lines += lines_of(each)
        if len(findings) > len(shown):
            lines.append(f"{shown[0].check}: {len(findings) - len(shown)} more")
    lines += ["", _summary(judgement)]
    return "\n".join(lines)


def _gravity(finding: Finding) -> int:
    if finding.is_failure:
        return 0
    return 1 if finding.verdict == FAILED else 2


def lines_of(finding: Finding) -> Iterator[str]:
    """What a text says of a finding."""
    place = finding.place
    where = str(place).removeprefix(place.meter).lstrip(", ")
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
        yield from _caret(finding.octets)
    if finding.known:
        yield f"    known: {finding.known}"


def _caret(octets: Octets) -> Iterator[str]:
    before = "... " if octets.begins else ""
    after = " ..." if octets.begins + len(octets.shown) < octets.size else ""
    yield f"    {before}{octets.shown.hex(' ')}{after}"
    yield " " * (4 + len(before) + 3 * (octets.offset - octets.begins)) + "^"


def _summary(judgement: Judgement) -> str:
    errors = sum(1 for _ in judgement.failures)
    failed = [each for each in judgement.findings if each.verdict == FAILED]
    known = sum(bool(each.known) for each in failed)
    less = len(failed) - errors - known
    unclear = sum(each.verdict == INCONCLUSIVE for each in judgement.findings)
    passed = sum(counts[PASSED] for counts in judgement.counts.values())
    return (
        f"{passed} passed; errors: {errors}, warnings and notes: {less}, "
        f"known failures: {known}, inconclusive: {unclear}"
    )


def as_json(judgement: Judgement) -> dict[str, Any]:
    """Everything, as values that `json` writes."""
    return {
        "form": FORM,
        "version": _VERSION,
        "meter": judgement.meter,
        "passed": judgement.passed,
        "judged_by": dict(judgement.versions),
        "checks": {
            check: {verdict: counts[verdict] for verdict in VERDICTS if counts[verdict]}
            for check, counts in judgement.counts.items()
        },
        "findings": [_finding(each) for each in judgement.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    basis, octets = finding.basis, finding.octets
    found: dict[str, Any] = {
        "check": finding.check,
        "verdict": finding.verdict,
        "severity": finding.severity,
        "reason": finding.reason,
        "place": finding.place.facts(),
        "expected": finding.expected,
        "found": finding.found,
        "basis": _told(
            clause=basis.clause,
            edition=basis.edition,
            confidence=basis.confidence,
            unconfirmed=basis.doubt,
        ),
        "known": finding.known,
    }
    if octets is not None:
        found["octets"] = {
            "hex": octets.shown.hex(),
            "begins": octets.begins,
            "offset": octets.offset,
            "size": octets.size,
        }
    return {key: each for key, each in found.items() if each not in ("", {})}


def _told(**facts: Any) -> dict[str, Any]:
    return {name: each for name, each in facts.items() if each not in (None, "")}
