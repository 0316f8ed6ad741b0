"""Ours: the generated classes, and the profile reader over their facts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta, timezone
from typing import Any

import cosem
from cosem.arrow import ProfileColumns
from cosem_runtime import types
from tests.bench import payloads

PACKAGE = "cosem"

_Register = cosem.interface_class(3, 0)
_object_list = cosem.interface_class(15, 1).attribute(2)
_clock_time = cosem.interface_class(8, 0).attribute(2)
_buffer = cosem.interface_class(7, 1).attribute(2)
_name = cosem.Obis.from_bytes(payloads.REGISTER_NAME)

_reader = cosem.profile_reader(
    cosem.interface_class(7, 1).attribute(3).decode(payloads.capture_objects()),
    capture_period=payloads.CAPTURE_PERIOD,
    sort_method="fifo",
)

decode_raw = cosem.axdr.decode
decode_association = _object_list.decode
decode_clock = _clock_time.decode
touch_clock = cosem.DateTime.to_datetime
parse_obis = cosem.Obis


def decode_rows(payload: bytes) -> Any:
    # A list, so that every row is really made.
    return list(_reader.read(payload))


_columns = ProfileColumns(
    cosem.interface_class(7, 1).attribute(3).decode(payloads.capture_objects()),
    capture_period=payloads.CAPTURE_PERIOD,
    sort_method="fifo",
)
decode_columns = _columns.decode


def touch_rows(rows: Any) -> list[Any]:
    numbers = 0
    for time, *cells in rows:
        moment = time.to_datetime()
        numbers += sum(cells)
    return [moment, numbers]


def touch_association(objects: Any) -> list[int]:
    classes = names = rights = 0
    for entry in objects:
        classes += entry.class_id
        names += sum(entry.logical_name)
        rights += sum(a.access_mode for a in entry.access_rights.attribute_access)
        rights += sum(m.access_mode for m in entry.access_rights.method_access)
    return [classes, names, rights]


def decode_register(value: bytes, scaler_unit: bytes) -> Any:
    register = _Register(_name)
    register.decode_attribute(2, value)
    register.decode_attribute(3, scaler_unit)
    return register


def scale_register(value: bytes, scaler_unit: bytes) -> Any:
    register = decode_register(value, scaler_unit)
    return register.scaler_unit.scale(register.value)


_register = decode_register(payloads.REGISTER_VALUE, payloads.REGISTER_SCALER_UNIT)


_kamstrup = cosem.push.PushLayout(
    "kamstrup",
    "Kamstrup",
    None,
    (
        cosem.push.LayoutItem(
            (0,), types.VISIBLE_STRING, role="list", fixed=b"Kamstrup_V0001"
        ),
        *(
            cosem.push.LayoutItem(
                (), types.ANY, obis=cosem.Obis(code), scaler=scaler, unit=unit
            )
            for code, unit in payloads.KAMSTRUP_UNITS.items()
            for scaler in (payloads.KAMSTRUP_SCALERS[code],)
        ),
    ),
)


def read_structures(frame: bytes) -> Any:
    return _touched(cosem.read_push(frame))


def read_pairs(frame: bytes) -> Any:
    return _touched(cosem.read_push(frame, layouts=_kamstrup))


def _touched(push: Any) -> Any:
    items = [(item.name, item.scaled, item.unit, item.value) for item in push.items]
    return push.time.to_datetime(), items


def encode_register() -> tuple[bytes, bytes]:
    return _register.encode_attribute(2), _register.encode_attribute(3)


def row_encoder(payload: bytes) -> Callable[[], bytes]:
    return _encoder(_buffer, payload)


def association_encoder(payload: bytes) -> Callable[[], bytes]:
    return _encoder(_object_list, payload)


def clock_encoder(payload: bytes) -> Callable[[], bytes]:
    return _encoder(_clock_time, payload)


def _encoder(attribute: Any, payload: bytes) -> Callable[[], bytes]:
    value = attribute.decode(payload)
    return lambda: attribute.encode(value)


def rows_to_json(payload: bytes) -> Callable[[], Any]:
    return _to_json(_buffer, payload)


def association_to_json(payload: bytes) -> Callable[[], Any]:
    return _to_json(_object_list, payload)


def _to_json(attribute: Any, payload: bytes) -> Callable[[], Any]:
    value = attribute.decode(payload)
    return lambda: cosem.to_json(value, attribute)


def rows_from_json(payload: bytes) -> Callable[[], Any]:
    return _from_json(_buffer, payload)


def association_from_json(payload: bytes) -> Callable[[], Any]:
    return _from_json(_object_list, payload)


def _from_json(attribute: Any, payload: bytes) -> Callable[[], Any]:
    document = _to_json(attribute, payload)()
    return lambda: cosem.from_json(document, attribute)


def register_to_json(value: bytes, scaler_unit: bytes) -> Any:
    return cosem.to_json(_register)


def describe(code: bytes) -> str:
    # Made to words at once, as others do.
    return str(cosem.describe(code).name)


def obis_text(code: bytes) -> str:
    return str(cosem.Obis.from_bytes(code))


def construct(class_id: int, version: int) -> Any:
    return cosem.interface_class(class_id, version)(_name)


def _entry(entry: Any) -> list[object]:
    rights = entry.access_rights
    return [
        *(int(entry.class_id), int(entry.version), bytes(entry.logical_name).hex()),
        [[int(a.attribute_id), int(a.access_mode)] for a in rights.attribute_access],
        [[int(m.method_id), int(m.access_mode)] for m in rights.method_access],
    ]


def _given_back(operation: str, document: Any) -> bool:
    """Whether a JSON document gives back what it was made of."""
    if operation == "json_register":
        register = cosem.from_json(document)
        octets = (register.encode_attribute(2), register.encode_attribute(3))
        return octets == encode_register()
    attribute, payload = {
        "json_rows": (_buffer, payloads.profile(payloads.CHECKED_ROWS)),
        "json_association": (_object_list, payloads.association()),
    }[operation]
    return bool(cosem.from_json(document, attribute) == attribute.decode(payload))


def _row(buffer: int, time: Any, status: Any, *registers: int) -> list[Any]:
    local = time.astimezone(timezone(timedelta(hours=1)))
    number, text = status["number"], status["text"]
    return [local.isoformat(), text if number is None else number, *registers]


def _plain(status: Any) -> int | str:
    return str(status) if isinstance(status, str) else int(status)


def plain(operation: str, result: Any) -> object:
    """The result in the plain form of ``payloads.EXPECTED``."""
    if operation == "raw":
        return [[bytes(t).hex(), *map(int, rest)] for t, *rest in result]
    if operation.startswith("rows_") and operation.endswith("_touched"):
        return [result[0].isoformat(), int(result[1])]
    if operation.startswith("rows_"):
        return [
            [time.to_datetime().isoformat(), _plain(status), *map(int, registers)]
            for time, status, *registers in result
        ]
    if operation.startswith("columns_"):
        return [_row(*row.values()) for row in result.to_pylist()]
    if operation == "association":
        return [_entry(entry) for entry in result]
    if operation == "association_touched":
        return list(map(int, result))
    if operation == "register":
        scaler_unit = result.scaler_unit
        return [int(result.value), int(scaler_unit.scaler), int(scaler_unit.unit)]
    if operation == "register_scaled":
        return float(result)
    if operation == "describe_known":
        return payloads.words_found(result)
    if operation.startswith("push_"):
        time, items = result
        numbers = [float(scaled) for _, scaled, _, _ in items if scaled is not None]
        return [time.isoformat(), *numbers]
    if operation == "clock":
        return result.to_datetime().isoformat()
    if operation == "clock_touched":
        return result.isoformat()
    if operation in ("encode_rows", "encode_association"):
        return payloads.digest(result)
    if operation == "encode_register":
        return [part.hex() for part in result]
    if operation in ("encode_clock", "obis_parse"):
        return bytes(result).hex()
    if operation == "obis_text":
        return list(cosem.Obis(result))
    return _given_back(operation, result)
