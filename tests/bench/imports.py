"""What it costs to start: whole processes, interleaved, against an empty one."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

DECODE_ONE = """
import cosem
cosem.interface_class(3).attribute(3).decode(bytes.fromhex("02020ffe161e"))
"""
PROGRAMS = {
    "python -c pass": ("", "pass"),
    "import cosem": ("ours", "import cosem"),
    "import cosem, one class decoded": ("ours", DECODE_ONE),
    "import gurux_dlms": ("gurux-dlms", "import gurux_dlms"),
    "import dlms_cosem.client": ("dlms-cosem", "import dlms_cosem.client"),
    "import dlms_cosem.parsers": ("dlms-cosem", "import dlms_cosem.parsers"),
}


def start_times(
    pythons: Mapping[str, Path], paths: str, rounds: int = 11
) -> dict[str, float]:
    """Median seconds of every program whose environment there is, by its text."""
    # The yardstick runs in any case, under this Python.
    available = {"": Path(sys.executable), **pythons}
    programs = {
        name: (available[owner], text)
        for name, (owner, text) in PROGRAMS.items()
        if owner in available
    }
    ours = {**os.environ, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": ""}
    theirs = {**ours, "PYTHONPATH": ""}
    samples: dict[str, list[float]] = {name: [] for name in programs}
    # One round more than counted: the first writes the bytecode.
    for count in range(rounds + 1):
        for name, (python, text) in programs.items():
            environment = ours if PROGRAMS[name][0] == "ours" else theirs
            start = time.perf_counter()
            subprocess.run([python, "-c", text], env=environment, check=True)
            if count:
                samples[name].append(time.perf_counter() - start)
    return {name: statistics.median(times) for name, times in samples.items()}
