"""What is kept, as data and nothing else: whoever has written a file, reading it makes objects of stated modules alone."""

from __future__ import annotations

import io
import pickle
from collections.abc import Sequence
from typing import Final

MODEL: Final = "cosemgen.model"
SYNTAX: Final = "cosemgen.syntax.tree"


def unpickled(octets: bytes, *modules: str) -> object:
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
