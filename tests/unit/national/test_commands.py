"""Commands without a path mean the package in `spec/`; with `spec`, also those in its folders."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def place(tmp_path: Path) -> Path:
    for name, folder in (("outer", "spec"), ("inner", "spec/inner")):
        path = tmp_path / folder / "package.cosem"
        path.parent.mkdir()
        path.write_text(f'package {name} "A package" {{\n  edition "1"\n}}\n', "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        (["check"], "1 file, no findings"),
        (["check", "spec"], "2 files, no findings"),
        (["fmt", "--check"], "2 files, 0 to change"),
        (["fmt", "--check", "spec/inner"], "1 file, 0 to change"),
    ],
    ids=" ".join,
)
def test_files_of_a_command(place: Path, command: list[str], answer: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cosemgen", *command],
        cwd=place,
        text=True,
        capture_output=True,
        check=False,
    )
    assert done.stderr.strip() == answer
    assert done.returncode == 0


@pytest.mark.parametrize("path", [[], ["spec"]], ids=["no path", "spec"])
def test_a_build_is_of_the_outer_package(place: Path, path: list[str]) -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "cosemgen", "build", *path),
            *("--target", "json", "--out", "out"),
        ],
        cwd=place,
        text=True,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert '"outer"' in (place / "out" / "model" / "model.json").read_text("utf-8")
