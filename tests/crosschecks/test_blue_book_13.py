"""Facts that the public excerpt of the Blue Book, Ed. 13, corrected: codes, units, values.

Each case ends with the table or clause that it is from; those of the committee draft of
IEC 62056-6-1 ED4 say so.
"""

from __future__ import annotations

import importlib
from enum import IntEnum
from typing import Any

import pytest

import cosem
from cosem.types import object_values
from tests.crosschecks.documents import standard
from tests.crosschecks.test_units import table

NAMES = [
    ("6.0.2.0.0.255", "Volume, current value, total", "Table 70"),
    ("5.0.2.0.0.255", "Volume, current value, total", "Table 70"),
    ("6.0.3.0.0.255", "Mass, current value, total", "Table 70"),
    ("6.0.4.0.0.255", "Inlet (flow) volume, current value, total", "Table 70"),
    ("6.0.5.0.0.255", "Inlet (flow) mass, current value, total", "Table 70"),
    ("6.0.6.0.0.255", "Outlet (return) volume, current value, total", "Table 70"),
    ("6.0.7.0.0.255", "Outlet (return) mass, current value, total", "Table 70"),
    ("6.0.10.0.0.255", "Inlet (flow) temperature, current value", "Table 70"),
    ("6.0.11.0.0.255", "Outlet (return) temperature, current value", "Table 70"),
    ("6.0.12.0.0.255", "Temperature difference, current value", "Table 70"),
    ("6.0.13.0.0.255", "Pressure, current value", "Table 70"),
    (
        "6.0.1.13.0.3",
        "Energy, periodical value 3, total, billing period 3",
        "Table 71",
    ),
    (
        "6.0.0.1.1.1",
        "Status (VZ) of the periodical value counter, period 1",
        "Table 73",
    ),
    ("6.0.0.1.2.2", "Number of available periodical values, period 2", "Table 73"),
    ("6.0.97.97.0.255", "Overall error status", "6.5.6"),
    ("6.0.97.97.1.255", "Subsystem where the error has occurred", "6.5.6"),
    ("6.0.97.97.2.255", "Duration of the error condition", "6.5.6"),
    ("6.0.98.1.0.255", "Data of billing period, scheme 1", "Table 75"),
    ("6.0.98.2.0.255", "Data of billing period, scheme 2", "Table 75"),
    ("6.0.99.2.1.255", "Profile of maxima, recording interval 1", "Table 76"),
    ("4.0.98.2.0.255", "Data of billing period, scheme 2", "Table 67"),
    ("8.0.98.2.0.255", "Data of billing period, scheme 2", "Table 98"),
    ("9.0.98.2.0.255", "Data of billing period, scheme 2", "Table 98"),
    ("8.0.3.0.0.255", "Temperature, current value, total", "Table 93"),
    ("8.0.0.1.10.255", "Due date", "Table 96"),
    ("4.0.0.1.10.255", "Set date", "Table 65"),
    ("7.0.99.97.0.255", "Power failure event log", "Table 92"),
    (
        "1.0.32.32.40.255",
        "Voltage, L1, voltage dip depth 90..<100 %, duration 10..<100 ms (UNIPEDE)",
        "Table 56",
    ),
    ("1.0.0.8.4.3", "Recording interval 1 (load profile)", "Table 57"),
    ("1.0.0.8.0.99", "Measurement period 1 (averaging scheme 1)", "Table 57"),
    ("1.0.0.10.0.5", "Transformer magnetic losses Xm", "Table 57"),
    ("1.0.0.10.3.255", "Line reactance losses Xs", "6.3.4"),
    ("0.1.44.2.0.255", "Communication port protection", "6.2.37"),
    ("0.0.43.2.0.255", "Data protection", "6.2.34"),
    ("0.0.23.3.2.255", "IEC 62056-3-1 alternate readout profile 0", "6.2.21"),
    ("0.0.23.3.3.255", "IEC 62056-3-1 additional readout profile 1", "6.2.21"),
    ("0.0.23.3.9.255", "IEC 62056-3-1 additional readout profile 7", "6.2.21"),
    ("0.0.96.20.34.255", "Tamper object, reserved", "Table 45"),
    ("0.0.96.20.35.255", "", "Table 45"),
    ("0.0.96.20.49.255", "", "Table 45"),
    ("0.0.94.82.0.0", "Country specific object: Mexico", "Table 44"),
    ("0.0.94.17.0.0", "Country specific object: Qatar", "draft, Table 7"),
    ("0.0.94.22.0.0", "Country specific object: Morocco", "draft, Table 7"),
    ("0.0.94.23.0.0", "Country specific object: Algeria", "draft, Table 7"),
    ("0.0.94.24.0.0", "Country specific object: Nigeria", "draft, Table 7"),
    ("0.0.94.25.0.0", "Country specific object: Ivory Coast", "draft, Table 7"),
    ("0.0.94.26.0.0", "Country specific object: Tunisia", "draft, Table 7"),
    (
        "0.0.0.1.0.103",
        "Billing period counter (1), the 3 most recent billing periods",
        "draft, Table 8",
    ),
    (
        "0.0.0.1.5.101",
        "Time stamp of most recent closed billing period (2)",
        "draft, Table 8",
    ),
    (
        "1.0.0.1.3.101",
        "Billing period counter (2), most recent closed billing period",
        "draft, Table 20",
    ),
    (
        "1.0.0.1.2.126",
        "Time stamp of the most recent billing periods, number not specified (1)",
        "draft, Table 20",
    ),
]

