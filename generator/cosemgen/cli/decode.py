"""`cosemgen decode`: bytes to named, typed values."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import click

from . import console
from .counting import counted
from .installed import generated_package, refused
from .page import Heading, Tree

if TYPE_CHECKING:
    from cosem_runtime.interface import AttributeSpec


@click.command(short_help="Bytes to named, typed values.")
@click.option("--class", "class_id", type=click.IntRange(0, 65535), metavar="N")
@click.option("--attribute", type=click.IntRange(1, 127), metavar="N")
@click.option(
    "--version",
    type=click.IntRange(0, 255),
    metavar="N",
    help="Version of the class; the newest unless given.",
)
@click.option(
    "--package",
    default="cosem",
    metavar="NAME",
    help="Generated Python package that knows the class.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="json: as `cosemgen export jsonschema` describes it.",
)
@click.argument("octets", metavar="HEX...", nargs=-1, required=True)
def command(
    class_id: int | None,
    attribute: int | None,
    version: int | None,
    package: str,
    form: str,
    octets: tuple[str, ...],
) -> None:
    """Decode an attribute's value, or without --class any A-XDR Data.

    HEX may have blanks, colons and 0x in it; - reads it from standard input.

    \b
    Examples:
      cosemgen decode --class 3 --attribute 3 02 02 0F 00 16 1E
      cosemgen decode --class 8 --attribute 2 090c07e8060f060d2d1e00ff8880
      cosemgen decode 0203110112000109060100010800FF
    """
    data = parse_hex(octets)
    if class_id is None and attribute is None and version is None:
        blocks, document = _generic(data)
    elif class_id is None or attribute is None:
        raise click.UsageError("give both --class and --attribute, or neither")
    else:
        spec, title = _attribute(package, class_id, version, attribute)
        blocks, document = _typed(spec, title, data)
    if form == "json":
        print(document)
    else:
        console.show(blocks)


def parse_hex(parts: tuple[str, ...]) -> bytes:
    """Octets from hexadecimal as people paste it. Raises click.BadParameter."""
    text = sys.stdin.read() if parts == ("-",) else " ".join(parts)
    digits = re.sub(r"0[xX]|[\s:,]", "", text)
    wrong = re.search(r"[^0-9A-Fa-f]", digits)
    if wrong:
        raise click.BadParameter(
            f"{wrong[0]!r} is no hexadecimal digit", param_hint="HEX"
        )
    if len(digits) % 2:
        raise click.BadParameter(
            f"no whole number of octets: {counted(len(digits), 'digit')}",
            param_hint="HEX",
        )
    return bytes.fromhex(digits)


def _attribute(
    package: str, class_id: int, version: int | None, number: int
) -> tuple[AttributeSpec, str]:
    with refused():
        kind = generated_package(package).interface_class(class_id, version)
        spec: AttributeSpec = kind.attribute(number)
    title = (
        f"{kind.NAME} (class {kind.CLASS_ID}, version {kind.VERSION}), "
        f"attribute {spec.id} {spec.name}"
    )
    return spec, title


def _typed(
    spec: AttributeSpec, title: str, data: bytes
) -> tuple[list[Heading | Tree], str]:
    from .values import dump, tree

    with refused():
        value = spec.decode(data)
        return [Heading(title), tree(spec.name, value, spec)], dump(value, spec.type)


def _generic(data: bytes) -> tuple[list[Heading | Tree], str]:
    from cosem_runtime import axdr
    from cosem_runtime.types import ANY

    from .values import dump, tree

    with refused():
        value = axdr.decode(data)
        return [tree("Data", value)], dump(value, ANY)
