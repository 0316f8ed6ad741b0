"""`cosemgen build`: from the spec to everything that is made of it."""

from __future__ import annotations

import gc
import os
import shlex
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from cosemgen.build.errors import BuildError, Unfinished
from cosemgen.records import record
from cosemgen.words import counted

from . import console
from .endings import Findings
from .specification import paths_argument, spec_paths, tell_standard

if TYPE_CHECKING:
    from cosemgen.build.changes import Changes
    from cosemgen.build.progress import Progress
    from cosemgen.pipeline import Outcome, Request

LISTED_AT_MOST: Final = 20
"""A build that writes more than this says how much, not what; --check says all."""
OUT: Final = Path("generated")
_LONG: Final = 0.5
"""Seconds after which it is shown how far a phase is."""
_OFTEN: Final = 0.1
_USES: Final = {
    "python": "PYTHONPATH={out} python -c 'import {package}; help({package})'",
    "docs": "sphinx-build {out}/docs site",
    "conformance": "PYTHONPATH={out} python -m pytest {out}/conformance",
    "json": "{out}/model/model.json",
}
"""What to try with the output of a target."""


def _python_package(
    context: click.Context, parameter: click.Parameter, name: str | None
) -> str | None:
    from cosemgen.module_names import package_refusal

    why = None if name is None else package_refusal(name)
    if why is not None:
        raise click.BadParameter(
            f"{name!r} cannot be the name of the Python package: {why}"
        )
    return name


def _folder(context: click.Context, parameter: click.Parameter, name: str) -> Path:
    """Where to write: nowhere that a slip of the shell leads to, among all that a system or a person has."""
    out = Path(name)
    if not name or out.parts[:1] == ("~",):
        raise click.BadParameter(f"expected a folder, found {name!r}")
    place = Path(os.path.realpath(out))
    known = os.path.expanduser("~")  # itself, where nobody knows of a home
    home = place.parent if known == "~" else Path(os.path.realpath(known))
    if place == place.parent or home.is_relative_to(place):
        what = "all of the system" if place == place.parent else f"your home {home}"
        raise click.BadParameter(
            f"expected a folder for the output, found {name!r}, which has {what} in it"
        )
    return out


def _options(
    context: click.Context, parameter: click.Parameter, texts: tuple[str, ...]
) -> dict[str, dict[str, str]]:
    """Names and values by target."""
    chosen: dict[str, dict[str, str]] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        target, dot, option = name.partition(".")
        if not (target and dot and option and equals):
            raise click.BadParameter(f"expected TARGET.NAME=VALUE, found {text!r}")
        values = chosen.setdefault(target, {})
        if option in values:
            raise click.BadParameter(f"{name} is given twice")
        values[option] = value
    return chosen


@click.command(short_help="Spec to Python, documentation, tests and JSON.")
@paths_argument
@click.option(
    "--package",
    metavar="NAME",
    callback=_python_package,
    help="Python package to generate; the spec package's name unless given.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False),
    callback=_folder,
    default=str(OUT),
    show_default=True,
    metavar="DIR",
    help="Where to write.",
)
@click.option(
    "--target",
    "targets",
    multiple=True,
    metavar="NAME",
    help="Build this only: python, docs, conformance, json or an installed one; may be repeated.",
)
@click.option(
    "--option",
    "options",
    multiple=True,
    metavar="TARGET.NAME=VALUE",
    callback=_options,
    help="Something that an installed target leaves to you; may be repeated.",
)
@click.option(
    "--check",
    is_flag=True,
    help="Write nothing; list what differs, and exit 1 if anything does.",
)
@click.option(
    "--watch",
    is_flag=True,
    help="Build, and build again after each save, until Ctrl-C.",
)
@click.option(
    "-v",
    "--verbose",
    is_flag=True,
    help="Say what is being done and what to try next, as on a terminal.",
)
def command(
    paths: tuple[str, ...],
    package: str | None,
    out: Path,
    targets: tuple[str, ...],
    options: dict[str, dict[str, str]],
    check: bool,
    watch: bool,
    verbose: bool,
) -> None:
    """Generate code, documentation, conformance tests and JSON from a specification.

    The output is written whole or not at all, and only where it differs. Files that
    cosemgen did not write are never touched; MANIFEST.json lists those that it did.

    What was built before is remembered in ~/.cache/cosemgen, or in $COSEM_CACHE_DIR: it
    may be deleted at any time, and is not used where others may write to it. Give
    continuous integration only what runs of your own branches have left there, or none.

    \b
    Examples:
      cosemgen build                                   spec/ -> generated/
      cosemgen build --check                           is generated/ up to date?
      cosemgen build --watch                           generated/ follows each save
      cosemgen build acme/ --package acme_meter --out build/acme
      cosemgen build --target python --target docs
    """
    from cosemgen.build.progress import Progress
    from cosemgen.pipeline import Request, build

    if watch and check:
        raise click.UsageError("--watch writes what --check only compares: give one")
    again = _command_line(paths, package, out, targets, options)
    watched = verbose or console.is_terminal(sys.stderr)
    telling = _Telling(out, check, watched, again)
    tell_standard(paths)
    request = Request(spec_paths(paths), out, targets, package, check, options)
    progress = Progress(telling.phase, telling.step, telling.note)
    if watch:
        _watch(request, progress, telling)
    elif not telling.build(partial(build, request, progress)):
        raise Findings


