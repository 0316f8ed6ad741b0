"""What builds cost: by phase for specs of many sizes, and for what people do with the standard's spec.

    python -m tests.bench.builds                              100 to 5,000 classes, then the standard
    python -m tests.bench.builds --classes 100,500 --rounds 0    the first table alone
    python -m tests.bench.builds --classes "" --rounds 5         the second one alone
    python -m tests.bench.builds --against ../other           also another checkout, by the Python of its .venv

The first table builds synthetic specs whose layout is known: everything was built before, and `MANIFEST.json` is there
while the output and the cache are gone. So black has nothing to do, which else takes most of the time. What is linear has
the same figure per class in each column.

The second table works on copies of the checkouts. Sides take turns, round by round, and the least of the rounds counts.
Nothing is judged.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from tests.bench import phases, synthetic, tables

ROOT: Final = Path(__file__).resolve().parents[2]
SIZES: Final = "100,500,1000,5000"
_MANIFEST: Final = "MANIFEST.json"
_LAYOUTS: Final = "format"
"""What the cache keeps of layouts in versions whose manifest does not settle them."""
_SKIPPED: Final = shutil.ignore_patterns(
    *("__pycache__", ".*_cache", ".git", ".venv", "tests", "site", "node_modules")
)


class Checkout(NamedTuple):
    """A version of cosemgen and the Python that runs it."""

    name: str
    root: Path
    python: Path


class Used(NamedTuple):
    """What a process has used."""

    seconds: float
    """Of CPU, with the processes that it has waited for."""
    octets: int
    """Most of memory."""
    said: str


def run(checkout: Checkout, cache: Path, cwd: Path, *arguments: object) -> Used:
    """Python with a checkout's cosemgen. Raises CalledProcessError where it fails."""
    command = [os.fspath(checkout.python), "-P", *map(str, arguments)]
    environment = {
        **os.environ,
        "PYTHONPATH": str(checkout.root / "generator"),
        "PYTHONDONTWRITEBYTECODE": "",
        "COSEM_CACHE_DIR": str(cache),
    }
    with tempfile.TemporaryFile("w+") as out:
        child = subprocess.Popen(
            command, cwd=cwd, env=environment, stdout=out, stderr=subprocess.DEVNULL
        )
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        said = out.read()
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, command, said)
    return Used(used.ru_utime + used.ru_stime, used.ru_maxrss * 1024, said)


# ---------------------------------------------------------------- many classes


def synthetic_build(
    checkout: Checkout, classes: int, folder: Path
) -> tuple[Used, dict[str, float]]:
    """One build whose layout is known: what it used, and CPU seconds by phase."""
    spec = folder / "spec"
    if not spec.exists():
        synthetic.write(spec, classes)
    before, now = (folder / f"{checkout.name}-{each}" for each in ("before", "now"))
    build = phases.__file__, spec
    run(checkout, before / "cache", folder, *build, before / "out", "--layout-known")
    # Nothing is deleted before the end: a file system may take long to make files where many have just been.
    (now / "out").mkdir(parents=True)
    shutil.copy(before / "out" / _MANIFEST, now / "out")
    layouts = before / "cache" / _LAYOUTS
    if layouts.exists():
        shutil.copytree(layouts, now / "cache" / _LAYOUTS)
    used = run(checkout, now / "cache", folder, *build, now / "out")
    seconds: dict[str, float] = json.loads(used.said.splitlines()[-1])
    return used, seconds


def many_classes(checkouts: list[Checkout], sizes: list[int]) -> Iterator[str]:
    """A table of phases for the first checkout; where there are others, their whole builds beside its own."""
    ours, *others = checkouts
    builds: dict[int, tuple[Used, dict[str, float]]] = {}
    theirs: dict[tuple[str, int], Used] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            builds[size] = synthetic_build(ours, size, Path(folder))
            for other in others:
                theirs[other.name, size] = synthetic_build(other, size, Path(folder))[0]
    names = {phase: None for _, seconds in builds.values() for phase in seconds}
    rows = [
        [
            name,
            *(_share(seconds.get(name, 0.0), n) for n, (_, seconds) in builds.items()),
        ]
        for name in names
    ]
    rows.append(["whole", *(_share(u.seconds, n) for n, (u, _) in builds.items())])
    rows.append(["peak memory", *(_megabytes(u.octets) for u, _ in builds.values())])
    for other in others:
        found = [(theirs[other.name, n], ours_) for n, (ours_, _) in builds.items()]
        rows += [
            [other.name, *(_share(theirs[other.name, n].seconds, n) for n in builds)],
            ["  / ours", *(f"{t.seconds / o.seconds:.2f}x" for t, o in found)],
            ["  memory / ours", *(f"{t.octets / o.octets:.2f}x" for t, o in found)],
        ]
    head = ["CPU s (ms per class)", *(f"{size:,} classes" for size in builds)]
    yield tables.table(head, rows)


