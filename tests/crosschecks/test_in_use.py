"""Codes in use: as home systems and the lists of P1 and HAN ports have them."""

from __future__ import annotations

from typing import Any, Final

import pytest

import cosem

from .documents import standard

# Home Assistant, homeassistant/components/dsmr/sensor.py: device class and state class of the codes of P1 telegrams.
HOME_ASSISTANT: Final = {
    "1.0.1.8.0.255": ("energy", "total_increasing"),
    "1.0.1.8.1.255": ("energy", "total_increasing"),
    "1.0.1.8.2.255": ("energy", "total_increasing"),
    "1.0.2.8.0.255": ("energy", "total_increasing"),
    "1.0.2.8.1.255": ("energy", "total_increasing"),
    "1.0.1.7.0.255": ("power", "measurement"),
    "1.0.2.7.0.255": ("power", "measurement"),
    "1.0.21.7.0.255": ("power", "measurement"),
    "1.0.62.7.0.255": ("power", "measurement"),
    "1.0.32.7.0.255": ("voltage", "measurement"),
    "1.0.72.7.0.255": ("voltage", "measurement"),
    "1.0.31.7.0.255": ("current", "measurement"),
    "1.0.71.7.0.255": ("current", "measurement"),
}

# Names of the P1 companion standard (Netbeheer Nederland, DSMR 5.0.2), in the words of displays; units as telegrams have
# them.
P1: Final = {
    "0.0.96.1.1.255": ("Equipment identifier", ""),
    "1.0.1.8.1.255": ("Energy import, rate 1", "kWh"),
    "1.0.2.8.2.255": ("Energy export, rate 2", "kWh"),
    "0.0.96.14.0.255": ("Tariff in force", ""),
    "1.0.1.7.0.255": ("Power import", "kW"),
    "0.0.96.7.21.255": ("Power failures", ""),
    "0.0.96.7.9.255": ("Long power failures", ""),
    "1.0.32.32.0.255": ("Voltage sags, L1", ""),
    "1.0.72.36.0.255": ("Voltage swells, L3", ""),
    "0.0.96.13.0.255": ("Text message", ""),
    "1.0.52.7.0.255": ("Voltage, L2", "V"),
    "1.0.71.7.0.255": ("Current, L3", "A"),
    "1.0.42.7.0.255": ("Power export, L2", "kW"),
    "0.1.24.1.0.255": ("M-Bus device 1: type and identity", ""),
    "0.1.96.1.0.255": ("M-Bus device 1: equipment identifier", ""),
    "0.2.24.2.1.255": ("M-Bus device 2: reading", ""),
}


def rows() -> list[dict[str, Any]]:
    return [row for item in standard()["obis"]["in_use"] for row in item["rows"]]


def holds(row: dict[str, Any], code: str) -> bool:
    return all(
        any(first <= number <= last for first, last in codes)
        for number, codes in zip(map(int, code.split(".")), row["match"], strict=True)
    )


@pytest.mark.parametrize("code", HOME_ASSISTANT)
def test_classes_are_those_of_home_assistant(code: str) -> None:
    (row,) = (row for row in rows() if holds(row, code))
    assert (row["device_class"], row["state_class"]) == HOME_ASSISTANT[code]


@pytest.mark.parametrize("code", P1)
def test_codes_of_telegrams_have_labels(code: str) -> None:
    found = cosem.describe(code)
    assert (found.label, found.shown_unit) == P1[code]


def test_labels_are_short_and_put_together() -> None:
    for row in rows():
        first = ".".join(str(codes[0][0]) for codes in row["match"])
        found = cosem.describe(first)
        assert bool(found.label) == ("label" in row)
        assert len(found.label) <= 48 and not {"{", "}"} & {*found.label}
        assert found.reading == row.get("reads", "")


def test_units_to_show_are_those_of_the_answer() -> None:
    """What `check` takes for the unit of a code is what users are told it is."""
    shown = [row for row in rows() if "shown" in row]
    assert shown
    for row in shown:
        for end in (0, 1):
            code = cosem.Obis([codes[-end][end] for codes in row["match"]])
            units = cosem.describe(code).units
            wanted = row["shown"]
            assert not units or {wanted, wanted[1:]} & {*units}, code


def test_codes_that_most_meters_have_are_among_them() -> None:
    met = {"0.0.1.0.0.255", "0.0.42.0.0.255", "0.0.40.0.0.255", "1.0.1.8.0.255"}
    for code in met:
        assert max(row["dumps"] for row in rows() if holds(row, code)) > 10
