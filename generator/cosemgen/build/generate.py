"""From a model to the final bytes of every file, still without touching the disk."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping
from io import SEEK_END
from pathlib import PurePosixPath
from tempfile import SpooledTemporaryFile, gettempdir
from typing import IO, TYPE_CHECKING, Final
from weakref import finalize

from cosemgen.records import record
from cosemgen.target import Files, Later, Options, OutputFile, Target

from . import manifest
from .errors import BuildError
from .format import formatted, stays
from .inputs import Keys, Made, Memory, Parts, Place
from .manifest import Entry, Manifest
from .places import inside
from .progress import SILENT, Progress

if TYPE_CHECKING:
    from cosemgen.model import Model

PYTHON: Final = frozenset({".py", ".pyi"})


@record(frozen=True, slots=True)
class Generated:
    """Files of a build with what the manifest will say of them."""

    octets: Mapping[PurePosixPath, bytes]
    entries: Mapping[PurePosixPath, Entry]


def generate(
    model: Model,
    targets: Mapping[str, Target],
    options: Options,
    delivered: Manifest,
    progress: Progress = SILENT,
    memory: Memory | None = None,
) -> Generated:
    """Run targets, each by the name it was asked for, and format and judge what is new.

    What is remembered to have been made of the same, and was `delivered` like that, is not made.
    A text that was `delivered` has been through that: all that a wrong manifest can bring
    about is a file of another layout.
    Raises BuildError where two files would have one place.
    """
    files: dict[PurePosixPath, OutputFile | Later] = {}
    keyed: dict[PurePosixPath, str] = {}
    owners: dict[PurePosixPath, str] = {}
    places: dict[str, PurePosixPath] = {str(manifest.NAME).casefold(): manifest.NAME}
    progress.phase(f"generating {', '.join(targets)}")
    for name, target in targets.items():
        for path, file in target.files(model, options).items():
            _check_path(name, path)
            # Some file systems do not tell Clock.md from clock.md.
            other = places.setdefault(str(path).casefold(), path)
            if other is manifest.NAME or path in owners or other != path:
                raise BuildError(
                    f"target {name!r} writes {path}, but that is the place of {other}"
                )
            files[path] = file
            owners[path] = name
    _check_folders(places, owners)
    memory = Memory() if memory is None else memory
    keys, known = Keys(), {}
    for path, file in files.items():
        if isinstance(file, Later):
            keyed[path] = keys.of(path, file)
            sha256 = memory.sha256(path, keyed[path])
            if sha256 is not None and delivered.lists_hash(path, sha256):
                known[path] = sha256
    octets = _Octets(files, known, delivered, progress, memory, keys)
    octets.make(path for path in files if path not in known)
    entries = {
        path: Entry(known.get(path) or octets.sha256(path), owners[path], file.source)
        for path, file in files.items()
    }
    for path, key in keyed.items():
        if path in known:
            memory.stays(path)
        else:
            memory.enter(path, Made(key, entries[path].sha256, octets.parts(path)))
    return Generated(octets, entries)


class _Octets(Mapping[PurePosixPath, bytes]):
    """Final octets of files; those of a known one are made when they are asked for after all."""

    def __init__(
        self,
        files: Files,
        known: Mapping[PurePosixPath, str],
        delivered: Manifest,
        progress: Progress,
        memory: Memory,
        keys: Keys,
    ) -> None:
        self._files = files
        self._known = known
        self._delivered = delivered
        self._progress = progress
        self._memory = memory
        self._keys = keys
        self._parts: dict[PurePosixPath, dict[str, Place]] = {}
        self._made: dict[PurePosixPath, tuple[int, int, str]] = {}
        # Closed with this object, which nobody closes.
        self._spool: IO[bytes] = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
        finalize(self, self._spool.close)

    def __len__(self) -> int:
        return len(self._files)

    def __iter__(self) -> Iterator[PurePosixPath]:
        return iter(self._files)

    def __getitem__(self, path: PurePosixPath) -> bytes:
        if path not in self._made:
            self.make([path])
            if self.sha256(path) != self._known[path]:
                raise BuildError(
                    f"{path} comes out otherwise than the last time, though it is made of the same: "
                    "delete the cache (COSEM_CACHE_DIR) and build again"
                )
        return self._spooled(path)

    def make(self, paths: Iterable[PurePosixPath]) -> None:
        """Make files, and have black lay out, and their judges judge, those that were not delivered like this."""
        python: dict[PurePosixPath, tuple[str, Parts | None]] = {}
        paths = [*paths]
        for number, path in enumerate(paths, 1):
            self._progress.step(number, len(paths))
            text, parts = self._text(path)
            octets = text.encode("utf-8")
            sha256 = manifest.sha256(octets)
            if not self._delivered.lists_hash(path, sha256):
                judge = self._files[path].judge
                if judge is not None:
                    judge(text)
                if path.suffix in PYTHON and not self._stays(path, text):
                    python[path] = text, parts
                    continue
            self._keep(path, octets, sha256, parts)
        if python:
            self._progress.phase(
                f"laying out {len(python)} of {len(self._files)} files"
            )
        new = [*python]
        for number, path in enumerate(new, 1):
            self._progress.step(number, len(new))
            text, parts = python.pop(path)
            octets = formatted(str(path), text).encode("utf-8")
            self._keep(path, octets, manifest.sha256(octets), parts)
            if not number % _FORMATTED:
                # Black leaves trees whose nodes hold one another: of what is new, which costs little.
                gc.collect(0)

    def _stays(self, path: PurePosixPath, text: str) -> bool:
        """Whether black would find nothing to do in it that it has not done in the one that was delivered."""
        before = self._memory.delivered(path)
        return before is not None and stays(before.decode(errors="replace"), text)

    def _text(self, path: PurePosixPath) -> tuple[str, Parts | None]:
        file = self._files[path]
        if not isinstance(file, Later):
            return file.text, None
        parts = Parts(self._keys, self._memory.parts(path))
        return file.made(parts.text), parts

    def _keep(
        self, path: PurePosixPath, octets: bytes, sha256: str, parts: Parts | None
    ) -> None:
        if parts is not None:
            self._parts[path] = parts.places(octets)
        try:
            self._made[path] = self._spool.seek(0, SEEK_END), len(octets), sha256
            self._spool.write(octets)
        except OSError as error:
            raise _no_room(error) from None

    def _spooled(self, path: PurePosixPath) -> bytes:
        begin, size, _ = self._made[path]
        try:
            self._spool.seek(begin)
            return self._spool.read(size)
        except OSError as error:
            raise _no_room(error) from None

    def sha256(self, path: PurePosixPath) -> str:
        """Hash of a file that was made."""
        return self._made[path][2]

    def parts(self, path: PurePosixPath) -> dict[str, Place]:
        """Where the parts of a file are that was made."""
        return self._parts[path]


def _no_room(error: OSError) -> BuildError:
    return BuildError(
        f"what is generated cannot be kept in {gettempdir()}: {error.strerror} (TMPDIR chooses another folder)"
    )


_IN_MEMORY: Final = 1 << 24
"""Octets of generated files that are kept in memory; more go to a temporary file until they are delivered."""
_FORMATTED = 32
"""Files after which what black leaves behind is given back: half a megabyte for each."""


def _check_path(target: str, path: PurePosixPath) -> None:
    try:
        inside(path)
    except ValueError as error:
        raise BuildError(f"target {target!r} writes {str(path)!r}, {error}") from None


def _check_folders(
    places: Mapping[str, PurePosixPath], owners: Mapping[PurePosixPath, str]
) -> None:
    looked_at: set[str] = set()
    for path, name in owners.items():
        folder = str(path).casefold()
        while folder := folder.rpartition("/")[0]:
            if folder in looked_at:
                break
            looked_at.add(folder)
            other = places.get(folder)
            if other is not None:
                raise BuildError(
                    f"target {name!r} writes {path}, but {other} is a file, not a folder"
                )
