"""The engine that needs nothing: changes what did something new, and looks at the rest.

An execution costs little, since nothing is traced: what an input did (see `Target.run`)
says whether it is worth keeping. Time and memory are watched from outside: a tick of
processor time sees an execution that does not end, and the peak of memory, looked at
every few hundred executions, one that took too much.
"""

from __future__ import annotations

import hashlib
import resource
import signal
import sys
import tracemalloc
from collections import deque
from collections.abc import Hashable, Iterable, Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from tests.fuzz.targets import Target

SHARES = {
    "decoders": 0.53,
    "readings": 0.2,
    "JSON": 0.1,
    "columns": 0.005,
    "objects": 0.06,
    "telegrams": 0.06,
    "pushes": 0.02,
    "dumps": 0.01,
    "simulator": 0.01,
    "packages": 0.004,
    "specs": 0.004,
    "models": 0.002,
}
"""How often each group is tried, so that the dear ones do not take all the time."""

TICK = 1.0
LONGEST_SECONDS = 10.0
"""Processor time of one execution; far more than any takes."""
MOST_MEMORY = 64 * 1024
"""KiB that the process may grow by in one round of executions."""
ROUND = 256
THOROUGH = 4
"""Every so many executions the dear promises are tried as well."""
KEPT = 40
"""Inputs that are kept for each target."""


class Finding(Exception):
    """A promise that does not hold, and the input that shows it."""

    def __init__(self, target: str, data: bytes, fault: BaseException) -> None:
        super().__init__(target, data, fault)
        self.target = target
        self.data = data
        self.fault = fault

    def __str__(self) -> str:
        return f"{self.target}: {type(self.fault).__name__}: {self.fault}"

    def write(self, folder: Path) -> Path:
        """The reproducer: a line as those of the corpus, with what happened above it."""
        name = hashlib.sha256(self.data).hexdigest()[:10]
        path = folder / f"fuzz-finding-{name}.txt"
        told = "".join(f"# {line}\n" for line in str(self).splitlines()[:20])
        path.write_text(f"{told}{line(self.target, self.data)}\n", encoding="utf-8")
        return path


class TooSlow(Exception):
    """An execution takes longer than any may."""


class TooMuchMemory(Exception):
    """An execution takes more memory than any may."""


class Figures(NamedTuple):
    """What a run has done so far."""

    executions: int
    behaviours: int
    corpus: int
    peak: int
    """KiB of memory at most."""


