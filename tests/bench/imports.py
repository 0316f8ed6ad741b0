"""What it costs to start: whole processes, interleaved, against an empty one.

Ours is started as users have it, from a wheel that pip has installed and compiled, and
as a checkout whose bytecode is kept or may not be written.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Mapping
from pathlib import Path

DECODE_ONE = """
import cosem
cosem.interface_class(3).attribute(3).decode(bytes.fromhex("02020ffe161e"))
"""
ALL_CLASSES = """
import cosem
for class_id in cosem.CATALOGUE:
    for version in cosem.CATALOGUE.versions(class_id):
        cosem.interface_class(class_id, version)
"""
# Whose environment, and what is run.
PROGRAMS = {
    "python -c pass": ("", "pass"),
    "import cosem": ("wheel", "import cosem"),
    "one class decoded": ("wheel", DECODE_ONE),
    "describe of a code": ("wheel", "import cosem; cosem.describe('1.0.1.8.0.255')"),
    "all classes": ("wheel", ALL_CLASSES),
    "one class decoded, checkout": ("checkout", DECODE_ONE),
    "one class decoded, no bytecode": ("no bytecode", DECODE_ONE),
    "import gurux_dlms": ("gurux-dlms", "import gurux_dlms"),
    "import dlms_cosem.client": ("dlms-cosem", "import dlms_cosem.client"),
    "import dlms_cosem.parsers": ("dlms-cosem", "import dlms_cosem.parsers"),
}
ROUNDS = 15


def start_times(peers: Mapping[str, Path], root: Path) -> dict[str, float]:
    """Least CPU seconds of every program whose environment there is, by its text.

    `root` is the checkout, of which a wheel is built and installed.
    """
    with tempfile.TemporaryDirectory() as folder:
        here = Path(sys.executable)
        checkout = os.pathsep.join(str(root / x) for x in ("generator", "generated"))
        bytecode = {"PYTHONDONTWRITEBYTECODE": ""}
        environments: dict[str, tuple[Path, dict[str, str]]] = {
            "": (here, bytecode),
            **{name: (python, bytecode) for name, python in peers.items()},
            "wheel": (_with_wheel(root, Path(folder)), bytecode),
            "checkout": (here, {**bytecode, "PYTHONPATH": checkout}),
            "no bytecode": (
                here,
                {
                    "PYTHONPATH": checkout,
                    "PYTHONDONTWRITEBYTECODE": "1",
                    "PYTHONPYCACHEPREFIX": str(Path(folder) / "empty"),
                },
            ),
        }
        programs = {
            name: (*environments[owner], text)
            for name, (owner, text) in PROGRAMS.items()
            if owner in environments
        }
        least: dict[str, float] = {}
        # One round more than counted: the first writes the bytecode.
        for count in range(ROUNDS + 1):
            for name, (python, variables, text) in programs.items():
                seconds = _cpu_seconds(python, variables, text)
                if count:
                    least[name] = min(least.get(name, seconds), seconds)
        return least


def _with_wheel(root: Path, folder: Path) -> Path:
    """The Python of an environment that has nothing but our wheel."""
    venv.create(folder / "env", with_pip=True)
    python = folder / "env" / "bin" / "python"
    subprocess.run(
        [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", root],
        check=True,
    )
    return python


def _cpu_seconds(python: Path, variables: Mapping[str, str], text: str) -> float:
    environment = {**os.environ, "PYTHONPATH": "", **variables}
    child = subprocess.Popen([python, "-c", text], env=environment)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, child.args)
    return used.ru_utime + used.ru_stime
