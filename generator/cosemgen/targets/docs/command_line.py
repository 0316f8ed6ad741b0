"""The page of the command line, from the commands themselves."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from .markup import blocks, code, fenced, prose, table, text
from .views import GroupView, SectionsPage, sections_page

if TYPE_CHECKING:
    from ...cli.manual import CommandManual


def command_line_page() -> SectionsPage:
    """Every command of `cosemgen` with its arguments and options."""
    # Only this page needs the command line and what it stands on.
    from ...cli.manual import manual

    found = manual()
    return sections_page(
        source="the commands of cosemgen",
        label="command-line",
        title="Command line",
        lead=blocks(_help(found.help), prose(found.epilog)),
        groups=[_command(each) for each in found.commands],
    )


_PAGES: Final = {
    "new": "vendors",
    "check": "diagnostics",
    "diff": "differences",
    "release": "vendors",
    "decode": "deviations",
    "dump": "dumps",
    "import": "importing",
    "judge": "judge",
    "simulate": "simulate",
    "archive": "archives",
    "lsp": "editors",
}
"""The page that says more of a command, which its help cannot lead to."""


def _command(command: CommandManual) -> GroupView:
    page = _PAGES.get(command.name)
    options = (
        {"Option": code(option), "": prose(what)} for option, what in command.options
    )
    return GroupView(
        f"command-{command.name}",
        code(f"cosemgen {command.name}"),
        blocks(
            fenced(command.usage, "text"),
            _help(command.help),
            f"More: []({page}.md)." if page else "",
            table(options),
        ),
    )


def _help(found: str) -> str:
    return blocks(*_blocks(found))


def _blocks(found: str) -> Iterator[str]:
    """Paragraphs; a block after `\\b` keeps its lines, and its first is a title."""
    for block in re.split(r"\n\s*\n", found.strip()):
        if not block.lstrip().startswith("\b"):
            yield prose(block)
            continue
        title, *lines = inspect.cleandoc(block.replace("\b", "")).splitlines()
        yield text(title)
        yield fenced(inspect.cleandoc("\n".join(["", *lines])), "text")
