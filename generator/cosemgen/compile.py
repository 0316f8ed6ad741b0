"""From spec files to a checked model: read, parse, lower, check."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Final, NamedTuple, TypeAlias

from .check import check_package
from .check.together import report_shared
from .diagnostics import CODES, Diagnostic
from .diagnostics.report import Report
from .lock import check_lock, read_lock, with_plain_names
from .lower.package import Lowered, lower_package
from .lower.steps import Steps, Taken
from .model import Model
from .packages import SourcePackage, form_packages
from .resources import LOCK_FILE
from .sources import (
    SourceFile,
    Sources,
    diagnostics,
    read_sources,
    standard_package,
    text_sources,
)
from .syntax import tree
from .syntax.parse import parse
from .vocabulary import STANDARD_PACKAGE
from .words import did_you_mean

Parser: TypeAlias = Callable[[str, str], tuple[tree.File | None, list[Diagnostic]]]
"""What makes a tree of a text, as `syntax.parse` does."""


class Made(NamedTuple):
    """What compiling a package gave, and what it was made of."""

    of: tuple[object, ...]
    lowered: Lowered
    findings: tuple[Diagnostic, ...]
    steps: Mapping[object, Taken]
    """Those of its steps that may stay when it has changed."""


@dataclass(frozen=True, slots=True)
class Compilation:
    """What compiling gave."""

    model: Model | None
    """The package that was asked for; None after any error."""
    diagnostics: tuple[Diagnostic, ...]
    """All findings by file, line and column."""
    models: Mapping[str, Model]
    """Every package, asked for or needed, by name; empty after any error."""
    roots: Mapping[str, PurePosixPath]
    """Folder (or file) of every package, as messages show it."""
    texts: Mapping[str, str]
    """Texts of the files that were asked for, by their path as messages show it."""
    locks: Mapping[str, str] = field(default_factory=dict)
    """Texts of the lock files of the packages that were asked for, by package."""
    asked: tuple[str, ...] = ()
    """Names of the packages that were asked for; the others are needed by these."""

    @property
    def ok(self) -> bool:
        return self.model is not None


def compile_packages(
    paths: Iterable[str | Path] = (),
    package: str | None = None,
    *,
    locked: bool = True,
) -> Compilation:
    """Compile the packages that paths name, and those that they need.

    No path means the standard package.  `package` names the one whose model is wanted where the paths hold
    several; else it is the first that no other of them needs, where those inside another one do not count.
    Without `locked` released versions may have changed.
    """
    return compile_sources(read_sources(paths), package, locked=locked)


def compile_text(
    texts: str | Mapping[str, str], package: str | None = None
) -> Compilation:
    """Compile spec files from memory, by path; a package named `example` is made where the texts have none."""
    files = {"example.cosem": texts} if isinstance(texts, str) else dict(texts)
    if not any(
        line.lstrip().startswith("package ")
        for text in files.values()
        for line in text.splitlines()
    ):
        files["package.cosem"] = 'package example "Example" {}\n'
    return compile_sources(text_sources(files), package)


def compile_sources(
    sources: Sources,
    wanted: str | None = None,
    *,
    locked: bool = True,
    checked: bool = True,
    parser: Parser = parse,
    made: MutableMapping[str, Made] | None = None,
) -> Compilation:
    """Compile what was read already; `wanted` as `package` of `compile_packages`, `parser` one that remembers.

    Without `checked` a model is enough: what is wrong with it is not asked, nor whether it was released otherwise.
    `made` has what was made of each package before, by name, and is given what is made of it now: a package that is
    as it was, on packages that are as they were, is not made again, and of one that is not, no step that is as it was.
    """
    made = {} if made is None else made
    report = Report()
    report.extend(diagnostics(sources.problems))
    given, incomplete = _parse(sources, report, parser)
    packages = _by_name(given, incomplete, report)
    asked = dict(packages)
    locks = sources.locks | _add_standard(packages, report, parser)
    lowered: dict[str, Lowered] = {}
    for name in _in_order(packages, report):
        source = packages[name]
        needs = [str(need.name) for need in source.item.needs]
        foundations = tuple(lowered[n] for n in dict.fromkeys(needs) if n in lowered)
        if any(n not in lowered or n in incomplete for n in needs):
            incomplete.add(name)
        lock = locks.get(source.root)
        judged = name in asked and checked
        of = (source, foundations, lock, judged, locked)
        known = made.get(name)
        if known is None or known.of != of:
            steps = Steps({} if known is None else known.steps)
            made[name] = known = Made(of, *_make(*of, steps), steps.now)
        lowered[name] = known.lowered
        told = [d for d in known.findings if name in asked or d.is_error]
        unneeded = [d for d in told if d.code == "C616"]
        if unneeded and name not in incomplete:
            report.extend(unneeded)
            incomplete.add(name)
        report.extend(
            d for d in told if not (name in incomplete and CODES[d.code].echo)
        )
    if checked and not report.has_errors:
        report_shared((one.model for one in lowered.values()), report)
    chosen = _choose(asked, wanted)
    ok = not report.has_errors and chosen is not None
    return Compilation(
        lowered[chosen].model if ok and chosen is not None else None,
        tuple(report.diagnostics),
        {name: one.model for name, one in lowered.items()} if ok else {},
        {name: one.root for name, one in packages.items()},
        {file.shown: file.text for file in sources.files},
        {
            name: sources.locks[one.root]
            for name, one in asked.items()
            if one.root in sources.locks
        },
        tuple(asked),
    )


# ---------------------------------------------------------------- the steps


def _make(
    source: SourcePackage,
    foundations: tuple[Lowered, ...],
    lock: str | None,
    checked: bool,
    locked: bool,
    steps: Steps,
) -> tuple[Lowered, tuple[Diagnostic, ...]]:
    """The model of a package, and what is wrong with it."""
    own, of_lock = Report(), Report()
    one = lower_package(source.item, source.files, foundations, own, steps)
    pinned = None
    if lock is not None:
        path = (source.root / LOCK_FILE).as_posix()
        pinned = steps.take("", read_lock, lock, path, report=of_lock)
        one = replace(one, model=with_plain_names(one.model, pinned))
    if checked:
        check_package(one, own, steps)
        if pinned is not None and locked and not own.has_errors:
            own.extend(of_lock.found)
            own.extend(check_lock(one.model, pinned))
    return one, tuple(own.diagnostics)


def _parse(
    sources: Sources, report: Report, parser: Parser = parse
) -> tuple[list[SourcePackage], set[str]]:
    """The packages, and the names of those that lack a file which could not be parsed."""
    parsed: list[tuple[SourceFile, tree.File]] = []
    missing = {problem.file for problem in sources.problems}
    for file in sources.files:
        syntax, findings = parser(file.text, file.shown)
        report.extend(findings)
        if syntax is None or any(finding.is_error for finding in findings):
            missing.add(file.shown)
        if syntax is not None:
            parsed.append((file, syntax))
    packages = form_packages(parsed, map(PurePosixPath, missing), report)
    incomplete = {
        str(package.item.name)
        for package in packages
        for path in missing
        if package.root in (PurePosixPath(path), *PurePosixPath(path).parents)
    }
    return packages, incomplete


def _by_name(
    given: Iterable[SourcePackage], incomplete: set[str], report: Report
) -> dict[str, SourcePackage]:
    """The packages; one whose name another folder has too may lack what is there."""
    packages: dict[str, SourcePackage] = {}
    for package in given:
        name = str(package.item.name)
        known = packages.setdefault(name, package)
        if known is not package:
            report.error(
                package.item.name.span,
                "C602",
                f"package '{name}' is already in '{known.root}'",
            )
            incomplete.add(name)
    return packages


def _add_standard(
    packages: dict[str, SourcePackage], report: Report, parser: Parser
) -> dict[PurePosixPath, str]:
    """Adds the standard package where one of the others needs it; returns the lock files that it brings."""
    if STANDARD_PACKAGE not in packages and any(
        need.name == STANDARD_PACKAGE
        for package in packages.values()
        for need in package.item.needs
    ):
        standard = _standard(parser)
        report.extend(standard.diagnostics)
        packages.update((str(one.item.name), one) for one in standard.packages)
        return standard.locks
    return {}


class _Standard(NamedTuple):
    packages: tuple[SourcePackage, ...]
    locks: dict[PurePosixPath, str]
    diagnostics: tuple[Diagnostic, ...]


_known: Final[list[tuple[Sources, _Standard]]] = []
"""The standard package as it was last needed, whoever has parsed it: at most one."""


def _standard(parser: Parser) -> _Standard:
    sources = read_sources([standard_package()])
    for known, standard in _known:
        if known == sources:
            return standard
    report = Report()
    report.extend(diagnostics(sources.problems))
    packages, _ = _parse(sources, report, parser)
    found = _Standard(tuple(packages), sources.locks, tuple(report.diagnostics))
    _known[:] = [(sources, found)]
    return found


def _in_order(packages: Mapping[str, SourcePackage], report: Report) -> list[str]:
    """Names of the packages, each after those that it needs."""
    ordered: dict[str, None] = {}

    def visit(name: str, path: tuple[str, ...]) -> None:
        if name in ordered:
            return
        for need in packages[name].item.needs:
            needed = str(need.name)
            if needed in (*path, name):
                way = " -> ".join((*path, name, needed))
                report.error(need.span, "C608", f"packages need one another: {way}")
            elif needed in packages:
                visit(needed, (*path, name))
            else:
                report.error(
                    need.span,
                    "C603",
                    f"package '{name}' needs '{needed}', which was not found",
                    did_you_mean(needed, {*packages, STANDARD_PACKAGE} - {name})
                    or "give its path too",
                )
        ordered[name] = None

    for name in sorted(packages):
        visit(name, ())
    return list(ordered)


def _choose(asked: Mapping[str, SourcePackage], wanted: str | None) -> str | None:
    if wanted is not None:
        return wanted if wanted in asked else None
    roots = {package.root for package in asked.values()}
    outer = {n: p for n, p in asked.items() if roots.isdisjoint(p.root.parents)}
    needed = {
        str(need.name) for package in outer.values() for need in package.item.needs
    }
    return next((name for name in outer if name not in needed), None)
