"""What all tests share: where things are, how values are found, a cache of their own."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parents[1]

# Everyday tests try the same values each time, so that a failure comes from a change and
# comes again; `--hypothesis-profile=search` looks for new ones. Neither measures how long
# a value takes, which says little on a busy machine: the time limit of each test does.
_PATIENT: Any = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large],
}
settings.register_profile("everyday", derandomize=True, **_PATIENT)
settings.register_profile("search", max_examples=500, print_blob=True, **_PATIENT)
settings.load_profile("everyday")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """A file's tests run in one process: what a module makes is made once, not in each."""
    from xdist.scheduler import LoadFileScheduling

    return LoadFileScheduling(config, log)


@pytest.fixture(scope="module", autouse=True)
def kept() -> None:
    """What is there before a file's tests stays: collecting garbage need not look through it again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A cache for this run of the tests only; the checkout for processes that tests start."""
    checkout = [str(ROOT), str(ROOT / "generator"), str(ROOT / "generated")]
    inherited = os.environ.get("PYTHONPATH")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COSEM_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        patch.setenv(
            "PYTHONPATH",
            os.pathsep.join([*checkout, *([inherited] if inherited else [])]),
        )
        # They come with what tests the language server, and get into the way of other runs of pytest.
        patch.setenv("PYTEST_ADDOPTS", "-p no:pytest-lsp -p no:asyncio")
        yield
