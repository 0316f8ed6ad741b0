"""`cosemgen fmt`: one layout of spec files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cosemgen.words import counted

from . import console
from .app import Findings
from .paths import spec_folder, spec_paths
from .reports import report
from .writing import write_file

if TYPE_CHECKING:
    from cosemgen.diagnostics import Diagnostic

STDIN = "-"


@click.command(short_help="Lay spec files out in the one canonical way.")
@click.argument("paths", metavar="[PATH]...", nargs=-1)
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
    findings: list[Diagnostic] = []
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
        result, found = _formatted(text, shown)
        findings += found
        if path is None and not check:
            print(text if result is None else result, end="")
        elif result is not None and result != text:
            changed += 1
            if path is not None and not check:
                write_file(path, result)
            print(f"{'change' if check else 'changed'} {path or '<stdin>'}")
    report(sorted(findings))
    if paths != (STDIN,):
        word = "to change" if check else "changed"
        console.note(f"{counted(len(files), 'file')}, {changed} {word}")
    if findings or (check and changed):
        raise Findings


def _files(paths: tuple[Path, ...], findings: list[Diagnostic]) -> list[Path]:
    from cosemgen.diagnostics.report import Report
    from cosemgen.sources import spec_files

    own = Report()
    found: dict[Path, None] = {}
    for path in paths:
        below = spec_files(path, own) if path.is_dir() else [path]
        found.update((each, None) for each in below)
    findings += own.diagnostics
    return list(found)


def _text(path: Path | None, shown: str, findings: list[Diagnostic]) -> str | None:
    """The text of a file, or of standard input; None where there is none."""
    from cosemgen.diagnostics.report import Report
    from cosemgen.sources import read_spec, read_text

    own = Report()
    if path is None:
        text = read_text(sys.stdin.buffer.read(), shown, own)
    else:
        text = read_spec(path, shown, own)
    findings += own.diagnostics
    return text


def _formatted(text: str, shown: str) -> tuple[str | None, list[Diagnostic]]:
    """The text in canonical layout, or None with what is wrong with it."""
    from cosemgen.syntax.parse import parse
    from cosemgen.syntax.print import print_file

    tree, findings = parse(text, shown)
    if tree is None or findings:
        return None, findings
    result = print_file(tree)
    again, _ = parse(result, shown)
    if again != tree:
        raise AssertionError(f"{shown}: the canonical layout would change the meaning")
    return result, []
