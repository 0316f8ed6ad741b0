"""gurux-dlms: its generic decoder, and ``setValue`` of its classes for typed values.

That is the route its own client takes when it updates an object from a reply.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gurux_dlms import GXDLMSClient, GXReplyData
from gurux_dlms._GXObjectFactory import _GXObjectFactory
from gurux_dlms.enums import Authentication, DataType, InterfaceType, ObjectType, Unit
from gurux_dlms.GXArray import GXArray
from gurux_dlms.GXByteBuffer import GXByteBuffer
from gurux_dlms.GXDLMSConverter import GXDLMSConverter
from gurux_dlms.GXStructure import GXStructure
from gurux_dlms.GXUInt8 import GXUInt8
from gurux_dlms.GXUInt32 import GXUInt32
from gurux_dlms.internal._GXCommon import _GXCommon
from gurux_dlms.internal._GXDataInfo import _GXDataInfo
from gurux_dlms.objects import (
    GXDLMSAssociationLogicalName,
    GXDLMSCaptureObject,
    GXDLMSClock,
    GXDLMSData,
    GXDLMSProfileGeneric,
    GXDLMSRegister,
)
from gurux_dlms.ValueEventArgs import ValueEventArgs

from tests.bench import payloads

PACKAGE = "gurux-dlms"
REFUSED = ("rows_delta",)

_settings = GXDLMSClient().settings
_converter = GXDLMSConverter()
_CLASSES = {1: GXDLMSData, 3: GXDLMSRegister, 8: GXDLMSClock}


def _dotted(name: bytes) -> str:
    return ".".join(map(str, name))


def decode_raw(payload: bytes) -> Any:
    return _GXCommon.getData(_settings, GXByteBuffer(payload), _GXDataInfo())


def _read(target: Any, attribute: int, payload: bytes) -> Any:
    arguments = ValueEventArgs(_settings, target, attribute)
    arguments.value = decode_raw(payload)
    target.setValue(_settings, arguments)
    return target


def decode_rows(payload: bytes) -> Any:
    profile = GXDLMSProfileGeneric("1.0.99.1.0.255")
    profile.capturePeriod = payloads.CAPTURE_PERIOD
    profile.captureObjects = [
        (_CLASSES[class_id](_dotted(name)), GXDLMSCaptureObject(attribute, index))
        for class_id, name, attribute, index in payloads.COLUMNS
    ]
    return _read(profile, 2, payload).buffer


def touch_rows(rows: Any) -> list[Any]:
    numbers = 0
    for time, *cells in rows:
        moment = time.value
        numbers += sum(cell for cell in cells if cell is not None)
    return [moment, numbers]


def decode_association(payload: bytes) -> Any:
    association = GXDLMSAssociationLogicalName()
    association.version = 1
    _settings.objects.clear()
    return _read(association, 2, payload).objectList


def touch_association(objects: Any) -> list[int]:
    classes = names = rights = 0
    for entry in objects:
        classes += entry.objectType
        names += sum(map(int, entry.logicalName.split(".")))
        rights += sum(item.access for item in entry.attributes)
        rights += sum(item.methodAccess for item in entry.getMethodAttributes())
    return [classes, names, rights]


# Its registers are never unscaled.
def scale_register(value: bytes, scaler_unit: bytes) -> Any:
    register = GXDLMSRegister(_dotted(payloads.REGISTER_NAME))
    _read(register, 3, scaler_unit)
    return _read(register, 2, value).value


_register = GXDLMSRegister(_dotted(payloads.REGISTER_NAME))
_register.scaler, _register.unit, _register.value = 0.01, 30, 123456789
_register.setDataType(2, DataType.UINT32)


def encode_register() -> tuple[bytes, bytes]:
    value = _register.getValue(_settings, ValueEventArgs(_settings, _register, 2))
    out = GXByteBuffer()
    _GXCommon.setData(_settings, out, DataType.UINT32, value)
    scaler_unit = _register.getValue(_settings, ValueEventArgs(_settings, _register, 3))
    return bytes(out.array()), bytes(scaler_unit)


def _encoded(kind: DataType, value: Any) -> bytes:
    out = GXByteBuffer()
    _GXCommon.setData(_settings, out, kind, value)
    return bytes(out.array())


def row_encoder(payload: bytes) -> Callable[[], bytes]:
    rows = GXArray()
    for row in decode_raw(payload):
        time, status, *registers = row
        # Numbers that say their types, as its own clients write them.
        cells = GXStructure()
        cells.extend((time, GXUInt8(status), *map(GXUInt32, registers)))
        rows.append(cells)
    return lambda: _encoded(DataType.ARRAY, rows)


def clock_encoder(payload: bytes) -> Callable[[], bytes]:
    time = decode_clock(payload)
    return lambda: _encoded(DataType.OCTET_STRING, time)


_listener = GXDLMSClient(True, -1, -1, Authentication.NONE, None, InterfaceType.HDLC)


def _notified(frame: bytes) -> Any:
    notify = GXReplyData()
    _listener.getData(GXByteBuffer(frame), GXReplyData(), notify)
    return notify


def read_structures(frame: bytes) -> Any:
    time = None
    items = []
    for code, value, *scaler_unit in _notified(frame).value:
        name = _GXCommon.toLogicalName(code)
        if scaler_unit:
            scaler, unit = scaler_unit[0]
            items.append((name, value * 10**scaler, Unit(unit)))
        elif name == "0.0.1.0.0.255":
            time = _GXCommon.changeType(_settings, value, DataType.DATETIME).value
            items.append((name, time, None))
        else:
            items.append((name, value, None))
    return time, items


def read_pairs(frame: bytes) -> Any:
    notify = _notified(frame)
    _, *row = notify.value
    items = []
    for code, value in zip(row[::2], row[1::2], strict=True):
        octets = bytes(code)
        name = _GXCommon.toLogicalName(code)
        scaler = payloads.KAMSTRUP_SCALERS.get(octets)
        if scaler is None:
            items.append((name, value, None))
        else:
            unit = Unit(payloads.KAMSTRUP_UNITS[octets])
            items.append((name, value * 10**scaler, unit))
    return notify.time.value, items


parse_obis = _GXCommon.logicalNameToBytes


def obis_text(code: bytes) -> str:
    return _GXCommon.toLogicalName(bytearray(code))


def decode_clock(payload: bytes) -> Any:
    return _read(GXDLMSClock("0.0.1.0.0.255"), 2, payload).time


def describe(code: bytes) -> Any:
    return "; ".join(_converter.getDescription(_dotted(code)))


def construct(class_id: int, version: int) -> Any:
    instance = _GXObjectFactory.createObject(ObjectType(class_id))
    instance.version = version
    return instance


def _entry(entry: Any) -> list[object]:
    name = bytes(map(int, entry.logicalName.split("."))).hex()
    methods = entry.getMethodAttributes()
    return [
        *(int(entry.objectType), entry.version, name),
        [[item.index, int(item.access)] for item in entry.attributes],
        [[item.index, int(item.methodAccess)] for item in methods],
    ]


def plain(operation: str, result: Any) -> object:
    """The result in the plain form of ``payloads.EXPECTED``."""
    if operation == "raw":
        return [[bytes(t).hex(), *map(int, rest)] for t, *rest in result]
    if operation.startswith("rows_") and operation.endswith("_touched"):
        return [result[0].isoformat(), int(result[1])]
    if operation.startswith("rows_"):
        return [[t.value.isoformat(), *rest] for t, *rest in result]
    if operation == "association":
        return [_entry(entry) for entry in result]
    if operation == "association_touched":
        return list(map(int, result))
    if operation == "register_scaled":
        return round(result, 2)
    if operation == "describe_known":
        return payloads.words_found(result)
    if operation.startswith("push_"):
        time, items = result
        numbers = [round(value, 6) for _, value, unit in items if unit is not None]
        return [time.replace(tzinfo=None).isoformat(), *numbers]
    if operation == "clock":
        return result.value.isoformat()
    if operation == "encode_rows":
        return payloads.digest(result)
    if operation == "encode_register":
        return [part.hex() for part in result]
    if operation in ("encode_clock", "obis_parse"):
        return bytes(result).hex()
    return list(map(int, result.split(".")))
