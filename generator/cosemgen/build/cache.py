"""Results that are worth keeping between builds, by the hash of what they came from.

Nothing depends on the cache: an entry that is missing, damaged or unreadable is worked
out again, and a folder that cannot be written only costs time.  `COSEM_CACHE_DIR`
says where it is, by default `cosemgen` in the user's cache folder.

What it holds is believed as far as the user's own files are: a folder that belongs to
another user, or that others may write to, is not used.  An entry is good only for its
kind and key.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shlex
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Final

from cosemgen.disk import read_file

KEPT = 40
"""Entries of one kind that stay: the newest."""
_LARGEST = 1 << 28
"""Octets of an entry; a larger one is none of ours."""


def default_folder() -> Path | None:
    """Where the cache is by default, or None where there is no home."""
    chosen = os.environ.get("COSEM_CACHE_DIR")
    if chosen:
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME")
    if base:
        return Path(base) / "cosemgen"
    try:
        return Path.home() / ".cache" / "cosemgen"
    except RuntimeError:
        return None


class Cache:
    """Octets by kind and key; without a folder it never holds anything."""

    def __init__(
        self, folder: Path | None, note: Callable[[str], None] = lambda text: None
    ) -> None:
        """`note` is told once if there is a folder that is not to be trusted."""
        self._folder = folder
        self._note = note
        self._kinds: dict[str, Path | None] = {}

    def get(self, kind: str, key: str) -> bytes | None:
        """What is kept under that key, if it is there, undamaged and for this key."""
        folder = self._of(kind)
        if folder is None:
            return None
        try:
            check, _, octets = read_file(folder / key, _LARGEST).partition(b"\n")
        except OSError:
            return None
        return octets if _check(kind, key, octets) == check else None

    def put(self, kind: str, key: str, octets: bytes) -> None:
        """Keep octets, and drop old entries of the kind; a failure to do so is no failure of the build."""
        folder = self._of(kind)
        if self._folder is None or folder is None:
            return
        temporary = folder / f"{key}.{os.getpid()}"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.mkdir(mode=0o700, exist_ok=True)
            with open(temporary, "wb") as file:
                file.write(_check(kind, key, octets) + b"\n")
                file.write(octets)
            os.replace(temporary, folder / key)
            _prune(folder)
        except OSError:
            with contextlib.suppress(OSError):
                temporary.unlink()

    def _of(self, kind: str) -> Path | None:
        """Where entries of a kind are; None where somebody else may have put them."""
        if self._folder is None:
            return None
        if kind not in self._kinds:
            self._kinds[kind] = self._folder / kind
            for folder in (self._folder, self._folder / kind):
                why = _not_trusted(folder)
                if why is not None:
                    self._note(f"the cache {folder} is not used: {why}")
                    self._folder = self._kinds[kind] = None
                    break
        return self._kinds[kind]


NO_CACHE: Final = Cache(None)


def _prune(folder: Path) -> None:
    """Drop entries that were written long ago, once there are many."""
    entries = [(entry.stat().st_mtime_ns, entry.path) for entry in os.scandir(folder)]
    for _, path in sorted(entries)[:-KEPT]:
        os.unlink(path)


def _check(kind: str, key: str, octets: bytes) -> bytes:
    """What an entry begins with, so that it is neither damaged nor that of another key."""
    sha = hashlib.sha256(f"{kind}\n{key}\n".encode())
    sha.update(octets)
    return sha.hexdigest().encode()


def _not_trusted(folder: Path) -> str | None:
    """Why somebody else may have written what a folder holds."""
    if not hasattr(os, "geteuid"):
        return None
    try:
        found = folder.stat()
    except OSError:
        return None
    if found.st_uid != os.geteuid():
        return "it belongs to another user (COSEM_CACHE_DIR chooses another)"
    if stat.S_ISDIR(found.st_mode) and found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        return f"others may write to it (chmod go-w {shlex.quote(str(folder))})"
    return None
