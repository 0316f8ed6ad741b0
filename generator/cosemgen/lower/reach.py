"""What a class is made of, as an identity: the files that its lines stand in, and what names mean in them.

Its versions are written from those of other files; what its lines name stands in others again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..digests import digest
from ..steps import Steps
from .expansion import ClassEntry
from .scope import FileScope


class Reach:
    """Identities of the classes of a package."""

    def __init__(
        self, files: Mapping[str, Mapping[str, FileScope]], steps: Steps
    ) -> None:
        """`files` are those of each package by what `use` calls them."""
        self._files = files
        self._steps = steps
        self._known: dict[FileScope, str] = {}

    def of_lines(self, entry: ClassEntry) -> str:
        """Of the class with what names mean there, not of what they are names of."""
        return self._identity(entry, homes(entry))

    def of_all(self, entry: ClassEntry) -> str:
        """Of the class with all types that its versions lead to."""
        found = dict.fromkeys(homes(entry))
        waiting = [*found]
        while waiting:
            for each in waiting.pop().imports.values():
                if each.target is not None:
                    target = self._files[each.target.package][each.target.module]
                    if target not in found:
                        found[target] = None
                        waiting.append(target)
        return self._identity(entry, found)

    def _identity(self, entry: ClassEntry, files: Iterable[FileScope]) -> str:
        return digest(repr(entry.node.class_id.span), *map(self._of_file, files))

    def _of_file(self, scope: FileScope) -> str:
        known = self._known.get(scope)
        if known is None:
            means = [(name, each.target) for name, each in scope.imports.items()]
            known = self._known[scope] = digest(
                self._steps.identity(scope.tree),
                scope.package,
                scope.path,
                repr(means),
            )
        return known


def homes(entry: ClassEntry) -> list[FileScope]:
    """The files that lines of the class may stand in, its own first."""
    found = {entry.home: None}
    for version in entry.versions:
        origin = version.origin
        while origin is not None and not origin.broken:
            found[origin.owner.home] = None
            origin = origin.origin
    return [*found]
