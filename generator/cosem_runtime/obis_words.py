"""Names of OBIS codes, put together from what their value groups mean."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Final

    from .obis_tables import GroupCode, ObisTables

__all__ = ["GroupWords"]

_KIND_WORDS: Final = {
    "manufacturer": "manufacturer specific",
    "utility": "utility specific",
    "user": "user specific",
    "unused": "not used",
}


class GroupWords:
    """What the six value groups of one code mean, each looked up once."""

    __slots__ = ("_code", "_found", "_tables")

    def __init__(self, tables: Sequence[ObisTables], code: bytes) -> None:
        """`tables`: those of every package, the one to believe first in front."""
        self._tables: Final = tables
        self._code: Final = code
        self._found: Final[dict[str, GroupCode | None]] = {}

    def find(self, letter: str) -> GroupCode | None:
        """The row for the code of a group; None when no table says."""
        if letter not in self._found:
            self._found[letter] = self._look_up(letter)
        return self._found[letter]

    def _look_up(self, letter: str) -> GroupCode | None:
        medium = self._code[0]
        number = self._code["ABCDEF".index(letter)]
        for tables in self._tables:
            medium = tables.same_media.get(medium, medium)
        # What one package selects, another may have added codes to.
        for selecting in self._tables:
            for table in selecting.tables(medium, letter, self._code):
                for tables in self._tables:
                    found = tables.meaning(table, number)
                    if found is not None:
                        return found
        return None

    def words(self, letter: str) -> str:
        """The meaning of a group; empty when no table says."""
        found = self.find(letter)
        if found is None:
            return ""
        meaning = found.meaning
        if letter == "C" and found.integral_meaning and self._is_integral():
            meaning = found.integral_meaning
        if not meaning or found.kind:
            kind = _KIND_WORDS.get(found.kind, found.kind)
            meaning = f"{kind}: {meaning}" if meaning and kind else meaning or kind
        if "{" not in meaning:
            return meaning
        return _fill(meaning, {"n": self._code["ABCDEF".index(letter)]}, {})

    def name(self, template: str) -> str:
        """`template` with its placeholders filled."""
        if "{" not in template:
            return template
        values = dict(zip("ABCDEF", self._code, strict=True))
        words = {}
        for letter, number in values.items():
            if "{" + letter + "}" in template:
                found = self.find(letter)
                if found is None:
                    words[letter] = str(number)
                else:
                    words[letter] = "" if found.kind == "unused" else self.words(letter)
        return _fill(template, values, words)

    def units(self) -> tuple[int, ...]:
        """The units of the quantity as it is processed; none when they are open."""
        quantity, processing, part = map(self.find, "CDE")
        if part is not None and part.dimensionless:
            return ()
        if processing is not None and processing.units:
            return processing.units
        for found in (part, quantity):
            if found is not None and (found.units or found.integral_units):
                return found.integral_units if self._is_integral() else found.units
        return ()

    def notes(self, template: str) -> list[str]:
        """The notes on the codes that a name is composed of."""
        return [found.note for found in self._used(template) if found.note]

    def doubts(self, template: str) -> list[str]:
        """What is not confirmed about the codes that a name is composed of."""
        return [
            found.unconfirmed for found in self._used(template) if found.unconfirmed
        ]

    def _used(self, template: str) -> list[GroupCode]:
        found = [self.find(x) for x in "BCDEF" if "{" + x + "}" in template]
        return [code for code in found if code is not None and code.kind != "unused"]

    def _is_integral(self) -> bool:
        processing = self.find("D")
        return processing is not None and processing.integral


def _fill(template: str, numbers: dict[str, int], words: dict[str, str]) -> str:
    """Fill `{X}` with words or the number of X, and `{X+1}`, `{X-9}` with a number.

    Where the words are empty, the comma before goes too. Other braces stay.
    """
    first, *rest = template.split("{")
    text = first
    for part in rest:
        inner, closing, after = part.partition("}")
        letter, shift = inner[:1], inner[1:]
        if not closing or letter not in numbers or not _is_shift(shift):
            text += "{" + part
            continue
        if shift:
            value = str(numbers[letter] + int(shift))
        else:
            value = words.get(letter, str(numbers[letter]))
        if not value:
            text = text.rstrip(" ,")
        text += value + after
    return text


def _is_shift(text: str) -> bool:
    return not text or (text[0] in "+-" and text[1:].isdecimal() and len(text) < 5)
