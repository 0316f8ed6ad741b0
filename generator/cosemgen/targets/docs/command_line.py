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


_SEE_ALSO: Final = {
    "decode": "[Deviations](deviations.md) lists what is taken that is not as the standard has it, by its code.",
}
"""What a page says besides of a command, which its help cannot lead to."""


def _command(command: CommandManual) -> GroupView:
    options = (
        {"Option": code(option), "": prose(what)} for option, what in command.options
    )
    return GroupView(
        f"command-{command.name}",
        code(f"cosemgen {command.name}"),
        blocks(
            fenced(command.usage, "text"),
            _help(command.help),
            _SEE_ALSO.get(command.name, ""),
            table(options),
        ),
    )


def _help(found: str) -> str:
    return blocks(*_blocks(found))


def _blocks(found: str) -> Iterator[str]:
    """Paragraphs; a block after `\\b` keeps its lines, and its first is a title."""
    for block in re.split(r"\n\s*\n", found.strip()):
        if not block.lstrip().startswith("\b"):
            yield text(block)
            continue
        title, *lines = inspect.cleandoc(block.replace("\b", "")).splitlines()
        yield text(title)
        yield fenced(inspect.cleandoc("\n".join(["", *lines])), "text")
