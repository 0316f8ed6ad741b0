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

_EXTRAS: Final = {
    **dict.fromkeys(
        ("black", "click", "jinja2", "jsonschema", "jsonschema_rs", "lark", "rich"),
        "generator",
    ),
    "watchfiles": "generator",
    **dict.fromkeys(("pygls", "lsprotocol"), "lsp"),
}
"""The extra that installs a library; the runtime does without."""


class Findings(Exception):
    """A command did its work and found something; it has already said what."""


def missing_extra(error: Exception) -> str | None:
    """The extra that is not installed, where an import failed because of that."""
    if not isinstance(error, ModuleNotFoundError):
        return None
    return _EXTRAS.get((error.name or "").partition(".")[0])