UNITS = [
    ("6.0.2.0.0.255", ("m³",), "Table 70"),
    ("6.0.3.0.0.255", ("kg",), "Table 70"),
    ("6.0.4.0.0.255", ("m³",), "Table 70"),
    ("6.0.5.0.0.255", ("kg",), "Table 70"),
    ("6.0.6.0.0.255", ("m³",), "Table 70"),
    ("6.0.7.0.0.255", ("kg",), "Table 70"),
    ("1.0.31.7.124.255", ("%",), "Table 53, note a"),
    ("1.0.31.7.125.255", ("%",), "Table 53, note b"),
    ("1.0.31.7.126.255", ("A",), "Table 53, note c"),
    ("1.0.31.7.127.255", ("%",), "Table 53, note d"),
    ("1.0.31.38.124.255", ("%",), "Table 53, note a"),
    ("1.0.11.35.124.255", ("%",), "Table 53, note a"),
    # What is counted or timed is not a ratio.
    ("1.0.31.36.124.255", ("count",), "Table 51"),
    ("1.0.31.37.124.255", ("s",), "Table 51"),
]

CLASSES = [
    ("1.0.0.9.10.255", {1, 3, 4}, "6.3.4 and 6.1"),
    ("1.0.0.6.0.255", {1, 3, 4}, "6.3.4"),
    ("1.0.0.7.0.255", {1, 3, 4}, "6.3.4"),
    ("1.0.0.7.5.255", {1, 3, 4}, "6.3.4"),
    ("1.0.0.10.0.255", {1, 3, 4}, "6.3.4"),
    ("1.0.96.5.5.255", {1, 3, 4, 63}, "6.3.7"),
    ("1.0.96.10.0.255", {1, 3, 4, 63}, "6.3.7"),
    ("1.0.96.10.3.255", {1, 3, 4, 63}, "6.3.7"),
    ("7.0.0.3.2.255", {1, 3, 4}, "6.6.4"),
    ("7.0.0.7.4.255", {1, 3, 4}, "6.6.4"),
    ("7.0.0.8.1.255", {1, 3, 4}, "6.6.4"),
    ("7.0.0.10.0.255", {3, 4}, "6.6.4"),
    ("7.0.0.11.31.255", {3, 4}, "6.6.4"),
    ("7.0.52.12.0.255", {1, 3, 4}, "Table 36"),
    ("7.0.52.12.3.255", {1, 3, 4}, "Table 36"),
    ("6.0.1.20.0.255", {3, 4, 7}, "6.5.5.2"),
    ("6.0.9.25.0.255", {3, 4, 7}, "6.5.5.2"),
    ("6.0.12.10.0.255", {5, 7}, "6.5.5.2"),
    ("6.0.12.11.0.255", {5, 7}, "6.5.5.2"),
    ("6.0.12.4.0.7", {4, 7}, "6.5.5.2"),
    ("6.0.12.15.0.101", {4, 7}, "6.5.5.2"),
    ("6.0.12.7.0.255", {3, 4}, "6.5.5.2"),
    ("6.0.1.2.0.12", {3, 4, 7}, "6.5.5.1"),
    ("6.0.1.6.255.255", {3, 4}, "6.5.5.1"),
    ("4.0.1.4.0.7", {4, 7}, "6.4.5.1"),
    ("4.0.3.5.255.255", {4, 7}, "6.4.5.2"),
    ("4.0.2.6.0.255", {3, 4, 7}, "6.4.5.1"),
    ("8.0.1.4.0.7", {4, 7}, "6.7.5.1"),
    ("8.0.2.5.0.101", {4, 7}, "6.7.5.2"),
    ("8.0.3.6.0.255", {3, 4, 7}, "6.7.5.2"),
    ("8.0.0.5.1.255", {3, 4}, "6.7.4"),
    ("6.0.0.0.0.255", {1, 3, 4}, "6.5.2 and 6.1"),
    ("4.0.0.0.9.255", {1, 3, 4}, "6.4.2 and 6.1"),
    ("8.0.0.0.0.255", {1, 3, 4}, "6.7.2 and 6.1"),
]

