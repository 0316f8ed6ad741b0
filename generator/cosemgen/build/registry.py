"""Which targets there are: entry points, with the built-in ones always at hand.

A target of somebody else runs as code of theirs.  What it does wrong is told as that:
which target of which distribution, what it raised and where.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, cast

from cosem_runtime.errors import cut, quote
from cosemgen.words import listed

from .errors import LONGEST, BuildError, told
from .files import Files, Options, OutputFile, Target

if TYPE_CHECKING:
    from importlib.metadata import Distribution, EntryPoint

    from cosemgen.model import Model

GROUP: Final = "cosemgen.targets"
BUILT_IN: Final = {
    "python": "cosemgen.targets.python:TARGET",
    "docs": "cosemgen.targets.docs:TARGET",
    "conformance": "cosemgen.targets.conformance:TARGET",
    "json": "cosemgen.targets.json.target:TARGET",
}
"""The same table as in pyproject.toml, for a checkout that was never installed."""


_OURS: Final = "cosemgen."


def is_built_in(reference: str) -> bool:
    """Whether a target is part of cosemgen."""
    return reference.startswith(_OURS)


def references() -> dict[str, str]:
    """Every target's `module:object` by name, built-in ones first."""
    found = dict(BUILT_IN)
    for entry in sorted(each for _, entries in _registered() for each in entries or ()):
        found.setdefault(entry.name, entry.value)
    return found


def select(names: Iterable[str]) -> dict[str, str]:
    """References of the targets asked for; of the built-in ones where none is.

    Raises BuildError for a name that nobody registered.
    """
    wanted = tuple(dict.fromkeys(names)) or tuple(BUILT_IN)
    known = BUILT_IN if BUILT_IN.keys() >= set(wanted) else references()
    for name in wanted:
        if name not in known:
            raise BuildError(
                f"there is no target {name!r}; there are {', '.join(known)}{_unread()}"
            )
    return {name: known[name] for name in wanted}


def load(name: str, reference: str) -> Target:
    """The target behind a reference.

    Raises BuildError if it is somebody else's and cannot be loaded, and from its `files`
    whatever that raises or gives instead of files.
    """
    from importlib.metadata import EntryPoint

    entry = EntryPoint(name, reference, GROUP)
    if is_built_in(reference):
        return cast(Target, entry.load())
    shown = f"target {name!r} ({reference}{_owner(entry)})"
    try:
        target = entry.load()
        if isinstance(target, type):
            target = target()
    except (Exception, SystemExit) as error:
        raise BuildError(f"{shown} cannot be loaded: {told(error)}") from error
    if not callable(getattr(target, "files", None)):
        raise BuildError(f"{shown} is no target: it has no method 'files'")
    return _Foreign(name, shown, cast(Target, target))


class _Foreign:
    """A target of somebody else."""

    def __init__(self, name: str, shown: str, target: Target) -> None:
        self.name = name
        self._shown = shown
        self._target = target

    def files(self, model: Model, options: Options) -> Files:
        try:
            files = self._target.files(model, options)
            wrong = next(_wrong(files), None)
        except BuildError:
            raise
        except (Exception, SystemExit) as error:
            raise BuildError(f"{self._shown} failed: {told(error)}") from error
        if wrong is not None:
            raise BuildError(f"{self._shown} gives no files: {wrong}")
        return files


def _wrong(files: object) -> Iterator[str]:
    """What is not as `Files` says."""
    if not isinstance(files, Mapping):
        yield f"expected a mapping, found {type(files).__name__}"
        return
    for path, file in files.items():
        place = cut(repr(str(path)), LONGEST)
        if not isinstance(path, PurePosixPath):
            yield f"expected a PurePosixPath, found {type(path).__name__} {place}"
        elif not isinstance(file, OutputFile):
            yield f"{place}: expected an OutputFile, found {type(file).__name__}"
        elif not isinstance(file.text, str):
            yield f"{place}: expected a text, found {type(file.text).__name__}"
        elif file.source is not None and not isinstance(file.source, str):
            yield f"{place}: expected a source or None, found {quote(file.source)}"
        elif file.judge is not None and not callable(file.judge):
            yield f"{place}: expected a function that judges, or None, found {quote(file.judge)}"
        else:
            try:
                file.text.encode()
            except UnicodeEncodeError as error:
                yield f"{place}: its text cannot be written as UTF-8: {error}"


# ---------------------------------------------------------------- distributions


def _registered() -> Iterator[tuple[Distribution, tuple[EntryPoint, ...] | None]]:
    """The targets of every installed distribution; None where its entry points cannot be read."""
    from importlib.metadata import distributions

    for distribution in distributions():
        try:
            entries = tuple(distribution.entry_points.select(group=GROUP))
        except (OSError, ValueError):
            yield distribution, None
        else:
            yield distribution, entries


def _owner(wanted: EntryPoint) -> str:
    owners = {_name(of) for of, entries in _registered() if wanted in (entries or ())}
    return f" of {listed(sorted(owners), 'and')}" if owners else ""


def _unread() -> str:
    names = sorted({_name(of) for of, entries in _registered() if entries is None})
    return f" (the entry points of {', '.join(names)} cannot be read)" if names else ""


def _name(distribution: Distribution) -> str:
    try:
        return f"{distribution.metadata['Name']} {distribution.version}"
    except (OSError, ValueError, KeyError):
        return f"a distribution in {distribution.locate_file('')}"
