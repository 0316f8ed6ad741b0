"""What was found, as text, JSON and Markdown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from cosemgen.model import Span
from cosemgen.words import listed

from .comparing import Finding
from .rules import CERTAINTY, DOCUMENTATION, IMPACTS, heading

FORM: Final = "cosem-diff"
_VERSION: Final = 1
MOST_LINES: Final = 200
"""How many findings an entry of a changelog lists."""
_COUNTED: Final = (CERTAINTY, DOCUMENTATION)
"""Impacts of which it only says how many there are."""
_MARKS: Final = re.compile(r"[\\`*_\[\]<>|~&#]")
"""What Markdown takes for more than a letter."""


def counts(findings: Iterable[Finding]) -> dict[str, int]:
    """How many findings there are of each impact, the gravest first."""
    found = Counter(finding.impact for finding in findings)
    return {impact: found[impact] for impact in IMPACTS if found[impact]}


def as_text(finding: Finding) -> str:
    """One line: where, impact and rule, what; and in brackets where it was."""
    place = finding.new_place or finding.old_place
    head = f"{place}: " if place else ""
    before = finding.old_place if finding.new_place else None
    was = f" ({before})" if before else ""
    return f"{head}{finding.impact} {finding.rule}: {finding.place}: {finding.message}{was}"


def as_json(findings: Sequence[Finding], old: str, new: str) -> dict[str, Any]:
    """Everything, as values that `json` writes (`grammar/diff.schema.json`)."""
    return {
        "form": FORM,
        "version": _VERSION,
        "old": old,
        "new": new,
        "impacts": counts(findings),
        "findings": [*map(_object, findings)],
    }


def _object(finding: Finding) -> dict[str, Any]:
    members: Mapping[str, Any] = {
        "rule": finding.rule,
        "impact": finding.impact,
        "where": list(finding.where),
        "message": finding.message,
        "old": finding.old,
        "new": finding.new,
        "old_place": _place(finding.old_place),
        "new_place": _place(finding.new_place),
    }
    return {name: value for name, value in members.items() if value}


def _place(span: Span | None) -> dict[str, Any] | None:
    return None if span is None else dict(span._asdict())


def as_markdown(findings: Sequence[Finding], old: str, new: str) -> str:
    """For a changelog or a review: a heading for each impact, a line for each finding."""
    lines = [f"# From {_escaped(old)} to {_escaped(new)}", ""]
    if not findings:
        lines += ["Nothing is different.", ""]
    for impact in counts(findings):
        lines += [f"## {heading(impact)}", "", IMPACTS[impact], ""]
        lines += [
            f"- **{_escaped(each.place)}**: {_escaped(each.message)} ({each.rule})"
            for each in findings
            if each.impact == impact
        ]
        lines.append("")
    return "\n".join(lines)


def as_entry(findings: Sequence[Finding], since: str) -> str:
    """A section of a changelog: what programs and meters notice, line by line; of the others how many there are."""
    lines = [f"### Specification, since {_escaped(since)}", ""]
    told = [each for each in findings if each.impact not in _COUNTED]
    lines += [
        f"- {heading(each.impact)}: **{_escaped(each.place)}**: {_escaped(each.message)} ({each.rule})"
        for each in told[:MOST_LINES]
    ]
    left = counts([*told[MOST_LINES:], *(f for f in findings if f.impact in _COUNTED)])
    if left:
        rest = [
            f"{number} of {heading(impact).lower()}" for impact, number in left.items()
        ]
        lines.append(f"- And more: {listed(rest, 'and')}.")
    if not findings:
        lines.append("Nothing is different.")
    return "\n".join(lines)


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\g<0>", " ".join(text.split()))
