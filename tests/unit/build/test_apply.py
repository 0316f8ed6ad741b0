"""A build that dies at any moment leaves the old output, or the new one is finished."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cosemgen.build import apply as module
from cosemgen.build.deliver import unfinished
from cosemgen.build.errors import BuildError

from .conftest import HEADER, build, tree

OLD = {"a.py": HEADER + "old", "gone/b.py": HEADER + "b", "same.py": HEADER}
NEW = {"a.py": HEADER + "new", "c/d.py": HEADER + "d", "e.py": HEADER, "same.py": HEADER}
STEPS = 40


class Killed(BaseException):
    """Stands for the end of the process: nothing may catch it."""


@pytest.fixture
def kill_at(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], None]]:
    """Die at the n-th change of the disk, counted from now."""
    state = {"left": -1}

    def dying(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            state["left"] -= 1
            if state["left"] == 0:
                raise Killed
            return function(*arguments, **options)

        return call

    for place, name in (
        (os, "replace"),
        (os, "fsync"),
        (Path, "unlink"),
        (Path, "mkdir"),
        (Path, "rmdir"),
        (Path, "write_bytes"),
        (shutil, "rmtree"),
    ):
        monkeypatch.setattr(place, name, dying(getattr(place, name)))
    yield lambda step: state.update(left=step)
    state["left"] = -1


def expected(texts: dict[str, str], folder: Path) -> dict[str, str]:
    build(folder, texts)
    return tree(folder)


def owned(folder: Path) -> dict[str, str]:
    """The output without what a build under way keeps beside it."""
    return {
        path: text
        for path, text in tree(folder).items()
        if not path.startswith(".cosemgen-")
    }


@pytest.mark.parametrize("step", range(1, STEPS))
def test_death_at_any_step(
    tmp_path: Path, step: int, kill_at: Callable[[int], None]
) -> None:
    old = expected(OLD, tmp_path / "old")
    new = expected(NEW, tmp_path / "new")
    out = tmp_path / "out"
    build(out, OLD)

    kill_at(step)
    died = False
    try:
        build(out, NEW)
    except Killed:
        died = True
    kill_at(-1)

    if not died:
        assert tree(out) == new
        return
    committed = module.interrupted(out)
    if not committed and owned(out) != new:
        assert owned(out) == old, "without a journal nothing has been touched"
    # The next build settles the interrupted one before it does anything else.
    module.recover(out)
    assert owned(out) in ((new,) if committed else (old, new))
    build(out, NEW)
    assert tree(out) == new, "and nothing is left over"


def test_the_steps_above_reach_the_end(
    tmp_path: Path, kill_at: Callable[[int], None]
) -> None:
    out = tmp_path / "out"
    build(out, OLD)
    kill_at(STEPS - 1)
    build(out, NEW)  # would raise Killed if a build had more steps than the test tries


def test_check_says_that_a_build_was_killed(
    tmp_path: Path, kill_at: Callable[[int], None]
) -> None:
    out = tmp_path / "out"
    build(out, OLD)
    for step in range(1, STEPS):
        kill_at(step)
        try:
            build(out, NEW)
        except Killed:
            if module.interrupted(out):
                break
    kill_at(-1)
    with pytest.raises(BuildError, match="was killed before its end"):
        unfinished(out)


def test_a_full_disk_leaves_the_old_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    build(out, OLD)
    before = tree(out)
    write = Path.write_bytes

    def full(path: Path, octets: bytes) -> int:
        if path.name == "e.py":
            raise OSError(28, "No space left on device", str(path))
        return write(path, octets)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(BuildError, match="No space left on device"):
        build(out, NEW)
    assert tree(out) == before


PROGRAM = """
    import sys
    from pathlib import Path
    from tests.unit.build.conftest import HEADER, build
    out, word = Path(sys.argv[1]), sys.argv[2]
    print("ready", flush=True)
    build(out, {f"f{n}.py": HEADER + word for n in range(400)})
"""


@pytest.mark.slow
@pytest.mark.parametrize("delay", [0, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1])
def test_a_real_kill(tmp_path: Path, delay: float) -> None:
    out = tmp_path / "out"
    build(out, {f"f{n}.py": HEADER + "old" for n in range(400)})
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(PROGRAM), str(out), "new"],
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
    module.recover(out)
    words = {text.removeprefix(HEADER) for path, text in tree(out).items() if ".py" in path}
    assert words in ({"old"}, {"new"}), "old and new are never mixed"
