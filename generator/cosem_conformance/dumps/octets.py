"""The octets of a value as a tree of places: where each number and text stands, whatever it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cosem_runtime import CosemError, DecodeError
from cosem_runtime.codec.reading import decode_at
from cosem_runtime.limits import DEPTH_LIMIT
from cosem_runtime.wire import FIXED_SIZES, TAG_NAMES, read_length

__all__ = ["Node", "parse"]

_LISTS: Final = frozenset((0x01, 0x02))
_STRINGS: Final = frozenset((0x09, 0x0A, 0x0C))
_BITS: Final = 0x04
_COMPACT: Final = 0x13


class Node:
    """A value: its tag, where its content stands, and the values in it."""

    __slots__ = ("children", "end", "start", "tag")

    def __init__(self, tag: int, start: int, end: int, children: list[Node]) -> None:
        self.tag = tag
        self.start = start
        self.end = end
        self.children = children

    def leaves(self) -> Iterator[Node]:
        """The values that have no others in them."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            if node.tag in _LISTS:
                waiting += reversed(node.children)
            else:
                yield node

    @property
    def is_string(self) -> bool:
        return self.tag in _STRINGS


def parse(octets: bytes) -> Node:
    """The tree of one value. Raises CosemError for octets that are none."""
    node, end = _parse(octets, 0, 0)
    if end != len(octets):
        raise DecodeError("", end, "the end of the data", "more")
    return node


def _parse(octets: bytes, at: int, depth: int) -> tuple[Node, int]:
    if at >= len(octets):
        raise DecodeError("cut short", at, "a value", "the end of the data")
    if depth > DEPTH_LIMIT:
        raise DecodeError(
            "nested too deep", at, f"at most {DEPTH_LIMIT} levels", "more"
        )
    tag = octets[at]
    if tag in FIXED_SIZES:
        start, end = at + 1, at + 1 + FIXED_SIZES[tag]
    elif tag in _LISTS:
        count, start = read_length(octets, at + 1)
        children = []
        end = start
        for _ in range(count):
            child, end = _parse(octets, end, depth + 1)
            children.append(child)
        return Node(tag, start, end, children), end
    elif tag == _COMPACT:
        return _compact(octets, at)
    elif tag in TAG_NAMES:
        count, start = read_length(octets, at + 1)
        end = start + ((count + 7) // 8 if tag == _BITS else count)
    else:
        raise DecodeError("", at, "the tag of a data type", f"{tag:02X}")
    if end > len(octets):
        raise DecodeError("cut short", at, "a whole value", "the end of the data")
    return Node(tag, start, end, []), end


def _compact(octets: bytes, at: int) -> tuple[Node, int]:
    """A compact-array: what its elements are made of is left, their octets are its content."""
    try:
        value, end = decode_at(octets, at)
    except RecursionError:
        raise DecodeError("nested too deep", at, "fewer levels", "more") from None
    assert not isinstance(value, CosemError)
    # The contents stand at the end, with their length before them.
    return Node(_COMPACT, end - len(value.contents), end, []), end
