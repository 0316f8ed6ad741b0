"""One hash of everything that decides what a build writes.

Two builds of the same fingerprint give the same files, so that the second one needs to
do no more than to look whether they are still there.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Final

import cosemgen
from cosemgen import resources
from cosemgen.sources import Sources, read_sources, standard_package

from .cache import digest
from .manifest import Entry
from .targets import Chosen, is_built_in, made_of

_LIBRARIES: Final = ("black", "click", "jinja2", "lark", "markupsafe")
"""Libraries whose version may show in the output."""


def fingerprint(
    sources: Sources,
    targets: Mapping[str, str],
    package: str | None,
    options: Chosen = MappingProxyType({}),
) -> str | None:
    """Hash of the spec, the generator and what was asked for.

    A target that is not part of cosemgen counts with the files of its distribution and its package:
    what else it reads, it must not.  None where these are not known.
    """
    others: list[str] = []
    for reference in targets.values():
        if not is_built_in(reference):
            files = made_of(reference)
            if not files:
                return None
            others += _hashes(files)
    # A vendor's package may stand on the standard's; then that decides as well.
    standard = read_sources([standard_package()])
    parts = [sys.version.split()[0], package or "", *targets, *others]
    parts += [
        f"{target}.{name}={value}"
        for target, values in sorted(options.items())
        for name, value in sorted(values.items())
    ]
    parts += [f"{name} {_version(name)}" for name in _LIBRARIES]
    parts += _spec(sources)
    parts += _spec(standard)
    parts += _generator()
    return digest(*parts)


def contents(entries: Mapping[PurePosixPath, Entry]) -> str:
    """Hash of what a build wrote."""
    return digest(
        *(f"{path} {entry.sha256}" for path, entry in sorted(entries.items()))
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"


def _spec(sources: Sources) -> Iterator[str]:
    """Every file that was looked at and how that ended: its text, or why it has none."""
    for file in sources.files:
        yield file.shown
        yield file.text
    for folder, text in sorted(sources.locks.items()):
        yield str(folder)
        yield text
    yield from map(repr, sources.diagnostics)


def _generator() -> Iterator[str]:
    """Hashes of the generator's own files, of the runtime that it looks at, and of the grammar."""
    package = Path(cosemgen.__file__).parent
    for folder in (package, package.parent / "cosem_runtime", resources.grammar_folder()):
        yield from _hashes({str(p.relative_to(folder)): p for p in _files(folder)})


def _hashes(files: Mapping[str, Path]) -> Iterator[str]:
    for name, path in files.items():
        yield name
        yield hashlib.sha256(path.read_bytes()).hexdigest()


def _files(folder: Path) -> Iterable[Path]:
    """Those of a folder, without what Python keeps there.

    The data of a wheel is left out too: it is looked at by itself.
    """
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and "__pycache__" not in (below := path.relative_to(folder).parts)
        and below[0] != "_data"
    )
