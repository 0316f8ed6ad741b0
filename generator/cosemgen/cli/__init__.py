"""The command `cosemgen`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from .endings import WRONG_USE, missing_extra


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and give its exit code."""
    try:
        from .app import run

        return run(arguments)
    except ModuleNotFoundError as error:
        extra = missing_extra(error)
        if extra is None:
            raise
        print(
            f"cosemgen needs the library {error.name}, which is not installed; "
            "this installs all that it needs:\n"
            f'  python -m pip install "cosem[{extra}]"',
            file=sys.stderr,
        )
        return WRONG_USE
