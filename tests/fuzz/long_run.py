"""The long run: `python -m tests.fuzz --executions 10000000 --jobs 2`.

Stops at the first finding, and writes a file that shows it again (`--replay FILE`).
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from fnmatch import fnmatch
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from tests.fuzz.engine import (
    Engine,
    Figures,
    Finding,
    add_corpus,
    read_corpus,
    replay,
    write_corpus,
)
from tests.fuzz.reached import fewest
from tests.fuzz.targets import Target, targets

HERE = Path(__file__).parent
CORPUS = HERE / "corpus.txt"
MENDED = HERE / "mended.txt"
HEAD = """\
The fewest inputs that reach all of the runtime that fuzzing has reached: the name of a
target and octets. Made by `python -m tests.fuzz --keep`; nothing here is of a meter."""
BETWEEN_LINES = 10
"""Seconds between two lines of progress."""


def main() -> int:
    options = _options()
    if options.keep and (options.only or options.without):
        print("--keep renews the corpus of all targets", file=sys.stderr)
        return 2
    groups = chosen(options.only, options.without)
    if not any(groups.values()):
        print("no target has such a name", file=sys.stderr)
        return 2
    if options.replay:
        return _replay(groups, options.replay)
    if options.engine == "atheris":
        return _guided(options)
    count = sum(map(len, groups.values()))
    print(f"{count} targets, {options.jobs} processes, seed {options.seed}")
    corpus: dict[str, list[bytes]] = {}
    finding = _run(options, corpus)
    if finding is not None:
        path = finding.write(Path.cwd())
        print(f"\nFINDING {finding}\npython -m tests.fuzz --replay {path}")
        return 1
    kept, lines = fewest(groups, corpus)
    inputs = sum(map(len, kept.values()))
    print(f"{lines} lines of cosem_runtime reached, by {inputs} inputs at least")
    if options.keep:
        write_corpus(options.corpus, kept, HEAD)
        print(f"{options.corpus} written: read the difference before committing it")
    return 0


def chosen(only: list[str], without: list[str]) -> dict[str, list[Target]]:
    """The targets whose names fit, by group."""

    def wanted(name: str) -> bool:
        return (
            not only or any(fnmatch(name, pattern) for pattern in only)
        ) and not any(fnmatch(name, pattern) for pattern in without)

    return {
        group: [target for target in members if wanted(target.name)]
        for group, members in targets().items()
    }


def beginning(corpus: Path) -> dict[str, list[bytes]]:
    """The committed corpus, and that of an earlier run where there is one."""
    found = read_corpus(CORPUS)
    if corpus != CORPUS and corpus.exists():
        for name, inputs in read_corpus(corpus).items():
            known = {*found.get(name, ())}
            add_corpus(found, {name: [each for each in inputs if each not in known]})
    return found


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m tests.fuzz", description=__doc__)
    add = parser.add_argument
    add("--executions", type=int, default=100_000, help="of all processes together")
    add("--jobs", type=int, default=1, help="processes")
    add("--seed", type=int, default=1, help="the same seed tries the same inputs")
    add("--only", action="append", default=[], help="targets by name, with * and ?")
    add("--without", action="append", default=[], help="targets to leave out")
    add("--keep", action="store_true", help="renew the corpus")
    add("--corpus", type=Path, default=CORPUS, help="one besides the committed one")
    add("--replay", type=Path, help="run the inputs of a file, with the traceback")
    add("--engine", choices=("own", "atheris"), default="own")
    return parser.parse_args()


def _replay(groups: Mapping[str, list[Target]], path: Path) -> int:
    try:
        count = replay(groups, path)
    except Exception:
        traceback.print_exc()
        return 1
    print(f"{count} inputs, nothing found")
    return 0


# ---- processes


def _run(options: argparse.Namespace, corpus: dict[str, list[bytes]]) -> Finding | None:
    """The finding that stopped the run; else fills the corpus."""
    started = told = time.monotonic()
    figures = [Figures(0, 0, 0, 0)] * options.jobs
    with _workers(options) as waiting:
        while waiting:
            for connection in wait(list(waiting), BETWEEN_LINES):
                assert isinstance(connection, Connection)
                job = waiting[connection]
                try:
                    sent = connection.recv()
                except EOFError:
                    raise SystemExit(f"process {job} ended without a word") from None
                if isinstance(sent, Figures):
                    figures[job] = sent
                elif isinstance(sent, Finding):
                    _tell(figures, started)
                    return sent
                else:
                    add_corpus(corpus, sent)
                    del waiting[connection]
            if not waiting or time.monotonic() - told >= BETWEEN_LINES:
                told = time.monotonic()
                _tell(figures, started)
    return None


def _tell(figures: list[Figures], started: float) -> None:
    seconds = time.monotonic() - started
    executions = sum(each.executions for each in figures)
    print(
        f"{seconds:6.0f} s  {executions:,} executions"
        f" ({executions / max(seconds, 1e-9):,.0f}/s)"
        f"  {sum(each.behaviours for each in figures):,} behaviours"
        f"  {sum(each.corpus for each in figures):,} inputs kept"
        f"  peak {max(each.peak for each in figures) / 1024:.0f} MiB",
        flush=True,
    )


@contextmanager
def _workers(options: argparse.Namespace) -> Iterator[dict[Connection, int]]:
    """The processes' connections with their numbers; none outlives the block."""
    context = multiprocessing.get_context("spawn")
    processes = []
    waiting: dict[Connection, int] = {}
    share = -(-options.executions // options.jobs)
    for job in range(options.jobs):
        ours, theirs = context.Pipe(duplex=False)
        seed = options.seed + job
        arguments = theirs, options.only, options.without, seed, share, options.corpus
        process = context.Process(target=_work, args=arguments, daemon=True)
        process.start()
        theirs.close()
        processes.append(process)
        waiting[ours] = job
    try:
        yield waiting
    finally:
        for process in processes:
            process.terminate()
            process.join()


def _work(
    out: Connection,
    only: list[str],
    without: list[str],
    seed: int,
    executions: int,
    corpus: Path,
) -> None:
    engine = Engine(chosen(only, without), seed, beginning(corpus))
    told = time.monotonic()
    try:
        for figures in engine.run(executions):
            if time.monotonic() - told > 1 or figures.executions >= executions:
                told = time.monotonic()
                out.send(figures)
    except Finding as finding:
        out.send(_sendable(finding))
    else:
        out.send(engine.corpus())


def _sendable(finding: Finding) -> Finding:
    """With its traceback as text: an exception of the runtime need not be picklable."""
    lines = traceback.format_exception(finding.fault)[-12:]
    said = f"{type(finding.fault).__name__}: {finding.fault}\n{''.join(lines)}"
    return Finding(finding.target, finding.data, RuntimeError(said))


def _guided(options: argparse.Namespace) -> int:
    """Coverage-guided: a process of atheris for each job, with folders of their own."""
    share = -(-options.executions // options.jobs)
    running: list[subprocess.Popen[Any]] = []
    for job in range(options.jobs):
        command = [sys.executable, "-m", "tests.fuzz.guided", f"-runs={share}"]
        command += [f"-seed={options.seed + job}", "-max_len=4096", "-timeout=20"]
        command += ["-rss_limit_mb=1024", "-print_final_stats=1"]
        running.append(subprocess.Popen(command, env=dict(os.environ)))
    return max(process.wait() != 0 for process in running)
