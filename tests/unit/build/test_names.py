"""Which name the generated package gets."""

from __future__ import annotations

import pytest

from cosemgen.build.errors import BuildError
from cosemgen.build.names import python_package, refusal
from cosemgen.compile import compile_text
from cosemgen.model import Model


def model(name: str, needs: str = "") -> Model:
    found = compile_text(f'package {name} "A package" {{\n{needs}}}\n').model
    assert found is not None
    return found


def test_the_default_is_the_name_that_others_import_it_by() -> None:
    assert python_package(model("ACME-Meters"), None) == "acme_meters"
    assert python_package(model("acme"), "acme_meter") == "acme_meter"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("json", "standard library"),
        ("Docs", "folder of that name"),
        ("cosem_runtime", "stand on the package"),
        ("class", "word of Python"),
        ("a-b", "letters, digits"),
    ],
)
def test_names_that_no_package_can_have(name: str, why: str) -> None:
    assert why in (refusal(name) or "")


def test_a_package_does_not_hide_what_it_needs() -> None:
    with pytest.raises(BuildError, match="which it needs"):
        python_package(model("acme", "  needs cosem\n"), "Cosem")
    with pytest.raises(BuildError, match="package of the standard"):
        python_package(model("acme"), "cosem")
