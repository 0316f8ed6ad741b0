"""mypy --strict passes on the generated packages, and reports their misuse."""

from __future__ import annotations

import ast
import os
from pathlib import Path

import pytest
from mypy import api

import cosem
from cosem_runtime import InterfaceClass

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
    "from cosem.classes import Register\nRegister.attribute('scaler_unit').encode(3)": (
        "incompatible type"
    ),
    "from cosem.classes import Register\nRegister.attribute(3).decoed(b'')": "no attribute",
    "import cosem\nvalue: str = cosem.interface_class(3, 0).attribute(3).decode(b'')": (
        "Incompatible types in assignment"
    ),
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


@pytest.mark.slow
def test_generated_packages_are_clean(generated: Path, mypy: Path) -> None:
    found = check(mypy / "cache", generated / "cosem", generated / "acme_meter")
    # The runtime has its own checks.
    assert [line for line in found if str(generated) in line] == []


@pytest.mark.slow
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


@pytest.mark.parametrize("name", cosem.classes.__all__)
def test_a_stub_knows_every_number_and_name(name: str) -> None:
    """Once each, and no other: the overloads before the one for any number or name."""
    kind: type[InterfaceClass] = getattr(cosem.classes, name)
    module = Path(cosem.classes.__file__).with_name(
        f"_{kind.__module__.rpartition('.')[2]}.pyi"
    )
    (base,) = [
        node
        for node in ast.parse(module.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef) and node.name == f"{kind.__name__}_"
    ]
    for function, specs in (
        ("attribute", kind.ATTRIBUTES),
        ("decode_attribute", kind.ATTRIBUTES),
        ("method", kind.METHODS),
    ):
        known = [
            key.value
            for node in base.body
            if isinstance(node, ast.FunctionDef) and node.name == function
            for literal in ast.walk(node.args)
            if isinstance(literal, ast.Subscript)
            for key in ast.walk(literal.slice)
            if isinstance(key, ast.Constant)
        ]
        assert sorted(map(str, known)) == sorted(
            str(key) for spec in specs for key in (spec.id, spec.name)
        )
