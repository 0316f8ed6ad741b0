"""The cache may lose everything at any time, and only costs time then."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cosemgen.build import cache as module
from cosemgen.build.cache import Cache, default_folder
from cosemgen.digests import digest


def test_what_is_put_is_got(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    assert cache.get("models", "k") is None
    cache.put("models", "k", b"text \xff\n")
    assert cache.get("models", "k") == b"text \xff\n"
    assert cache.get("builds", "k") is None, "kinds are apart"


@pytest.mark.parametrize(
    "damage", [b"", b"x", b"\n", b"\xff\xfe", b"0" * 64 + b"\ntext"]
)
def test_a_damaged_entry_is_no_entry(tmp_path: Path, damage: bytes) -> None:
    cache = Cache(tmp_path)
    cache.put("models", "k", b"text")
    (tmp_path / "models" / "k").write_bytes(damage)
    assert cache.get("models", "k") is None


@pytest.mark.parametrize("at", range(0, 70, 7))
def test_a_flipped_bit_is_noticed(tmp_path: Path, at: int) -> None:
    cache = Cache(tmp_path)
    cache.put("models", "k", b"some text")
    entry = tmp_path / "models" / "k"
    octets = bytearray(entry.read_bytes())
    octets[at] ^= 1
    entry.write_bytes(octets)
    assert cache.get("models", "k") is None


def test_an_entry_is_good_for_its_key_only(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    for kind, key in (("models", "k"), ("models", "other"), ("builds", "k")):
        cache.put(kind, key, f"{kind} {key}".encode())
    for kind, key in (("models", "other"), ("builds", "k")):
        entry = (tmp_path / "models" / "k").read_bytes()
        (tmp_path / kind / key).write_bytes(entry)
        assert cache.get(kind, key) is None


def test_nobody_waits_for_an_entry_that_is_a_pipe(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    os.mkfifo(tmp_path / "models" / "k")
    assert Cache(tmp_path).get("models", "k") is None


def test_only_the_user_may_write_what_is_made(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        Cache(tmp_path / "home" / "cache").put("models", "k", b"text")
    finally:
        os.umask(before)
    for folder in (tmp_path / "home" / "cache", tmp_path / "home" / "cache" / "models"):
        assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("place", [".", "models"])
@pytest.mark.parametrize("mode", [0o770, 0o707, 0o722, 0o1777])
def test_a_folder_that_others_may_write_is_not_used(
    tmp_path: Path, place: str, mode: int
) -> None:
    Cache(tmp_path).put("models", "k", b"text")
    (tmp_path / place).chmod(mode)
    notes: list[str] = []
    cache = Cache(tmp_path, notes.append)
    assert cache.get("models", "k") is None
    cache.put("models", "k", b"other")
    assert cache.get("builds", "k") is None
    assert notes == [
        f"the cache {tmp_path / place} is not used: others may write to it "
        f"(chmod go-w {tmp_path / place})"
    ]
    (tmp_path / place).chmod(0o755)
    assert Cache(tmp_path).get("models", "k") == b"text"


def test_a_folder_of_another_user_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Cache(tmp_path).put("models", "k", b"text")
    monkeypatch.setattr(os, "geteuid", lambda: tmp_path.stat().st_uid + 1)
    notes: list[str] = []
    assert Cache(tmp_path, notes.append).get("models", "k") is None
    assert "belongs to another user" in notes[0]


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for cache in (Cache(tmp_path / "file" / "cache"), Cache(None)):
        cache.put("models", "k", b"text")
        assert cache.get("models", "k") is None


def test_the_oldest_entries_go_once_there_are_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = Cache(tmp_path)
    for key in "abc":
        cache.put("models", key, key.encode())
    os.utime(tmp_path / "models" / "b", (0, 0))
    assert cache.get("models", "b") == b"b"
    monkeypatch.setattr(module, "KEPT", 3)
    cache.put("models", "d", b"d")
    assert [cache.get("models", key) for key in "abcd"] == [b"a", None, b"c", b"d"]


def test_where_the_cache_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COSEM_CACHE_DIR", "/chosen")
    monkeypatch.setenv("XDG_CACHE_HOME", "/xdg")
    assert default_folder() == Path("/chosen")
    monkeypatch.delenv("COSEM_CACHE_DIR")
    assert default_folder() == Path("/xdg/cosemgen")
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", "/home/somebody")
    assert default_folder() == Path("/home/somebody/.cache/cosemgen")


def test_digest_keeps_parts_apart() -> None:
    assert digest("a", "bc") != digest("ab", "c") != digest("abc")
    assert digest("a", "b") == digest("a", "b")
