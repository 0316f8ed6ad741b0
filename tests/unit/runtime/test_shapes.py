"""Repeated elements are read together, whatever they are made of: by the quick way."""

from __future__ import annotations

import pytest

from cosem_runtime import axdr
from cosem_runtime.codec.shapes import shape_at
from cosem_runtime.wire import FIXED_SIZES, TAG_NAMES

STRINGS = {0x04: "0405a8", 0x09: "0902abcd", 0x0A: "0a026f6e", 0x0C: "0c02c3b6"}
COMPOUND = {0x01: "010211051106", 0x02: "020311050405a80902abcd"}
ELEMENTS = {
    **{tag: bytes((tag, *range(1, size + 1))) for tag, size in FIXED_SIZES.items()},
    **{tag: bytes.fromhex(text) for tag, text in (STRINGS | COMPOUND).items()},
}
COUNT = 20


@pytest.mark.parametrize("tag", ELEMENTS, ids=TAG_NAMES.get)
def test_every_type_has_a_shape(tag: int) -> None:
    octets = b"\x02\x02" + ELEMENTS[tag] + b"\x11\x07"
    layout = shape_at(octets, 0)
    assert layout is not None and layout.size == len(octets)
    together = layout.read_rows(octets * COUNT, 0, COUNT)
    assert together is not None
    alone = [axdr.decode(octets)] * COUNT
    assert together == alone and repr(together) == repr(alone)


def test_every_type_is_tried() -> None:
    assert ELEMENTS.keys() == TAG_NAMES.keys() - {0x13}
    assert shape_at(bytes.fromhex("1311020102"), 0) is None
