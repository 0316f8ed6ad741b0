"""The national packages, compiled and built once."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cosem_runtime.catalogue import Catalogue
from cosemgen.compile import Compilation
from cosemgen.pipeline import Request, build
from tests.compiled import COUNTRIES, NATIONAL, compilation

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
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Path]]:
    """Folders with the Python package of each country, which can be imported.

    Those that have classes have tests of them, and are built with all that belongs to them.
    """
    folders: dict[str, Path] = {}
    with pytest.MonkeyPatch.context() as patch:
        for name in COUNTRIES:
            out = tmp_path_factory.mktemp(name)
            paths = (NATIONAL / name,)
            targets = () if name in WITH_CLASSES else ("python",)
            outcome = build(Request(paths, out, targets, package=f"cosem_{name}"))
            assert outcome.changes is not None, outcome.diagnostics
            patch.syspath_prepend(str(out))
            folders[name] = out
        yield folders
    for module in [m for m in sys.modules if m.startswith("cosem_")]:
        if module.partition(".")[0] in {f"cosem_{name}" for name in COUNTRIES}:
            del sys.modules[module]


@pytest.fixture
def catalogue(built: dict[str, Path]) -> Callable[..., Catalogue]:
    """A catalogue of the standard and of these countries, apart from that of the process."""

    def make(*countries: str) -> Catalogue:
        made = Catalogue("cosem")
        for country in countries:
            assert country in built
            made.register(f"cosem_{country}")
        return made

    return make
