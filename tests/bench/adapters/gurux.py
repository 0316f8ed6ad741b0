"""gurux-dlms: its generic decoder, and ``setValue`` of its classes for typed values.

That is the route its own client takes when it updates an object from a reply.
"""

from __future__ import annotations

import math
from typing import Any

from gurux_dlms import GXDLMSClient
from gurux_dlms._GXObjectFactory import _GXObjectFactory
from gurux_dlms.enums import DataType, ObjectType
from gurux_dlms.GXByteBuffer import GXByteBuffer
from gurux_dlms.GXDLMSConverter import GXDLMSConverter
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


def decode_profile(payload: bytes) -> Any:
    profile = GXDLMSProfileGeneric("1.0.99.1.0.255")
    profile.captureObjects = [
        (_CLASSES[class_id](_dotted(name)), GXDLMSCaptureObject(attribute, index))
        for class_id, name, attribute, index in payloads.COLUMNS
    ]
    return _read(profile, 2, payload).buffer


def decode_association(payload: bytes) -> Any:
    association = GXDLMSAssociationLogicalName()
    association.version = 1
    _settings.objects.clear()
    return _read(association, 2, payload).objectList


def decode_register(value: bytes, scaler_unit: bytes) -> Any:
    register = GXDLMSRegister(_dotted(payloads.REGISTER_NAME))
    _read(register, 3, scaler_unit)
    return _read(register, 2, value)


_register = GXDLMSRegister(_dotted(payloads.REGISTER_NAME))
_register.scaler, _register.unit, _register.value = 0.01, 30, 123456789
_register.setDataType(2, DataType.UINT32)


def encode_register() -> tuple[bytes, bytes]:
    value = _register.getValue(_settings, ValueEventArgs(_settings, _register, 2))
    out = GXByteBuffer()
    _GXCommon.setData(_settings, out, DataType.UINT32, value)
    scaler_unit = _register.getValue(_settings, ValueEventArgs(_settings, _register, 3))
    return bytes(out.array()), bytes(scaler_unit)


def decode_clock(payload: bytes) -> Any:
    return _read(GXDLMSClock("0.0.1.0.0.255"), 2, payload).time


def describe(code: bytes) -> Any:
    return _converter.getDescription(_dotted(code))


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
    if operation == "raw_profile":
        return [[bytes(t).hex(), *map(int, rest)] for t, *rest in result]
    if operation == "typed_profile":
        return [[t.value.isoformat(), *map(int, rest)] for t, *rest in result]
    if operation == "typed_association":
        return [_entry(entry) for entry in result]
    if operation == "register_decode":
        # The value comes scaled, in binary floating point: taken back, and rounded.
        raw = round(result.value / result.scaler)
        return [raw, round(math.log10(result.scaler)), int(result.unit)]
    if operation == "describe_known":
        return payloads.words_found(["; ".join(texts) for texts in result])
    if operation == "clock_decode":
        return result.value.isoformat()
    return [part.hex() for part in result]
