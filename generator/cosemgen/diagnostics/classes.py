"""C3xx: classes and versions."""

from __future__ import annotations

from typing import Final

from .entry import CodeEntry

ENTRIES: Final[tuple[CodeEntry, ...]] = ()
