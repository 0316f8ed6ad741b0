"""The command, as a user runs it."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

import cosem
from cosemgen.cli import main

SPEC = """\
package tiny "A tiny package" {
  source manual "The manual"
}

/// Counts something.
class 32800 "Tiny counter" {
  source manual

  version 0 {
    confidence high
    open "Whether it ever stops."

    /// How many.
    attribute 2 count: dynamic double-long-unsigned (0..99) = 1 unit second
    attribute 3 kind: static kind {
      selector 1 all
      selector 2 of_place: place returns long-unsigned
      selector 3 first returns unsigned
    }
    attribute 4 place: place

    /// Begin again.
    method 1 reset(0) mandatory @0x28

    enumeration kind {
      0 fast "as fast as it can"
      1 slow
      2..9 reserved
    }

    structure place {
      name: octet-string as logical-name
      marks: array of CHOICE { null-data, long-unsigned }
    }
  }

  version 1 from 0 {
    confidence medium
    remove attribute 4
  }
}

units unit {
  7 second "s" "time"
}
"""
MISTAKE = SPEC.replace("unit second", "unit secnd")


class Result(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def only_the_standard() -> None:
    """What is registered stays so in a process, and names lists that are told to have no name."""
    for package in reversed(cosem.CATALOGUE.packages()[1:]):
        cosem.unregister(package)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """`run("check", path)` gives exit code, standard output and standard error."""

    def call(*arguments: str | Path) -> Result:
        code = main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return Result(code, out, err)

    return call


@pytest.fixture
def spec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A spec file in the working directory."""
    monkeypatch.chdir(tmp_path)
    path = Path("tiny.cosem")
    path.write_text(SPEC)
    return path


def on_terminal(*arguments: str, **environment: str) -> str:
    """All that the command shows on a terminal of 100 columns."""
    leader, follower = pty.openpty()
    variables = {
        **os.environ,
        "TERM": "xterm",
        "COLUMNS": "100",
        "NO_COLOR": "",  # which somebody may have set for all that they run
        **environment,
    }
    with subprocess.Popen(
        [sys.executable, "-m", "cosemgen", *arguments],
        stdout=follower,
        stderr=follower,
        env=variables,
    ):
        os.close(follower)
        shown = b""
        while True:
            try:
                octets = os.read(leader, 4096)
            except OSError:  # how Linux says that the other side is closed
                break
            if not octets:
                break
            shown += octets
    os.close(leader)
    return shown.decode().replace("\r\n", "\n")
