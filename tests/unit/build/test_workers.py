"""Work in other processes gives what it would give in this one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from cosemgen.build import workers
from cosemgen.build.errors import BuildError
from cosemgen.build.workers import in_workers


def with_process(shared: Callable[[int], int], task: int) -> tuple[int, int]:
    return shared(task), os.getpid()


def fail(shared: None, task: int) -> None:
    raise BuildError(f"task {task}")


@pytest.fixture(params=[True, False], ids=["forked", "here"])
def forked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    may = bool(request.param)
    monkeypatch.setattr(workers, "_may_fork", lambda: may)
    return may


def test_results_come_in_order_and_what_is_shared_is_not_pickled(forked: bool) -> None:
    # A lambda cannot be pickled.
    found = in_workers(with_process, lambda n: n * n, range(20))
    assert [value for value, _ in found] == [n * n for n in range(20)]
    assert (os.getpid() in {process for _, process in found}) is not forked


def test_an_error_comes_back_as_it_is(forked: bool) -> None:
    with pytest.raises(BuildError, match="task 0"):
        in_workers(fail, None, [0, 1, 2])


def test_one_task_needs_no_process() -> None:
    assert in_workers(with_process, abs, [-1]) == [(1, os.getpid())]


def leave(shared: None, task: int) -> None:
    os._exit(9)


def test_a_process_that_was_killed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_may_fork", lambda: True)
    with pytest.raises(BuildError, match="a process of the build was killed"):
        in_workers(leave, None, [1, 2])


PROGRAM = """
import time
from cosemgen.build.workers import in_workers

def wait(shared, task):
    print("ready", flush=True)
    time.sleep(60)

in_workers(wait, None, [1, 2])
"""


@pytest.mark.slow
def test_workers_end_with_their_parent() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert [process.stdout.readline() for _ in range(2)] == ["ready\n"] * 2
        process.kill()
        # The pipe ends when the last of those that write to it is gone.
        process.communicate(timeout=30)
