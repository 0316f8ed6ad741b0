"""A target that is a project of its own is found once it is installed."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from .conftest import ROOT, environment, install, library, ok

pytestmark = pytest.mark.slow


def test_it_builds(full: Path, tmp_path: Path) -> None:
    """Beside the built-in ones, with the templates that its wheel has."""
    project = tmp_path / "c_target"
    shutil.copytree(ROOT / "tests" / "examples" / "c_target", project)
    own = environment(tmp_path / "own", library(full), library(sys.executable))
    install(own, "--no-build-isolation", project)
    ok(own, "-m", "cosemgen", "new", "package", "river", "River meters", cwd=tmp_path)
    build = (own, "-m", "cosemgen", "build", "--target", "c")
    river = tmp_path / "river"
    ok(*build, "--option", "c.prefix=rv", cwd=river)
    text = (river / "generated" / "c" / "river.h").read_text(encoding="utf-8")
    assert "#define RV_CLASS_EXAMPLE 8192u" in text
    assert "extern const cosem_class rv_example_v0;" in text