class Engine:
    """One process' share of a run; the same seed does the same again."""

    def __init__(
        self,
        groups: Mapping[str, list[Target]],
        seed: int,
        corpus: Mapping[str, list[bytes]] | None = None,
    ) -> None:
        self.random = Random(seed)
        self.executions = 0
        self._groups = [(name, members) for name, members in groups.items() if members]
        self._shares = [SHARES[name] for name, _ in self._groups]
        self._kept: dict[str, list[bytes]] = {
            target.name: [*(corpus or {}).get(target.name, ())]
            for _, members in self._groups
            for target in members
        }
        self._seen: set[tuple[str, Hashable]] = set()
        self._last: deque[tuple[Target, bytes]] = deque(maxlen=ROUND)
        self._current: tuple[Target, bytes] | None = None
        self._ticks = (-1, 0)
        self._peak = 0

    def run(self, executions: int) -> Iterator[Figures]:
        """Execute that often; figures after every round; raises Finding."""
        before = signal.signal(signal.SIGVTALRM, self._tick)
        signal.setitimer(signal.ITIMER_VIRTUAL, TICK, TICK)
        self._peak = peak()
        try:
            yield from self._rounds(executions)
        except Finding:
            raise
        except Exception as fault:
            if self._current is None:
                raise
            target, data = self._current
            raise Finding(target.name, data, fault) from fault
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            signal.signal(signal.SIGVTALRM, before)

    def corpus(self) -> dict[str, list[bytes]]:
        """What is kept, by target: each input did something that none before it did."""
        return {name: inputs for name, inputs in self._kept.items() if inputs}

    def _rounds(self, executions: int) -> Iterator[Figures]:
        for _, members in self._groups:
            for target in members:
                for data in [*self._kept[target.name]]:
                    self._execute(target, data, True)
        while self.executions < executions:
            count = min(ROUND, executions - self.executions)
            chosen = self.random.choices(self._groups, self._shares, k=count)
            for _, members in chosen:
                target = members[int(self.random.random() * len(members))]
                thorough = self.executions % THOROUGH == 0
                data = self._input(target)
                if self._execute(target, data, thorough):
                    self._keep(target, data)
            self._watch_memory()
            yield self._figures()

    def _execute(self, target: Target, data: bytes, thorough: bool) -> bool:
        """Whether the input did something new."""
        self._current = (target, data)
        self._last.append(self._current)
        self.executions += 1
        key = (target.name, target.run(data, thorough))
        self._current = None
        if key in self._seen:
            return False
        self._seen.add(key)
        return True

    def _input(self, target: Target) -> bytes:
        kept = self._kept[target.name]
        if not kept or self.random.random() < 0.1:
            data = target.example(self.random)
            return data if self.random.random() < 0.5 else self._mutated(target, data)
        return self._mutated(target, kept[int(self.random.random() * len(kept))])

    def _mutated(self, target: Target, data: bytes) -> bytes:
        return target.mutate(self.random, data)

    def _keep(self, target: Target, data: bytes) -> None:
        kept = self._kept[target.name]
        if len(kept) < KEPT:
            kept.append(data)
        else:
            kept[int(self.random.random() * KEPT)] = data

    def _figures(self) -> Figures:
        kept = sum(len(inputs) for inputs in self._kept.values())
        return Figures(self.executions, len(self._seen), kept, self._peak)

    # ---- watching

    def _tick(self, signum: int, frame: object) -> None:
        """Every TICK of processor time: is it still the same execution?"""
        at, ticks = self._ticks
        if at != self.executions or self._current is None:
            self._ticks = (self.executions, 0)
            return
        self._ticks = (at, ticks + 1)
        if (ticks + 1) * TICK >= LONGEST_SECONDS:
            raise TooSlow(f"more than {LONGEST_SECONDS:g} s of processor time")

    def _watch_memory(self) -> None:
        before, self._peak = self._peak, peak()
        if self._peak - before <= MOST_MEMORY:
            return
        for target, data in self._last:
            if _memory(target, data) > MOST_MEMORY * 1024 // 2:
                fault = TooMuchMemory(f"more than {MOST_MEMORY // 1024} MiB")
                raise Finding(target.name, data, fault)


def peak() -> int:
    """KiB of memory that this process has had at most."""
    found = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return found // 1024 if sys.platform == "darwin" else found


def _memory(target: Target, data: bytes) -> int:
    """Octets that an execution takes at most."""
    tracemalloc.start()
    try:
        target.run(data, True)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


# ---- inputs as text: one a line, the target's name and the octets in hex


def line(target: str, data: bytes) -> str:
    return f"{target} {data.hex()}"


def write_corpus(path: Path, corpus: Mapping[str, Iterable[bytes]], head: str) -> None:
    """A corpus as one file, in order, with comments on top."""
    lines = [line(name, data) for name in sorted(corpus) for data in corpus[name]]
    text = "".join(f"# {each}\n" for each in head.splitlines()) + "\n".join(lines)
    path.write_text(f"{text}\n", encoding="utf-8")


def read_corpus(path: Path) -> dict[str, list[bytes]]:
    """The inputs of a corpus or a reproducer, by target."""
    found: dict[str, list[bytes]] = {}
    for each in path.read_text(encoding="utf-8").splitlines():
        if each and not each.startswith("#"):
            name, _, octets = each.rpartition(" ")
            found.setdefault(name, []).append(bytes.fromhex(octets))
    return found


def add_corpus(corpus: dict[str, list[bytes]], more: Mapping[str, list[bytes]]) -> None:
    """Add inputs to those of the same target."""
    for name, inputs in more.items():
        corpus.setdefault(name, []).extend(inputs)


def by_name(groups: Mapping[str, list[Target]]) -> dict[str, Target]:
    return {target.name: target for members in groups.values() for target in members}


def replay(groups: Mapping[str, list[Target]], path: Path) -> int:
    """Run every input of a file thoroughly; the first fault comes out as it is."""
    named: dict[str, Any] = by_name(groups)
    count = 0
    for name, inputs in read_corpus(path).items():
        if name in named:  # a class may have lost an attribute since
            for data in inputs:
                named[name].run(data, True)
                count += 1
    return count
