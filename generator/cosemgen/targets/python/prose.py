"""Documentation of the spec as docstrings and descriptions."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from ... import model as m
from ..rendering import documentation


@lru_cache(4096)  # module and stub tell the same
def prose(text: str) -> str:
    """Documentation as whole sentences: no stray space, a full stop at the end."""
    paragraphs = _BLANK.split(text.strip())
    tidy = [
        "\n".join(" ".join(line.split()) for line in paragraph.split("\n")).strip()
        for paragraph in paragraphs
    ]
    whole = "\n\n".join(paragraph for paragraph in tidy if paragraph)
    return f"{whole}." if whole and whole[-1] not in ".!?:" else whole


_BLANK: Final = re.compile(r"\n\s*\n")


def summary(text: str) -> str:
    """The first paragraph, on one line."""
    return " ".join(prose(text).split("\n\n", 1)[0].split())


def sentence(label: str) -> str:
    """A label as a sentence: "first in" gives "First in."."""
    text = prose(" ".join(label.split()))
    return text[:1].upper() + text[1:]


def joined(*paragraphs: str) -> str:
    """Paragraphs that are not empty, one after the other."""
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def docstring(text: str, indent: int) -> str:
    """A docstring literal for a place `indent` columns in; empty for no text."""
    return documentation(text, indent) if text else ""


def doubt(facts: m.Facts) -> str:
    """What to say of a fact that no source confirms."""
    return prose(f"Not confirmed: {facts.unconfirmed}") if facts.unconfirmed else ""
