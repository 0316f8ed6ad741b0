"""What can be compared: folders and files of specs, what a build has written of one, either in a git revision or a release,
and what installed packages have of them."""

from __future__ import annotations

import json
import os
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any, Final

from cosem_conformance.dumps.form import deeper
from cosemgen import resources
from cosemgen.compile import compile_sources
from cosemgen.diagnostics import Diagnostic
from cosemgen.diff.comparing import Finding, differences
from cosemgen.diff.parts import Part, package
from cosemgen.disk import read_file
from cosemgen.sources import (
    PACKAGE_FILE,
    SUFFIX,
    Sources,
    declares_package,
    read_sources,
    standard_package,
    text_sources,
)
from cosemgen.targets.json.validate import mismatch
from cosemgen.vocabulary import STANDARD_PACKAGE

from .git import GitError, git, is_file, is_revision

MOST_OCTETS: Final = 64 * 2**20
"""How long a JSON model, or all the files of a revision together, may be."""
DEEPEST: Final = 80
"""How many levels of lists and objects a JSON model may have; what the grammar takes has about 60 at the most."""
_BUILT: Final = ("model.json", "model/model.json")
"""Where a build puts the model, from its output folder on."""
_JSON: Final = ".json"
_HERE: Final = "spec"
"""Where a package stands in its repository, unless somebody says otherwise."""
_RELEASE: Final = re.compile(r"\d+(\.\d+)+\S*")
"""`0.1.0`: its tag may begin with a v."""


class UnreadableError(Exception):
    """What was named cannot be compared; says why, and what was expected."""


class FaultyError(Exception):
    """The spec has errors."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        super().__init__("the spec has errors")
        self.diagnostics = tuple(diagnostics)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two that are compared."""

    name: str
    """As the user gave it."""
    packages: tuple[Part, ...]
    document: Mapping[str, Any] | None = None
    """The JSON that the package was read from."""


def compare(old: Side, new: Side) -> list[Finding]:
    """What is different, the gravest first.

    Raises UnreadableError where JSON is not as the schema has it, and so cannot be compared.
    """
    with _readable(old, new):
        return differences(old.packages, new.packages)


@contextmanager
def _readable(*sides: Side) -> Iterator[None]:
    """JSON is held against the schema, which takes long, only where it cannot be read."""
    try:
        yield
    except (AttributeError, LookupError, TypeError, ValueError):
        for side in sides:
            if side.document is not None:
                _tell_mismatch(side)
        raise


def _tell_mismatch(side: Side) -> None:
    if wrong := mismatch(side.document):
        raise UnreadableError(
            f"{side.name}: expected a model as 'cosemgen export json' writes it; {wrong}"
        ) from None


def read_side(name: str) -> Side:
    """The packages behind a name.

    That is a folder or a file of specs, a model of `cosemgen export json` or a folder with one, `REVISION:PATH` as git has
    it, `cosem`: the standard that comes with cosemgen, or an installed package, by the name of its distribution or of its
    module.  Checks are not asked, nor is the lock.

    Raises:
        UnreadableError: nothing that can be compared has this name.
        FaultyError: the spec has errors; its model cannot be made.
    """
    path = Path(name)
    if path.is_dir():
        built = [path / each for each in _BUILT if (path / each).is_file()]
        if built and not next(path.glob(f"**/*{SUFFIX}"), None):
            return _model(_octets(built[0]), built[0].as_posix())
        return _compiled(name, read_sources([path]))
    if path.suffix == _JSON and path.exists():
        return _model(_octets(path), name)
    if path.exists():
        return _compiled(name, read_sources([path]))
    revision, colon, below = name.partition(":")
    if colon and revision:
        return _of_git(name, revision, below)
    if name == STANDARD_PACKAGE:
        return _compiled(name, read_sources([standard_package()]))
    if (found := _installed(name)) is not None:
        return replace(read_side(found.as_posix()), name=name)
    raise UnreadableError(
        f"there is no file or folder {name!r}: expected one, REVISION:PATH of a git repository, a release or "
        "an installed package"
    )


