"""Spec files that tests walk, and what `cosemgen fmt` does with a text."""

from __future__ import annotations

from pathlib import Path

from cosemgen import resources
from cosemgen.diagnostics import Diagnostic
from cosemgen.syntax.parse import parse
from cosemgen.syntax.print import print_file

BAD = Path(__file__).parent / "bad"
TOUR = Path(__file__).parent / "tour.cosem"


def spec_files() -> list[Path]:
    """The standard spec and the tour of the language, in which everything occurs."""
    return [TOUR, *sorted(resources.spec_folder().rglob("*.cosem"))]


def name_of(path: Path) -> str:
    return path.stem


def format_text(text: str, path: str) -> tuple[str | None, list[Diagnostic]]:
    """The text in its canonical layout, or None and why it cannot be read."""
    file, diagnostics = parse(text, path)
    return (None if file is None else print_file(file)), diagnostics
