"""Where a pass leaves its diagnostics."""

from __future__ import annotations

from collections.abc import Iterable

from ..model import Span
from .diagnostic import Diagnostic, Severity


class Report:
    """Collects diagnostics; the same finding at the same place counts once.

    A mistake in an inherited line would otherwise be told again by every version that inherits it.
    """

    def __init__(self) -> None:
        self._found: dict[tuple[Span, str, str], Diagnostic] = {}

    def error(self, span: Span, code: str, message: str, hint: str = "") -> None:
        self.extend([Diagnostic(span, code, message, Severity.ERROR, hint)])

    def warning(self, span: Span, code: str, message: str, hint: str = "") -> None:
        self.extend([Diagnostic(span, code, message, Severity.WARNING, hint)])

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        for each in diagnostics:
            self._found.setdefault((each.span, each.code, each.message), each)

    @property
    def has_errors(self) -> bool:
        return any(d.is_error for d in self._found.values())

    @property
    def found(self) -> Iterable[Diagnostic]:
        """All findings so far, in no order."""
        return self._found.values()

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """All findings by file, line, column and code."""
        return sorted(self._found.values())