def in_place(old: str, new: str | None) -> tuple[str, str]:
    """Both names as `read_side` takes them.

    A revision or a release alone, as `0.1.0`, stands for what it has at the path of the other one, and no NEW for what is
    there now; without a path it is `spec`.  Raises UnreadableError where NEW is missing and OLD is no revision.
    """
    names = [old, *([new] if new is not None else [])]
    revisions = {name: found for name in names if (found := _revision_of(name))}
    paths = [
        name if os.path.exists(name) else name.partition(":")[2]
        for name in names
        if name not in revisions
    ]
    there = next(filter(None, paths), _HERE)
    if new is None:
        if old not in revisions and (":" not in old or os.path.exists(old)):
            raise UnreadableError(
                f"expected NEW too: {old!r} is neither a revision of git nor a release, which can be compared with "
                "what is there now"
            )
        new = there
    shown = Path(os.path.relpath(there)).as_posix()
    both = [
        f"{revisions[name]}:./{shown}" if name in revisions else name
        for name in (old, new)
    ]
    return both[0], both[1]


def _revision_of(name: str) -> str | None:
    """The revision that a name without a path is, if it is nothing else; of a release, its tag."""
    if ":" in name or name == STANDARD_PACKAGE or os.path.lexists(name):
        return None
    tags = [f"v{name}", name] if _RELEASE.fullmatch(name) else [name]
    return next(filter(is_revision, tags), None)


def _compiled(name: str, sources: Sources) -> Side:
    found = compile_sources(sources, checked=False)
    if not found.ok:
        raise FaultyError(found.diagnostics)
    own = [found.models[each] for each in found.asked]
    return Side(name, tuple(map(package, own)))


# ---------------------------------------------------------------- JSON


def _octets(path: Path) -> bytes:
    try:
        return read_file(path, MOST_OCTETS)
    except OSError as error:
        raise UnreadableError(f"cannot read '{path}': {error.strerror}") from None


def _model(octets: bytes, name: str) -> Side:
    try:
        found = json.loads(octets)
    except ValueError as error:
        raise UnreadableError(f"{name}: expected JSON: {error}") from None
    except RecursionError:  # far more levels than are read
        found = None
    if found is None or deeper(found, DEEPEST):
        raise UnreadableError(f"{name}: expected at most {DEEPEST} levels of JSON")
    if not isinstance(found, dict) or found.get("document") != "model":
        raise UnreadableError(
            f"{name}: expected a model as 'cosemgen export json' writes it"
        )
    side = Side(name, (), found)
    with _readable(side):
        return replace(side, packages=(package(found),))


# ---------------------------------------------------------------- installed


def _installed(name: str) -> Path | None:
    """Where an installed package has its specs, or the model that was built of them; None where none is installed.

    Raises UnreadableError for a package that came without.
    """
    from importlib import metadata

    known = {name: [name]}
    try:
        metadata.distribution(name)
    except (metadata.PackageNotFoundError, ValueError):
        known = {**metadata.packages_distributions()}
    distributions = known.get(name, ())
    for each in distributions:
        for file in metadata.distribution(each).files or ():
            if file.name == PACKAGE_FILE:
                return Path(str(file.locate())).parent
            if file.name == PurePosixPath(_BUILT[0]).name:
                return Path(str(file.locate()))
    if distributions:
        raise UnreadableError(
            f"the installed package {name!r} has neither spec files (*{SUFFIX}) nor {_BUILT[0]} with it: expected one that "
            "ships them, as 'cosemgen new package' sets up"
        )
    return None


# ---------------------------------------------------------------- git


def _of_git(name: str, revision: str, below: str) -> Side:
    if revision.startswith("-"):
        raise UnreadableError(f"{revision!r} is no revision")
    place = f"{revision}:{below}"
    kind = _git(name, "cat-file", "-t", place).decode().strip()
    if kind == "blob" and below.endswith(_JSON):
        return _model(_blob(name, place), name)
    if kind == "blob":
        return _compiled(name, _revision_file(name, place))
    texts = _texts(name, place)
    built = [each for each in _BUILT if each in texts]
    if not any(each.endswith(SUFFIX) for each in texts):
        if built:
            return _model(_blob(name, texts[built[0]]), f"{name}/{built[0]}")
        raise UnreadableError(f"{name}: expected spec files (*{SUFFIX}) in the folder")
    whole = any(PurePosixPath(each).name == PACKAGE_FILE for each in texts)
    if not whole and (around := _package_around(place)):
        return _compiled(name, _revision_file(name, around))
    return _compiled(name, _revision(name, place, texts))


