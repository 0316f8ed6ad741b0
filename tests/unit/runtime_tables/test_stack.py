"""A stack that is nearly used up is an error of ours, wherever it ends."""

from __future__ import annotations

import copy
import sys
import threading
from collections.abc import Callable
from typing import Any, ClassVar

import pytest

import cosem
from cosem_runtime import axdr
from cosem_runtime import types as t
from cosem_runtime.compact import CompactArray, TypeDescription
from cosem_runtime.errors import CosemError
from cosem_runtime.interface import AttributeSpec, InterfaceClass
from cosem_runtime.profile import Column, ProfileReader

LEVELS = 60
ALWAYS = 12
"""Calls that an entry itself needs, to say what is wrong."""


class Thing(InterfaceClass):
    ATTRIBUTES: ClassVar[tuple[AttributeSpec, ...]] = (
        AttributeSpec(1, "logical_name", t.LOGICAL_NAME),
        AttributeSpec(2, "value", t.ANY),
    )
    value: Any


OCTETS = b"\x02\x01" * LEVELS + b"\x11\x05"
VALUE = axdr.decode(OCTETS)
JSON = cosem.to_json(VALUE)
SPEC = Thing.ATTRIBUTES[1]
DESCRIPTION = TypeDescription(0x09)
for _ in range(LEVELS):
    DESCRIPTION = TypeDescription(0x02, 0, (DESCRIPTION,))
COMPACT_ARRAY = CompactArray(DESCRIPTION, b"\x01\x05")
READER = ProfileReader([Column("value", 1, "0.0.1.0.0.255", attribute=SPEC)])

USES: dict[str, Callable[[], object]] = {
    "axdr.decode": lambda: axdr.decode(OCTETS),
    "axdr.encode": lambda: axdr.encode(VALUE),
    "decode": lambda: SPEC.decode(OCTETS),
    "encode": lambda: SPEC.encode(VALUE),
    "decode_attribute": lambda: Thing("0.0.1.0.0.255").decode_attribute(2, OCTETS),
    "to_json": lambda: cosem.to_json(VALUE),
    "from_json": lambda: cosem.from_json(JSON),
    "a profile": lambda: READER.read(b"\x01\x01\x02\x01" + OCTETS),
    "a profile as sent": lambda: READER.read(
        b"\x01\x01\x02\x01" + OCTETS, tolerant=True
    ),
    "a compact-array": lambda: CompactArray(DESCRIPTION, b"\x01\x05"),
    "its values": lambda: copy.copy(COMPACT_ARRAY).values,
}


def with_calls_left(calls: int, use: Callable[[], object]) -> object:
    """What `use` gives where only so many calls may be nested in it."""

    def dive(depth: int) -> object:
        return dive(depth - 1) if depth else use()

    found: list[object] = []

    def run() -> None:
        try:
            found.append(dive(sys.getrecursionlimit() - calls - 10))
        except BaseException as error:
            found.append(error)

    thread = threading.Thread(target=run)  # where the stack begins, wherever we are
    thread.start()
    thread.join()
    return found[0]


@pytest.mark.parametrize("name", USES)
def test_no_recursion_error(name: str) -> None:
    use = USES[name]
    use()  # has room here; and imports what it needs
    refused = 0
    for calls in (*range(ALWAYS, 60), *range(60, 600, 20)):
        found = with_calls_left(calls, use)
        if isinstance(found, BaseException):
            assert isinstance(found, CosemError), (calls, found)
            assert "the stack is used up" in str(found)
            refused += 1
    assert refused
