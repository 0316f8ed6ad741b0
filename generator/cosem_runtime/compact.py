"""Where generated packages look for what stands in `codec.compact`."""

from __future__ import annotations

from .codec.compact import CompactArray, TypeDescription

__all__ = ["CompactArray", "TypeDescription"]
