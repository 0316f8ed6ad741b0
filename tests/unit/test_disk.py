"""A file is replaced whole, or stays as it is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cosemgen.disk import THREADS, at_once, write_file


def test_a_file_is_replaced_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "released.lock"
    path.write_text("old\n", encoding="utf-8")
    path.chmod(0o640)
    write_file(path, "neu µ\n")
    assert path.read_bytes() == "neu µ\n".encode()
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_a_failure_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "released.lock"
    path.write_text("old\n", encoding="utf-8")

    def no_space(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "replace", no_space)
    with pytest.raises(OSError, match="no space left"):
        write_file(path, "new\n")
    assert path.read_text(encoding="utf-8") == "old\n"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_one(tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.mkdir()
    (real / "spec.cosem").write_text("old\n", encoding="utf-8")
    link = tmp_path / "spec.cosem"
    link.symlink_to(real / "spec.cosem")
    write_file(link, "new\n")
    assert link.is_symlink()
    assert (real / "spec.cosem").read_text(encoding="utf-8") == "new\n"
    dangling = tmp_path / "dangling"
    dangling.symlink_to(real / "made")
    write_file(dangling, "made\n")
    assert (real / "made").read_text(encoding="utf-8") == "made\n"
    assert {path.name for path in real.iterdir()} == {"spec.cosem", "made"}


def test_a_pipe_is_written_to_and_stays(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_file(pipe, "text\n")
    assert os.read(reader, 100) == b"text\n"
    os.close(reader)
    assert pipe.is_fifo()
    assert list(tmp_path.iterdir()) == [pipe]


def test_a_draft_of_somebody_else_is_not_followed(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("mine")
    (tmp_path / f"model.json.{os.getpid()}").symlink_to(precious)
    write_file(tmp_path / "model.json", "{}\n")
    assert precious.read_text() == "mine"
    assert (tmp_path / "model.json").read_text() == "{}\n"


def test_what_is_written_reaches_the_disk_before_it_takes_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    sync, replace = os.fsync, os.replace

    def synced(descriptor: int) -> None:
        sync(descriptor)
        steps.append("fsync")

    def replaced(old: Path, new: Path) -> None:
        replace(old, new)
        steps.append("replace")

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", replaced)
    write_file(tmp_path / "model.json", "{}\n")
    assert steps == ["fsync", "replace", "fsync"]


def test_an_error_names_the_file_that_was_meant(tmp_path: Path) -> None:
    path = tmp_path / "none" / "report.html"
    with pytest.raises(FileNotFoundError) as caught:
        write_file(path, "")
    assert caught.value.filename == str(path)


@pytest.mark.parametrize("number", [0, 1, THREADS - 1, 3 * THREADS + 1])
def test_each_call_is_made_once(number: int) -> None:
    calls: list[tuple[int, str]] = []
    at_once(lambda a, b: calls.append((a, b)), range(number), map(str, range(number)))
    assert sorted(calls) == [(each, str(each)) for each in range(number)]


@pytest.mark.parametrize("which", [0, THREADS, 3 * THREADS])
def test_a_call_that_fails_is_told(which: int) -> None:
    def call(number: int) -> None:
        if number == which:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        at_once(call, range(3 * THREADS + 1))
