"""The words of a text, and which known words somebody means by those that he asks for."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise
from sys import intern
from unicodedata import combining, normalize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Final

__all__ = ["Asked", "near", "squeezed", "words"]

_WORD = re.compile(r"[+-][a-z](?![^\W_])|[^\W_]+")
"""A word, or one letter with its sign: `+A` is what comes in."""
_BETWEEN = re.compile(r"[\W_]+")
_EMPTY = frozenset(
    ("a", "an", "and", "by", "for", "from", "in", "of", "on", "the", "to")
)
"""Words that say nothing beside others."""
_MOST = 12
"""How many words of a text are looked for."""
_START = 0.6
"""What the start of a word is worth, where the word itself is worth 1."""
_AROUND = 0.75
"""What a word of something else is worth, to which the thing belongs."""
_NEAR = 0.65
"""How like a known word must be to one that is not known; what it is worth, too."""
_LONGEST = 60
"""Letters of a word that others are compared with."""
_ALIKE = {
    "breaker": ("disconnect", "disconnector"),
    "consumption": ("import",),
    "delivered": ("import",),
    "dip": ("sag",),
    "outage": ("failure",),
    "production": ("export",),
    "relay": ("disconnect", "disconnector"),
    "tariff": ("rate",),
    "usage": ("import",),
}
"""Words of every day, in the singular, and those that names have for them."""
_SAME = 0.9
"""What a word that means the same is worth."""


def words(text: str) -> list[str]:
    """Its words without case and accents, and without the s of a plural."""
    # Many names have the same words: one text for each is enough.
    return [intern(_singular(word)) for word in _WORD.findall(_plain(text))]


def squeezed(text: str) -> str:
    """Its letters and digits alone: `MAC_address` is `mac-address`."""
    return _BETWEEN.sub("", _plain(text))


def _plain(text: str) -> str:
    if text.isascii():
        return text.lower()
    return "".join(c for c in normalize("NFKD", text).casefold() if not combining(c))


def _singular(word: str) -> str:
    if len(word) < 4 or word[-1] != "s" or word[-2] in "su":
        return word
    return word[:-2] if word.endswith("sses") else word[:-1]


class Asked:
    """The words of a question, and the known words that each may mean."""

    __slots__ = ("_pairs", "guessed", "meant", "numbers", "size")

    def __init__(self, text: str, vocabulary: Sequence[str]) -> None:
        """`vocabulary`: every known word, in order."""
        asked = list(dict.fromkeys(words(text)))[:_MOST]
        asked = [word for word in asked if word not in _EMPTY] or asked
        # Of each word asked for: the known ones it may mean, and what each is worth.
        self.meant: Final = [_known(word, vocabulary) for word in asked]
        # Whether some had to be taken for others.
        self.guessed: Final = not all(self.meant)
        for at, word in enumerate(asked):
            if not self.meant[at]:
                self.meant[at] = dict.fromkeys(near(word, vocabulary), _NEAR)
        self.size: Final = len(asked)
        self._pairs: Final = set(pairwise(asked))
        # Small numbers among the words, each with the bit of its word.
        self.numbers: Final = {
            int(word): 1 << at
            for at, word in enumerate(asked)
            if word.isdecimal() and len(word) < 4
        }

    def bits(self) -> dict[str, int]:
        """Known word -> a number that has the bit of each word that it is meant by."""
        found: dict[str, int] = {}
        for at, known in enumerate(self.meant):
            for word in known:
                found[word] = found.get(word, 0) | 1 << at
        return found

    def together(self, own: Sequence[str]) -> int:
        """How many of the words stand one after the other there, too."""
        return len(self._pairs.intersection(pairwise(own)))

    def worth(self, own: Iterable[str], around: Iterable[str] = ()) -> list[float]:
        """What the best of these words is worth for each word asked for; less for those `around`."""
        best = []
        for known in self.meant:
            value = max((known.get(word, 0.0) for word in own), default=0.0)
            if not value:
                value = (
                    max((known.get(word, 0.0) for word in around), default=0.0)
                    * _AROUND
                )
            best.append(value)
        return best


def _known(word: str, vocabulary: Sequence[str]) -> dict[str, float]:
    """The word itself, those that begin with it, and those that mean the same."""
    found: dict[str, float] = {}
    at = bisect_left(vocabulary, word)
    shortest = 3 if not word.isdecimal() else len(word)
    while at < len(vocabulary) and vocabulary[at].startswith(word):
        if vocabulary[at] == word:
            found[word] = 1.0
        elif len(word) >= shortest and not word.isdecimal():
            found[vocabulary[at]] = _START
        else:
            break
        at += 1
    for same in _ALIKE.get(word, ()):
        at = bisect_left(vocabulary, same)
        if vocabulary[at : at + 1] == [same]:
            found.setdefault(same, _SAME)
    return found


def near(word: str, known: Iterable[str], least: float = _NEAR) -> list[str]:
    """The known words that are most like one that is not known."""
    from difflib import get_close_matches  # only a mistake pays for it

    if not 2 < len(word) <= _LONGEST:
        return []
    return get_close_matches(word, known, 3, least)
