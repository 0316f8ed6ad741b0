"""The package made of the real spec."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path, PurePosixPath

import black
import pytest
from black.mode import Mode, TargetVersion

from cosemgen.build.files import Files, Options
from cosemgen.compile import compile_packages
from cosemgen.naming import Names
from cosemgen.targets.python import TARGET

from .conftest import RUNTIME

SPEC = Path(__file__).parents[3] / "spec"


@pytest.fixture(scope="module")
def files() -> Files:
    model = compile_packages([SPEC]).model
    assert model is not None
    assert Names(model, "cosem").clashes() == []
    return TARGET.files(model, Options("cosem"))


@pytest.fixture(scope="module")
def folder(files: Files, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("spec")
    for path, file in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(file.text, encoding="utf-8")
    return folder


def run(folder: Path, program: str) -> str:
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


def test_every_name_is_there(folder: Path) -> None:
    program = (
        "import cosem, cosem.classes, cosem.types\n"
        "from cosem._catalogue import CLASSES\n"
        "for module in (cosem, cosem.classes, cosem.types):\n"
        "    for name in module.__all__:\n"
        "        getattr(module, name)\n"
        "for class_id, versions in CLASSES.items():\n"
        "    for version, (_, name) in versions.items():\n"
        "        found = cosem.interface_class(class_id, version)\n"
        "        assert found is getattr(cosem.classes, name)\n"
        "        assert (found.CLASS_ID, found.VERSION) == (class_id, version)\n"
        "        for spec in found.ATTRIBUTES:\n"
        "            if spec.default is not None:\n"
        "                octets = spec.encode(spec.default)\n"
        "                assert spec.encode(spec.decode(octets)) == octets\n"
        "        for method in found.METHODS:\n"
        "            if method.parameter is None:\n"
        "                assert method.encode_parameter() == b'\\x0f\\x00'\n"
        "print(len(CLASSES))\n"
    )
    assert int(run(folder, program)) > 30


def test_secret_members_are_not_shown(folder: Path) -> None:
    program = (
        "from cosem.classes import PppSetup\n"
        "from cosem.classes.ppp_setup import PapLogin\n"
        "login = PapLogin(b'meter', b'pass\\x00word')\n"
        "assert login.PAP_password == b'pass\\x00word'\n"
        "setup = PppSetup('0.0.25.3.0.255', PPP_authentication=login)\n"
        "for shown in (repr(login), str(login), repr([login]), repr(setup)):\n"
        "    assert 'pass\\\\x00word' not in shown and 'PAP_password=...' in shown\n"
        "print(login)\n"
    )
    assert run(folder, program) == "PapLogin(user_name=b'meter', PAP_password=...)\n"


@pytest.mark.slow
def test_every_module_loads_alone(files: Files, folder: Path) -> None:
    for path in sorted(files):
        if path.suffix == ".py":
            module = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
            run(folder, f"import {module}")


@pytest.mark.slow
def test_black_has_nothing_left_to_do(files: Files) -> None:
    mode = Mode(target_versions={TargetVersion.PY311})
    untidy = [
        path
        for path, file in files.items()
        if file.formatter and black.format_str(file.text, mode=mode) != file.text
    ]
    assert untidy == []


def test_headers_name_files_that_exist(files: Files) -> None:
    for path, file in files.items():
        if file.source is not None:
            assert (SPEC.parent / PurePosixPath(file.source)).is_file(), path
