"""Black is run in one place, and changes layout only."""

from __future__ import annotations

import importlib.metadata
import tomllib
from pathlib import Path

import pytest

from cosemgen.build import format as module
from cosemgen.build.errors import BuildError
from cosemgen.build.format import BLACK_VERSION, formatted

ROOT = Path(__file__).parents[3]


def test_another_version_of_black_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BLACK_VERSION", "0.0.1")
    with pytest.raises(BuildError, match=r"laid out by black 0\.0\.1, found 2"):
        formatted("m.py", "x = ( 1 )\n")


def test_text_that_is_not_python_is_named() -> None:
    with pytest.raises(BuildError, match=r"m0\.py: generated text is not Python"):
        formatted("m0.py", "def f(:\n")


def test_black_may_not_change_the_meaning() -> None:
    # Black strips what stands behind the lines of a docstring.
    with pytest.raises(
        BuildError, match=r"m0\.py: black would change more than the layout"
    ):
        formatted("m0.py", 'def f():\n    """One.  \n    Two.\n    """\n')


def test_the_version_is_pinned_in_one_way_only() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert f"black=={BLACK_VERSION}" in project["optional-dependencies"]["generator"]
    assert importlib.metadata.version("black") == BLACK_VERSION
