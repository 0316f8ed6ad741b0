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
    path = name if isinstance(name, PurePosixPath) else PurePosixPath(name)
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
    out: Path, path: PurePosixPath, there: dict[str, bool] | None = None
) -> str | None:
    """What else stands where a file, or one of its folders, would have to be.

    `there` says of folders of files before, as `folder_of` names them, whether they exist: they are not looked at
    again, nor is anything in those that do not.
    """
    there = {} if there is None else there
    place = os.fspath(out)
    *folders, name = path.parts
    exists = True
    for folder in folders:
        place = f"{place}/{folder}"
        if place not in there:
            mode = _mode(place) if exists else None
            if mode and stat.S_ISLNK(mode):
                return f"{Path(place)} is a symbolic link"
            if mode and not stat.S_ISDIR(mode):
                return f"{Path(place)} is a file where a folder must be"
            there[place] = mode is not None
        exists = there[place]
    if not exists:
        return None
    place = f"{place}/{name}"
    mode = _mode(place)
    if not mode:
        return None
    if stat.S_ISLNK(mode):
        return f"{Path(place)} is a symbolic link"
    if stat.S_ISDIR(mode):
        return f"{Path(place)} is a folder where a file must be"
    if not stat.S_ISREG(mode):
        return f"{Path(place)} is a pipe or a device"
    return None


def folder_of(out: Path, path: PurePosixPath) -> str:
    """The folder of a file below the output folder."""
    return f"{out}/{path}".rpartition("/")[0]


def _mode(place: str) -> int | None:
    """What kind of thing is there; None where there is nothing, 0 where nothing can be seen."""
    try:
        return os.lstat(place).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError):
        return 0
