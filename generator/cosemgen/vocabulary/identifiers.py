"""Identifiers: who writes which class ids, and how far numbers and short names go."""

from __future__ import annotations

from typing import Final, NamedTuple


class Writers(NamedTuple):
    """Who writes the classes of a range of class ids."""

    first: int
    last: int
    who: str


STANDARD_PACKAGE: Final = "cosem"
"""The one package that defines classes of the standard."""

CLASS_RANGES: Final = (
    Writers(0, 8191, "the standard"),
    Writers(8192, 32767, "user groups"),
    Writers(32768, 65535, "manufacturers"),
)

MAX_SHORT_NAME: Final = 0xFFF8
"""Greatest offset that a short name leaves room for: 13 bits, in steps of 8."""

MAX_NUMBER: Final = 127
"""Greatest attribute or method number: the index is an `integer` on the wire; 0 and below are not standard."""
