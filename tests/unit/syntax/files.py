"""Spec files that tests walk."""

from __future__ import annotations

from pathlib import Path

from cosemgen import resources

BAD = Path(__file__).parent / "bad"
TOUR = Path(__file__).parent / "tour.cosem"


def spec_files() -> list[Path]:
    """The standard spec and the tour of the language, in which everything occurs."""
    return [TOUR, *sorted(resources.spec_folder().rglob("*.cosem"))]


def name_of(path: Path) -> str:
    return path.stem
