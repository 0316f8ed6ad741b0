"""`cosemgen fmt`."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from .conftest import Run

UGLY = """\
package tiny "Tiny" {
source manual "The manual"   // by hand
}
// Keep me.
type a =   unsigned   (1..2)
"""
TIDY = """\
package tiny "Tiny" {
  source manual "The manual"  // by hand
}

// Keep me.
type a = unsigned (1..2)
"""


NO_TEXT = (
    "{}:1:1: error C612: expected UTF-8 text, found octet 0xFF (save the file as UTF-8)"
)


def stdin(octets: bytes) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(octets), encoding="utf-8")


@pytest.fixture
def ugly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("tiny.cosem").write_text(UGLY)
    return Path("tiny.cosem")


def test_check_lists_and_leaves(run: Run, ugly: Path) -> None:
    assert run("fmt", ugly, "--check") == (
        1,
        "change tiny.cosem\n",
        "1 file, 1 to change\n",
    )
    assert ugly.read_text() == UGLY


def test_files_are_rewritten_once(run: Run, ugly: Path) -> None:
    assert run("fmt", ".").out == "changed tiny.cosem\n"
    assert ugly.read_text() == TIDY
    assert run("fmt", ".") == (0, "", "1 file, 0 changed\n")
    assert run("fmt", "--check", ".").code == 0
    assert [path.name for path in Path().iterdir()] == ["tiny.cosem"]


def test_a_file_that_cannot_be_read_does_not_stop_the_others(
    run: Run, ugly: Path
) -> None:
    os.mkfifo("a.cosem")
    Path("b.cosem").symlink_to("nowhere")
    Path("folder.cosem").mkdir()
    result = run("fmt", ".")
    assert (result.code, result.out) == (1, "changed tiny.cosem\n")
    assert [
        line.partition(":1:1: error C610: ")[0] for line in result.err.splitlines()
    ] == [
        "a.cosem",
        "b.cosem",
        "3 files, 1 changed",
    ]


def test_a_syntax_error_is_reported_and_the_file_left(run: Run, ugly: Path) -> None:
    broken = UGLY.replace("type a", "tipe a")
    ugly.write_text(broken)
    code, out, err = run("fmt", ugly)
    assert (code, out) == (1, "")
    assert err.startswith("tiny.cosem:5:1: error C1")
    assert ugly.read_text() == broken


def test_octets_that_are_no_text_are_one_message(run: Run, ugly: Path) -> None:
    ugly.write_bytes(b"\xff\xfe")
    code, _, err = run("fmt", ugly)
    assert (code, err.splitlines()[0]) == (1, NO_TEXT.format("tiny.cosem"))
    assert ugly.read_bytes() == b"\xff\xfe"


def test_standard_input_that_is_no_text(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", stdin(b"\xff"))
    assert run("fmt", "-") == (1, "", NO_TEXT.format("<stdin>") + "\n")


def test_standard_input(run: Run, ugly: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", stdin(UGLY.encode()))
    assert run("fmt", "-") == (0, TIDY, "")


def test_a_broken_standard_input_comes_back_as_it_was(
    run: Run, ugly: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", stdin(b"tipe a"))
    code, out, err = run("fmt", "-")
    assert (code, out) == (1, "tipe a")
    assert err.startswith("<stdin>:1:1: error C1")
