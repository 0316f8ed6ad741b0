"""The hooks for pre-commit, run by pre-commit itself in a project of somebody else."""

from __future__ import annotations

import os
import shutil
import subprocess
import venv
from pathlib import Path

import pytest

from .conftest import ROOT, command, ok

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def pre_commit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command, in an environment of its own."""
    folder = tmp_path_factory.mktemp("pre_commit")
    venv.create(folder, with_pip=True)
    ok(folder / "bin" / "pip", "install", "--quiet", "pre-commit>=4")
    return folder / "bin" / "pre-commit"


@pytest.fixture
def project(full: Path, tmp_path: Path) -> Path:
    """A new project, built."""
    ok(full, "-m", "cosemgen", "new", "package", "river", cwd=tmp_path)
    folder = tmp_path / "river"
    ok(full, "-m", "cosemgen", "build", cwd=folder)
    ok("git", "init", "--quiet", cwd=folder)
    return folder


def test_hooks_let_what_is_right_pass_and_tell_what_is_not(
    pre_commit: Path, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "home"))
    hooks = _checkout(tmp_path)
    revision = ok("git", "rev-parse", "HEAD", cwd=hooks).strip()
    (project / ".pre-commit-config.yaml").write_text(
        f"repos:\n- repo: {hooks}\n  rev: {revision}\n"
        "  hooks: [{id: cosemgen-fmt}, {id: cosemgen-check}, {id: cosemgen-build}]\n"
    )
    ok("git", "add", "-A", cwd=project)
    run = (pre_commit, "run", "--all-files", "--color=never")
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
