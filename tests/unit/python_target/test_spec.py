"""The package made of the real spec."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from cosemgen.naming import Names
from cosemgen.target import Files, Options
from cosemgen.targets.python import TARGET
from tests import compiled
from tests.scratch import written

from .conftest import run_in


@pytest.fixture(scope="module")
def files() -> Files:
    model = compiled.model()
    assert Names(model, "cosem").clashes == []
    return TARGET.files(model, Options("cosem"))


@pytest.fixture(scope="module")
def folder(files: Files, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("spec")
    return written(folder, {str(path): file.text for path, file in files.items()})


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
        "            # Of null-data there is one value.\n"
        "            if method.default is not None or str(method.parameter) == 'null-data':\n"
        "                octets = method.encode_parameter()\n"
        "                assert method.decode_parameter(octets) == method.default\n"
        "                continue\n"
        "            try: method.encode_parameter()\n"
        "            except cosem.EncodeError: continue\n"
        "            raise AssertionError(f'{found.__name__}: {method} sends a guess')\n"
        "print(len(CLASSES))\n"
    )
    assert int(run_in(folder, program)) > 30


def test_tagged_values_are_at_hand(folder: Path) -> None:
    program = (
        "import sys, cosem\n"
        "assert 'cosem_runtime.values' not in sys.modules\n"
        "from cosem_runtime import octets, values\n"
        "for module in (octets, values):\n"
        "    for name in module.__all__:\n"
        "        if name not in cosem.__all__: print(name)\n"
        "        else: assert getattr(cosem, name) is getattr(module, name)\n"
    )
    assert run_in(folder, program) == "DontCare\n"  # the type of a constant


def test_a_parameter_that_is_not_known(folder: Path) -> None:
    program = (
        "import cosem\n"
        "specs = cosem.interface_class(104).METHODS\n"
        "print([spec.name for spec in specs if spec.parameter is None])\n"
        "spec = cosem.interface_class(104).method('remove_mirror')\n"
        "assert spec.encode_parameter(cosem.Unsigned(5)) == b'\\x11\\x05'\n"
        "print(spec.description)\n"
    )
    assert run_in(folder, program).splitlines() == [
        "['identify_device', 'remove_mirror', 'update_network_key']",
        "Remove a mirror that the device keeps for another.",
    ]


def test_errors_do_not_show_secrets(folder: Path) -> None:
    program = (
        "import cosem\n"
        "from cosem.classes import AssociationLn, AssociationSn\n"
        "from cosem.classes.ppp_setup import PapLogin\n"
        "for attempt in (\n"
        "    lambda: AssociationLn.attribute('secret').encode('s3same'),\n"
        "    lambda: AssociationSn.method('change_secret').encode_parameter('s3same'),\n"
        "    lambda: PapLogin.TYPE.encode(PapLogin(b'x', 's3same'), bytearray()),\n"
        "):\n"
        "    try: attempt()\n"
        "    except cosem.EncodeError as error: print(error)\n"
    )
    expected = "expected bytes (octet-string), found a value of type str"
    assert run_in(folder, program).splitlines() == [
        f"secret: {expected}",
        f"change_secret: {expected}",
        f"PAP_password: {expected}",
    ]


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
    assert run_in(folder, program) == "PapLogin(user_name=b'meter', PAP_password=...)\n"


@pytest.mark.slow
def test_every_module_loads_alone(files: Files, folder: Path) -> None:
    for path in sorted(files):
        if path.suffix == ".py":
            module = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
            run_in(folder, f"import {module}")


def test_headers_name_files_that_exist(files: Files) -> None:
    for path, file in files.items():
        if file.source is not None:
            assert (compiled.SPEC.parent / PurePosixPath(file.source)).is_file(), path
