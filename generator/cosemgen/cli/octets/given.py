"""What a command line gives: arguments, files, standard input."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import click

from cosemgen.words import counted

from .forms import LIMIT, Reading, as_text, hex_digits, of_octets, readings

STDIN: Final = "-"
_FILE_NAME: Final = re.compile(r"\S*\.[A-Za-z]\w{0,7}|(?:\.{0,2}|~)/\S*")
"""What is meant as a file, there or not: also a path, though base64 has slashes too."""


class Given(NamedTuple):
    """One input: where it is from, nothing of arguments, and what it may be."""

    source: str
    readings: list[Reading]


def inputs(arguments: Sequence[str], what: str = "INPUT") -> Iterator[Given]:
    """Each input: files and standard input are one, arguments of octets together another.

    Raises click.BadParameter for what holds no octets, or may mean two things.
    """
    if list(arguments) in ([], [STDIN]):
        yield _given("standard input", _standard_input(), what)
        return
    if STDIN in arguments:
        raise click.BadParameter(
            f"{STDIN} is standard input, and stands alone", param_hint=what
        )
    are_files = [_is_file(each) for each in arguments]
    for argument, is_file in zip(arguments, are_files, strict=True):
        digits = hex_digits(argument)
        if is_file and re.fullmatch(r"(?:[0-9A-Fa-f]{2})+", digits):
            raise click.BadParameter(
                f"{argument!r} may be octets, and is a file here: "
                f"./{argument} means the file, 0x{digits} the octets",
                param_hint=what,
            )
        if any(are_files) and not is_file:
            raise click.BadParameter(f"there is no file {argument!r}", param_hint=what)
    if all(are_files):
        for argument in arguments:
            yield _given(argument, _content(argument), what)
        return
    if len(arguments) == 1 and _FILE_NAME.fullmatch(arguments[0]):
        raise click.BadParameter(f"there is no file {arguments[0]!r}", param_hint=what)
    text = " ".join(arguments)
    yield Given("", _of_text(text, what))


def _is_file(argument: str) -> bool:
    try:
        return Path(argument).is_file()
    except (OSError, ValueError):  # too long for a name, or with a NUL in it
        return False


def _standard_input() -> bytes:
    stream = getattr(sys.stdin, "buffer", None)
    if stream is None:
        return sys.stdin.read(LIMIT + 1).encode()
    octets: bytes = stream.read(LIMIT + 1)
    return octets


def _content(path: str) -> bytes:
    with Path(path).open("rb") as file:
        return file.read(LIMIT + 1)


def _given(source: str, content: bytes, what: str) -> Given:
    if len(content) > LIMIT:
        raise click.BadParameter(
            f"{source}: more than {LIMIT >> 20} MB", param_hint=what
        )
    text = as_text(content)
    if text is None:
        return Given(source, of_octets(content))
    return Given(source, _of_text(text, what, f"{source}: "))


def _of_text(text: str, what: str, where: str = "") -> list[Reading]:
    found = readings(text)
    if not found:
        raise click.BadParameter(f"{where}{_why_not(text)}", param_hint=what)
    return found


def _why_not(text: str) -> str:
    """Why a text holds no octets; it was most likely meant as hexadecimal."""
    digits = hex_digits(text)
    if not digits:
        return "no octets: nothing but blanks" if text else "no octets"
    wrong = re.search(r"[^0-9A-Fa-f]", digits)
    if wrong:
        return f"{wrong[0]!r} is no hexadecimal digit"
    return f"no whole number of octets: {counted(len(digits), 'digit')}"


def one_value(text: str, what: str) -> bytes:
    """Octets from hexadecimal alone, as of a key. Raises click.BadParameter."""
    digits = hex_digits(text)
    if not re.fullmatch(r"(?:[0-9A-Fa-f]{2})*", digits):
        raise click.BadParameter(_why_not(text), param_hint=what)
    return bytes.fromhex(digits)


def file_text(path: str) -> str | None:
    """The text of a file; None where there is no such file, or it holds no text."""
    if not _is_file(path):
        return None
    content = _content(path)
    return None if len(content) > LIMIT else as_text(content)
