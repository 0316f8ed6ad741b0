"""Spec files as text and as trees: the tree, the parser and the printer."""

from __future__ import annotations

from .format import format_text
from .parse import parse
from .print import print_file

__all__ = ["format_text", "parse", "print_file"]
