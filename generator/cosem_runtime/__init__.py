"""What the generated COSEM classes stand on: codec, values, class base.

Nothing is imported before it is used.
"""

from __future__ import annotations

GENERATOR_API = 1
"""What generated code expects of this package; a package for another number is refused."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from . import axdr, types
    from .bitstring import BitFlags, BitString
    from .codec.compact import CompactArray, TypeDescription
    from .datetimes import ClockStatus, Date, DateTime, Time
    from .enums import OpenIntEnum
    from .errors import (
        CosemError,
        DateTimeError,
        DecodeError,
        EncodeError,
        JsonError,
        ObisError,
        UnknownClassError,
        UnknownNameError,
        UnreadAttributeError,
    )
    from .interface import (
        UNREAD,
        AttributeSpec,
        GenericObject,
        InterfaceClass,
        MethodSpec,
        SelectiveAccess,
        SelectorSpec,
    )
    from .limits import Limits
    from .obis import Obis
    from .octets import (
        Ipv4Address,
        Ipv4Number,
        Ipv6Address,
        MacAddress,
        ObjectIdentifier,
        Text,
    )
    from .scaling import ScalerUnitBase
    from .structure import Structure
    from .tolerant import Deviation, Reading
else:
    _HOMES = {
        name: home
        for home, names in {
            "bitstring": "BitFlags BitString",
            "compact": "CompactArray TypeDescription",
            "datetimes": "ClockStatus Date DateTime Time",
            "enums": "OpenIntEnum",
            "errors": "CosemError DateTimeError DecodeError EncodeError JsonError ObisError"
            " UnknownClassError UnknownNameError UnreadAttributeError",
            "interface": "UNREAD AttributeSpec GenericObject InterfaceClass MethodSpec"
            " SelectiveAccess SelectorSpec",
            "limits": "Limits",
            "obis": "Obis",
            "octets": "Ipv4Address Ipv4Number Ipv6Address MacAddress ObjectIdentifier Text",
            "scaling": "ScalerUnitBase",
            "structure": "Structure",
            "tolerant": "Deviation Reading",
            "": "axdr types",
        }.items()
        for name in names.split()
    }

    def __getattr__(name):
        home = _HOMES.get(name)
        if home is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        if home:
            value = getattr(import_module(f"{__name__}.{home}"), name)
        else:
            value = import_module(f"{__name__}.{name}")
        globals()[name] = value
        return value

    def __dir__():
        return sorted({*globals(), *__all__})


__all__ = [
    "GENERATOR_API",
    "UNREAD",
    "AttributeSpec",
    "BitFlags",
    "BitString",
    "ClockStatus",
    "CompactArray",
    "CosemError",
    "Date",
    "DateTime",
    "DateTimeError",
    "DecodeError",
    "Deviation",
    "EncodeError",
    "GenericObject",
    "InterfaceClass",
    "Ipv4Address",
    "Ipv4Number",
    "Ipv6Address",
    "JsonError",
    "Limits",
    "MacAddress",
    "MethodSpec",
    "Obis",
    "ObisError",
    "ObjectIdentifier",
    "OpenIntEnum",
    "Reading",
    "ScalerUnitBase",
    "SelectiveAccess",
    "SelectorSpec",
    "Structure",
    "Text",
    "Time",
    "TypeDescription",
    "UnknownClassError",
    "UnknownNameError",
    "UnreadAttributeError",
    "axdr",
    "types",
]
