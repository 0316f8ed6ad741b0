"""Plain `pytest` finds every test."""

from __future__ import annotations

from fnmatch import fnmatch

import pytest

from tests.scratch import ROOT


def test_no_folder_of_tests_is_passed_over(request: pytest.FixtureRequest) -> None:
    """By its name: pytest takes a `build` or `dist` for something made."""
    passed_over = request.config.getini("norecursedirs")
    found = [path.relative_to(ROOT) for path in (ROOT / "tests").rglob("test_*.py")]
    names = {name for path in found for name in path.parent.parts}
    assert [
        name for name in names if any(fnmatch(name, each) for each in passed_over)
    ] == []
