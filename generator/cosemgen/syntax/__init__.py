"""Spec files as text and as trees: the tree, the parser and the printer."""

from __future__ import annotations

from .format import format_text
from .parse import decode, parse
from .print import print_file

__all__ = ["decode", "format_text", "parse", "print_file"]
