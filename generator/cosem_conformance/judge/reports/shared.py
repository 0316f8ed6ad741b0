"""What reports of several judgements share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from ..findings import Judgement
from ..judging import CHECKS
from ..known import CHECK as UNEXPECTED

__all__ = ["about", "named", "versions"]


def named(judgements: Iterable[Judgement]) -> Iterator[tuple[str, Judgement]]:
    """Each with a name that none other has: its file, or its meter."""
    seen: dict[str, int] = {}
    for each in judgements:
        name = each.source or each.meter or "a meter"
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"{name} ({seen[name]})", each


def versions(judgements: Iterable[Judgement]) -> dict[str, str]:
    """What all were judged by: packages, their tables of codes, and rules."""
    found: dict[str, str] = {}
    for each in judgements:
        found |= each.versions
    return found


def about(check: str) -> tuple[str, str]:
    """The title of a check, and what it decides."""
    if check in CHECKS:
        return CHECKS[check].title, CHECKS[check].decides
    return _ABOUT[check]


_ABOUT: Final = {
    UNEXPECTED: (
        "known failures come",
        "Each line of the known failures has a finding that it expects.",
    ),
    "DUMP": ("the dump is whole", "The dump has all that was read of the meter."),
    "RULES": (
        "rules are known",
        "Each rule of a class is one that this version of cosem decides.",
    ),
}
"""The same of findings that no check of the table has."""
