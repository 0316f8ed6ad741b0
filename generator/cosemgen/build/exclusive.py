"""One build at a time in an output folder."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from cosem_runtime.disk import try_lock

from .errors import BuildError
from .places import OWN, obstacle
from .progress import SILENT, Progress

NAME: Final = f"{OWN}lock"
_NO_LINK: Final[int] = getattr(os, "O_NOFOLLOW", 0)
_PAUSE: Final = 0.02
_KEEPS_OPEN: Final = os.name == "nt"
"""Whether the system lets nobody remove a file that somebody has open."""


@contextlib.contextmanager
def locked(out: Path, progress: Progress = SILENT) -> Iterator[None]:
    """Hold the output folder; whoever waits for another build is told so once.

    The system lets go of the lock when a process dies, so that none is left behind.
    Raises BuildError where there can be no lock.
    """
    path = out / NAME
    try:
        out.mkdir(parents=True, exist_ok=True)
        blocked = obstacle(out, PurePosixPath(NAME))
        if blocked is not None:
            raise BuildError(
                f"{blocked}: delete it, so that builds can lock the folder"
            )
        held = _acquire(path, progress)
    except OSError as error:
        lost = out.is_symlink() and not out.exists()
        why = "it is a symbolic link that leads nowhere" if lost else error.strerror
        raise BuildError(f"{out} cannot be written: {why}") from None
    try:
        yield
    finally:
        if _KEEPS_OPEN:
            os.close(held)
            # Whoever has it open by now waited for it, and has it.
            with contextlib.suppress(PermissionError):
                path.unlink(missing_ok=True)
        else:
            # Unlinked while held: whoever waits for this very file sees it gone and asks anew.
            try:
                path.unlink(missing_ok=True)
            finally:
                os.close(held)


def _acquire(path: Path, progress: Progress) -> int:
    told = False
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | _NO_LINK, 0o644)
        if try_lock(descriptor):
            if _is_still(path, descriptor):
                return descriptor
            os.close(descriptor)
            continue
        os.close(descriptor)
        if not told:
            progress.note(f"another build is writing {path.parent}; waiting for it")
            told = True
        time.sleep(_PAUSE)


def _is_still(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(os.stat(path), os.fstat(descriptor))
    except FileNotFoundError:
        return False
