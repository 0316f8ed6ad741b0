"""Which spec files make one package: those below the folder of its `package` item.

A package may lie in a folder of another one: it has a package file of its own, and is no part of the outer one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from pathlib import PurePosixPath
from posixpath import commonpath

from .diagnostics.report import Report
from .model import Span
from .records import record
from .sources import PACKAGE_FILE, SourceFile
from .syntax import tree


@record(slots=True)
class SourcePackage:
    """The files of one package."""

    item: tree.Package
    root: PurePosixPath
    """Folder of the package, or the file where one file is all of it."""
    files: list[tree.ParsedFile] = field(default_factory=list)


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
        declared = [*syntax.of(tree.Package)]
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
    strangers: dict[tuple[str, ...], list[SourceFile]] = {}
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
            strangers.setdefault(file.folder.parts[:1], []).append(file)
    for together in strangers.values():
        _report_strangers(together, report)
    return list(packages.values())


def _report_strangers(files: list[SourceFile], report: Report) -> None:
    """The files of one folder, and of those in it, that are of no package lack the same item."""
    first, *others = files
    folders = {file.folder.as_posix() for file in files}
    where = "of its folder" if len(folders) == 1 else f"in '{commonpath(folders)}'"
    and_others = f" and {len(others)} more {where} belong" if others else " belongs"
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
