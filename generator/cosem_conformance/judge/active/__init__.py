"""Checks over a live association, which the user starts: the meter is asked, and not its dump alone.

`cosem.judge(dump, wire=Wire(transport))` runs them beside those of the dump. A `Wire` says
what is allowed: without its leave nothing is written, and no method invoked.
"""

from __future__ import annotations

from typing import Final

from ..known import KnownFailure, read_known
from ..table import Check
from . import methods, profiles, reading, writing
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
]

CHECKS: Final[tuple[Check, ...]] = (
    *reading.CHECKS,
    *profiles.CHECKS,
    *writing.CHECKS,
    *methods.CHECKS,
)
"""Every check that asks a meter."""


def read_excluded(text: str, file: str = "") -> tuple[KnownFailure, ...]:
    """What checks are to leave alone, from lines in the form of known failures.

    The first word is one of `CHECKS`, or a family of them; the fourth an attribute or a
    method. Raises KnownFailuresError, with the number of the line.
    """
    names = [word for each in CHECKS for word in (each.id, each.family)]
    return read_known(text, names, file)
