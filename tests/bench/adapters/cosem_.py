"""Ours: the generated classes, and the profile reader over their facts."""

from __future__ import annotations

from typing import Any

import cosem
from tests.bench import payloads

PACKAGE = "cosem"

_Register = cosem.interface_class(3, 0)
_object_list = cosem.interface_class(15, 1).attribute(2)
_clock_time = cosem.interface_class(8, 0).attribute(2)
_capture_objects = cosem.interface_class(7, 1).attribute(3)
_name = cosem.Obis.from_bytes(payloads.REGISTER_NAME)

_reader = cosem.profile_reader(
    _capture_objects.decode(payloads.capture_objects()),
    capture_period=payloads.CAPTURE_PERIOD,
)

decode_raw = cosem.axdr.decode
decode_association = _object_list.decode
decode_clock = _clock_time.decode
describe = cosem.describe


def decode_profile(payload: bytes) -> Any:
    # A list, so that every row is really made.
    return list(_reader.read(payload))


def decode_register(value: bytes, scaler_unit: bytes) -> Any:
    register = _Register(_name)
    register.decode_attribute(2, value)
    register.decode_attribute(3, scaler_unit)
    return register


_register = decode_register(payloads.REGISTER_VALUE, payloads.REGISTER_SCALER_UNIT)


def encode_register() -> tuple[bytes, bytes]:
    return _register.encode_attribute(2), _register.encode_attribute(3)


def construct(class_id: int, version: int) -> Any:
    return cosem.interface_class(class_id, version)(_name)


def _entry(entry: Any) -> list[object]:
    rights = entry.access_rights
    return [
        *(int(entry.class_id), int(entry.version), bytes(entry.logical_name).hex()),
        [[int(a.attribute_id), int(a.access_mode)] for a in rights.attribute_access],
        [[int(m.method_id), int(m.access_mode)] for m in rights.method_access],
    ]


def plain(operation: str, result: Any) -> object:
    """The result in the plain form of ``payloads.EXPECTED``."""
    if operation == "raw_profile":
        return [[bytes(t).hex(), *map(int, rest)] for t, *rest in result]
    if operation == "typed_profile":
        return [[t.to_datetime().isoformat(), *map(int, rest)] for t, *rest in result]
    if operation == "typed_association":
        return [_entry(entry) for entry in result]
    if operation == "register_decode":
        scaler_unit = result.scaler_unit
        return [int(result.value), int(scaler_unit.scaler), int(scaler_unit.unit)]
    if operation == "describe_known":
        return payloads.words_found([found.name for found in result])
    if operation == "clock_decode":
        return result.to_datetime().isoformat()
    return [part.hex() for part in result]
