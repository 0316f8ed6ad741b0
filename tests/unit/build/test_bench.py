"""What the benchmark of builds wraps is there to be wrapped."""

from __future__ import annotations

import importlib
from functools import reduce

import pytest

from tests.bench import phases

NAMES = [(module, name) for _, module, name in phases._PHASES]
NAMES += [(module, f"{kind}.files") for module, kind in phases._TARGETS.values()]
NAMES += [("cosemgen.build.generate", "_Octets._text")]


@pytest.mark.parametrize(("module", "name"), NAMES)
def test_each_phase_begins_with_a_function_of_this_version(
    module: str, name: str
) -> None:
    found = reduce(getattr, name.split("."), importlib.import_module(module))
    assert callable(found)
