"""What was found in octets, as something to show: to people, as JSON, as rows of CSV."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol

import click

from ..records import record
from .installed import refused
from .page import Block, Heading, Paragraph, Table, Tree

if TYPE_CHECKING:
    from cosem_runtime.tolerant import Deviation
    from cosem_runtime.types.base import DataType


class Content(Protocol):
    """Values that belong together: one value, the items of a push, a list, a table."""

    @property
    def deviations(self) -> Sequence[Deviation]:
        """What is not as the standard has it."""

    def blocks(self, show_secrets: bool) -> list[Block]:
        """The same for people."""

    def document(self, show_secrets: bool) -> Any:
        """What `json.dumps` takes. Raises click.ClickException for what is secret."""

    def header(self) -> tuple[str, ...]:
        """The names of the columns of `rows`."""

    def rows(self, show_secrets: bool) -> Iterator[tuple[str, ...]]:
        """Rows of CSV."""


@record(frozen=True, slots=True)
class Value:
    """One value: of an attribute or a method's parameter (`kind`), or any Data."""

    label: str
    value: Any
    kind: DataType
    octets: bytes
    title: str = ""
    unit: str | None = None
    secret: bool = False
    deviations: Sequence[Deviation] = ()

    def blocks(self, show_secrets: bool) -> list[Block]:
        from .values import tree

        with refused():
            root = tree(
                self.label,
                self.value,
                self.kind,
                unit=self.unit,
                secret=self.secret,
                show_secrets=show_secrets,
            )
        return [*map(Heading, self.title.splitlines()), root]

    def document(self, show_secrets: bool) -> Any:
        from cosem_runtime import CosemError, axdr
        from cosem_runtime.jsonvalues import to_json
        from cosem_runtime.types import ANY

        from .values import has_secrets

        # A program could not tell a mask from a value.
        if not show_secrets and (self.secret or has_secrets(self.value, self.kind)):
            raise click.ClickException(
                "part of this is secret, and JSON has no way to mask it: "
                "say --show-secrets"
            )
        with refused():
            try:
                return to_json(self.value, self.kind)
            except CosemError:
                if not self.deviations:
                    raise
            # What deviates may have no form as the type that is due: then as it came.
            return to_json(axdr.decode(self.octets), ANY)

    def header(self) -> tuple[str, ...]:
        return ("name", "type", "value")

    def rows(self, show_secrets: bool) -> Iterator[tuple[str, ...]]:
        for block in self.blocks(show_secrets):
            if isinstance(block, Tree):
                yield from _leaves(block, "")


def _leaves(tree: Tree, before: str) -> Iterator[tuple[str, ...]]:
    step = tree.label if tree.label.startswith("[") else f".{tree.label}"
    path = f"{before}{step}".lstrip(".")
    if tree.text or not tree.children:
        yield path, tree.note, tree.text
    for child in tree.children:
        yield from _leaves(child, path)


@record(frozen=True, slots=True)
class Outcome:
    """A result without a value: `object-undefined`."""

    label: str
    name: str
    deviations: Sequence[Deviation] = ()

    def blocks(self, show_secrets: bool) -> list[Block]:
        return [Tree(self.label, self.name)]

    def document(self, show_secrets: bool) -> Any:
        return {"result": self.name}

    def header(self) -> tuple[str, ...]:
        return ("name", "type", "value")

    def rows(self, show_secrets: bool) -> Iterator[tuple[str, ...]]:
        yield self.label, "result", self.name


# ---------------------------------------------------------------- deviations

_HEADERS: Final = ("", "where", "expected", "found", "offset")


def deviation_blocks(deviations: Sequence[Deviation]) -> list[Block]:
    """A table of what is not as the standard has it, to stand below a value."""
    if not deviations:
        return []
    rows = tuple(
        (each.code, each.path, each.expected, each.found, str(each.offset))
        for each in deviations
    )
    titles = dict.fromkeys((each.code, each.title) for each in deviations)
    meant = "; ".join(f"{code} {title}" for code, title in titles)
    return [
        Paragraph(f"Not as the standard has it ({meant}):"),
        Table(_HEADERS, rows),
    ]


# ---------------------------------------------------------------- cells


def plain_cell(cell: Any) -> Any:
    """A cell as JSON has it: numbers as they are scaled, times as ISO 8601 says them."""
    import datetime
    from decimal import Decimal
    from enum import Enum

    from cosem_runtime.jsonvalues import to_json
    from cosem_runtime.types import ANY

    if cell is None or isinstance(cell, (bool, str)):
        return cell if not isinstance(cell, str) else str(cell)
    if isinstance(cell, Enum):
        return cell.name
    if isinstance(cell, int):
        return int(cell)
    if isinstance(cell, Decimal):
        if cell == cell.to_integral_value():
            return int(cell)
        number = float(cell)
        # Of more digits than a float holds, text has all of them.
        return number if Decimal(repr(number)) == cell else str(cell)
    if isinstance(cell, float):
        # JSON has no number that is none, or without end.
        return float(cell) if math.isfinite(cell) else str(float(cell))
    if isinstance(cell, datetime.datetime):
        return cell.isoformat(" ")
    if type(cell) is bytes:
        return cell.hex(" ").upper()
    with refused():
        return to_json(cell, ANY) if isinstance(cell, (list, tuple)) else str(cell)
