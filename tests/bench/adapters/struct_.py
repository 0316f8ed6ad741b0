"""A bound, not a library: ``struct`` over rows whose shape is known beforehand.

No tag is checked. What no pure-Python decoder that makes the same objects can beat.
"""

from __future__ import annotations

import datetime
import struct
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tests.bench import payloads

PACKAGE = "limit: struct"

_row = struct.Struct(">4x12sxBxIxIxIxI")
_row_with_fields = struct.Struct(">4xHBBxBBBBhBxBxIxIxIxI")
_tagged_row = struct.Struct(">4s12sBBBIBIBIBI")
_value = struct.Struct(">xI")
_scaler_unit = struct.Struct(">3xbxB")
_value_out = struct.Struct(">cI")
_scaler_unit_out = struct.Struct(">2scbcB")
_clock = struct.Struct(">2xHBBxBBBBhB")
_zones: dict[int, datetime.timezone] = {}


# All that has no one shape.
REFUSED = (
    *(f"rows_{kind}" for kind in payloads.ROWS if kind != "uniform"),
    "raw_association",
)


def _rows(payload: bytes) -> memoryview:
    count = payload[1]
    return memoryview(payload)[2 if count < 0x80 else 2 + (count & 0x7F) :]


def _zone(deviation: int) -> datetime.timezone:
    zone = _zones.get(deviation)
    if zone is None:
        offset = datetime.timedelta(minutes=-deviation)
        zone = _zones[deviation] = datetime.timezone(offset)
    return zone


def decode_raw(payload: bytes) -> Any:
    return list(_row.iter_unpack(_rows(payload)))


def decode_rows(payload: bytes) -> Any:
    make = datetime.datetime
    zones = _zones
    out = []
    rows = _row_with_fields.iter_unpack(_rows(payload))
    for y, mo, d, h, mi, s, hs, deviation, _, status, a, b, c, e in rows:
        zone = zones.get(deviation) or _zone(deviation)
        out.append((make(y, mo, d, h, mi, s, hs * 10000, zone), status, a, b, c, e))
    return out


def touch_rows(rows: Any) -> list[Any]:
    numbers = 0
    for moment, *cells in rows:  # noqa: B007
        numbers += sum(cells)
    return [moment, numbers]


def decode_register(value: bytes, scaler_unit: bytes) -> Any:
    return _value.unpack(value)[0], *_scaler_unit.unpack(scaler_unit)


def scale_register(value: bytes, scaler_unit: bytes) -> Any:
    number, scaler, _ = decode_register(value, scaler_unit)
    return Decimal(number).scaleb(scaler)


def row_encoder(payload: bytes) -> Callable[[], bytes]:
    rows = decode_raw(payload)
    head = payload[: len(payload) - len(rows) * _row.size]

    def encode() -> bytes:
        tagged = _tagged_row.pack
        return head + b"".join(
            [
                tagged(b"\x02\x06\x09\x0c", t, 0x11, n, 6, a, 6, b, 6, c, 6, d)
                for t, n, a, b, c, d in rows
            ]
        )

    return encode


def encode_register() -> tuple[bytes, bytes]:
    value = _value_out.pack(b"\x06", 123456789)
    return value, _scaler_unit_out.pack(b"\x02\x02", b"\x0f", -2, b"\x16", 30)


def decode_clock(payload: bytes) -> Any:
    y, mo, d, h, mi, s, hs, deviation, status = _clock.unpack(payload)
    zone = _zones.get(deviation) or _zone(deviation)
    return datetime.datetime(y, mo, d, h, mi, s, hs * 10000, zone), status


# Decoded to a datetime at once.
def touch_clock(decoded: Any) -> Any:
    return decoded


def parse_obis(text: str) -> bytes:
    return bytes(map(int, text.split(".")))


def obis_text(code: bytes) -> str:
    a, b, c, d, e, f = code
    return f"{a}-{b}:{c}.{d}.{e}*{f}"


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
    if operation == "raw":
        return [[t.hex(), *rest] for t, *rest in result]
    if operation.startswith("rows_") and operation.endswith("_touched"):
        return [result[0].isoformat(), result[1]]
    if operation.startswith("rows_"):
        return [[t.isoformat(), *rest] for t, *rest in result]
    if operation == "register":
        return list(result)
    if operation == "register_scaled":
        return float(result)
    if operation in ("clock", "clock_touched"):
        return result[0].isoformat()
    if operation == "encode_rows":
        return payloads.digest(result)
    if operation == "encode_register":
        return [part.hex() for part in result]
    if operation == "obis_parse":
        return result.hex()
    return [int(n) for n in result.translate(_DOTS).split(".")]


_DOTS = str.maketrans("-:*", "...")
