"""The command group, and what becomes of every way in which a command can end."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from keyword import iskeyword
from typing import Final

import click

from cosemgen import __version__
from cosemgen.build.errors import BuildError
from cosemgen.words import aside, did_you_mean

from . import console
from .endings import (
    DONE,
    FOUND,
    INTERNAL_ERROR,
    INTERRUPTED,
    WRONG_USE,
    Findings,
    missing_extra,
)

COMMANDS: Final = (
    *("new", "check", "build", "fmt", "diff", "release", "show"),
    *("decode", "encode", "export"),
    *("dump", "import", "judge", "simulate", "archive", "lsp"),
)
"""In the order of a day's work; each is a module of this package."""

DEBUG: Final = "COSEMGEN_DEBUG"


class ReaderLeft(Exception):
    """Nobody reads our output any more."""


class Ended(Exception):
    """Something that a command imported wants to end the process, which is not done yet."""


class LazyGroup(click.Group):
    """Imports a command when it is run, so that none pays for another."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        # No module can be called as a word of Python.
        module = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command = import_module(f"cosemgen.cli.{module}").command
        assert isinstance(command, click.Command)
        return command

    def invoke(self, ctx: click.Context) -> object:
        # What click makes of these cannot be told apart, nor from a command's own end.
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise ReaderLeft from None
        except SystemExit as error:
            raise Ended from error

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        wanted = args[0]
        if wanted not in COMMANDS and not wanted.startswith("-"):
            hint = aside(did_you_mean(wanted, COMMANDS))
            hint = hint or f"; there are {', '.join(COMMANDS)}"
            raise click.UsageError(f"there is no command {wanted!r}{hint}", ctx)
        return super().resolve_command(ctx, args)


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 done, 1 findings, 2 wrong use, 3 a mistake of cosemgen itself.",
)
@click.version_option(__version__, message="cosemgen %(version)s")
def group() -> None:
    """Compile COSEM specifications into Python classes, documentation and tests, and hold meters
    against them.

    A specification is a folder of .cosem files: interface classes with all their
    versions, data types, units and OBIS codes. Without a PATH, a command takes the
    folder spec/ here, or else the standard's own specification that is part of cosemgen;
    so it does with the packages of countries, as spec/national/italy.

    \b
    Start here:
      cosemgen show 1.0.1.8.0.255          what an OBIS code stands for
      cosemgen show register               a class with its attributes and methods
      cosemgen decode 0F 40000000 00 0202 0906 0100010700FF 06 00000A2C
      cosemgen decode --class register --attribute scaler_unit 02020f00161e
      cosemgen encode --class register --attribute value long-unsigned 2305
      cosemgen check spec/                 find mistakes
      cosemgen build                       spec/ -> generated/
      cosemgen dump show device.gxc        what a file has of a meter
      cosemgen judge meter.jsonl.gz        what a meter has otherwise than the standard
    """


def _prepare_streams() -> None:
    """Streams that are closed, or cannot write every letter, are no reason to fail."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            # Open to the end of the process.
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115
        elif mode == "w" and isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def run(arguments: Sequence[str] | None) -> int:
    """Run a command line and give its exit code; nothing escapes but missing libraries."""
    if arguments is None:
        _prepare_streams()
    try:
        result = group.main(
            args=None if arguments is None else list(arguments),
            prog_name="cosemgen",
            standalone_mode=False,
        )
        sys.stdout.flush()
        return result if isinstance(result, int) else DONE
    except Findings:
        return FOUND
    except BuildError as error:
        if error.__cause__ is not None and os.environ.get(DEBUG):
            raise
        console.note(f"error: {error}")
        return FOUND
    except click.UsageError as error:
        told = console.visible(error.format_message())
        click.UsageError(told, error.ctx).show()
        return WRONG_USE
    except click.ClickException as error:
        console.note(f"error: {error.format_message()}")
        return FOUND
    except (KeyboardInterrupt, click.Abort):
        console.note("stopped")
        return INTERRUPTED
    except (ReaderLeft, BrokenPipeError):
        # What remains must not raise at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except SystemExit as error:  # click has written what a shell completes
        return error.code if isinstance(error.code, int) else DONE
    except Ended as error:
        return _internal(error.__cause__ or error)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        console.note(f"error: {place}{error.strerror or error}")
        return FOUND
    except Exception as error:
        if missing_extra(error):
            raise
        return _internal(error)


def _internal(error: BaseException) -> int:
    if os.environ.get(DEBUG):
        raise error
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = (
        f" ({os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno})"
        if trace
        else ""
    )
    console.note(
        f"internal error: {type(error).__name__}: {error}{place}\n"
        "This is a mistake of cosemgen, not yours. Please report it with the command "
        f"line and what it prints with {DEBUG}=1 in the environment."
    )
    return INTERNAL_ERROR
