"""A build that dies at any moment leaves the old output, or the new one is finished."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from cosem_runtime.disk import sync_folder
from cosemgen import disk as files
from cosemgen.build import apply as module
from cosemgen.build.deliver import unfinished
from cosemgen.build.errors import BuildError, Unfinished
from cosemgen.build.progress import SILENT, Progress
from cosemgen.disk import write_new

from .conftest import HEADER, build, tree

OLD = {"a.py": HEADER + "old\n", "gone/b.py": HEADER + "b\n", "same.py": HEADER}
NEW = {
    "a.py": HEADER + "new\n",
    "c/d.py": HEADER + "d\n",
    "e.py": HEADER,
    "same.py": HEADER,
}
STEPS = 60


class Killed(BaseException):
    """Stands for the end of the process: nothing may catch it."""


class Disk:
    """Ends the process at the n-th change below a folder, and knows what has reached the disk.

    It stands in for `write_new` and `sync_folder`, and comes before all else that changes
    a disk.  A file that was written but not synced is what a kill between the two leaves.
    """

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.left: int | None = None
        self._synced: set[int] = set()
        self._open: list[int] = []
        self._listings: dict[Path, dict[str, bytes | None]] = {}
        for place, name in (
            (os, "replace"),
            (Path, "unlink"),
            (Path, "mkdir"),
            (Path, "rmdir"),
            (shutil, "rmtree"),
        ):
            monkeypatch.setattr(place, name, self._dying(getattr(place, name)))
        monkeypatch.setattr(files, "THREADS", 1)
        monkeypatch.setattr(module, "write_new", self._write)
        monkeypatch.setattr(module, "sync_folder", self._sync)

    def start(self, step: int) -> None:
        """All that is there now is safe; the end comes at a step from now."""
        for path in (self.root, *self.root.rglob("*")):
            if path.is_file():
                self._keep(path)
        for path in (self.root, *self.root.rglob("*")):
            if path.is_dir():
                self._list(path)
        self.left = step

    def lose_contents(self) -> None:
        """A power cut, of which files come back that were not synced, but empty."""
        for path in self.root.rglob("*"):
            if path.is_file() and path.stat().st_ino not in self._synced:
                path.write_bytes(b"")

    def lose_everything(self) -> None:
        """A power cut that takes back whatever was not synced, also what a folder holds."""
        shutil.rmtree(self.root)
        self._bring_back(self.root)

    def _bring_back(self, folder: Path) -> None:
        folder.mkdir()
        for name, octets in self._listings.get(folder, {}).items():
            if octets is None:
                self._bring_back(folder / name)
            else:
                (folder / name).write_bytes(octets)

    def _step(self) -> None:
        if self.left is not None:
            self.left -= 1
            if self.left <= 0:
                raise Killed

    def _dying(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            self._step()
            return function(*arguments, **options)

        return call

    def _write(self, path: str | Path, octets: bytes) -> None:
        self._step()
        with open(path, "xb") as file:
            file.write(octets)
        self._step()
        self._keep(Path(path))

    def _sync(self, folder: str | Path) -> None:
        self._step()
        self._list(Path(folder))

    def _keep(self, path: Path) -> None:
        # Open, so that no later file has the same number.
        self._open.append(os.open(path, os.O_RDONLY))
        self._synced.add(path.stat().st_ino)

    def _list(self, folder: Path) -> None:
        self._listings[folder] = {
            path.name: (
                None
                if path.is_dir()
                else path.read_bytes() if path.stat().st_ino in self._synced else b""
            )
            for path in folder.iterdir()
        }

    def close(self) -> None:
        for descriptor in self._open:
            os.close(descriptor)


@pytest.fixture
def disk(out: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    """A disk with the old output."""
    build(out, OLD)
    disk = Disk(out, monkeypatch)
    yield disk
    disk.close()


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


@pytest.mark.slow
@pytest.mark.parametrize("end", ["kill", "lose_contents", "lose_everything"])
@pytest.mark.parametrize("step", range(1, STEPS))
def test_death_at_any_step(
    out: Path, tmp_path: Path, step: int, end: str, disk: Disk
) -> None:
    old = expected(OLD, tmp_path / "old")
    new = expected(NEW, tmp_path / "new")

    disk.start(step)
    died = False
    try:
        build(out, NEW)
    except Killed:
        died = True
    disk.left = None
    if end != "kill":
        getattr(disk, end)()

    if not died and end == "kill":
        assert tree(out) == new
        return
    committed = module.interrupted(out)
    if not committed and owned(out) != new:
        assert owned(out) == old, "without a journal nothing has been touched"
    # The next build settles the interrupted one before it does anything else.
    notes: list[str] = []
    module.recover(out, Progress(note=notes.append))
    assert owned(out) in ((new,) if committed else (old, new))
    assert not notes, "a journal that has reached the disk can be carried out"
    assert build(out, NEW) is not None
    assert tree(out) == new, "and nothing is left over"


def test_the_steps_above_reach_the_end(out: Path, disk: Disk) -> None:
    disk.start(STEPS - 1)
    build(out, NEW)  # would raise Killed if a build had more steps than the test tries


def stop_with_a_journal(out: Path, disk: Disk) -> Path:
    """Kill builds until one has committed but moved nothing; gives its journal."""
    for step in range(1, STEPS):
        disk.start(step)
        try:
            build(out, NEW)
        except Killed:
            if module.interrupted(out):
                break
    disk.left = None
    return out / ".cosemgen-stage" / "journal.json"


def test_check_says_that_a_build_was_killed(out: Path, disk: Disk) -> None:
    stop_with_a_journal(out, disk)
    with pytest.raises(Unfinished, match="was killed before its end"):
        unfinished(out)


# ---------------------------------------------------------------- journals of others


def settled(out: Path) -> list[str]:
    """Let a build meet what is there; gives what it told."""
    notes: list[str] = []
    build(out, NEW, progress=Progress(note=notes.append))
    assert tree(out).keys() == {*NEW, "MANIFEST.json"}, "and no stage is left"
    return notes


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "null",
        '{"write": 5, "remove": []}',
        '{"write": [], "remove": []}',
        '{"write": {}, "remove": [5]}',
        '{"write": {}, "remove": ["a\\u0000b"]}',
        '{"write": {}, "remove": ["\\ud800"]}',
        '{"write": {"a.py": null}, "remove": []}',
        "[" * 100_000,
        "1" * 10_000,
        "\xff",
    ],
)
def test_a_damaged_journal_is_thrown_away(out: Path, disk: Disk, text: str) -> None:
    stop_with_a_journal(out, disk).write_text(text, encoding="latin-1")
    (note,) = settled(out)
    assert ".cosemgen-stage is thrown away" in note


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda p: os.symlink("x", p)])
def test_a_journal_that_is_no_file_is_thrown_away(
    out: Path, disk: Disk, make: Callable[[Path], None]
) -> None:
    journal = stop_with_a_journal(out, disk)
    journal.unlink()
    make(journal)
    (note,) = settled(out)
    assert "journal.json is a" in note


def test_a_journal_may_be_too_large(out: Path, disk: Disk) -> None:
    with stop_with_a_journal(out, disk).open("ab") as file:
        file.truncate(1 << 40)
    (note,) = settled(out)
    assert "more than" in note


@pytest.mark.parametrize("octets", [b"", b"other"])
@pytest.mark.parametrize("name", ["a.py", "c/d.py", "MANIFEST.json"])
def test_a_staged_file_that_is_not_as_it_was_stops_all_of_the_journal(
    out: Path, disk: Disk, name: str, octets: bytes
) -> None:
    journal = stop_with_a_journal(out, disk)
    before = owned(out)
    (journal.parent / "files" / name).write_bytes(octets)
    notes: list[str] = []
    module.recover(out, Progress(note=notes.append))
    assert "is not as it was staged" in notes[0]
    assert owned(out) == before
    settled(out)


@pytest.fixture
def precious(tmp_path: Path) -> Path:
    path = tmp_path / "precious"
    path.write_text("mine")
    return path


def plant(out: Path, write: dict[str, str], remove: list[str]) -> None:
    """A journal as somebody else may write it, with the right hashes."""
    stage = out / ".cosemgen-stage"
    for name, text in write.items():
        place = stage / "files" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    stage.mkdir(parents=True, exist_ok=True)
    hashes = {name: sha256(text.encode()).hexdigest() for name, text in write.items()}
    (stage / "journal.json").write_text(json.dumps({"write": hashes, "remove": remove}))


@pytest.mark.parametrize("name", ["{outside}", "../precious", "x/../../precious"])
def test_a_journal_removes_and_writes_nothing_outside(
    out: Path, precious: Path, name: str
) -> None:
    name = name.format(outside=precious)
    for write, remove in (({}, [name]), ({name: "evil"}, [])):
        out.mkdir(exist_ok=True)
        # The stage of such a file may be anywhere, too: here it is where it leads to.
        plant(out, {}, remove)
        if write:
            journal = {"write": {name: sha256(b"mine").hexdigest()}, "remove": []}
            (out / ".cosemgen-stage" / "journal.json").write_text(json.dumps(journal))
        assert len(settled(out)) == 1
        assert precious.read_text() == "mine"


@pytest.mark.parametrize("remove", [False, True])
def test_a_journal_follows_no_link(
    out: Path, tmp_path: Path, precious: Path, remove: bool
) -> None:
    out.mkdir()
    (out / "way").symlink_to(tmp_path)
    write = {} if remove else {"way/precious": HEADER + "evil"}
    plant(out, write, ["way/precious"] if remove else [])
    notes: list[str] = []
    module.recover(out, Progress(note=notes.append))
    assert remove or "way is a symbolic link" in notes[0]
    assert precious.read_text() == "mine"


def test_no_staged_file_is_taken_from_elsewhere(out: Path, precious: Path) -> None:
    plant(out, {"a.py": "mine"}, [])
    (out / ".cosemgen-stage" / "files" / "a.py").unlink()
    (out / ".cosemgen-stage" / "files" / "a.py").symlink_to(precious)
    assert "is a symbolic link" in settled(out)[0]
    assert precious.read_text() == "mine"


def test_a_stage_that_leads_elsewhere_is_not_followed(
    out: Path, tmp_path: Path
) -> None:
    plant(tmp_path / "else", {"a.py": HEADER + "evil"}, [])
    before = tree(tmp_path / "else")
    out.mkdir()
    (out / ".cosemgen-stage").symlink_to(tmp_path / "else" / ".cosemgen-stage")
    settled(out)
    assert tree(tmp_path / "else") == before


def test_a_journal_touches_only_files_of_ours(out: Path) -> None:
    build(out, OLD)
    (out / "mine.py").write_text("mine")
    (out / "a.py").write_text("mine, too")
    plant(out, {"new.py": HEADER}, ["mine.py", "gone/b.py"])
    module.recover(out, SILENT)
    assert (out / "mine.py").read_text() == "mine"
    assert not (out / "gone").exists() and (out / "new.py").exists()
    plant(out, {"a.py": HEADER + "evil", "same.py": HEADER + "evil"}, [])
    notes: list[str] = []
    module.recover(out, Progress(note=notes.append))
    assert "a.py was not written by cosemgen" in notes[0]
    assert (out / "a.py").read_text() == "mine, too"
    assert (out / "same.py").read_text() == HEADER


# ---------------------------------------------------------------- disks and kills


def test_what_is_written_reaches_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda fd: synced.append(os.fstat(fd).st_ino))
    write_new(tmp_path / "new", b"octets")
    sync_folder(tmp_path)
    assert synced == [(tmp_path / "new").stat().st_ino, tmp_path.stat().st_ino]


def test_folders_that_the_system_does_not_open_are_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "O_DIRECTORY")
    sync_folder(tmp_path)


def test_ctrl_c_leaves_the_old_output_and_no_stage(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(out, OLD)
    before = tree(out)

    def stopped(path: Path, octets: bytes) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "write_new", stopped)
    with pytest.raises(KeyboardInterrupt):
        build(out, NEW)
    assert tree(out) == before
    assert not (out / ".cosemgen-stage").exists()


def test_a_full_disk_leaves_the_old_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    build(out, OLD)
    before = tree(out)

    def full(path: str | Path, octets: bytes) -> None:
        if Path(path).name == "e.py":
            raise OSError(28, "No space left on device", str(path))
        write_new(path, octets)

    monkeypatch.setattr(module, "write_new", full)
    with pytest.raises(BuildError, match="No space left on device"):
        build(out, NEW)
    assert tree(out) == before


def test_a_file_that_cannot_be_replaced_is_named_and_replaced_later(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(out, OLD)
    replace = os.replace

    def refuse(old: str | Path, new: str | Path) -> None:
        if Path(new) == out / "e.py":
            raise PermissionError(13, "Permission denied", str(old), None, str(new))
        replace(old, new)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", refuse)
        with pytest.raises(
            BuildError, match=r"out/e\.py cannot be replaced: Permission"
        ):
            build(out, NEW)
        assert module.interrupted(out)
    notes: list[str] = []
    module.recover(out, Progress(note=notes.append))
    assert not notes
    assert owned(out) == tree(out)
    assert not build(out, NEW), "all was there"


PROGRAM = """
    import sys
    from pathlib import Path
    from tests.unit.build.conftest import HEADER, build
    out, word = Path(sys.argv[1]), sys.argv[2]
    print("ready", flush=True)
    build(out, {f"f{n}.md": HEADER + word for n in range(400)})
"""


@pytest.mark.slow
@pytest.mark.parametrize("delay", [0, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1])
def test_a_real_kill(tmp_path: Path, delay: float) -> None:
    out = tmp_path / "out"
    build(out, {f"f{n}.md": HEADER + "old" for n in range(400)})
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(PROGRAM), str(out), "new"],
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
    module.recover(out, SILENT)
    words = {
        text.removeprefix(HEADER) for path, text in tree(out).items() if ".md" in path
    }
    assert words in ({"old"}, {"new"}), "old and new are never mixed"
