"""`cosemgen decode`: what a meter sent, in names and values."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import click

from cosemgen.build.errors import BuildError
from cosemgen.words import counted, listed

from . import console
from .endings import Findings
from .installed import STANDARD, generated_catalogue, refused
from .octets.given import Given, inputs, one_value
from .page import Block, Heading, Paragraph

if TYPE_CHECKING:
    from cosem_runtime import CosemError
    from cosem_runtime.catalogue import Catalogue

    from .contents import Content
    from .reading import Found, Keys, Mistake, Read, Reader


@click.command(short_help="Bytes to named, typed values.")
@click.option(
    "--class",
    "of_class",
    metavar="CLASS",
    help="Class of the value, by number or name.",
)
@click.option("--attribute", metavar="NAME", help="Its attribute, by number or name.")
@click.option(
    "--version",
    type=click.IntRange(0, 255),
    metavar="N",
    help="Version of the class; the newest unless given.",
)
@click.option(
    "--columns",
    metavar="FILE|HEX",
    help="Read the buffer of a profile that captures these: octets of capture_objects, "
    "or JSON or CSV of class_id, obis, attribute, data_index.",
)
@click.option(
    "--capture-period",
    metavar="SECONDS",
    help="That of the profile, or day or month, for times that its rows leave out.",
)
@click.option(
    "--scaler-units",
    metavar="FILE",
    help="JSON or CSV of obis, scaler, unit, which scale the columns.",
)
@click.option(
    "--package",
    "packages",
    multiple=True,
    metavar="NAME",
    help="Generated Python package that knows the class, or lists that are pushed; "
    "may be repeated.",
)
@click.option(
    "--layout",
    "layouts",
    multiple=True,
    metavar="NAME",
    help="How a list is read that does not name its values, of those that the packages "
    "have; the one that fits unless given. May be repeated.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    help="json: a value is as `cosemgen export jsonschema` describes it.",
)
@click.option(
    "--strict", is_flag=True, help="Refuse what is not as the standard has it."
)
@click.option(
    "--show-secrets", is_flag=True, help="Print keys and passwords, which are masked."
)
@click.option("--key", metavar="HEX", help="Key of ciphered telegrams.")
@click.option(
    "--authentication-key", metavar="HEX", help="Key that their tags are checked with."
)
@click.option(
    "--system-title",
    metavar="HEX",
    help="Who ciphered them, where they do not say it: 8 octets.",
)
@click.option(
    "--unchecked", is_flag=True, help="Read ciphered telegrams without checking tags."
)
@click.argument("given", metavar="[INPUT]...", nargs=-1)
def command(
    of_class: str | None,
    attribute: str | None,
    version: int | None,
    columns: str | None,
    capture_period: str | None,
    scaler_units: str | None,
    packages: tuple[str, ...],
    layouts: tuple[str, ...],
    form: str,
    strict: bool,
    show_secrets: bool,
    key: str | None,
    authentication_key: str | None,
    system_title: str | None,
    unchecked: bool,
    given: tuple[str, ...],
) -> None:
    """Say what a meter sent: frames, APDUs or values, from a file or as arguments.

    Frames (HDLC, M-Bus, the wrapper of TCP) and APDUs are opened, and what they carry is
    named as far as it says what it is. --class and --attribute say it for a value alone.

    INPUT is hexadecimal, with blanks, colons and 0x or without; or files: of octets, of
    hexadecimal, or logs with telegrams on their lines. Base64, dumps with offsets, arrays
    of C and \\x escapes are recognised too. Without INPUT, standard input is read.

    What is not as the standard has it is taken where it is certain what is meant, and
    listed below the value. Keys and passwords are masked unless --show-secrets is given.

    \b
    Examples:
      cosemgen decode 0F 40000000 00 0202 0906 0100010700FF 06 00000A2C
      cosemgen decode C4 01 C1 00 02 02 0F FE 16 23
      cosemgen decode --class register --attribute scaler_unit 02 02 0F 00 16 1E
      cosemgen decode --class 8 --attribute 2 090c07e8060f060d2d1e00ff8880
    """
    if (of_class is None) != (attribute is None) and columns is None:
        raise click.UsageError("give both --class and --attribute, or neither")
    if version is not None and of_class is None:
        raise click.UsageError("--version is that of a --class")
    if columns is not None and of_class is not None:
        raise click.UsageError("--columns are of a profile's buffer, without --class")
    for option, value in (
        ("--capture-period", capture_period),
        ("--scaler-units", scaler_units),
    ):
        if value is not None and columns is None:
            raise click.UsageError(f"{option} goes with --columns")
    if not given and sys.stdin.isatty():
        raise click.UsageError("give octets or files, or standard input")
    catalogue = _catalogue(packages, needed=bool(of_class or columns or layouts))
    from .reading import Keys

    keys = Keys(
        _octets(key, "--key"),
        _octets(authentication_key, "--authentication-key"),
        _octets(system_title, "--system-title"),
        unchecked,
    )
    with refused():
        keys.check()
    if columns is not None:
        assert catalogue is not None
        reader = _profile(catalogue, keys, columns, scaler_units, capture_period)
    else:
        reader = _reader(catalogue, keys, of_class, attribute, version, layouts)
    _decode(list(inputs(given)), reader, form, strict=strict, show_secrets=show_secrets)


def _catalogue(packages: tuple[str, ...], *, needed: bool) -> Catalogue | None:
    """The classes and codes of packages; values go without names where there are none."""
    try:
        catalogue = generated_catalogue(STANDARD if packages else None)
    except BuildError:
        if needed or packages:
            raise
        return None
    for package in packages:
        generated_catalogue(package)
    return catalogue


def _reader(
    catalogue: Catalogue | None,
    keys: Keys,
    of_class: str | None,
    attribute: str | None,
    version: int | None,
    layouts: tuple[str, ...] = (),
) -> Reader:
    from .members import asked_attribute
    from .reading import Reader

    if catalogue is None or of_class is None or attribute is None:
        with refused():
            return Reader(catalogue, keys, layouts=layouts)
    asked = asked_attribute(catalogue, of_class, attribute, version)
    return Reader(catalogue, keys, asked)


def _profile(
    catalogue: Catalogue,
    keys: Keys,
    columns: str,
    scaler_units: str | None,
    capture_period: str | None,
) -> Reader:
    from .columns import CAPTURE_OBJECTS, PROFILE, profile_reader
    from .reading import Reader

    captured = _reader(catalogue, keys, PROFILE, CAPTURE_OBJECTS, None)
    profile = profile_reader(catalogue, columns, scaler_units, capture_period, captured)
    return Reader(catalogue, keys, profile=profile)


def _octets(text: str | None, option: str) -> bytes | None:
    return None if text is None else one_value(text, option)


def _decode(
    given: Sequence[Given],
    reader: Reader,
    form: str,
    *,
    strict: bool,
    show_secrets: bool,
) -> None:
    """Read the inputs and show what is in them. Raises Findings."""
    from .reading import Found

    several = len(given) > 1
    found: list[tuple[str, Found]] = []
    failed = False
    for each in given:
        read = _read(each, reader)
        if read.reading.form:
            source = f"{each.source}: " if each.source else ""
            console.note(f"note: {source}read as {read.reading.form}")
        many = several or len(read.found) > 1
        number = mistakes = 0
        for part in read.found:
            number += isinstance(part, Found)
            place = _place(each if several else None, part.line, number) if many else ""
            if not isinstance(part, Found):
                alone = len(read.found) == 1 or (strict and part.is_between)
                mistakes += 1
                if mistakes <= _MOST_MISTAKES:
                    failed |= _say_mistake(part, place, alone=alone)
            elif strict and not part.conforms:
                _say_refused(part, place)
                failed = True
            else:
                found.append((place, part))
        if mistakes > _MOST_MISTAKES:
            failed = True
            more = counted(mistakes - _MOST_MISTAKES, "part")
            console.note(f"error: {more} more that cannot be read")
    show = {"text": _show_text, "json": _show_json, "csv": _show_csv}[form]
    if found:
        _note_said(found)
        show(found, show_secrets)
    elif not failed:
        raise click.ClickException("nothing in it brings values")
    if failed:
        raise Findings


_MOST_MISTAKES: Final = 20
"""Mistakes of an input that are told one by one."""


def _place(given: Given | None, line: int, number: int) -> str:
    """Where something stands, as `meter.log, line 3`."""
    where = f"line {line}" if line else f"telegram {number}" if number else "start"
    return where if given is None else f"{given.source}, {where}"


def _read(given: Given, reader: Reader) -> Read:
    """The input in the one way that fits best. Raises click.ClickException for two."""
    from .octets.forms import as_text, readings
    from .reading import read_best

    best, rivals = read_best(given.readings, reader.read)
    text = as_text(best.reading.octets)
    if best.rank[0] == 3 and text is not None and (inner := readings(text)):
        within, more = read_best(inner, reader.read)
        if within.rank[0] < 3:
            forms = [best.reading.form, within.reading.form or "hexadecimal"]
            form = ", and in it ".join(filter(None, [forms[0] or "text", forms[1]]))
            best, rivals = within.called(form), more
    if rivals:
        ways = listed((_way(each) for each in (best, *rivals)), "and")
        raise click.ClickException(f"this may be read in several ways: {ways}")
    return best


def _way(read: Read) -> str:
    """`base64 (12 octets, 09 0C 07 ...)`"""
    octets = read.reading.octets
    start = octets[:8].hex(" ").upper() + (" ..." if len(octets) > 8 else "")
    form = read.reading.form or "hexadecimal"
    return f"{form} ({counted(len(octets), 'octet')}: {start})"


# ---------------------------------------------------------------- what is shown


def _show_text(found: Sequence[tuple[str, Found]], show_secrets: bool) -> None:
    from .contents import deviation_blocks

    blocks: list[Block] = []
    for place, each in found:
        if place:
            blocks.append(Heading(place))
        if each.carrier is not None:
            blocks.append(Paragraph(str(each.carrier)))
        for content in each.contents:
            blocks += content.blocks(show_secrets)
            blocks += deviation_blocks(content.deviations)
    console.show(blocks)


def _show_json(found: Sequence[tuple[str, Found]], show_secrets: bool) -> None:
    documents = [_document(each, show_secrets) for _, each in found]
    _note_deviations(found)
    print(json.dumps(documents if len(documents) > 1 else documents[0], indent=2))


def _document(found: Found, show_secrets: bool) -> Any:
    documents = [content.document(show_secrets) for content in found.contents]
    return documents if len(documents) != 1 else documents[0]


def _show_csv(found: Sequence[tuple[str, Found]], show_secrets: bool) -> None:
    contents: list[tuple[str, Content]] = [
        (place, content) for place, each in found for content in each.contents
    ]
    names = dict.fromkeys(name for _, content in contents for name in content.header())
    if any(place for place, _ in contents):
        names = {"from": None, **names}
    writer = csv.DictWriter(sys.stdout, names, lineterminator="\n")
    writer.writeheader()
    for place, content in contents:
        for row in content.rows(show_secrets):
            cells = dict(zip(content.header(), map(_cell, row), strict=True))
            writer.writerow({"from": place, **cells} if place else cells)
    _note_deviations(found)


_FORMULA: Final = re.compile(r"(?![+-](?:\d[\d.]*(?:E[+-]?\d+)?|inf)$)[=+\-@\t\r]")


def _cell(text: str) -> str:
    """A cell in which nothing acts: not in a terminal, nor as a formula in a spreadsheet.

    What begins like a formula, and is no number, is told to be text as people tell it.
    """
    return console.visible(f"'{text}" if _FORMULA.match(text) else text)


def _note_said(found: Sequence[tuple[str, Found]]) -> None:
    """What is to be known of them, once for all of which it is so."""
    places: dict[str, list[str]] = {}
    for place, each in found:
        if each.said:
            places.setdefault(each.said, []).append(place)
    for said, (first, *others) in places.items():
        more = f" and {counted(len(others), 'other')}" if others else ""
        console.note(f"note: {f'{first}{more}: ' if first else ''}{said}")


def _note_deviations(found: Sequence[tuple[str, Found]]) -> None:
    for place, each in found:
        start = f"note: {place}: " if place else "note: "
        for told in (*each.remarks, *map(str, each.deviations)):
            console.note(f"{start}{told}")


# ---------------------------------------------------------------- what is refused


_OPTIONS: Final = {
    "authentication_key=": "--authentication-key HEX",
    "key=bytes.fromhex(...)": "--key HEX",
    "system_title=": "--system-title HEX",
    "unchecked=True": "--unchecked",
    "layouts=[...]": "--layout NAME",
}
"""What errors tell programs to give, and what it is on the command line."""


def _told(error: CosemError) -> str:
    text = str(error)
    for argument, option in _OPTIONS.items():
        text = text.replace(argument, option)
    return text


def _say_mistake(mistake: Mistake, place: str, *, alone: bool) -> bool:
    """Tell a mistake with the octets around it; whether it is one, and no other traffic."""
    where = f"{place}: " if place and not mistake.is_between else ""
    if not alone and mistake.is_other_traffic:
        console.note(f"note: {where}{_without_values(mistake)}")
        return False
    if not alone and mistake.is_between:
        console.note(f"note: {mistake.error}")
        return False
    parts = [f"error: {where}{_told(mistake.error)}", mistake.layers]
    parts += _around(mistake)
    console.note("\n".join(filter(None, parts)))
    return True


def _without_values(mistake: Mistake) -> str:
    found = getattr(mistake.error, "found", "")
    return (
        f"{found} brings no values" if found != "the end" else "a frame without an APDU"
    )


def _around(mistake: Mistake) -> list[str]:
    """The octets with a mark, and what could be read before; secrets are not shown."""
    from .octets.before import before
    from .octets.places import marked

    offset = getattr(mistake.error, "offset", None)
    if offset is None or not mistake.octets or mistake.secret:
        return []
    parts = [marked(mistake.octets, offset)]
    if mistake.kind is not None:
        read = before(mistake.label, mistake.octets, mistake.kind)
        parts += ["read before that:", read] if read else []
    return parts


def _say_refused(found: Found, place: str) -> None:
    """Tell what --strict refuses."""
    from .octets.places import marked

    where = f"{place}: " if place else ""
    lines = [f"error: {where}{remark}" for remark in found.remarks]
    for content in found.contents:
        for each in content.deviations:
            lines.append(f"error: {where}{each}")
            octets = getattr(content, "octets", b"")
            if octets and not getattr(content, "secret", False):
                lines.append(marked(octets, each.offset))
    console.note("\n".join(lines))
