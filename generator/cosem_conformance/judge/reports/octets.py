"""Octets around a fault, decoded as far as they go."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from cosem_runtime import CosemError
from cosem_runtime.axdr import decode
from cosem_runtime.wire import (
    ARRAY,
    FIXED_SIZES,
    STRUCTURE,
    TAG_NAMES,
    found_at,
    read_length,
)

from ..findings import Octets

__all__ = ["decoded"]

_STRINGS: Final = (0x09, 0x0A, 0x0C)
_BITS: Final = 0x04


def decoded(octets: Octets) -> list[str]:
    """A line for each data type: its offset in the value, its name, and what it is.

    From the start of the value where that is shown, else from what is wrong, which has a `>`.
    The last line says where the octets end before the value does, or go on behind it.
    """
    lines = []
    fault = octets.offset - octets.begins
    for at, end, depth, told in _parts(octets, 0 if octets.begins == 0 else fault):
        mark = ">" if at <= fault < end else " "
        lines.append(f"{mark} {octets.begins + at:>5}  {'  ' * depth}{told}")
    return lines


def _parts(octets: Octets, at: int) -> Iterator[tuple[int, int, int, str]]:
    """Each with where it begins and ends among those that are shown, and how deep it is."""
    data = octets.shown
    rest = len(data) + 1
    open_elements = [1]
    while open_elements:
        if not open_elements[-1]:
            open_elements.pop()
            continue
        open_elements[-1] -= 1
        depth = len(open_elements) - 1
        if at >= len(data):
            more = octets.begins + at < octets.size
            yield at, rest, depth, "..." if more else "the end of the octets"
            return
        end = _end(data, at)
        if end is None or end > len(data):
            cut = "" if end is None else ", cut off here"
            yield at, rest, depth, f"{found_at(data, at)}{cut}"
            return
        if data[at] in (ARRAY, STRUCTURE):
            yield at, end, depth, found_at(data, at)
            open_elements.append(read_length(data, at + 1)[0])
        else:
            told = f"{TAG_NAMES[data[at]]} {_value(data[at:end])}"
            yield at, end, depth, told.rstrip()
        at = end
    if octets.begins == 0 and at < octets.size:
        yield at, rest, 0, f"{octets.size - at} more octets behind the value"


def _end(data: bytes, at: int) -> int | None:
    """Where a simple value ends, or where the elements of another begin; None if nobody knows."""
    tag = data[at]
    if tag in FIXED_SIZES:
        return at + 1 + FIXED_SIZES[tag]
    if tag not in (ARRAY, STRUCTURE, _BITS, *_STRINGS):
        return None
    try:
        length, start = read_length(data, at + 1)
    except CosemError:
        return None
    if tag == _BITS:
        return start + (length + 7) // 8
    return start + length if tag in _STRINGS else start


def _value(data: bytes) -> str:
    try:
        value: Any = decode(data)
    except CosemError as error:
        return f"{data[1:].hex(' ')}: {error}"
    if value is None:
        return ""
    if isinstance(value, bytes):
        readable = value.decode("ascii", "replace")
        shown = f' "{readable}"' if value and readable.isprintable() else ""
        return f"{value.hex(' ')}{shown if value.isascii() else ''}"
    return repr(str(value)) if isinstance(value, str) else str(value)
