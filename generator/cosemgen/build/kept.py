"""Models and syntax trees that were made before.

A command that only looks at a model needs not compile, and a build parses no file that is as it was.
One model is kept for each folder that a command was started in and the paths it was
given, and one set of trees for each output folder: those of the last fingerprint.  What a file may bring
in is data of the model or of the tree and nothing else, whoever has written it; that it is the right
data is believed as far as the cache folder is the user's own.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cosemgen.digests import digest
from cosemgen.sources import read_sources

from .cache import Cache
from .fingerprint import fingerprint
from .only_data import MODEL, unpickled

if TYPE_CHECKING:
    from cosemgen.diagnostics import Diagnostic
    from cosemgen.lower.identity import Identity
    from cosemgen.model import Model
    from cosemgen.syntax.tree import File

_MODELS: Final = "models"
_TREES: Final = "trees"


def kept_or_compiled(
    paths: Sequence[Path], cache: Cache
) -> tuple[Model | None, tuple[Diagnostic, ...]]:
    """What `compile_packages` gives: the model, or None with the findings."""
    sources = read_sources(paths)
    place = digest(os.getcwd(), *map(str, paths))
    found = fingerprint(sources, cache=cache).encode()
    model = _load(cache.get(_MODELS, place), found)
    if model is not None:
        return model, ()

    from cosemgen.compile import compile_sources

    compilation = compile_sources(sources)
    model = compilation.model
    # What there is to say of a spec is said each time.
    if model is not None and not compilation.diagnostics:
        cache.put(_MODELS, place, found + pickle.dumps(model, protocol=5))
    return model, compilation.diagnostics


def _load(kept: bytes | None, found: bytes) -> Model | None:
    if kept is None or not kept.startswith(found):
        return None
    model = unpickled(kept[len(found) :], MODEL)
    from cosemgen.model import Model

    return model if isinstance(model, Model) else None


class KeptTrees:
    """Parses files, but for those that the last build at a place has parsed."""

    def __init__(
        self, cache: Cache, place: str | None, *, in_memory: bool = False
    ) -> None:
        """`place` stands for the output folder and the generator; without one nothing is kept.

        `in_memory`: the trees themselves are kept too, for another build of this process.
        """
        self._cache = cache
        self._place = place
        kept = None if place is None else cache.get(_TREES, place)
        before = None if kept is None else unpickled(kept)
        self._before: dict[object, object] = before if isinstance(before, dict) else {}
        self._now: dict[object, object] = {}
        self._identities: dict[int, tuple[File, Identity]] = {}
        self._in_memory = in_memory
        self._trees_before: dict[str, File] = {}
        self._trees: dict[str, File] = {}

    def parse(self, text: str, path: str) -> tuple[File | None, list[Diagnostic]]:
        """What `cosemgen.syntax.parse` gives."""
        from cosemgen.lower.identity import Identity, face_of
        from cosemgen.syntax.parse import parse

        from .kept_file import kept_file

        key = digest(path, text)
        row = self._before.get(key)
        tree = self._trees_before.get(key)
        findings: list[Diagnostic] = []
        match row:
            case (bytes(octets), str(face), tuple(kinds)):
                tree = tree or kept_file(path, text, octets, kinds)
            case _:
                tree = None
        if tree is None:
            tree, findings = parse(text, path)
            if tree is not None and not findings:
                face = face_of(tree)
                kinds = tuple(sorted(kind.__name__ for kind in tree.kinds))
                row = pickle.dumps(tree, protocol=5), face, kinds
        if tree is not None and not findings:
            self._now[key] = row
            self._identities[id(tree)] = tree, Identity(key, face)
            if self._in_memory:
                self._trees[key] = tree
        return tree, findings

    def identify(self, tree: File) -> Identity:
        """What a tree is known by, for the cheapest where it was parsed here."""
        from cosemgen.lower.identity import identity_of

        known = self._identities.get(id(tree))
        return identity_of(tree) if known is None else known[1]

    def keep(self) -> None:
        """Keep the trees of this build for the next one."""
        # A single build has no use for them any more, and they are large.
        self._identities = {}
        if self._place is not None and self._now != self._before:
            self._cache.put(_TREES, self._place, pickle.dumps(self._now, protocol=5))
        self._before, self._now = self._now if self._in_memory else {}, {}
        self._trees_before, self._trees = self._trees, {}
