"""The page of what the judge found in public dumps and libraries: `found.json`, made by `found_run`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias

from . import labels
from .markup import Row, badge, blocks, code, fenced, link, prose, spaced, table, text
from .views import GroupView, SectionsPage, SectionView, sections_page

__all__ = ["FAULTS", "RUN", "Run", "found_page"]

RUN: Final = Path(__file__).with_name("found.json")
"""The run that is kept."""

FAULTS: Final = {
    "meter": "of the meter",
    "source": "of the document or tool that it is known from",
    "library": "of the library",
}
"""Whose a finding can be."""

Run: TypeAlias = Mapping[str, Any]
"""The run, or what it has of a dump or a finding."""

_LEAD: Final = (
    "[The judge](judge.md) was given dumps of meters, documents and libraries that are public. Each finding was "
    "reviewed, and it is said whose it is and why. This says nothing of what such meters are in the field today: a dump "
    "is of one device and one firmware. Serial numbers are not in these dumps, or are masked."
)


def found_page() -> SectionsPage:
    """Every finding of the run, with its evidence and whose it is."""
    run = json.loads(RUN.read_text(encoding="utf-8"))
    dumps = run["dumps"]
    by = ", ".join(f"{name} {code(each)}" for name, each in run["judged_by"].items())
    return sections_page(
        source="the run of the judge that is kept beside the docs target",
        label="found",
        title="What the judge found",
        lead=_LEAD,
        groups=(
            GroupView(
                "found-dumps",
                "What was judged",
                blocks(
                    table(map(_row, dumps), _NUMBERS),
                    _totals(dumps),
                    f"Judged by {by}.",
                ),
            ),
            GroupView(
                "found-findings",
                "What is wrong",
                sections=tuple(_section(each) for each in dumps if each["findings"]),
            ),
        ),
    )


_NUMBERS: Final = ("Objects", "Values", "Errors", "Warnings, notes")


def _row(dump: Run) -> Row:
    told = text(dump["meter"])
    findings = dump["findings"]
    errors = sum(each["count"] for each in findings if each["severity"] == "error")
    return {
        "Dump": link(told, labels.named("found", dump["name"])) if findings else told,
        "From": _source(dump["source"]),
        "Licence": text(dump["source"].get("licence", "")),
        "Objects": str(dump["objects"]),
        "Values": str(dump["values"]),
        "Errors": str(errors),
        "Warnings, notes": str(sum(each["count"] for each in findings) - errors),
    }


def _source(source: Mapping[str, str]) -> str:
    commit = source.get("commit", "")
    told = code(source["repository"]) if "repository" in source else ""
    return spaced(told, f"at {code(commit[:12])}" if _COMMIT.fullmatch(commit) else "")


_COMMIT: Final = re.compile("[0-9a-f]{7,40}")


def _totals(dumps: Iterable[Run]) -> str:
    findings = [each for dump in dumps for each in dump["findings"]]
    told = (
        f"{sum(each['count'] for each in findings if each['fault'] == fault)} {whose}"
        for fault, whose in FAULTS.items()
    )
    return f"Findings: {', '.join(told)}."


def _section(dump: Run) -> SectionView:
    source = dump["source"]
    file = code(source["file"]) if "file" in source else ""
    note = prose(source.get("note", "").rstrip("."))
    facts = ": ".join(filter(None, (file, note)))
    return SectionView(
        label=labels.named("found", dump["name"]),
        title=text(dump["meter"]),
        body=blocks(
            f"Known from {facts}." if facts else "",
            *(part for each in dump["findings"] for part in _finding(each)),
        ),
    )


def _finding(finding: Run) -> Iterable[str]:
    check, count = finding["check"], finding["count"]
    times = "" if count == 1 else f", {count} times"
    yield spaced(
        link(code(check), labels.named("judged", check)),
        badge(finding["severity"], finding["severity"]),
        f"{FAULTS[finding['fault']]}{times}: {prose(finding['review'])}",
    )
    yield fenced(
        "\n".join(line for each in finding["evidence"] for line in each), "text"
    )
