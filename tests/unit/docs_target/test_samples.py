"""Samples of types as octets."""

from __future__ import annotations

import pytest

from cosem_runtime import axdr
from cosemgen.naming import Names
from cosemgen.targets.docs.samples import Sample, Sampler
from cosemgen.vocabulary import SIMPLE_TYPES
from tests.compiled import model_of


def sample(of: str, definitions: str = "") -> Sample:
    model = model_of(f"{definitions}\nstructure row {{\n  its: {of}\n}}\n")
    row = next(each for each in model.types.values() if each.id.name == "row")
    (field,) = getattr(row, "fields", ())
    found = Sampler(model, Names(model, "cosem")).of(field.type, field.name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("bits", "octets"),
    [
        ("flags", "04 08 80"),
        ("flags: bit-string[5]", "04 05 80"),
        ("flags: unsigned", "11 01"),
    ],
)
def test_bits_of_any_width(bits: str, octets: str) -> None:
    found = sample("flags", f"bits {bits} {{\n  0 first\n}}")
    assert found.octets == bytes.fromhex(octets)


@pytest.mark.parametrize("name", SIMPLE_TYPES)
def test_a_sample_is_one_value_of_its_type(name: str) -> None:
    octets = sample(name).octets
    assert octets[0] == SIMPLE_TYPES[name].tag
    assert axdr.encode(axdr.decode(octets)) == octets
