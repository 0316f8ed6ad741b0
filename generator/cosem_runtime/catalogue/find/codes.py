"""Codes whose names are put together from the words of value groups.

There are far too many to list. Those numbers of a value group that have a word are
looked for, and codes are put together from them and from the numbers that are usual in
the other groups.
"""

from __future__ import annotations

import re
from heapq import merge
from itertools import groupby, islice, product

from ...obis import Obis
from ...obis.tables import GroupCode, members
from ...obis.words import Template
from .words import words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Final

    from ...obis.tables import Conditions, ObisTables
    from .words import Asked

    # The numbers that a pattern holds in a value group, in order and quick to look in.
    Numbers = dict[int, None]

__all__ = ["CodeWords", "Pattern", "groups_of"]

_USUAL = ((), (0,), (), (7, 8, 0, 6), (0, 1, 2, 3, 4), (255,))
"""The numbers of each value group that are taken where no word asks for others."""
_FEW = 4
"""How many codes are taken that differ in nothing but a number in their name."""
_NAMED = 16
"""How many there are of a pattern at most, if several numbers are in its name."""
_TRIED = 24
"""How many numbers of a value group are tried."""
_MOST = 80
"""How many codes are put together for one question."""

_NOTHING: dict[int, tuple[int, int]] = {}
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_NUMBERED = re.compile(r"\{n([+-]\d{1,3})?\}")

_GROUP = r"([0-9]{1,3}|\*)"
_FORMS = (
    re.compile(
        rf"(?:{_GROUP}-{_GROUP}:)?{_GROUP}\.{_GROUP}(?:\.{_GROUP})?(?:[*&]{_GROUP})?"
    ),
    re.compile(rf"{_GROUP}\.{_GROUP}\.{_GROUP}\.{_GROUP}\.{_GROUP}(?:\.{_GROUP})?"),
)
_LEFT_OUT = ("1", "0", "*", "*", "*", "255")
"""What stands for groups that are not written."""


def groups_of(text: str) -> tuple[int | None, ...] | None:
    """The groups of `1.8`, `1-0:*.7.0` or `1.0.1.8.*.255`: None for any number.

    None when the text is no such code.
    """
    for form in _FORMS:
        matched = form.fullmatch(text)
        if matched:
            pairs = zip(matched.groups(), _LEFT_OUT, strict=True)
            groups = [given or usual for given, usual in pairs]
            numbers = [None if each == "*" else int(each) for each in groups]
            if all(number is None or number < 256 for number in numbers):
                return tuple(numbers)
    return None


class Pattern:
    """A row of codes, by the numbers of each value group."""

    __slots__ = ("groups", "match", "name", "words")

    def __init__(self, match: list[Numbers], name: str) -> None:
        self.match: Final = match
        self.name: Final = name
        # Indexes of the value groups whose words are put into the name.
        self.groups: Final = Template(name).groups if "{" in name else []
        self.words: Final = _without_placeholders(name)

    def named(self) -> Iterator[tuple[bytes, str]]:
        """Its first code with its name; the first few where the name has their number."""
        choices = []
        for group, numbers in enumerate(self.match):
            if f"{{{'ABCDEF'[group]}" in self.name:
                choices.append(list(islice(numbers, _FEW)))
            else:
                usual = [n for n in _USUAL[group] if n in numbers]
                choices.append([*usual, *islice(numbers, 1)][:1])
        template = Template(self.name)
        for code in islice(product(*choices), _NAMED):
            yield bytes(code), template.fill(code, tuple(map(str, code)))

    def holding(self, groups: Sequence[int | None]) -> Iterator[bytes]:
        """Its codes that have these groups, None for any number, in order."""
        choices = []
        for number, numbers in zip(groups, self.match, strict=True):
            if number is None:
                choices.append(list(numbers))
            elif number in numbers:
                choices.append([number])
            else:
                return
        yield from map(bytes, product(*choices))


class _GroupLine:
    """A row of the words of a value group."""

    __slots__ = ("codes", "integral", "shift", "words")

    def __init__(self, codes: Numbers, group: GroupCode) -> None:
        number = _NUMBERED.search(group.meaning)
        self.codes: Final = codes
        # What makes a number in the words the code; None where they have none.
        self.shift: Final = -int(number[1] or 0) if number else None
        self.words: Final = _without_placeholders(group.meaning)
        # The words where group D integrates over time.
        self.integral: Final = (
            _without_placeholders(group.integral_meaning)
            if group.integral_meaning
            else self.words
        )


