"""`cosemgen dump --via`: a meter read through a client of the user's."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from cosemgen import __version__
from cosemgen.words import counted

from . import console
from .connecting import Reach

if TYPE_CHECKING:
    from cosem_conformance.live import Step


def read_meter(reach: Reach, output: str, *, named: str = "", **plan: Any) -> None:
    """Read a whole meter into a dump, or go on with one, and tell how far it is.

    `named` is what the dump is called to who reads it, where that is not its file.

    Raises click.ClickException where the meter cannot be reached or the dump not be written.
    """
    from cosem_conformance.dumps import Header, Source
    from cosem_conformance.live import Plan, TransportError, dump_meter
    from cosem_runtime import CosemError

    # A walk takes hours, and clients leave circles of objects behind.
    gc.enable()
    transport, meter = reach.connect()
    source = Source(tool=f"cosemgen {__version__} via {reach.via}")
    try:
        with _progress() as told:
            end = dump_meter(
                transport,
                output,
                meter.association(),
                header=Header(source=source),
                plan=Plan(pause=reach.pause, **plan),
                told=told,
            )
    except TransportError as error:
        what = f"{reach.meter}: {error}"
        raise click.ClickException("\n".join([what, *_kept(output)])) from None
    except CosemError as error:
        raise click.ClickException(str(error)) from None
    except KeyboardInterrupt:
        for line in _kept(output):
            console.note(line)
        raise
    console.note(
        f"{named or output}: {counted(end.objects, 'object')}, "
        f"{counted(end.values, 'value')}"
    )


def _kept(output: str) -> list[str]:
    """How to go on, if anything was read."""
    from cosem_conformance.dumps.writing import PART

    part = output + PART
    if not os.path.exists(part):
        return []
    return [f"what was read is in {part}; the same command goes on there"]


@contextmanager
def _progress() -> Iterator[Callable[[Step], None]]:
    """A bar of what is read."""
    with console.progress_bar("connecting") as show:

        def tell(step: Step) -> None:
            part = "" if step.part is None else f", part {step.part} of {step.parts}"
            what = f"{step.object}, attribute {step.attribute}{part}"
            show(step.done, step.total, what)

        yield tell
