"""The quirks of countries and of the standard, each with octets that it is about."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import cosem
from cosem_runtime.catalogue import Catalogue
from cosem_runtime.datetimes import DateTime

Make = Callable[..., Catalogue]

SIGNS = [
    ("india", "07E10101FF00000000014A00", "2017-01-01T00:00:00+05:30"),
    ("saudi_arabia", "07E80A1B07023000FF00B400", "2024-10-27T02:48:00+03:00"),
    ("italy", "07E8060F060C000000007880", "2024-06-15T12:00:00+02:00"),
    ("russia", "07E70B17040F0D2000016800", "2023-11-23T15:13:32+06:00"),
]


@pytest.mark.parametrize("country, octets, expected", SIGNS)
def test_the_sign_of_the_deviation(
    catalogue: Make, country: str, octets: str, expected: str
) -> None:
    found = catalogue(country)
    time = DateTime.from_bytes(bytes.fromhex(octets))
    quirks = found.quirks(f"{country}_deviation")
    assert quirks.to_datetime(time).isoformat() == expected
    assert time.to_datetime().isoformat() != expected
    assert found.quirks("deviation_reversed").to_datetime(time).isoformat() == expected
    assert bytes(quirks.sent(cosem.interface_class(8), 2, quirks.date_time(time))) == (
        bytes.fromhex(octets)
    )
    name = country.replace("_", " ")
    assert f"{country}_deviation" in found.quirks(country=name)
    clock = cosem.interface_class(8)
    assert quirks.meant(clock, 3, 180) == -180


def test_quirks_of_a_country_are_known_where_it_is_registered(catalogue: Make) -> None:
    with pytest.raises(cosem.UnknownNameError, match="deviation_reversed"):
        catalogue().quirks("india_deviation")
    both = catalogue("india", "italy")
    names = both.quirks(profile="IS 15959").names
    assert names == ("india_deviation",)
    assert both.quirks(country="India", profile="UNI/TS 11291-6").names == (
        *("india_deviation", "italy_deviation", "italy_gas_unix_times"),
    )


def test_a_country_of_which_no_package_is_registered(catalogue: Make) -> None:
    with pytest.raises(cosem.UnknownNameError, match="made of cosem_saudi_arabia, or"):
        catalogue("italy").quirks(country="Saudi-Arabia")
    assert not catalogue("sweden").quirks(country="Sweden")
    # A package of a company there knows the country, and so does one that names it in a quirk.
    assert not catalogue("poland_stoen").quirks(country="Poland")
    with pytest.raises(cosem.UnknownNameError, match='did you mean "Italy"'):
        catalogue("italy").quirks(country="Itally")
    with pytest.raises(cosem.UnknownNameError):
        catalogue("italy").quirks(country="Ital")


def test_italian_gas_meters_count_seconds(catalogue: Make) -> None:
    found = catalogue("italy")
    quirks = found.quirks("italy_gas_unix_times")
    clock = cosem.interface_class(1)("0.0.1.1.0.255")
    sent = clock.decode_attribute(2, bytes.fromhex("06 666D8B80"))
    meant = quirks.meant(clock, 2, sent)
    assert meant.to_datetime().isoformat() == "2024-06-15T12:39:28+00:00"
    assert quirks.sent(clock, 2, meant) == sent == 0x666D8B80


@pytest.mark.parametrize("version, expected", [(0, "12345678"), (1, 0x12345678)])
def test_m_bus_devices_of_dsmr_4(
    catalogue: Make, version: int, expected: object
) -> None:
    quirks = catalogue("netherlands").quirks(profile="DSMR 4.2.2")
    assert quirks.names == ("dsmr_4_m_bus_identification",)
    spec = cosem.interface_class(72, version).attribute(6)
    octets = bytes.fromhex("06 12345678")
    meant = quirks.meant(cosem.interface_class(72, version), spec, spec.decode(octets))
    assert meant == expected
    assert spec.encode(meant) == octets
    assert catalogue("netherlands").quirks(profile="SMR 5.0").names == ()


def test_quirks_that_are_of_nobody_alone(catalogue: Make) -> None:
    found = catalogue()
    slave = cosem.interface_class(72)
    digits = found.quirks("m_bus_identification_bcd", "m_bus_manufacturer_letters")
    assert digits.meant(slave, 6, 0x12345678) == "12345678"
    assert digits.meant(slave, 7, 0x2C2D) == "KAM"
    nothing = DateTime.from_bytes(bytes.fromhex("07E80A1B07023000FFFFFF00"))
    told = found.quirks("deviation_ffff").to_datetime(nothing).isoformat()
    assert told == "2024-10-27T02:48:00"
    assert found.quirks("newest_first").sort_method() == 2


def test_all_quirks_of_all_countries_can_be_read(catalogue: Make) -> None:
    every = catalogue("india", "italy", "netherlands", "russia", "saudi_arabia")
    for quirk in every.known_quirks():
        assert quirk.sources and quirk.confidence and quirk.description
        assert quirk.name in str(quirk)
