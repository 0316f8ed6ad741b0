"""The page of the command line, from the commands themselves."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..rendering import HEADER
from .markup import code, prose, table, text
from .views import GroupView, SectionsPage

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
    return SectionsPage(
        header=HEADER.format(source="the commands of cosemgen"),
        label="command-line",
        title="Command line",
        lead="\n\n".join([_help(group.help), prose(group.epilog or "")]),
        groups=tuple(views),
    )


def _command(name: str, command: click.Command, parent: click.Context) -> GroupView:
    import click

    context = click.Context(command, info_name=f"cosemgen {name}")
    usage = " ".join([f"cosemgen {name}", *command.collect_usage_pieces(context)])
    rows = [
        (code(record[0]), prose(record[1]))
        for parameter in command.params
        if isinstance(parameter, click.Option)
        and (record := parameter.get_help_record(context))
    ]
    parts = [f"```text\n{usage}\n```", _help(command.help), table(("Option", ""), rows)]
    return GroupView(
        label=f"command-{name}",
        title=code(f"cosemgen {name}"),
        body="\n\n".join(part for part in parts if part),
        sections=(),
    )


def _help(found: str | None) -> str:
    return "\n\n".join(_blocks(found or ""))


def _blocks(found: str) -> Iterator[str]:
    """Paragraphs; a block after `\\b` keeps its lines, and its first is a title."""
    for block in re.split(r"\n\s*\n", found.strip()):
        if not block.lstrip().startswith("\b"):
            yield text(block)
            continue
        title, *lines = inspect.cleandoc(block.replace("\b", "")).splitlines()
        yield text(title)
        yield "\n".join(
            ["```text", *inspect.cleandoc("\n".join(["", *lines])).splitlines(), "```"]
        )