def _package_around(place: str) -> str | None:
    """The package file in the nearest folder above that has one."""
    revision, _, path = place.partition(":")
    if path.startswith(("./", "../")):
        here = os.fsdecode(git("rev-parse", "--show-prefix")).rstrip("\r\n")
        path = posixpath.normpath(here + path)
    for folder in PurePosixPath(path).parents:
        file = f"{revision}:{folder / PACKAGE_FILE}"
        if is_file(file):
            return file
    return None


def _revision_file(name: str, place: str) -> Sources:
    """One file, with the package that it is a part of, but without packages further below."""
    if PurePosixPath(place).name != PACKAGE_FILE:
        octets = _blob(name, place)
        around = None if declares_package(octets) else _package_around(place)
        if around is None:
            return _sources({name: octets})
        place = around
    folder = place.removesuffix(PACKAGE_FILE)
    if not folder.endswith("./"):  # which is nothing to git without its last sign
        folder = folder.rstrip("/")
    texts = _texts(name, folder)
    others = {
        path.parent
        for path in map(PurePosixPath, texts)
        if path.name == PACKAGE_FILE and path != PurePosixPath(PACKAGE_FILE)
    }
    own = {
        path: blob
        for path, blob in texts.items()
        if others.isdisjoint(PurePosixPath(path).parents)
    }
    return _revision(name, folder, own)


def _texts(name: str, place: str) -> dict[str, str]:
    """What of a tree can be compared, by its path below; what it has are ids of blobs."""
    found = {}
    size = 0
    # Also of what is not below the folder that is the current one.
    listed = _git(name, "ls-tree", "--full-tree", "-r", "-l", "-z", place)
    for line in listed.split(b"\0"):
        head, _, path = line.partition(b"\t")
        shown = path.decode("utf-8", "replace")
        wanted = shown.endswith((SUFFIX, resources.LOCK_FILE)) or shown in _BUILT
        if not wanted:
            continue
        mode, kind, blob, length = head.decode("ascii").split()
        if kind != "blob" or mode == "120000":  # a link leads out of the revision
            continue
        size += int(length)
        found[shown] = blob
    if size > MOST_OCTETS:
        raise UnreadableError(f"{name}: it has more than {MOST_OCTETS} octets")
    return found


def _revision(name: str, place: str, blobs: Mapping[str, str]) -> Sources:
    wanted = {path: blob for path, blob in blobs.items() if not path.endswith(_JSON)}
    octets = _blobs(name, wanted.values())
    join = "" if place.endswith((":", "/")) else "/"
    return _sources(
        {f"{place}{join}{path}": octets[blob] for path, blob in wanted.items()}
    )


def _sources(files: Mapping[str, bytes]) -> Sources:
    texts = {}
    for path, octets in files.items():
        try:
            texts[_shown(path)] = octets.decode("utf-8")
        except UnicodeDecodeError:
            raise UnreadableError(f"{path}: expected UTF-8 text") from None
    return text_sources(texts)


def _shown(place: str) -> str:
    """A place as git takes it too; what stands at the top gets a folder, so that its name is that of the file."""
    revision, _, path = place.partition(":")
    return place if "/" in path else f"{revision}:./{path}"


def _blob(name: str, place: str) -> bytes:
    if int(_git(name, "cat-file", "-s", place)) > MOST_OCTETS:
        raise UnreadableError(f"{name}: it has more than {MOST_OCTETS} octets")
    return _git(name, "cat-file", "blob", place)


def _blobs(name: str, ids: Iterable[str]) -> dict[str, bytes]:
    """Many blobs by one process."""
    wanted = list(dict.fromkeys(ids))
    answer = _git(name, "cat-file", "--batch", given="\n".join(wanted).encode())
    found = {}
    start = 0
    for blob in wanted:
        end = answer.index(b"\n", start)
        length = int(answer[start:end].split()[2])
        found[blob] = answer[end + 1 : end + 1 + length]
        start = end + length + 2
    return found


def _git(name: str, *arguments: str, given: bytes = b"") -> bytes:
    try:
        return git(*arguments, given=given)
    except GitError as error:
        raise UnreadableError(
            f"{name}: expected a file, a folder or REVISION:PATH; {error}"
        ) from None
