"""The page of the command line, from the commands themselves."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .markup import blocks, code, fenced, prose, table, text
from .views import GroupView, SectionsPage, sections_page

if TYPE_CHECKING:
    import click


def command_line_page() -> SectionsPage:
    """Every command of `cosemgen` with its arguments and options."""
    # Only this page needs the command line and what it stands on.
    import click

    from ...cli.app import group

    context = click.Context(group, info_name="cosemgen")
    views = []
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is not None:
            views.append(_command(name, command, context))
    return sections_page(
        source="the commands of cosemgen",
        label="command-line",
        title="Command line",
        lead=blocks(_help(group.help), prose(group.epilog or "")),
        groups=views,
    )


def _command(name: str, command: click.Command, parent: click.Context) -> GroupView:
    import click

    context = click.Context(command, info_name=f"cosemgen {name}")
    usage = " ".join([f"cosemgen {name}", *command.collect_usage_pieces(context)])
    options = (
        {"Option": code(record[0]), "": prose(record[1])}
        for parameter in command.params
        if isinstance(parameter, click.Option)
        and (record := parameter.get_help_record(context))
    )
    return GroupView(
        f"command-{name}",
        code(f"cosemgen {name}"),
        blocks(fenced(usage, "text"), _help(command.help), table(options)),
    )


def _help(found: str | None) -> str:
    return blocks(*_blocks(found or ""))


def _blocks(found: str) -> Iterator[str]:
    """Paragraphs; a block after `\\b` keeps its lines, and its first is a title."""
    for block in re.split(r"\n\s*\n", found.strip()):
        if not block.lstrip().startswith("\b"):
            yield text(block)
            continue
        title, *lines = inspect.cleandoc(block.replace("\b", "")).splitlines()
        yield text(title)
        yield fenced(inspect.cleandoc("\n".join(["", *lines])), "text")
