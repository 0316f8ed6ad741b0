"""`cosemgen dump`: whole meters in one form, whatever form they came in."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from cosemgen.words import counted

from . import console
from .connecting import Reach, reaching
from .forms import columns_of, form_option, mapping_option, sheet_option
from .installed import generated_catalogue, package_option, refused
from .object_lists import ranges
from .page import Block, Heading, Paragraph, Table

if TYPE_CHECKING:
    from cosem_conformance.dumps import Access, Dump, DumpedObject, End, Record
    from cosem_runtime.catalogue import Catalogue


def _named(
    context: click.Context, parameter: click.Parameter, target: str | None
) -> str | None:
    """The file of a dump, whose name promises no other form."""
    suffix = Path(target or "").suffix.lower()
    if suffix in _OTHERS:
        raise click.BadParameter(
            f"dumps are written as JSON Lines, not as {suffix}: call it .jsonl or .jsonl.gz",
            context,
            parameter,
        )
    return target


_OTHERS: Final = frozenset({".csv", ".gxc", ".xlsx", ".xml"})
"""What files of other forms are called: `dump` reads these, and writes one form alone."""


class _Commands(click.Group):
    """The commands below; of a file in the place of one it says which is meant."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in self.commands and os.path.isfile(args[0]):
            file = args[0]
            raise click.UsageError(
                f"what to do with {file} is missing, as in `cosemgen dump show {file}`",
                ctx,
            )
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Commands,
    short_help="Whole meters: read, convert, look at, redact.",
    invoke_without_command=True,
)
@reaching
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False),
    callback=_named,
    metavar="FILE",
    help="Dump.",
)
@click.option(
    "--readable-only",
    is_flag=True,
    help="Do not ask for what is published as not readable.",
)
@click.option("--no-profiles", is_flag=True, help="No buffers of profiles.")
@click.option(
    "--rows",
    type=click.IntRange(0, 1_000_000),
    default=200,
    show_default=True,
    metavar="N",
    help="Rows of a profile to ask for at once; 0 for all.",
)
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    help="Rows of profiles from that day on, day by day.",
)
@click.pass_context
def command(
    context: click.Context,
    reach: Reach,
    output: str | None,
    readable_only: bool,
    no_profiles: bool,
    rows: int,
    since: datetime | None,
) -> None:
    """Read a whole meter into a dump, or take dumps from one form to another.

    With --via, as in --via gurux --host 192.0.2.10 -o meter.jsonl.gz, a client that you have
    installed reads the meter: its object list, then each attribute, one at a time. Nothing is
    ever written to it. What was read stands in FILE.part until it is whole; after a break, or
    Ctrl-C, the same command goes on there.

    A dump is what a meter publishes and what was read of it. The form of cosemgen is JSON
    Lines, packed by gzip where the name ends in .gz; others are read as they are, told by
    their content: device files of GXDLMSDirector, logs in hexadecimal, tables, and more.

    \b
    Examples:
      cosemgen dump --via gurux --host 192.0.2.10 -o new.jsonl.gz
      cosemgen dump show device.gxc
      cosemgen dump convert device.gxc device.jsonl.gz
      cosemgen dump redact device.jsonl.gz public.jsonl.gz
    """
    if context.invoked_subcommand is not None:
        if reach.via:
            raise click.UsageError(
                f"--via reads a meter, which {context.invoked_subcommand} does not"
            )
        return
    if not reach.via:
        raise click.UsageError("a command is missing, or --via CLIENT to read a meter")
    if output is None:
        raise click.UsageError("-o FILE is missing: where the dump goes")
    from .live import read_meter

    day = None if since is None else since.date()
    read_meter(
        reach,
        output,
        readable_only=readable_only,
        profiles=not no_profiles,
        rows=rows,
        since=day,
    )


_source = click.argument(
    "source", metavar="IN", type=click.Path(exists=True, dir_okay=False)
)
_target = click.argument(
    "target", metavar="OUT", type=click.Path(dir_okay=False), callback=_named
)
_partial = click.option(
    "--partial", is_flag=True, help="Take a dump that was cut short."
)


