"""`cosemgen encode`: a value of an attribute or a method to octets."""

from __future__ import annotations

import re
import sys

import click

from .installed import generated_catalogue, refused


@click.command(
    short_help="Values to bytes.",
    # A negative number looks like an option.
    context_settings={"ignore_unknown_options": True},
)
@click.option(
    "--class",
    "of_class",
    metavar="CLASS",
    required=True,
    help="Class of the value, by number or name.",
)
@click.option("--attribute", metavar="NAME", help="Its attribute, by number or name.")
@click.option(
    "--method", metavar="NAME", help="Its method, whose parameter the value is."
)
@click.option(
    "--version",
    type=click.IntRange(0, 255),
    metavar="N",
    help="Version of the class; the newest unless given.",
)
@click.option(
    "--package",
    metavar="NAME",
    help="Generated Python package that knows the class; all installed ones unless given.",
)
@click.argument("words", metavar="[VALUE]...", nargs=-1)
def command(
    of_class: str,
    attribute: str | None,
    method: str | None,
    version: int | None,
    package: str | None,
    words: tuple[str, ...],
) -> None:
    """Encode a value of an attribute, or the parameter of a method.

    VALUE is JSON as `cosemgen decode --format json` prints it; of single values the text
    is enough: a number, the name of a member, octets in hexadecimal, a date. Where the
    class leaves the type open, it stands before the value. - reads standard input. A
    method without VALUE is sent what the standard says.

    \b
    Examples:
      cosemgen encode --class register --attribute value long-unsigned 2305
      cosemgen encode --class 3 --attribute 3 '{"scaler": -1, "unit": "VOLT"}'
      cosemgen encode --class clock --attribute time 2024-06-15T13:45:30+02:00
      cosemgen encode --class register --method reset
    """
    if (attribute is None) == (method is None):
        raise click.UsageError("give either --attribute or --method")
    for word in words:
        if re.match(r"--?[A-Za-z]", word):
            raise click.UsageError(f"there is no option {word.partition('=')[0]}")
    if not words and method is None:
        raise click.UsageError("give the value, or - to read it from standard input")
    text = sys.stdin.read() if words == ("-",) else " ".join(words)
    catalogue = generated_catalogue(package)
    from .members import asked_attribute, asked_method
    from .written import value_of

    if method is not None:
        found = asked_method(catalogue, of_class, method, version)
        with refused():
            if not words:
                octets = found.encode_parameter()
            else:
                from cosem_runtime.types import ANY

                value = value_of(text, found.parameter or ANY, catalogue)
                octets = found.encode_parameter(value)
    else:
        assert attribute is not None
        asked = asked_attribute(catalogue, of_class, attribute, version)
        if asked.spec is None:
            raise click.ClickException(f"there is no {asked.title}")
        with refused():
            value = value_of(text, asked.kind, catalogue, asked.spec)
            octets = asked.spec.encode(value)
    print(octets.hex(" ").upper())
