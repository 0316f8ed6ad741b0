"""What gurux-dlms makes of A-XDR values and of whole attributes, as JSON.

Run with the Python of an environment that has ``gurux-dlms`` (GPL-2.0: a process of
its own, never imported by ours):

    python gurux_decode.py < questions.json > answers.json

See ``normal.py`` for the questions, the answers and the normal form of values.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from gurux_dlms import GXDLMSClient
from gurux_dlms.enums import DateTimeExtraInfo, DateTimeSkips
from gurux_dlms.GXBitString import GXBitString
from gurux_dlms.GXByteBuffer import GXByteBuffer
from gurux_dlms.GXDate import GXDate
from gurux_dlms.GXDateTime import GXDateTime
from gurux_dlms.GXTime import GXTime
from gurux_dlms.internal._GXCommon import _GXCommon
from gurux_dlms.internal._GXDataInfo import _GXDataInfo
from gurux_dlms.objects import (
    GXDLMSAssociationLogicalName,
    GXDLMSCaptureObject,
    GXDLMSClock,
    GXDLMSData,
    GXDLMSExtendedRegister,
    GXDLMSProfileGeneric,
    GXDLMSRegister,
)
from gurux_dlms.ValueEventArgs import ValueEventArgs

SETTINGS = GXDLMSClient().settings
COLUMN_CLASSES = {
    1: GXDLMSData,
    3: GXDLMSRegister,
    4: GXDLMSExtendedRegister,
    8: GXDLMSClock,
}


def octets(value: bytes | bytearray) -> dict[str, str]:
    return {"octets": bytes(value).hex()}


def fields(value: GXDateTime, hundredths: int) -> list[int | None]:
    """Year to hundredths; a skipped field is null."""
    if value.extra != DateTimeExtraInfo.NONE:
        raise ValueError("special days and months are kept apart from the date")
    skip, moment = value.skip, value.value
    pairs = [
        (DateTimeSkips.YEAR, moment.year),
        (DateTimeSkips.MONTH, moment.month),
        (DateTimeSkips.DAY, moment.day),
        (DateTimeSkips.HOUR, moment.hour),
        (DateTimeSkips.MINUTE, moment.minute),
        (DateTimeSkips.SECOND, moment.second),
        (DateTimeSkips.MILLISECOND, hundredths),
    ]
    return [None if skip & flag else number for flag, number in pairs]


def date_time(value: GXDateTime) -> object:
    """A date-time, date or time; the offset counts east of UTC."""
    moment = value.value
    if isinstance(value, GXDate):
        return {"date": fields(value, 0)[:3]}
    if isinstance(value, GXTime):
        # Tenfold hundredths are put where microseconds belong.
        return {"time": fields(value, moment.microsecond // 10)[3:]}
    offset = moment.utcoffset()
    return {
        "date_time": fields(value, moment.microsecond // 10000),
        "offset": None if offset is None else int(offset.total_seconds()) // 60,
        "status": int(value.status),
    }


def normal(value: object) -> object:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, GXBitString):
        return {"bits": str(value)}
    if isinstance(value, GXDateTime):
        return date_time(value)
    if isinstance(value, (bytes, bytearray)):
        return octets(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return {"float": float(value).hex()}
    if isinstance(value, str):
        return {"text": value}
    if isinstance(value, list):
        return [normal(item) for item in value]
    raise TypeError(f"no normal form for {type(value).__name__}")


def data(payload: bytes) -> object:
    buffer = GXByteBuffer(payload)
    info = _GXDataInfo()
    value = _GXCommon.getData(SETTINGS, buffer, info)
    if not info.complete or buffer.position != len(payload):
        raise ValueError("not a whole value")
    return value


def read_into(target: Any, attribute: int, payload: bytes) -> None:
    arguments = ValueEventArgs(SETTINGS, target, attribute)
    arguments.value = data(payload)
    target.setValue(SETTINGS, arguments)


def answer_data(question: dict[str, Any]) -> object:
    return normal(data(bytes.fromhex(question["hex"])))


def answer_clock(question: dict[str, Any]) -> object:
    clock = GXDLMSClock()
    read_into(clock, 2, bytes.fromhex(question["hex"]))
    return date_time(clock.time)


def answer_scaler_unit(question: dict[str, Any]) -> object:
    register = GXDLMSRegister("1.0.1.8.0.255")
    read_into(register, 3, bytes.fromhex(question["hex"]))
    # Gurux keeps the scaler as the factor itself.
    return {"factor": float(register.scaler).hex(), "unit": int(register.unit)}


def answer_profile(question: dict[str, Any]) -> object:
    profile = GXDLMSProfileGeneric("1.0.99.1.0.255")
    profile.captureObjects = [
        (COLUMN_CLASSES[class_id](name), GXDLMSCaptureObject(attribute, index))
        for class_id, name, attribute, index in question["columns"]
    ]
    profile.capturePeriod = question["capture_period"]
    read_into(profile, 2, bytes.fromhex(question["hex"]))
    return [normal(row) for row in profile.buffer]


def answer_object_list(question: dict[str, Any]) -> object:
    """Entries by class, version, name; access modes as gurux shows them on objects.

    Gurux drops the classes it has no object for, so the answer may be shorter.
    """
    association = GXDLMSAssociationLogicalName()
    association.version = question["version"]
    SETTINGS.objects.clear()
    read_into(association, 2, bytes.fromhex(question["hex"]))
    return [
        [int(item.objectType), item.version, item.logicalName]
        for item in association.objectList
    ]


ANSWERS = {
    "data": answer_data,
    "clock": answer_clock,
    "scaler_unit": answer_scaler_unit,
    "profile": answer_profile,
    "object_list": answer_object_list,
}


def main() -> None:
    answers: dict[str, object] = {}
    for question in json.load(sys.stdin):
        try:
            answers[question["id"]] = {"value": ANSWERS[question["ask"]](question)}
        except Exception as error:
            answers[question["id"]] = {"error": f"{type(error).__name__}: {error}"}
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
