"""A file is replaced whole, or stays as it is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cosemgen.cli.writing import write_file


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
