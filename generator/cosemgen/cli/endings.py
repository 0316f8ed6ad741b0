"""How the command can end."""

from __future__ import annotations

from typing import Final

DONE: Final = 0
FOUND: Final = 1
"""The spec, the output or the bytes are not as they should be."""
WRONG_USE: Final = 2
"""Or a library that the command needs is missing."""
INTERNAL_ERROR: Final = 3
"""A mistake of cosemgen itself."""
INTERRUPTED: Final = 130
"""Stopped by Ctrl-C."""

_LIBRARIES: Final = frozenset(
    {"black", "click", "jinja2", "jsonschema_rs", "lark", "rich", "watchfiles"}
)
"""What the extra `generator` installs; the runtime does without."""


class Findings(Exception):
    """A command did its work and found something; it has already said what."""


def is_missing_library(error: Exception) -> bool:
    """Whether an import failed because the extra is not installed."""
    return (
        isinstance(error, ModuleNotFoundError)
        and (error.name or "").partition(".")[0] in _LIBRARIES
    )
