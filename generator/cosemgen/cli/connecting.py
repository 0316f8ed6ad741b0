"""The options by which commands reach a meter, and the secrets that open it."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

import click

from .installed import refused

if TYPE_CHECKING:
    from cosem_conformance.live import Connection, Transport

__all__ = ["Reach", "reaching"]

_SECRET: Final = 4096
"""Octets of a file with a secret."""
_SOURCES: Final = "env:NAME, file:PATH or prompt"

_F = TypeVar("_F", bound=Callable[..., Any])


def _secret(
    context: click.Context, parameter: click.Parameter, found: str | None
) -> bytes:
    """A secret from where the option says. It is never on the command line, where others see it."""
    if found is None:
        return b""
    kind, _, place = found.partition(":")
    if kind == "env" and place:
        text = os.environ.get(place)
        if text is None:
            raise click.BadParameter(
                f"no environment variable {place}", context, parameter
            )
    elif kind == "file" and place:
        text = _text(place, context, parameter)
    elif found == "prompt":
        text = click.prompt(parameter.human_readable_name, hide_input=True, err=True)
    else:
        # What was found may be the secret itself.
        raise click.BadParameter(f"expected {_SOURCES}", context, parameter)
    return text.encode()


def _text(path: str, context: click.Context, parameter: click.Parameter) -> str:
    try:
        with open(path, "rb") as file:
            octets = file.read(_SECRET + 1)
        if len(octets) > _SECRET:
            raise click.BadParameter(
                f"{path} is longer than {_SECRET} octets", context, parameter
            )
        return octets.decode("utf-8").rstrip("\r\n")
    except OSError as error:
        raise click.BadParameter(
            f"{path}: {error.strerror}", context, parameter
        ) from None
    except UnicodeDecodeError:
        raise click.BadParameter(f"{path} is no UTF-8", context, parameter) from None


def _password(
    context: click.Context, parameter: click.Parameter, found: str | None
) -> bytes:
    """A password as it is, or octets in hexadecimal behind 0x."""
    octets = _secret(context, parameter, found)
    return _hex(octets[2:], context, parameter) if octets.startswith(b"0x") else octets


def _key(
    context: click.Context, parameter: click.Parameter, found: str | None
) -> bytes:
    return _hex(_secret(context, parameter, found), context, parameter)


def _title(
    context: click.Context, parameter: click.Parameter, found: str | None
) -> bytes:
    return _hex((found or "").encode(), context, parameter)


def _hex(octets: bytes, context: click.Context, parameter: click.Parameter) -> bytes:
    try:
        return bytes.fromhex(octets.decode("ascii"))
    except ValueError:
        raise click.BadParameter(
            "expected octets in hexadecimal", context, parameter
        ) from None


_OPTIONS: Final = (
    click.option(
        "--via",
        metavar="CLIENT",
        help="The client that reads: gurux, dlms-cosem, pydlms, or another that is installed.",
    ),
    click.option(
        "--host", default="", metavar="HOST", help="Where the meter is, by TCP."
    ),
    click.option(
        "--port",
        type=click.IntRange(1, 65535),
        default=4059,
        metavar="N",
        show_default=True,
        help="Its TCP port.",
    ),
    click.option(
        "--serial",
        default="",
        metavar="DEVICE",
        help="Serial line in place of TCP, as /dev/ttyUSB0.",
    ),
    click.option(
        "--baud",
        type=click.IntRange(1),
        default=9600,
        metavar="N",
        show_default=True,
        help="Its speed.",
    ),
    click.option("--hdlc", is_flag=True, help="HDLC over TCP, not the wrapper."),
    click.option(
        "--client",
        type=click.IntRange(1, 0xFFFF),
        default=16,
        metavar="N",
        show_default=True,
        help="Address of the client.",
    ),
    click.option(
        "--server",
        type=click.IntRange(1, 0xFFFF),
        default=1,
        metavar="N",
        show_default=True,
        help="Address of the logical device.",
    ),
    click.option(
        "--physical",
        type=click.IntRange(1, 0x3FFF),
        metavar="N",
        help="Lower HDLC address of the meter.",
    ),
    click.option(
        "--auth",
        "authentication",
        type=click.Choice(["none", "lls", "hls-gmac"]),
        default="none",
        show_default=True,
        help="How the client proves who it is.",
    ),
    click.option(
        "--password",
        callback=_password,
        metavar="SOURCE",
        help=f"Password of lls, from {_SOURCES}.",
    ),
    click.option(
        "--key",
        callback=_key,
        metavar="SOURCE",
        help="Global unicast encryption key in hexadecimal, from there too; messages are then ciphered.",
    ),
    click.option(
        "--authentication-key",
        callback=_key,
        metavar="SOURCE",
        help="Authentication key, likewise.",
    ),
    click.option(
        "--system-title",
        callback=_title,
        default=b"COSEMGEN".hex(),
        metavar="HEX",
        help="System title of the client, 8 octets.",
    ),
    click.option(
        "--invocation-counter",
        "counter",
        default="0",
        metavar="N|CODE",
        help="First one to use, or the object where the public client reads the last one.",
    ),
    click.option(
        "--timeout",
        type=click.FloatRange(0.1, 3600),
        default=10.0,
        metavar="SECONDS",
        show_default=True,
        help="How long each answer is waited for.",
    ),
)
_NAMES: Final = (
    *("host", "port", "serial", "baud", "hdlc", "client", "server", "physical"),
    *("authentication", "password", "key", "authentication_key", "system_title"),
    "timeout",
)


class Reach(NamedTuple):
    """What the options say of a meter; `via` is empty where none is meant."""

    via: str
    counter: str
    settings: dict[str, Any]

    @property
    def meter(self) -> str:
        """Where the meter is: a serial device, or host and port."""
        settings = self.settings
        return settings["serial"] or f"{settings['host']}:{settings['port']}"

    def connect(self) -> tuple[Transport, Connection]:
        """A transport that is not open yet, and what it goes by.

        Raises click.UsageError for options that do not go together, click.ClickException
        for a client that is not there.
        """
        from cosem_conformance import live
        from cosem_conformance.live.counters import counted_on
        from cosem_runtime import Obis, ObisError

        number = self.counter if self.counter.isdecimal() else "0"
        try:
            code = None if self.counter.isdecimal() else Obis(self.counter)
            meter = live.Connection(**self.settings, invocation_counter=int(number))
        except ObisError as error:
            raise click.UsageError(f"--invocation-counter: {error}") from None
        except live.ConnectionSettingsError as error:
            raise click.UsageError(str(error)) from None
        with refused():
            if code is not None:
                meter = counted_on(self.via, meter, code)
            return live.transport(self.via, meter), meter


def reaching(command: _F) -> _F:
    """Give a command all options by which a meter is reached; it takes them as `reach`."""

    @functools.wraps(command)
    def run(*args: Any, **given: Any) -> Any:
        settings = {name: given.pop(name) for name in _NAMES}
        reach = Reach(given.pop("via") or "", given.pop("counter"), settings)
        return command(*args, reach=reach, **given)

    for option in reversed(_OPTIONS):
        option(run)
    return run  # type: ignore[return-value]
