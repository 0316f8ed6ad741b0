"""Where spec files are: the paths that a user gives, the package around a file, the standard package.

A package may lie in a folder of another one: it has a package file of its own, and is no part of the outer one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from .diagnostics import Diagnostic
from .diagnostics.report import Report
from .disk import read_file
from .lock.file import LOCK_FILE
from .model import Span
from .resources import spec_folder
from .syntax import tree
from .words import did_you_mean

SUFFIX = ".cosem"
PACKAGE_FILE = "package.cosem"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A spec file as read."""

    shown: str
    """Path as messages show it: as the user gave it, with forward slashes."""
    text: str

    @property
    def folder(self) -> PurePosixPath:
        return PurePosixPath(self.shown).parent


@dataclass(slots=True)
class Sources:
    """Files that belong together, with what could not be read."""

    files: list[SourceFile] = field(default_factory=list)
    locks: dict[PurePosixPath, str] = field(default_factory=dict)
    """Texts of the lock files by their folders."""
    diagnostics: list[Diagnostic] = field(default_factory=list)


class ParsedFile(NamedTuple):
    """A spec file that was read: its path below the package root, its text and its tree."""

    path: str
    text: str
    tree: tree.File


@dataclass(slots=True)
class SourcePackage:
    """The files of one package."""

    item: tree.Package
    root: PurePosixPath
    """Folder of the package, or the file where one file is all of it."""
    files: list[tree.ParsedFile] = field(default_factory=list)


def read_sources(paths: Iterable[str | Path] = ()) -> Sources:
    """Read the spec files that paths name: files, or folders with all files below.

    A file that is part of a package folder brings in the whole package, but no packages further below; a folder
    brings in those too.  No path means the standard package alone.
    """
    report = Report()
    found: dict[Path, str] = {}
    for path in list(paths) or [_shown_path(standard_package())]:
        _find(Path(path), found, report)
    sources = Sources()
    folders: dict[PurePosixPath, Path] = {}
    for location, shown in sorted(found.items(), key=lambda item: item[1]):
        text = read_spec(location, shown, report)
        if text is not None:
            file = SourceFile(shown, text)
            sources.files.append(file)
            folders.setdefault(file.folder, location.parent)
    for folder, location in folders.items():
        lock = location / LOCK_FILE
        # A link to nowhere is a lock that cannot be read, which is not the same as none.
        if os.path.lexists(lock):
            text = read_spec(lock, (folder / LOCK_FILE).as_posix(), report)
            if text is not None:
                sources.locks[folder] = text
    sources.diagnostics = report.diagnostics
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


def _shown_path(path: Path) -> Path:
    """Relative to where the user is, if it is below."""
    try:
        return path.relative_to(Path.cwd())
    except ValueError:
        return path


def _find(path: Path, found: dict[Path, str], report: Report) -> None:
    shown = path.as_posix()
    at = Span(shown, 1, 1)
    if path.is_dir():
        own = Report()
        below = spec_files(path, own)
        report.extend(own.diagnostics)
        if not below and not own.has_errors:
            report.error(at, "C611", f"no spec files (*{SUFFIX}) in '{shown}'")
        for file in below:
            found.setdefault(_real(file), file.as_posix())
    elif not os.path.lexists(path):
        report.error(at, "C610", f"no file or folder '{shown}'", _beside(path))
    elif path.suffix != SUFFIX:
        report.error(at, "C610", f"expected a spec file (*{SUFFIX}), found '{shown}'")
    else:
        root = _package_folder(path)
        if root is None:
            found.setdefault(_real(path), shown)
        else:
            for file in _own(root, report):
                found.setdefault(_real(file), file.as_posix())


def _real(path: Path) -> Path:
    """Where links lead; unlike `Path.resolve` without an error for those in a circle."""
    return Path(os.path.realpath(path))


def spec_files(folder: Path, report: Report) -> list[Path]:
    """All that is named like a spec file in a folder and below, whether it can be read or not.

    A folder that cannot be looked into is a finding in the report (C610).
    """

    def refused(error: OSError) -> None:
        place = Path(error.filename).as_posix()
        report.error(Span(place, 1, 1), "C610", _cannot_read(place, error))

    return sorted(
        Path(place, name)
        for place, _, names in os.walk(folder, onerror=refused)
        for name in names
        if name.endswith(SUFFIX)
    )


def _own(folder: Path, report: Report) -> list[Path]:
    """Files of the package in a folder, without those of packages further below."""
    files = spec_files(folder, report)
    others = {file.parent for file in files if file.name == PACKAGE_FILE} - {folder}
    return [file for file in files if others.isdisjoint(file.parents)]


def _beside(path: Path) -> str:
    try:
        names = [p.name for p in path.parent.iterdir()]
    except OSError:
        return ""
    return did_you_mean(path.name, names)


def _package_folder(path: Path) -> Path | None:
    """The folder of the package that the file is a part of, by its package file; None for a file of its own."""
    if path.name != PACKAGE_FILE and _declares_package(path):
        return None
    for folder in _real(path).parents:
        package = folder / PACKAGE_FILE
        if os.path.lexists(package) and not package.is_dir():
            if path.is_absolute():
                return folder
            return Path(os.path.relpath(folder))
    return None


