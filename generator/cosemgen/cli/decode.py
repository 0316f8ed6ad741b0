"""`cosemgen decode`: bytes to named, typed values."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from cosemgen.words import counted

from . import console
from .installed import generated_catalogue, refused
from .page import Heading, Tree
from .which import beyond

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
@click.option(
    "--show-secrets", is_flag=True, help="Print keys and passwords, which are masked."
)
@click.argument("octets", metavar="HEX...", nargs=-1, required=True)
def command(
    class_id: int | None,
    attribute: int | None,
    version: int | None,
    package: str,
    form: str,
    show_secrets: bool,
    octets: tuple[str, ...],
) -> None:
    """Decode an attribute's value, or without --class any A-XDR Data.

    HEX may have blanks, colons and 0x in it; - reads it from standard input. Keys and
    passwords are masked unless --show-secrets is given.

    \b
    Examples:
      cosemgen decode --class 3 --attribute 3 02 02 0F 00 16 1E
      cosemgen decode --class 8 --attribute 2 090c07e8060f060d2d1e00ff8880
      cosemgen decode 0203110112000109060100010800FF
    """
    data = parse_hex(octets)
    if class_id is None and attribute is None and version is None:
        found = _generic(data)
    elif class_id is None or attribute is None:
        raise click.UsageError("give both --class and --attribute, or neither")
    else:
        found = _typed(package, class_id, version, attribute, data)
    if form == "json":
        print(_json(found, show_secrets))
    else:
        console.show(_blocks(found, show_secrets))


class _Decoded(NamedTuple):
    value: Any
    spec: AttributeSpec | None = None
    title: str = ""


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


def _typed(
    package: str, class_id: int, version: int | None, number: int, data: bytes
) -> _Decoded:
    catalogue = generated_catalogue(package)
    if class_id not in catalogue and (why := beyond(class_id, catalogue)):
        raise click.ClickException(f"there is no class {class_id}{why}")
    with refused():
        kind = catalogue.interface_class(class_id, version)
        spec: AttributeSpec = kind.attribute(number)
        title = (
            f"{kind.NAME} (class {kind.CLASS_ID}, version {kind.VERSION}), "
            f"attribute {spec.id} {spec.name}"
        )
        return _Decoded(spec.decode(data), spec, title)


def _generic(data: bytes) -> _Decoded:
    from cosem_runtime import axdr

    with refused():
        return _Decoded(axdr.decode(data))


def _blocks(found: _Decoded, show_secrets: bool) -> list[Heading | Tree]:
    from .values import tree

    value, spec, title = found
    name = spec.name if spec else "Data"
    with refused():
        root = tree(name, value, spec, show_secrets=show_secrets)
    return [Heading(title), root] if title else [root]


def _json(found: _Decoded, show_secrets: bool) -> str:
    """Raises click.ClickException where a secret would have to be left out.

    A program could not tell a mask from a value.
    """
    from cosem_runtime.types import ANY

    from .values import dump, has_secrets

    value, spec, _ = found
    kind = spec.type if spec else ANY
    if not show_secrets and has_secrets(value, spec):
        raise click.ClickException(
            "part of this is secret, and JSON has no way to mask it: say --show-secrets"
        )
    with refused():
        return dump(value, kind)
