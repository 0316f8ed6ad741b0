"""The command `cosemgen`."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

from .endings import INTERRUPTED, WRONG_USE, missing_extra


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and give its exit code."""
    # A compiler makes many objects and lets go of few, and so do imports: looking for garbage would be a
    # third of the time of a command that ends soon.
    collecting = gc.isenabled()
    gc.disable()
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
    except KeyboardInterrupt:  # before the command has begun
        print("stopped", file=sys.stderr)
        return INTERRUPTED
    finally:
        if arguments is None:
            # The process ends, and all that is left with it: nobody need look through it once more.
            gc.freeze()
        if collecting:
            gc.enable()
