"""A judgement as JSON: `grammar/judgement.schema.json`."""

from __future__ import annotations

from typing import Any, Final

from ..findings import Finding, Judgement

__all__ = ["FORM", "as_json", "of_finding"]

FORM: Final = "cosem-judgement"
_VERSION: Final = 1


def as_json(judgement: Judgement) -> dict[str, Any]:
    """Everything, as values that `json` writes."""
    return {
        "form": FORM,
        "version": _VERSION,
        "meter": judgement.meter,
        "passed": judgement.passed,
        "judged_by": dict(judgement.versions),
        "checks": judgement.verdicts(),
        "findings": [of_finding(each) for each in judgement.findings],
    }


def of_finding(finding: Finding) -> dict[str, Any]:
    """One finding of them."""
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
