"""`cosemgen lsp`: what editors know of specs."""

from __future__ import annotations

import os
import sys

import click

from . import console


@click.command(short_help="Tell editors what they ask of specs.")
@click.option(
    "--stdio",
    is_flag=True,
    help="Over standard input and output, as always; some editors ask for it.",
)
def command(stdio: bool) -> None:
    """Serve an editor over the Language Server Protocol, on standard input and output.

    Findings as you type, in the words of check; what is at the cursor; completion; where a
    name is defined and used; rename; formatting as fmt does it; an outline; fixes; and
    what a version inherits. Editors start this command themselves. It needs the extra lsp.

    \b
    Examples:
      cosemgen lsp              what an editor is to start
    """
    from cosemgen.lsp.server import serve

    from .app import DEBUG
    from .codes import catalogue_of

    if sys.stdin.isatty():
        console.note("waiting for an editor on standard input; Ctrl-C ends it")
    serve(catalogue_of, debug=bool(os.environ.get(DEBUG)))
