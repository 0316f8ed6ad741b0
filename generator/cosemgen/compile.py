"""From spec files to a checked model: read, parse, lower, check."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from threading import RLock
from typing import Final, NamedTuple, TypeAlias, TypeVar

from .check import check_package
from .check.together import Shared, Thing, report_shared, things
from .diagnostics import CODES, Diagnostic
from .diagnostics.report import Report
from .digests import digest
from .lock import Lock, check_lock, read_lock, with_plain_names
from .lower.identity import Identity, identity_of
from .lower.package import Lowered, lower_package
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
from .steps import Steps
from .syntax import tree
from .syntax.parse import parse
from .vocabulary import STANDARD_PACKAGE
from .words import around, did_you_mean

Parser: TypeAlias = Callable[[str, str], tuple[tree.File | None, list[Diagnostic]]]
"""What makes a tree of a text, as `syntax.parse` does."""


Identify: TypeAlias = Callable[[tree.File], Identity]
"""What says what a tree is known by, as `identity_of` does."""


class Known(NamedTuple):
    """What is known of a package that was compiled: as much as another process can have of it."""

    own: str
    """Stands for all that it was made of itself."""
    key: Identity
    """Stands also for what it stands on."""
    findings: tuple[Diagnostic, ...]
    things: tuple[Thing, ...]
    """What packages that meet it may not have too."""
    steps: Steps
    """Those that may stay when it has changed."""
    sound: str = ""
    """Says what others may notice of it, where it was checked and nothing found."""

    def stays(self, own: str, key: Identity) -> bool:
        """Whether it has the same to tell.

        Where that is anything, it may say where something of a package below stands.
        """
        if self.findings or self.own != own:
            return self.key.whole == key.whole
        return self.key.face == key.face


_LOWERING: Final = RLock()


class Made:
    """A package that this process has compiled."""

    def __init__(
        self,
        known: Known,
        of: _Source,
        below: tuple[Made, ...],
        lowered: Lowered | None = None,
    ) -> None:
        self.known = known
        self.below = below
        self.name = str(of.package.item.name)
        self.names: frozenset[str] = frozenset({self.name}).union(
            *(each.names for each in below)
        )
        """Of the package, and of all that it stands on."""
        self._of = of
        self._lowered = lowered

    def is_same(self, whole: str, below: tuple[Made, ...]) -> bool:
        return self.known.key.whole == whole and self.below == below

    @property
    def lowered(self) -> Lowered:
        """Made when somebody asks for it: of a package that is as it was, and has nothing to tell, nobody may."""
        if self._lowered is None:
            with _LOWERING:  # for all threads the same: types are told apart as objects
                self._lower_all()
        assert self._lowered is not None
        return self._lowered

    def _lower_all(self) -> None:
        """Those below first, one after the other: they may stand on one another in a chain of any length."""
        waiting = [self]
        while waiting:
            made = waiting[-1]
            below = [each for each in made.below if each._lowered is None]
            if made._lowered is None and not below:
                made._lowered, _ = _lower(
                    made._of, made.below, Report(), Report(), made.known.steps
                )
            waiting += below
            if not below:
                waiting.pop()

    def let_go(self) -> None:
        """Nothing more is made on it: without this its trees stay as long as the process.

        A class and its versions know one another, and a command runs without looking for such circles.
        """
        if self._lowered is not None:
            for entry in self._lowered.classes:
                entry.versions.clear()

    @property
    def shared(self) -> Shared:
        return Shared(self.name, self.names - {self.name}, self.known.things)


Part = TypeVar("Part")


class Parts(Mapping[str, Part]):
    """A part of each package, by name, had when somebody asks for it."""

    def __init__(self, made: Mapping[str, Made], part: Callable[[Made], Part]) -> None:
        self._made = made
        self._part = part

    def __getitem__(self, name: str) -> Part:
        return self._part(self._made[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)


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
    before: MutableMapping[str, Known] | None = None,
    identify: Identify = identity_of,
) -> Compilation:
    """Compile what was read already; `wanted` as `package` of `compile_packages`, `parser` one that remembers.

    Without `checked` a model is enough: what is wrong with it is not asked, nor whether it was released otherwise.
    `made` has what was made of each package before, by name, and is given what is made of it now: a package that is
    as it was, on packages that are as they were, is not made again, and of one that is not, no step that is as it was.
    `before` has what another process knew of packages, and loses those that `made` is given.
    `identify` says by what the trees of the parser are known.
    """
    report = Report()
    report.extend(diagnostics(sources.problems))
    given, incomplete = _parse(sources, report, parser)
    packages = _by_name(given, incomplete, report)
    asked = dict(packages)
    locks = sources.locks | _add_standard(packages, report, parser)
    making = (
        _Making({}, {}, None) if made is None else _Making(made, before or {}, identify)
    )
    done: dict[str, Made] = {}
    for name in _in_order(packages, report):
        source = packages[name]
        needs = [str(need.name) for need in source.item.needs]
        foundations = {n: done[n] for n in needs if n in done}
        if any(n not in done or n in incomplete for n in needs):
            incomplete.add(name)
        judged = name in asked and checked
        of = _Source(source, locks.get(source.root), judged, locked)
        one = done[name] = making.make(name, of, foundations)
        told = [d for d in one.known.findings if name in asked or d.is_error]
        unneeded = [d for d in told if d.code == "C616"]
        if unneeded and name not in incomplete:
            report.extend(unneeded)
            incomplete.add(name)
        report.extend(
            d for d in told if not (name in incomplete and CODES[d.code].echo)
        )
    if checked and not report.has_errors:
        report_shared((each.shared for each in done.values()), report)
    if made is None:
        for each in done.values():
            each.let_go()
    chosen = _choose(asked, wanted)
    ok = not report.has_errors and chosen is not None
    return Compilation(
        done[chosen].lowered.model if ok and chosen is not None else None,
        tuple(report.diagnostics),
        Parts(done if ok else {}, lambda each: each.lowered.model),
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


class _Source(NamedTuple):
    """What a package is made of, but for those that it stands on."""

    package: SourcePackage
    lock: str | None
    checked: bool
    locked: bool


class _Making:
    """The packages of one compilation, made after those that they stand on."""

    def __init__(
        self,
        made: MutableMapping[str, Made],
        before: MutableMapping[str, Known],
        identify: Identify | None,
    ) -> None:
        """Without `identify` nothing is known of what was made before."""
        self._made = made
        self._before = before
        self._identify = identify
        self._identities: dict[str, Identity] = {}
        """Those of packages, with all that they stand on."""

    def make(self, name: str, of: _Source, foundations: Mapping[str, Made]) -> Made:
        below = tuple(foundations.values())
        if self._identify is None:
            return _make("", Identity("", ""), of, below, Steps())
        trees = [(f.path, f.tree, self._identify(f.tree)) for f in of.package.files]
        stands_on = [self._identities[n] for n in foundations]
        about = (of.package.root.as_posix(), of.lock, of.checked, of.locked)
        own = digest(
            repr(about),
            *(part for path, _, each in trees for part in (path, each.whole)),
        )
        whole = digest(own, *(each.whole for each in stands_on))

        files = (part for path, _, each in trees for part in (path, each.face))
        noticed = [each.face for each in stands_on]
        face = digest(repr(of.lock), *files, *noticed)
        self._identities[name] = Identity(whole, face)
        key = Identity(whole, digest(own, *noticed))
        made = self._made.get(name)
        if made is not None and made.is_same(whole, below):
            return made
        known = self._before.pop(name, None) if made is None else made.known
        steps = Steps(
            {} if known is None else known.steps.lasting,
            (each.known.steps for each in below),
            {id(file): (file, each.whole) for _, file, each in trees},
        )
        if known is not None and known.stays(own, key):
            now = known._replace(own=own, key=key, steps=steps.stay())
            made = Made(now, of, below)
        else:
            sound = "" if known is None else known.sound
            made = _make(own, key, of, below, steps, face, sound)
        self._made[name] = made
        return made


def _make(
    own: str,
    key: Identity,
    of: _Source,
    below: tuple[Made, ...],
    steps: Steps,
    face: str = "",
    sound: str = "",
) -> Made:
    """The model of a package, and what is wrong with it.

    `face` says what others may notice of it, `sound` what that was when nothing was found in it.
    """
    report, of_lock = Report(), Report()
    one, pinned = _lower(of, below, report, of_lock, steps)
    if of.checked:
        check_package(one, report, steps, known=sound != "" and face == sound)
        if pinned is not None and of.locked and not report.has_errors:
            report.extend(of_lock.found)
            report.extend(check_lock(one.model, pinned, steps, one.made_of))
    found = tuple(report.diagnostics)
    shared = tuple(things(one.model)) if of.checked else ()
    sound = face if of.checked and not found else ""
    return Made(Known(own, key, found, shared, steps, sound), of, below, one)


def _lower(
    of: _Source,
    below: Iterable[Made],
    report: Report,
    of_lock: Report,
    steps: Steps,
) -> tuple[Lowered, Lock | None]:
    source, lock = of.package, of.lock
    foundations = tuple(each.lowered for each in below)
    one = lower_package(source.item, source.files, foundations, report, steps)
    if lock is None:
        return one, None
    path = (source.root / LOCK_FILE).as_posix()
    pinned = steps.take(read_lock, lock, path, report=of_lock)
    return replace(one, model=with_plain_names(one.model, pinned)), pinned


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
"""The standard package as it was last needed: at most one."""


def _standard(parser: Parser) -> _Standard:
    sources = read_sources([standard_package()])
    # One that remembers says what its trees are known by too, and keeps those that it was asked for.
    for known, standard in _known if parser is parse else ():
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
    for start in sorted(packages):
        path: dict[str, Iterator[tree.NameFact]] = {}
        if start not in ordered:
            path[start] = iter(packages[start].item.needs)
        while path:
            name, needs = next(reversed(path.items()))
            for need in needs:
                needed = str(need.name)
                if needed in path:
                    way = around([*path, needed], " -> ")
                    report.error(need.span, "C608", f"packages need one another: {way}")
                elif needed not in packages:
                    report.error(
                        need.span,
                        "C603",
                        f"package '{name}' needs '{needed}', which was not found",
                        did_you_mean(needed, {*packages, STANDARD_PACKAGE} - {name})
                        or "give its path too",
                    )
                elif needed not in ordered:
                    path[needed] = iter(packages[needed].item.needs)
                    break
            else:
                ordered[name] = None
                del path[name]
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
