"""`cosemgen show`: what a code or a class is, in the terminal."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import console
from .found import LIMIT
from .installed import generated_catalogue, generated_class_blocks
from .page import Block, Paragraph
from .specification import compiled, model_of
from .which import class_called

if TYPE_CHECKING:
    from cosem_runtime.catalogue import Catalogue
    from cosemgen.model import Model


@click.command(short_help="What an OBIS code, a class, a type, a unit or a word is.")
@click.argument("what", metavar="OBIS|CLASS[/VERSION]|WORDS|FILE", nargs=-1)
@click.option(
    "--spec",
    multiple=True,
    metavar="PATH",
    help="Specification that knows it, with all that it needs; may be repeated.",
)
@click.option(
    "--package",
    metavar="NAME",
    help="Generated Python package that knows it, besides the standard's.",
)
@click.option(
    "--limit",
    type=click.IntRange(1),
    default=LIMIT,
    metavar="NUMBER",
    help=f"How many of those that fit are listed at most; {LIMIT} unless given.",
)
def command(
    what: tuple[str, ...], spec: tuple[str, ...], package: str | None, limit: int
) -> None:
    """Say what is known of whatever is typed: an OBIS code, an interface class, an
    attribute or method, a type, a unit, a telegram, a companion profile, a spec file; or list what has these
    words.

    Words are looked for in the names of codes, classes, attributes, methods, types and
    units; what fits best is first. A * in a code stands for any number.

    Without an option, a code is looked up in the generated package cosem, and all else
    in the folder spec/ here or else in the standard's specification.

    \b
    Examples:
      cosemgen show 1.0.1.8.0.255
      cosemgen show 1-0:99.1.0*255
      cosemgen show "1-0:*.7.0"          every known code like that
      cosemgen show active energy import
      cosemgen show 7                    profile generic, its newest version
      cosemgen show "push setup/0"       an older version, by name
      cosemgen show register.value       an attribute
      cosemgen show scal_unit_type       a type
      cosemgen show kWh                  a unit
      cosemgen show 8770 --spec acme/    a class of a vendor
      cosemgen show 0.0.128.10.0.255 --package acme_meter
      cosemgen show acme/codes.cosem     what a spec file defines
    """
    from cosem_runtime.catalogue.find import LONGEST

    text = " ".join(" ".join(what).split())
    if spec and package is not None:
        raise click.UsageError("say --spec or --package: both tell where to look")
    if not text:
        raise click.UsageError(
            "say what to show: a code, a class, words or a spec file"
        )
    if len(what) == 1 and (text.endswith(".cosem") or os.path.isdir(text)):
        if spec or package is not None:
            raise click.UsageError(
                "a file says itself what it defines: leave the option out"
            )
        console.show(_file(*what))
    elif len(text) > LONGEST:
        raise click.ClickException(
            f"say what to show in {LONGEST} letters at most, found {len(text)}"
        )
    elif _is_code(text):
        console.show(_code(text, spec, package))
    elif package is not None:
        console.show(_generated(generated_catalogue(package), text, limit))
    else:
        console.show(_written(spec, text, limit))


def _is_code(text: str) -> bool:
    """Whether it is one OBIS code, or looks like one and is none."""
    from cosem_runtime.obis import Obis

    if not re.search("[-.:*&0-9]", text):
        return False
    try:
        Obis.parse(text)
    except ValueError:
        if not re.fullmatch(r"[0-9]+([-:.*&][0-9]+)+", text):
            return False
    from cosem_runtime.catalogue.find.codes import groups_of

    groups = groups_of(text)
    return groups is None or None not in groups


def _code(text: str, spec: tuple[str, ...], package: str | None) -> list[Block]:
    from .codes import catalogue_of, code_blocks

    if spec:
        return code_blocks(catalogue_of(model_of(spec)), text)
    return code_blocks(generated_catalogue(package), text)


# ---------------------------------------------------------------- classes and words


def _written(spec: tuple[str, ...], text: str, limit: int) -> list[Block]:
    """What the spec has; of the packages that are installed, what it does not have."""
    try:
        return _specified(model_of(spec), text, limit)
    except click.ClickException:
        from cosem_runtime.catalogue.installed import installed

        if spec or not installed():
            raise
        return _generated(generated_catalogue(), text, limit)


def _generated(catalogue: Catalogue, text: str, limit: int) -> list[Block]:
    names = {number: (catalogue.name(number),) for number in catalogue}
    called = _class_called(text, names)
    if called is None:
        from .found import generated_blocks

        return generated_blocks(catalogue, text, limit)
    number, version = called
    return generated_class_blocks(catalogue, str(number), version)


def _specified(model: Model, text: str, limit: int) -> list[Block]:
    from cosemgen.model.layers import with_foundations

    from .describe import class_blocks

    layers = with_foundations((model,))
    classes = {c.class_id: c for m in reversed(layers) for c in m.classes}
    names = {
        class_id: (found.name, *(v.name for v in found.versions if v.name))
        for class_id, found in classes.items()
    }
    called = _class_called(text, names)
    if called is None:
        from .telegrams import telegram_blocks, telegram_called

        telegram = telegram_called(model, text)
        if telegram is not None:
            return telegram_blocks(model, telegram)
        from .companion import profile_blocks, profile_called

        profile = profile_called(model, text)
        if profile is not None:
            return profile_blocks(profile)
        from .found import specified_blocks

        return specified_blocks(model, text, limit)
    class_id, number = called
    found = classes[class_id]
    known = {version.version: version for version in found.versions}
    if number is None:
        number = max(known)
    elif number not in known:
        listed = ", ".join(map(str, known))
        raise click.ClickException(
            f"{found.name} has no version {number}; there are {listed}"
        )
    return class_blocks(model, found, known[number])


def _class_called(
    text: str, names: Mapping[int, Collection[str]]
) -> tuple[int, int | None] | None:
    """The class_id and the version that somebody means; None for what is no class."""
    name, slash, version = (part.strip() for part in text.partition("/"))
    found = class_called(name, names)
    if found is None:
        return None
    if slash and not version.isdecimal():
        raise click.UsageError(f"{version!r} is no version: CLASS/VERSION, as in 7/1")
    return found, int(version) if slash else None


# ---------------------------------------------------------------- spec files


def _file(what: str) -> list[Block]:
    from .describe import file_blocks

    compilation = compiled((what,))
    blocks: list[Block] = []
    shown = Path(what).as_posix()
    for model in compilation.models.values():
        blocks += file_blocks(model, shown)
    return blocks or [Paragraph(f"{shown} defines nothing")]
