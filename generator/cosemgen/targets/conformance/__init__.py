"""The conformance target."""

from __future__ import annotations

from .target import ConformanceTarget

__all__ = ["TARGET", "ConformanceTarget"]

TARGET = ConformanceTarget()
