"""What a build tells while it works."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final


def _silent(text: str) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Progress:
    """Who is told; nobody unless said otherwise."""

    phase: Callable[[str], None] = _silent
    """What is done next: for whoever waits."""
    note: Callable[[str], None] = _silent
    """What the user should know whatever becomes of the build."""


SILENT: Final = Progress()
