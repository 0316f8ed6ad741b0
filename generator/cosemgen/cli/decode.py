"""`cosemgen decode`: bytes to named, typed values."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from cosemgen.words import counted

from . import console
from .installed import generated_catalogue, refused
from .page import Heading, Paragraph, Tree
from .which import beyond

if TYPE_CHECKING:
    from cosem_runtime.interface import AttributeSpec
    from cosem_runtime.telegram import Telegram


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
@click.option("--key", metavar="HEX", help="Key of ciphered telegrams.")
@click.option(
    "--authentication-key", metavar="HEX", help="Key that their tags are checked with."
)
@click.argument("octets", metavar="HEX...", nargs=-1, required=True)
def command(
    class_id: int | None,
    attribute: int | None,
    version: int | None,
    package: str,
    form: str,
    show_secrets: bool,
    key: str | None,
    authentication_key: str | None,
    octets: tuple[str, ...],
) -> None:
    """Decode an attribute's value, or without --class whatever a meter sends.

    That may be frames (HDLC, M-Bus, the wrapper of TCP), an APDU, or A-XDR Data alone:
    what they were wrapped in is shown above the data.

    HEX may have blanks, colons and 0x in it; - reads it from standard input. Keys and
    passwords are masked unless --show-secrets is given.

    \b
    Examples:
      cosemgen decode --class 3 --attribute 3 02 02 0F 00 16 1E
      cosemgen decode --class 8 --attribute 2 090c07e8060f060d2d1e00ff8880
      cosemgen decode 0203110112000109060100010800FF
      cosemgen decode C4 01 C1 00 02 02 0F FE 16 23
    """
    data = parse_hex(octets)
    if class_id is None and attribute is None and version is None:
        found = _telegram(data, key, authentication_key)
    elif class_id is None or attribute is None:
        raise click.UsageError("give both --class and --attribute, or neither")
    elif key or authentication_key:
        raise click.UsageError("--key is for telegrams, without --class")
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
    carrier: Telegram | None = None


def parse_hex(parts: tuple[str, ...], hint: str = "HEX") -> bytes:
    """Octets from hexadecimal as people paste it. Raises click.BadParameter."""
    text = sys.stdin.read() if parts == ("-",) else " ".join(parts)
    digits = re.sub(r"0[xX]|[\s:,]", "", text)
    wrong = re.search(r"[^0-9A-Fa-f]", digits)
    if wrong:
        raise click.BadParameter(
            f"{wrong[0]!r} is no hexadecimal digit", param_hint=hint
        )
    if len(digits) % 2:
        raise click.BadParameter(
            f"no whole number of octets: {counted(len(digits), 'digit')}",
            param_hint=hint,
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


def _telegram(data: bytes, key: str | None, authentication_key: str | None) -> _Decoded:
    from cosem_runtime import axdr, telegram

    with refused():
        found = telegram.open(
            data,
            key=None if key is None else parse_hex((key,), "--key"),
            authentication_key=(
                None
                if authentication_key is None
                else parse_hex((authentication_key,), "--authentication-key")
            ),
        )
        if found.kind == "data":
            return _Decoded(axdr.decode(found.body))
        values = [
            None if result.body is None else axdr.decode(result.body)
            for result in found.results
        ]
        return _Decoded(values, carrier=found)


def _blocks(
    found: _Decoded, show_secrets: bool
) -> Sequence[Heading | Paragraph | Tree]:
    from .values import tree

    value, spec, title, carrier = found
    if carrier:
        return [Paragraph(str(carrier)), *_items(carrier, value)]
    name = spec.name if spec else "Data"
    with refused():
        root = tree(name, value, spec, show_secrets=show_secrets)
    return [Heading(title), root] if title else [root]


def _items(carrier: Telegram, values: Sequence[Any]) -> Iterator[Tree]:
    """What a telegram brings, values and results."""
    from .values import tree

    for number, (result, value) in enumerate(
        zip(carrier.results, values, strict=True), 1
    ):
        name = f"Data {number}" if len(values) > 1 else "Data"
        yield Tree(name, result.name) if result.body is None else tree(name, value)


def _json(found: _Decoded, show_secrets: bool) -> str:
    """Raises click.ClickException where a secret would have to be left out.

    A program could not tell a mask from a value.
    """
    from cosem_runtime.types import ANY

    from .values import dump, has_secrets

    value, spec, _, carrier = found
    if carrier:
        with refused():
            carrier.body  # noqa: B018  # JSON is for one value, and says why there is none
        (value,) = value
    kind = spec.type if spec else ANY
    if not show_secrets and has_secrets(value, spec):
        raise click.ClickException(
            "part of this is secret, and JSON has no way to mask it: say --show-secrets"
        )
    with refused():
        return dump(value, kind)