@command.command(short_help="Any form to that of cosemgen.")
@form_option("IN")
@mapping_option
@sheet_option
@_partial
@_source
@_target
def convert(
    form: str,
    mapping: str | None,
    sheet: str,
    partial: bool,
    source: str,
    target: str,
) -> None:
    """Convert a dump to JSON Lines, whole or not at all.

    Nothing of it is left out. A table whose headings are in other words needs a mapping, as
    {"OBIS-Kennzahl": "logical_name", "Kunde": "access:Kunde"}.

    \b
    Examples:
      cosemgen dump convert device.gxc device.jsonl.gz
      cosemgen dump convert model.xlsx model.jsonl --mapping columns.json
    """
    from cosem_conformance.dumps import write_dump

    with refused():
        found = _read(source, form, mapping, sheet, partial)
        console.note(f"{target}: {_counts(write_dump(target, found))}")


@command.command(short_help="What several clients see, in one dump.")
@form_option("IN")
@click.argument(
    "sources",
    metavar="IN...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False),
)
@_target
def join(form: str, sources: tuple[str, ...], target: str) -> None:
    """Write the associations of several dumps of one meter into one dump.

    Each client sees a meter in its own way; together, these can be compared. What the meter is
    is taken from the first.

    \b
    Example:
      cosemgen dump join device.jsonl.gz meter.jsonl.gz both.jsonl.gz
    """
    from cosem_conformance.dumps import joined_dumps, write_dump

    with refused():
        found = joined_dumps(sources, form=form)
        console.note(f"{target}: {_counts(write_dump(target, found))}")


@command.command(short_help="What a dump has.")
@form_option("IN")
@mapping_option
@sheet_option
@package_option
@_source
def show(
    form: str, mapping: str | None, sheet: str, package: str | None, source: str
) -> None:
    """Show what a dump is, and the objects of each association.

    \b
    Examples:
      cosemgen dump show device.gxc
      cosemgen dump show device.jsonl.gz --package acme_meter
    """
    from cosem_conformance.dumps import load

    catalogue = generated_catalogue(package)
    with refused():
        dump = load(
            source,
            form=form,
            partial=True,
            keep=0,
            columns=columns_of(mapping),
            sheet=sheet,
        )
    console.show([*_about(dump), *_associations(dump, catalogue)])


@command.command(short_help="Zeros for secrets and names.")
@form_option("IN")
@package_option
@_source
@_target
def redact(form: str, package: str | None, source: str, target: str) -> None:
    """Mask what opens a meter or tells whose it is, by zeros of the same size.

    Masked are the attributes that their classes call secret, serial numbers, names of
    logical devices and of users, system titles, addresses and telephone numbers, and the
    same octets wherever else they stand. The dump then says so.

    Look at classes of makers yourself: nobody says what is secret in them.

    \b
    Example:
      cosemgen dump redact device.jsonl.gz public.jsonl.gz
    """
    from cosem_conformance.dumps import read_dump, write_dump
    from cosem_conformance.dumps.redaction import redact as redacted

    if os.path.realpath(source) == os.path.realpath(target):
        raise click.UsageError(
            f"{target} is IN itself: what is masked there would be lost"
        )
    catalogue = generated_catalogue(package)
    with refused():
        found = redacted(lambda: read_dump(source, form=form), catalogue)
        masked: Counter[str] = Counter()
        end = write_dump(target, _counting(found, masked))
    told = [f"{counted(n, 'value')}: {why}" for why, n in sorted(masked.items())]
    console.note("\n".join([f"{target}: {_counts(end)}", *told]))


def _counting(found: Iterator[Record], masked: Counter[str]) -> Iterator[Record]:
    from cosem_conformance.dumps import ValueOf

    for record in found:
        if isinstance(record, ValueOf) and record.value.replaced:
            masked[record.value.replaced] += 1
        yield record


def _read(
    source: str, form: str, mapping: str | None, sheet: str, partial: bool
) -> Iterator[Record]:
    from cosem_conformance.dumps import read_dump

    return read_dump(
        source, form=form, partial=partial, columns=columns_of(mapping), sheet=sheet
    )


