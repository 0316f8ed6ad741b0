"""The layout that a value happens to have, found by looking at it.

A long array of structures, as a profile buffer is, mostly repeats one shape. The shape
of one element makes a `Layout`, with which those that repeat it are read together.
"""

from __future__ import annotations

from ..bitstring import BitString, bits_of
from ..values import DONT_CARE, Utf8String, VisibleString
from ..wire import ARRAY, STRUCTURE
from .layout import Given, Group, Layout, Place, as_tuple
from .simple import PLACES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .layout import Part

__all__ = ["SHAPE_DEPTH", "shape_at", "utf8", "visible"]

SHAPE_DEPTH = 8
"""How deep a shape may be nested."""
SHAPE_OCTETS = 1024
"""How long a shape may be; longer elements are read one by one."""


def shape_at(data: bytes, at: int) -> Layout | None:
    """The layout of the value at `at`; None when it has no useful one."""
    try:
        part, _ = _shape(data, at, SHAPE_DEPTH, at + SHAPE_OCTETS)
    except (IndexError, _Shapeless):
        return None
    return Layout(b"", (part,))


class _Shapeless(Exception):
    """The value has no shape, or none that pays."""


def _shape(data: bytes, at: int, depth: int, limit: int) -> tuple[Part, int]:
    if at > limit:
        raise _Shapeless
    tag = data[at]
    place = PLACES.get(tag)
    if place is not None:
        value = Place(data[at : at + 1], *place)
        return value, at + 1 + value.size
    if tag == 0x00:
        return Given(b"\x00", None), at + 1
    if tag == 0xFF:
        return Given(b"\xff", DONT_CARE), at + 1
    count = data[at + 1]
    head = data[at : at + 2]
    start = at + 2
    if count > 0x7F or not depth:
        raise _Shapeless
    if tag in (ARRAY, STRUCTURE):
        if not count:
            raise _Shapeless
        parts = []
        for _ in range(count):
            part, start = _shape(data, start, depth - 1, limit)
            parts.append(part)
        return Group(head, as_tuple if tag == STRUCTURE else _as_list, parts), start
    if tag == 0x04:
        size = count + 7 >> 3

        def bits(octets: bytes) -> BitString:
            return bits_of(octets, count, BitString)

        return Place(head, f"{size}s", bits), start + size
    if tag == 0x09:
        return Place(head, f"{count}s"), start + count
    if tag == 0x0A:
        return Place(head, f"{count}s", visible), start + count
    if tag == 0x0C:
        return Place(head, f"{count}s", utf8), start + count
    raise _Shapeless


def visible(octets: bytes) -> VisibleString:
    """The text of a visible-string."""
    return str.__new__(VisibleString, octets, "ascii", "surrogateescape")


def utf8(octets: bytes) -> Utf8String:
    """The text of a utf8-string."""
    return str.__new__(Utf8String, octets, "utf-8", "surrogateescape")


def _as_list(*items: Any) -> list[Any]:
    return list(items)
