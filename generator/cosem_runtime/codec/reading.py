"""The generic decoder: one reader for each tag, in a table."""

from __future__ import annotations

from struct import error as struct_error

from ..errors import DecodeError, counted
from ..limits import DEPTH_LIMIT, limits_of, too_deep
from ..wire import ARRAY, COMPACT_ARRAY, STRUCTURE, read_length, truncated
from .layout import read_elements
from .shapes import SHAPE_DEPTH, shape_at
from .simple import SIMPLE_READERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .simple import Reader

__all__ = ["REPEATS", "decode_at"]

REPEATS = 16
"""Elements of an array from which on a common layout is looked for."""


def decode_at(data: bytes, at: int, depth: int = 0) -> tuple[Any, int]:
    """The value whose tag stands at `at`, and the offset after it."""
    try:
        return READERS[data[at]](data, at + 1, depth)
    except (IndexError, struct_error):
        raise truncated(data, at) from None


def _count(data: bytes, at: int, depth: int) -> tuple[int, int]:
    """How many elements follow, and where; `at` is the place after the tag."""
    count = data[at]
    start = at + 1
    if count > 0x7F:
        count, start = read_length(data, at)
    if count > len(data) - start:  # every element takes an octet at least
        raise DecodeError(
            "cut short",
            at,
            counted(count, "element"),
            counted(len(data) - start, "octet"),
        )
    if depth >= (DEPTH_LIMIT if type(data) is bytes else limits_of(data).depth):
        raise too_deep(data, at - 1)
    return count, start


def _elements(data: bytes, at: int, depth: int) -> tuple[list[Any], int]:
    count, at = _count(data, at, depth)
    depth += 1
    items: list[Any] = []
    append = items.append
    readers = READERS
    try:
        for _ in range(count):
            value, at = readers[data[at]](data, at + 1, depth)
            append(value)
    except DecodeError as error:
        error.within(len(items))
        raise
    except (IndexError, struct_error):
        raise truncated(data, at).within(len(items)) from None
    return items, at


def _array(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    # data[at] is the number of elements, or more when the length has a long form.
    if data[at] < REPEATS:
        return _elements(data, at, depth)
    limit = DEPTH_LIMIT if type(data) is bytes else limits_of(data).depth
    if depth > limit - SHAPE_DEPTH:
        return _elements(data, at, depth)
    count, start = _count(data, at, depth)

    def decode(data: bytes, at: int) -> tuple[Any, int]:
        return decode_at(data, at, depth + 1)

    return read_elements(data, start, count, decode, shape_at, REPEATS)


def _structure(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    items, end = _elements(data, at, depth)
    return tuple(items), end


def _compact_array(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    from .compact import read_compact_array

    return read_compact_array(data, at, depth)


READERS: list[Reader] = SIMPLE_READERS.copy()
READERS[ARRAY] = _array
READERS[STRUCTURE] = _structure
READERS[COMPACT_ARRAY] = _compact_array
