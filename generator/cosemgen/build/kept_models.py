"""Models that were compiled before, so that a command that only looks needs not compile.

One model is kept for each folder that a command was started in and the paths it was
given: that of the last fingerprint.  What a file may bring in is data of `cosemgen.model`
and nothing else, whoever has written it; that it is the right model is believed as far
as the cache folder is the user's own.
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

_KIND: Final = "models"
_MODULE: Final = "cosemgen.model"


def kept_or_compiled(
    paths: Sequence[Path], cache: Cache
) -> tuple[Model | None, tuple[Diagnostic, ...]]:
    """What `compile_packages` gives: the model, or None with the findings."""
    sources = read_sources(paths)
    place = digest(os.getcwd(), *map(str, paths))
    found = fingerprint(sources).encode()
    model = _load(cache.get(_KIND, place), found)
    if model is not None:
        return model, ()

    from cosemgen.compile import compile_sources

    compilation = compile_sources(sources)
    model = compilation.model
    # What there is to say of a spec is said each time.
    if model is not None and not compilation.diagnostics:
        cache.put(_KIND, place, found + pickle.dumps(model, protocol=5))
        cache.prune(_KIND)
    return model, compilation.diagnostics


def _load(kept: bytes | None, found: bytes) -> Model | None:
    if kept is None or not kept.startswith(found):
        return None
    try:
        model = _OnlyModels(io.BytesIO(kept[len(found) :])).load()
    except Exception:  # whatever is wrong with it, it is compiled again
        return None
    from cosemgen.model import Model

    return model if isinstance(model, Model) else None


class _OnlyModels(pickle.Unpickler):
    """Makes objects of classes of the model; refuses all else."""

    def find_class(self, module: str, name: str) -> object:
        if module == _MODULE:
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no class of the model")
