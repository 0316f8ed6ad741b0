"""One build at a time in an output folder."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from .errors import BuildError

NAME: Final = ".cosemgen-lock"
_PAUSE: Final = 0.02


@contextlib.contextmanager
def locked(out: Path, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Hold the output folder; `waiting` is called once if another build has it.

    The system lets go of the lock when a process dies, so that none is left behind.
    """
    path = out / NAME
    try:
        out.mkdir(parents=True, exist_ok=True)
        held = _acquire(path, waiting)
    except OSError as error:
        raise BuildError(f"{out} cannot be written: {error.strerror}") from None
    try:
        yield
    finally:
        # Unlinked while held: whoever waits for this very file sees it gone and asks anew.
        try:
            path.unlink(missing_ok=True)
        finally:
            os.close(held)


def _acquire(path: Path, waiting: Callable[[], None]) -> int:
    told = False
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        if _try_lock(descriptor):
            if _is_still(path, descriptor):
                return descriptor
            os.close(descriptor)
            continue
        os.close(descriptor)
        if not told:
            waiting()
            told = True
        time.sleep(_PAUSE)


def _is_still(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(os.stat(path), os.fstat(descriptor))
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
