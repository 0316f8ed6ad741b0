"""Texts and names of a spec as C has them: whatever a text says, it stays text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from cosemgen.spelling import identifier

LONGEST: Final = 500
"""Octets of a text that are kept; compilers take 4095, and no server shows more."""
_PLAIN: Final = frozenset(map(ord, " !#$%&'()*+,-./:;<=>@[]^_`{|}~")) | {
    *range(ord("0"), ord("9") + 1),
    *range(ord("A"), ord("Z") + 1),
    *range(ord("a"), ord("z") + 1),
}
"""What stands for itself; not `"` and `\\`, nor `?`, of which two are a trigraph's beginning."""


def text(words: str) -> str:
    """A string literal of the text in UTF-8."""
    octets = words.encode()
    if len(octets) > LONGEST:
        octets = octets[:LONGEST].decode(errors="ignore").encode() + b"..."
    # Octal escapes end after three digits, others where a digit does not follow.
    return '"{}"'.format(
        "".join(chr(o) if o in _PLAIN else f"\\{o:03o}" for o in octets)
    )


def comment(words: str) -> str:
    """The text of one line within a comment; it does not end the comment, nor begin another one."""
    line = "".join(c if c.isprintable() else " " for c in " ".join(words.split()))
    line = re.sub(r"(?<=[*/?])(?=[*/?])", " ", line[:LONGEST])
    return line.removesuffix("\\")


class Names:
    """Names of one file: each is given once, and none of those that are taken."""

    def __init__(self, prefix: str, taken: Iterable[str]) -> None:
        self._prefix = prefix
        self._taken = dict.fromkeys((name.upper() for name in taken), 1)

    def new(self, *words: str) -> str:
        """A name in capitals that begins with the prefix, so that it is no word of C."""
        base = "_".join((self._prefix, *map(identifier, words))).upper()
        name = base
        while name in self._taken:
            self._taken[base] += 1
            name = f"{base}_{self._taken[base]}"
        self._taken[name] = 1
        return name
