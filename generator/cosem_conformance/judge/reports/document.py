"""A judgement as JSON: `grammar/judgement.schema.json`."""

from __future__ import annotations

from typing import Any, Final

from ..findings import VERDICTS, Finding, Judgement

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
        "checks": {
            check: {verdict: counts[verdict] for verdict in VERDICTS if counts[verdict]}
            for check, counts in judgement.counts.items()
        },
        "findings": [of_finding(each) for each in judgement.findings],
    }


def of_finding(finding: Finding) -> dict[str, Any]:
    """One finding of them."""
    place, basis, octets = finding.place, finding.basis, finding.octets
    found: dict[str, Any] = {
        "check": finding.check,
        "verdict": finding.verdict,
        "severity": finding.severity,
        "reason": finding.reason,
        "place": _told(
            association=place.association,
            class_id=place.class_id,
            version=place.version,
            logical_name="" if place.code is None else str(place.code),
            attribute=place.attribute,
            method=place.method,
            path=place.path,
        ),
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
