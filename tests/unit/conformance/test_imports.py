"""Who uses the installed core meets nothing of the tests, and who lacks their libraries is told so."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import cosem
import cosem_conformance

GENERATOR = Path(cosem_conformance.__file__).parents[1]
GENERATED = Path(cosem.__file__ or "").parents[1]

USE = """
import cosem, cosem_runtime
energy = cosem.Register("1.0.1.8.0.255")
energy.decode_attribute(2, bytes.fromhex("06 00 01 E2 40"))
energy.decode_attribute(3, bytes.fromhex("02 02 0F FD 16 1E"))
assert energy.encode_attribute(2).hex() == "060001e240"
assert "123.456" == str(energy.scaler_unit.scale(energy.value))
assert cosem.from_json(cosem.to_json(energy)).value == energy.value
str(cosem.describe("1.0.1.8.0.255")), str(cosem.describe(cosem.Register))
columns = [(8, "0.0.1.0.0.255", 2, 0), (3, "1.0.1.8.0.255", 2, 0)]
buffer = bytes.fromhex("01 01 02 02 09 0c 07e8060f060d2d1e00ff8880 11 05")
assert len(cosem.profile_reader(columns).read(buffer)) == 1
cosem.preload()
"""


def program(text: str, *options: str) -> subprocess.CompletedProcess[str]:
    """A program with this checkout on its path."""
    path = f"import sys; sys.path[:0] = [{str(GENERATOR)!r}, {str(GENERATED)!r}]\n"
    return subprocess.run(
        [sys.executable, "-I", *options, "-c", path + text],
        capture_output=True,
        text=True,
        check=False,
    )


def loaded(text: str) -> set[str]:
    """The packages that a program has loaded, where all libraries are at hand."""
    done = program(f"{text}\nprint(*sys.modules)")
    assert done.returncode == 0, done.stderr
    return {name.partition(".")[0] for name in done.stdout.split()}


def test_use_of_the_core_loads_nothing_else() -> None:
    """`preload` alone brings what judges meters, which needs no library either."""
    by_use = loaded(USE) - loaded("")
    others = by_use - set(sys.stdlib_module_names)
    assert others == {"cosem", "cosem_runtime", "cosem_conformance"}
    without = loaded(USE.replace("cosem.preload()", "")) - loaded("")
    assert without - set(sys.stdlib_module_names) == {"cosem", "cosem_runtime"}


@pytest.mark.parametrize("module", ["dumps", "live"])
def test_dumps_load_nothing_else(module: str) -> None:
    by_use = loaded(f"import cosem_conformance.{module}") - loaded("")
    others = by_use - set(sys.stdlib_module_names)
    assert others == {"cosem_conformance", "cosem_runtime"}


def test_without_the_libraries_one_message_says_what_to_install() -> None:
    done = program("from cosem_conformance import checks", "-S")
    assert done.returncode == 1
    told = done.stderr.splitlines()[-1]
    assert "needs the library hypothesis" in told
    assert 'pip install "cosem[conformance]"' in told
