"""What a version has, by number and by name, and finding there what a difference speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from ..diagnostics.report import Report
from ..syntax import tree
from ..words import did_you_mean
from .definitions import kind_of
from .scope import Declaration, FileScope

Numbered = TypeVar("Numbered", tree.Attribute, tree.Method)


@dataclass(slots=True)
class Contents:
    """Attributes and methods by number and named types by name; each with the file it is written in."""

    attributes: dict[int, tuple[tree.Attribute, FileScope]] = field(
        default_factory=dict
    )
    methods: dict[int, tuple[tree.Method, FileScope]] = field(default_factory=dict)
    types: dict[str, Declaration] = field(default_factory=dict)
    first_short_name: int | None = None
    """Of method 1; the others follow in steps of 8."""

    def copy(self) -> Contents:
        return Contents(
            dict(self.attributes),
            dict(self.methods),
            dict(self.types),
            self.first_short_name,
        )


class Finder:
    """Finds what a version changes or removes; reports what is not there.

    Where the origin itself is not known, nothing can be said to be missing.
    """

    def __init__(
        self, contents: Contents, where: str, report: Report, *, origin_is_known: bool
    ) -> None:
        self._contents = contents
        self._where = where
        self._report = report
        self._origin_is_known = origin_is_known

    def numbered(
        self,
        table: Mapping[int, tuple[Numbered, FileScope]],
        item: Numbered,
        kind: str,
    ) -> Numbered | None:
        """What has the number of a changed attribute or method."""
        known = table.get(item.number)
        if known is None:
            self.absent(item.number, kind, table)
            return None
        return known[0]

    def absent(self, number: tree.Number, kind: str, table: Iterable[int]) -> None:
        """Report that nothing has this number."""
        if not self._origin_is_known:
            return
        present = ", ".join(map(str, sorted(table)))
        self._report.error(
            number.span,
            "C316",
            f"{self._where} has no {kind} {number:d}: "
            f"expected one of {present or 'none'}",
        )

    def named(self, name: tree.Name, kind: str, verb: str) -> Declaration | None:
        """The named type that is to be changed or removed, of the same kind."""
        known = self._contents.types.get(name)
        if known is None and not self._origin_is_known:
            return None
        if known is None:
            self._report.error(
                name.span,
                "C316",
                f"{self._where} has no type '{name}' to {verb}",
                did_you_mean(name, self._contents.types),
            )
            return None
        found = kind_of(known.node)
        if found != kind:
            self._report.error(
                name.span,
                "C318",
                f"'{name}' is a {found}: expected '{verb} {found}', "
                f"found '{verb} {kind}'",
            )
            return None
        return known
