"""Octets that remember where they stood, and a cursor that reads them."""

from __future__ import annotations

from bisect import bisect_right

from ..errors import counted
from .errors import TelegramError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Cursor", "Piece"]


class Piece:
    """Octets put together of others, each with its place in what came."""

    __slots__ = ("_runs", "octets")

    def __init__(self, octets: bytes, runs: tuple[tuple[int, int], ...]) -> None:
        """`runs` are pairs, in order: an index of `octets`, and its place."""
        self.octets: bytes = octets
        self._runs = runs

    @classmethod
    def join(cls, pieces: Iterable[Piece]) -> Piece:
        """All of them, one after another."""
        octets = bytearray()
        runs: list[tuple[int, int]] = []
        for piece in pieces:
            runs += [(len(octets) + index, place) for index, place in piece._runs]
            octets += piece.octets
        return cls(bytes(octets), tuple(runs))

    def place(self, index: int) -> int:
        """Where the octet stood; of the end, where the next one would have stood."""
        run = bisect_right(self._runs, index, key=lambda run: run[0]) - 1
        start, place = self._runs[max(run, 0)] if self._runs else (0, 0)
        return place + index - start

    def cut(self, start: int, end: int) -> Piece:
        """The octets from `start` up to `end`."""
        first = bisect_right(self._runs, start, key=lambda run: run[0])
        runs = [(0, self.place(start))]
        for index, place in self._runs[first:]:
            if index >= end:
                break
            runs.append((index - start, place))
        return Piece(self.octets[start:end], tuple(runs))

    def replaced(self, octets: bytes) -> Piece:
        """Other octets, as many, which stand for these: what they were deciphered to."""
        return Piece(octets, self._runs)


class Cursor:
    """Reads a piece from its start. What is not there is a TelegramError."""

    __slots__ = ("at", "octets", "piece")

    def __init__(self, piece: Piece, at: int = 0) -> None:
        self.piece: Piece = piece
        self.octets: bytes = piece.octets
        self.at: int = at

    def left(self) -> int:
        """How many octets are still to be read."""
        return len(self.octets) - self.at

    def error(
        self, expected: str, found: str, at: int | None = None, reason: str = ""
    ) -> TelegramError:
        """An error about the octet at `at`, otherwise about the next one."""
        place = self.piece.place(self.at if at is None else at)
        return TelegramError(reason, place, expected, found)

    def take(self, count: int, what: str) -> bytes:
        """So many octets; `what` is for the error where they are not there."""
        start = self.at
        if count > len(self.octets) - start:
            raise self.error(
                f"{what} of {counted(count, 'octet')}",
                counted(self.left(), "octet"),
                start,
            )
        self.at = start + count
        return self.octets[start : self.at]

    def cut(self, count: int, what: str) -> Piece:
        """As `take`, with the places."""
        start = self.at
        self.take(count, what)
        return self.piece.cut(start, self.at)

    def number(self, size: int, what: str) -> int:
        """A number of so many octets."""
        return int.from_bytes(self.take(size, what), "big")

    def length(self, what: str) -> int:
        """A length or count as A-XDR writes it."""
        start = self.at
        first = self.number(1, f"the length of {what}")
        if first < 0x80:
            return first
        if not 0x81 <= first <= 0x84:
            raise self.error(f"a length of {what}", f"{first:02X}", start)
        return self.number(first & 0x7F, f"the length of {what}")

    def octet_string(self, what: str) -> Piece:
        """Octets with their length before them."""
        return self.cut(self.length(what), what)

    def end(self) -> None:
        """Nothing may follow."""
        if self.left():
            raise self.error("the end", f"{counted(self.left(), 'octet')} more")
