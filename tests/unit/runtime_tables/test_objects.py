"""Objects from the object lists of associations."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from cosem_runtime.catalogue import Catalogue
from cosem_runtime.errors import CosemError, UnknownNameError
from cosem_runtime.interface import GenericObject
from cosem_runtime.obis import Obis
from cosem_runtime.values import LongUnsigned, Unsigned

from .packages import Clock, Register, RegisterV0

CLOCK = Obis("0.0.1.0.0.255")
ENERGY = Obis("1.0.1.8.0.255")


def entry(class_id: int, version: int, name: Obis, **more: Any) -> SimpleNamespace:
    return SimpleNamespace(
        class_id=class_id, version=version, logical_name=name, **more
    )


def test_an_object_for_each_entry(catalogue: Catalogue) -> None:
    entries = [
        entry(8, 0, CLOCK, access_rights="odd"),
        entry(3, 0, ENERGY),
        entry(3, 2, ENERGY),
        entry(3, 7, ENERGY),
        entry(9000, 1, Obis("0.0.128.0.0.255")),
        entry(3, 2, ENERGY),
    ]
    objects = catalogue.objects_from(entries)
    assert [type(instance) for instance in objects] == [
        *(Clock, RegisterV0, Register, GenericObject, GenericObject, Register)
    ]
    assert [x.logical_name for x in objects] == [e.logical_name for e in entries]
    assert objects.entries == tuple(entries)
    assert len(objects) == 6
    unknown = objects[3]
    assert (unknown.CLASS_ID, unknown.VERSION) == (3, 7)
    assert objects[1:2] == [objects[1]]


def test_an_object_is_found_by_its_name(catalogue: Catalogue) -> None:
    objects = catalogue.objects_from(
        [entry(1, 0, ENERGY), entry(3, 2, ENERGY), entry(8, 0, CLOCK, access_rights=5)]
    )
    assert objects["0-0:1.0.0"] is objects[2]
    assert objects.find(ENERGY) is objects[0]
    assert objects.find(ENERGY, 3) is objects[1]
    assert objects.entry(CLOCK).access_rights == 5
    with pytest.raises(UnknownNameError, match=r"no object 1-0:1\.8\.0"):
        objects.find(ENERGY, 8)
    with pytest.raises(UnknownNameError, match="no object 0-0:2"):
        objects.entry("0-0:2.0.0")


def test_plain_tuples_of_either_association(catalogue: Catalogue) -> None:
    logical: Any = (LongUnsigned(8), Unsigned(0), bytes(CLOCK), ([], []))
    short = (0x2BC0, LongUnsigned(3), Unsigned(0), bytes(ENERGY))
    objects = catalogue.objects_from([logical, short])
    assert [type(instance) for instance in objects] == [Clock, RegisterV0]
    assert objects[1].logical_name == ENERGY


def test_an_empty_list(catalogue: Catalogue) -> None:
    assert list(catalogue.objects_from([])) == []


@pytest.mark.parametrize(
    "broken",
    [
        *(5, (1, 2), (1, 0, "x", []), entry(1, 0, ENERGY).__dict__, (1, 0, b"12345")),
        *((3, 256, ENERGY), (3, -1, ENERGY), (0x10000, 0, ENERGY), (-1, 0, ENERGY)),
    ],
)
def test_an_entry_that_is_none_is_said(catalogue: Catalogue, broken: object) -> None:
    with pytest.raises(CosemError, match=r"object_list\[1\] is no entry"):
        catalogue.objects_from([entry(8, 0, CLOCK), broken])
