"""Where in an output folder a file may be: inside, and with nothing else in the way."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Final

OWN: Final = ".cosemgen-"
"""How names begin that a build needs for itself."""
_LONGEST: Final = 255
"""Octets that a name may have on every system."""
_PLAIN: Final = re.compile(r"\w[\w.-]{0,99}(?:/\w[\w.-]{0,99}){0,9}", re.ASCII)
"""A path that is below the folder on every system, as nearly all are: nothing else need be asked of it."""


def inside(name: str | PurePosixPath) -> PurePosixPath:
    """The path of a file below the output folder, whatever the system.

    Raises ValueError, which says where else it leads, for any other.
    """
    path = PurePosixPath(name)
    if _PLAIN.fullmatch(str(name)):
        return path
    windows = PureWindowsPath(name)
    if not path.parts or path.is_absolute() or windows.anchor or ".." in windows.parts:
        raise ValueError("outside the output folder")
    if "\0" in str(path) or any(len(part.encode()) > _LONGEST for part in path.parts):
        raise ValueError("which no file can have as its name")
    if path.parts[0].casefold().startswith(OWN):
        raise ValueError(f"where cosemgen keeps its own ({OWN}*)")
    return path


def obstacle(
    out: Path, path: PurePosixPath, clear: set[str] | None = None
) -> str | None:
    """What else stands where a file, or one of its folders, would have to be.

    `clear` are the folders of files before, which need not be looked at again.
    """
    place = os.fspath(out)
    *folders, name = path.parts
    for folder in folders:
        place = os.path.join(place, folder)
        if clear is not None and place in clear:
            continue
        mode = _mode(place)
        if stat.S_ISLNK(mode):
            return f"{place} is a symbolic link"
        if mode and not stat.S_ISDIR(mode):
            return f"{place} is a file where a folder must be"
        if clear is not None:
            clear.add(place)
    place = os.path.join(place, name)
    mode = _mode(place)
    if stat.S_ISLNK(mode):
        return f"{place} is a symbolic link"
    if stat.S_ISDIR(mode):
        return f"{place} is a folder where a file must be"
    if mode and not stat.S_ISREG(mode):
        return f"{place} is a pipe or a device"
    return None


def _mode(place: str) -> int:
    """What kind of thing is there; 0 where there is nothing, or nothing that can be seen."""
    try:
        return os.lstat(place).st_mode
    except (OSError, ValueError):
        return 0
