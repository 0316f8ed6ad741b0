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

    From the start of the value where that is shown, else from what is wrong. The last line
    says where the octets end before the value does.
    """
    data = octets.shown
    at = 0 if octets.begins == 0 else octets.offset - octets.begins
    return list(_lines(data, at, octets))


def _lines(data: bytes, at: int, octets: Octets) -> Iterator[str]:
    open_elements = [1]
    while open_elements:
        if not open_elements[-1]:
            open_elements.pop()
            continue
        open_elements[-1] -= 1
        start = f"{octets.begins + at:>5}  {'  ' * (len(open_elements) - 1)}"
        if at >= len(data):
            more = octets.begins + at < octets.size
            yield f"{start}{'...' if more else 'the end of the octets'}"
            return
        end = _end(data, at)
        if end is None or end > len(data):
            cut = "" if end is None else ", cut off here"
            yield f"{start}{found_at(data, at)}{cut}"
            return
        if data[at] in (ARRAY, STRUCTURE):
            yield f"{start}{found_at(data, at)}"
            open_elements.append(read_length(data, at + 1)[0])
        else:
            yield f"{start}{TAG_NAMES[data[at]]} {_value(data[at:end])}".rstrip()
        at = end
    if octets.begins == 0 and at < octets.size:
        yield f"{at:>5}  {octets.size - at} more octets behind the value"


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
