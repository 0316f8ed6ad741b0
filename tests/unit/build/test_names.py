"""Which name the generated package gets."""

from __future__ import annotations

import pytest

from cosemgen.build.errors import BuildError
from cosemgen.build.names import python_package
from cosemgen.compile import compile_text
from cosemgen.model import Model


def model(name: str, needs: str = "") -> Model:
    found = compile_text(f'package {name} "A package" {{\n{needs}}}\n').model
    assert found is not None
    return found


def test_the_default_is_the_name_that_others_import_it_by() -> None:
    assert python_package(model("ACME-Meters"), None) == "acme_meters"
    assert python_package(model("acme"), "acme_meter") == "acme_meter"


def test_a_name_is_not_repeated_at_any_length() -> None:
    with pytest.raises(BuildError) as caught:
        python_package(model("a" * 10_000), None)
    assert len(str(caught.value)) < 1000


def test_a_package_does_not_hide_what_it_needs() -> None:
    with pytest.raises(BuildError, match="which it needs"):
        python_package(model("acme", "  needs cosem\n"), "Cosem")
    with pytest.raises(BuildError, match="package of the standard"):
        python_package(model("acme"), "cosem")
