"""What the compiler has to say: diagnostics, and the one table of their codes.

| family | about |
| --- | --- |
| C1xx | syntax |
| C2xx | names and types |
| C3xx | classes and versions |
| C4xx | values: ranges, enumerations, defaults, bits; quirks |
| C5xx | OBIS codes |
| C6xx | packages and imports |
| C7xx | released versions |
| C8xx | telegrams |
| C9xx | companion profiles |
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from . import (
    classes,
    names,
    obis,
    packages,
    profiles,
    quirks,
    released,
    syntax,
    telegrams,
    values,
)
from .diagnostic import Diagnostic, Severity, render_text
from .entry import CodeEntry

__all__ = ["CODES", "CodeEntry", "Diagnostic", "Severity", "render_text"]

CODES: Final[Mapping[str, CodeEntry]] = MappingProxyType(
    {
        entry.code: entry
        for family in (
            syntax,
            names,
            classes,
            values,
            quirks,
            obis,
            packages,
            released,
            telegrams,
            profiles,
        )
        for entry in family.ENTRIES
    }
)
"""Every code that the compiler reports, in order."""
