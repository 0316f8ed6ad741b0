"""The command `cosemgen`.

| exit code | meaning |
| --- | --- |
| 0 | done |
| 1 | findings: the spec, the output or the bytes are not as they should be |
| 2 | wrong use of the command, or a library that it needs is missing |
| 3 | a mistake of cosemgen itself |
| 130 | stopped by Ctrl-C |
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from .libraries import is_missing_library


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
        return 2
