"""From a model to the final bytes of every file, still without touching the disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from cosemgen.target import Options, OutputFile, Target

from . import manifest
from .errors import BuildError
from .format import formatted
from .manifest import Entry, Manifest
from .places import inside
from .progress import SILENT, Progress

if TYPE_CHECKING:
    from cosemgen.model import Model

PYTHON: Final = frozenset({".py", ".pyi"})


@dataclass(frozen=True, slots=True)
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
) -> Generated:
    """Run targets, each by the name it was asked for, and format and judge what is new.

    A text that was `delivered` has been through that: all that a wrong manifest can bring
    about is a file of another layout.
    Raises BuildError where two files would have one place.
    """
    octets: dict[PurePosixPath, bytes] = {}
    entries: dict[PurePosixPath, Entry] = {}
    places: dict[str, PurePosixPath] = {str(manifest.NAME).casefold(): manifest.NAME}
    for name, target in targets.items():
        progress.phase(f"generating {name}")
        for path, file in target.files(model, options).items():
            _check_path(name, path)
            # Some file systems do not tell Clock.md from clock.md.
            other = places.setdefault(str(path).casefold(), path)
            if other is manifest.NAME or path in entries or other != path:
                raise BuildError(
                    f"target {name!r} writes {path}, but that is the place of {other}"
                )
            octets[path] = file.text.encode("utf-8")
            digest = manifest.sha256(octets[path])
            known = delivered.entries.get(path)
            if known is None or known.sha256 != digest:
                octets[path] = _finished(path, file)
                digest = manifest.sha256(octets[path])
            entries[path] = Entry(digest, name, file.source)
    _check_folders(places, entries)
    return Generated(octets, entries)


def _finished(path: PurePosixPath, file: OutputFile) -> bytes:
    """The octets of a file that nobody has seen before."""
    if file.judge is not None:
        file.judge(file.text)
    text = formatted(str(path), file.text) if path.suffix in PYTHON else file.text
    return text.encode("utf-8")


def _check_path(target: str, path: PurePosixPath) -> None:
    try:
        inside(path)
    except ValueError as error:
        raise BuildError(f"target {target!r} writes {str(path)!r}, {error}") from None


def _check_folders(
    places: Mapping[str, PurePosixPath], entries: Mapping[PurePosixPath, Entry]
) -> None:
    for path, entry in entries.items():
        for folder in path.parents:
            other = places.get(str(folder).casefold())
            if other is not None:
                raise BuildError(
                    f"target {entry.target!r} writes {path}, "
                    f"but {other} is a file, not a folder"
                )
