"""The OBIS codes of the standard package, as users meet them."""

from __future__ import annotations

from itertools import combinations

import pytest

import cosem
from cosem import Obis, _obis
from cosem_runtime.obis.index import RowIndex
from cosem_runtime.obis.tables import ObisTables

from . import linear

# code, class that is asked for, name, class ids, units
KNOWN = [
    (
        "1.0.1.8.0.255",
        None,
        "Active energy import (+A) QI+QIV, sum of phases, time integral 1, total",
        (3, 4, 7),
        ("Wh",),
    ),
    (
        "1.0.1.8.0.255",
        7,
        "Active energy import (+A) QI+QIV, sum of phases, time integral 1, total",
        (7,),
        ("Wh",),
    ),
    (
        "1.0.11.7.124.255",
        None,
        "Current, any phase, instantaneous value, total harmonic distortion (THD)",
        (3, 4),
        ("%",),
    ),
    (
        "1.0.32.32.11.255",
        None,
        "Voltage, L1, voltage dip depth 15..<30 %, duration 100..<500 ms (UNIPEDE)",
        (1, 3, 4),
        ("count",),
    ),
    (
        "1.0.83.8.2.255",
        None,
        "Active line losses -, sum of phases, time integral 1",
        (3, 4),
        ("Wh",),
    ),
    (
        "1.0.81.7.4.255",
        None,
        "Phase angle: angle from I(L1) to U(L1)",
        (3,),
        ("°",),
    ),
    ("1.1.99.1.0.255", None, "Load profile with recording period 1", (7,), ()),
    ("1.0.99.11.7.255", None, "Voltage harmonic profile 7", (7,), ()),
    ("0.0.1.0.0.255", None, "Clock", (8,), ()),
    ("0.0.42.0.0.255", None, "COSEM logical device name", (1, 3, 4), ()),
    ("0.0.40.0.0.255", None, "Current association", (12, 15), ()),
    ("0.0.96.1.3.255", None, "Device ID 4", (1, 3, 4), ()),
    ("0.0.97.98.21.255", None, "Alarm descriptor 2", (1, 3, 4), ()),
    ("0.0.0.1.2.7", None, "Time stamp of billing period 7 (1)", (1, 3, 4), ()),
    ("0.0.21.0.1.255", 1, "Standard readout parametrisation", (1, 3, 4), ()),
    ("6.0.1.2.0.12", None, "Energy, set date value, total", (3, 4, 7), ("J", "Wh")),
    ("6.0.9.21.0.255", None, "Flow rate, under limit duration", (3, 4, 7), ("s",)),
    (
        "7.0.13.2.0.255",
        None,
        "Converter volume, forward absolute, index, current,"
        + " base conditions (converted), total",
        (3, 4, 7),
        ("m³", "m³"),
    ),
    (
        "8.0.1.0.0.255",
        None,
        "Accumulated volume, current value, total",
        (3, 4),
        ("m³",),
    ),
    (
        "9.0.1.0.0.255",
        None,
        "Accumulated volume, current value, total",
        (3, 4),
        ("m³",),
    ),
]


@pytest.mark.parametrize(("code", "class_id", "name", "classes", "units"), KNOWN)
def test_what_a_code_is(
    code: str,
    class_id: int | None,
    name: str,
    classes: tuple[int, ...],
    units: tuple[str, ...],
) -> None:
    found = cosem.describe(code, class_id)
    assert found.name.removesuffix(", billing period 12") == name
    assert tuple(number for number, _ in found.classes) == classes
    assert found.units == units
    assert found.kind == "standard"
    assert found.package == "cosem"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("1.130.1.8.0.255", "manufacturer"),
        ("1.0.130.8.0.255", "manufacturer"),
        ("1.0.240.8.0.255", "manufacturer"),
        ("1.0.1.130.0.255", "manufacturer"),
        ("1.0.1.8.130.255", "manufacturer"),
        ("1.0.1.8.0.130", "manufacturer"),
        ("0.0.96.50.0.255", "manufacturer"),
        ("7.64.96.99.255.255", "manufacturer"),
        ("1.65.1.8.0.255", "utility"),
        ("4.0.93.0.0.0", "consortia"),
        ("8.0.94.49.1.2", "country"),
        ("0.0.127.0.0.255", "inactive"),
        ("1.0.1.8.64.255", "unknown"),
        ("3.0.1.8.0.255", "unknown"),
        ("1.200.1.8.0.255", "unknown"),
    ],
)
def test_ranges_hold_for_all_media(code: str, kind: str) -> None:
    assert cosem.describe(code).kind == kind


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        ("1.0.1.8.0.255", ""),
        ("0.0.127.0.0.255", ""),
        (
            "1.0.240.8.0.255",
            "left to manufacturers; register a package that names it, as in"
            " cosem.register(acme_meter)",
        ),
        ("1.65.1.8.0.255", "left to utilities; register a package that names it"),
        ("0.0.93.200.0.255", "left to consortia"),
        (
            "0.0.94.39.1.255",
            "left to countries, here Italy (D = 39); register the package of its list,"
            " as in cosem.register(cosem_netherlands): cosemgen build makes one of each"
            " list that spec/national has",
        ),
        ("1.0.1.8.64.255", "in no table that is registered; register a package"),
    ],
)
def test_what_to_do_about_a_code_that_is_left_to_others(code: str, advice: str) -> None:
    found = cosem.describe(code)
    assert found.advice.startswith(advice) and bool(found.advice) == bool(advice)
    assert (f"  to do     {advice}" in str(found)) == bool(advice)


