"""Codes of OBIS value groups, and the patterns made of them."""

from __future__ import annotations

from typing import Final, cast

from ..diagnostics.report import Report
from ..model import CodeRange, Codes, Condition, GroupLetter
from ..notation import range_text
from ..syntax import tree
from ..words import listed

ALL_CODES: Final[Codes] = (CodeRange(0, 255),)
_ONE: Final[tuple[Codes, ...]] = tuple((CodeRange(n, n),) for n in range(256))
LETTERS: Final = "ABCDEF"

Match = tuple[Codes, Codes, Codes, Codes, Codes, Codes]


def lower_codes(written: tuple[tree.Range, ...], report: Report) -> Codes:
    """Codes in ascending order, neighbours joined; a code given twice is reported."""
    ranges: list[tuple[int, int, tree.Number]] = []
    for first, last in written:
        if first is None or last is None:  # the grammar has no open ranges of codes
            continue
        for end in (first, last):
            if not 0 <= end <= 255:
                report.error(
                    end.span, "C503", f"expected a code (0..255), found {end:d}"
                )
                break
        else:
            if first > last:
                report.error(
                    first.span,
                    "C503",
                    f"expected the smaller code first, found {first:d}..{last:d}",
                    f"write {last:d}..{first:d}",
                )
            else:
                ranges.append((int(first), int(last), first))
    ranges.sort(key=lambda item: item[:2])
    joined: list[CodeRange] = []
    for low, high, place in ranges:
        if joined and low <= joined[-1].last:
            report.error(place.span, "C504", f"code {low} is listed twice")
        if joined and low <= joined[-1].last + 1:
            joined[-1] = CodeRange(joined[-1].first, max(high, joined[-1].last))
        else:
            joined.append(CodeRange(low, high))
    return tuple(joined)


def lower_conditions(
    written: tuple[tree.Condition, ...], report: Report
) -> tuple[Condition, ...]:
    """Conditions by group letter; two on the same group are reported."""
    conditions: dict[str, Condition] = {}
    for condition in written:
        letter = condition.letter.upper()
        codes = lower_codes(condition.codes, report)
        if letter in conditions:
            report.error(
                condition.letter.span,
                "C505",
                f"two conditions on group {letter}",
                "list all codes in one, separated by commas",
            )
        elif codes:
            conditions[letter] = Condition(cast(GroupLetter, letter), codes)
    return tuple(conditions.values())


def lower_pattern(
    pattern: tree.Name, written: tuple[tree.Condition, ...], report: Report
) -> Match:
    """The codes that a pattern matches in each group; a letter without a condition matches all."""
    conditions = {c.letter: c.codes for c in lower_conditions(written, report)}
    places = {c.letter.upper(): c.letter for c in reversed(written)}
    match: list[Codes] = []
    for letter, part in zip(LETTERS, pattern.split("."), strict=True):
        if part.isdigit():
            code = int(part)
            if code > 255:
                report.error(
                    pattern.span,
                    "C503",
                    f"expected a code (0..255) in group {letter}, found {code}",
                )
                code = 255
            if letter in conditions:
                report.error(
                    places[letter].span,
                    "C505",
                    f"group {letter} of {pattern} is fixed at {code}: "
                    "expected no condition",
                    f"write '{letter.lower()}' in the pattern",
                )
            match.append(_ONE[code])
            continue
        if part != letter.lower():
            report.error(
                pattern.span,
                "C501",
                f"expected '{letter.lower()}' or a code in group {letter} of {pattern}, "
                f"found '{part}'",
            )
        match.append(conditions.get(cast(GroupLetter, letter), ALL_CODES))
    return cast(Match, tuple(match))


def lower_code(written: tree.Name, where: str, report: Report) -> tuple[int, ...]:
    """One code; a group that is left open is reported, and is 0."""
    if any(not part.isdigit() for part in written.split(".")):
        report.error(
            written.span, "C501", f"expected one code {where}, found {written}"
        )
    return tuple(codes[0].first for codes in lower_pattern(written, (), report))


def show(codes: Codes) -> str:
    """`1..3 and 7`."""
    return listed((range_text(first, last) for first, last in codes), "and")
