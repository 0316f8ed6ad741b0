"""The Python target."""

from __future__ import annotations

from .target import TARGET

__all__ = ["TARGET"]
