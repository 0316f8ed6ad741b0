"""dlms-cosem: ``parse_as_dlms_data`` for values, its parsers for typed ones."""

from __future__ import annotations

from typing import Any

from dlms_cosem import cosem, dlms_data, enumerations, parsers, utils
from dlms_cosem.cosem.profile_generic import Data, ProfileGeneric
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
# Its codes say nothing of what they stand for.
describe = None


def decode_profile(payload: bytes) -> Any:
    return parsers.ProfileGenericBufferParser(
        capture_objects=_columns, capture_period=payloads.CAPTURE_PERIOD // 60
    ).parse_bytes(payload)


def decode_register(value: bytes, scaler_unit: bytes) -> Any:
    # No class for a register: the two attributes as plain values.
    return decode_raw(value), decode_raw(scaler_unit)


def encode_register() -> tuple[bytes, bytes]:
    scaler_unit = dlms_data.DataStructure(
        [dlms_data.IntegerData(-2), dlms_data.EnumData(30)]
    )
    value = dlms_data.DoubleLongUnsignedData(123456789)
    return value.to_bytes(), scaler_unit.to_bytes()


def decode_clock(payload: bytes) -> Any:
    return datetime_from_bytes(bytes(decode_raw(payload)))


def construct(class_id: int, version: int) -> Any:
    # Only two classes exist, and no registry.
    if class_id == 1:
        return Data(logical_name=_columns[0].instance, value=None)
    if class_id == 7:
        return ProfileGeneric(
            logical_name=_columns[0].instance, capture_objects=[], capture_period=15
        )
    raise NotImplementedError("no class of this library")


def _modes(rights: Any) -> list[list[int]]:
    # An access mode is kept as the list of its bits.
    return [
        [number, sum(1 << bit for bit in sorted(_bits(right)))]
        for number, right in sorted(rights.items())
    ]


def _bits(right: Any) -> list[int]:
    return [int(flag) for flag in right.access_rights]


def plain(operation: str, result: Any) -> object:
    """The result in the plain form of ``payloads.EXPECTED``."""
    if operation == "raw_profile":
        return [[bytes(t).hex(), *rest] for t, *rest in result]
    if operation == "typed_profile":
        return [
            [row[0].value.isoformat(), *(cell.value for cell in row[1:])]
            for row in result
        ]
    if operation == "typed_association":
        return [
            [
                *(int(e.interface), e.version, e.logical_name.to_bytes().hex()),
                _modes(e.attribute_access_rights),
                _modes(e.method_access_rights),
            ]
            for e in result
        ]
    if operation == "register_decode":
        return [result[0], *result[1]]
    if operation == "clock_decode":
        return result[0].isoformat()
    return [part.hex() for part in result]
