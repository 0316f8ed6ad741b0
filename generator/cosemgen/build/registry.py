"""Which targets there are: entry points, with the built-in ones always at hand.

A target of somebody else runs as code of theirs.  What it does wrong is told as that:
which target of which distribution, what it raised and where.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from cosem_runtime.errors import cut, quote
from cosemgen.records import record
from cosemgen.target import Files, Later, Option, Options, OutputFile, Target
from cosemgen.words import aside, did_you_mean, listed

from .errors import LONGEST, BuildError, told

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

Chosen: TypeAlias = Mapping[str, Mapping[str, str]]
"""What the user chose of the options of each target."""

_OURS: Final = "cosemgen."
_NOTHING: Final[Mapping[str, str]] = {}


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


def load_all(references: Mapping[str, str], chosen: Chosen) -> dict[str, Target]:
    """The targets of a build.

    Raises BuildError for one that cannot be loaded, or an option that it does not have.
    """
    for name in chosen:
        if name not in references:
            raise BuildError(
                f"there is an option for target {name!r}, which is not built: "
                f"give --target {name} too"
            )
    return {
        name: load(name, reference, chosen.get(name, {}))
        for name, reference in references.items()
    }


def load(name: str, reference: str, chosen: Mapping[str, str] = _NOTHING) -> Target:
    """The target behind a reference.

    Raises BuildError if it is somebody else's and cannot be loaded or does not have what was
    chosen of it, and from its `files` whatever that raises or gives instead of files.
    """
    if is_built_in(reference):
        _values(name, (), chosen)
        module, _, attribute = reference.partition(":")
        return cast(Target, getattr(import_module(module), attribute))
    from importlib.metadata import EntryPoint

    entry = EntryPoint(name, reference, GROUP)
    shown = f"target {name!r} ({reference}{_owner(entry)})"
    try:
        target = entry.load()
        if isinstance(target, type):
            target = target()
    except (Exception, SystemExit) as error:
        raise BuildError(f"{shown} cannot be loaded: {told(error)}") from error
    if not callable(getattr(target, "files", None)):
        raise BuildError(f"{shown} is no target: it has no method 'files'")
    declared = getattr(target, "options", ())
    if not (
        isinstance(declared, tuple)
        and all(isinstance(each, Option) for each in declared)
    ):
        raise BuildError(
            f"{shown} is no target: expected a tuple of Option as its 'options', found "
            f"{quote(declared)}"
        )
    values = _values(name, declared, chosen)
    return _Foreign(name, shown, cast(Target, target), values)


def _values(
    target: str, declared: tuple[Option, ...], chosen: Mapping[str, str]
) -> dict[str, str]:
    """What a target's options are, as chosen or by default.

    Raises BuildError for one that it does not have, or a value that it does not take.
    """
    known = {option.name: option for option in declared}
    for name, value in chosen.items():
        option = known.get(name)
        if option is None:
            has = f"it has {listed(known, 'and')}" if known else "it has none"
            hint = did_you_mean(name, known) or has
            raise BuildError(f"target {target!r} has no option {name!r}{aside(hint)}")
        if option.choices and value not in option.choices:
            raise BuildError(
                f"option {target}.{name}: expected {listed(option.choices)}, "
                f"found {quote(value)}"
            )
    return {name: option.default for name, option in known.items()} | {**chosen}


class _Foreign:
    """A target of somebody else, with what was chosen of its options."""

    def __init__(
        self, name: str, shown: str, target: Target, values: Mapping[str, str]
    ) -> None:
        self.name = name
        self._shown = shown
        self._target = target
        self._values = values

    def files(self, model: Model, options: Options) -> Files:
        try:
            files = self._target.files(model, replace(options, values=self._values))
            wrong = next(_wrong(files), None)
        except BuildError:
            raise
        except (Exception, SystemExit) as error:
            raise BuildError(f"{self._shown} failed: {told(error)}") from error
        if wrong is not None:
            raise BuildError(f"{self._shown} gives no files: {wrong}")
        return {
            path: _later(file, self._shown) if isinstance(file, Later) else file
            for path, file in files.items()
        }


@record(frozen=True, slots=True)
class _ForeignLater(Later):
    """A file that somebody else's target makes later; what is wrong then is told as theirs too."""

    shown: str = ""

    def made(self, text_of: Callable[[Later], str]) -> str:
        # What a part does wrong is told before the whole is made of it.
        inputs = tuple(text_of(x) if isinstance(x, Later) else x for x in self.inputs)
        try:
            text: object = self.make(*inputs)
        except BuildError:
            raise
        except (Exception, SystemExit) as error:
            raise BuildError(f"{self.shown} failed: {told(error)}") from error
        wrong = next(_wrong_text(text), None)
        if wrong is not None:
            raise BuildError(
                f"{self.shown} gives no files: {self.make.__name__}: {wrong}"
            )
        return cast(str, text)


