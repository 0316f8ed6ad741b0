"""What type checkers are to refuse: each statement that ends in `# refused`, and no other."""

from __future__ import annotations

import cosem
from cosem import DateTime, MethodSpec, Obis
from cosem.classes import Clock, ProfileGeneric, Register
from cosem.types.units import Unit
from cosem.types.values import ScalerUnit

octets = b""
energy = Register("1.0.1.8.0.255")
unit = ScalerUnit(0, Unit.WATT_HOUR)

text: str = Register.attribute("scaler_unit").decode(octets)  # refused
time: DateTime = Clock("0.0.1.0.0.255").decode_attribute("time_zone", octets)  # refused
Register.attribute("scaler_unit").encode("kWh")  # refused
Register.attribute("scaler_unit").decode("0202")  # refused
Register.attribute("scaler_unit").decoed(octets)  # refused
Register.attribute(3.0)  # refused
Register.method("reset").encode_parameter("0")  # refused
reset: MethodSpec[str] = Register.method("reset")  # refused
ProfileGeneric.attribute("buffer").by_rnage()  # refused
ProfileGeneric.attribute("buffer").by_entry(from_entry=1)  # refused
ProfileGeneric.attribute("capture_period").by_range()  # refused
cosem.interface_class("3")  # refused
cosem.interface_class(3).attribute("scaler_unit").encode(3)  # refused
cosem.interface_class(3)("1.0.1.8.0.255", scaler_unit=3)  # refused
print(energy.scalerunit)  # refused
energy.scaler_unit = 3  # refused
energy.scaler_unit.scale([1])  # refused
unit.scaler = 3  # refused
cosem.profile_reader([], scaler_units={3: unit})  # refused
cosem.profile_reader([], scaler_units={Obis("1.0.1.8.0.255"): 3})  # refused
cosem.profile_reader([]).encode([5])  # refused
cosem.profile_reader([]).encode([], types={"register.value": int})  # refused
cosem.profile_reader([]).encode([], types={"register.value": "unsigned"})  # refused
print(Unit.WATTHOUR)  # refused
cosem.descripe("1.0.1.8.0.255")  # refused