def _declares_package(path: Path) -> bool:
    try:
        lines = read_file(path).splitlines()
    except OSError:
        return False
    return any(line.lstrip().startswith(b"package ") for line in lines)


def read_spec(location: Path, shown: str, report: Report) -> str | None:
    """The text of a file; None, with the finding in the report (C610, C612), where it has none."""
    try:
        data = read_file(location)
    except OSError as error:
        report.error(Span(shown, 1, 1), "C610", _cannot_read(shown, error))
        return None
    return read_text(data, shown, report)


def _cannot_read(shown: str, error: OSError) -> str:
    return f"cannot read '{shown}': {error.strerror or type(error).__name__}"


def read_text(data: bytes, shown: str, report: Report) -> str | None:
    """The text of a file's octets; None, with the finding in the report, where they are not UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        start = before.rfind(b"\n") + 1
        column = len(before[start:].decode("utf-8", "replace")) + 1
        report.error(
            Span(shown, line, column),
            "C612",
            f"expected UTF-8 text, found octet 0x{data[error.start]:02X}",
            "save the file as UTF-8",
        )
        return None


# ---------------------------------------------------------------- packages


def form_packages(
    parsed: Iterable[tuple[SourceFile, tree.File]],
    missing: Iterable[PurePosixPath],
    report: Report,
) -> list[SourcePackage]:
    """Packages of the parsed files, by their `package` items; missing are those that could not be read or parsed.

    A package is the folder of the file with the item, and all below it except for packages further below; where a
    folder holds several such files, each of them is a package of its own, and no other file may be there.
    """
    files = list(parsed)
    items: dict[PurePosixPath, list[tuple[SourceFile, tree.Package]]] = {}
    for file, syntax in files:
        declared = [i for i in syntax.items if isinstance(i, tree.Package)]
        for again in declared[1:]:
            report.error(
                again.name.span,
                "C602",
                f"this file already is of package '{declared[0].name}': "
                "expected one package",
            )
        if declared:
            items.setdefault(file.folder, []).append((file, declared[0]))
    packages: dict[PurePosixPath, SourcePackage] = {}
    for folder, found in items.items():
        for file, item in found:
            root = folder if len(found) == 1 else PurePosixPath(file.shown)
            packages[root] = SourcePackage(item, root)
    crowded = {folder for folder, found in items.items() if len(found) > 1}
    unknown: set[PurePosixPath] = set()
    lost: set[PurePosixPath] = set()
    for path in missing:
        unknown.add(path.parent)
        if path.name == PACKAGE_FILE:
            lost.add(path.parent)
    strangers: dict[PurePosixPath, list[SourceFile]] = {}
    for file, syntax in files:
        package = _package_of(file, packages, lost)
        if package is not None:
            path = PurePosixPath(file.shown)
            below = (
                path.name
                if package.root == path
                else path.relative_to(package.root).as_posix()
            )
            package.files.append(tree.ParsedFile(below, file.text, syntax))
        elif not _may_be_inside(file.folder, unknown):
            around = [f for f in (file.folder, *file.folder.parents) if f in crowded]
            if around:
                _report_crowd(items[around[0]], report)
                continue
            strangers.setdefault(file.folder, []).append(file)
    for together in strangers.values():
        _report_strangers(together, report)
    return list(packages.values())


def _report_strangers(files: list[SourceFile], report: Report) -> None:
    """The files of one folder that are of no package lack the same item."""
    first, *others = files
    and_others = (
        f" and {len(others)} more of its folder belong" if others else " belongs"
    )
    report.error(
        Span(first.shown, 1, 1),
        "C601",
        f"'{first.shown}'{and_others} to no package: expected a 'package' item, "
        f"here or in a {PACKAGE_FILE} of the folder",
    )


def _report_crowd(found: list[tuple[SourceFile, tree.Package]], report: Report) -> None:
    """A folder has several packages, and a file that may be of any of them: only one of them can stay."""
    ordered = sorted(
        found,
        key=lambda f: (PurePosixPath(f[0].shown).name != PACKAGE_FILE, f[0].shown),
    )
    first, item = ordered[0]
    for _, again in ordered[1:]:
        report.error(
            again.name.span,
            "C602",
            f"this folder is of package '{item.name}' already "
            f"({first.shown}:{item.name.span.line}): expected one package",
            f"put '{again.name}' into a folder of its own",
        )


def _package_of(
    file: SourceFile,
    packages: Mapping[PurePosixPath, SourcePackage],
    lost: set[PurePosixPath],
) -> SourcePackage | None:
    """The innermost package around a file; None where its package file could not be parsed."""
    path = PurePosixPath(file.shown)
    for root in (path, *path.parents):
        if root in packages:
            return packages[root]
        if root in lost:
            return None
    return None


def _may_be_inside(folder: PurePosixPath, others: set[PurePosixPath]) -> bool:
    """Whether the `package` item may be in a file of these folders that could not be read."""
    return any(other in (folder, *folder.parents) for other in others)
