"""The docs target: a Sphinx project about the classes, types and codes of a package."""

from __future__ import annotations

from .target import DocsTarget

__all__ = ["TARGET", "DocsTarget"]

TARGET = DocsTarget()
