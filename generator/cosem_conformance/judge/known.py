"""Failures that are known and expected: a small form of text, taken strictly.

A line has a check, what it is expected of, and after ` -- ` the reason:

    TY-01  3 1-0:1.8.0*255 3          -- scaler is sent as long, fixed with firmware 2.1
    OB-01  1 0-0:96.5.*.*             -- status words of the maker
    AR-02  *                          -- all names can be written
    CL-03  7 1-0:99.1.0*255 7 Public  -- in one association alone

The second word is a class or `*`, the third a code (`*` for any number of a group, or for all),
the fourth an attribute or `*`, the rest the name of an association. What is left out is any.
Empty lines and what begins with `#` say nothing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from cosem_runtime.errors import CosemError, quote, visible_line

from .findings import ERROR, FAILED, Finding, Place

__all__ = [
    "CHECK",
    "KnownFailure",
    "KnownFailuresError",
    "Lines",
    "apply",
    "read_known",
    "read_known_file",
]

CHECK: Final = "KNOWN"
"""What a finding is called of a line that nothing failed for."""
_MOST: Final = 10_000
_LONGEST: Final = 4 * 1024 * 1024


class KnownFailuresError(CosemError, ValueError):
    """A line that is none of known failures."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        told = f"{file}:{line}: {reason}" if file else f"line {line}: {reason}"
        super().__init__(visible_line(told))
        self.file: str = file
        self.line: int = line
        self.reason: str = reason


@dataclass(frozen=True, slots=True)
class KnownFailure:
    """One line. None is any."""

    check: str
    class_id: int | None
    code: tuple[int | None, ...] | None
    attribute: int | None
    association: str
    reason: str
    file: str
    line: int

    def has(self, finding: Finding) -> bool:
        """Whether a finding is one that is expected."""
        if finding.check != self.check or finding.verdict != FAILED:
            return False
        return self.is_of(finding.place, finding.place.attribute)

    def is_of(self, place: Place, number: int | None) -> bool:
        """Whether it is of a place, and of its attribute or method of that number."""
        if self.class_id is not None and place.class_id != self.class_id:
            return False
        if self.attribute is not None and number != self.attribute:
            return False
        if self.association and place.association != self.association:
            return False
        if self.code is None:
            return True
        return place.code is not None and all(
            wanted is None or wanted == number
            for wanted, number in zip(self.code, place.code, strict=True)
        )

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.file else f"line {self.line}"
        return f"{where}: {self.reason}" if self.reason else where


def read_known(
    text: str, checks: Iterable[str], file: str = ""
) -> tuple[KnownFailure, ...]:
    """The lines of a file. Raises KnownFailuresError, with the number of the line."""
    known = frozenset(checks)
    found: list[KnownFailure] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if len(found) >= _MOST:
            raise KnownFailuresError(file, number, f"there are more than {_MOST} lines")
        found.append(_line(line, number, known, file))
    return tuple(found)


def read_known_file(
    path: str | os.PathLike[str], checks: Iterable[str]
) -> tuple[KnownFailure, ...]:
    """The lines of the file of that name.

    Raises KnownFailuresError, also for one that is longer than 4 MiB or no UTF-8, and OSError.
    """
    name = os.fspath(path)
    with open(path, "rb") as file:
        octets = file.read(_LONGEST + 1)
    if len(octets) > _LONGEST:
        raise KnownFailuresError(name, 1, f"the file has more than {_LONGEST} octets")
    try:
        text = octets.decode("utf-8")
    except UnicodeDecodeError as error:
        line = octets.count(b"\n", 0, error.start) + 1
        raise KnownFailuresError(name, line, f"no UTF-8: {error.reason}") from None
    return read_known(text, checks, name)


def _line(line: str, number: int, checks: frozenset[str], file: str) -> KnownFailure:
    what, _, reason = line.partition(" -- ")
    words = what.split(None, 4)
    check, class_id, code, attribute, association = [*words, *["*"] * (5 - len(words))]
    if check not in checks:
        reason = f"no check {quote(check)}; expected one as TY-01, and what it is of"
        raise KnownFailuresError(file, number, reason)
    return KnownFailure(
        check,
        _whole(class_id, 0, 0xFFFF, "a class", number, file),
        _code(code, number, file),
        _whole(attribute, -0x80, 0x7F, "an attribute", number, file),
        "" if association.strip() == "*" else association.strip(),
        reason.strip(),
        file,
        number,
    )


def _whole(
    word: str, least: int, most: int, what: str, line: int, file: str
) -> int | None:
    if word == "*":
        return None
    if re.fullmatch(r"-?[0-9]{1,5}", word) and least <= int(word) <= most:
        return int(word)
    raise KnownFailuresError(
        file, line, f"{what} or * is expected, found {quote(word)}"
    )


def _code(word: str, line: int, file: str) -> tuple[int | None, ...] | None:
    if word == "*":
        return None
    shape = r"(\*|\d{1,3})[-.](\*|\d{1,3})[:.](\*|\d{1,3})\.(\*|\d{1,3})\.(\*|\d{1,3})(?:[*.](\*|\d{1,3}))?"
    match = re.fullmatch(shape, word, re.ASCII)
    if match is not None:
        groups = [each or "255" for each in match.groups()]
        numbers = [None if each == "*" else int(each) for each in groups]
        if all(each is None or each <= 255 for each in numbers):
            return tuple(numbers)
    wanted = "a code as 1-0:1.8.0*255 or 1.0.*.8.0.255, or *, is expected"
    raise KnownFailuresError(file, line, f"{wanted}, found {quote(word)}")


class Lines:
    """Many lines, and which of them have a finding: looked up, where they name an object."""

    def __init__(self, known: Sequence[KnownFailure]) -> None:
        self._known = known
        self._at: dict[tuple[Any, ...], list[int]] = {}
        for at, each in enumerate(known):
            code = each.code if each.code and None not in each.code else None
            self._at.setdefault((each.check, each.class_id, code), []).append(at)

    def of(self, finding: Finding) -> list[int]:
        """The indexes of the lines that expect it."""
        place = finding.place
        code = None if place.code is None else tuple(place.code)
        found = [
            at
            for class_id in dict.fromkeys((place.class_id, None))
            for each in dict.fromkeys((code, None))
            for at in self._at.get((finding.check, class_id, each), ())
            if self._known[at].has(finding)
        ]
        return sorted(found)


def apply(
    known: tuple[KnownFailure, ...], findings: Iterable[Finding], judged: Iterable[str]
) -> Iterator[Finding]:
    """The findings, those that are expected marked, then one for each line without any.

    Lines of checks that were not judged are left alone.
    """
    checks = frozenset(judged)
    lines = Lines(known)
    used = set[int]()
    for finding in findings:
        hits = lines.of(finding)
        used.update(hits)
        yield replace(finding, known=str(known[hits[0]])) if hits else finding
    for at, each in enumerate(known):
        if at not in used and each.check in checks:
            yield Finding(
                CHECK,
                FAILED,
                f"{each.check} is expected to fail, and nothing did: {each}",
                ERROR,
                Place(),
            )
