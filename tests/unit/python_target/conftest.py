"""The hand-made packages, generated once."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

import cosem_runtime
from tests.compiled import write_package

from .models import STANDARD, VENDOR

RUNTIME = Path(cosem_runtime.__file__).parent.parent

Run = Callable[[str], str]


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the packages `cosem` and `acme_meter`, not formatted."""
    folder = tmp_path_factory.mktemp("generated")
    for model, package in ((STANDARD, "cosem"), (VENDOR, "acme_meter")):
        write_package(model, package, folder)
    return folder


def run_in(folder: Path, program: str) -> str:
    """Run a program against the packages of a folder in a process of its own."""
    path = os.pathsep.join((str(folder), str(RUNTIME)))
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def run(generated: Path) -> Run:
    return partial(run_in, generated)
