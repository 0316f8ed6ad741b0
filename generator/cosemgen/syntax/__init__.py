"""Spec files as text and as trees: the tree, the parser and the printer."""

from __future__ import annotations

from .parse import parse

__all__ = ["parse"]
