"""`cosemgen archive`: the buffers of many meters as a folder of Parquet."""

from __future__ import annotations

import gc
import os
import re
from pathlib import Path

import click

from cosem_conformance.processes import MOST_JOBS

from . import console
from .endings import Findings
from .installed import generated_catalogue, package_option, refused


@click.command(short_help="Buffers of many meters to Parquet.")
@click.option(
    "--columns",
    metavar="FILE|HEX",
    help="What buffers capture that have no capture_objects beside them: octets of "
    "capture_objects, or JSON or CSV of class_id, obis, attribute, data_index.",
)
@click.option(
    "--capture-period",
    metavar="SECONDS",
    help="Their period, or day or month, for times that rows leave out.",
)
@click.option(
    "--sort-method", metavar="NAME", help="Their order, by name or number, as fifo."
)
@click.option(
    "--scaler-units",
    metavar="FILE",
    help="JSON or CSV of obis, scaler, unit, for buffers without any beside them.",
)
@click.option(
    "--profiles",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Table of Parquet or Arrow with the column meter, and capture_objects, "
    "capture_period, sort_method, sort_object or scaler_units of each.",
)
@click.option(
    "--buffer",
    default="buffer",
    show_default=True,
    metavar="COLUMN",
    help="Column of the octets.",
)
@click.option(
    "--keep",
    multiple=True,
    default=("meter",),
    show_default=True,
    metavar="COLUMN",
    help="Column that comes with each row; may be repeated.",
)
@click.option(
    "--time",
    type=click.Choice(["utc", "local", "fields"]),
    default="utc",
    show_default=True,
    help="How times are written.",
)
@click.option(
    "--numbers",
    type=click.Choice(["scaled", "raw", "float"]),
    default="scaled",
    show_default=True,
    help="How numbers are written that have a scaler.",
)
@click.option(
    "--by",
    "partition",
    type=click.Choice(["year", "month", "day"]),
    help="Part the rows by their time.",
)
@click.option(
    "--jobs",
    metavar="N",
    type=click.IntRange(1, MOST_JOBS),
    help="Processes that make files; as many as there are cores unless given.",
)
@click.option(
    "--fragment",
    "mebibytes",
    default=32,
    show_default=True,
    metavar="MIB",
    type=click.IntRange(1, 1024),
    help="Buffers that a process makes into files at once: bounds its memory.",
)
@package_option
@click.argument("source", metavar="IN", type=click.Path(exists=True, path_type=Path))
@click.argument("target", metavar="OUT", type=click.Path(path_type=Path))
def command(
    columns: str | None,
    capture_period: str | None,
    sort_method: str | None,
    scaler_units: str | None,
    profiles: Path | None,
    buffer: str,
    keep: tuple[str, ...],
    time: str,
    numbers: str,
    partition: str | None,
    jobs: int | None,
    mebibytes: int,
    package: str,
    source: Path,
    target: Path,
) -> None:
    """Make Parquet of the buffers of profiles, as many as there are.

    IN is a file of Parquet or Arrow IPC, a dump of a meter, or a folder of them. A table has the octets of a buffer in
    each row, whose meter it is, and beside it capture_objects (octets of attribute 3), or nothing where --columns or
    --profiles say it. Dumps say all that is needed.

    OUT/rows has the rows, in a folder for each layout of columns; OUT/errors says what could
    not be read and where. The same command goes on where an earlier one has ended, adds the files
    that are new in IN, and writes no row twice.

    Exit code 1 is for files of IN that could not be read to their end.

    \b
    Examples:
      cosemgen archive buffers.parquet archive/ --by month
      cosemgen archive device.jsonl.gz archive-of-dumps/
    """
    catalogue = generated_catalogue(package)
    try:
        from cosem_conformance.archive import Progress, convert
    except ImportError as error:
        raise click.ClickException(str(error)) from None
    from .columns import CAPTURE_OBJECTS, PROFILE, profile_facts
    from .members import asked_attribute
    from .reading import Keys, Reader

    asked = asked_attribute(catalogue, PROFILE, CAPTURE_OBJECTS, None)
    reader = Reader(catalogue, Keys(), asked)
    facts = profile_facts(catalogue, columns, scaler_units, capture_period, reader)
    order: int | str | None = sort_method
    if re.fullmatch("[0-9]{1,3}", sort_method or ""):
        order = int(str(sort_method))
    # Years of buffers take hours, and each file that is written leaves circles of objects behind.
    gc.enable()
    with refused(), console.progress_bar("reading", octets=True) as show:

        def tell(progress: Progress) -> None:
            errors = f", {progress.errors:,} errors" if progress.errors else ""
            show(progress.done, progress.size, f"{progress.rows:,} rows{errors}")

        done = convert(
            catalogue,
            source,
            target,
            **facts,
            sort_method=order,
            profiles=profiles,
            buffer=buffer,
            keep=keep,
            time=time,
            numbers=numbers,
            partition=partition or "",
            jobs=jobs or min(os.cpu_count() or 1, MOST_JOBS),
            fragment=mebibytes << 20,
            progress=tell,
        )
    click.echo(f"{target}: {done}")
    for name, reason in done.failed.items():
        console.note(f"error: {console.visible_line(name)}: {reason}")
    if done.failed:
        raise Findings
