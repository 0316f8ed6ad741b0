"""The command `cosemgen`: how it can end, and what it needs to begin."""

from __future__ import annotations

import sys
from collections.abc import Sequence
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

_LIBRARIES = frozenset({"black", "click", "jinja2", "jsonschema", "lark", "rich"})
"""What the extra `generator` installs; the runtime does without."""


class Findings(Exception):
    """A command did its work and found something; it has already said what."""


def is_missing_library(error: Exception) -> bool:
    """Whether an import failed because the extra is not installed."""
    return (
        isinstance(error, ModuleNotFoundError)
        and (error.name or "").partition(".")[0] in _LIBRARIES
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and give its exit code."""
    try:
        from .app import run

        return run(arguments)
    except ModuleNotFoundError as error:
        if not is_missing_library(error):
            raise
        print(
            f"cosemgen needs the library {error.name}, which is not installed; "
            "this installs all that it needs:\n"
            '  python -m pip install "cosem[generator]"',
            file=sys.stderr,
        )
        return WRONG_USE
