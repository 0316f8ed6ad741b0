"""The compiled core reads nothing that is not its own, and is compiled by the build."""

from __future__ import annotations

import os
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cosem_runtime.arrow import core

ROOT = Path(__file__).parents[3]
SOURCE = Path(core.__file__).with_name("core.c")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("gcc"), reason="no gcc"),
]

PROGRAM = """\
import sys
from pathlib import Path
from random import Random
from cosem_runtime.arrow import core
from tests.fuzz import targets
from tests.fuzz.mutations import octets

library = core.load(Path(sys.argv[1]))
assert library is not None
core.library = lambda: library
target = targets.targets()["columns"][0]
chance = Random(1)
for count in range(int(sys.argv[2])):
    data = target.example(chance)
    target.run(octets(chance, data) if count % 2 else data, count % 8 == 0)
print("nothing found")
"""


def test_hostile_rows_do_no_harm_to_the_core(tmp_path: Path) -> None:
    """Under the sanitizers of addresses and of undefined behaviour, which end the process."""
    library = tmp_path / core.LIBRARY
    checks = ("-fsanitize=address,undefined", "-fno-sanitize-recover=all")
    compiler = ("gcc", "-std=c99", "-O1", "-g", "-shared", "-fPIC", *checks)
    subprocess.run([*compiler, SOURCE, "-o", library], check=True)
    runtime = subprocess.check_output(
        ["gcc", "-print-file-name=libasan.so"], text=True
    ).strip()
    found = subprocess.run(
        [sys.executable, "-c", PROGRAM, library, "200"],
        cwd=ROOT,
        env={
            **os.environ,
            "LD_PRELOAD": runtime,
            "ASAN_OPTIONS": "detect_leaks=0",  # Python keeps what it has to the end
            "PYTHONPATH": os.pathsep.join(
                str(ROOT / part) for part in ("", "generator", "generated")
            ),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.stdout == "nothing found\n", found.stderr[-3000:]


def test_the_core_has_no_warnings(tmp_path: Path) -> None:
    warnings = ("-Wall", "-Wextra", "-Wconversion", "-Wshadow", "-Werror", "-pedantic")
    command = ("gcc", "-std=c99", *warnings, "-c", SOURCE, "-o", tmp_path / "core.o")
    subprocess.run(command, check=True)


def test_the_build_compiles_it(tmp_path: Path) -> None:
    shutil.copy(SOURCE, tmp_path)
    hook = runpy.run_path(str(ROOT / "generator" / "hatch_build.py"))
    made = hook["compile_core"](tmp_path)
    assert made == tmp_path / core.LIBRARY
    assert core.load(made) is not None
    assert sorted(path.name for path in tmp_path.iterdir()) == ["core.c", made.name]
