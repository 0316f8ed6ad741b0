"""mypy --strict passes on the generated packages, and reports their misuse."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from mypy import api

from .conftest import RUNTIME

MISUSES = {
    "import cosem.classes\ncosem.classes.Registr": "no attribute",
    "import cosem\ncosem.describ": "no attribute",
    "from cosem.classes import Register\nRegister('1.0.1.8.0.255', valu=1)": "Unexpected keyword",
    "from cosem.classes import Register\nRegister('1.0.1.8.0.255', scaler_unit=3)": (
        "incompatible type"
    ),
    "from cosem.classes import Register\nRegister('1.0.1.8.0.255').scalerunit": "no attribute",
    "from cosem.types import ScalerUnit, Unit\nScalerUnit(0, Unit.UNITLESS).scaler = 3": (
        "Cannot assign to final"
    ),
    "from cosem.types import Unit\nUnit.WATTHOUR": "no attribute",
    "from cosem.classes.profile_generic import Status\nStatus(1).critical": "no attribute",
}


@pytest.fixture
def mypy(generated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MYPYPATH", os.pathsep.join((str(generated), str(RUNTIME))))
    return tmp_path


def check(cache: Path, *paths: Path) -> list[str]:
    options = ["--strict", "--no-error-summary", "--cache-dir", str(cache)]
    output, errors, _ = api.run([*options, *map(str, paths)])
    assert not errors
    return output.splitlines()


def test_generated_packages_are_clean(generated: Path, mypy: Path) -> None:
    found = check(mypy / "cache", generated / "cosem", generated / "acme_meter")
    # The runtime has its own checks.
    assert [line for line in found if str(generated) in line] == []


def test_misuse_is_reported(mypy: Path, generated: Path) -> None:
    programs = []
    for number, program in enumerate(MISUSES):
        path = mypy / f"misuse_{number}.py"
        path.write_text(program + "\n", encoding="utf-8")
        programs.append(path)
    found = check(mypy / "cache", *programs)
    for path, expected in zip(programs, MISUSES.values(), strict=True):
        lines = [line for line in found if path.name in line]
        assert any(expected in line for line in lines), path.read_text()
