"""The packages around the files that an editor has open, and what compiling them gives.

The texts of the editor count instead of what is on disk.  Trees and packages that are as they were are not made again,
so that a keystroke costs one file and its package.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from ..compile import Made, Parts, compile_sources
from ..diagnostics import Diagnostic, Severity
from ..lower.identity import Identity, identity_of
from ..lower.package import Lowered
from ..model import Span
from ..sources import (
    PACKAGE_FILE,
    Sources,
    package_folder,
    read_sources,
    read_spec,
    real,
    shown_path,
    text_sources,
)
from ..syntax import tree
from ..syntax.parse import parse
from .names import Index, Symbol
from .texts import Text, unchanged

LARGEST: Final = 2_000_000
"""Letters of a file that is looked at while it is edited; `cosemgen check` takes more."""
AT_ONCE: Final = 200_000
"""Letters of a file that is parsed, or completed in, with each keystroke; of a larger one its package tells."""
MOST_FOLDERS: Final = 10_000
"""Folders of a workspace in which packages are looked for."""
_SKIPPED: Final = frozenset({"node_modules", "__pycache__", "site-packages"})


@dataclass(frozen=True)
class Analysis:
    """What is known of a file and of the packages around it, at one moment."""

    findings: Mapping[str, list[Diagnostic]]
    """Of each file, by its path as messages show it: what `cosemgen check` tells, in its order."""
    lowered: Mapping[str, Lowered]
    """Every package by name; of a file that cannot be parsed, what it was when it could be."""
    texts: Mapping[str, str]
    """The texts that the packages were made of, by path as messages show it."""
    packages: tuple[str, ...]
    """Names of the packages of the workspace."""
    sound: bool
    """Whether there is no error in any of them."""

    def package_of(self, shown: str) -> Lowered | None:
        """The package that a file is of."""
        for one in self.lowered.values():
            if any(scope.tree.path == shown for scope in one.scopes):
                return one
        return None

    def file(self, symbol: Symbol) -> Span | None:
        """Where a file begins that `use` names."""
        package = self.lowered.get(str(symbol.home[0]))
        scope = None if package is None else package.files.get(symbol.name)
        return None if scope is None else Span(scope.tree.path, 1, 1)

    @cached_property
    def index(self) -> Index:
        return Index(self.lowered.values())

    def stale(self, shown: str, text: Text) -> bool:
        """Whether a file is not what its package was made of, as it cannot be parsed."""
        return self._lines(shown) != text.lines

    def then(self, shown: str, lines: list[str], line: int) -> int | None:
        """The line that a line of the file was when it could be parsed; None where it has changed since."""
        return _moved(self._lines(shown), lines, line, self._shared(shown, lines))

    def now(self, shown: str, lines: list[str], line: int) -> int | None:
        """The line that a line of the packages' text is in the file by now; None where it has changed."""
        return _moved(lines, self._lines(shown), line, self._shared(shown, lines))

    def _lines(self, shown: str) -> list[str]:
        found = self._kept_lines.get(shown)
        if found is None:
            found = plain(self.texts.get(shown, "")).split("\n")
            self._kept_lines[shown] = found
        return found

    def _shared(self, shown: str, lines: list[str]) -> tuple[int, int]:
        """As `unchanged`; asked of many places of one text in a row."""
        known = self._kept_shared.get(shown)
        if known is None or known[0] is not lines:
            known = lines, unchanged(self._lines(shown), lines)
            self._kept_shared[shown] = known
        return known[1]

    @cached_property
    def _kept_lines(self) -> dict[str, list[str]]:
        return {}

    @cached_property
    def _kept_shared(self) -> dict[str, tuple[list[str], tuple[int, int]]]:
        return {}


