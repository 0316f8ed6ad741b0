"""What is raised of dumps."""

from __future__ import annotations

from cosem_runtime import CosemError
from cosem_runtime.errors import visible_line

__all__ = ["DumpError"]


class DumpError(CosemError, ValueError):
    """The file is no dump, or not as a dump is.

    `file` is its name, `line` the line of a text, `path` the place in it: a field as in
    `attributes[3].access`, an element of XML, a cell. `expected` and `found` say what clashed.
    """

    def __init__(
        self,
        reason: str = "",
        expected: str = "",
        found: str = "",
        *,
        file: str = "",
        line: int | None = None,
        path: str = "",
        hint: str = "",
    ) -> None:
        super().__init__(reason, expected, found)
        self.reason: str = reason
        self.expected: str = expected
        self.found: str = found
        self.file: str = file
        self.line: int | None = line
        self.path: str = path
        self.hint: str = hint

    def at(
        self, *, file: str = "", line: int | None = None, path: str = ""
    ) -> DumpError:
        """The same error with a place that only its caller knows; what is known stays."""
        self.file = self.file or file
        self.line = line if self.line is None else self.line
        self.path = self.path or path
        return self

    def within(self, step: str) -> DumpError:
        """Put a step before the path. Returns self."""
        dot = "." if self.path and not self.path.startswith("[") else ""
        self.path = f"{step}{dot}{self.path}"
        return self

    def __str__(self) -> str:
        line = "" if self.line is None else str(self.line)
        place = ":".join(part for part in (self.file, line) if part)
        what = self.reason
        if self.expected:
            clash = f"expected {self.expected}, found {self.found}"
            what = f"{what}: {clash}" if what else clash
        if self.hint:
            what = f"{what}; {self.hint}"
        # One line: names of files and of members are those of others.
        return visible_line(
            ": ".join(part for part in (place, self.path, what) if part)
        )
