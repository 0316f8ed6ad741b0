"""What the commands say of themselves, as data: the page of the command line is made of it."""

from __future__ import annotations

from typing import NamedTuple

import click

from .app import group


class CommandManual(NamedTuple):
    name: str
    usage: str
    help: str
    options: tuple[tuple[str, str], ...]
    """How each is written, and what it does."""


class Manual(NamedTuple):
    help: str
    epilog: str
    commands: tuple[CommandManual, ...]


def manual() -> Manual:
    """Every command of `cosemgen` with its arguments and options."""
    context = click.Context(group, info_name="cosemgen")
    commands = []
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is not None:
            commands.append(_command(name, command))
        if isinstance(command, click.Group):
            inner = sorted(command.commands.items())
            commands += [_command(f"{name} {word}", each) for word, each in inner]
    return Manual(group.help or "", group.epilog or "", tuple(commands))


def _command(name: str, command: click.Command) -> CommandManual:
    context = click.Context(command, info_name=f"cosemgen {name}")
    usage = " ".join([f"cosemgen {name}", *command.collect_usage_pieces(context)])
    records = (
        parameter.get_help_record(context)
        for parameter in command.params
        if isinstance(parameter, click.Option)
    )
    return CommandManual(name, usage, command.help or "", tuple(filter(None, records)))
