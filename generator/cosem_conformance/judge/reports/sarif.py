"""Judgements as SARIF."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from ...sarif import document, uri
from ..findings import ERROR, FAILED, Finding, Judgement
from ..judging import CHECKED_BY, CHECKS
from .document import of_finding
from .shared import about, named, versions
from .text import place_of

__all__ = ["as_sarif"]


def as_sarif(*judgements: Judgement) -> dict[str, Any]:
    """One run over all dumps, as values that `json` writes.

    The results are what failed, except for known failures: who shows SARIF takes each result for
    an alert, whatever it says of its kind or of being suppressed. The counts of all verdicts are
    among the properties of the run.
    """
    by = versions(judgements)
    dumps = list(named(judgements))
    checks = dict.fromkeys(check for each in judgements for check in each.by_check())
    rules = {check: number for number, check in enumerate(checks)}
    driver = {
        "name": "cosemgen judge",
        "version": by.get(CHECKED_BY, "0"),
        "rules": [_rule(check) for check in rules],
    }
    others = [
        {"name": name, "version": version}
        for name, version in by.items()
        if name != CHECKED_BY
    ]
    return document(
        {"driver": driver, "extensions": others},
        [
            result
            for number, (name, judgement) in enumerate(dumps)
            for result in _results(judgement, rules, uri(name), number)
        ],
        artifacts=[
            {
                "location": {"uri": uri(name), "index": number},
                "description": {"text": judgement.meter or "a meter"},
            }
            for number, (name, judgement) in enumerate(dumps)
        ],
        properties={
            "judgedBy": by,
            "verdicts": {name: judgement.verdicts() for name, judgement in dumps},
        },
    )


def _rule(check: str) -> dict[str, Any]:
    title, decides = about(check)
    rule: dict[str, Any] = {
        "id": check,
        "shortDescription": {"text": title},
        "fullDescription": {"text": decides},
        "defaultConfiguration": {"level": ERROR},
    }
    if check in CHECKS:
        known = CHECKS[check]
        rule["help"] = {
            "text": f"{decides}\n\nNeeds {known.needs}. Goes by {known.facts}."
        }
        rule["properties"] = {"tags": ["COSEM", known.family]}
    return rule


def _results(
    judgement: Judgement, rules: dict[str, int], file: str, artifact: int
) -> Iterator[dict[str, Any]]:
    seen = Counter[str]()
    for finding in judgement.findings:
        if finding.verdict != FAILED or finding.known:
            continue
        where = place_of(finding)
        told = f"{where}: {finding.reason}" if where else finding.reason
        digest = sha256(
            "\n".join((finding.check, where, finding.expected)).encode(
                "utf-8", "replace"
            )
        ).hexdigest()[:16]
        seen[digest] += 1
        place: dict[str, Any] = {
            "physicalLocation": {
                "artifactLocation": {"uri": file, "index": artifact},
                # A dump is one thing, and may be packed: it has no lines of its own.
                "region": {"startLine": 1},
            }
        }
        if where:
            place["logicalLocations"] = [
                {"name": _name(finding), "fullyQualifiedName": where}
            ]
        yield {
            "ruleId": finding.check,
            "ruleIndex": rules[finding.check],
            "level": finding.severity,
            "kind": "fail",
            "message": {"text": told},
            "locations": [place],
            "partialFingerprints": {
                "primaryLocationLineHash": f"{digest}:{seen[digest]}"
            },
            "properties": {
                key: value
                for key, value in of_finding(finding).items()
                if key not in ("check", "severity", "reason")
            },
        }


def _name(finding: Finding) -> str:
    """The innermost that it is in."""
    place = finding.place
    if place.attribute is not None:
        return f"attribute {place.attribute}"
    if place.method is not None:
        return f"method {place.method}"
    return str(place.code) if place.code is not None else place.association