def _watch(request: Request, progress: Progress, telling: _Telling) -> None:
    """Build after each save; what is wrong with one is told, and the next may mend it."""
    from cosemgen.build.watch import versions
    from cosemgen.pipeline import Builds

    builds = Builds(request, progress, several=True)
    built = False
    try:
        for sources in versions(request.paths):
            try:
                sound = telling.build(partial(builds.build, sources))
            except BuildError as error:
                sound = False
                console.note(f"error: {error}")
            console.note("waiting for a save; Ctrl-C ends it")
            telling.phases = False
            # Commands do without, as they end soon; this one does not.
            gc.collect()
            if sound and not built:
                # What is there now stays: to look through it each time would take as long as a build.
                gc.freeze()
                built = True
    except KeyboardInterrupt:
        console.note("no longer watching")


@record(slots=True)
class _Telling:
    """What is said of builds."""

    out: Path
    check: bool
    phases: bool
    """Whether somebody looks on who wants to know what is being done, and what to try next."""
    again: str
    """The command that builds the same."""
    started: float = 0.0
    _due: float = 0.0
    """When how far a phase is may be shown next."""
    _shown: bool = False

    def phase(self, what: str) -> None:
        now = time.perf_counter()
        self._due = now + _LONG
        if self.phases:
            self.note(f"{now - self.started:5.1f} s  {what}")

    def step(self, done: int, of: int) -> None:
        """On a terminal, in a line that the next one takes the place of, once a phase takes long."""
        now = time.perf_counter()
        if self.phases and now >= self._due and console.is_terminal(sys.stderr):
            self._due, self._shown = now + _OFTEN, True
            sys.stderr.write(f"\r{now - self.started:5.1f} s  {done} of {of}\033[K")
            sys.stderr.flush()

    def note(self, what: str) -> None:
        self._clear()
        console.note(what)

    def _clear(self) -> None:
        if self._shown:
            sys.stderr.write("\r\033[K")
            self._shown = False

    def build(self, build: Callable[[], Outcome]) -> bool:
        """Whether the spec is sound, and the output as it is to be."""
        self.started = time.perf_counter()
        try:
            outcome = build()
        except Unfinished as error:
            raise BuildError(f"{error}: run `{self.again}` to finish it") from None
        finally:
            self._clear()
        if outcome.diagnostics:
            from .reports import report, summary

            report(outcome.diagnostics)
        if outcome.changes is None:
            console.note(f"{summary(outcome.diagnostics)}; nothing is written")
            return False
        _list(outcome.changes, self.out, sys.maxsize if self.check else LISTED_AT_MOST)
        seconds = time.perf_counter() - self.started
        counts = _counts(outcome.changes, outcome.total, self.check)
        console.note(f"{self.out}: {counts} ({seconds:.1f} s)")
        if self.check and outcome.changes:
            console.note(f"run `{self.again}` and commit what it writes")
            return False
        if self.phases and not self.check and not outcome.remembered:
            for line in _uses(outcome, self.out):
                console.note(line)
        return True


def _command_line(
    paths: tuple[str, ...],
    package: str | None,
    out: Path,
    targets: tuple[str, ...],
    options: Mapping[str, Mapping[str, str]],
) -> str:
    """The command that builds what was asked for."""
    words = ["cosemgen", "build"]
    if package is not None:
        words += ["--package", package]
    if out != OUT:
        words += ["--out", str(out)]
    for target in targets:
        words += ["--target", target]
    for target, values in options.items():
        for name, value in values.items():
            words += ["--option", f"{target}.{name}={value}"]
    if any(path.startswith("-") for path in paths):
        words.append("--")
    return shlex.join([*words, *paths])


def _uses(outcome: Outcome, out: Path) -> Iterator[str]:
    """What to try next."""
    place = shlex.quote(out.as_posix())
    for name in outcome.targets:
        if name in _USES:
            yield f"  {name:12} {_USES[name].format(out=place, package=outcome.package)}"


def _list(changes: Changes, out: Path, at_most: int) -> None:
    rows = [
        (word, out / path)
        for word, paths in (
            ("create", changes.create),
            ("change", changes.change),
            ("remove", changes.remove),
        )
        for path in paths
    ]
    if len(rows) <= at_most:
        for word, path in rows:
            print(f"{word} {path.as_posix()}")


def _counts(changes: Changes, total: int, check: bool) -> str:
    if not changes:
        return f"up to date, {counted(total, 'file')}"
    words = (
        ("to create", "to change", "to remove")
        if check
        else ("created", "changed", "removed")
    )
    numbers = (len(changes.create), len(changes.change), len(changes.remove))
    unchanged = total - len(changes.create) - len(changes.change)
    counts = (*zip(numbers, words, strict=True), (unchanged, "unchanged"))
    return ", ".join(f"{number} {word}" for number, word in counts if number)
