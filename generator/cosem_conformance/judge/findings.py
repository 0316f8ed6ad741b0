"""What a judgement says: findings, each with its place and what it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from cosem_runtime import Obis

__all__ = [
    "ERROR",
    "FAILED",
    "INCONCLUSIVE",
    "KINDS",
    "KNOWN",
    "NOTE",
    "NOT_APPLICABLE",
    "PASSED",
    "SEVERITIES",
    "SHOWN",
    "VERDICTS",
    "WARNING",
    "Basis",
    "Finding",
    "Judgement",
    "Octets",
    "Place",
]

PASSED: Final = "passed"
FAILED: Final = "failed"
INCONCLUSIVE: Final = "inconclusive"
NOT_APPLICABLE: Final = "not applicable"
VERDICTS: Final = (PASSED, FAILED, INCONCLUSIVE, NOT_APPLICABLE)

NOTE: Final = "note"
WARNING: Final = "warning"
ERROR: Final = "error"
SEVERITIES: Final = (NOTE, WARNING, ERROR)
"""Of what failed, from the least grave on."""

KNOWN: Final = "known"
KINDS: Final = (ERROR, WARNING, NOTE, KNOWN, INCONCLUSIVE, NOT_APPLICABLE)
"""Of findings, in the order in which reports have them: see `Finding.kind`."""

SHOWN: Final = 32
"""Octets of a value that a finding holds."""
_BEFORE: Final = 8


@dataclass(frozen=True, slots=True)
class Octets:
    """Some octets of a value around what is wrong.

    `begins` is the offset of the first one in the value, `offset` that of what is wrong,
    `size` the octets that the value has.
    """

    shown: bytes
    begins: int
    offset: int
    size: int

    @classmethod
    def around(cls, octets: bytes, offset: int) -> Octets:
        """Those of a value at an offset."""
        offset = max(0, min(offset, len(octets)))
        begins = max(0, offset - _BEFORE)
        return cls(octets[begins : begins + SHOWN], begins, offset, len(octets))


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is; what is not said is of no account.

    `association` is the name of the association, or its number in the dump, counted from 1;
    `name` is what the class calls the attribute or method.
    """

    meter: str = ""
    association: str = ""
    class_id: int | None = None
    version: int | None = None
    code: Obis | None = None
    attribute: int | None = None
    method: int | None = None
    path: str = ""
    name: str = ""

    def __str__(self) -> str:
        parts = [self.meter] if self.meter else []
        if self.association:
            parts.append(f"association {self.association}")
        if self.code is not None:
            version = "" if self.version is None else f"/{self.version}"
            parts.append(f"{self.code} of class {self.class_id}{version}")
        if self.attribute is not None:
            dot = "." if self.name and self.path and self.path[0] != "[" else ""
            way = f"{self.name}{dot}{self.path}"
            parts.append(f"attribute {self.attribute} {way}".rstrip())
        if self.method is not None:
            parts.append(f"method {self.method} {self.name}".rstrip())
        return ", ".join(parts)

    def facts(self) -> dict[str, Any]:
        """What is said, but the meter, by the names that JSON has."""
        found = {
            "association": self.association,
            "class_id": self.class_id,
            "version": self.version,
            "logical_name": "" if self.code is None else str(self.code),
            "attribute": self.attribute,
            "method": self.method,
            "name": self.name,
            "path": self.path,
        }
        return {name: each for name, each in found.items() if each not in (None, "")}


@dataclass(frozen=True, slots=True)
class Basis:
    """What a finding rests on: where the standard says so, and how sure that is.

    `confidence` is `high`, `medium`, `low` or empty; `doubt` says what nobody confirmed.
    """

    clause: str = ""
    edition: str = ""
    confidence: str = ""
    doubt: str = ""

    @property
    def is_sure(self) -> bool:
        """Whether a finding may be more than a warning."""
        return self.confidence != "low" and not self.doubt


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found at one place. `severity` is of what failed, else empty."""

    check: str
    verdict: str
    reason: str
    severity: str = ""
    place: Place = Place()
    expected: str = ""
    found: str = ""
    basis: Basis = Basis()
    octets: Octets | None = None
    known: str = ""
    """The line of the known failures that has it, with its reason."""

    @property
    def is_failure(self) -> bool:
        """Whether it makes a judgement fail: an error that was not known."""
        return self.verdict == FAILED and self.severity == ERROR and not self.known

    @property
    def kind(self) -> str:
        """One of `KINDS`: the severity of what failed and was not known, else the verdict."""
        return KNOWN if self.known else self.severity or self.verdict

    def __str__(self) -> str:
        place = f" {self.place}:" if str(self.place) else ""
        return f"{self.check} {self.severity or self.verdict}:{place} {self.reason}"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What all checks found in one dump.

    `counts` has for each check how often it came to each verdict, `of_class` the same for a
    check and a class_id, None where it is of no object. `findings` are those that are no
    plain pass. `versions` says of what all this was judged by, `classes` what the classes
    are called that findings name, `source` which file the dump is from.
    """

    meter: str
    counts: dict[str, Counter[str]]
    findings: Sequence[Finding]
    versions: dict[str, str] = field(default_factory=dict)
    classes: dict[int, str] = field(default_factory=dict)
    source: str = ""
    of_class: dict[tuple[str, int | None], Counter[str]] = field(default_factory=dict)

    @property
    def failures(self) -> Iterator[Finding]:
        """The findings that make it fail."""
        return (each for each in self.findings if each.is_failure)

    @property
    def passed(self) -> bool:
        """Whether nothing failed but what was known, and what is a warning at most."""
        return next(self.failures, None) is None

    @property
    def summary(self) -> str:
        """How much passed, and how much was found of each kind, in a line."""
        kinds = Counter(each.kind for each in self.findings)
        passed = sum(counts[PASSED] for counts in self.counts.values())
        return (
            f"{passed} passed; errors: {kinds[ERROR]}, warnings and notes: "
            f"{kinds[WARNING] + kinds[NOTE]}, known failures: {kinds[KNOWN]}, "
            f"inconclusive: {kinds[INCONCLUSIVE]}"
        )

    def __repr__(self) -> str:
        return (
            f"<Judgement of {self.meter or self.source or 'a meter'}: {self.summary}>"
        )

    def of(self, check: str) -> list[Finding]:
        """The findings of one check."""
        return [each for each in self.findings if each.check == check]