SETTLED = [
    ("0.0.1.2.0.255", "6.2.5"),
    ("0.0.44.2.0.255", "6.2.37"),
    ("0.0.96.20.29.255", "Table 45"),
    ("0.0.94.82.0.0", "Table 44"),
    ("1.0.101.8.0.255", "Table 50"),
    ("1.0.102.8.0.255", "Table 50"),
    ("1.0.103.8.0.255", "Table 50"),
    ("1.0.105.8.0.255", "Table 50"),
    ("1.0.106.8.0.255", "Table 50"),
    ("1.0.107.8.0.255", "Table 50"),
    ("1.0.1.10.0.255", "Table 51"),
    ("1.0.83.8.20.255", "Table 55"),
    *((f"1.0.0.11.{e}.255", "Table 28") for e in range(1, 8)),
    *((f"1.0.96.10.{e}.255", "6.3.7") for e in range(4)),
    *((f"7.0.{c}.0.0.255", "Table 79") for c in (8, *range(31, 37), *range(61, 67))),
    ("7.0.52.12.0.255", "6.6.8"),
    ("7.0.52.12.20.255", "Table 87"),
    ("6.0.7.0.0.255", "Table 70"),
    ("6.0.0.0.0.255", "6.5.2"),
    ("6.0.1.2.0.101", "6.5.5.1"),
    ("6.0.8.4.0.125", "6.5.5.2"),
    ("6.0.12.4.0.101", "6.5.5.2"),
    ("6.0.1.20.0.255", "6.5.5.2"),
    ("6.0.97.97.1.255", "6.5.6"),
    *((f"6.0.99.2.{e}.255", "Table 76") for e in (1, 2, 3)),
    ("6.0.99.3.1.255", "Table 76"),
    ("6.0.99.99.0.255", "Table 76"),
    ("4.0.0.0.0.255", "6.4.2"),
    ("4.0.1.2.0.101", "6.4.5.1"),
    ("8.0.0.0.0.255", "6.7.2"),
    ("8.0.1.2.0.101", "6.7.5.1"),
    ("8.0.3.2.0.101", "6.7.5.2"),
    ("15.0.3.0.0.255", "7.10"),
]
"""Codes that nothing is in doubt about any more, and what settled them."""

IN_DOUBT = [
    ("0.0.94.17.0.0", "draft of the next edition"),
    ("0.0.94.26.0.0", "draft of the next edition"),
    ("0.0.93.1.0.0", "draft of the next edition"),
    ("0.0.0.1.0.101", "draft of the next edition"),
    ("1.0.0.1.5.126", "draft of the next edition"),
    ("0.1.43.2.0.255", "fixes B to 0"),
    ("8.0.1.0.10.255", "ends the rates at 9"),
    ("7.0.0.14.1.255", "simple data types"),
    ("7.0.0.9.3.255", "octet-string and numbers"),
]
"""Codes that something stays in doubt about, with words that tell it."""

