"""The documentation of the standard and of the vendor's package, rendered once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from cosemgen.model import Model
from cosemgen.target import Options
from cosemgen.targets.docs import TARGET
from tests import compiled

ROOT = Path(__file__).parents[3]

Pages = Mapping[str, str]
"""Texts by their path below `docs/`."""


def pages_of(model: Model, package: str) -> Pages:
    files = TARGET.files(model, Options(package))
    return {str(path.relative_to("docs")): file.text for path, file in files.items()}


@pytest.fixture(scope="session")
def standard_model() -> Model:
    return compiled.model()


@pytest.fixture(scope="session")
def vendor_model() -> Model:
    return compiled.model(ROOT / "tests" / "vendor" / "acme")


@pytest.fixture(scope="session")
def standard(standard_model: Model) -> Pages:
    return pages_of(standard_model, "cosem")


@pytest.fixture(scope="session")
def vendor(vendor_model: Model) -> Pages:
    return pages_of(vendor_model, "acme_meter")


@pytest.fixture(params=["standard", "vendor"])
def pages(request: pytest.FixtureRequest) -> Pages:
    found: Pages = request.getfixturevalue(request.param)
    return found
