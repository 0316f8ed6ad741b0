"""A reference, not a library: the shortest generic decoder that keeps no types."""

from __future__ import annotations

import struct
from typing import Any

PACKAGE = "reference: generic"

_FORMATS = {3: "?", 5: "i", 6: "I", 15: "b", 16: "h", 17: "B", 18: "H", 20: "q"}
_FORMATS |= {21: "Q", 22: "B", 23: "f", 24: "d"}
_FIXED = {
    tag: (struct.Struct(">" + code).unpack_from, struct.calcsize(">" + code))
    for tag, code in _FORMATS.items()
}


def _decode(data: bytes, at: int) -> tuple[Any, int]:
    tag = data[at]
    at += 1
    fixed = _FIXED.get(tag)
    if fixed is not None:
        return fixed[0](data, at)[0], at + fixed[1]
    if tag == 0:
        return None, at
    count = data[at]
    at += 1
    if count & 0x80:
        size = count & 0x7F
        count = int.from_bytes(data[at : at + size], "big")
        at += size
    if tag == 9:
        return data[at : at + count], at + count
    if tag in (1, 2):
        out = []
        for _ in range(count):
            value, at = _decode(data, at)
            out.append(value)
        return out, at
    raise ValueError(tag)


def decode_raw(payload: bytes) -> Any:
    return _decode(payload, 0)[0]


def decode_register(value: bytes, scaler_unit: bytes) -> Any:
    return decode_raw(value), decode_raw(scaler_unit)


def plain(operation: str, result: Any) -> object:
    """The result in the plain form of ``payloads.EXPECTED``."""
    if operation == "raw":
        return [[t.hex(), *rest] for t, *rest in result]
    return [result[0], *result[1]]
