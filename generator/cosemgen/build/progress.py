"""What a build tells while it works."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ..records import record


def _silent(*told: object) -> None:
    pass


@record(frozen=True, slots=True)
class Progress:
    """Who is told; nobody unless said otherwise."""

    phase: Callable[[str], None] = _silent
    """What is done next: for whoever waits."""
    step: Callable[[int, int], None] = _silent
    """How many files of how many the phase has done: for each of them."""
    note: Callable[[str], None] = _silent
    """What the user should know whatever becomes of the build."""


SILENT: Final = Progress()
