"""One hash of everything that decides what is made of a spec.

Two builds of the same fingerprint give the same files, so that the second one needs to
do no more than to look whether they are still there; and a model is that of the same
fingerprint, so that it need not be compiled again.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Final

import cosemgen
from cosemgen import resources
from cosemgen.digests import digest
from cosemgen.sources import Sources, read_sources, standard_package

from .cache import NO_CACHE, Cache
from .manifest import Entry, in_order
from .seen import LASTING, state

_LIBRARIES: Final = ("black", "click", "jinja2", "lark", "markupsafe")
"""Libraries whose version may show in the output."""
_KIND: Final = "generators"


def fingerprint(sources: Sources, *asked: str, cache: Cache = NO_CACHE) -> str:
    """Hash of the spec, the generator and what else was asked for."""
    return of_spec(sources, of_generator(*asked, cache=cache))


def of_spec(sources: Sources, generator: str) -> str:
    """The same, where that of the generator is known."""
    # A vendor's package may stand on the standard's; then that decides as well.
    package = standard_package()
    own = any(
        file.shown.endswith(package.name)
        and os.path.realpath(file.shown) == os.path.realpath(package)
        for file in sources.files
    )
    standard = Sources() if own else read_sources([package])
    return digest(generator, *_spec(sources), *_spec(standard))


def of_generator(*asked: str, cache: Cache = NO_CACHE) -> str:
    """Hash of all that decides but for the spec.

    The cache remembers it of files that are as they were.
    """
    return digest(sys.version.split()[0], *asked, *_versions(), _generator(cache))


def contents(entries: Mapping[PurePosixPath, Entry]) -> str:
    """Hash of what a build wrote."""
    return digest(*(f"{path} {entries[path].sha256}" for path in in_order(entries)))


def _versions() -> list[str]:
    """Names of the folders that say what is installed: to ask importlib costs more than all else here."""
    return sorted(
        name
        for folder in dict.fromkeys(sys.path)
        if os.path.isdir(folder)
        for name in os.listdir(folder)
        if name.endswith(".dist-info") and name.split("-")[0].lower() in _LIBRARIES
    )


def _spec(sources: Sources) -> Iterator[str]:
    """Every file that was looked at and how that ended: its text, or why it has none."""
    for file in sources.files:
        yield file.shown
        yield file.text
    for folder, text in sorted(sources.locks.items()):
        yield str(folder)
        yield text
    yield from map(repr, sorted(sources.problems))


def _generator(cache: Cache) -> str:
    """Hash of the generator's own files, of the packages that it looks at, and of the grammar."""
    files = [
        (folder, path) for folder in map(str, _folders()) for path in _files(folder)
    ]
    states = [state(path) for _, path in files]
    place = None
    if LASTING and None not in states:
        place = digest(
            *(f"{file} {each}" for file, each in zip(files, states, strict=True))
        )
        known = cache.get(_KIND, place)
        if known is not None:
            return known.decode(errors="replace")
    found = digest(*(part for folder, path in files for part in _named(folder, path)))
    if place is not None:
        cache.put(_KIND, place, found.encode())
    return found


def _folders() -> tuple[Path, ...]:
    package = Path(cosemgen.__file__).parent
    stands_on = (
        package.parent / name for name in ("cosem_runtime", "cosem_conformance")
    )
    return package, *stands_on, resources.grammar_folder()


def _named(folder: str, path: str) -> Iterator[str]:
    yield os.path.relpath(path, folder)
    with open(path, "rb") as file:
        yield hashlib.sha256(file.read()).hexdigest()


def _files(folder: str | Path) -> list[str]:
    """Those of a folder, without what Python keeps there.

    The data of a wheel is left out too: it is looked at by itself.
    """
    found: list[str] = []
    for place, folders, names in os.walk(folder):
        kept = {"__pycache__"} | ({"_data"} if place == str(folder) else set())
        folders[:] = [name for name in folders if name not in kept]
        found += (os.path.join(place, name) for name in names)
    return sorted(found)
