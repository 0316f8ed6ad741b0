"""`cosemgen check`: find mistakes in a spec."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cosemgen.words import counted

from . import console
from .endings import Findings
from .specification import paths_argument, spec_paths, tell_standard

if TYPE_CHECKING:
    from cosemgen.compile import Compilation


@click.command(short_help="Find mistakes in a specification.")
@paths_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    help="text for people; json, github and sarif for tools, on standard output.",
)
def command(paths: tuple[str, ...], form: str) -> None:
    """Parse a specification and check it against the rules of the standard.

    Every mistake is reported with its place and a code, in one go. Exit code 1 means
    that there are errors; warnings alone do not fail.

    \b
    Examples:
      cosemgen check                            the package in spec/, or the standard
      cosemgen check spec/                      that, and the packages below it
      cosemgen check acme/ --format github      annotations in a pull request
      cosemgen check acme.cosem --format sarif > findings.sarif
    """
    from cosemgen.compile import compile_packages

    from .reports import report, summary

    tell_standard(paths)
    compilation = compile_packages(spec_paths(paths))
    report(compilation.diagnostics, form)
    files = counted(len(compilation.texts), "file")
    console.note(f"{files}, {summary(compilation.diagnostics)}")
    if not compilation.ok:
        raise Findings
    _tell_unpinned(compilation)


def _tell_unpinned(compilation: Compilation) -> None:
    from cosemgen.lock import unpinned
    from cosemgen.resources import LOCK_FILE

    for name, text in compilation.locks.items():
        count = unpinned(compilation.models[name], text)
        if count:
            console.note(
                f"{compilation.roots[name] / LOCK_FILE}: "
                f"{counted(count, 'class version')} not pinned yet ('cosemgen release' pins what is new)"
            )
