"""From the octets of a push to named values: items with code, unit and time."""

from __future__ import annotations

from .layouts import LayoutItem, PushLayout

__all__ = ["LayoutItem", "PushLayout"]
