"""The stress run: see the package."""

from __future__ import annotations

import argparse
import os
import sys
import sysconfig
import time

from .stress import failures

parser = argparse.ArgumentParser(prog="python -m tests.threads", description=__doc__)
parser.add_argument("--processes", type=int, default=300, help="default: 300")
parser.add_argument("--threads", type=int, default=8, help="in each; default: 8")
parser.add_argument(
    "--interval", type=float, default=1e-6, help="switch interval; default: 1e-6 s"
)
parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="at a time")
given = parser.parse_args()

start = time.monotonic()
wrong = 0
for failure in failures(given.processes, given.threads, given.interval, given.jobs):
    wrong += 1
    print(failure)
free = sysconfig.get_config_var("Py_GIL_DISABLED")
print(
    f"{given.processes} processes of {given.threads} threads,"
    f" Python {sys.version.split()[0]}{' free-threaded' if free else ''}:"
    f" {wrong} other answers than one thread gives, {time.monotonic() - start:.0f} s"
)
sys.exit(bool(wrong))
