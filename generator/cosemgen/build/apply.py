"""Bring changes to disk, whole or not at all.

Every new file is first written into a stage inside the output folder.  Then a journal
is written, which commits the build; only now are files replaced and removed, by
renaming alone.  A build that dies before the journal leaves the old output; one that
dies after it is finished by the next build from the stage and the journal.

Each step has reached the disk before the next begins, so that the same holds for a
power cut.  The journal is not believed, because an output folder may come from anywhere:
it names each file's hash, and is carried out only if that is what the stage has and if
it touches nothing that a build of now might not touch.  Else it is thrown away, which
loses nothing: the build that finds it makes every file anew.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Final, TypeAlias

from cosem_runtime.disk import sync_folder
from cosemgen.disk import at_once, read_file, write_new

from . import manifest as manifests
from .changes import Changes, changes_needed
from .errors import BuildError
from .places import OWN, inside, obstacle
from .progress import Progress

STAGE: Final = f"{OWN}stage"
_JOURNAL: Final = "journal.json"
_LARGEST_JOURNAL: Final = 1 << 26
_FILES: Final = "files"
_TOGETHER: Final = 256
"""Files that are in memory while they are written."""


def apply(
    out: Path,
    changes: Changes,
    octets: Callable[[PurePosixPath], bytes],
    stage: str = STAGE,
) -> None:
    """Write and remove what the changes say; the manifest is replaced last.

    `octets` gives those of a file, and is asked once for each that is written. `stage` is another
    name for what is no build; a file that is replaced keeps its mode.

    Raises BuildError if the disk refuses; the old output is then whole.
    """
    try:
        written = _stage(out, stage, (*changes.create, *changes.change), octets)
        _write_journal(out / stage, written, changes.remove)
    except (OSError, KeyboardInterrupt) as error:
        from shutil import rmtree

        rmtree(out / stage, ignore_errors=True)
        if isinstance(error, KeyboardInterrupt):
            raise
        raise BuildError(f"{out} cannot be written: {error.strerror}") from None
    _settle(out, stage, changes)


def interrupted(out: Path, stage: str = STAGE) -> bool:
    """Whether a build died after it had committed."""
    return os.path.lexists(out / stage / _JOURNAL)


Needed: TypeAlias = Callable[
    [Mapping[PurePosixPath, str], frozenset[PurePosixPath]], Changes
]
"""What it takes to have files of these hashes, and others no longer. Raises BuildError where that may not be."""


def _of_build(out: Path) -> Needed:
    present = manifests.read(out)
    return lambda wanted, obsolete: changes_needed(out, wanted, obsolete, present)


def recover(
    out: Path,
    progress: Progress,
    stage: str = STAGE,
    needed: Needed | None = None,
    what: str = "build",
) -> bool:
    """Finish a committed build, or clear away one that was not; whether one is finished.

    What is no build says in `what` how people call it, as its `stage` and what it has `needed`.
    Raises BuildError if the disk refuses.
    """
    if not os.path.lexists(out / stage):
        return False
    changes = None
    if interrupted(out, stage):
        needed = needed or _of_build(out)
        try:
            octets, obsolete = _read_journal(out, stage)
            wanted = {path: manifests.sha256(each) for path, each in octets.items()}
            changes = needed(wanted, obsolete)
        except (BuildError, OSError, ValueError) as error:
            progress.note(
                f"what a killed {what} left in {out / stage} is thrown away: {error}"
            )
    _settle(out, stage, changes)
    return changes is not None


def _settle(out: Path, stage: str, changes: Changes | None) -> None:
    """Do what has been committed, if anything, and leave no stage behind."""
    try:
        with _undisturbed():
            if changes is not None:
                _commit(out, stage, changes)
            _discard(out / stage)
    except OSError as error:
        place = error.filename2 or error.filename or out
        raise BuildError(
            f"{place} cannot be replaced: {error.strerror}; "
            "once this is mended, the same command finishes what was begun"
        ) from None


def _stage(
    out: Path,
    stage: str,
    paths: Sequence[PurePosixPath],
    octets: Callable[[PurePosixPath], bytes],
) -> dict[PurePosixPath, str]:
    """Hash of each file that was written into the stage."""
    folder = out / stage / _FILES
    folder.mkdir(parents=True)
    _make_folders(folder, paths)
    written: dict[PurePosixPath, str] = {}
    for begin in range(0, len(paths), _TOGETHER):
        batch = {path: octets(path) for path in paths[begin : begin + _TOGETHER]}
        at_once(write_new, [f"{folder}/{path}" for path in batch], batch.values())
        written |= {path: manifests.sha256(each) for path, each in batch.items()}
    _sync(folder, paths)
    sync_folder(out)
    return written


def _write_journal(
    stage: Path,
    written: Mapping[PurePosixPath, str],
    remove: Iterable[PurePosixPath],
) -> None:
    draft = stage / f"{_JOURNAL}.draft"
    journal = {
        "write": {str(path): digest for path, digest in written.items()},
        "remove": [str(path) for path in remove],
    }
    write_new(draft, json.dumps(journal).encode())
    os.replace(draft, stage / _JOURNAL)
    sync_folder(stage)


def _read_journal(
    out: Path,
    stage: str,
) -> tuple[dict[PurePosixPath, bytes], frozenset[PurePosixPath]]:
    """The files that are to be there, and those that are not.

    Raises ValueError or OSError if they cannot be had as the journal says.
    """
    path = PurePosixPath(stage, _JOURNAL)
    blocked = obstacle(out, path)
    if blocked is not None:
        raise ValueError(blocked)
    try:
        journal = json.loads(read_file(out / path, _LARGEST_JOURNAL))
        write = {inside(name): digest for name, digest in journal["write"].items()}
        remove = frozenset(map(inside, journal["remove"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ValueError(f"{out / path} is damaged") from None
    found = {path: _committed(out, stage, path, write[path]) for path in write}
    return found, remove


def _committed(out: Path, stage: str, path: PurePosixPath, digest: str) -> bytes:
    """A file from the stage, or from its place if it is there already."""
    for place in (PurePosixPath(stage, _FILES, path), path):
        blocked = obstacle(out, place)
        if blocked is not None:
            raise ValueError(blocked)
        with contextlib.suppress(FileNotFoundError):
            octets = read_file(out / place)
            if manifests.sha256(octets) == digest:
                return octets
    raise ValueError(f"{out / path} is not as it was staged")


def _commit(out: Path, stage: str, changes: Changes) -> None:
    """Do what the changes say, from the stage; doing it again does no harm."""
    for path in changes.remove:
        (out / path).unlink(missing_ok=True)
        _remove_empty_folders(out, out / path)
    # The manifest goes last: until then the old one lists what may be replaced.
    write = sorted(
        (*changes.create, *changes.change), key=lambda path: path == manifests.NAME
    )
    _make_folders(out, write)
    files = out / stage / _FILES
    for path in changes.change:
        with contextlib.suppress(FileNotFoundError):
            os.chmod(f"{files}/{path}", os.stat(f"{out}/{path}").st_mode)
    for path in write:
        os.replace(f"{files}/{path}", f"{out}/{path}")
    _sync(out, (*changes.remove, *write))
    (out / stage / _JOURNAL).unlink()


def _discard(stage: Path) -> None:
    from shutil import rmtree  # which a build with nothing to do does without

    if stage.is_symlink() or not stage.is_dir():
        stage.unlink()
    else:
        rmtree(stage)


def _sync(folder: Path, paths: Iterable[PurePosixPath]) -> None:
    """Bring every folder of these files to disk that is there."""
    near = _folders(paths)
    folders = sorted(
        folder / each for each in {*near, *(p for n in near for p in n.parents)}
    )
    at_once(sync_folder, [each for each in folders if each.is_dir()])


def _make_folders(folder: Path, paths: Iterable[PurePosixPath]) -> None:
    """Those below a folder in which these files will be."""
    for each in _folders(paths):
        (folder / each).mkdir(parents=True, exist_ok=True)


def _folders(paths: Iterable[PurePosixPath]) -> set[PurePosixPath]:
    """The folders that these files are in; they are few, and paths slow to take apart and compare."""
    return {
        PurePosixPath(each) for each in {str(path).rpartition("/")[0] for path in paths}
    }


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
