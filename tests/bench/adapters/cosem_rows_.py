"""Ours by rows, also where columns are asked for."""

from __future__ import annotations

from tests.bench.adapters.cosem_ import decode_rows, plain, touch_rows

__all__ = ["PACKAGE", "decode_rows", "plain", "touch_rows"]

PACKAGE = "cosem: rows"
