"""Run every codec in its own process, in interleaved rounds, and print ratios of CPU time.

    python -m tests.bench                         ours, the peers, the bounds
    python -m tests.bench --rounds 1 --only clock,register
    python -m tests.bench --json figures.json     the figures too, for keeping

Peers get environments of their own (see ``tests/interop/environments.py``); a peer that
cannot be installed is left out with a word. Results are checked before anything is
timed, and a wrong one ends the run with exit code 1. Times are never judged.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from tests.bench import imports, payloads, tables
from tests.interop import environments

ROOT = Path(__file__).resolve().parents[2]
OUR_PATHS = os.pathsep.join(str(ROOT / part) for part in ("generator", "generated"))


class Codec(NamedTuple):
    """Where a codec runs and which adapter drives it."""

    python: Path
    adapter: str
    ours: bool = False


OURS = "cosem"
OUR_WAYS = {"cosem: numpy": "cosem_numpy_", "cosem: rows": "cosem_rows_"}
GROWTH = tuple(10**power for power in range(3, 8))
"""Rows of one buffer, for the lines of growth."""
ROOM = 1_000_000
"""Rows of one buffer, for the lines of what columns take."""
BOUNDS = {
    "limit: struct": "struct_",
    "limit: numpy": "numpy_",
    "reference: generic": "generic_",
}
PEERS = {
    "gurux-dlms": ("gurux", "gurux"),
    "dlms-cosem": ("dlms_cosem", "dlms_cosem_"),
    "amshan": ("amshan", "amshan_"),
}


def codecs(wanted: set[str]) -> dict[str, Codec]:
    """Every codec that can run here, in the order of the table."""
    here = Path(sys.executable)
    found = {OURS: Codec(here, "cosem_", ours=True)}
    found |= {name: Codec(here, way, ours=True) for name, way in OUR_WAYS.items()}
    for name, (environment, adapter) in PEERS.items():
        try:
            found[name] = Codec(environments.python_of(environment), adapter)
        except environments.PeerUnavailable as error:
            print(f"{name} is left out: {error}", file=sys.stderr)
    found |= {name: Codec(here, adapter) for name, adapter in BOUNDS.items()}
    return {
        name: codec for name, codec in found.items() if not wanted or name in wanted
    }


def measure(codec: Codec, *arguments: str) -> dict[str, Any]:
    """The report of one process of ``measure.py``."""
    done = subprocess.run(
        [codec.python, "-m", "tests.bench.measure", codec.adapter, *arguments],
        cwd=ROOT,
        # The working directory comes first, before a package ``tests`` of a peer.
        env={**os.environ, "PYTHONPATH": OUR_PATHS if codec.ours else ""},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def wrong_results(verdicts: Mapping[str, Mapping[str, str]]) -> list[str]:
    """One line for every result that is not what the payload says."""
    return [
        f"{name} {operation}: {verdict}"
        for name, by_operation in verdicts.items()
        for operation, verdict in by_operation.items()
        if verdict not in ("same", "less", "not offered")
    ]


def times(
    found: Mapping[str, Codec], rounds: int, only: str
) -> dict[str, dict[str, float]]:
    """CPU seconds by codec and operation: the least of the rounds, which interleave."""
    least: dict[str, dict[str, float]] = {name: {} for name in found}
    for _ in range(rounds):
        for name, codec in found.items():
            report = measure(codec, "time", "--only", only)
            for operation, seconds in report["time"].items():
                known = least[name].get(operation, seconds)
                least[name][operation] = min(known, seconds)
    return least


def multiples(found: Mapping[str, Codec], only: str) -> dict[str, dict[str, float]]:
    """Peak memory as multiples of the payload, by codec and operation."""
    result: dict[str, dict[str, float]] = {}
    for name, codec in found.items():
        report = measure(codec, "memory", "--only", only)
        octets = report["octets"]
        result[name] = {
            operation: peak / octets[operation]
            for operation, peak in report["memory"].items()
        }
    return result


def growth(found: Mapping[str, Codec]) -> dict[str, dict[int, dict[str, float]]]:
    """Time and memory of columns, by our ways to them and the number of rows."""
    return {
        name: {
            rows: measure(found[name], "growth", "--rows", str(rows))["growth"]
            for rows in GROWTH
        }
        for name in (OURS, "cosem: numpy")
        if name in found
    }


def room(found: Mapping[str, Codec]) -> dict[str, dict[str, dict[str, float]]]:
    """Memory of columns by our ways to them and the kind of rows, in octets of a row."""
    result: dict[str, dict[str, dict[str, float]]] = {}
    for name in (OURS, "cosem: numpy"):
        for kind in payloads.ROWS if name in found else ():
            arguments = ("growth", "--kind", kind, "--rows", str(ROOM))
            grown = measure(found[name], *arguments)["growth"]
            of_a_row = {
                each: grown[each] / ROOM for each in ("octets", "result", "peak")
            }
            result.setdefault(name, {})[kind] = of_a_row
    return result


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="operation names, with commas")
    parser.add_argument("--codecs", default="", help="codec names, with commas")
    parser.add_argument("--json", type=Path, help="also write the figures here")
    arguments = parser.parse_args()

    found = codecs(set(filter(None, arguments.codecs.split(","))))
    verdicts = {name: measure(codec, "check")["check"] for name, codec in found.items()}
    wrong = wrong_results(verdicts)
    if wrong:
        print(*wrong, sep="\n", file=sys.stderr)
        return 1
    pythons = {name: codec.python for name, codec in found.items() if name in PEERS}
    if OURS in found:
        pythons["ours"] = found[OURS].python
    figures = {
        "python": sys.version.split()[0],
        "less": {
            name: [operation for operation, v in by_operation.items() if v == "less"]
            for name, by_operation in verdicts.items()
        },
        "seconds": times(found, arguments.rounds, arguments.only),
        "memory": multiples(found, arguments.only),
        "room": room(found),
        "growth": growth(found),
        "start": imports.start_times(pythons, ROOT),
    }
    print(tables.report(figures, OURS))
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
