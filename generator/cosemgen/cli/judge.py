"""`cosemgen judge`: whole meters against what the standard has."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from cosemgen.disk import write_file

from . import console
from .asking import Asking, asking
from .endings import Findings
from .installed import STANDARD, generated_catalogue, refused

if TYPE_CHECKING:
    from cosem_conformance.judge import Judgement

_LONGEST: Final = 4 * 1024 * 1024
"""Octets of a file of known failures."""


@click.command(short_help="Dumps of meters by the standard.")
@click.option(
    "--known-failures",
    "known_failures",
    type=click.Path(exists=True, dir_okay=False),
    metavar="FILE",
    help="Failures that are expected; one that does not come is a finding.",
)
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON document for each DUMP."
)
@click.option(
    "--html",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Write one page about all dumps, for a browser.",
)
@click.option(
    "--junit",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Write JUnit XML, as Jenkins and GitLab read it.",
)
@click.option(
    "--sarif",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Write SARIF 2.1.0, as GitHub reads it.",
)
@click.option(
    "--only",
    multiple=True,
    metavar="CHECK",
    help="This check or family alone, as TY-01 or TY; may be repeated.",
)
@click.option(
    "--without", multiple=True, metavar="CHECK", help="Not this check or family."
)
@click.option(
    "--all", "all_findings", is_flag=True, help="Every finding, however many."
)
@click.option("--form", default="", metavar="NAME", help="Form of the dumps.")
@click.option(
    "--package",
    default=STANDARD,
    metavar="NAME",
    help="Generated Python package that knows the classes.",
)
@asking
@click.argument(
    "dumps",
    metavar="DUMP...",
    nargs=-1,
    type=click.Path(exists=True, dir_okay=False),
)
def command(
    known_failures: str | None,
    as_json: bool,
    html: str | None,
    junit: str | None,
    sarif: str | None,
    only: tuple[str, ...],
    without: tuple[str, ...],
    all_findings: bool,
    form: str,
    package: str,
    asking: Asking,
    dumps: tuple[str, ...],
) -> None:
    """Judge dumps of meters, in any form that `cosemgen dump` takes.

    Each check says what passed, what failed and what nobody can tell. What rests on facts that
    are not confirmed is a warning at most. Exit code 1 is for errors that are not known.

    A file of known failures has a line for each: a check, a class, a code, an attribute, an
    association, of which `*` is any, and a reason behind ` -- `. Each has to fail in each DUMP.

    With --active the meter is asked, too, what its dump cannot tell: by the client that --via
    names, as `cosemgen dump` reads it, which is done first where there is no DUMP. Nothing is
    written without --allow-write, no method invoked without --allow-actions.

    A FILE with a report is about all dumps, and written when all are judged.

    \b
    Examples:
      cosemgen judge meter.jsonl.gz
      cosemgen judge device.gxc --only TY --only ID-02
      cosemgen judge meter.jsonl --known-failures known.txt --json
      cosemgen judge meter.jsonl --active --via gurux --host 192.0.2.10
      cosemgen judge meter.jsonl --html report.html --junit report.xml
    """
    from cosem_conformance import judge
    from cosem_conformance.dumps import load

    reports = [
        (file, report)
        for file, report in (
            (html, judge.as_html),
            (junit, judge.as_junit),
            (sarif, _sarif),
        )
        if file is not None
    ]
    read = [*dumps, *filter(None, (known_failures, asking.exclude))]
    _differ(read, [file for file, _ in reports])
    catalogue = generated_catalogue(package)
    passed = True
    judged = []
    with refused():
        judge.selected(only, without)  # before anything is read
        text = "" if known_failures is None else _text(known_failures)
        known = judge.read_known(text, judge.CHECKS, known_failures or "")
        excluded = "" if asking.exclude is None else _text(asking.exclude)
    with refused(), asking.judged(dumps) as paths, asking.wire(excluded) as wire:
        for path in paths:
            with asking.progress(wire):
                judgement = judge.judge(
                    catalogue,
                    load(path, form=form, partial=True),
                    only=only,
                    without=without,
                    known_failures=known,
                    wire=wire,
                )
            name = path if dumps else asking.meter
            judgement = replace(judgement, source=name)
            if reports:
                judged.append(judgement)
            passed &= judgement.passed
            if as_json:
                document = json.dumps(judge.as_json(judgement), ensure_ascii=False)
                click.echo(console.visible_json(document))
            else:
                told = judge.as_text(judgement, all_findings=all_findings)
                click.echo(console.visible(f"{name}\n{told}\n"))
    for file, report in reports:
        write_file(Path(file), report(*judged))
    if not passed:
        raise Findings


def _differ(read: Sequence[str], files: Sequence[str]) -> None:
    """Nothing is written over what is read, nor over another report."""
    taken = set(map(os.path.realpath, read))
    for file in map(os.path.realpath, files):
        if file in taken:
            raise click.UsageError(
                f"{file} is named twice: a report needs its own file"
            )
        taken.add(file)


def _sarif(*judgements: Judgement) -> str:
    from cosem_conformance.judge import as_sarif

    return json.dumps(as_sarif(*judgements), indent=1) + "\n"


def _text(path: str) -> str:
    octets = Path(path).read_bytes()[: _LONGEST + 1]
    if len(octets) > _LONGEST:
        raise click.ClickException(f"{path}: longer than {_LONGEST} octets")
    try:
        return octets.decode("utf-8")
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{path}: no UTF-8: {error}") from None
