"""The walk over a value that was decoded, and all in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

__all__ = ["walk"]

_DEPTH: Final = 24


def walk(value: Any, path: str = "", depth: int = 0) -> Iterator[tuple[str, Any]]:
    """A value and all in it that has a name or a number, each with its path.

    Rows of profiles are left out: the types of their cells are not those of the attribute.
    """
    yield path, value
    if depth >= _DEPTH:
        return
    names = getattr(getattr(value, "TYPE", None), "field_names", None)
    if names is not None:
        dot = "." if path else ""
        for name in names:
            inner = getattr(value, name)
            yield from walk(inner, f"{path}{dot}{name}", depth + 1)
    elif isinstance(value, list):
        inner_ones: Iterable[Any] = value
        for index, inner in enumerate(inner_ones):
            if not isinstance(inner, tuple):
                yield from walk(inner, f"{path}[{index}]", depth + 1)
