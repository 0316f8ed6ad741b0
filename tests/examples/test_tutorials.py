"""The tutorials, done word for word: what they say to write is written, and commands print what is shown.

`pytest -m slow -rP tests/examples/test_tutorials.py` tells how long each step took.
"""

from __future__ import annotations

import doctest
import os
import pty
import re
import shlex
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.packaging.conftest import wheel as wheel  # a fixture
from tests.scratch import copied

from .collect import FENCED, TUTORIALS, commit, git

pytestmark = [pytest.mark.slow, pytest.mark.minutes]

MAINTAINER, VENDOR = TUTORIALS
NAMED = re.compile(r"(?://|#) file: (\S+)\n")
DURATION = re.compile(r"\b\d+(\.\d+)? ?s\b")
LENIENT = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


class Step(NamedTuple):
    """What a reader does: a line of the shell, and what the page says it prints; nothing where it does not say."""

    line: str
    output: str = ""


def steps(page: Path) -> Iterator[Step]:
    """Those of a page, in order. Files are written, changed and tried by commands, too."""
    for language, text in FENCED.findall(page.read_text(encoding="utf-8")):
        if language == "console":
            parts = re.split(r"^\$ (.*)\n", text, flags=re.MULTILINE)[1:]
            yield from map(Step, parts[::2], parts[1::2])
        elif language == "diff":
            yield Step(given(text, "git apply -p0 --recount -"))
        elif language == "pycon":
            yield Step(given(text, 'cat > "$TMPDIR/session.txt"'))
            yield Step('python -m doctest "$TMPDIR/session.txt"')
        else:
            name = NAMED.match(text)
            assert (
                name
            ), f"{page.name} does not say where this is to be written:\n{text}"
            yield Step(given(text[name.end() :], f"cat > {shlex.quote(name[1])}"))


def given(text: str, command: str) -> str:
    """A command that reads this text."""
    return f"{command} <<'END OF BLOCK'\n{text}END OF BLOCK"


class Shell:
    """A shell at a terminal, where a reader goes from step to step."""

    def __init__(self, folder: Path, variables: dict[str, str]) -> None:
        self._terminal, inside = pty.openpty()
        self._process = subprocess.Popen(
            ["bash", "--norc", "-o", "pipefail"],
            cwd=folder,
            env=variables,
            stdin=subprocess.PIPE,
            stdout=inside,
            stderr=inside,
            start_new_session=True,
        )
        os.close(inside)

    def run(self, line: str) -> tuple[int, str]:
        """The exit code, and what the terminal shows."""
        assert self._process.stdin
        # In one group, so that no command reads what is meant for the shell.
        text = f"{{ {line}\n}} < /dev/null; printf '\\037%d\\n' $?\n"
        self._process.stdin.write(text.encode())
        self._process.stdin.flush()
        shown = b""
        while not (ended := re.search(rb"\x1f(\d+)\r\n", shown)):
            shown += os.read(self._terminal, 65536)
        return int(ended[1]), shown[: ended.start()].decode().replace("\r\n", "\n")

    def end(self) -> None:
        """With all that it has started."""
        os.killpg(self._process.pid, 15)
        self._process.communicate()
        os.close(self._terminal)


def follow(page: Path, folder: Path, **variables: str) -> None:
    """Do in an empty folder what a page says; each command has to succeed, and prints what is shown."""
    (folder / "tmp").mkdir()
    (folder / "work").mkdir()
    own = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    pip = {k: v for k, v in os.environ.items() if k.startswith("PIP_")}
    shell = Shell(
        folder / "work",
        {
            **own,
            **pip,
            **{"TERM": "dumb", "NO_COLOR": "1", "COLUMNS": "100"},
            **{"HOME": str(folder), "TMPDIR": str(folder / "tmp")},
            **{"PIP_DISABLE_PIP_VERSION_CHECK": "1"},
            **{"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org"},
            **{"GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org"},
            **variables,
        },
    )
    checker = doctest.OutputChecker()
    try:
        for step in steps(page):
            begun = time.perf_counter()
            code, shown = shell.run(step.line)
            head = step.line.partition("\n")[0]
            print(f"{time.perf_counter() - begun:6.1f} s  {head}")
            assert not code, f"{page.name}: {head}\n{shown}"
            if step.output:
                want, got = (DURATION.sub("0 s", t) for t in (step.output, shown))
                assert checker.check_output(
                    want, got, LENIENT
                ), f"{page.name}: {head}\n{shown}"
    finally:
        shell.end()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """The project as it is here, for others to clone."""
    place = copied(tmp_path / "origin")
    git(place, "init", "--quiet")
    git(place, "add", "--all")
    commit(place)
    return place


def test_a_maintainers_day(repository: Path, tmp_path: Path) -> None:
    follow(MAINTAINER, tmp_path, COSEM=str(repository))


def test_a_vendors_day(wheel: Path, tmp_path: Path) -> None:
    """The package that is installed is this one, from a wheel."""
    follow(VENDOR, tmp_path, PIP_FIND_LINKS=str(wheel.parent))
