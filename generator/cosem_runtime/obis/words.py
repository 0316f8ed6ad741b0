"""What the value groups of OBIS codes mean, and names put together from that."""

from __future__ import annotations

from .tables import GroupCode, InUseRow

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Final

    from .tables import Conditions, ObisTables

__all__ = ["GroupWords", "Labels", "Meaning", "Template"]

_KIND_WORDS: Final = {
    "manufacturer": "manufacturer specific",
    "utility": "utility specific",
    "user": "user specific",
    "unused": "not used",
}


class Template:
    """Text with placeholders, taken apart once.

    `{X}` stands for the words of value group X, `{X+1}` and `{X-9}` for its number and
    some more or less. Where the words are empty, the comma before goes too. Other
    braces are text.
    """

    __slots__ = ("_first", "_parts", "groups")

    def __init__(self, text: str, letters: str = "ABCDEF") -> None:
        first, *rest = text.split("{")
        # (index of the letter, shift or None for words, text after)
        parts: list[tuple[int, int | None, str]] = []
        for part in rest:
            inner, closing, after = part.partition("}")
            letter, shift = inner[:1], inner[1:]
            if closing and letter and letter in letters and _is_shift(shift):
                number = int(shift) if shift else None
                parts.append((letters.index(letter), number, after))
            elif parts:
                parts[-1] = (*parts[-1][:2], parts[-1][2] + "{" + part)
            else:
                first += "{" + part
        self._first: Final = first
        self._parts: Final = parts
        # Indexes of the letters whose words are used.
        self.groups: Final = sorted({i for i, shift, _ in parts if shift is None})

    def fill(self, numbers: Sequence[int], words: Sequence[str]) -> str:
        """The text; both arguments have one item for each letter."""
        text = self._first
        for index, shift, after in self._parts:
            value = words[index] if shift is None else str(numbers[index] + shift)
            if not value:
                text = text.rstrip(" ,")
            text += value + after
        return text


def _is_shift(text: str) -> bool:
    return not text or (text[0] in "+-" and text[1:].isdecimal() and len(text) < 5)


class Meaning:
    """What one number means in one value group."""

    __slots__ = (
        "dimensionless",
        "in_name",
        "integral",
        "integrates",
        "note",
        "unconfirmed",
        "units",
        "words",
    )

    def __init__(
        self, number: int, group: GroupCode | None, integrated: bool = False
    ) -> None:
        """`group`: None when no table says; `integrated`: over time, as group D says."""
        self.units: Final[tuple[int, ...] | None] = _units(group, integrated)
        """None when the number says nothing about the unit."""
        self.integrates: Final = group is not None and group.integral
        self.dimensionless: Final = group is not None and group.dimensionless
        self.words: Final = _words(number, group, integrated) if group else ""
        unused = group is not None and group.kind == "unused"
        # What stands for it in a name, where what is not used needs no words.
        self.in_name: Final = "" if unused else self.words if group else str(number)
        self.note: Final = group.note if group and not unused else ""
        self.unconfirmed: Final = group.unconfirmed if group and not unused else ""
        self.integral: Final = (
            Meaning(number, group, integrated=True)
            if group and not integrated and _changes(group)
            else self
        )


def _changes(group: GroupCode) -> bool:
    """Whether integration makes a difference."""
    return bool(group.units or group.integral_units or group.integral_meaning)


def _units(group: GroupCode | None, integrated: bool) -> tuple[int, ...] | None:
    if group is None or not (group.units or group.integral_units):
        return None
    return group.integral_units if integrated else group.units


def _words(number: int, group: GroupCode, integrated: bool) -> str:
    words = group.meaning
    if integrated and group.integral_meaning:
        words = group.integral_meaning
    if not words or group.kind:
        kind = _KIND_WORDS.get(group.kind, group.kind)
        words = f"{kind}: {words}" if words and kind else words or kind
    return Template(words, "n").fill((number,), (str(number),))


class _Group:
    """The words of one value group, for one medium or for all that share its tables.

    `choices` has for each number looked up what it may mean: the first meaning counts
    whose conditions hold, and the last one has none.
    """

    __slots__ = ("_tables", "choices")

    def __init__(self, tables: list[tuple[Conditions, dict[int, str]]]) -> None:
        """`tables`: those that may hold and when, the nearest first."""
        self._tables: Final = tables
        self.choices: Final[dict[int, list[tuple[Conditions, Meaning]]]] = {}

    def choice(self, number: int) -> list[tuple[Conditions, Meaning]]:
        """What a number may mean."""
        found = []
        for conditions, codes in self._tables:
            if number in codes:
                meaning = Meaning(number, GroupCode(codes[number]))
                found.append((conditions, meaning))
                if not conditions:
                    break
        else:
            found.append(((), Meaning(number, None)))
        self.choices[number] = found
        return found