class CodeWords:
    """The patterns of codes of several packages, and the words of their value groups.

    `add` is for who makes it; after that it does not change.
    """

    __slots__ = (
        *("_integrating", "_lines", "_numbers", "_same", "_selections", "media"),
        "patterns",
    )

    def __init__(self) -> None:
        self.patterns: Final[list[Pattern]] = []
        # The words of each medium.
        self.media: Final[dict[int, frozenset[str]]] = {}
        self._same: Final[dict[int, int]] = {}
        # Table of words, as `1C` or `1E rate` -> its rows; which numbers integrate.
        self._lines: Final[dict[str, list[_GroupLine]]] = {}
        self._integrating: Final[dict[str, set[int]]] = {}
        # Medium and letter -> the tables that may hold, and when.
        self._selections: Final[dict[str, list[tuple[str, Conditions]]]] = {}
        self._numbers: Final[dict[str, Numbers]] = {}

    def add(self, tables: ObisTables, groups: str) -> list[Pattern]:
        """Enter what a package has. `groups` is its table GROUPS. Gives its patterns."""
        for medium, name in tables.media.items():
            self.media[medium] = frozenset(words(name))
        self._same.update(tables.same_media)
        for scope, selections in tables.selections.items():
            self._selections.setdefault(scope, []).extend(selections)
        for line in groups.splitlines():
            table, codes, text = line.split(" | ", 2)
            numbers, group = self._members(codes), GroupCode(text)
            if group.meaning:
                row = _GroupLine(numbers, group)
                self._lines.setdefault(table, []).append(row)
            if group.integral:
                self._integrating.setdefault(table, set()).update(numbers)
        new = [
            Pattern(list(map(self._members, row.match)), row.facts.name)
            for row in tables.rows
            # Without classes it is a range that is left to others.
            if row.facts.kind == "standard" or row.facts.classes
        ]
        self.patterns.extend(new)
        return new

    def _members(self, codes: str) -> Numbers:
        """The numbers of a field, once for all rows that have the same."""
        known = self._numbers.get(codes)
        if known is None:
            known = self._numbers[codes] = dict.fromkeys(members(codes))
        return known

    def vocabulary(self) -> set[str]:
        """Every word of patterns, value groups and media."""
        found: set[str] = set()
        found.update(*self.media.values(), *(each.words for each in self.patterns))
        for lines in self._lines.values():
            found.update(*(line.words | line.integral for line in lines))
        return found

    def holding(self, groups: Sequence[int | None]) -> Iterator[Obis]:
        """The codes that have these groups, None for any number, in order."""
        # There may be far more than anybody wants: they are made one by one.
        for code, _ in groupby(
            merge(*(each.holding(groups) for each in self.patterns))
        ):
            yield Obis(code)

    def composed(self, asked: Asked, least: int) -> list[tuple[Obis, tuple[int, ...]]]:
        """Codes whose names seem to have the most of the words, but no fewer than `least`.

        Each with its place among them; the names tell whether they have the words.
        """
        bits = asked.bits()
        hits = {
            table: _hits(lines, bits, asked.numbers)
            for table, lines in self._lines.items()
        }
        found: list[tuple[int, tuple[int, ...], bytes]] = []
        for pattern in self.patterns:
            if not pattern.groups:
                continue
            own = _union(pattern.words, bits)
            for medium in pattern.match[0]:
                whole = own | _union(self.media.get(medium, ()), bits)
                composing = _Composing(self, pattern, medium, hits)
                for each in composing.codes(whole, max(least, 1)):
                    least = max(least, -each[0])
                    found.append(each)
        found.sort()
        return [(Obis(code), place) for _, place, code in found[:_MOST]]

    def tables_of(self, medium: int, letter: str) -> list[tuple[str, Conditions]]:
        """The tables of words that may hold for a value group of a medium, and when."""
        table = f"{self._same.get(medium, medium)}{letter}"
        found: list[tuple[str, Conditions]] = []
        for name, conditions in self._selections.get(table, ()):
            found += [(f"{table} {name}", conditions), (f"{letter} {name}", conditions)]
        return [*found, (table, ()), (letter, ())]

    def integrates(self, table: str, number: int) -> bool:
        """Whether group D integrates over time."""
        return number in self._integrating.get(table, ())


class _Choice:
    """A number of a value group that a code may have."""

    __slots__ = ("integral", "integrates", "number", "odd", "order", "words")

    def __init__(
        self,
        number: int,
        order: int,
        odd: bool,
        bits: tuple[int, int],
        integrates: bool,
    ) -> None:
        self.number: Final = number
        # Where it stands among the numbers of the group.
        self.order: Final = order
        # Whether it is neither usual nor asked for.
        self.odd: Final = odd
        # Bits of the words asked for that it has, and where group D integrates.
        self.words, self.integral = bits
        self.integrates: Final = integrates