def _counts(end: End) -> str:
    return (
        f"{counted(end.associations, 'association')}, "
        f"{counted(end.objects, 'object')}, {counted(end.values, 'value')}"
    )


# ---------------------------------------------------------------- what is shown


def _about(dump: Dump) -> list[Block]:
    meter, source = dump.meter, dump.source
    name = " ".join(filter(None, (meter.maker, meter.model))) or "a meter"
    rows = [
        ("firmware", meter.firmware),
        ("country", meter.country),
        ("serial number", meter.serial),
        ("tool", source.tool),
        ("form", source.form),
        ("file", source.file),
        ("from", source.repository),
        ("licence", source.licence),
        ("note", source.note),
        ("created", "" if dump.created is None else dump.created.isoformat()),
        ("masked", ", ".join(dump.redacted)),
        ("state", "" if dump.complete else "cut short: more may have been read"),
    ]
    found = tuple((word, text) for word, text in rows if text)
    return [Heading(f"Dump of {name}"), *([Table(("", ""), found)] if found else [])]


def _associations(dump: Dump, catalogue: Catalogue) -> Iterator[Block]:
    for number, each in enumerate(dump.associations, 1):
        facts = [
            "" if each.client is None else f"client {each.client}",
            "" if each.server is None else f"server {each.server}",
            f"{each.referencing} referencing" if each.referencing else "",
            f"authentication {each.authentication}" if each.authentication else "",
            f"security {each.security}" if each.security else "",
            "" if each.max_pdu is None else f"APDUs up to {each.max_pdu} octets",
        ]
        title = f"Association {each.name or number}"
        told = ", ".join(filter(None, facts))
        yield Heading(f"{title}: {told}" if told else title)
        headers = (
            *("short name", "class", "version", "code", "name"),
            *("readable", "writable", "methods", "values", "refused"),
        )
        yield Table(headers, tuple(_row(one, catalogue) for one in each.objects))
        yield Paragraph(_summary(each.objects))


def _row(each: DumpedObject, catalogue: Catalogue) -> tuple[str, ...]:
    described = catalogue.describe(each.logical_name, each.class_id)
    return (
        "" if each.base_name is None else f"{each.base_name:04X}",
        f"{catalogue.name(each.class_id)} ({each.class_id})",
        _version(each, catalogue),
        str(each.logical_name),
        described.label or described.name,
        _allowed(each.attribute_access, "read_access"),
        _allowed(each.attribute_access, "write_access"),
        _allowed(each.method_access, "access"),
        *_readings(each),
    )


def _version(each: DumpedObject, catalogue: Catalogue) -> str:
    if each.version is None:
        return "not stated"
    known = each.version in catalogue.versions(each.class_id)
    return str(each.version) if known else f"{each.version} (not known)"


def _allowed(access: Mapping[int, Access], right: str) -> str:
    """Which attributes or methods, as the object list of `cosemgen decode` shows them."""
    if not any(each.known for each in access.values()):
        return "not stated" if access else ""
    return ranges(
        {
            number: ", ".join(each.protection).replace("_", " ")
            for number, each in access.items()
            if right in (each.rights or ())
        }
    )


def _readings(each: DumpedObject) -> tuple[str, str]:
    """How many values there are, and how many refusals; empty where there is none."""
    octets = sum(
        value.left_out is not None or bool(value.octets) for value in each.values
    )
    refused_ones = sum(
        value.result is not None or value.failure is not None for value in each.values
    )
    return str(octets or ""), str(refused_ones or "")


def _summary(objects: list[DumpedObject]) -> str:
    values: Any = [value for each in objects for value in each.values]
    with_octets = sum(value.size > 0 for value in values)
    derived = sum(value.size > 0 and bool(value.derived) for value in values)
    replaced = sum(bool(value.replaced) for value in values)
    classes = len({each.class_id for each in objects})
    words = [
        f"{counted(len(objects), 'object')} of "
        f"{classes} {'class' if classes == 1 else 'classes'}",
        f"{counted(with_octets, 'value')} with octets",
    ]
    if derived:
        words.append(f"{derived} of them made of what the source says")
    if replaced:
        words.append(f"{replaced} masked")
    return ", ".join(words) + "."
