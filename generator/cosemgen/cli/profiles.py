"""The rows of a profile as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ..records import record
from .contents import plain_cell
from .page import Block, Text

if TYPE_CHECKING:
    from cosem_runtime.profile import ProfileRows
    from cosem_runtime.tolerant import Deviation


@record(frozen=True, slots=True)
class Rows:
    """The rows of a profile."""

    found: ProfileRows
    octets: bytes
    deviations: Sequence[Deviation] = ()

    def blocks(self, show_secrets: bool) -> list[Block]:
        return [Text(lambda width: self.found.table(limit=None, width=width))]

    def document(self, show_secrets: bool) -> Any:
        names = self.header()
        return [dict(zip(names, row, strict=True)) for row in self._cells(show_secrets)]

    def header(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.found.columns)

    def rows(self, show_secrets: bool) -> Iterator[tuple[str, ...]]:
        for row in self._cells(show_secrets):
            yield tuple("" if cell is None else str(cell) for cell in row)

    def _cells(self, show_secrets: bool) -> Iterator[tuple[Any, ...]]:
        secret = [
            column.attribute is not None and column.attribute.secret
            for column in self.found.columns
        ]
        for row in self.found.to_dicts():
            yield tuple(
                "(secret)" if hidden and not show_secrets else plain_cell(cell)
                for cell, hidden in zip(row.values(), secret, strict=True)
            )
