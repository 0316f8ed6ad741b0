"""The cache may lose everything at any time, and only costs time then."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cosemgen.build import cache as module
from cosemgen.build.cache import Cache, default_folder, digest


def test_what_is_put_is_got(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    assert cache.get("format", "k") is None
    cache.put("format", "k", "text \u20ac\n")
    assert cache.get("format", "k") == "text \u20ac\n"
    assert cache.get("valid", "k") is None, "kinds are apart"


@pytest.mark.parametrize("damage", [b"", b"x", b"\n", b"\xff\xfe", b"0" * 64 + b"\ntext"])
def test_a_damaged_entry_is_no_entry(tmp_path: Path, damage: bytes) -> None:
    cache = Cache(tmp_path)
    cache.put("format", "k", "text")
    (tmp_path / "format" / "k").write_bytes(damage)
    assert cache.get("format", "k") is None


@pytest.mark.parametrize("at", range(0, 70, 7))
def test_a_flipped_bit_is_noticed(tmp_path: Path, at: int) -> None:
    cache = Cache(tmp_path)
    cache.put("format", "k", "some text")
    entry = tmp_path / "format" / "k"
    octets = bytearray(entry.read_bytes())
    octets[at] ^= 1
    entry.write_bytes(octets)
    assert cache.get("format", "k") is None


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for cache in (Cache(tmp_path / "file" / "cache"), Cache(None)):
        cache.put("format", "k", "text")
        cache.prune("format")
        assert cache.get("format", "k") is None


def test_old_entries_go_once_there_are_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = Cache(tmp_path)
    for key in "abc":
        cache.put("format", key, key)
    os.utime(tmp_path / "format" / "a", (0, 0))
    cache.prune("format")
    assert cache.get("format", "a") == "a"
    monkeypatch.setattr(module, "PRUNE_ABOVE", 2)
    cache.prune("format")
    assert [cache.get("format", key) for key in "abc"] == [None, "b", "c"]


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
