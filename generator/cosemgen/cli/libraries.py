"""The libraries that the command needs, which the runtime does without."""

from __future__ import annotations

from typing import Final

_LIBRARIES: Final = frozenset(
    {"black", "click", "jinja2", "jsonschema", "lark", "rich"}
)
"""What the extra `generator` installs."""


def is_missing_library(error: Exception) -> bool:
    """Whether an import failed because the extra is not installed."""
    return (
        isinstance(error, ModuleNotFoundError)
        and (error.name or "").partition(".")[0] in _LIBRARIES
    )
