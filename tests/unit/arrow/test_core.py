"""The compiled core reads nothing that is not its own, and is compiled by the build."""

from __future__ import annotations

import os
import runpy
import shutil
import subprocess
import sys
import time
import zlib
from collections.abc import Mapping
from importlib import machinery
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from cosem_runtime.arrow import core

ROOT = Path(__file__).parents[3]
SOURCE = Path(core.__file__).with_name("core.c")

HOOK = ROOT / "generator" / "hatch_build.py"

pytestmark = pytest.mark.skipif(not shutil.which("gcc"), reason="no gcc")


def compiled(to: Path, *options: str, source: bytes | None = None) -> Path:
    """The core as a library, which says that it is of `source`; that it was made of if there is none."""
    found = zlib.crc32(SOURCE.read_bytes() if source is None else source)
    compiler = ("gcc", "-std=c99", "-shared", "-fPIC", f"-DSOURCE={found}", *options)
    subprocess.run([*compiler, SOURCE, "-o", to], check=True)
    return to


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


@pytest.mark.slow
def test_hostile_rows_do_no_harm_to_the_core(tmp_path: Path) -> None:
    """Under the sanitizers of addresses and of undefined behaviour, which end the process."""
    checks = ("-fsanitize=address,undefined", "-fno-sanitize-recover=all")
    library = compiled(tmp_path / core.LIBRARY, "-O1", "-g", *checks)
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


@pytest.mark.slow
def test_the_core_has_no_warnings(tmp_path: Path) -> None:
    warnings = ("-Wall", "-Wextra", "-Wconversion", "-Wshadow", "-Werror", "-pedantic")
    command = ("gcc", "-std=c99", *warnings, "-c", SOURCE, "-o", tmp_path / "core.o")
    subprocess.run(command, check=True)


def test_the_build_compiles_it(tmp_path: Path) -> None:
    shutil.copy(SOURCE, tmp_path)
    made = runpy.run_path(str(HOOK))["compile_core"](tmp_path)
    assert made == tmp_path / core.LIBRARY
    assert core.load(made) is not None
    assert left(tmp_path) == ["core.c", made.name]
    assert not made.name.endswith((*machinery.all_suffixes(),)), "a module to Python"


def test_a_library_of_another_source_is_not_used(tmp_path: Path) -> None:
    """One that is left of an earlier version has the same functions, which do something else."""
    assert core.load(compiled(tmp_path / "ours")) is not None
    assert core.load(compiled(tmp_path / "other", source=b"another")) is None


def test_what_was_called_otherwise_is_removed(tmp_path: Path) -> None:
    former = tmp_path / Path(
        "generator", "cosem_runtime", "arrow", "libcosem_columns.so"
    )
    former.parent.mkdir(parents=True)
    former.write_bytes(b"of an earlier version")
    shutil.copy(SOURCE, former.parent)
    told, build = built(tmp_path, {"CC": "/nowhere/cc"})
    assert not former.exists()
    assert "without its core" in told and "/nowhere/cc" in told
    assert build == {"artifacts": []}


@pytest.mark.skipif(sys.platform == "win32", reason="a script is no compiler there")
def test_a_compiler_that_hangs_is_ended(tmp_path: Path) -> None:
    """With all that it has begun; what is built has no library then, and says so."""
    folder = tmp_path / "generator" / "cosem_runtime" / "arrow"
    folder.mkdir(parents=True)
    shutil.copy(SOURCE, folder)
    compiler, numbers = tmp_path / "cc", tmp_path / "numbers"
    compiler.write_text(f"#!/bin/sh\nsleep 3000 &\necho $$ $! >> {numbers}\nwait\n")
    compiler.chmod(0o755)
    # A machine may be so busy that it has not begun by then.
    for seconds in (3, 30, 300):
        told, build = built(tmp_path, {"CC": str(compiler)}, seconds=seconds)
        assert f"the compiler has not ended after {seconds} s" in told
        assert build == {"artifacts": []}
        assert left(folder) == ["core.c"]
        if numbers.exists():
            break
    for each in numbers.read_text().split():
        while runs(int(each)):  # it was told to end, and does when it has its turn
            time.sleep(0.01)
    with pytest.raises(RuntimeError, match="has not ended"):
        built(tmp_path, {"CC": str(compiler), "COSEM_NATIVE": "1"}, seconds=1)


def test_another_build_does_not_pack_what_is_under_way(tmp_path: Path) -> None:
    """Nor does who looks through the source meet what is gone the next moment."""
    shutil.copy(SOURCE, tmp_path)
    seen: set[Path] = set()
    compile_core = runpy.run_path(str(HOOK))["compile_core"]

    class Popen(subprocess.Popen[bytes]):
        def communicate(self, *given: Any, **how: Any) -> tuple[bytes, bytes]:
            seen.update(path.relative_to(tmp_path) for path in tmp_path.iterdir())
            return super().communicate(*given, **how)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(subprocess, "Popen", Popen)
        compile_core(tmp_path)
    assert seen == {Path("core.c"), Path("__pycache__")}


def built(
    root: Path, variables: Mapping[str, str], seconds: int = 120
) -> tuple[str, dict[str, Any]]:
    """What the step of the build warns of, and what it says of the wheel."""
    hook = runpy.run_path(str(HOOK))
    hook["compile_core"].__globals__["SECONDS"] = seconds
    told: list[str] = []
    app = SimpleNamespace(display_warning=told.append)
    step = hook["CoreBuildHook"](str(root), {}, None, None, str(root), "wheel", app)
    build: dict[str, Any] = {"artifacts": []}
    with pytest.MonkeyPatch.context() as environment:
        # Which whoever runs the tests without the core has set.
        environment.delenv("COSEM_NATIVE", raising=False)
        for name, value in variables.items():
            environment.setenv(name, value)
        step.initialize("standard", build)
    return "".join(told), build


def left(folder: Path) -> list[str]:
    """The files that there are, wherever."""
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def runs(number: int) -> bool:
    """Whether there is such a process, which is not only waited for."""
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
