"""Which targets there are: entry points, with the built-in ones always at hand."""

from __future__ import annotations

import importlib
import importlib.metadata
from collections.abc import Iterable
from typing import Final, cast

from .errors import BuildError
from .files import Target

GROUP: Final = "cosemgen.targets"
BUILT_IN: Final = {
    "python": "cosemgen.targets.python:TARGET",
    "docs": "cosemgen.targets.docs:TARGET",
    "conformance": "cosemgen.targets.conformance:TARGET",
    "json": "cosemgen.jsonform.target:TARGET",
}
"""The same table as in pyproject.toml, for a checkout that was never installed."""


def references() -> dict[str, str]:
    """Every target's `module:object` by name, built-in ones first."""
    found = dict(BUILT_IN)
    for entry in sorted(importlib.metadata.entry_points(group=GROUP)):
        found.setdefault(entry.name, entry.value)
    return found


def select(names: Iterable[str]) -> dict[str, str]:
    """References of the targets asked for; of the built-in ones where none is.

    Raises BuildError for a name that nobody registered.
    """
    wanted = tuple(names)
    if not wanted:
        return dict(BUILT_IN)
    known = references()
    for name in wanted:
        if name not in known:
            raise BuildError(
                f"there is no target {name!r}; there are {', '.join(known)}"
            )
    return {name: known[name] for name in dict.fromkeys(wanted)}


def load(name: str, reference: str) -> Target:
    """The target behind a reference.

    Raises BuildError if it cannot be imported.
    """
    module, _, attribute = reference.partition(":")
    try:
        target = getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        if isinstance(error, ModuleNotFoundError) and not module.startswith(str(error.name)):
            # It is there, and misses something else.
            raise
        raise BuildError(f"target {name!r} cannot be loaded: {error}") from error
    if isinstance(target, type):
        target = target()
    return cast(Target, target)
