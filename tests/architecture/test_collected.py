"""Plain `pytest` finds every test, and plain `black` every file."""

from __future__ import annotations

import re
import tomllib
from fnmatch import fnmatch

import pytest
from black.const import DEFAULT_EXCLUDES

from tests.scratch import ROOT


def test_no_folder_of_tests_is_passed_over(request: pytest.FixtureRequest) -> None:
    """By its name: pytest takes a `build` or `dist` for something made."""
    passed_over = request.config.getini("norecursedirs")
    found = [path.relative_to(ROOT) for path in (ROOT / "tests").rglob("test_*.py")]
    names = {name for path in found for name in path.parent.parts}
    assert [
        name for name in names if any(fnmatch(name, each) for each in passed_over)
    ] == []


def test_no_folder_is_passed_over_when_code_is_laid_out() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    excluded = project["tool"]["black"].get("exclude", DEFAULT_EXCLUDES)
    found = {
        f"/{path.parent.relative_to(ROOT).as_posix()}/"
        for top in ("generator", "generated", "tests")
        for path in (ROOT / top).rglob("*.py")
    }
    assert found
    assert [folder for folder in found if re.search(excluded, folder)] == []
