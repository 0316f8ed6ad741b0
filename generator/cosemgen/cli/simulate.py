"""`cosemgen simulate`: a meter that is not there."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

import click

from cosemgen.words import aside, counted, did_you_mean, listed

from . import console
from .installed import generated_catalogue, is_there, refused
from .page import Block, Heading, Paragraph, Table

if TYPE_CHECKING:
    from cosem_conformance.simulator import SimulatedMeter, Simulator

_PORT: Final = 4059
"""That of DLMS/COSEM, as IANA has it."""


@click.command(short_help="A meter that is not there, served over TCP.")
@click.option(
    "--fault",
    "faults",
    multiple=True,
    metavar="FAULT",
    help="Plant a fault, as wrong-type:3.2; may be repeated.",
)
@click.option(
    "--list-faults",
    is_flag=True,
    help="Tell the kinds of faults, and end.",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="HOST",
    help="Address to serve.",
)
@click.option(
    "--port",
    default=_PORT,
    show_default=True,
    type=click.IntRange(0, 0xFFFF),
    metavar="N",
    help="Port to serve; 0 is any that is free.",
)
@click.option(
    "--password",
    default="12345678",
    show_default=True,
    metavar="TEXT",
    help="What low-level security asks for.",
)
@click.option(
    "--push-to",
    metavar="HOST:PORT",
    help="Where the push method of Push setup sends its notification.",
)
@click.option(
    "--seconds",
    type=click.FloatRange(min=0, min_open=True),
    metavar="N",
    help="End after so long; otherwise by Ctrl-C.",
)
@click.option("--form", default="", metavar="NAME", help="Form of the dump.")
@click.option(
    "--package",
    metavar="NAME",
    help="Generated Python package that knows the classes of a dump or profile; all installed ones unless given.",
)
@click.option(
    "--variant",
    "variants",
    multiple=True,
    metavar="NAME",
    help="The meter is of this variant of the profile; may be repeated.",
)
@click.argument("source", metavar="[DUMP|PROFILE|PACKAGE]", required=False)
def command(
    faults: tuple[str, ...],
    list_faults: bool,
    host: str,
    port: int,
    password: str,
    push_to: str | None,
    seconds: float | None,
    form: str,
    package: str | None,
    variants: tuple[str, ...],
    source: str | None,
) -> None:
    """Serve a simulated meter: one of a DUMP, one that has what a companion PROFILE asks
    for, or one with an object of each class of a PACKAGE.

    A specification, as FILE.cosem or FILE.cosem:NAME, is a profile; another file is a dump, in any
    form that `cosemgen dump` takes; another name is that of a profile of the --package, or of a
    generated package, as cosem. Clients use the TCP wrapper and logical names, without
    authentication or with low-level security; nothing is ciphered. Clocks run, profiles
    capture, and what is written is kept until the end.

    A fault is KIND:CLASS[.NUMBER][@LOGICAL_NAME][#CLIENT][=VALUE].

    \b
    Examples:
      cosemgen simulate cosem
      cosemgen simulate meter.jsonl.gz --port 0
      cosemgen simulate profile.cosem:acme_1 --variant polyphase
      cosemgen simulate cosem --fault wrong-type:3.3 --fault hidden:8@0.0.1.0.0.255
      cosemgen simulate --list-faults
    """
    if list_faults:
        console.show(_kinds())
        return
    if source is None:
        raise click.UsageError("Missing argument '[DUMP|PROFILE|PACKAGE]'.")
    with refused():
        to = None if push_to is None else _address(push_to)
        meter = _meter(source, form, package, variants, password.encode())
        from cosem_conformance.simulator import Simulator, plant

        plant(meter, *faults)
        _serve(Simulator(meter, host, port, push_to=to), seconds)


def _meter(
    source: str,
    form: str,
    package: str | None,
    variants: tuple[str, ...],
    password: bytes,
) -> SimulatedMeter:
    from cosem_conformance.dumps import load
    from cosem_conformance.simulator import of_dump, of_package, of_profile
    from cosem_conformance.simulator.session import MOST_OCTETS

    from .companion import companion_profile, is_specification

    catalogue = generated_catalogue(package)
    names = [each.name for each in catalogue.companion_profiles()]
    is_file = os.path.exists(source) or not source.isidentifier()
    # A profile may be called as a package is, its own above all.
    is_profile = is_specification(source) or source in names
    if variants and not is_profile and (is_file or is_there(source)):
        raise click.UsageError("--variant is of a companion profile")
    if is_profile or variants:
        profile = companion_profile(catalogue, source)
        return of_profile(catalogue, profile, variants=variants, password=password)
    if is_file:
        dump = load(source, form=form, partial=True, keep=MOST_OCTETS)
        return of_dump(catalogue, dump, password=password)
    if not is_there(source):
        known = [*names, *catalogue.packages()]
        raise click.ClickException(
            "expected a dump, a companion profile or a generated package, "
            f"found {source!r}{aside(did_you_mean(source, known))}; "
            f"known: {listed(known, 'and')}"
        )
    return of_package(generated_catalogue(source), source, password=password)


def _address(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    if not colon or not host or not (port.isdecimal() and 0 < int(port[:6]) <= 0xFFFF):
        raise click.UsageError(f"--push-to takes HOST:PORT, found {text!r}")
    return host.strip("[]"), int(port)


def _serve(simulator: Simulator, seconds: float | None) -> None:
    import asyncio
    import contextlib
    import gc
    import signal

    # It may go on for days, and connections leave circles of objects behind.
    gc.enable()

    async def serve() -> None:
        ended = asyncio.Event()
        loop = asyncio.get_running_loop()
        with contextlib.suppress(NotImplementedError):  # not on Windows: Ctrl-C raises
            for each in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(each, ended.set)
        async with simulator:
            console.show(_about(simulator))
            click.echo(f"listening on {simulator.host}:{simulator.port}")
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await ended.wait()

    asyncio.run(serve())
    if simulator.unsent:
        console.note(f"{counted(simulator.unsent, 'notification')} could not be sent")


def _about(simulator: Simulator) -> list[Block]:
    rows = tuple(
        (
            str(view.client),
            str(view.server),
            view.name,
            "none" if view.password is None else "low, by password",
            str(len(view.objects)),
        )
        for view in simulator.meter.views
    )
    headers = ("client", "server", "association", "authentication", "objects")
    return [Heading("A simulated meter"), Table(headers, rows)]


def _kinds() -> list[Block]:
    from cosem_conformance.simulator import KINDS

    rows = tuple(
        (name, "CLASS.NUMBER" if kind.needs_number else "CLASS", kind.value, kind.does)
        for name, kind in KINDS.items()
    )
    written = "A fault is KIND:CLASS[.NUMBER][@LOGICAL_NAME][#CLIENT][=VALUE]."
    return [
        Heading("Faults that can be planted"),
        Paragraph(written),
        Table(("kind", "of", "value", "what it does"), rows),
    ]
