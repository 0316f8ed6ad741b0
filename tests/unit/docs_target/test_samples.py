"""Samples of types as octets."""

from __future__ import annotations

import pytest

from cosemgen.compile import compile_text
from cosemgen.naming import Names
from cosemgen.targets.docs.samples import Sampler


@pytest.mark.parametrize(
    ("bits", "octets"),
    [
        ("flags", "04 08 80"),
        ("flags: bit-string[5]", "04 05 80"),
        ("flags: unsigned", "11 01"),
    ],
)
def test_bits_of_any_width(bits: str, octets: str) -> None:
    model = compile_text(
        f"bits {bits} {{\n  0 first\n}}\nstructure row {{\n  its: flags\n}}\n"
    ).model
    assert model is not None
    row = next(each for each in model.types.values() if each.id.name == "row")
    (field,) = getattr(row, "fields", ())
    found = Sampler(model, Names(model, "cosem")).of(field.type, field.name)
    assert found is not None and found.octets == bytes.fromhex(octets)
