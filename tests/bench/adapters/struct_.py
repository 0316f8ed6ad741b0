"""A bound, not a library: ``struct`` over rows whose shape is known beforehand.

No tag is checked. What no pure-Python decoder that makes the same objects can beat.
"""

from __future__ import annotations

import datetime
import struct
from typing import Any

from tests.bench import payloads

PACKAGE = "limit: struct"

_row = struct.Struct(">4x12sxBxIxIxIxI")
_row_with_fields = struct.Struct(">4xHBBxBBBBhBxBxIxIxIxI")
_value = struct.Struct(">xI")
_scaler_unit = struct.Struct(">3xbxB")
_value_out = struct.Struct(">cI")
_scaler_unit_out = struct.Struct(">2scbcB")
_clock = struct.Struct(">2xHBBxBBBBhB")
_zones: dict[int, datetime.timezone] = {}


def _header(payload: bytes) -> int:
    count = payload[1]
    return 2 if count < 0x80 else 2 + (count & 0x7F)


def _zone(deviation: int) -> datetime.timezone:
    zone = _zones.get(deviation)
    if zone is None:
        offset = datetime.timedelta(minutes=-deviation)
        zone = _zones[deviation] = datetime.timezone(offset)
    return zone


def decode_raw(payload: bytes) -> Any:
    body = memoryview(payload)[_header(payload) :]
    if len(body) % _row.size:
        raise NotImplementedError("not rows of the known shape")
    return list(_row.iter_unpack(body))


def decode_profile(payload: bytes) -> Any:
    make = datetime.datetime
    zones = _zones
    out = []
    rows = _row_with_fields.iter_unpack(memoryview(payload)[_header(payload) :])
    for y, mo, d, h, mi, s, hs, deviation, _, status, a, b, c, e in rows:
        zone = zones.get(deviation) or _zone(deviation)
        out.append((make(y, mo, d, h, mi, s, hs * 10000, zone), status, a, b, c, e))
    return out


decode_association = describe = None


def decode_register(value: bytes, scaler_unit: bytes) -> Any:
    return _value.unpack(value)[0], *_scaler_unit.unpack(scaler_unit)


def encode_register() -> tuple[bytes, bytes]:
    value = _value_out.pack(b"\x06", 123456789)
    return value, _scaler_unit_out.pack(b"\x02\x02", b"\x0f", -2, b"\x16", 30)


def decode_clock(payload: bytes) -> Any:
    y, mo, d, h, mi, s, hs, deviation, status = _clock.unpack(payload)
    return datetime.datetime(y, mo, d, h, mi, s, hs * 10000, _zone(deviation)), status


class _Object:
    __slots__ = ("logical_name", "scaler_unit", "value")

    def __init__(self, logical_name: bytes) -> None:
        self.logical_name = logical_name
        self.value = None
        self.scaler_unit = None


_classes = {key: _Object for key in ((1, 0), (3, 0), (7, 1), (8, 0))}


def construct(class_id: int, version: int) -> Any:
    return _classes[class_id, version](payloads.REGISTER_NAME)


def plain(operation: str, result: Any) -> object:
    """The result in the plain form of ``payloads.EXPECTED``."""
    if operation == "raw_profile":
        return [[t.hex(), *rest] for t, *rest in result]
    if operation == "typed_profile":
        return [[t.isoformat(), *rest] for t, *rest in result]
    if operation == "register_decode":
        return list(result)
    if operation == "clock_decode":
        return result[0].isoformat()
    return [part.hex() for part in result]
