"""Plugin of pytest: of the tests that are collected, those that a file lists run, in its order.

Asked for by name, one that a mutant has given another name would be an error; nobody
would notice that in the whole suite.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

CHOSEN = "MUTATION_CHOSEN"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    listed = Path(os.environ[CHOSEN]).read_text(encoding="utf-8").splitlines()
    found = {item.nodeid: item for item in items}
    items[:] = [found[name] for name in listed if name in found]