def plain(text: str) -> str:
    """A text with the line ends, and without the mark, that the parser leaves out."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _moved(
    wanted: list[str], given: list[str], line: int, shared: tuple[int, int]
) -> int | None:
    """Where a line of the given text is in the wanted one; `shared` are lines of both at the start and the end."""
    start, end = shared
    if line <= start:
        return line
    if line > len(given) - end:
        return line - len(given) + len(wanted)
    return None


@dataclass
class Workspace:
    """What one editor has open."""

    folders: list[Path] = field(default_factory=list)
    open: dict[Path, str] = field(default_factory=dict)
    """Texts of the editor, by where links lead."""
    _trees: dict[str, tuple[str, tree.File | None, list[Diagnostic]]] = field(
        default_factory=dict
    )
    _sound: dict[str, tuple[str, tree.File]] = field(default_factory=dict)
    """The last text of each file that could be parsed, with its tree."""
    _made: dict[str, Made] = field(default_factory=dict)
    _known: dict[str, Made] = field(default_factory=dict)
    """As `_made`, of the files that could be parsed."""
    _identities: dict[str, tuple[tree.File, Identity]] = field(default_factory=dict)
    """What the tree of each file is known by."""
    _packages: dict[str, Path] | None = None

    # ------------------------------------------------------------ parsing

    def parse(self, text: str, shown: str) -> tuple[tree.File | None, list[Diagnostic]]:
        """What `cosemgen.syntax.parse` gives, made once of each text."""
        known = self._trees.get(shown)
        if known is not None and known[0] == text:
            return known[1:]
        found, findings = (
            (None, [_too_large(text, shown)])
            if len(text) > LARGEST
            else parse(text, shown)
        )
        self._trees[shown] = (text, found, findings)
        if found is not None:
            self._sound[shown] = (text, found)
        return found, findings

    def sound(self, text: str, shown: str) -> tuple[tree.File | None, list[Diagnostic]]:
        """The tree of a file as it was when it could be parsed."""
        found, _ = self.parse(text, shown)
        if found is None and shown in self._sound:
            found = self._sound[shown][1]
        return found, []

    def identify(self, found: tree.File) -> Identity:
        """What `cosemgen.lower.identity` gives, made once of each tree."""
        known = self._identities.get(found.path)
        if known is None or known[0] is not found:
            known = self._identities[found.path] = found, identity_of(found)
        return known[1]

    # ------------------------------------------------------------ compiling

    def analyse(
        self, path: Path, texts: Mapping[Path, str], *, dependents: bool = False
    ) -> Analysis:
        """Compile the package of a file with all that it needs, and with `dependents` all that need it."""
        sources = self.sources(path, texts, dependents=dependents)
        compilation = compile_sources(
            sources, parser=self.parse, made=self._made, identify=self.identify
        )
        shown = [file.shown for file in sources.files]
        findings: dict[str, list[Diagnostic]] = {name: [] for name in shown}
        for each in compilation.diagnostics:
            findings.setdefault(each.span.file, []).append(each)
        made = self._made
        known = {file.shown: file.text for file in sources.files}
        if any(self._trees[name][1] is None for name in shown if name in self._trees):
            made = self._known
            compile_sources(
                sources,
                checked=False,
                parser=self.sound,
                made=made,
                identify=self.identify,
            )
            known |= {n: self._sound[n][0] for n in shown if n in self._sound}
        there = {n: made[n] for n in compilation.roots if n in made}
        lowered = Parts(there, lambda each: each.lowered)
        packages = tuple(self.packages())
        sound = bool(compilation.models)
        return Analysis(findings, lowered, known, packages, sound)

    def new_errors(
        self, path: Path, texts: Mapping[Path, str], known: Analysis
    ) -> list[Diagnostic]:
        """The errors that the packages would have with these texts, and have not as they are known.

        What was released may change: the lock tells of that afterwards.
        """
        sources = self.sources(path, texts, dependents=True)
        compilation = compile_sources(
            sources,
            locked=False,
            parser=self._tried,
            made=dict(self._made),
            identify=self.identify,
        )
        # By the line: another name moves what stands behind it.
        there = Counter(_in_line(d) for each in known.findings.values() for d in each)
        errors = []
        for each in compilation.diagnostics:
            if each.is_error:
                if not there[_in_line(each)]:
                    errors.append(each)
                there[_in_line(each)] -= 1
        return errors

    def _tried(
        self, text: str, shown: str
    ) -> tuple[tree.File | None, list[Diagnostic]]:
        """As `parse`, of a text that nobody has written yet."""
        known = self._trees.get(shown)
        return known[1:] if known and known[0] == text else parse(text, shown)

    def sources(
        self, path: Path, texts: Mapping[Path, str], *, dependents: bool = False
    ) -> Sources:
        """The files of the package around a file, and of those that it needs or that need it."""
        folder = package_folder(path)
        start = path if folder is None else folder / PACKAGE_FILE
        if folder is None and path not in texts and not os.path.exists(path):
            return Sources()
        if not os.path.exists(start):
            # A file that was never saved, and is of no package that is on disk.
            shown = shown_path(path).as_posix()
            return text_sources({shown: texts[path]})
        roots = {real(start): start}
        packages = self.packages(fresh=dependents)
        # Each file is read once, and not for all of those that it may stand on.
        needed = (
            [(real(o), o, self._package(o, texts)[1]) for o in packages.values()]
            if dependents
            else []
        )
        waiting = [start]
        while waiting:
            name, needs = self._package(waiting.pop(), texts)
            found = [(real(o), o) for n in needs if (o := packages.get(n)) is not None]
            found += [(place, o) for place, o, needs in needed if name in needs]
            for place, other in found:
                if place not in roots:
                    roots[place] = other
                    waiting.append(other)
        # What an editor has of files that need not be there must not come from outside of these.
        return read_sources(map(shown_path, roots.values()), texts)

    def packages(self, *, fresh: bool = False) -> Mapping[str, Path]:
        """The package files of the workspace by the name of their package: of several, the first."""
        if self._packages is None or fresh:
            found: dict[str, Path] = {}
            for file in _package_files(self.folders):
                found.setdefault(self._package(file, self.open)[0], file)
            found.pop("", None)
            self._packages = found
        return self._packages

    def _package(self, file: Path, texts: Mapping[Path, str]) -> tuple[str, list[str]]:
        """Name of the package of a file and names of those that it needs; nothing where it says none."""
        text = texts.get(real(file))
        shown = shown_path(file).as_posix()
        if text is None:
            text = read_spec(file, shown, [])
        found, _ = self.sound(text or "", shown)
        for item in () if found is None else found.items:
            if isinstance(item, tree.Package):
                return str(item.name), [str(need.name) for need in item.needs]
        return "", []


def _in_line(found: Diagnostic) -> tuple[str, str, int]:
    return found.code, found.span.file, found.span.line


def _package_files(folders: Iterable[Path]) -> Iterator[Path]:
    left = MOST_FOLDERS
    for folder in folders:
        for place, inner, files in os.walk(folder):
            inner[:] = sorted(
                name
                for name in inner
                if not name.startswith(".") and name not in _SKIPPED
            )
            if PACKAGE_FILE in files:
                yield Path(place, PACKAGE_FILE)
            left -= 1
            if not left:
                return


def _too_large(text: str, shown: str) -> Diagnostic:
    return Diagnostic(
        Span(shown, 1, 1),
        "C610",
        f"expected at most {LARGEST} characters in a file that is edited, "
        f"found {len(text)}",
        Severity.ERROR,
        "'cosemgen check' reads it all the same",
    )
