"""Draws mutants by seed, and says which of them the tests see.

    python -m tests.mutation --seed 1 --count 28

Every mutant is tried in a copy of the checkout, with the everyday tests that reach its
line; what these do not see is tried with `cosemgen build --check` and a part of the
generated suite, as CI would. See README.md of this folder.
"""

from __future__ import annotations

import argparse
import difflib
import hashlib
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest

from tests.mutation.chosen import CHOSEN
from tests.mutation.contexts import FOLDER, Reached, file_of
from tests.mutation.places import Mutant, places
from tests.scratch import changed, copied, python

EQUIVALENT = Path(__file__).with_name("equivalent.txt")
PATH = (".", "generator", "generated")
SECONDS_PER_TEST = 60
SECONDS = 400
"""For all tests of one mutant. One that does not end is seen by the limit of a test."""
TOO_LATE = -9
"""The status of a program that such a limit has ended."""
MOST_TESTS = 1500
SUITE = [
    f"generated/conformance/test_{name}.py"
    for name in ("register", "clock", "profile_generic", "catalogue", "push_setup")
]


class Verdict(NamedTuple):
    seen_by: str
    """What noticed; empty for a survivor."""
    tests: int
    seconds: float


def main() -> int:
    options = _options()
    with TemporaryDirectory() as temporary:
        work = Path(options.work or temporary).resolve()
        copy = work / "copy"
        copied(copy)
        mutants = drawn(copy, options.seed, options.count, options.package)
        reached = _reached(copy, work)
        survivors = []
        print("| # | place | change | result | tests | s |")
        print("| --: | --- | --- | --- | --: | --: |")
        for number, mutant in enumerate(mutants):
            text = (copy / mutant.path).read_text(encoding="utf-8")
            why = equivalent(mutant, text)
            verdict = None if why else tried(mutant, copy, work, reached)
            if verdict and not verdict.seen_by:
                survivors.append(mutant)
            print(_row(number, mutant, why, verdict), flush=True)
        for mutant in survivors:
            print("\n" + _difference(mutant, copy), end="")
            for test in reached.tests(mutant.path, mutant.line, 10):
                print(f"  tried: {test}")
    print(f"\n{len(mutants)} mutants, {len(survivors)} survivors")
    return 1 if survivors else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m tests.mutation", description=__doc__)
    add = parser.add_argument
    add("--seed", type=int, default=1, help="the same seed draws the same places")
    add("--count", type=int, default=28)
    add("--package", default="", help="a folder below generator, as cosem_runtime")
    add("--work", help="folder to keep: which tests reach which lines is found once")
    return parser.parse_args()


def drawn(root: Path, seed: int, count: int, package: str = "") -> list[Mutant]:
    """Places by seed, of all code below a folder of the generator in a checkout."""
    files = sorted((root / "generator" / package).rglob("*.py"))
    found = [mutant for path in files for mutant in places(root, path)]
    return random.Random(seed).sample(found, min(count, len(found)))


def equivalent(mutant: Mutant, text: str) -> str:
    """Why somebody has found that a mutant does what the code does; empty if not."""
    before, after = mutant.lines(text)
    for line in EQUIVALENT.read_text(encoding="utf-8").splitlines():
        path, _, rest = line.partition(" | ")
        told, _, why = rest.rpartition(" | ")
        if (path, told) == (mutant.path, f"{before.strip()} -> {after.strip()}"):
            return why
    return ""


def tried(mutant: Mutant, copy: Path, work: Path, reached: Reached) -> Verdict:
    """What sees a mutant, if anything does."""
    path = copy / mutant.path
    started = time.monotonic()
    tests = reached.tests(mutant.path, mutant.line, MOST_TESTS)
    with changed(path, mutant.apply(path.read_text(encoding="utf-8"))):
        seen_by = next((seen for seen in _sights(copy, work, tests) if seen), "")
    return Verdict(seen_by, len(tests), time.monotonic() - started)


def _sights(copy: Path, work: Path, tests: list[str]) -> Iterator[str]:
    """What noticed, one attempt after the other, each dearer than the one before."""
    if tests:
        listed = work / "tests.txt"
        listed.write_text("\n".join(tests), encoding="utf-8")
        files = dict.fromkeys(map(file_of, tests))
        plugin = ("-p", "tests.mutation.chosen")
        yield _pytest(copy, *plugin, *files, **{CHOSEN: str(listed)})
    status, _ = _ended(copy, "-m", "cosemgen", "build", "--check")
    yield "build --check" if status else ""
    yield _pytest(copy, *SUITE)


def _pytest(copy: Path, *arguments: str, **variables: str) -> str:
    """The first test that fails. That all together take long says nothing."""
    options = (
        "-x",
        "-q",
        "-p",
        "no:cacheprovider",
        f"-ofaulthandler_timeout={SECONDS_PER_TEST}",
    )
    status, out = _ended(copy, "-m", "pytest", *options, *arguments, **variables)
    if status in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED, TOO_LATE):
        return ""
    failed = re.findall(r"^(?:FAILED|ERROR) (\S+)", out, re.M)
    return failed[0] if failed else (out.splitlines() or [f"status {status}"])[-1][:80]


def _ended(copy: Path, *arguments: str, **variables: str) -> tuple[int, str]:
    """Status of a program, and what it has said."""
    try:
        done = python(copy, *arguments, path=PATH, timeout=SECONDS, **variables)
    except subprocess.TimeoutExpired:
        return TOO_LATE, ""
    return done.returncode, done.stdout.strip()


def _reached(copy: Path, work: Path) -> Reached:
    """Runs the everyday tests once, unless that was done for the same files."""
    digest = hashlib.sha256()
    for path in sorted(copy.rglob("*.py")):
        digest.update(path.read_bytes())
    folder = work / f"contexts-{digest.hexdigest()[:12]}"
    if not (folder / "whole").exists():
        folder.mkdir(exist_ok=True)
        print("finding out which tests reach which lines", file=sys.stderr, flush=True)
        done = python(
            copy,
            *("-m", "pytest", "-q", "-n", "2", "-p", "tests.mutation.contexts"),
            path=PATH,
            **{FOLDER: str(folder)},
        )
        if done.returncode:
            raise SystemExit(f"the tests fail without a mutant:\n{done.stdout[-3000:]}")
        (folder / "whole").touch()
    return Reached(copy, folder)


def _row(number: int, mutant: Mutant, why: str, verdict: Verdict | None) -> str:
    change = f"{mutant.kind}: `{_short(mutant.old)}` -> `{_short(mutant.new)}`"
    place = f"{mutant.path.removeprefix('generator/')}:{mutant.line}"
    if verdict is None:
        return f"| {number} | {place} | {change} | equivalent: {why} | | |"
    result = f"killed: {verdict.seen_by}" if verdict.seen_by else "**survives**"
    return (
        f"| {number} | {place} | {change} | {result}"
        f" | {verdict.tests} | {verdict.seconds:.0f} |"
    )


def _short(text: str) -> str:
    text = " ".join(text.split()).replace("|", "\\|")
    return text if len(text) <= 40 else f"{text[:37]}..."


def _difference(mutant: Mutant, copy: Path) -> str:
    text = (copy / mutant.path).read_text(encoding="utf-8")
    lines = difflib.unified_diff(
        text.splitlines(keepends=True),
        mutant.apply(text).splitlines(keepends=True),
        *(mutant.path, mutant.path),
        n=2,
    )
    return "".join(lines)


if __name__ == "__main__":
    sys.exit(main())
