"""`cosemgen judge`: whole meters against what the standard has."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cosem_conformance.processes import MOST_JOBS
from cosemgen.disk import write_file

from . import console
from .asking import Asking, asking
from .endings import Findings
from .forms import form_option
from .installed import generated_catalogue, package_option, refused

if TYPE_CHECKING:
    from cosem_conformance.judge import Judgement
    from cosem_runtime.catalogue import Catalogue


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
    "--without",
    multiple=True,
    metavar="CHECK",
    help="Not this check or family; may be repeated.",
)
@click.option(
    "--all", "all_findings", is_flag=True, help="Every finding, however many."
)
@click.option(
    "--compare",
    "compared",
    is_flag=True,
    help="What changed from one DUMP to another, the old one first.",
)
@click.option(
    "--jobs",
    default=1,
    metavar="N",
    type=click.IntRange(1, MOST_JOBS),
    help="Processes that judge; of use where there are many DUMPs.",
)
@click.option(
    "--profile",
    metavar="NAME|FILE[:NAME]",
    help="Companion profile that the meters claim: of the package, or of a specification.",
)
@click.option(
    "--variant",
    "variants",
    multiple=True,
    metavar="NAME",
    help="The meters are of this variant of the profile; may be repeated.",
)
@form_option("DUMP")
@package_option
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
    compared: bool,
    jobs: int,
    profile: str | None,
    variants: tuple[str, ...],
    form: str,
    package: str | None,
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

    With --compare nothing is judged: the exit code is 1 where who reads the meter by the
    first of two dumps fails with the second, or misreads it.

    A FILE with a report is about all dumps, and written when all are judged.

    A companion profile is judged both ways: what it asks for and is not there, and, as a note,
    what is there and not asked for.

    \b
    Examples:
      cosemgen judge meter.jsonl.gz
      cosemgen judge device.gxc --only TY --only ID-02
      cosemgen judge meter.jsonl --known-failures known.txt --json
      cosemgen judge meter.jsonl --active --via gurux --host 192.0.2.10
      cosemgen judge old.jsonl new.jsonl --compare
      cosemgen judge meter.jsonl --html report.html --junit report.xml
      cosemgen judge meter.jsonl --profile profile.cosem --variant polyphase
    """
    from cosem_conformance import judge

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
    for file, _ in reports:  # judging may take hours
        if not os.path.isdir(os.path.dirname(file) or "."):
            raise click.UsageError(f"{file}: there is no such folder")
    if variants and profile is None:
        raise click.UsageError("--variant is of a --profile")
    catalogue = generated_catalogue(package)
    if compared:
        judging = (known_failures, only, without, reports, profile, asking.named)
        if any(judging) or jobs > 1:
            raise click.UsageError(
                "--compare judges nothing, so it goes with --json, --all, --form and "
                "--package alone"
            )
        _compare(catalogue, dumps, form, as_json, all_findings)
        return
    claimed = None
    if profile is not None:
        from .companion import companion_profile

        claimed = companion_profile(catalogue, profile)
    passed = failed = 0
    judged = []
    with refused():
        judge.selected(only, without)  # before anything is read
        known = (
            ()
            if known_failures is None
            else judge.read_known_file(known_failures, judge.CHECKS)
        )
    with refused(), asking.judged(dumps) as paths, asking.wire() as wire:
        found = judge.judge_each(
            catalogue,
            paths,
            jobs=1 if asking.active else jobs,  # a meter is asked by one process
            form=form,
            only=only,
            without=without,
            known_failures=known,
            profile=claimed,
            variants=variants,
            wire=wire,
        )
        if wire is not None:
            with asking.progress(wire):
                found = iter(list(found))
        for path, judgement in found:
            if isinstance(judgement, Exception):
                failed += 1
                console.note(f"error: {judgement}")
                continue
            if reports:
                judged.append(judgement)
            passed += judgement.passed
            failed += not judgement.passed
            if as_json:
                _print_json(judge.as_json(judgement))
            else:
                told = judge.as_text(judgement, all_findings=all_findings)
                name = path if dumps else asking.reach.meter
                click.echo(console.visible(f"{console.visible_line(name)}\n{told}\n"))
    for file, report in reports:
        write_file(Path(file), report(*judged))
    if len(dumps) > 1 and not as_json:
        click.echo(f"{len(dumps)} dumps: {passed} passed, {failed} failed")
    if failed:
        raise Findings


def _compare(
    catalogue: Catalogue,
    dumps: tuple[str, ...],
    form: str,
    as_json: bool,
    all_changes: bool,
) -> None:
    from cosem_conformance.dumps import load
    from cosem_conformance.judge import compare

    if len(dumps) != 2:
        raise click.UsageError(f"--compare is of two DUMPs, found {len(dumps)}")
    with refused():
        old, new = (load(each, form=form, partial=True) for each in dumps)
        comparison = compare(catalogue, old, new)
    if as_json:
        _print_json(comparison.as_json())
    else:
        files = " -> ".join(map(console.visible_line, dumps))
        told = comparison.as_text(all_changes=all_changes)
        click.echo(console.visible(f"{console.visible_line(files)}\n{told}"))
    if comparison.breaks:
        raise Findings


def _print_json(document: dict[str, Any]) -> None:
    click.echo(console.visible_json(json.dumps(document, ensure_ascii=False)))


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
