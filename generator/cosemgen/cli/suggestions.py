"""What somebody may have meant."""

from __future__ import annotations

from collections.abc import Iterable


def did_you_mean(names: Iterable[str]) -> str:
    """` (did you mean 'a' or 'b'?)`; nothing without any."""
    listed = " or ".join(map(repr, names))
    return f" (did you mean {listed}?)" if listed else ""
