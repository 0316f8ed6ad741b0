"""Words of messages: lists, articles, plurals, and what somebody may have meant.

The runtime has words of its own (`cosem_runtime.errors`): it must not stand on this package, and its messages are read by
other people, in programs: they quote names as those are written in JSON, and stay short whatever they quote.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence


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
    """The known names that are like one that is not known; case, `-` and `_` do not count."""
    from difflib import get_close_matches  # only a mistake pays for it

    names = {_folded(each): each for each in sorted(known, reverse=True)}
    return [
        names[each] for each in get_close_matches(_folded(name), names, most, least)
    ]


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
