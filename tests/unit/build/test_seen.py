"""What was read is not read again, unless it may be another."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from types import SimpleNamespace

import pytest

from cosemgen import pipeline
from cosemgen.build import changes, fingerprint, seen
from cosemgen.build.cache import Cache
from cosemgen.build.seen import Seen, state
from cosemgen.pipeline import Outcome, Request

from .test_pipeline import SPEC

pytestmark = pytest.mark.skipif(not seen.LASTING, reason="nothing is kept here")


@pytest.fixture
def spec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COSEM_CACHE_DIR", str(tmp_path / "cache"))
    folder = tmp_path / "tiny"
    folder.mkdir()
    (folder / "tiny.cosem").write_text(SPEC)
    return folder


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files count as settled as soon as they are written."""
    monkeypatch.setattr(seen, "_MOMENT", -1)


@pytest.fixture
def never(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files do not settle, however long a build takes."""
    monkeypatch.setattr(seen, "_MOMENT", 3600 * seen._SECOND)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files of the output that are read."""
    names: list[str] = []

    def noted(of: Callable[..., bytes]) -> Callable[..., bytes]:
        def read_file(path: str | Path, *more: int) -> bytes:
            names.append(os.path.basename(path))
            return of(path, *more)

        return read_file

    for module in (pipeline, changes):
        monkeypatch.setattr(module, "read_file", noted(module.read_file))
    return names


def build(spec: Path, *, check: bool = False) -> Outcome:
    return pipeline.build(Request((spec,), spec.parent / "out", ("json",), check=check))


def forged(path: Path) -> None:
    """Another text of the same size, with the times of the old one."""
    before = path.stat()
    text = path.read_text()
    rewritten(path, text.replace("tiny", "teny"))
    assert path.read_text() != text
    assert path.stat().st_size == before.st_size
    assert path.stat().st_mtime_ns == before.st_mtime_ns


def rewritten(path: Path, text: str) -> None:
    """Write another text, with the time of the old one.

    As one that was settled: systems may note changes within some milliseconds with one time.
    """
    before = found = path.stat()
    path.write_text(text)
    while found.st_ctime_ns == before.st_ctime_ns:
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        found = path.stat()


def replaced(path: Path) -> None:
    forged(path)
    path.rename(path.with_suffix(".old"))
    path.with_suffix(".old").rename(path)


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("wrong", [forged, replaced, Path.unlink])
def test_a_file_of_the_output_is_read_once(
    spec: Path, read: list[str], wrong: Callable[[Path], None]
) -> None:
    build(spec)
    assert build(spec).remembered
    assert "model.json" in read
    read.clear()
    assert build(spec).remembered
    assert read == ["MANIFEST.json"]
    # Nor is it where there is something to do.
    (spec / "tiny.cosem").write_text(SPEC.replace("How many", "How often"))
    read.clear()
    done = build(spec).changes
    assert done is not None
    written = {path.name for path in (*done.create, *done.change)}
    assert {"model.json", "MANIFEST.json"} <= written
    assert {*read} <= written
    # What is not as it was seen is noticed and mended.
    path = spec.parent / "out" / "model" / "model.json"
    whole = path.read_bytes()
    build(spec)
    wrong(path)
    mended = build(spec).changes
    assert mended is not None
    assert PurePosixPath("model/model.json") in (*mended.create, *mended.change)
    assert path.read_bytes() == whole


@pytest.mark.usefixtures("at_once")
def test_who_checks_has_every_file_read(
    spec: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the system tells of no change."""
    monkeypatch.setattr(seen, "state", lambda path: seen.State(1, 1, 1, 1, 1))
    monkeypatch.setattr(changes, "state", seen.state)
    build(spec)
    build(spec)
    forged(spec.parent / "out" / "model" / "model.json")
    assert build(spec).remembered
    found = build(spec, check=True).changes
    assert found is not None
    assert found.change == (PurePosixPath("model/model.json"),)


@pytest.mark.usefixtures("never")
def test_what_was_just_written_is_read_again(spec: Path, read: list[str]) -> None:
    build(spec)
    for _ in range(2):
        read.clear()
        assert build(spec).remembered
        assert "model.json" in read


def test_only_what_is_settled_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a"
    path.write_text("a")
    there = path.stat()
    for ago, settled in (
        (-1, False),
        (0, False),
        (1_900_000_000, False),
        (2_100_000_000, True),
    ):
        now = max(there.st_ctime_ns, there.st_mtime_ns) + ago
        monkeypatch.setattr("time.time_ns", lambda now=now: now)
        assert (state(str(path)) is not None) == settled
    assert state(str(tmp_path / "nowhere")) is None


def test_a_change_while_a_file_is_looked_at_does_not_become_an_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the one who looks may be made to wait, and a file system may give two changes one time."""
    path = tmp_path / "a"
    path.write_text("a")
    there = path.stat()
    moments = iter([there.st_ctime_ns, there.st_ctime_ns + 3_000_000_000])
    monkeypatch.setattr("time.time_ns", lambda: next(moments))
    files = Seen()
    files.enter(PurePosixPath("a"), "0" * 64, state(str(path)))
    assert not files.more


@pytest.mark.usefixtures("at_once")
def test_whole_seconds_are_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All files of an image of a file system may have the same ones, whichever version it is of."""
    path = tmp_path / "a"
    path.write_text("a")

    def told(changed: int) -> SimpleNamespace:
        there = {name: 1 for name in ("st_mtime_ns", "st_size", "st_ino", "st_dev")}
        return SimpleNamespace(st_ctime_ns=changed, **there)

    for changed, believed in ((10**18, False), (10**18 + 1, True)):
        monkeypatch.setattr(seen.os, "stat", lambda path, at=changed: told(at))
        assert (state(str(path)) is not None) == believed


def test_what_was_seen_is_known_by_all_that_is_told() -> None:
    name, files = PurePosixPath("a"), Seen()
    found = seen.State(1, 2, 3, 4, 5)
    files.enter(name, "0" * 64, found)
    again = Seen(files.octets())
    for each in (files, again):
        assert each.has(name, "0" * 64, found)
    assert not again.has(name, "1" * 64, found)
    for at in range(len(found)):
        other = [*found]
        other[at] += 1
        assert not again.has(name, "0" * 64, seen.State(*other))
    assert not again.has(name, "0" * 64, None)


@pytest.mark.parametrize(
    "kept", [b"", b"{", b"[]", b'{"a": 1}', b'{"a": ["0", [1]]}', b"[" * 100_000]
)
def test_a_record_that_is_damaged_is_none(kept: bytes) -> None:
    assert not Seen(kept).has(PurePosixPath("a"), "0", seen.State(1, 1, 1, 1, 1))


def test_what_is_kept_of_the_generator_is_a_text_whatever_it_is(tmp_path: Path) -> None:
    """It is another generator then, and all is made anew."""

    class Kept(Cache):
        def get(self, kind: str, key: str) -> bytes | None:
            return b"\xff"

    assert fingerprint.of_generator(cache=Kept(tmp_path)) != fingerprint.of_generator()


@pytest.mark.usefixtures("never")
def test_files_of_the_generator_are_read_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "cosemgen"
    folder.mkdir()
    (folder / "a.py").write_text("a = 1\n")
    monkeypatch.setattr(fingerprint, "_folders", lambda: (folder,))
    asked: list[str] = []
    named = fingerprint._named

    def noted(folder: str, path: str) -> object:
        asked.append(path)
        return named(folder, path)

    monkeypatch.setattr(fingerprint, "_named", noted)
    cache = Cache(tmp_path / "cache")
    prints = [fingerprint.of_generator(cache=cache)]
    assert len(asked) == 1
    # Too new to be believed.
    assert fingerprint.of_generator(cache=cache) == prints[0]
    assert len(asked) == 2
    monkeypatch.setattr(seen, "_MOMENT", -1)
    for _ in range(3):
        assert fingerprint.of_generator(cache=cache) == prints[0]
    assert len(asked) == 3
    assert fingerprint.of_generator() == prints[0]
    rewritten(folder / "a.py", "a = 2\n")
    prints.append(fingerprint.of_generator(cache=cache))
    (folder / "b.py").touch()
    prints.append(fingerprint.of_generator(cache=cache))
    (folder / "b.py").rename(folder / "c.py")
    prints.append(fingerprint.of_generator(cache=cache))
    assert len({*prints}) == 4
    assert fingerprint.of_generator() == prints[-1]
