"""What all tests share: where things are, how values are found, a cache of their own."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests import profiles as profiles  # registers them
from tests import standard

ROOT = Path(__file__).parents[1]
NATIONAL = "tests/unit/national/"
"""Whose tests share packages that take long to make."""
GIT = {
    "commit.gpgSign": "false",
    "core.autocrlf": "false",
    "core.hooksPath": os.devnull,
    "tag.gpgSign": "false",
}
"""Settings of git that somebody may have otherwise."""

# Tests are compiled when they have changed, and not by each process of each run: with the
# asserts rewritten, that takes twice as long as all else that collecting does.
sys.dont_write_bytecode = False

# Models are many objects that stay: looking through them after every 700 new ones takes a twentieth of the time.
gc.set_threshold(100_000, 20, 20)

# A shell has what it runs in the background ignore Ctrl-C, and so would all that tests start and interrupt.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

settings.load_profile("everyday")
standard.remember()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """A file's tests run in one process: what a module makes is made once, not in each."""
    from xdist.scheduler import LoadFileScheduling

    config.option.loadscopereorder = False  # that goes by how many they are, alone

    class Scheduling(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return _scope(nodeid)

    return Scheduling(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Where processes share files, those that take minutes come first, then those with most tests.

    The last of them would go on alone.
    """
    if hasattr(config, "workerinput"):
        tests = Counter(_scope(item.nodeid) for item in items)
        items.sort(
            key=lambda each: (
                each.get_closest_marker("minutes") is None,
                -tests[_scope(each.nodeid)],
            )
        )


def _scope(nodeid: str) -> str:
    return NATIONAL if nodeid.startswith(NATIONAL) else nodeid.split("::")[0]


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
        patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        patch.setenv("COSEM_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        patch.setenv(
            "PYTHONPATH",
            os.pathsep.join([*checkout, *([inherited] if inherited else [])]),
        )
        # What git does in tests is neither of whoever runs them, nor in the repository of a hook that does.
        for name in [each for each in os.environ if each.startswith("GIT_")]:
            patch.delenv(name)
        patch.setenv("GIT_CONFIG_COUNT", str(len(GIT)))
        for number, (key, value) in enumerate(GIT.items()):
            patch.setenv(f"GIT_CONFIG_KEY_{number}", key)
            patch.setenv(f"GIT_CONFIG_VALUE_{number}", value)
        # They come with what tests the language server, and get into the way of other runs of pytest.
        patch.setenv("PYTEST_ADDOPTS", "-p no:pytest-lsp -p no:asyncio")
        yield
