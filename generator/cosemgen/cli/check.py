"""`cosemgen check`: find mistakes in a spec."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import console
from .app import Findings
from .counting import counted
from .paths import spec_paths
from .reports import report, summary

if TYPE_CHECKING:
    from cosemgen.model import Model


@click.command(short_help="Find mistakes in a specification.")
@click.argument("paths", metavar="[PATH]...", nargs=-1)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    help="text for people; json, github and sarif for tools, on standard output.",
)
@click.option(
    "--update-lock",
    is_flag=True,
    help="Without errors, pin the class versions that released.lock does not have yet.",
)
def command(paths: tuple[str, ...], form: str, update_lock: bool) -> None:
    """Parse a specification and check it against the rules of the standard.

    Every mistake is reported with its place and a code, in one go. Exit code 1 means
    that there are errors; warnings alone do not fail.

    \b
    Examples:
      cosemgen check                            the package in spec/, or the standard
      cosemgen check spec/                      that, and the packages below it
      cosemgen check acme/ --format github      annotations in a pull request
      cosemgen check acme.cosem --format sarif > findings.sarif
      cosemgen check --update-lock              before a release
    """
    from cosemgen.compile import compile_packages

    chosen = spec_paths(paths)
    compilation = compile_packages(chosen)
    report(compilation.diagnostics, form)
    files = counted(len(compilation.texts), "file")
    console.note(f"{files}, {summary(compilation.diagnostics)}")
    if not compilation.ok:
        raise Findings
    if update_lock and compilation.model is not None:
        _pin(compilation.model, Path(compilation.roots[compilation.model.package.name]))


def _pin(model: Model, root: Path) -> None:
    from cosemgen.lock import update_lock
    from cosemgen.sources import LOCK_FILE

    path = (root if root.is_dir() else root.parent) / LOCK_FILE
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    new = update_lock(model, old)
    if new != old:
        path.write_text(new, encoding="utf-8", newline="\n")
    added = new.count("\nclass ") - old.count("\nclass ")
    console.note(f"{path}: {counted(added, 'class version')} added")
