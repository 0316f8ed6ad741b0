"""`cosemgen show`: what a code or a class is, in the terminal."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import console
from .installed import STANDARD, generated_catalogue, generated_class_blocks
from .page import Block, Paragraph
from .specification import compiled, model_of
from .which import which_class

if TYPE_CHECKING:
    from cosemgen.model import Model


@click.command(short_help="What an OBIS code, a class or a spec file is.")
@click.argument("what", metavar="OBIS|CLASS[/VERSION]|FILE")
@click.option(
    "--spec",
    multiple=True,
    metavar="PATH",
    help="Specification that knows the code or class, with all that it needs.",
)
@click.option(
    "--package",
    metavar="NAME",
    help="Generated Python package that knows the code or class, besides the standard's.",
)
def command(what: str, spec: tuple[str, ...], package: str | None) -> None:
    """Say what is known of an OBIS code, of an interface class or of a spec file.

    Without an option, a code is looked up in the generated package cosem, and a class
    in the folder spec/ here or else in the standard's specification.

    \b
    Examples:
      cosemgen show 1.0.1.8.0.255
      cosemgen show 1-0:99.1.0*255
      cosemgen show 7                    profile generic, its newest version
      cosemgen show "push setup/0"       an older version, by name
      cosemgen show 32770 --spec acme/   a class of a vendor
      cosemgen show 0.0.128.10.0.255 --package acme_meter
      cosemgen show acme/codes.cosem     what a spec file defines
    """
    if spec and package is not None:
        raise click.UsageError("say --spec or --package: both tell where to look")
    if not what.strip():
        raise click.UsageError("say what to show: a code, a class or a spec file")
    if what.endswith(".cosem") or Path(what).is_dir():
        if spec or package is not None:
            raise click.UsageError(
                "a file says itself what it defines: leave the option out"
            )
        console.show(_file(what))
    elif re.fullmatch(r"\s*\d+([-:.*]\d+)+\s*|[0-9A-Fa-f]{12}", what):
        console.show(_code(what.strip(), spec, package))
    else:
        console.show(_class(what, spec, package))


def _code(text: str, spec: tuple[str, ...], package: str | None) -> list[Block]:
    from .codes import catalogue_of, code_blocks

    if spec:
        return code_blocks(catalogue_of(model_of(spec)), text)
    return code_blocks(generated_catalogue(package or STANDARD), text)


# ---------------------------------------------------------------- classes


def _class(what: str, spec: tuple[str, ...], package: str | None) -> list[Block]:
    name, _, version_text = (part.strip() for part in what.partition("/"))
    if version_text and not version_text.isdecimal():
        raise click.UsageError(
            f"{version_text!r} is no version: CLASS/VERSION, as in 7/1"
        )
    version = int(version_text) if version_text else None
    if package is not None:
        return generated_class_blocks(generated_catalogue(package), name, version)
    return _specified_class(model_of(spec), name, version)


def _specified_class(model: Model, what: str, number: int | None) -> list[Block]:
    from .describe import class_blocks

    classes = {c.class_id: c for m in (model, *model.foundations) for c in m.classes}
    names = {
        class_id: (found.name, *(v.name for v in found.versions if v.name))
        for class_id, found in classes.items()
    }
    found = classes[which_class(what, names)]
    known = {version.version: version for version in found.versions}
    if number is None:
        number = max(known)
    elif number not in known:
        listed = ", ".join(map(str, known))
        raise click.ClickException(
            f"{found.name} has no version {number}; there are {listed}"
        )
    return class_blocks(model, found, known[number])


# ---------------------------------------------------------------- spec files


def _file(what: str) -> list[Block]:
    from .describe import file_blocks

    compilation = compiled((what,))
    blocks: list[Block] = []
    shown = Path(what).as_posix()
    for model in compilation.models.values():
        blocks += file_blocks(model, shown)
    return blocks or [Paragraph(f"{shown} defines nothing")]
