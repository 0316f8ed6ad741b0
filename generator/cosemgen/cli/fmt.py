"""`cosemgen fmt`: one layout of spec files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cosemgen.disk import write_file
from cosemgen.words import counted

from . import console
from .endings import Findings
from .specification import paths_argument, spec_folder, spec_paths

if TYPE_CHECKING:
    from cosemgen.diagnostics.report import Report

STDIN = "-"


@click.command(short_help="Lay spec files out in the one canonical way.")
@paths_argument
@click.option(
    "--check",
    is_flag=True,
    help="Write nothing; list the files that would change, and exit 1 if any would.",
)
def command(paths: tuple[str, ...], check: bool) -> None:
    """Rewrite spec files in the canonical layout; comments stay with their items.

    A file with a syntax error is reported and left as it is. PATH - reads standard
    input and writes standard output, for editors.

    \b
    Examples:
      cosemgen fmt                 all of spec/, with the packages below
      cosemgen fmt --check         in continuous integration
      cosemgen fmt - < acme.cosem
    """
    from cosemgen.diagnostics.report import Report
    from cosemgen.syntax.print import formatted

    from .reports import report

    findings = Report()
    changed = 0
    files: list[Path | None] = [None]
    if paths != (STDIN,):
        chosen = spec_paths(paths) if paths else (spec_folder(),)
        files = [*_files(chosen, findings)]
    for path in files:
        shown = "<stdin>" if path is None else path.as_posix()
        text = _text(path, shown, findings)
        if text is None:
            continue
        result, found = formatted(text, shown)
        findings.extend(found)
        if path is None and not check:
            print(text if result is None else result, end="")
        elif result is not None and result != text:
            changed += 1
            if path is not None and not check:
                write_file(path, result)
            print(f"{'change' if check else 'changed'} {path or '<stdin>'}")
    report(findings.diagnostics)
    if paths != (STDIN,):
        word = "to change" if check else "changed"
        console.note(f"{counted(len(files), 'file')}, {changed} {word}")
    if findings.diagnostics or (check and changed):
        raise Findings


def _files(paths: tuple[Path, ...], findings: Report) -> list[Path]:
    from cosemgen.sources import Problem, diagnostics, spec_files

    problems: list[Problem] = []
    found: dict[Path, None] = {}
    for path in paths:
        below = spec_files(path, problems) if path.is_dir() else [path]
        found.update((Path(each), None) for each in below)
    findings.extend(diagnostics(problems))
    return list(found)


def _text(path: Path | None, shown: str, findings: Report) -> str | None:
    """The text of a file, or of standard input; None where there is none."""
    from cosemgen.sources import Problem, diagnostics, read_spec, read_text

    problems: list[Problem] = []
    if path is None:
        text = read_text(sys.stdin.buffer.read(), shown, problems)
    else:
        text = read_spec(path, shown, problems)
    findings.extend(diagnostics(problems))
    return text
