"""C5xx: OBIS codes."""

from __future__ import annotations

from typing import Final

from .entry import CodeEntry

ENTRIES: Final[tuple[CodeEntry, ...]] = ()
