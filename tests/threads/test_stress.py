"""The stress run, short: the long one is `python -m tests.threads --processes 3000`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.minutes
def test_fresh_processes_answer_as_one_thread_does() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.threads", "--processes", "60"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_it_tells_other_answers_and_second_objects() -> None:
    from .stress import SAME, differences

    key, same = ("key",), (SAME, "thing")
    expected = {key: "'right'", same: "[]"}
    one: list[object] = []
    good = {key: "'right'", same: one}
    assert differences([{**good}, {**good}], {key: repr("'right'"), same: "[]"}) == []
    assert "wrong" in str(differences([good, {**good, key: "wrong"}], expected))
    assert "more than one" in str(differences([good, {**good, same: []}], expected))
