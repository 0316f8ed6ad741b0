"""What Home Assistant calls the values that displays show."""

from __future__ import annotations

import pytest

from cosemgen.vocabulary import device_class


@pytest.mark.parametrize(
    ("unit", "medium", "quantity", "expected"),
    [
        ("kWh", 1, 1, "energy"),
        ("GJ", 6, 1, "energy"),
        ("kW", 1, 21, "power"),
        ("kvarh", 1, 3, "reactive_energy"),
        ("kvar", 1, 3, "reactive_power"),
        ("kVA", 1, 9, "apparent_power"),
        ("", 1, 13, "power_factor"),
        ("V", 1, 32, "voltage"),
        ("mA", 1, 31, "current"),
        ("Hz", 1, 14, "frequency"),
        ("min", 0, 96, "duration"),
        ("°C", 6, 10, "temperature"),
        ("m³", 7, 3, "gas"),
        ("m³", 8, None, "water"),
        ("m³", 6, 2, "volume"),
        ("m³/h", 6, 9, "volume_flow_rate"),
        ("kVAh", 1, 9, ""),
        ("", 1, 1, ""),
        ("", 1, None, ""),
        ("", 0, 96, ""),
    ],
)
def test_device_class(
    unit: str, medium: int, quantity: int | None, expected: str
) -> None:
    assert device_class(unit, medium, quantity) == expected
