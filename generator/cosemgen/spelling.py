"""Names of the standard as identifiers, for whatever programming language.

What a language has reserved is left to its target: `naming.py` is Python's.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

LEADING_DIGIT: Final = "Iec"
"""Stands before a class name that starts with the number of a standard: "61334-4-32 LLC SSCS setup"."""


@lru_cache(4096)  # a name is asked for by each place that tells of it
def identifier(name: str) -> str:
    """Letters, digits and `_` of ASCII: `octet-string` gives `octet_string`."""
    if name.isidentifier() and name.isascii() and name[0] != "_":
        return name  # as most are
    # A leading underscore is for what is not the standard's.
    text = re.sub(r"[^A-Za-z0-9_]", "_", name).lstrip("_")
    return f"n{text}" if text[:1].isdigit() or not text else text


@lru_cache(4096)
def camel(name: str) -> str:
    """`push_object` gives `PushObject`."""
    words = "".join(word.capitalize() for word in re.findall(r"[A-Za-z0-9]+", name))
    if not words:
        return "N"  # nothing but underscores
    return f"{LEADING_DIGIT}{words}" if words[0].isdigit() else words
