"""Words of messages: lists, articles, plurals, and what somebody may have meant.

The runtime has words of its own (`cosem_runtime.errors`): it must not stand on this package, and its messages are read by
other people, in programs: they quote names as those are written in JSON, and stay short whatever they quote.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from heapq import nlargest
from typing import Final

_SHOWN: Final = 6
"""Names that are told of each end of a long way."""
_LONGEST: Final = 200
"""Letters of a name that others are compared with."""
_IN_FULL: Final = 100
"""Names that one is compared with letter by letter."""


def listed(names: Iterable[object], last: str = "or") -> str:
    """`a, b or c`."""
    words = [str(name) for name in names]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def few(names: Sequence[str], most: int) -> str:
    """`a, b and 3 more`: the first so many of them."""
    more = len(names) - most
    return listed([*names[:most], *([f"{more} more"] if more > 0 else [])], "and")


def around(names: Sequence[str], link: str) -> str:
    """`a -> b -> a`: a way that comes to where it began, or to an end; of a long one both ends."""
    left_out = len(names) - 2 * _SHOWN
    if left_out > 1:
        names = [*names[:_SHOWN], f"({left_out} more)", *names[-_SHOWN:]]
    return link.join(names)


def article(noun: str) -> str:
    """`an attribute`, `a method`."""
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def plural(noun: str, number: int) -> str:
    """`version` of one, `versions` of several; nouns that only take an s."""
    return noun if number == 1 else f"{noun}s"


def counted(number: int, noun: str) -> str:
    """`1 file`, `2 files`."""
    return f"{number} {plural(noun, number)}"


def nearest(
    name: str, known: Iterable[str], most: int = 1, least: float = 0.6
) -> list[str]:
    """The known names that are like one that is not known; case, `-` and `_` do not count.

    Which letters two names have says how alike they are at most; only those that may be the most alike are compared in
    full, as many mistakes among many names would take minutes.
    """
    from difflib import SequenceMatcher  # only a mistake pays for it

    wanted = _folded(name)
    if len(wanted) > _LONGEST:
        return []
    names, by_length = _compared(frozenset(known))
    own = _letters(wanted)
    likely: list[tuple[float, int]] = []
    for length, those in by_length.items():
        both = len(wanted) + length
        needed = max(least * both / 2, 1)
        likely += [
            (2 * shared / both, at)
            for letters, at in those
            if (shared := (own & letters).bit_count()) >= needed
        ]
    matcher = SequenceMatcher(b=wanted)
    found: list[tuple[float, int]] = []
    for best, at in nlargest(_IN_FULL, reversed(likely)):
        if len(found) == most and best < found[-1][0]:
            break
        matcher.set_seq1(names[at][0])
        ratio = matcher.ratio()
        if ratio >= least:
            found = sorted([*found, (ratio, at)], reverse=True)[:most]
    return [names[at][1] for _, at in found]


@lru_cache(8)
def _compared(
    known: frozenset[str],
) -> tuple[list[tuple[str, str]], dict[int, list[tuple[int, int]]]]:
    """Names in order as they are compared and as they are written, and by length the letters of each with its index.

    It is made once of a set.
    """
    folded = {_folded(each): each for each in sorted(known, reverse=True)}
    names = sorted(each for each in folded.items() if len(each[0]) <= _LONGEST)
    by_length: dict[int, list[tuple[int, int]]] = {}
    for at, (each, _) in enumerate(names):
        by_length.setdefault(len(each), []).append((_letters(each), at))
    return names, by_length


def _letters(folded: str) -> int:
    """A bit for each letter, and another one each time that it comes again; rare letters may share theirs."""
    bits = 0
    times: dict[int, int] = {}
    for letter in folded:
        of = ord(letter) % 128
        again = times[of] = times.get(of, -1) + 1
        bits |= 1 << (128 * again + of)
    return bits


def did_you_mean(name: str, known: Iterable[str], most: int = 1) -> str:
    """A hint with the nearest of the known names, or nothing."""
    return meant(nearest(name, known, most))


def meant(names: Iterable[str]) -> str:
    """`did you mean 'a' or 'b'?`; nothing without any."""
    words = listed(repr(str(name)) for name in names)
    return f"did you mean {words}?" if words else ""


def aside(hint: str) -> str:
    """` (did you mean 'a'?)`; nothing where there is no hint."""
    return f" ({hint})" if hint else ""


def _folded(name: str) -> str:
    return name.casefold().replace("_", "-")
