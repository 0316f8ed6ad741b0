"""Builds of one output folder come one after the other."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from cosemgen.build import exclusive
from cosemgen.build.errors import BuildError
from cosemgen.build.progress import Progress

from .conftest import HEADER, tree


def test_lock_leaves_nothing_behind(tmp_path: Path) -> None:
    with exclusive.locked(tmp_path):
        assert (tmp_path / exclusive.NAME).exists()
    assert not list(tmp_path.iterdir())


def test_lock_of_a_dead_process_does_not_hold(tmp_path: Path) -> None:
    (tmp_path / exclusive.NAME).write_text("")
    with exclusive.locked(
        tmp_path, Progress(note=lambda _: pytest.fail("nobody holds it"))
    ):
        pass


def test_a_system_that_keeps_what_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Windows: nobody unlinks what this process, or one that waits, has open."""
    opened: dict[int, str] = {}
    begin, end, unlink = os.open, os.close, Path.unlink

    def opening(path: Path, *how: int) -> int:
        found = begin(path, *how)
        opened[found] = str(path)
        return found

    def closing(descriptor: int) -> None:
        opened.pop(descriptor, None)
        end(descriptor)

    def unlinking(path: Path, missing_ok: bool = False) -> None:
        if str(path) in opened.values():
            raise PermissionError(13, "it is open", str(path))
        unlink(path, missing_ok)

    monkeypatch.setattr(exclusive, "_KEEPS_OPEN", True)
    monkeypatch.setattr(os, "open", opening)
    monkeypatch.setattr(os, "close", closing)
    monkeypatch.setattr(Path, "unlink", unlinking)
    with exclusive.locked(tmp_path):
        pass
    assert not list(tmp_path.iterdir())
    with exclusive.locked(tmp_path):
        waiting = os.open(tmp_path / exclusive.NAME, os.O_RDWR)
    os.close(waiting)
    with exclusive.locked(tmp_path):
        pass
    assert not list(tmp_path.iterdir())


def test_folder_that_cannot_be_made_is_one_message(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(BuildError, match="cannot be written"),
        exclusive.locked(tmp_path / "file" / "out"),
    ):
        pass


PROGRAM = """
    import sys
    from pathlib import Path
    from tests.unit.build.conftest import HEADER, build
    for turn in range(5):
        texts = {f"f{n}.md": f"{HEADER}{sys.argv[2]} {turn}" for n in range(30)}
        build(Path(sys.argv[1]), texts)
"""


def test_concurrent_builds_never_mix(tmp_path: Path) -> None:
    out = tmp_path / "out"
    builds = [
        subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(PROGRAM), str(out), name],
        )
        for name in ("left", "right", "third")
    ]
    assert [process.wait(600) for process in builds] == [0, 0, 0]
    found = tree(out)
    assert found.keys() == {"MANIFEST.json", *(f"f{n}.md" for n in range(30))}
    words = {
        text.removeprefix(HEADER) for path, text in found.items() if path[0] == "f"
    }
    assert words in ({"left 4"}, {"right 4"}, {"third 4"})
