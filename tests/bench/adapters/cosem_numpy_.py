"""Ours as columns without the compiled core."""

from __future__ import annotations

from cosem_runtime.arrow import core
from tests.bench.adapters.cosem_ import decode_columns, plain

__all__ = ["PACKAGE", "decode_columns", "plain"]

PACKAGE = "cosem: numpy"

core.library = lambda: None  # type: ignore[assignment]
