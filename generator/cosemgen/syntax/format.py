"""What `cosemgen fmt` does with a file's text."""

from __future__ import annotations

from ..diagnostics import Diagnostic
from .parse import parse
from .print import print_file


def format_text(text: str, path: str) -> tuple[str | None, list[Diagnostic]]:
    """The text in its canonical layout, or None and why it cannot be read."""
    file, diagnostics = parse(text, path)
    return (None if file is None else print_file(file)), diagnostics
