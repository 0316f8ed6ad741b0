"""What both forms of Gurux share: names of classes and types, and values that stand in several elements."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from cosem_runtime import Obis

from ... import wire
from ..errors import DumpError
from ..model import Value
from .common import LOGICAL_NAME_ITSELF
from .markup import Element

__all__ = [
    "SCALER_UNIT",
    "TYPES",
    "capture_objects",
    "class_of",
    "logical_name",
    "needed",
    "scaler_unit",
]

_CLASSES: Final = {
    name: class_id
    for class_id, names in {
        1: "Data",
        2: "SmtpSetup",
        3: "Register",
        4: "ExtendedRegister",
        5: "DemandRegister",
        6: "RegisterActivation",
        7: "ProfileGeneric",
        8: "Clock",
        9: "ScriptTable",
        10: "Schedule",
        11: "SpecialDaysTable",
        12: "AssociationShortName",
        15: "AssociationLogicalName",
        17: "SapAssignment",
        18: "ImageTransfer",
        19: "IECLocalPortSetup IECOpticalPortSetup",
        20: "ActivityCalendar",
        21: "RegisterMonitor",
        22: "ActionSchedule",
        23: "HdlcSetup IECHdlcSetup",
        24: "IecTwistedPairSetup",
        25: "MBusSlavePortSetup",
        26: "UtilityTables",
        27: "ModemConfiguration",
        28: "AutoAnswer",
        29: "AutoConnect",
        30: "DataProtection",
        40: "PushSetup",
        41: "TcpUdpSetup",
        42: "Ip4Setup",
        43: "MacAddressSetup",
        44: "PppSetup",
        45: "GprsSetup",
        47: "GSMDiagnostic",
        48: "Ip6Setup",
        50: "SFSKPhyMacSetUp",
        51: "SFSKActiveInitiator",
        52: "SFSKMacSynchronizationTimeouts",
        53: "SFSKMacCounters",
        55: "IEC14908Llc Iec6133442LlcSetup",
        56: "SFSKReportingSystemList",
        61: "RegisterTable",
        62: "CompactData",
        63: "StatusMapping",
        64: "SecuritySetup",
        65: "ParameterMonitor",
        68: "Arbitrator",
        70: "DisconnectControl",
        71: "Limiter",
        72: "MBusClient",
        73: "WirelessModeQchannel",
        74: "MBusMasterPortSetup",
        80: "LlcSscsSetup",
        81: "PrimeNbOfdmPlcPhysicalLayerCounters",
        82: "PrimeNbOfdmPlcMacSetup",
        83: "PrimeNbOfdmPlcMacFunctionalParameters",
        84: "PrimeNbOfdmPlcMacCounters",
        85: "PrimeNbOfdmPlcMacNetworkAdministrationData",
        86: "PrimeNbOfdmPlcApplicationsIdentification",
        90: "G3PlcMacLayerCounters",
        91: "G3PlcMacSetup",
        92: "G3Plc6LoWPan",
        100: "NtpSetup",
        101: "ZigBeeSasStartup",
        102: "ZigBeeSasJoin",
        103: "ZigBeeSasApsFragmentation",
        104: "ZigBeeNetworkControl",
        111: "Account",
        112: "Credit",
        113: "Charge",
        115: "TokenGateway",
        116: "IEC6205541Attributes",
        122: "FunctionControl",
        123: "ArrayManager",
        124: "CommunicationPortProtection",
        151: "LteMonitoring",
        152: "CoAPSetup",
        153: "CoAPDiagnostic",
        8192: "TariffPlan",
    }.items()
    for name in names.lower().split()
}
"""Class ids by what the elements are called, without GXDLMS and in small letters."""

TYPES: Final = {
    "None": "null-data",
    "Array": "array",
    "Structure": "structure",
    "Boolean": "boolean",
    "BitString": "bit-string",
    "Int32": "double-long",
    "UInt32": "double-long-unsigned",
    "OctetString": "octet-string",
    "String": "visible-string",
    "StringUTF8": "utf8-string",
    "Bcd": "bcd",
    "BCD": "bcd",
    "Int8": "integer",
    "Int16": "long",
    "UInt8": "unsigned",
    "UInt16": "long-unsigned",
    "CompactArray": "compact-array",
    "Int64": "long64",
    "UInt64": "long64-unsigned",
    "Enum": "enum",
    "Float32": "float32",
    "Float64": "float64",
    "DateTime": "date-time",
    "Date": "date",
    "Time": "time",
}
"""Data types of the standard by their names here."""

SCALER_UNIT: Final = {3: 3, 4: 3, 5: 4}
"""The attribute scaler_unit, by class."""


def class_of(name: str, element: Element) -> int:
    """The class id of an object that is called `GXDLMSRegister`, or that says its number."""
    number = element.number_of("ObjectType", 0, 0xFFFF)
    if number is not None:
        return number
    found = _CLASSES.get(name.removeprefix("GXDLMS").lower())
    if found is None:
        raise element.wrong("the name of an interface class, as GXDLMSRegister", name)
    return found


def logical_name(name: Obis) -> Value:
    """The value of attribute 1."""
    octets = wire.string(wire.OCTET_STRING, bytes(name))
    return Value(1, octets, derived=LOGICAL_NAME_ITSELF)


def scaler_unit(class_id: int, element: Element) -> Value | None:
    """The value of scaler_unit, from a factor and a unit; None where there is no unit."""
    unit = element.number_of("Unit", 0, 255)
    if class_id not in SCALER_UNIT or not unit:
        return None
    factor = element.child("Scaler")
    exponent = 0 if factor is None or not factor.text else _exponent(factor)
    parts = [wire.number("integer", exponent), wire.number("enum", unit)]
    return Value(
        SCALER_UNIT[class_id],
        wire.sequence(wire.STRUCTURE, parts),
        derived="scaler and unit as read, encoded anew",
    )


def _exponent(element: Element) -> int:
    try:
        factor = Decimal(element.text[:40]).normalize()
    except ArithmeticError:
        raise element.wrong("a power of ten") from None
    _, digits, exponent = factor.as_tuple()
    if (
        not factor.is_finite()
        or factor <= 0
        or digits != (1,)
        or not isinstance(exponent, int)
    ):
        raise element.wrong("a power of ten")
    if not -0x80 <= exponent <= 0x7F:
        raise element.wrong("a power of ten that an integer can hold")
    return exponent


def capture_objects(columns: list[tuple[int, Obis, int, int]]) -> Value:
    """The value of capture_objects."""
    rows = [
        wire.sequence(
            wire.STRUCTURE,
            [
                wire.number("long-unsigned", class_id),
                wire.string(wire.OCTET_STRING, bytes(name)),
                wire.number("integer", attribute),
                wire.number("long-unsigned", index),
            ],
        )
        for class_id, name, attribute, index in columns
    ]
    return Value(
        3,
        wire.sequence(wire.ARRAY, rows),
        derived="columns as read, encoded anew",
    )


def needed(element: Element, name: str) -> Element:
    """A child that has to be there."""
    found = element.child(name)
    if found is None:
        raise DumpError(
            "", f"an element {name}", "none", line=element.line, path=element.name
        )
    return found
