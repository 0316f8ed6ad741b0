"""A file whose tree was kept, and is read when somebody looks at what stands in it.

Of most files nobody does: of those of packages that are as they were, and of those whose steps are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from cosemgen.syntax import parse, tree

from .only_data import MODEL, SYNTAX, unpickled


class KeptFile(tree.File):
    """As the file that was kept, of which the kinds of items are known."""

    __slots__ = ("_kinds", "_octets", "_path", "_read", "_text")

    def __init__(
        self, path: str, text: str, octets: bytes, kinds: frozenset[type[tree.Node]]
    ) -> None:
        self._path = path
        self._text = text
        self._octets = octets
        self._kinds = kinds
        self._read: tree.File | None = None

    def __eq__(self, other: object) -> bool:
        return self._file() == (other._file() if isinstance(other, KeptFile) else other)

    __hash__ = None  # type: ignore[assignment]

    @property
    def path(self) -> str:
        return self._path

    @property
    def items(self) -> tuple[tree.Item, ...]:
        return self._file().items

    @property
    def comments_at_end(self) -> tuple[str, ...]:
        return self._file().comments_at_end

    @property
    def kinds(self) -> frozenset[type[tree.Node]]:
        return self._kinds

    def of(self, *kinds: type[tree.ItemT]) -> Iterator[tree.ItemT]:
        return iter(()) if self._kinds.isdisjoint(kinds) else super().of(*kinds)

    def _file(self) -> tree.File:
        if self._read is None:
            found = unpickled(self._octets, MODEL, SYNTAX)
            if not (isinstance(found, tree.File) and found.path == self.path):
                found, _ = parse.parse(self._text, self.path)
            self._read = found or tree.File(self.path, ())
        return self._read


def kept_file(
    path: str, text: str, octets: bytes, names: Iterable[object]
) -> KeptFile | None:
    """The tree of a file that was kept, with the names of the kinds of its items; None where they are no such."""
    kinds: set[type[tree.Node]] = set()
    for name in names:
        kind = _KINDS.get(name) if isinstance(name, str) else None
        if kind is None:
            return None
        kinds.add(kind)
    return KeptFile(path, text, octets, frozenset(kinds))


_KINDS: Final[dict[str, type[tree.Node]]] = {
    name: kind
    for name, kind in vars(tree).items()
    if isinstance(kind, type) and issubclass(kind, tree.Node)
}
