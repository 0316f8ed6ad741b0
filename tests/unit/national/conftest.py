"""The national packages, compiled and generated once."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cosem_runtime.catalogue import Catalogue
from cosemgen.compile import Compilation
from tests.compiled import COUNTRIES, NATIONAL, compilation, model, write_package

ROOT = Path(__file__).parents[3]
WITH_CLASSES = [
    country
    for country in COUNTRIES
    if any(
        re.search(r"^class \d", path.read_text("utf-8"), re.MULTILINE)
        for path in (NATIONAL / country).rglob("*.cosem")
    )
]


@pytest.fixture(scope="session")
def compiled() -> dict[str, Compilation]:
    return {name: compilation(NATIONAL / name) for name in COUNTRIES}


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the Python package of each country, which can be imported."""
    folder = tmp_path_factory.mktemp("national")
    for name in COUNTRIES:
        write_package(model(NATIONAL / name), f"cosem_{name}", folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(folder))
        yield folder
    for module in [m for m in sys.modules if m.startswith("cosem_")]:
        if module.partition(".")[0] in {f"cosem_{name}" for name in COUNTRIES}:
            del sys.modules[module]


@pytest.fixture
def catalogue(built: Path) -> Callable[..., Catalogue]:
    """A catalogue of the standard and of these countries, apart from that of the process."""

    def make(*countries: str) -> Catalogue:
        made = Catalogue("cosem")
        for country in countries:
            made.register(f"cosem_{country}")
        return made

    return make
