"""From a model to the final bytes of every file, still without touching the disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from . import manifest
from .cache import Cache
from .errors import BuildError
from .files import Files, Options, OutputFile, Target
from .format import formatted
from .manifest import Entry
from .places import inside
from .progress import SILENT, Progress
from .workers import in_workers

if TYPE_CHECKING:
    from cosemgen.model import Model


@dataclass(frozen=True, slots=True)
class Generated:
    """Files of a build with what the manifest will say of them."""

    octets: Mapping[PurePosixPath, bytes]
    entries: Mapping[PurePosixPath, Entry]


def generate(
    model: Model,
    targets: Mapping[str, Target],
    options: Options,
    cache: Cache,
    progress: Progress = SILENT,
) -> Generated:
    """Run targets, each by the name it was asked for, and format what they give.

    Raises BuildError where two files would have one place.
    """
    files: dict[PurePosixPath, OutputFile] = {}
    owners: dict[PurePosixPath, str] = {}
    places: dict[str, PurePosixPath] = {str(manifest.NAME).casefold(): manifest.NAME}
    work = _Work(model, targets, options)
    for name, found in zip(targets, in_workers(_run, work, [*targets]), strict=True):
        for path, file in found.items():
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
    octets = {
        path: text.encode("utf-8")
        for path, text in formatted(files, cache, progress).items()
    }
    entries = {
        path: Entry(manifest.sha256(octets[path]), owners[path], file.source)
        for path, file in files.items()
    }
    return Generated(octets, entries)


class _Work(NamedTuple):
    model: Model
    targets: Mapping[str, Target]
    options: Options


def _run(work: _Work, name: str) -> Files:
    return dict(work.targets[name].files(work.model, work.options))


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
