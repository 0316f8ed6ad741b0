"""How many values property tests try, each time the same or each time new ones.

A plugin of pytest for suites that are not below this folder: `-p tests.profiles`.
"""

from __future__ import annotations

import zlib
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, core, settings
from hypothesis.internal.conjecture import providers

# Everyday tests try the same values each time, so that a failure comes from a change and
# comes again; `--hypothesis-profile=search` looks for new ones, six times as many, unless
# `--hypothesis-seed` says which, as in `.ci/run`. Neither measures how long a value takes, which
# says little on a busy machine: the time limit of each test does.
_PATIENT: Any = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large],
}
# Where a variable such as `CI` is set, what is not said here is otherwise: no seed counted.
_SEARCHING: Any = {"derandomize": False, "print_blob": True, **_PATIENT}
settings.register_profile("everyday", max_examples=50, derandomize=True, **_PATIENT)
settings.register_profile("search", max_examples=300, **_SEARCHING)
# Thousands of attributes have types that others have too: each gets new values each time.
settings.register_profile("conformance", max_examples=40, **_SEARCHING)
# For a run that asks whether anything fails: which is the smallest value that does, nobody reads.
# Whether it does is no matter of luck, either.
settings.register_profile(
    "noticing",
    max_examples=30,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    **_PATIENT,
)


def _leave_constants_to_searches() -> None:
    """Draw none of a module where values are to come again.

    One in twenty is a constant of some module that is imported so far. Which those are is a
    matter of the tests that this process had before: the same values would be others each time.
    """
    of_modules, none = providers._get_local_constants, providers._local_constants

    def constants() -> object:
        again = settings().derandomize or core.global_force_seed is not None
        return none if again else of_modules()

    providers._get_local_constants = constants


# Where another hypothesis keeps them elsewhere, `tests/architecture/test_profiles.py` alone fails.
with suppress(AttributeError):
    _leave_constants_to_searches()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Make of the seed that is given one for each test: hundreds draw from the same strategy."""
    seed = item.config.getoption("hypothesis_seed")
    if seed is not None:
        core.global_force_seed = zlib.crc32(f"{seed} {item.nodeid}".encode())
