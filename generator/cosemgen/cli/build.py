"""`cosemgen build`: from the spec to everything that is made of it."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from cosemgen.build.plan import Plan
from cosemgen.module_names import package_refusal

from . import console
from .app import Findings
from .counting import counted
from .paths import spec_paths
from .reports import report, summary

LISTED_AT_MOST = 20
"""A build that writes more than this says how much, not what; --check says all."""


def _python_package(
    context: click.Context, parameter: click.Parameter, name: str | None
) -> str | None:
    why = None if name is None else package_refusal(name)
    if why is not None:
        raise click.BadParameter(
            f"{name!r} cannot be the name of the Python package: {why}"
        )
    return name


@click.command(short_help="Spec to Python, documentation, tests and JSON.")
@click.argument("paths", metavar="[PATH]...", nargs=-1)
@click.option(
    "--package",
    metavar="NAME",
    callback=_python_package,
    help="Python package to generate; the spec package's name unless given.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("generated"),
    show_default=True,
    metavar="DIR",
    help="Where to write.",
)
@click.option(
    "--target",
    "targets",
    multiple=True,
    metavar="NAME",
    help="Build this only: python, docs, conformance, json or an installed one. "
    "May be given several times.",
)
@click.option(
    "--check",
    is_flag=True,
    help="Write nothing; list what differs, and exit 1 if anything does.",
)
def command(
    paths: tuple[str, ...],
    package: str | None,
    out: Path,
    targets: tuple[str, ...],
    check: bool,
) -> None:
    """Generate code, documentation, conformance tests and JSON from a specification.

    The output is written whole or not at all, and only where it differs. Files that
    cosemgen did not write are never touched; MANIFEST.json lists those that it did.

    \b
    Examples:
      cosemgen build                                   spec/ -> generated/
      cosemgen build --check                           is generated/ up to date?
      cosemgen build acme/ --package acme_meter --out build/acme
      cosemgen build --target python --target docs
    """
    from cosemgen.build.engine import Request, build

    started = time.perf_counter()
    request = Request(spec_paths(paths), out, targets, package, check)
    outcome = build(
        request,
        lambda: console.note(f"another build is writing {out}; waiting for it"),
    )
    report(outcome.diagnostics)
    if outcome.plan is None:
        console.note(f"{summary(outcome.diagnostics)}; nothing is written")
        raise Findings
    _list(outcome.plan, out, sys.maxsize if check else LISTED_AT_MOST)
    seconds = time.perf_counter() - started
    console.note(
        f"{out}: {_counts(outcome.plan, outcome.total, check)} ({seconds:.1f} s)"
    )
    if check and outcome.plan:
        console.note("run `cosemgen build` and commit what it writes")
        raise Findings


def _list(plan: Plan, out: Path, at_most: int) -> None:
    rows = [
        (word, out / path)
        for word, paths in (
            ("create", plan.create),
            ("change", plan.change),
            ("remove", plan.remove),
        )
        for path in paths
    ]
    if len(rows) <= at_most:
        for word, path in rows:
            print(f"{word} {path.as_posix()}")


def _counts(plan: Plan, total: int, check: bool) -> str:
    if not plan:
        return f"up to date, {counted(total, 'file')}"
    words = (
        ("to create", "to change", "to remove")
        if check
        else ("created", "changed", "removed")
    )
    numbers = (len(plan.create), len(plan.change), len(plan.remove))
    unchanged = total - len(plan.create) - len(plan.change)
    counts = (*zip(numbers, words, strict=True), (unchanged, "unchanged"))
    return ", ".join(f"{number} {word}" for number, word in counts if number)
