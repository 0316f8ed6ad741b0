"""Results that are worth keeping between builds, by the hash of what they came from.

Nothing depends on the cache: an entry that is missing, damaged or unreadable is worked
out again, and a folder that cannot be written only costs time.  `COSEM_CACHE_DIR`
says where it is, by default `cosemgen` in the user's cache folder.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from pathlib import Path

KEEP_SECONDS = 60 * 24 * 3600
"""How long an entry that nobody asks for is kept."""
PRUNE_ABOVE = 4000
"""Entries of one kind before old ones are looked for."""


def digest(*parts: str) -> str:
    """SHA-256 of texts in order, each delimited by its length."""
    sha = hashlib.sha256()
    for part in parts:
        octets = part.encode("utf-8", "surrogatepass")
        sha.update(b"%d:" % len(octets))
        sha.update(octets)
    return sha.hexdigest()


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
    """Texts by kind and key; without a folder it never holds anything."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def get(self, kind: str, key: str) -> str | None:
        """The text kept under that key, if it is there and undamaged."""
        if self._folder is None:
            return None
        path = self._folder / kind / key
        try:
            check, _, octets = path.read_bytes().partition(b"\n")
            if hashlib.sha256(octets).hexdigest().encode() != check:
                return None
            return octets.decode("utf-8")
        except (OSError, UnicodeDecodeError):
            return None

    def put(self, kind: str, key: str, text: str) -> None:
        """Keep a text; a failure to do so is no failure of the build."""
        if self._folder is None:
            return
        folder = self._folder / kind
        octets = text.encode("utf-8")
        check = hashlib.sha256(octets).hexdigest().encode()
        temporary = folder / f"{key}.{os.getpid()}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(check + b"\n" + octets)
            os.replace(temporary, folder / key)
        except OSError:
            with contextlib.suppress(OSError):
                temporary.unlink()

    def prune(self, kind: str) -> None:
        """Drop entries that were written long ago, once there are many."""
        if self._folder is None:
            return
        try:
            entries = list(os.scandir(self._folder / kind))
        except OSError:
            return
        if len(entries) <= PRUNE_ABOVE:
            return
        oldest = time.time() - KEEP_SECONDS
        for entry in entries:
            with contextlib.suppress(OSError):
                if entry.stat().st_mtime < oldest:
                    os.unlink(entry.path)
