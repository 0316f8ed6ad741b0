"""dlms-cosem: ``parse_as_dlms_data`` for values, its parsers for typed ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dlms_cosem import cosem, dlms_data, enumerations, parsers, utils
from dlms_cosem.cosem.profile_generic import Data, ProfileGeneric
from dlms_cosem.hdlc.frames import UnnumberedInformationFrame
from dlms_cosem.protocol.xdlms.data_notification import DataNotification
from dlms_cosem.time import datetime_from_bytes

from tests.bench import payloads

PACKAGE = "dlms-cosem"

_columns = [
    cosem.CosemAttribute(
        enumerations.CosemInterface(class_id), cosem.Obis.from_bytes(name), attribute
    )
    for class_id, name, attribute, _ in payloads.COLUMNS
]

decode_raw = utils.parse_as_dlms_data
decode_association = parsers.AssociationObjectListParser.parse_bytes
parse_obis = cosem.Obis.from_string
# Only two classes exist, and no registry; its codes say nothing of what they stand for.
REFUSED = ("rows_delta", "rows_compact", "construct_3_0", "construct_8_0")


def decode_rows(payload: bytes) -> Any:
    return parsers.ProfileGenericBufferParser(
        capture_objects=_columns, capture_period=payloads.CAPTURE_PERIOD // 60
    ).parse_bytes(payload)


def touch_rows(rows: Any) -> list[Any]:
    numbers = 0
    for time, *cells in rows:
        moment = time.value
        numbers += sum(cell.value for cell in cells)
    return [moment, numbers]


def touch_association(objects: Any) -> list[int]:
    classes = names = rights = 0
    for entry in objects:
        classes += entry.interface
        names += sum(entry.logical_name.to_bytes())
        for each in (entry.attribute_access_rights, entry.method_access_rights):
            rights += sum(mode for _, mode in _modes(each))
    return [classes, names, rights]


def decode_register(value: bytes, scaler_unit: bytes) -> Any:
    # No class for a register: the two attributes as plain values.
    return decode_raw(value), decode_raw(scaler_unit)


def _notified(frame: bytes) -> Any:
    payload = UnnumberedInformationFrame.from_bytes(frame).payload
    return DataNotification.from_bytes(payload[3:])  # behind the LLC header


def read_structures(frame: bytes) -> Any:
    time = None
    items = []
    for code, value, *scaler_unit in decode_raw(_notified(frame).body):
        name = cosem.Obis.from_bytes(bytes(code))
        if scaler_unit:
            scaler, unit = scaler_unit[0]
            items.append((name, value * 10**scaler, unit))
        elif name == _CLOCK:
            time, _ = datetime_from_bytes(value)
            items.append((name, time, None))
        else:
            items.append((name, value, None))
    return time, items


def read_pairs(frame: bytes) -> Any:
    notified = _notified(frame)
    _, *row = decode_raw(notified.body)
    items = []
    for code, value in zip(row[::2], row[1::2], strict=True):
        octets = bytes(code)
        name = cosem.Obis.from_bytes(octets)
        scaler = payloads.KAMSTRUP_SCALERS.get(octets)
        if scaler is None:
            items.append((name, value, None))
        else:
            unit = payloads.KAMSTRUP_UNITS[octets]  # it has no units
            items.append((name, value * 10**scaler, unit))
    return notified.date_time, items


_CLOCK = cosem.Obis.from_bytes(payloads.CLOCK_NAME)


def encode_register() -> tuple[bytes, bytes]:
    scaler_unit = dlms_data.DataStructure(
        [dlms_data.IntegerData(-2), dlms_data.EnumData(30)]
    )
    value = dlms_data.DoubleLongUnsignedData(123456789)
    return value.to_bytes(), scaler_unit.to_bytes()


def row_encoder(payload: bytes) -> Callable[[], bytes]:
    rows = [
        dlms_data.DataStructure(
            [
                dlms_data.OctetStringData(bytes(time)),
                dlms_data.UnsignedIntegerData(status),
                *map(dlms_data.DoubleLongUnsignedData, registers),
            ]
        )
        for time, status, *registers in decode_raw(payload)
    ]
    return dlms_data.DataArray(rows).to_bytes


def decode_clock(payload: bytes) -> Any:
    return datetime_from_bytes(bytes(decode_raw(payload)))[0]


# Decoded to a datetime at once.
def touch_clock(moment: Any) -> Any:
    return moment


def obis_text(code: bytes) -> str:
    return cosem.Obis.from_bytes(code).to_string()


def construct(class_id: int, version: int) -> Any:
    if class_id == 1:
        return Data(logical_name=_columns[0].instance, value=None)
    return ProfileGeneric(
        logical_name=_columns[0].instance, capture_objects=[], capture_period=15
    )


def _modes(rights: Any) -> list[list[int]]:
    # An access mode is kept as the list of its bits.
    return [
        [number, sum(1 << bit for bit in sorted(_bits(right)))]
        for number, right in sorted(rights.items())
    ]


def _bits(right: Any) -> list[int]:
    return [int(flag) for flag in right.access_rights]


def _row(row: Any) -> list[object]:
    # Cells that were left out are not there: each says which column it is of.
    cells = {bytes(c.attribute.instance.to_bytes()): c.value for c in row}
    time, *rest = (cells.get(name) for _, name, _, _ in payloads.COLUMNS)
    return [time.isoformat(), *rest]


def plain(operation: str, result: Any) -> object:
    """The result in the plain form of ``payloads.EXPECTED``."""
    if operation.startswith("push_"):
        time, items = result
        numbers = [round(value, 6) for _, value, unit in items if unit is not None]
        return [time.isoformat(), *numbers]
    if operation == "raw":
        return [[bytes(t).hex(), *rest] for t, *rest in result]
    if operation.startswith("rows_") and operation.endswith("_touched"):
        return [result[0].isoformat(), result[1]]
    if operation.startswith("rows_"):
        return [_row(row) for row in result]
    if operation == "association":
        return [
            [
                *(int(e.interface), e.version, e.logical_name.to_bytes().hex()),
                _modes(e.attribute_access_rights),
                _modes(e.method_access_rights),
            ]
            for e in result
        ]
    if operation == "association_touched":
        return list(map(int, result))
    if operation == "register":
        return [result[0], *result[1]]
    if operation in ("clock", "clock_touched"):
        return result.isoformat()
    if operation == "encode_rows":
        return payloads.digest(result)
    if operation == "encode_register":
        return [part.hex() for part in result]
    if operation == "obis_parse":
        return result.to_bytes().hex()
    return list(cosem.Obis.from_string(result).to_bytes())
