"""Where a fact stands: a place in a spec file."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """A place in a spec file; lines and columns count from 1."""

    file: str
    """Path as the user gave it, with forward slashes."""
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"
