"""The hooks for pre-commit, run by pre-commit itself in a project of somebody else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.interop.conftest import python_of
from tests.packaging.conftest import ROOT, command, ok

pytestmark = pytest.mark.interop


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A new project, built."""
    cosemgen = sys.executable, "-m", "cosemgen"
    folder = tmp_path / "river"
    subprocess.run([*cosemgen, "new", "package", "river"], cwd=tmp_path, check=True)
    subprocess.run([*cosemgen, "build"], cwd=folder, check=True)
    ok("git", "init", "--quiet", cwd=folder)
    return folder


def test_hooks_let_what_is_right_pass_and_tell_what_is_not(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "home"))
    hooks = _checkout(tmp_path)
    revision = ok("git", "rev-parse", "HEAD", cwd=hooks).strip()
    (project / ".pre-commit-config.yaml").write_text(
        f"repos:\n- repo: {hooks}\n  rev: {revision}\n"
        "  hooks: [{id: cosemgen-fmt}, {id: cosemgen-check}, {id: cosemgen-build}]\n"
    )
    ok("git", "add", "-A", cwd=project)
    run = (
        python_of("pre_commit"),
        "-m",
        "pre_commit",
        "run",
        "--all-files",
        "--color=never",
    )
    told = ok(*run, cwd=project)
    assert told.count("Passed\n") == 3
    spec = project / "spec" / "example.cosem"
    right = spec.read_text(encoding="utf-8")
    spec.write_text(right.replace("  version", "   version"), encoding="utf-8")
    done = command(*run, cwd=project)
    assert (done.returncode, done.stdout.count("Failed\n")) == (1, 1)
    assert "changed spec/example.cosem" in done.stdout
    assert spec.read_text(encoding="utf-8") == right
    spec.write_text(right.replace("-unsigned", "-unsignd"), encoding="utf-8")
    done = command(*run, cwd=project)
    assert (done.returncode, done.stdout.count("Failed\n")) == (1, 2)
    assert "did you mean 'double-long-unsigned'?" in done.stdout
    spec.write_text(right.replace("What it holds", "What it has"), encoding="utf-8")
    done = command(*run, cwd=project)
    assert (done.returncode, done.stdout.count("Failed\n")) == (1, 1)
    assert "run `cosemgen build` and commit what it writes" in done.stdout


def _checkout(folder: Path) -> Path:
    """What of the checkout is a distribution, as a repository of its own: hooks stand at a commit."""
    copy = folder / "hooks"
    for name in ("generator", "generated/cosem", "grammar", "spec"):
        unwanted = shutil.ignore_patterns("__pycache__", "node_modules")
        shutil.copytree(ROOT / name, copy / name, ignore=unwanted)
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(ROOT / name, copy)
    who = {
        f"GIT_{each}_{what}": "a@b.example"
        for each in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    for words in (
        ("init", "--quiet"),
        ("add", "-A"),
        ("commit", "--quiet", "-m", "Hooks"),
    ):
        subprocess.run(["git", *words], cwd=copy, env={**os.environ, **who}, check=True)
    return copy