VALUES: list[tuple[str, str, dict[int, str], str]] = [
    (
        "object_values",
        "ActiveMeasurementAlgorithm",
        {0: "NOT_SPECIFIED", 3: "DC_PART", 4: "ALL_HARMONICS_AND_DC_PART"},
        "Table 28",
    ),
    (
        "object_values",
        "ReactiveMeasurementAlgorithm",
        {0: "NOT_SPECIFIED", 3: "APPARENT_AND_ACTIVE_OF_EACH_PHASE"},
        "Table 28",
    ),
    (
        "object_values",
        "ApparentMeasurementAlgorithm",
        {
            9: "PRODUCT_HARMONICS_DC_HARMONICS_DC",
            12: "ROOT_POLYPHASE_HARMONICS_DC",
            13: "SUM_OF_ROOTS_FUNDAMENTALS",
            15: "SUM_OF_ROOTS_HARMONICS_DC",
        },
        "Table 28",
    ),
    (
        "object_values",
        "PowerFactorMeasurementAlgorithm",
        {1: "DISPLACEMENT", 2: "TRUE_POWER_FACTOR"},
        "Table 28",
    ),
    (
        "object_values",
        "ClockSynchronizationMethod",
        {0: "NO_SYNCHRONIZATION", 5: "ADJUST_TO_PRESET_TIME", 6: "SHIFT_TIME"},
        "6.3.4",
    ),
    (
        "object_values",
        "DigitalOutputConfiguration",
        {1: "VOLUME_PULSE_ACTIVE", 10: "EVENT_INACTIVE", 99: "CONTINUOUS_PULSE"},
        "Table 31",
    ),
    (
        "object_values",
        "AnalogueOutputConfiguration",
        {0: "INACTIVE", 1: "CURRENT_4_TO_20_MA", 3: "VOLTAGE"},
        "Table 31",
    ),
    (
        "object_values",
        "DeviceMeasuringPrinciple",
        {0: "SINGLE_SENSOR", 3: "TRIPLE_SENSOR"},
        "6.4.4",
    ),
    (
        "references",
        "ReservedBaseName",
        {
            0xFA00: "ASSOCIATION_SN",
            0xFB00: "BROADCAST_SCRIPT_TABLE",
            0xFC00: "SAP_ASSIGNMENT",
            0xFD00: "COSEM_LOGICAL_DEVICE_NAME",
        },
        "Table 1",
    ),
]


def cases(rows: list[Any]) -> list[Any]:
    """Rows of a table without their last column, which says where they are from."""
    return [
        pytest.param(*row[:-1], id=" ".join((row[0], row[-1])).replace(", ", " "))
        for row in rows
    ]


@pytest.mark.parametrize(("code", "name"), cases(NAMES))
def test_a_code_is_named(code: str, name: str) -> None:
    found = cosem.describe(code)
    assert found.name == name
    assert (found.kind == "unknown") == (not name)


@pytest.mark.parametrize(("code", "units"), cases(UNITS))
def test_a_code_has_a_unit(code: str, units: tuple[str, ...]) -> None:
    assert cosem.describe(code).units == units


@pytest.mark.parametrize(("code", "classes"), cases(CLASSES))
def test_a_code_has_classes(code: str, classes: set[int]) -> None:
    found = cosem.describe(code)
    assert {
        number for one in (found, *found.alternatives) for number, _ in one.classes
    } == classes


@pytest.mark.parametrize(
    ("code", "core"),
    [
        ("1.0.0.9.10.255", (1,)),
        ("1.0.96.5.5.255", (1, 63)),
        ("1.0.96.10.2.255", (1, 63)),
        ("6.0.0.0.0.255", (1,)),
        ("4.0.0.0.0.255", (1,)),
        ("8.0.0.0.0.255", (1,)),
    ],
)
def test_the_standard_itself_names_fewer_classes(
    code: str, core: tuple[int, ...]
) -> None:
    assert cosem.describe(code).core_classes == core
    assert cosem.describe(code).classes[0][0] == core[0]