class _Composing:
    """A pattern from which the codes of a medium are put together for one question."""

    def __init__(
        self,
        words: CodeWords,
        pattern: Pattern,
        medium: int,
        hits: dict[str, dict[int, tuple[int, int]]],
    ) -> None:
        self._words = words
        self._pattern = pattern
        self._medium = medium
        self._hits = hits
        self._tables = [words.tables_of(medium, letter) for letter in "ABCDEF"]
        self._known: dict[tuple[str, ...], list[_Choice]] = {}

    def codes(
        self, own: int, least: int
    ) -> Iterator[tuple[int, tuple[int, ...], bytes]]:
        """Codes: minus how many words each has, its place, and its octets."""
        rest = own
        for group in (3, 4, 5):
            rest |= self._all(group)
        if (rest | self._all(2)).bit_count() < least:
            return
        medium, left = self._medium, _MOST
        channel = self._choices(1, ())[0]
        for c in self._choices(2, ()):
            if (rest | c.words | c.integral).bit_count() < least:
                continue
            for d in self._choices(3, (c.number,)):
                of_both = own | d.words | (c.integral if d.integrates else c.words)
                for e in self._choices(4, (c.number, d.number)):
                    of_three = of_both | (e.integral if d.integrates else e.words)
                    for f in self._choices(5, ()):
                        count = (of_three | f.words).bit_count()
                        if count < least or not left:
                            continue
                        if count > least:
                            least, left = count, _MOST
                        left -= 1
                        odd = d.odd + e.odd + f.odd
                        place = (odd, medium, c.number, d.order, e.order, f.order)
                        code = (medium, channel.number, c.number, d.number, e.number)
                        yield -count, place, bytes((*code, f.number))

    def _all(self, group: int) -> int:
        """Bits of all words that any number of a value group has."""
        found = 0
        if group in self._pattern.groups:
            for table, _ in self._tables[group]:
                for words, integral in self._hits.get(table, _NOTHING).values():
                    found |= words | integral
        return found

    def _choices(self, group: int, before: tuple[int, ...]) -> list[_Choice]:
        """What is tried for a value group, where `before` are the groups from C on."""
        tables = tuple(
            table
            for table, conditions in self._tables[group]
            if all(
                2 <= index < 2 + len(before) and before[index - 2] in numbers
                for index, numbers in conditions
            )
        )
        key = (str(group), *tables)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = list(self._chosen(group, tables))
        return known

    def _chosen(self, group: int, tables: Iterable[str]) -> Iterator[_Choice]:
        numbers = self._pattern.match[group]
        asked: dict[int, tuple[int, int]] = {}
        if group in self._pattern.groups:
            for table in tables:
                for number, found in self._hits.get(table, _NOTHING).items():
                    if number in numbers:
                        asked.setdefault(number, found)
        counts = {n: (own | other).bit_count() for n, (own, other) in asked.items()}
        most = max(counts.values(), default=0)
        best = [number for number in sorted(counts) if counts[number] == most]
        usual = _USUAL[group]
        taken = [n for n in usual if n in numbers] + best[:_TRIED]
        for number in dict.fromkeys(taken or islice(numbers, 1)):
            at = usual.index(number) if number in usual else len(usual) + number
            # Without a word for it, no billing period is meant but the current one.
            odd = number not in usual and (number not in asked or group == 5)
            bits = asked.get(number, (0, 0))
            integrates = any(self._words.integrates(t, number) for t in tables)
            yield _Choice(number, at, odd, bits, integrates)


def _hits(
    lines: Sequence[_GroupLine], bits: dict[str, int], numbers: dict[int, int]
) -> dict[int, tuple[int, int]]:
    """The numbers of a table that have words asked for, with the bits of these."""
    found: dict[int, tuple[int, int]] = {}
    for line in lines:
        own, integral = _union(line.words, bits), _union(line.integral, bits)
        if line.shift is not None:
            for number, bit in numbers.items():
                if number + line.shift in line.codes:
                    found[number + line.shift] = own | bit, integral | bit
        if own or integral:
            # Of those that differ in their number alone, the first will do.
            few = None if line.shift is None else _FEW
            for code in islice(line.codes, few):
                found.setdefault(code, (own, integral))
    return found


def _union(some: Iterable[str], bits: dict[str, int]) -> int:
    found = 0
    for word in some:
        found |= bits.get(word, 0)
    return found


def _without_placeholders(text: str) -> frozenset[str]:
    return frozenset(words(_PLACEHOLDER.sub(" ", text)))
