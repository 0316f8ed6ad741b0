"""Files that were read before and need not be read again, as long as the system says that they are as they were.

The system's word is taken where it changes with every change of a file: on Windows it does not, so that nothing is kept there
from one process to the next.  Nor is it taken of a file that was changed just before it was looked at, since a second change may
get the same time; nor where times are whole seconds, as in an image of a file system, whose maker may have given all files of all
its versions one time.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from .cache import Cache

_KIND: Final = "seen"
_SECOND: Final = 1_000_000_000
_MOMENT: Final = 2 * _SECOND
"""Nanoseconds within which file systems may give two changes one time."""
LASTING: Final = os.name == "posix"
"""Whether the system notes each change of a file, also one that keeps the time of an older one."""


class State(NamedTuple):
    """What a system tells of a file without reading it; times in nanoseconds."""

    changed: int
    modified: int
    size: int
    number: int
    volume: int


def state(path: str) -> State | None:
    """None where the system tells nothing, or nothing that a change from now on would be told apart from."""
    # Asked for first: who waits between the two, or later, does not see a change become an old one.
    now = time.time_ns()
    try:
        found = os.stat(path)
    except OSError:
        return None
    is_whole = found.st_ctime_ns % _SECOND == 0
    if is_whole or now - max(found.st_ctime_ns, found.st_mtime_ns) <= _MOMENT:
        return None
    return State(
        found.st_ctime_ns,
        found.st_mtime_ns,
        found.st_size,
        found.st_ino,
        found.st_dev,
    )


class Seen:
    """Hashes of the files of an output folder, each in the state in which it was read."""

    def __init__(self, kept: bytes | None = None) -> None:
        self._files = dict(_read(kept))
        self.more = False
        """Whether some are new."""

    def has(self, path: PurePosixPath, sha256: str, state: State | None) -> bool:
        """Whether the file was seen with this hash, and is still that one."""
        return state is not None and self._files.get(str(path)) == (sha256, state)

    def enter(self, path: PurePosixPath, sha256: str, state: State | None) -> None:
        """A file was read after it was in this state."""
        if state is not None:
            self._files[str(path)] = sha256, state
            self.more = True

    def octets(self) -> bytes:
        return json.dumps(self._files).encode()


def recall(cache: Cache, place: str | None) -> Seen:
    """What is remembered of the output at a place."""
    return Seen(cache.get(_KIND, place) if LASTING and place is not None else None)


def keep(cache: Cache, place: str | None, seen: Seen) -> None:
    if LASTING and place is not None and seen.more:
        cache.put(_KIND, place, seen.octets())


def _read(kept: bytes | None) -> Mapping[str, tuple[str, State]]:
    try:
        rows = json.loads(kept or b"{}")
        return {
            path: (sha256, State(*numbers)) for path, (sha256, numbers) in rows.items()
        }
    except (ValueError, TypeError, AttributeError, RecursionError):
        return {}
