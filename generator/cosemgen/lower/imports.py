"""Files of a package and what they take from one another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Final, get_args

from cosem_runtime.errors import quote

from ..diagnostics.report import Report
from ..model import Span, TypeId
from ..module_names import folder_refusal, likely_name, module_refusal
from ..syntax import tree
from ..vocabulary import RESERVED_TYPE_NAMES
from ..words import did_you_mean, meant
from .scope import FileScope, FileType, Import, report_defined

Files = Mapping[str, FileScope]
_TYPES: Final = get_args(FileType)


def enter_file(package: str, path: str, file: tree.File, report: Report) -> FileScope:
    """The scope of a file with the types that it defines at file level."""
    place = PurePosixPath(path)
    family = "" if str(place.parent) == "." else str(place.parent)
    scope = FileScope(package, file, path, place.stem, family)
    item: FileType
    for item in file.of(*_TYPES):
        known = scope.types.setdefault(str(item.name), item)
        if known is not item:
            report_defined(item.name, "this file", known.name, report)
    return scope


def by_stem(scopes: Iterable[FileScope], report: Report) -> dict[str, FileScope]:
    """Files by the name that `use` gives them."""
    files: dict[str, FileScope] = {}
    places: dict[str, FileScope] = {}
    folders: set[str] = set()
    for scope in scopes:
        span = Span(scope.tree.path, 1, 1)
        for folder in PurePosixPath(scope.family).parts:
            why = folder_refusal(folder)
            if why is not None and folder not in folders:
                report.error(
                    span,
                    "C609",
                    f"{quote(folder)} cannot be the name of a folder of spec files: {why}",
                )
            folders.add(folder)
        why = module_refusal(scope.stem)
        if why is not None:
            likely = likely_name(scope.stem)
            report.error(
                span,
                "C609",
                f"'{scope.stem}' cannot be the name of a spec file: {why}",
                f"rename it to '{likely}.cosem'" if likely else "",
            )
        files.setdefault(scope.stem, scope)
        # Some file systems do not tell Clock.py from clock.py.
        known = places.setdefault(scope.stem.casefold(), scope)
        if known is not scope:
            report.error(
                span,
                "C609",
                f"package '{scope.package}' has a file '{known.stem}' already: "
                f"{known.path}",
            )
    return files


def resolve_imports(
    scope: FileScope,
    packages: Mapping[str, Files],
    needs: tuple[str, ...],
    unneeded: set[str],
    report: Report,
) -> None:
    """Fills the imports of a file; `packages` holds the files of each package by their stems.

    A package that is used and not needed is told once, and then one of the `unneeded`.
    """
    for item in scope.tree.of(tree.Use):
        source = _module(scope, item.module, packages, needs, unneeded, report)
        for name in item.names:
            if name in scope.types or name in scope.imports:
                place = (
                    scope.types[name].name.span
                    if name in scope.types
                    else scope.imports[name].span
                )
                known = "defined" if name in scope.types else "imported"
                report.error(
                    name.span,
                    "C606",
                    f"'{name}' is already {known} in this file (line {place.line})",
                )
                continue
            target: TypeId | None = None
            if source is not None:
                if name in source.types:
                    target = source.identify(str(name))
                else:
                    report.error(
                        name.span,
                        "C605",
                        f"'{item.module}' defines no type '{name}'",
                        did_you_mean(name, source.types),
                    )
            scope.imports[str(name)] = Import(name.span, target)


def elsewhere(package: str, packages: Mapping[str, Files]) -> dict[str, str]:
    """Every type at file level with the file that `use` takes it from; this package's own first."""
    found: dict[str, str] = {}
    for name, files in packages.items():
        for stem, scope in files.items():
            module = stem if name == package else f"{name}.{stem}"
            for type_name in scope.types:
                found.setdefault(type_name, module)
    return found


def _module(
    scope: FileScope,
    module: tree.Name,
    packages: Mapping[str, Files],
    needs: tuple[str, ...],
    unneeded: set[str],
    report: Report,
) -> FileScope | None:
    package, dot, stem = module.rpartition(".")
    package = package or scope.package
    if package != scope.package and package not in needs:
        if package not in unneeded:
            unneeded.add(package)
            report.error(
                module.span,
                "C616",
                f"package '{scope.package}' does not need '{package}'",
                did_you_mean(package, needs) or f"add 'needs {package}' to the package",
            )
        return None
    files = packages.get(package)
    if files is None:  # a needed package that is missing: reported with the package
        return None
    found = files.get(stem)
    if found is None:
        hint = did_you_mean(stem, files)
        elsewhere = sorted(
            other for other in needs if not dot and stem in packages.get(other, {})
        )
        if elsewhere:
            hint = meant([f"{elsewhere[0]}.{stem}"])
        report.error(
            module.span, "C604", f"package '{package}' has no file '{stem}'", hint
        )
    elif found is scope:
        report.error(module.span, "C604", "a file does not import from itself")
        return None
    return found


def reserved(name: str) -> bool:
    """Whether a named type may not have this name."""
    return name in RESERVED_TYPE_NAMES
