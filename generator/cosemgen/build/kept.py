"""Models and syntax trees that were made before.

A command that only looks at a model needs not compile, and a build parses no file that is as it was.
One model is kept for each folder that a command was started in and the paths it was
given, and one set of trees for each output folder: those of the last fingerprint.  What a file may bring
in is data of the model or of the tree and nothing else, whoever has written it; that it is the right
data is believed as far as the cache folder is the user's own.
"""

from __future__ import annotations

import io
import os
import pickle
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cosemgen.sources import read_sources

from .cache import Cache, digest
from .fingerprint import fingerprint

if TYPE_CHECKING:
    from cosemgen.diagnostics import Diagnostic
    from cosemgen.model import Model
    from cosemgen.syntax.tree import File

_MODELS: Final = "models"
_TREES: Final = "trees"
_MODEL: Final = "cosemgen.model"
_SYNTAX: Final = "cosemgen.syntax.tree"


def kept_or_compiled(
    paths: Sequence[Path], cache: Cache
) -> tuple[Model | None, tuple[Diagnostic, ...]]:
    """What `compile_packages` gives: the model, or None with the findings."""
    sources = read_sources(paths)
    place = digest(os.getcwd(), *map(str, paths))
    found = fingerprint(sources).encode()
    model = _load(cache.get(_MODELS, place), found)
    if model is not None:
        return model, ()

    from cosemgen.compile import compile_sources

    compilation = compile_sources(sources)
    model = compilation.model
    # What there is to say of a spec is said each time.
    if model is not None and not compilation.diagnostics:
        cache.put(_MODELS, place, found + pickle.dumps(model, protocol=5))
        cache.prune(_MODELS)
    return model, compilation.diagnostics


def _load(kept: bytes | None, found: bytes) -> Model | None:
    if kept is None or not kept.startswith(found):
        return None
    model = _unpickled(kept[len(found) :], _MODEL)
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
        before = None if kept is None else _unpickled(kept)
        self._before: dict[object, object] = before if isinstance(before, dict) else {}
        self._now: dict[object, object] = {}
        self._in_memory = in_memory
        self._trees_before: dict[str, File] = {}
        self._trees: dict[str, File] = {}

    def parse(self, text: str, path: str) -> tuple[File | None, list[Diagnostic]]:
        """What `cosemgen.syntax.parse` gives."""
        from cosemgen.syntax.parse import parse

        key = digest(path, text)
        tree = self._trees_before.get(key) or self._unpickled(key, path)
        findings: list[Diagnostic] = []
        if tree is None:
            tree, findings = parse(text, path)
        if tree is not None and not findings:
            octets = self._before.get(key)
            self._now[key] = octets or pickle.dumps(tree, protocol=5)
            if self._in_memory:
                self._trees[key] = tree
        return tree, findings

    def _unpickled(self, key: str, path: str) -> File | None:
        from cosemgen.syntax.tree import File

        octets = self._before.get(key)
        if isinstance(octets, bytes):
            tree = _unpickled(octets, _MODEL, _SYNTAX)
            if isinstance(tree, File) and tree.path == path:
                return tree
        self._before.pop(key, None)
        return None

    def keep(self) -> None:
        """Keep the trees of this build for the next one."""
        if self._place is not None and self._now != self._before:
            self._cache.put(_TREES, self._place, pickle.dumps(self._now, protocol=5))
            self._cache.prune(_TREES)
        # A single build has no use for them any more, and they are large.
        self._before, self._now = self._now if self._in_memory else {}, {}
        self._trees_before, self._trees = self._trees, {}


def _unpickled(octets: bytes, *modules: str) -> object:
    """Data of these modules; None for whatever else there is, or is wrong with it."""
    try:
        return _OnlyData(octets, modules).load()
    except Exception:  # it is made again
        return None


class _OnlyData(pickle.Unpickler):
    """Makes objects of classes of some modules; refuses all else."""

    def __init__(self, octets: bytes, modules: Sequence[str]) -> None:
        super().__init__(io.BytesIO(octets))
        self._modules = modules

    def find_class(self, module: str, name: str) -> object:
        if module in self._modules:
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is not among what is kept")
