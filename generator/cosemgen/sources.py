"""Where spec files are: the paths that a user gives, the package around a file, the standard package.

Whether anything has changed is asked here by builds that have nothing to do: so this imports nothing that such a
build does not need, what says that a file cannot be read is made only where one cannot, and where files are is text,
as a `Path` for each would take longer than to read them.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import field
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from .disk import read_file
from .records import record
from .resources import LOCK_FILE, spec_folder

if TYPE_CHECKING:
    from .diagnostics import Diagnostic

SUFFIX = ".cosem"
PACKAGE_FILE = "package.cosem"


@record(frozen=True, slots=True)
class SourceFile:
    """A spec file as read."""

    shown: str
    """Path as messages show it: as the user gave it, with forward slashes."""
    text: str

    @property
    def folder(self) -> PurePosixPath:
        return PurePosixPath(self.shown).parent


class Problem(NamedTuple):
    """Why a file has no text."""

    file: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""


def diagnostics(problems: Iterable[Problem]) -> list[Diagnostic]:
    """What is told of problems."""
    from .diagnostics.report import Report
    from .model import Span

    report = Report()
    for file, line, column, code, message, hint in problems:
        report.error(Span(file, line, column), code, message, hint)
    return report.diagnostics


@record(slots=True)
class Sources:
    """Files that belong together, with what could not be read."""

    files: list[SourceFile] = field(default_factory=list)
    locks: dict[PurePosixPath, str] = field(default_factory=dict)
    """Texts of the lock files by their folders."""
    problems: list[Problem] = field(default_factory=list)


def read_sources(
    paths: Iterable[str | Path] = (), texts: Mapping[Path, str] | None = None
) -> Sources:
    """Read the spec files that paths name: files, or folders with all files below.

    A file that is part of a package folder brings in the whole package, but no packages further below; a folder
    brings in those too.  No path means the standard package alone.  `texts` are what an editor has of files, by
    where links lead: they count instead of what is on disk, and a file of a package that is read need not be there.
    """
    texts = {} if texts is None else texts
    opened = {str(location): text for location, text in texts.items()}
    sources = Sources()
    found: dict[str, str] = {}
    for path in list(paths) or [shown_path(standard_package())]:
        _find(Path(path), found, sources.problems)
    for location in (each for each in texts if str(each) not in found):
        root = package_folder(location)
        package = None if root is None else found.get(str(real(root / PACKAGE_FILE)))
        if root is not None and package is not None:
            below = location.relative_to(real(root))
            found[str(location)] = (Path(package).parent / below).as_posix()
    folders: dict[str, str] = {}
    for place, shown in sorted(found.items(), key=lambda item: item[1]):
        text = opened.get(place)
        if text is None:
            text = read_spec(place, shown, sources.problems)
        if text is not None:
            sources.files.append(SourceFile(shown, text))
            folders.setdefault(posixpath.dirname(shown), os.path.dirname(place))
    for name, real_folder in folders.items():
        lock = os.path.join(real_folder, LOCK_FILE)
        # A link to nowhere is a lock that cannot be read, which is not the same as none.
        if os.path.lexists(lock):
            folder = PurePosixPath(name)
            text = read_spec(lock, (folder / LOCK_FILE).as_posix(), sources.problems)
            if text is not None:
                sources.locks[folder] = text
    return sources


def standard_package() -> Path:
    """The path that means the standard package, without the optional packages below it."""
    return spec_folder() / PACKAGE_FILE


def text_sources(texts: Mapping[str, str]) -> Sources:
    """Sources from memory, by path."""
    sources = Sources()
    for path, text in sorted(texts.items()):
        if PurePosixPath(path).name == LOCK_FILE:
            sources.locks[PurePosixPath(path).parent] = text
        else:
            sources.files.append(SourceFile(path, text))
    return sources


def shown_path(path: Path) -> Path:
    """Relative to where the user is, if it is below."""
    try:
        return path.relative_to(Path.cwd())
    except ValueError:
        return path


def _find(path: Path, found: dict[str, str], problems: list[Problem]) -> None:
    """Add the files that a path names: how they are shown, by where links lead."""
    shown = path.as_posix()

    def refuse(code: str, message: str, hint: str = "") -> None:
        problems.append(Problem(shown, 1, 1, code, message, hint))

    if path.is_dir():
        own: list[Problem] = []
        below = spec_files(path, own)
        problems += own
        if not below and not own:
            refuse("C611", f"no spec files (*{SUFFIX}) in '{shown}'")
        around = _package_around(below)
        # By the path of the package, which need not begin as that of the folder: files of one package go by one path.
        files = below if around is None else [*_own(around, problems), *below]
        _enter(files, found)
    elif not os.path.lexists(path):
        refuse("C610", f"no file or folder '{shown}'", _beside(path))
    elif path.suffix != SUFFIX:
        refuse("C610", f"expected a spec file (*{SUFFIX}), found '{shown}'")
    else:
        root = package_folder(path)
        if root is None:
            found.setdefault(os.path.realpath(path), shown)
        else:
            _enter(_own(root, problems), found)


def real(path: Path) -> Path:
    """Where links lead; unlike `Path.resolve` without an error for those in a circle."""
    return Path(os.path.realpath(path))


def _enter(files: Iterable[str], found: dict[str, str]) -> None:
    """Add files by where links lead; what leads to a folder is looked at once."""
    folders: dict[str, str] = {}
    for file in files:
        if os.path.islink(file):
            location = os.path.realpath(file)
        else:
            folder, name = os.path.split(file)
            if folder not in folders:
                folders[folder] = os.path.realpath(folder)
            location = os.path.join(folders[folder], name)
        found.setdefault(location, file.replace(os.sep, "/"))


def spec_files(folder: Path, problems: list[Problem]) -> list[str]:
    """All that is named like a spec file in a folder and below, whether it can be read or not, folder by folder.

    A folder that cannot be looked into is a problem that is added (C610).
    """

    def refused(error: OSError) -> None:
        place = Path(error.filename).as_posix()
        problems.append(_unreadable(place, error))

    found = [
        os.path.join(place, name)
        for place, _, names in os.walk(folder, onerror=refused)
        for name in names
        if name.endswith(SUFFIX)
    ]
    here = os.path.join(os.curdir, "")
    return sorted(
        (file.removeprefix(here) for file in found),
        key=lambda file: file.split(os.sep),
    )


def _own(folder: Path, problems: list[Problem]) -> list[str]:
    """Files of the package in a folder, without those of packages further below."""
    files = spec_files(folder, problems)
    others = _with_package_file(files) - {"" if folder == Path() else str(folder)}
    return _outside(files, others)


def _with_package_file(files: Iterable[str]) -> set[str]:
    """Folders of packages."""
    places = map(os.path.split, files)
    return {folder for folder, name in places if name == PACKAGE_FILE}


def _outside(files: Iterable[str], folders: set[str]) -> list[str]:
    """The files that are neither in one of the folders nor below."""

    @cache
    def is_inside(folder: str) -> bool:
        while folder not in folders:
            folder, below = os.path.dirname(folder), folder
            if folder == below:
                return False
        return True

    return [file for file in files if not is_inside(os.path.dirname(file))]


def _beside(path: Path) -> str:
    from .words import did_you_mean

    try:
        names = [p.name for p in path.parent.iterdir()]
    except OSError:
        return ""
    return did_you_mean(path.name, names)


def package_folder(path: Path) -> Path | None:
    """The folder of the package that the file is a part of, by its package file; None for a file of its own."""
    if path.name != PACKAGE_FILE and _declares_package(path):
        return None
    for folder in real(path).parents:
        package = folder / PACKAGE_FILE
        if os.path.lexists(package) and not package.is_dir():
            if path.is_absolute():
                return folder
            return Path(os.path.relpath(folder))
    return None


def _package_around(files: list[str]) -> Path | None:
    """The folder of the package that goes on outside of a folder with these files; None where none does."""
    others = _outside(files, _with_package_file(files))
    if not others or any(map(_declares_package, others)):
        return None
    return package_folder(Path(others[0]))


def _declares_package(path: str | Path) -> bool:
    try:
        return declares_package(read_file(path))
    except OSError:
        return False


def declares_package(octets: bytes) -> bool:
    """Whether a file has a `package` item, by how a line begins."""
    return any(line.lstrip().startswith(b"package ") for line in octets.splitlines())


def read_spec(location: str | Path, shown: str, problems: list[Problem]) -> str | None:
    """The text of a file; None, with the problem added (C610, C612), where it has none."""
    try:
        data = read_file(location)
    except OSError as error:
        problems.append(_unreadable(shown, error))
        return None
    return read_text(data, shown, problems)


def _unreadable(shown: str, error: OSError) -> Problem:
    why = error.strerror or type(error).__name__
    return Problem(shown, 1, 1, "C610", f"cannot read '{shown}': {why}")


def read_text(data: bytes, shown: str, problems: list[Problem]) -> str | None:
    """The text of a file's octets; None, with the problem added, where they are not UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        start = before.rfind(b"\n") + 1
        column = len(before[start:].decode("utf-8", "replace")) + 1
        message = f"expected UTF-8 text, found octet 0x{data[error.start]:02X}"
        hint = "save the file as UTF-8"
        problems.append(Problem(shown, line, column, "C612", message, hint))
        return None
