"""Packages that are installed: commands know them without being told."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.compiled import model_of, write_package

from .conftest import Run

SPEC = """\
package river_meters "River meters" {
  needs cosem
  source manual "manual"
}

/// Lets water through.
class 8193 "River gate" {
  source manual
  version 0 {
    confidence high
    /// How far it is open.
    attribute 2 position: dynamic unsigned
  }
}

/// The gate.
object 0.0.128.1.0.255 "River gate" as 8193 source manual
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder on Python's path where `river_meters` is installed."""
    model = model_of(SPEC)
    write_package(model, "river_meters", tmp_path)
    lists(tmp_path, "river-meters", "river_meters")
    monkeypatch.syspath_prepend(str(tmp_path))
    before = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - before:
        if name.startswith("river_meters"):
            del sys.modules[name]


def lists(site: Path, name: str, package: str) -> None:
    info = site / f"{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Name: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[cosem.packages]\n{package} = {package}\n")
    importlib.invalidate_caches()


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("show 0.0.128.1.0.255", "River gate"),
        ("show 8193", "River gate (class 8193, version 0)"),
        ("decode --class 8193 --attribute 2 11 07", "7"),
        ("encode --class 8193 --attribute position 7", "11 07"),
    ],
)
def test_commands_find_them(run: Run, site: Path, line: str, shown: str) -> None:
    found = run(*line.split())
    assert found.code == 0, found.err
    assert shown in found.out


def test_a_package_that_is_named_comes_alone(run: Run, site: Path) -> None:
    found = run(
        "decode", "--package", "cosem", "--class", "8193", "--attribute", "2", "1107"
    )
    assert found.code == 1
    assert "no interface class 8193" in found.err or "no class 8193" in found.err


def test_one_that_is_broken_is_told_with_the_way_out(run: Run, site: Path) -> None:
    lists(site, "lost", "lost_meters")
    found = run("decode", "--class", "3", "--attribute", "2", "1107")
    assert found.code == 1
    assert found.err == (
        "error: lost_meters is not a generated package: No module named 'lost_meters' "
        "(of the packages that are installed; --package NAME uses that one alone)\n"
    )
    assert (
        run(
            "decode", "--package", "cosem", "--class", "3", "--attribute", "2", "1107"
        ).code
        == 0
    )