@pytest.mark.parametrize("code", cases(SETTLED))
def test_a_doubt_is_settled(code: str) -> None:
    found = cosem.describe(code)
    assert found.kind in ("standard", "country")
    assert found.unconfirmed == ""


@pytest.mark.parametrize(("code", "words"), IN_DOUBT)
def test_a_doubt_stays_visible(code: str, words: str) -> None:
    assert found_once(words, cosem.describe(code).unconfirmed)


def found_once(words: str, text: str) -> bool:
    """Whether a doubt is told, and not twice where row and group have it."""
    return text.count(words) == 1


def test_a_consortium_is_named() -> None:
    """Draft, Table 6; Ed. 13 has none."""
    found = cosem.describe("0.0.93.1.0.0")
    assert found.name == "Consortia specific object: STS Association"
    assert found.groups["D"] == "STS Association"


def test_no_register_holds_bcd() -> None:
    """4.3.2, and no list of types in clause 6 has it."""
    assert "bcd" not in cosem.describe("1.0.1.8.0.255").value_types
    for row in standard()["obis"]["objects"]:
        assert "bcd" not in row.get("value_types", ()), row["name"]


@pytest.mark.parametrize("code", ["6.0.1.0.0.255", "4.0.2.0.0.255", "8.0.1.0.0.255"])
def test_a_measured_value_has_types(code: str) -> None:
    """6.5.5, 6.4.5.1, 6.7.5."""
    assert {"double-long-unsigned", "octet-string", "long64", "float32"} <= {
        *cosem.describe(code).value_types
    }


@pytest.mark.parametrize(
    ("unit", "key", "words"),
    [
        (16, "notes", "deprecated"),
        (18, "notes", "deprecated"),
        (149, "quantity", "calorific value of mass"),
        (150, "quantity", "calorific value of volume"),
        (151, "quantity", "meter constant or pulse value"),
        (161, "quantity", "meter constant or pulse value"),
        (166, "quantity", "meter constant or pulse value"),
    ],
)
def test_a_unit_says_what_it_is_for(unit: int, key: str, words: str) -> None:
    """Table 4."""
    (row,) = (row for row in table(standard())["values"] if row.get("value") == unit)
    assert words in str(row[key])
    assert "not known" not in str(row.get("notes"))


@pytest.mark.parametrize(("module", "name", "members"), [row[:-1] for row in VALUES])
def test_values_have_names(module: str, name: str, members: dict[int, str]) -> None:
    kind: type[IntEnum] = getattr(
        importlib.import_module(f"cosem.types.{module}"), name
    )
    assert {number: kind(number).name for number in members} == members


def test_fatal_errors_are_bits() -> None:
    """Table 22."""
    found = object_values.IecTwistedPairFatalError(0b1000_1001)
    assert found.names() == ("ep_3f", "el_1f", "ea_3f")


@pytest.mark.parametrize(
    ("code", "named"),
    [
        ("1.0.0.11.1.255", "active_measurement_algorithm"),
        ("1.0.0.11.4.255", "reactive_measurement_algorithm"),
        ("1.0.0.11.6.255", "apparent_measurement_algorithm"),
        ("1.0.0.11.7.255", "power_factor_measurement_algorithm"),
        ("1.0.0.9.10.255", "clock_synchronization_method"),
        ("7.0.0.2.17.255", "digital_output_configuration"),
        ("7.0.0.2.18.255", "analogue_output_configuration"),
        ("4.0.0.2.3.255", "device_measuring_principle"),
        ("0.0.23.2.0.255", "iec_twisted_pair_fatal_error"),
    ],
)
def test_a_code_names_the_type_of_its_values(code: str, named: str) -> None:
    """The type is one that the spec has."""
    assert any(note.endswith(named) for note in cosem.describe(code).notes)
    assert named in {each["name"] for each in standard()["types"]}
