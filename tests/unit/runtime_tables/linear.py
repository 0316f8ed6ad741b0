"""OBIS codes described the slow way: every line of the tables is read for each.

This follows the words of `cosem_runtime.obis.tables` about the tables, and shares no code
with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from math import prod
from types import ModuleType

from cosem_runtime.obis.tables import ObisRow

LETTERS = "ABCDEF"
KINDS = {
    "manufacturer": "manufacturer specific",
    "utility": "utility specific",
    "user": "user specific",
    "unused": "not used",
}


@cache
def codes(text: str) -> frozenset[int]:
    """`1-3,7` as a set."""
    found: set[int] = set()
    for part in text.split(","):
        ends = [int(end) for end in part.split("-")]
        found.update(range(ends[0], ends[-1] + 1))
    return frozenset(found)


def size(row: ObisRow) -> int:
    """How many OBIS codes a pattern holds."""
    return prod(len(codes(text)) for text in row.match)


def fields(line: str) -> list[str]:
    """The fields of a row, with empty ones for those left out."""
    return line.split(" | ") + [""] * 10


def rows(modules: Sequence[ModuleType], code: bytes) -> list[list[str]]:
    """The object rows that hold a code: those of vendors, who stand before the standard,
    and then the most specific one first, alternatives last."""
    found = []
    last = len(modules) - 1
    for place, module in enumerate(modules):
        for line in module.OBJECTS.splitlines():
            match, *alternative = line.split(" | ")[0].split(" ")
            groups = [codes(text) for text in match.split(".")]
            if all(number in group for number, group in zip(code, groups, strict=True)):
                told = fields(line)
                rank = last + 1 if alternative else last if told[2] else place
                found.append(((rank, prod(map(len, groups))), told))
    found.sort(key=lambda pair: pair[0])
    return [line for _, line in found]


def classes(row: Sequence[str]) -> dict[str, str]:
    """The classes of a row with the version that each is bound to, or none."""
    stated = {number: version for number, _, version in _uses(row)}
    if "1" in stated:  # what is Data may be a Register
        stated = {**stated, "3": stated.get("3", ""), "4": stated.get("4", "")}
    return stated


def _uses(row: Sequence[str]) -> list[tuple[str, str, str]]:
    return [use.partition(".") for use in row[3].split(",") if use]


def _tables(
    modules: Sequence[ModuleType], medium: int, letter: str, code: bytes
) -> Iterator[tuple[str, Sequence[ModuleType]]]:
    """Names of the tables that may hold, the nearest first, and who fills each."""
    for module in modules:
        for scope in (str(medium), ""):
            for line in module.SELECTIONS.splitlines():
                table, *conditions = line.split(" | ")
                start, name = table.split(" ")
                if start == scope + letter and all(
                    code[LETTERS.index(one[0])] in codes(one[2:]) for one in conditions
                ):
                    yield table, modules
                    yield f"{letter} {name}", modules
            yield scope + letter, [module]


def group(
    modules: Sequence[ModuleType], letter: str, code: bytes
) -> tuple[list[str], bool] | None:
    """The row for a value group, and whether it is that of a quantity integrated."""
    medium = code[0]
    for module in modules:
        medium = module.SAME_MEDIA.get(medium, medium)
    for table, owners in _tables(modules, medium, letter, code):
        for module in owners:
            for line in reversed(module.GROUPS.splitlines()):
                if not line.startswith(f"{table} | "):
                    continue
                found = fields(line)
                if code[LETTERS.index(letter)] in codes(found[1]):
                    processing = None if letter == "D" else group(modules, "D", code)
                    integral = bool(processing and "integral" in processing[0][4])
                    return found, integral and letter in "CE"
    return None


def words(modules: Sequence[ModuleType], letter: str, code: bytes) -> str | None:
    """What the code means in a value group; None when no table says."""
    row = group(modules, letter, code)
    if row is None:
        return None
    _, _, meaning, kind, _, _, _, integral, *_ = row[0]
    if row[1] and integral:
        meaning = integral
    if kind or not meaning:
        meaning = ": ".join(filter(None, (KINDS.get(kind, kind), meaning)))
    number = code[LETTERS.index(letter)]
    return re.sub(
        r"\{n([+-]\d+)?\}", lambda found: str(number + int(found[1] or 0)), meaning
    )


def name(modules: Sequence[ModuleType], template: str, code: bytes) -> str:
    """The name of a code from that of its pattern."""

    def value(letter: str) -> str:
        row = group(modules, letter, code)
        if row is None:
            return str(code[LETTERS.index(letter)])
        return "" if row[0][3] == "unused" else words(modules, letter, code) or ""

    text = ""
    for part in re.split(r"(\{[A-F](?:[+-]\d{1,3})?\})", template):
        if not re.fullmatch(r"\{[A-F]([+-]\d+)?\}", part):
            text += part
            continue
        shift = part[2:-1]
        number = code[LETTERS.index(part[1])]
        filled = str(number + int(shift)) if shift else value(part[1])
        text = (text if filled else text.rstrip(" ,")) + filled
    return text


def units(modules: Sequence[ModuleType], row: Sequence[str], code: bytes) -> list[int]:
    """The units that a value of this code may have."""
    chosen = row[5]
    if not chosen and ("{C}" in row[1] or "{E}" in row[1]):
        quantity, processing, part = (group(modules, x, code) for x in "CDE")
        if part and "dimensionless" in part[0][4]:
            return []
        if processing and processing[0][5]:
            chosen = processing[0][5]
        else:
            for found in (part, quantity):
                if found and (found[0][5] or found[0][6]):
                    chosen = found[0][6 if found[1] else 5]
                    break
    return [int(unit) for unit in chosen.split(",") if unit]
