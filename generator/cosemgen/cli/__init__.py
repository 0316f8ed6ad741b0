"""The command `cosemgen`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from .endings import WRONG_USE, is_missing_library


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
