"""Octets that are wrong for every type."""

from __future__ import annotations

from typing import Final

from . import wire
from .facts import Wrong

WRONG_TAG: Final = Wrong(bytes((wire.UNASSIGNED,)), "")
NO_OCTETS: Final = Wrong(b"", "")
