"""What type checkers are to know: read by them alone, never run."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, assert_type

import cosem
from cosem import (
    AttributeSpec,
    BitString,
    CompactArray,
    Date,
    DateTime,
    GenericObject,
    InterfaceClass,
    MethodSpec,
    Obis,
    SelectiveAccess,
    SelectorSpec,
    Time,
)
from cosem.classes import AssociationLn, Clock, ProfileGeneric, PushSetup, PushSetupV0
from cosem.classes import Register as PlainRegister
from cosem.classes.association_ln import ObjectListElement
from cosem.classes.clock import ClockBase
from cosem.classes.profile_generic import EntryDescriptor, RangeDescriptor
from cosem.types.references import CaptureObjectDefinition
from cosem.types.units import Unit
from cosem.types.values import ScalerUnit
from cosem_runtime.values import AnyData

octets = b""

# Classes by literal numbers; by others, the base.
Register = cosem.interface_class(3)
assert_type(Register, type[PlainRegister])
assert_type(cosem.interface_class(3, 0), type[PlainRegister])
assert_type(cosem.interface_class(40, 0), type[PushSetupV0])
assert_type(cosem.interface_class(40, version=0), type[PushSetupV0])
assert_type(cosem.interface_class(40), type[PushSetup])


def by_number(class_id: int, version: int | None) -> None:
    kind = cosem.interface_class(class_id, version)
    assert_type(kind, type[InterfaceClass])
    assert_type(kind.attribute(2), AttributeSpec[Any])
    assert_type(kind.attribute(2).decode(octets), Any)
    assert_type(kind.method(1), MethodSpec[Any, Any])
    assert_type(Register.attribute(class_id), AttributeSpec[Any])


# Attributes, by number and by name.
assert_type(Register.attribute(1).decode(octets), Obis)
assert_type(Register.attribute("scaler_unit"), AttributeSpec[ScalerUnit])
assert_type(Register.attribute(3).decode(memoryview(octets)), ScalerUnit)
assert_type(
    Register.attribute("value").decode(octets),
    BitString | int | bytes | str | float | None,
)
assert_type(Clock.attribute("time").decode(octets), DateTime)
assert_type(Clock.attribute("clock_base").decode(octets), ClockBase)
assert_type(Register.attribute(3).encode(ScalerUnit(0, Unit.WATT_HOUR)), bytes)

energy = Register("1.0.1.8.0.255")
assert_type(energy, PlainRegister)
assert_type(energy.decode_attribute(3, octets), ScalerUnit)
assert_type(energy.decode_attribute("scaler_unit", bytearray(octets)), ScalerUnit)
assert_type(energy.scaler_unit.unit, Unit)
assert_type(energy.scaler_unit.scale(energy.value), Decimal)
assert_type(energy.encode_attribute("value"), bytes)

# A spec without its type is one of any.
specs: tuple[AttributeSpec, ...] = Register.ATTRIBUTES
by_name: dict[str, AttributeSpec] = {"unit": Register.attribute("scaler_unit")}

# Methods: a parameter and a result; any Data where no source tells the type.
assert_type(Register.method("reset"), MethodSpec[int, AnyData])
assert_type(Register.method(1).encode_parameter(), bytes)
assert_type(Register.method(1).encode_parameter(0), bytes)
assert_type(Register.method(1).decode_parameter(octets), int)
assert_type(Register.method(1).decode_result(octets), AnyData)

# Selective access.
buffer = ProfileGeneric.attribute("buffer")
rows = CompactArray | list[tuple[AnyData, ...]]
column = CaptureObjectDefinition(8, Obis("0.0.1.0.0.255"), 2, 0)
assert_type(
    buffer.by_range(restricting_object=column, from_value=1, to_value=2),
    SelectiveAccess,
)
moment = cosem.DateTime(2024)
assert_type(
    buffer.by_range(
        restricting_object=column,
        from_value=moment,
        to_value=moment,
        tagged_times=True,
    ),
    SelectiveAccess,
)
assert_type(buffer.by_entry(EntryDescriptor(1, 10, 1, 0)), SelectiveAccess)
assert_type(buffer.selector("range"), SelectorSpec[RangeDescriptor])
assert_type(buffer.selector(2), SelectorSpec[EntryDescriptor])
assert_type(buffer.decode_selected("entry", octets), rows)
objects = AssociationLn.attribute(2)
assert_type(objects.decode_selected(1, octets), list[ObjectListElement])

# Functions of the package.
reader = cosem.profile_reader(
    [column], scaler_units={"1.0.1.8.0.255": ScalerUnit(0, Unit.WATT_HOUR)}
)
scales: dict[Obis, ScalerUnit] = {}
cosem.profile_reader([column], scaler_units=scales, capture_period=900)
cosem.profile_reader(
    [column], scaler_units={b"\x01\x00\x01\x08\x00\xff": ScalerUnit(0, Unit.WATT_HOUR)}
)
captured = reader.read(octets)
captured = reader.read(octets, expand=False, tolerant=True).value
captured = reader.read_compact(octets, octets, tolerant=True).value
listed = cosem.objects_from(AssociationLn.attribute(2).read(octets))
assert_type(listed.deviations, tuple[cosem.Deviation, ...])
assert_type(reader.encode(captured), bytes)
reader.encode([(None, 5)], types={"register.value": cosem.DoubleLongUnsigned})
reader.encode([[None, 5]], types={1: cosem.Float32})
reader.encode(captured.scaled(), types={Obis("1.0.1.8.0.255"): cosem.Utf8String})
found = cosem.objects_from([])["1.0.1.8.0.255"]
assert_type(found, InterfaceClass | GenericObject)
assert_type(cosem.axdr.decode(octets), AnyData)
assert_type(cosem.telegram.open(octets, key=octets).body, bytes)
for each in cosem.telegram.TelegramReader().feed(octets):
    assert_type(each, cosem.telegram.Telegram | cosem.telegram.TelegramError)
assert_type(cosem.DateTime(year=2024).date, Date)
assert_type(cosem.DateTime(year=2024).time, Time)

match energy:
    case PlainRegister(name, value, ScalerUnit(scaler, unit)):
        assert_type(name, Obis)
        assert_type(value, BitString | int | bytes | str | float | None)
        assert_type(scaler, int)
        assert_type(unit, Unit)
    case _:
        pass
