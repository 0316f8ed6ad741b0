"""Where in octets something is: the lines around it, with a mark below the octet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

_PER_LINE: Final = 16
_BEFORE: Final = 1
"""Lines before the one at fault, which show what led there."""


def marked(octets: bytes, offset: int, size: int = 1) -> str:
    """The line with the octet at `offset`, `^^` below it, and the line before.

    At the end of the octets the mark stands where the next one would.
    """
    return "\n".join(_lines(octets, min(max(offset, 0), len(octets)), size))


def _lines(octets: bytes, offset: int, size: int) -> Iterator[str]:
    at = offset - offset % _PER_LINE
    if offset == len(octets) and offset == at and offset:
        at -= _PER_LINE  # behind the last octet of a full line
    first = max(at - _BEFORE * _PER_LINE, 0)
    width = max(4, len(f"{len(octets):x}"))
    for start in range(first, at + 1, _PER_LINE):
        line = octets[start : start + _PER_LINE].hex(" ").upper()
        more = " ..." if start == at and len(octets) > at + _PER_LINE else ""
        yield f"  {start:0{width}X}  {line}{more}"
    marks = " ".join(["^^"] * max(1, min(size, at + _PER_LINE - offset)))
    yield f"  {'':{width}}  {'   ' * (offset - at)}{marks}"
