"""What a code is after a country's package is registered: the country's word, else the standard's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cosem_runtime.catalogue import Catalogue
from cosem_runtime.datetimes import DateTime
from cosem_runtime.errors import CosemError, UnknownClassError
from cosemgen.compile import Compilation

from .conftest import COUNTRIES

Make = Callable[..., Catalogue]

NATIONAL = [
    ("italy", "0.0.94.39.46.255", "Message to the user", 1, ()),
    ("italy", "0.0.66.0.11.255", "Compact frame CF11", 62, ()),
    ("italy", "0.1.96.6.4.255", "Battery 1: initial capacity", 3, ("Ah",)),
    (
        "italy",
        "7.0.13.2.2.255",
        "Converted volume, current index, rate F2",
        3,
        ("m³", "m³"),
    ),
    ("india", "0.0.94.96.24.255", "Current balance: amount", 1, ()),
    (
        "india",
        "1.0.1.8.0.255",
        "Cumulative active energy import, total",
        3,
        ("Wh",),
    ),
    (
        "india",
        "1.0.10.6.8.255",
        "Maximum demand, apparent export, rate 8",
        4,
        ("VA",),
    ),
    (
        "spain",
        "0.1.94.34.23.255",
        "Active demand control threshold, contract 3, rate 3",
        3,
        (),
    ),
    ("spain", "1.1.94.34.102.255", "Active quadrant, L2", 1, ()),
    ("saudi_arabia", "0.0.96.11.6.255", "Top cover opened: number", 1, ()),
    ("saudi_arabia", "1.0.130.7.0.255", "Instantaneous voltage, L1 to L2", 3, ("V",)),
    ("saudi_arabia", "0.1.94.96.11.255", "Meter program configuration: status", 9, ()),
]


@pytest.mark.parametrize(("country", "code", "name", "class_id", "units"), NATIONAL)
def test_the_country_names_its_codes(
    catalogue: Make,
    country: str,
    code: str,
    name: str,
    class_id: int,
    units: tuple[str, ...],
) -> None:
    before = catalogue().describe(code)
    assert before.package != f"cosem_{country}"
    assert before.name != name
    found = catalogue(country).describe(code)
    assert (found.name, found.package) == (name, f"cosem_{country}")
    assert class_id in dict(found.classes)
    assert found.units == units
    assert catalogue(country).describe(code, class_id).name == name


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize(
    "code", ["1.0.21.8.0.255", "0.0.96.14.15.255", "8.0.1.0.0.255", "0.0.94.49.1.255"]
)
def test_other_codes_keep_the_words_of_the_standard(
    catalogue: Make, country: str, code: str
) -> None:
    standard = catalogue().describe(code)
    assert standard.name
    found = catalogue(country).describe(code)
    assert (found.name, found.package) == (standard.name, "cosem")


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_object_is_found_by_its_codes(
    catalogue: Make, compiled: dict[str, Compilation], country: str
) -> None:
    model = compiled[country].model
    assert model is not None
    known = catalogue(country)
    for item in model.objects:
        code = bytes(codes[-1][1] for codes in item.match)
        found = known.describe(code)
        assert found.package == f"cosem_{country}", code
        for class_id in item.classes:
            assert class_id in dict(known.describe(code, class_id).classes), code


def test_another_class_of_a_national_code_is_the_standards(catalogue: Make) -> None:
    # India lists class 4 for maximum demand; the standard has Profile generic there too.
    known = catalogue("india")
    assert known.describe("1.0.1.6.0.255", 4).package == "cosem_india"
    assert known.describe("1.0.1.6.0.255", 7).package == "cosem"


def test_the_most_specific_pattern_wins(catalogue: Make) -> None:
    known = catalogue("spain")
    assert known.describe("0.1.94.34.20.255").name == "Previous disconnect control"
    # No object of the list: the country's range in the standard.
    left = known.describe("0.1.94.34.25.255")
    assert (left.name, left.kind) == ("Country specific object: Spain", "country")


def test_countries_can_be_registered_together(catalogue: Make) -> None:
    known = catalogue(*COUNTRIES)
    assert known.packages() == ("cosem", *(f"cosem_{name}" for name in COUNTRIES))
    assert known.describe("0.0.94.39.46.255").package == "cosem_italy"
    assert known.describe("0.1.94.34.31.255").package == "cosem_spain"
    # Italy and Saudi Arabia both have this code; who comes last is believed first.
    assert known.describe("0.0.96.11.2.255").package == "cosem_saudi_arabia"


def test_doubts_come_along(catalogue: Make) -> None:
    found = catalogue("india").describe("0.0.25.9.1.255")
    assert "class 64" in found.unconfirmed
    assert [class_id for class_id, _ in found.classes] == [64, 40]


# ---------------------------------------------------------------- the tariff plan of Italy

# Band 3 by default; winter from 1 October with one interval in use at 21 h, rate 2.
DAY = "0105 11ad 11c0 11c0 11c0 11c0"
WINTER = f"0205 1101 110a {DAY} {DAY} {DAY}"
SUMMER = f"0205 1101 1104 {DAY} {DAY} {DAY}"
PLAN = bytes.fromhex(f"0204 1103 0102 {WINTER} {SUMMER} 0410 07ff 0101 120c19")


def test_tariff_plan(catalogue: Make) -> None:
    with pytest.raises(UnknownClassError):
        catalogue().interface_class(8192)
    plan = catalogue("italy").interface_class(8192)
    assert [a.name for a in plan.ATTRIBUTES] == [
        *("logical_name", "calendar_name", "enabled", "plan", "activation_date_time")
    ]
    value = plan.attribute("plan").decode(PLAN)
    assert [season.month for season in value.seasons] == [10, 4]
    first = value.seasons[0].saturday_intervals[0]
    assert (first >> 3, first >> 1 & 3, first & 1) == (21, 2, 1)
    assert plan.attribute("plan").encode(value) == PLAN


def test_tariff_plan_refuses_a_bare_interval(catalogue: Make) -> None:
    plan = catalogue("italy").interface_class(8192)
    with pytest.raises(CosemError, match="seasons"):
        plan.attribute("plan").decode(PLAN.replace(b"\x11\xad", b"\xad", 1))


# ---------------------------------------------------------------- extended data of Great Britain

# From messages ECS08 and ECS16 of the reference test data set 4.5.0 of the Smart DCC: what is set, and for when.
EXTENDED = [
    ("value_passive", "05000f4240", 1_000_000),
    ("value_passive", "12001e", 30),
    ("value_active", "0904452d4f4e", b"E-ON"),
    (
        "activate_passive_value_time",
        "090c07ee010fff090000008000ff",
        DateTime(2030, 1, 15, hour=9, minute=0, second=0, hundredths=0),
    ),
    ("activate_passive_value_time", "090cffffffffffffffffff8000ff", DateTime()),
]


@pytest.mark.parametrize(("name", "octets", "value"), EXTENDED)
def test_extended_data(catalogue: Make, name: str, octets: str, value: object) -> None:
    attribute = catalogue("great_britain").interface_class(9000).attribute(name)
    found = attribute.decode(bytes.fromhex(octets))
    assert found == value
    assert attribute.encode(found).hex() == octets


def test_a_medium_above_the_range_is_named(catalogue: Make) -> None:
    """Gateways in Germany have A=129, which the standard leaves reserved."""
    found = catalogue("germany").describe("129-129:199.130.3*255")
    assert (found.name, found.classes) == ("Manufacturer", ())
    left = catalogue("germany").describe("129-129:199.130.200*255")
    assert left.package == "cosem"
