"""Where in an output folder a file may be: inside, and with nothing else in the way."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Final

OWN: Final = ".cosemgen-"
"""How names begin that a build needs for itself."""
_LONGEST: Final = 255
"""Octets that a name may have on every system."""


def inside(name: str | PurePosixPath) -> PurePosixPath:
    """The path of a file below the output folder, whatever the system.

    Raises ValueError, which says where else it leads, for any other.
    """
    path, windows = PurePosixPath(name), PureWindowsPath(name)
    if not path.parts or path.is_absolute() or windows.anchor or ".." in windows.parts:
        raise ValueError("outside the output folder")
    if "\0" in str(path) or any(len(part.encode()) > _LONGEST for part in path.parts):
        raise ValueError("which no file can have as its name")
    if path.parts[0].casefold().startswith(OWN):
        raise ValueError(f"where cosemgen keeps its own ({OWN}*)")
    return path


def obstacle(out: Path, path: PurePosixPath) -> str | None:
    """What else stands where a file, or one of its folders, would have to be."""
    for folder in list(path.parents)[-2::-1]:
        place = out / folder
        if place.is_symlink():
            return f"{place} is a symbolic link"
        if place.exists() and not place.is_dir():
            return f"{place} is a file where a folder must be"
    place = out / path
    if place.is_symlink():
        return f"{place} is a symbolic link"
    if place.is_dir():
        return f"{place} is a folder where a file must be"
    if place.exists() and not place.is_file():
        return f"{place} is a pipe or a device"
    return None
