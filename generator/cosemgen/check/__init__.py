"""Checks of a lowered package: each reads the model and reports, none changes it."""

from __future__ import annotations

from ..diagnostics.report import Report
from ..lower import Lowered


def check_package(lowered: Lowered, report: Report) -> None:
    """Run every check."""
