"""What a spec is, and what it becomes while somebody edits it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from cosemgen.resources import LOCK_FILE
from cosemgen.sources import SUFFIX, Sources, read_sources

from .errors import BuildError

_QUIET: Final = 20
"""Milliseconds without another save after which those before are one: editors rename, and tools write many files."""
_AT_MOST: Final = 200
"""Milliseconds after which saves are looked at although there are still more."""
_TICK: Final = 500
"""Milliseconds after which it is looked whether what is watched is still there."""


def versions(paths: Sequence[Path]) -> Iterator[Sources]:
    """What the paths hold now, and again each time that it has changed; it ends with Ctrl-C alone.

    Folders are watched with all below; of a file that stands alone its folder.  A save that changes nothing is none.
    Raises BuildError where the system refuses to watch.
    """
    from watchfiles import watch

    sources = read_sources(paths)
    yield sources
    while True:
        folders = _folders(paths, sources)
        watched = _identity(folders)
        saves = watch(
            *folders,
            watch_filter=lambda _, path: _concerns(path),
            step=_QUIET,
            debounce=_AT_MOST,
            rust_timeout=_TICK,
            yield_on_timeout=True,
            recursive=any(path.is_dir() for path in paths) or len(sources.files) > 1,
        )
        # What was saved before this began to watch, as during the last build, nobody tells.
        unseen = True
        try:
            for saved in _told(saves) if folders else _ticks():
                if saved or unseen:
                    unseen = False
                    now = read_sources(paths)
                    if now != sources:
                        sources = now
                        yield sources
                if _identity(_folders(paths, sources)) != watched:
                    break
        except OSError as error:
            if _identity(folders) == watched:
                raise BuildError(f"{folders[0]} cannot be watched: {error}") from None


def _told(saves: Iterable[object]) -> Iterator[object]:
    """The saves; they end where the watcher gives up, as over a name that is no text: then it begins anew."""
    from watchfiles._rust_notify import WatchfilesRustInternalError

    try:
        yield from saves
    except WatchfilesRustInternalError:
        time.sleep(_TICK / 1000)


def _ticks() -> Iterator[bool]:
    """Where there is nothing to watch, something may come to be."""
    while True:
        time.sleep(_TICK / 1000)
        yield True


def _folders(paths: Sequence[Path], sources: Sources) -> list[Path]:
    """The folders of all that was read, without those that are in another of them."""
    found = {path if path.is_dir() else path.parent for path in paths}
    found |= {Path(file.folder) for file in sources.files}
    real = {Path(os.path.realpath(folder)) for folder in found if folder.is_dir()}
    return sorted(folder for folder in real if real.isdisjoint(folder.parents))


def _identity(folders: Sequence[Path]) -> list[tuple[str, int, int]]:
    """Which folders they are: one of the same name that was made anew is another."""
    found = []
    for folder in folders:
        try:
            at = folder.stat()
        except OSError:
            continue
        found.append((str(folder), at.st_dev, at.st_ino))
    return found


def _concerns(path: str) -> bool:
    """Whether it may be a spec file, a lock, or a folder with such."""
    name = os.path.basename(path)
    return name.endswith(SUFFIX) or name == LOCK_FILE or "." not in name
