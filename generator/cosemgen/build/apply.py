"""Bring a plan to disk, whole or not at all.

Every new file is first written into a stage inside the output folder.  Then a journal
is written, which commits the build; only now are files replaced and removed, by
renaming alone.  A build that dies before the journal leaves the old output; one that
dies after it is finished by the next build from the stage and the journal.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Final

from .errors import BuildError

STAGE: Final = ".cosemgen-stage"
_JOURNAL: Final = "journal.json"
_FILES: Final = "files"


def apply(
    out: Path,
    write: Mapping[PurePosixPath, bytes],
    remove: Sequence[PurePosixPath],
) -> None:
    """Write and remove files below `out`; the last one written is replaced last.

    Raises BuildError if the disk refuses; the old output is then whole.
    """
    stage = out / STAGE
    try:
        _stage(stage / _FILES, write)
        _write_journal(stage, list(write), remove)
    except OSError as error:
        shutil.rmtree(stage, ignore_errors=True)
        raise BuildError(f"{out} cannot be written: {error.strerror}") from None
    recover(out)


def interrupted(out: Path) -> bool:
    """Whether a build died after it had committed."""
    return (out / STAGE / _JOURNAL).exists()


def recover(out: Path) -> None:
    """Finish a committed build, or clear away one that was not.

    Raises BuildError if the disk refuses.
    """
    stage = out / STAGE
    if not stage.exists():
        return
    try:
        with _undisturbed():
            if interrupted(out):
                _commit(out, stage)
            shutil.rmtree(stage)
    except OSError as error:
        place = error.filename or out
        raise BuildError(
            f"{place} cannot be replaced: {error.strerror}; "
            "build again when this is mended, and the build will be finished"
        ) from None


def _stage(folder: Path, write: Mapping[PurePosixPath, bytes]) -> None:
    folder.mkdir(parents=True)
    for path, octets in write.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(octets)


def _write_journal(
    stage: Path, write: Sequence[PurePosixPath], remove: Sequence[PurePosixPath]
) -> None:
    draft = stage / f"{_JOURNAL}.draft"
    journal = {"write": [str(p) for p in write], "remove": [str(p) for p in remove]}
    with draft.open("w", encoding="utf-8") as file:
        json.dump(journal, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, stage / _JOURNAL)


def _commit(out: Path, stage: Path) -> None:
    """Do what the journal says; doing it again does no harm."""
    journal = json.loads((stage / _JOURNAL).read_bytes())
    for name in journal["remove"]:
        (out / name).unlink(missing_ok=True)
        _remove_empty_folders(out, out / name)
    for name in journal["write"]:
        new, place = stage / _FILES / name, out / name
        if new.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            os.replace(new, place)
    (stage / _JOURNAL).unlink()


def _remove_empty_folders(out: Path, path: Path) -> None:
    with contextlib.suppress(OSError):
        while (path := path.parent) != out:
            path.rmdir()


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Let Ctrl-C and a polite kill wait for the few milliseconds that renaming takes."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    polite = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, polite)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
