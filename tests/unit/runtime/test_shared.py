"""A structure that all readers share is changed by none of them."""

from __future__ import annotations

import copy
import pickle

import pytest

from cosem_runtime import types as t
from cosem_runtime.structure import SharedStructure

from .sample import ScalUnitType, Unit

TYPE = t.SharedStructureType("scal_unit_type", ScalUnitType, ScalUnitType.TYPE.fields)
OCTETS = bytes.fromhex("02020ffd161e")


def test_readers_share_one_object() -> None:
    value, _ = TYPE.decode(OCTETS, 0)
    assert TYPE.decode(OCTETS, 0)[0] is value


@pytest.mark.parametrize("name", ["scaler", "unit", "TYPE", "scale"])
def test_it_cannot_be_changed(name: str) -> None:
    value, _ = TYPE.decode(OCTETS, 0)
    with pytest.raises(AttributeError, match=f"{name} of a ScalUnitType cannot be"):
        setattr(value, name, 5)
    with pytest.raises(AttributeError, match=f"or this one's _replace\\({name}=...\\)"):
        delattr(value, name)
    assert TYPE.decode(OCTETS, 0)[0] == ScalUnitType(-3, Unit.WATT_HOUR)


def test_it_takes_no_other_members() -> None:
    value = ScalUnitType(-3, Unit.WATT_HOUR)
    with pytest.raises(AttributeError, match="has no attribute 'scalr'"):
        value.scalr = 5  # type: ignore[attr-defined]


def test_another_is_made_of_it() -> None:
    value = ScalUnitType(-3, Unit.WATT_HOUR)
    for changed in (value._replace(scaler=5), value.__replace__(scaler=5)):
        assert changed == ScalUnitType(5, Unit.WATT_HOUR) != value
    for same in (
        copy.copy(value),
        copy.deepcopy(value),
        pickle.loads(pickle.dumps(value)),
    ):
        assert same == value and hash(same) == hash(value)
        with pytest.raises(AttributeError, match="cannot be changed"):
            same.scaler = 5


def test_whatever_is_shared_is_of_such_a_class() -> None:
    import cosem
    from cosem.types import ScalerUnit

    shared = []
    for class_id in cosem.CATALOGUE:
        for spec in cosem.interface_class(class_id).ATTRIBUTES:
            if isinstance(spec.type, t.SharedStructureType):
                shared.append(spec.type)
    assert ScalerUnit.TYPE in shared
    for each in shared:
        assert each.kind is not None and issubclass(each.kind, SharedStructure)
        for _, member in each.fields:  # so that the whole of it is as it was
            assert isinstance(member, (t.EnumType, type(t.INTEGER)))
