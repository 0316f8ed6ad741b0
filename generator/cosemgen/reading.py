"""Read files that others have put there: never wait for one, never follow it into a device."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path


def read_file(path: str | Path) -> bytes:
    """The octets of a regular file.

    Raises OSError for one that cannot be read, and for what is none: a pipe would never
    end, nor would /dev/zero.
    """
    with open(path, "rb", opener=_open_at_once) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "it is not a regular file", str(path))
        return file.read()


def _open_at_once(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