def _later(file: Later, shown: str) -> _ForeignLater:
    inputs = tuple(_later(x, shown) if isinstance(x, Later) else x for x in file.inputs)
    return _ForeignLater(file.make, inputs, file.source, file.judge, shown)


def _wrong(files: object) -> Iterator[str]:
    """What is not as `Files` says."""
    if not isinstance(files, Mapping):
        yield f"expected a mapping, found {type(files).__name__}"
        return
    for path, file in files.items():
        place = cut(repr(str(path)), LONGEST)
        if not isinstance(path, PurePosixPath):
            yield f"expected a PurePosixPath, found {type(path).__name__} {place}"
        elif not isinstance(file, OutputFile | Later):
            yield f"{place}: expected an OutputFile, found {type(file).__name__}"
        elif isinstance(file, Later) and not _can_be_made(file):
            yield f"{place}: expected a function of a module and a tuple of its inputs"
        elif file.source is not None and not isinstance(file.source, str):
            yield f"{place}: expected a source or None, found {quote(file.source)}"
        elif file.judge is not None and not callable(file.judge):
            yield f"{place}: expected a function that judges, or None, found {quote(file.judge)}"
        elif isinstance(file, OutputFile):
            yield from (f"{place}: {wrong}" for wrong in _wrong_text(file.text))


def _can_be_made(file: Later) -> bool:
    """Whether a file, and each of its parts, says what it is made of as it has to."""
    return (
        _is_of_a_module(file.make)
        and isinstance(file.inputs, tuple)
        and all(_can_be_made(each) for each in file.inputs if isinstance(each, Later))
    )


def _is_of_a_module(make: Callable[..., str]) -> bool:
    """Whether a function is what its name says: of those made while a program runs, several may have one name."""
    module = sys.modules.get(getattr(make, "__module__", ""))
    return (
        callable(make) and getattr(module, getattr(make, "__name__", ""), None) is make
    )


def _wrong_text(text: object) -> Iterator[str]:
    if not isinstance(text, str):
        yield f"expected a text, found {type(text).__name__}"
        return
    try:
        text.encode()
    except UnicodeEncodeError as error:
        yield f"its text cannot be written as UTF-8: {error}"


# ---------------------------------------------------------------- distributions


def made_of(reference: str) -> list[str] | None:
    """Names and hashes of the files that somebody else's target is made of, after its version.

    Those of its distribution, and of its package, which an editable installation does not list.
    None where that does not tell where its code is from.
    """
    from importlib.metadata import EntryPoint
    from importlib.util import find_spec

    found: dict[str, Path] = {}
    made: list[str] = []
    for of, entries in _registered():
        if any(each.value == reference for each in entries or ()):
            made.append(_name(of))
            found |= {str(path): Path(str(path.locate())) for path in of.files or ()}
    top = EntryPoint("", reference, GROUP).module.partition(".")[0]
    try:
        spec = find_spec(top)
    except (ImportError, ValueError):
        return None
    if spec is None or spec.origin is None:
        return None
    origin = Path(spec.origin)
    if spec.submodule_search_locations:
        folder = origin.parent
        found |= {str(Path(top, p.relative_to(folder))): p for p in folder.rglob("*")}
    known = False
    try:
        for name, path in sorted(found.items()):
            if "__pycache__" not in path.parts and path.is_file():
                known = known or path.samefile(origin)
                made += (name, hashlib.sha256(path.read_bytes()).hexdigest())
    except OSError:
        return None
    return made if known else None


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
