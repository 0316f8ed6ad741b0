"""A finding of the compiler: where, what, and the likely fix."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from ..model import Span
from ..words import aside

_LONGEST: Final = 1000
"""Letters of a message or a hint, which repeats what a file says; half of them from its end."""


class Severity(Enum):
    """How bad a finding is: an error stops the build, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """A finding at a place of a spec file; sorts by file, line, column, then code."""

    span: Span
    code: str
    """A stable code of `CODES`: "C201"."""
    message: str
    """One sentence without a full stop, in the words of the language and the standard."""
    severity: Severity = field(default=Severity.ERROR, compare=False)
    hint: str = field(default="", compare=False)
    """The likely fix: "did you mean 'octet-string'?"."""

    def __post_init__(self) -> None:
        for name in ("message", "hint"):
            text = getattr(self, name)
            if len(text) > _LONGEST:
                half = _LONGEST // 2
                object.__setattr__(self, name, f"{text[:half]} ... {text[-half:]}")

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR


def render_text(diagnostic: Diagnostic) -> str:
    """One line: `spec/x.cosem:5:3: error C201: unknown type 'octetstring' (did you mean 'octet-string'?)`."""
    return (
        f"{diagnostic.span}: {diagnostic.severity.value} {diagnostic.code}: "
        f"{diagnostic.message}{aside(diagnostic.hint)}"
    )