class GroupWords:
    """What codes mean in their value groups, by the tables of every package.

    What was looked up once is kept: for each medium that has tables, at most 256 codes
    of six groups.
    """

    __slots__ = ("_by_medium", "_codes", "_scopes", "_tables")

    def __init__(self, tables: Sequence[ObisTables]) -> None:
        """`tables`: those of every package, the one to believe first in front."""
        self._tables: Final = tables
        self._codes: Final[dict[str, dict[int, str]]] = {}
        # Medium, and the medium whose tables hold for it (none: "") -> its six groups.
        self._by_medium: Final[dict[int, list[_Group]]] = {}
        self._scopes: Final[dict[str, list[_Group]]] = {}

    def of(self, code: bytes) -> list[Meaning]:
        """The meanings of the groups A to F of `code`."""
        groups = self._by_medium.get(code[0])
        if groups is None:
            groups = self._by_medium[code[0]] = self._groups(code[0])
        found = []
        for group, number in zip(groups, code, strict=True):
            choice = group.choices.get(number) or group.choice(number)
            for conditions, meaning in choice:
                for index, codes in conditions:
                    if code[index] not in codes:
                        break
                else:
                    found.append(meaning)
                    break
        if found[3].integrates:
            found[2] = found[2].integral
            found[4] = found[4].integral
        return found

    def prepare(self) -> list[Meaning]:
        """The meanings of every number in every group of every medium, now kept."""
        found = []
        for medium in range(256):
            self._by_medium[medium] = self._groups(medium)
        for groups in self._scopes.values():
            for group in groups:
                for number in range(256):
                    choice = group.choices.get(number) or group.choice(number)
                    found += [meaning for _, meaning in choice]
        return found + [meaning.integral for meaning in found]

    def _groups(self, medium: int) -> list[_Group]:
        for tables in self._tables:
            medium = tables.same_media.get(medium, medium)
        scope = str(medium)
        if not any(scope in tables.scopes for tables in self._tables):
            scope = ""
        groups = self._scopes.get(scope)
        if groups is None:
            groups = [_Group(list(self._in_order(scope, x))) for x in "ABCDEF"]
            self._scopes[scope] = groups
        return groups

    def _in_order(
        self, scope: str, letter: str
    ) -> Iterator[tuple[Conditions, dict[int, str]]]:
        """The tables of a group of a medium, and when each of them holds.

        What one package selects, another may have added codes to. Tables without a name
        hold for all other codes, so that each package speaks for itself there.
        """
        for selecting in self._tables:
            for start in (scope, "") if scope else ("",):
                table = start + letter
                for name, conditions in selecting.selections.get(table, ()):
                    yield conditions, self._table(f"{table} {name}")
                    if start:
                        yield conditions, self._table(f"{letter} {name}")
                yield (), selecting.group(table)

    def _table(self, table: str) -> dict[int, str]:
        """A named table as all packages fill it."""
        known = self._codes.get(table)
        if known is None:
            codes: dict[int, str] = {}
            for tables in reversed(self._tables):
                codes.update(tables.group(table))
            known = self._codes[table] = codes
        return known


class Labels:
    """What displays call codes, by the tables of every package.

    The rows of a quantity are read when one of its codes is first asked for.
    """

    __slots__ = ("_by_quantity", "_tables")

    def __init__(self, tables: Sequence[ObisTables]) -> None:
        """`tables`: those of every package, the one to believe first in front."""
        self._tables: Final = tables
        self._by_quantity: Final[dict[int, list[InUseRow]]] = {}

    def of(self, code: bytes) -> InUseRow | None:
        """What is said of `code`, with the placeholders of its label as they are."""
        quantity = code[2]
        rows = self._by_quantity.get(quantity)
        if rows is None:
            rows = self._by_quantity[quantity] = self._rows(quantity)
        a, b, _, d, e, f = code
        for row in rows:
            i, j, _, x, y, z = row.match
            if d in x and e in y and a in i and b in j and f in z:
                return row
        return None

    def prepare(self) -> list[str]:
        """The labels of every code, whose rows are now kept."""
        for quantity in range(256):
            self._by_quantity[quantity] = self._rows(quantity)
        return [row.label for rows in self._by_quantity.values() for row in rows]

    def _rows(self, quantity: int) -> list[InUseRow]:
        return [
            InUseRow(line)
            for tables in self._tables
            for line in tables.in_use.get(quantity, ())
        ]
