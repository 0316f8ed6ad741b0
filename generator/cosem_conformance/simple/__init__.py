"""Facts of the simple types: numbers, texts, octets, bits."""

from __future__ import annotations

from .coded import BitText, Enum, Flags
from .numbers import NUMBER_MEANINGS, Boolean, Null, Number, Real
from .strings import TAGGED, Octets, Text

__all__ = [
    "NUMBER_MEANINGS",
    "TAGGED",
    "BitText",
    "Boolean",
    "Enum",
    "Flags",
    "Null",
    "Number",
    "Octets",
    "Real",
    "Text",
]
