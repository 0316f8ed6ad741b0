"""What would have to change on disk, and whether it may."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final, TypeAlias

from cosemgen.disk import read_file

from . import manifest as manifests
from .errors import BuildError
from .manifest import Manifest
from .places import obstacle

SHOWN_AT_MOST = 10


@dataclass(frozen=True, slots=True)
class Changes:
    """Paths below the output folder, each list sorted."""

    create: tuple[PurePosixPath, ...] = ()
    change: tuple[PurePosixPath, ...] = ()
    remove: tuple[PurePosixPath, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.create or self.change or self.remove)


class Seen:
    """Files that one build has read and the next need not, as long as the system says that they are as they were."""

    def __init__(self) -> None:
        self._files: dict[str, tuple[str, State]] = {}

    def has(self, path: Path, sha256: str, state: State) -> bool:
        """Whether the file was seen with this hash, and is still that one."""
        return state is not None and self._files.get(str(path)) == (sha256, state)

    def enter(self, path: Path, sha256: str, state: State) -> None:
        """A file was read after it was in this state."""
        # What was written in this very moment may be written again in it.
        if state is not None and time.time_ns() - state[0] > _MOMENT:
            self._files[str(path)] = sha256, state


State: TypeAlias = "tuple[int, int, int, int] | None"
"""What a system tells of a file without reading it; None where it tells nothing."""
_MOMENT: Final = 100_000_000
"""Nanoseconds within which systems may give two changes one time."""


def _state(path: Path) -> State:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_ctime_ns, found.st_mtime_ns, found.st_size, found.st_ino


def changes_needed(
    out: Path,
    wanted: Mapping[PurePosixPath, str],
    obsolete: frozenset[PurePosixPath],
    present: Manifest,
    seen: Seen | None = None,
) -> Changes:
    """What it takes to have the wanted files on disk, each with that SHA-256, and the obsolete ones no longer.

    Raises BuildError when a file in the way was not written by the generator.
    """
    create: list[PurePosixPath] = []
    change: list[PurePosixPath] = []
    remove: list[PurePosixPath] = []
    foreign: list[str] = []
    clear: set[str] = set()
    for path in manifests.in_order({*wanted, *obsolete}):
        blocked = obstacle(out, path, clear)
        if blocked is not None:
            if path in wanted:
                foreign.append(blocked)
            continue
        new = wanted.get(path)
        state = None if seen is None else _state(out / path)
        if seen is not None and new is not None and seen.has(out / path, new, state):
            continue
        octets = _read(out / path)
        if octets is None:
            if new is not None:
                create.append(path)
        elif manifests.sha256(octets) == new:
            if seen is not None and new is not None:
                seen.enter(out / path, new, state)
        elif path != manifests.NAME and not present.owns(path, octets):
            # An obsolete file that somebody has made their own is simply no longer ours.
            if new is not None:
                foreign.append(f"{out / path} was not written by cosemgen")
        elif new is None:
            remove.append(path)
        else:
            change.append(path)
    if foreign:
        raise BuildError(_refusal(foreign))
    return Changes(tuple(create), tuple(change), tuple(remove))


def _read(path: Path) -> bytes | None:
    try:
        return read_file(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise BuildError(f"{path} cannot be read: {error.strerror}") from None


def _refusal(foreign: list[str]) -> str:
    lines = foreign[:SHOWN_AT_MOST]
    if len(foreign) > SHOWN_AT_MOST:
        lines.append(f"and {len(foreign) - SHOWN_AT_MOST} more")
    return "\n  ".join(
        ["nothing is written, because these are in the way:", *lines]
    ) + "\nMove them away, or choose another folder with --out."
