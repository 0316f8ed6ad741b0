"""What a check is. Each stands in the table of its family, beside the function that decides it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from .findings import (
    ERROR,
    FAILED,
    INCONCLUSIVE,
    NOT_APPLICABLE,
    PASSED,
    WARNING,
    Basis,
    Octets,
)

if TYPE_CHECKING:
    from cosem_runtime.tolerant import Deviation

    from .meter import Item

__all__ = [
    "ACTION",
    "DUMP",
    "FAMILIES",
    "PASS",
    "READ",
    "WRITE",
    "Check",
    "Outcome",
    "deviating",
    "inapplicable",
    "unclear",
    "warned",
    "wrong",
]

FAMILIES: Final = {
    "OL": "Object lists",
    "ID": "Identity",
    "AT": "Reading",
    "TY": "Types and values",
    "AR": "Access rights",
    "CL": "Rules of classes",
    "XR": "References between objects",
    "OB": "Codes",
    "DV": "Devices",
    "PF": "Companion profiles",
    "SV": "Services",
    "WR": "Writing",
    "ME": "Methods",
}

DUMP: Final = "dump"
READ: Final = "read"
WRITE: Final = "write"
ACTION: Final = "action"
"""What a check does to a meter: nothing, as a dump decides it, or this over a live association."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check makes of one thing; `Judgement` has it with its place.

    Where `basis` is None it rests on the version of the class.
    """

    verdict: str
    reason: str = ""
    severity: str = ""
    attribute: int | None = None
    method: int | None = None
    path: str = ""
    expected: str = ""
    found: str = ""
    basis: Basis | None = None
    octets: Octets | None = None
    members: frozenset[str] | None = None
    """The members of a structure that it rests on; None for those of its path."""
    doubt: str = ""
    """Why this finding is less sure than the facts that it rests on."""
    item: Item | None = None
    """The object that it is of, where the check looks at more than one."""


PASS: Final = Outcome(PASSED)


def wrong(reason: str, *, severity: str = ERROR, **facts: Any) -> Outcome:
    """Something that failed."""
    return Outcome(FAILED, reason, severity, **facts)


def deviating(deviation: Deviation, **facts: Any) -> Outcome:
    """A value that tolerant reading took otherwise than its type has it."""
    return wrong(
        f"{deviation.title}: expected {deviation.expected}, found {deviation.found}",
        severity=deviation.severity,
        expected=deviation.expected,
        found=deviation.found,
        **facts,
    )


def warned(reason: str, **facts: Any) -> Outcome:
    """Something that is not as it should be, and no error."""
    return wrong(reason, severity=WARNING, **facts)


def unclear(reason: str, **facts: Any) -> Outcome:
    """Something that nobody can decide."""
    return Outcome(INCONCLUSIVE, reason, **facts)


def inapplicable(reason: str, **facts: Any) -> Outcome:
    """Something that the check leaves to others."""
    return Outcome(NOT_APPLICABLE, reason, **facts)


class Check(NamedTuple):
    """A check. `decides` and `needs` are sentences for its readers, `facts` what of the spec it goes by.

    `scope` is what `run` looks at, one after the other: each `value` (a `meter.Read`),
    `object` (`meter.Item`), `association` (`meter.Seen`), the whole `meter`, or each `claim` of a
    companion profile (`profiles.Claim`). `run` gives an outcome for each thing that it decides,
    none for what it does not apply to. A check of another `mode` than DUMP asks the meter, by
    the `wire` of the association.
    """

    id: str
    title: str
    decides: str
    needs: str
    facts: str
    scope: str
    run: Callable[[Any], Iterator[Outcome]]
    mode: str = DUMP

    @property
    def family(self) -> str:
        """Its letters."""
        return self.id[:2]
