"""Numbers of things in words."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """`1 file`, `2 files`; nouns that only take an s."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
