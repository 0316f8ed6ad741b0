"""Texts in lines as the parser counts them, and positions in them as editors count.

A finding has a line and a column of characters, from 1.  Editors count from 0, and columns in units of an encoding: of
UTF-16 where nothing else was agreed on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final, NamedTuple, TypeAlias

from lsprotocol import types as lsp

Units: TypeAlias = Callable[[str], int]
"""How many units an editor counts for a text."""

_LINE_END: Final = re.compile("\r\n|\r|\n")
_PIECE: Final = re.compile(
    r'h?"(?:[^"\\]|\\.)*"?|///.*|[A-Za-z0-9_](?:[A-Za-z0-9_-]|\.(?!\.))*|\.\.|.'
)
"""Roughly a token, also where it is broken."""
LONGEST: Final = 1000
"""Letters of a token, and of a line that is looked through for one: nobody writes longer ones."""


def utf16(text: str) -> int:
    if text.isascii():
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf8(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


UNITS: Final[dict[str, Units]] = {"utf-16": utf16, "utf-8": utf8, "utf-32": len}


class Place(NamedTuple):
    """As in a `Span`: both from 1, columns in characters."""

    line: int
    column: int


class Edit(NamedTuple):
    """What stands from one place to before another is to be that text."""

    file: str
    start: Place
    end: Place
    text: str


class Text:
    """A text that an editor has, or that stands in a file."""

    def __init__(self, source: str, units: Units = utf16) -> None:
        self.source = source
        body = source.removeprefix("\ufeff")
        self.lines = _LINE_END.split(body)
        self._mark = len(source) - len(body)
        self._units = units
        self._plain = source.isascii()
        self._counted = 0, 0, 0
        """A line, and how many units its first so many letters are."""

    def line(self, number: int) -> str:
        """A line by its number; nothing where there is none."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def position(self, line: int, column: int) -> lsp.Position:
        """The position of a place; the nearest one where the text has no such place."""
        at = min(max(line, 1), len(self.lines))
        if at != line:
            column = 1 if at > line else len(self.line(at)) + 1
        units = self._units_before(at, max(column, 1) - 1)
        return lsp.Position(at - 1, units + (self._mark if at == 1 else 0))

    def _units_before(self, number: int, letters: int) -> int:
        """Units of so many letters of a line; places of one line are mostly asked for from left to right."""
        line = self.line(number)
        if self._plain:
            return min(letters, len(line))
        known, counted, units = self._counted
        if known != number or counted > letters:
            counted, units = 0, 0
        units += self._units(line[counted:letters])
        self._counted = number, letters, units
        return units

    def place(self, position: lsp.Position) -> Place:
        """The place of a position; the nearest one where the text has no such position."""
        if position.line >= len(self.lines):
            return Place(len(self.lines), len(self.lines[-1]) + 1)
        line = self.lines[position.line]
        wanted = position.character - (self._mark if position.line == 0 else 0)
        if line.isascii():
            return Place(position.line + 1, min(max(wanted, 0), len(line)) + 1)
        counted = 0
        for index, letter in enumerate(line):
            counted += self._units(letter)
            if counted > wanted:
                return Place(position.line + 1, index + 1)
        return Place(position.line + 1, len(line) + 1)

    def range(self, start: Place, end: Place) -> lsp.Range:
        return lsp.Range(self.position(*start), self.position(*end))

    def piece(self, place: Place) -> str:
        """The token that begins at a place, roughly."""
        start = place.column - 1
        found = _PIECE.match(self.line(place.line), start, start + LONGEST)
        return found[0] if found else ""

    def has(self, place: Place, name: str) -> bool:
        """Whether this name begins at a place, alone or as a step of a path."""
        start = place.column - 1
        line = self.line(place.line)[start : start + len(name) + 1]
        after = line[len(name) :]
        return line.startswith(name) and not (after.isalnum() or after in ("_", "-"))

    def step_around(self, start: Place, place: Place) -> Place:
        """Where the step of a path begins that a place is in; the path begins at `start`."""
        before = self.piece(start)[: max(place.column - start.column, 0)]
        return Place(start.line, start.column + before.rfind(".") + 1)

    def piece_range(self, place: Place) -> lsp.Range:
        """The range of the token that begins at a place."""
        end = place.column + len(self.piece(place))
        return self.range(place, Place(place.line, end))

    def piece_around(self, place: Place) -> Place | None:
        """Where the token begins that a place is in, or at whose end."""
        before: re.Match[str] | None = None
        line = self.line(place.line)
        for found in _PIECE.finditer(line if len(line) <= LONGEST else ""):
            start, end = found.start() + 1, found.end() + 1
            if start <= place.column < end and not found[0].isspace():
                if start == place.column and before is not None:
                    break
                return Place(place.line, start)
            if end == place.column and found[0][-1].isalnum():
                before = found
        return None if before is None else Place(place.line, before.start() + 1)

    def before(self, place: Place) -> str:
        """All that stands above and to the left of a place, with plain line ends."""
        above = self.lines[: place.line - 1]
        return "\n".join([*above, self.line(place.line)[: place.column - 1]])


def unchanged(before: list[str], now: list[str]) -> tuple[int, int]:
    """How many lines at the start, and how many of the others at the end, two texts share."""
    most = min(len(before), len(now))
    start = _alike(zip(before, now, strict=False), most)
    end = _alike(zip(reversed(before), reversed(now), strict=False), most - start)
    return start, end


def _alike(pairs: Iterable[tuple[str, str]], most: int) -> int:
    count = 0
    for one, other in pairs:
        if count == most or one != other:
            break
        count += 1
    return count
