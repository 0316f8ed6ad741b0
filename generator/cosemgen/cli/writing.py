"""Files that a command writes besides what is built: whole, or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from cosemgen.disk import sync_folder, write_new


def write_file(path: Path, text: str) -> None:
    """Put the text in the file's place in one step; a file that was there keeps its mode.

    A link stays one, and what it leads to is replaced.  What is no regular file, such as
    /dev/stdout or a pipe, is written to, not replaced.
    """
    octets = text.encode("utf-8")
    if path.exists() and not path.is_file():
        path.write_bytes(octets)
        return
    place = Path(os.path.realpath(path))
    draft = place.with_name(f"{place.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    try:
        write_new(draft, octets)
        if place.exists():
            os.chmod(draft, place.stat().st_mode)
        os.replace(draft, place)
        sync_folder(place.parent)
    finally:
        draft.unlink(missing_ok=True)
