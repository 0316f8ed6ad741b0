"""From a model to the final bytes of every file, still without touching the disk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
    files: dict[PurePosixPath, OutputFile] = {}
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
    octets = {path: file.text.encode("utf-8") for path, file in files.items()}
    for path, text in _finished(files, octets, delivered, progress):
        octets[path] = text.encode("utf-8")
    entries = {
        path: Entry(manifest.sha256(octets[path]), owners[path], file.source)
        for path, file in files.items()
    }
    return Generated(octets, entries)


def _finished(
    files: Mapping[PurePosixPath, OutputFile],
    octets: Mapping[PurePosixPath, bytes],
    delivered: Manifest,
    progress: Progress,
) -> Iterator[tuple[PurePosixPath, str]]:
    """What black makes of the Python files that were not delivered like this; other such files are judged."""
    new = {p: f for p, f in files.items() if not delivered.lists(p, octets[p])}
    for file in new.values():
        if file.judge is not None:
            file.judge(file.text)
    python = {path: file for path, file in new.items() if path.suffix in PYTHON}
    if python:
        progress.phase(f"laying out {len(python)} of {len(files)} files")
    for path, file in python.items():
        yield path, formatted(str(path), file.text)


def _check_path(target: str, path: PurePosixPath) -> None:
    try:
        inside(path)
    except ValueError as error:
        raise BuildError(f"target {target!r} writes {str(path)!r}, {error}") from None


def _check_folders(
    places: Mapping[str, PurePosixPath], owners: Mapping[PurePosixPath, str]
) -> None:
    for path, name in owners.items():
        for folder in path.parents:
            other = places.get(str(folder).casefold())
            if other is not None:
                raise BuildError(
                    f"target {name!r} writes {path}, but {other} is a file, not a folder"
                )
