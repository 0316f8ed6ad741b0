"""What stops a build although the spec is sound."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Final

from cosem_runtime.errors import cut

LONGEST: Final = 300
"""Letters of somebody else's text that are repeated."""
_OURS: Final = (
    "<frozen",
    str(Path(importlib.__file__).parent),
    str(Path(__file__).parents[1]),
)
"""How the names of files begin that are not what a user has to look at."""


class BuildError(Exception):
    """A build cannot go on; the text is for the user and says what to do."""


class Unfinished(BuildError):
    """The output is part old and part new, until it is built again."""


def told(error: BaseException) -> str:
    """What code of somebody else raised, with its place there where that is known."""
    import traceback  # only a mistake pays for it

    if isinstance(error, SyntaxError):
        return (
            f"SyntaxError: {cut(error.msg, LONGEST)} ({error.filename}:{error.lineno})"
        )
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if not frame.filename.startswith(_OURS)
    ]
    place = f" ({frames[-1].filename}:{frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {cut(str(error), LONGEST)}{place}"