def _share(seconds: float, classes: int) -> str:
    return f"{seconds:.2f} ({seconds * 1e3 / classes:.2f})"


def _megabytes(octets: int) -> str:
    return f"{octets / 1e6:.0f} MB"


# ---------------------------------------------------------------- the standard


class Edit(NamedTuple):
    """A text of the spec that is made longer by a number, another one each time."""

    path: str
    text: str


_BUILD: Final = ("build", "spec", "--out", "generated")
_ACTIONS: Final[Mapping[str, tuple[Edit | None, tuple[str, ...]]]] = {
    "fresh clone": (None, _BUILD),
    "nothing to do": (None, _BUILD),
    "one edited class": (
        Edit("classes/data/demand_register.cosem", "Start of the current measurement."),
        _BUILD,
    ),
    "one edited shared type": (
        Edit("types/values.cosem", "Power of ten and physical unit of a value"),
        _BUILD,
    ),
    "one edited OBIS object": (Edit("obis/abstract.cosem", '"Clock'), _BUILD),
    "show register": (None, ("show", "register")),
}
"""What people do, in the order in which it is done."""


def standard(checkouts: list[Checkout], rounds: int) -> Iterator[str]:
    """A table of what people do with the standard's spec."""
    least: dict[tuple[str, str], Used] = {}
    with tempfile.TemporaryDirectory() as folder:
        copies = [_copied(each, Path(folder)) for each in checkouts]
        # The first round compiles modules, and is not counted.
        for number in range(rounds + 1):
            for action in _ACTIONS:
                for copy in copies:
                    used = _act(copy, action, number)
                    known = least.get((action, copy.name)) if number else None
                    if known is None or used.seconds < known.seconds:
                        least[action, copy.name] = used
    ours, *others = copies
    rows = []
    for action in _ACTIONS:
        own = least[action, ours.name]
        row = [action, f"{own.seconds:.2f} s", _megabytes(own.octets)]
        for other in others:
            used = least[action, other.name]
            row += [f"{used.seconds:.2f} s", f"{used.seconds / own.seconds:.2f}x"]
        rows.append(row)
    head = ["the standard's spec", "CPU", "peak memory"]
    for other in others:
        head += [other.name, "/ ours"]
    yield tables.table(head, rows)


def _copied(checkout: Checkout, folder: Path) -> Checkout:
    root = folder / checkout.name
    shutil.copytree(checkout.root, root, ignore=_SKIPPED)
    return checkout._replace(root=root)


def _act(checkout: Checkout, action: str, number: int) -> Used:
    edit, command = _ACTIONS[action]
    cache = checkout.root / "cache"
    if action == "fresh clone":
        shutil.rmtree(cache, ignore_errors=True)
    if edit is not None:
        path = checkout.root / "spec" / edit.path
        text = path.read_text(encoding="utf-8")
        if edit.text not in text:
            raise ValueError(f"{path} has no {edit.text!r} to edit")
        path.write_text(
            text.replace(edit.text, f"{edit.text} {number}", 1), encoding="utf-8"
        )
    return run(checkout, cache, checkout.root, "-m", "cosemgen", *command)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.builds")
    parser.add_argument("--classes", default=SIZES, help="sizes, with commas")
    parser.add_argument("--rounds", type=int, default=3, help="of the second table")
    parser.add_argument("--against", type=Path, help="folder of another checkout")
    arguments = parser.parse_args()

    checkouts = [Checkout("ours", ROOT, Path(sys.executable))]
    if arguments.against:
        other = arguments.against.resolve()
        checkouts.append(Checkout(other.name, other, other / ".venv/bin/python"))
    sizes = [int(size) for size in arguments.classes.split(",") if size]
    if sizes:
        print(*many_classes(checkouts, sizes), sep="\n\n", flush=True)
    if arguments.rounds:
        print(*standard(checkouts, arguments.rounds), sep="\n\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