def test_readings_of_a_code_are_united() -> None:
    sags = cosem.describe("1-0:32.32.0")
    assert sags.name.endswith(
        "occurrence counter, total (fundamental plus all harmonics)"
    )
    (dips,) = sags.alternatives
    assert dips.name.startswith("Voltage, L1, voltage dip depth 10..<15 %")
    assert (dips.label, dips.groups) == (sags.label, sags.groups)
    assert [number for number, _ in sags.classes] == [1, 3, 4]
    current = cosem.describe("1.0.31.4.0.255")
    assert [number for number, _ in current.classes] == [3, 4, 5, 7, 21]
    assert (21, 0) in current.allowed and (7, 0) in current.allowed
    (monitor,) = current.alternatives
    assert monitor.classes == ((21, "Register monitor"),)
    assert cosem.describe("1.0.31.4.0.255", 21).name == monitor.name
    assert cosem.describe("1.0.31.4.0.255", 3).alternatives == ()
    # Of a later billing period the code is no class of dips.
    assert not cosem.describe("1.0.32.32.0.1").alternatives


def test_data_may_be_a_register() -> None:
    """Blue Book Ed. 13, 6.1; the class that the tables have stays the core."""
    version = cosem.describe("8.0.0.2.0.255")
    assert [number for number, _ in version.classes] == [1, 3, 4]
    assert version.core_classes == (1,)


def test_the_country_is_named() -> None:
    assert cosem.describe("1.0.94.49.1.2").name == "Country specific object: Germany"
    assert cosem.describe("9.0.94.91.0.0").groups["D"] == "India"


def test_the_channel_is_told_in_every_medium() -> None:
    for medium in (0, 1, 2, 4, 5, 6, 7, 8, 9, 15):
        found = cosem.describe(Obis(medium, 3, 96, 50, 0, 255))
        assert found.medium
        assert found.groups["B"] == "channel 3"


def test_what_is_in_doubt_is_told() -> None:
    assert "a draft" in cosem.describe("0.0.94.17.0.0").unconfirmed
    assert cosem.describe("2.0.1.24.0.255").unconfirmed
    assert cosem.describe("1.0.1.8.0.255").unconfirmed == ""


def test_every_code_has_words() -> None:
    """No placeholder is left in the name of the lowest code of any pattern."""
    patterns = RowIndex(ObisTables("cosem", _obis).rows)
    index: dict[tuple[int, ...], str] = {}
    for line in _obis.OBJECTS.splitlines():
        match = line.split(" | ")[0].removesuffix(" alternative")
        lowest = Obis(
            *(int(codes.split(",")[0].split("-")[0]) for codes in match.split("."))
        )
        index[tuple(lowest)] = match
        assert patterns.find(lowest)
        found = cosem.describe(lowest)
        for one in (found, *found.alternatives):
            assert one.name and "{" not in one.name
            assert one.kind in (
                *("standard", "manufacturer", "utility"),
                *("consortia", "country", "inactive"),
            )
    assert len(index) > 700


def test_patterns_of_one_size_do_not_compete() -> None:
    """Apart from what is left to manufacturers in D, E or F."""
    rows: set[tuple[str, str]] = set()
    patterns = RowIndex(ObisTables("cosem", _obis).rows)
    for a, c in ((a, c) for a in range(16) for c in range(256)):
        for code in (
            Obis(a, 0, c, d, e, 255) for d in (0, 7, 8, 97, 98) for e in (0, 1)
        ):
            found = [
                row for row in patterns.find(code) if row.facts.kind != "manufacturer"
            ]
            rows.update(
                (one.facts.name, other.facts.name)
                for one, other in combinations(found, 2)
                if linear.size(one) == linear.size(other)
                and one.alternative == other.alternative
                and {*one.facts.classes} & {*other.facts.classes}
            )
    assert not rows


def test_a_symbol_that_two_units_share_is_said_once() -> None:
    gas = cosem.describe("7.0.1.0.0.255")
    assert gas.unit_codes == (13, 14)
    assert gas.units == ("m³", "m³")
    assert "  unit      m³" in str(gas).splitlines()
