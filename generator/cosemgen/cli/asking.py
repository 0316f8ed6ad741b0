"""The options by which `cosemgen judge` asks a meter, beside its dump."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeVar

import click

from . import console
from .connecting import Reach, reaching
from .installed import refused

if TYPE_CHECKING:
    from cosem_conformance.judge import Call, Wire
    from cosem_conformance.live import Attribute, Connection, Transport

__all__ = ["Asking", "asking"]

_F = TypeVar("_F", bound=Callable[..., Any])


def _call(
    context: click.Context, parameter: click.Parameter, found: tuple[str, ...]
) -> tuple[Call, ...]:
    """Each call as `CLASS CODE METHOD [HEX]`."""
    from cosem_conformance.judge import Call
    from cosem_runtime import Obis, ObisError

    calls = []
    for text in found:
        try:
            class_id, code, method, *rest = text.split(None, 3)
            parameter_of = bytes.fromhex(rest[0]) if rest else None
            calls.append(Call(int(class_id), Obis(code), int(method), parameter_of))
        except (ValueError, ObisError) as error:
            raise click.BadParameter(
                f"expected a class, a code, a method and perhaps octets in hexadecimal, as "
                f"'64 0-0:43.0.0*255 7 0203...', found {text!r}: {error}",
                context,
                parameter,
            ) from None
    return tuple(calls)


_OPTIONS: Final = (
    click.option(
        "--active",
        is_flag=True,
        help="Ask the meter, too, over a live association; see --via.",
    ),
    click.option(
        "--allow-write",
        is_flag=True,
        help="Write attributes; what they held is put back.",
    ),
    click.option(
        "--allow-actions", is_flag=True, help="Invoke methods; nothing takes that back."
    ),
    click.option(
        "--laboratory",
        "in_laboratory",
        is_flag=True,
        help="Leave nothing alone that may do harm in the field.",
    ),
    click.option(
        "--exclude",
        type=click.Path(exists=True, dir_okay=False),
        metavar="FILE",
        help="Objects, attributes and methods that are left alone.",
    ),
    click.option(
        "--call",
        "calls",
        multiple=True,
        callback=_call,
        metavar="CALL",
        help="A method to invoke, as '64 0-0:43.0.0*255 7 0203...'; may be repeated.",
    ),
    click.option(
        "--each",
        type=click.IntRange(0),
        default=0,
        metavar="N",
        show_default=True,
        help="Objects of a class version that each check tries; 0 for all.",
    ),
    click.option(
        "--pause",
        type=click.FloatRange(0, 3600),
        default=0.0,
        metavar="SECONDS",
        help="Rest before each request.",
    ),
    click.option(
        "--association",
        default="",
        metavar="NAME",
        help="Which association of DUMP it is, where several are of --client.",
    ),
)
_OURS: Final = (
    *("active", "allow_write", "allow_actions", "in_laboratory", "exclude"),
    *("calls", "each", "pause", "association"),
)


class Asking(NamedTuple):
    """What the options say of a meter that is asked."""

    reach: Reach
    active: bool
    allow_write: bool
    allow_actions: bool
    in_laboratory: bool
    exclude: str | None
    calls: tuple[Call, ...]
    each: int
    pause: float
    association: str

    @contextmanager
    def judged(self, dumps: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        """The dumps to judge: of a meter that is asked, it is read first where there is none.

        Raises click.UsageError for options that do not go together, click.ClickException
        where the meter cannot be reached.
        """
        if not self.active:
            if self.reach.via or self.allow_write or self.allow_actions:
                raise click.UsageError("--active is missing, to ask a meter")
            if not dumps:
                raise click.UsageError("Missing argument 'DUMP...'.")
            yield dumps
            return
        if not self.reach.via:
            raise click.UsageError("--via CLIENT is missing, to ask a meter")
        if len(dumps) > 1:
            raise click.UsageError("one meter is asked, and one DUMP is of it")
        if dumps:
            yield dumps
            return
        from .live import read_meter

        with TemporaryDirectory(prefix="cosemgen-") as folder:
            path = str(Path(folder) / "meter.jsonl.gz")
            read_meter(self.reach, path, named=self.reach.meter, pause=self.pause)
            yield (path,)

    @contextmanager
    def wire(self) -> Iterator[Wire | None]:
        """The live association, not open yet; None where no meter is asked."""
        if not self.active:
            yield None
            return
        from cosem_conformance.judge import Wire, read_excluded_file

        with refused():
            alone = () if self.exclude is None else read_excluded_file(self.exclude)
        transport, meter = self.reach.connect()
        wire = Wire(
            transport,
            association=self.association,
            client=meter.client,
            allow_write=self.allow_write,
            allow_actions=self.allow_actions,
            excluded=alone,
            in_laboratory=self.in_laboratory,
            calls=self.calls,
            each=self.each,
            pause=self.pause,
            connect=functools.partial(_another, self.reach.via, meter),
        )
        try:
            yield wire
        finally:
            for (place, number), before in wire.unrestored.items():
                console.note(
                    f"{place}, attribute {number}: it was written, and could not be put "
                    f"back; it held {before.hex(' ')}"
                )

    @contextmanager
    def progress(self, wire: Wire) -> Iterator[None]:
        """What is asked just now, where somebody looks."""
        if not console.is_terminal(sys.stderr):
            yield
            return
        from rich.console import Console
        from rich.text import Text

        colours: Literal["auto"] | None = (
            "auto" if console.coloured(sys.stderr) else None
        )
        out = Console(stderr=True, color_system=colours)
        with out.status("connecting") as status:

            def tell(check: str, asked: Attribute) -> None:
                place = f"{asked.class_id} {asked.logical_name}, {asked.number}"
                status.update(Text(f"{check}: {place}"))

            wire.told = tell
            yield


def _another(
    via: str,
    meter: Connection,
    *,
    server: int | None = None,
    max_pdu: int | None = None,
) -> Transport:
    """Another association with the meter. Raises NotSupportedError."""
    from dataclasses import replace

    from cosem_conformance.live import NotSupportedError, registry

    if meter.key:
        # Both would count their messages, and the meter takes no number twice.
        raise NotSupportedError("a second association needs one without keys")
    address = meter.server if server is None else server
    return registry.transport(via, replace(meter, server=address, max_pdu=max_pdu))


def asking(command: _F) -> _F:
    """Give a command all options by which a meter is asked; it takes them as `asking`."""

    @reaching
    @functools.wraps(command)
    def run(*args: Any, reach: Reach, **given: Any) -> Any:
        ours = {name: given.pop(name) for name in _OURS}
        return command(*args, asking=Asking(reach, **ours), **given)

    for option in reversed(_OPTIONS):
        option(run)
    return run  # type: ignore[return-value]
