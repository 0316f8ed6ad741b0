"""What systems do with files in ways of their own: locks, folders that have reached the disk, and pipes that would never end."""

from __future__ import annotations

import os
import sys

__all__ = ["open_at_once", "sync_folder", "try_lock"]


def open_at_once(path: str, flags: int) -> int:
    """An `opener` of `open` that does not wait for somebody to write into a pipe."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def sync_folder(path: str | os.PathLike[str]) -> None:
    """Bring to disk which files a folder has; does nothing where the system cannot."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def try_lock(descriptor: int) -> bool:
        """Have a file for oneself until it is closed, or the process ends; False where another process has it."""
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def try_lock(descriptor: int) -> bool:
        """Have a file for oneself until it is closed, or the process ends; False where another process has it."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
