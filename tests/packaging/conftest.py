"""The distribution as users install it: wheel, bare install, install with the generator."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def command(
    *words: str | Path, cwd: Path | None = None, python: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a program without anything of the checkout on its path.

    `python`: the one of an environment that is to be the active one.
    """
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("PYTHONPATH", "VIRTUAL_ENV", "PYTHONHOME")
    }
    if python is not None:
        environment["VIRTUAL_ENV"] = str(python.parent.parent)
        environment["PATH"] = os.pathsep.join((str(python.parent), os.environ["PATH"]))
    return subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env=environment,
        text=True,
        capture_output=True,
        check=False,
    )


def ok(*words: str | Path, cwd: Path | None = None) -> str:
    """What a program prints that has to succeed."""
    done = command(*words, cwd=cwd)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def environment(folder: Path, *libraries: str, with_pip: bool = False) -> Path:
    """Make an environment and give its Python; it sees the modules of these folders, too.

    Where one has a pip of its own, most of the time is spent on that: `pip` does without.
    """
    venv.create(folder, with_pip=with_pip)
    base = {"base": str(folder), "platbase": str(folder)}
    site = Path(sysconfig.get_path("purelib", "venv", base))
    (site / "libraries.pth").write_text("\n".join(libraries), encoding="utf-8")
    scripts = Path(sysconfig.get_path("scripts", "venv", base))
    return scripts / Path(sys.executable).name


def library(python: str | Path) -> str:
    """The folder that a Python has its libraries in."""
    program = "import sysconfig; print(sysconfig.get_path('purelib'))"
    return ok(python, "-c", program).strip()


def pip(python: Path, *words: str | Path) -> None:
    """Install into an environment; what is imported there is compiled then, and nothing else."""
    own = sys.executable, "-m", "pip", "--python", python
    ok(*own, "install", "--quiet", "--no-compile", *words)


def install(python: Path, *words: str | Path) -> None:
    """Install what is there already, and nothing that it needs."""
    pip(python, "--no-deps", "--no-index", *words)


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout."""
    folder = tmp_path_factory.mktemp("dist")
    ok(
        sys.executable,
        "-m",
        "build",
        "--no-isolation",
        "--wheel",
        "--outdir",
        folder,
        ROOT,
    )
    (found,) = folder.glob("cosem-*.whl")
    return found


@pytest.fixture(scope="session")
def bare(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment with the wheel and nothing else, by its own pip as users have it."""
    python = environment(tmp_path_factory.mktemp("bare"), with_pip=True)
    ok(python, "-m", "pip", "install", "--quiet", "--no-index", wheel)
    return python


@pytest.fixture(scope="session")
def full(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment with the wheel and all that these tests run with.

    It has the libraries of this very environment, so that nothing is downloaded again.
    """
    python = environment(tmp_path_factory.mktemp("full"), library(sys.executable))
    install(python, wheel)
    return python
