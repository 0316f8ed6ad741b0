"""Checks over a live association, which the user starts: the meter is asked, and not its dump alone.

`cosem.judge(dump, wire=Wire(transport))` runs them beside those of the dump. A `Wire` says
what is allowed: without its leave nothing is written, and no method invoked.
"""

from __future__ import annotations

from typing import Final

from ..known import KnownFailure, read_known, read_known_file
from ..table import Check
from . import methods, profile_generic, reading, writing
from .wire import LEFT_ALONE, Alone, Call, Connect, GoneError, NotAllowedError, Wire

__all__ = [
    "CHECKS",
    "LEFT_ALONE",
    "Alone",
    "Call",
    "Connect",
    "GoneError",
    "NotAllowedError",
    "Wire",
    "read_excluded",
    "read_excluded_file",
]

CHECKS: Final[tuple[Check, ...]] = (
    *reading.CHECKS,
    *profile_generic.CHECKS,
    *writing.CHECKS,
    *methods.CHECKS,
)
"""Every check that asks a meter."""


def read_excluded(text: str, file: str = "") -> tuple[KnownFailure, ...]:
    """What checks are to leave alone, from lines in the form of known failures.

    The first word is one of `CHECKS`, or a family of them; the fourth an attribute or a
    method. Raises KnownFailuresError, with the number of the line.
    """
    return read_known(text, _NAMES, file)


def read_excluded_file(path: str) -> tuple[KnownFailure, ...]:
    """The same from a file. Raises OSError, too."""
    return read_known_file(path, _NAMES)


_NAMES: Final = [word for each in CHECKS for word in (each.id, each.family)]
