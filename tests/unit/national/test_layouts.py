"""Layouts of lists in the Python packages of countries, as the catalogue hands them out."""

from __future__ import annotations

import sys
from collections.abc import Callable

from cosem_runtime import axdr
from cosem_runtime.catalogue import Catalogue
from cosem_runtime.obis import Obis

Make = Callable[..., Catalogue]

KAIFA = bytes.fromhex(
    "020D 0907 4B464D5F303031 0910 30303030303030303030303030303030"
    "0908 4D41333034483345 0600002611 0600000000 0600000000"
    "06000001B3 0600008415 0600006DC7 0600004702 0600000878 0600000000 060000088C"
)
"""A list of a MA304H3E with three phases in a network without neutral; the meter's number is left out."""


def test_a_list_of_norway_is_described_place_by_place(catalogue: Make) -> None:
    layouts = catalogue("norway")._registered.layouts()
    (kaifa,) = (each for each in layouts if each.count == 13)
    assert kaifa.tags == (0x02,)
    assert any("KFM_001" in source for source in kaifa.sources)
    values = axdr.decode(KAIFA)
    at = {item.place: item for item in kaifa.items}
    assert [*at] == [(position,) for position in range(len(values))]
    assert at[0,].fixed == values[0] == b"KFM_001"
    for position, value in enumerate(values):
        octets = axdr.encode(value)
        assert at[position,].type.decode(octets, 0)[1] == len(octets)
    current, voltage = at[7,], at[10,]
    assert (current.obis, current.scaler, current.unit) == (
        *(Obis("1.0.31.7.0.255"), -3, 33),
    )
    assert (voltage.obis, voltage.scaler, voltage.unit) == (
        *(Obis("1.0.32.7.0.255"), -1, 35),
    )


def test_layouts_are_read_when_they_are_asked_for(catalogue: Make) -> None:
    """Of the standard package; what is registered is looked at as a whole."""
    made = catalogue()
    sys.modules.pop("cosem._telegrams", None)
    made.describe("1.0.1.8.0.255")
    assert "cosem._telegrams" not in sys.modules
    made._registered.layouts()
