"""Pieces of the JSON form of values: text, numbers, hexadecimal, names of bits.

Writers give what `json.dumps` takes; readers take what `json.loads` gives, whatever it
is, and raise JsonError for what is not meant.
"""

from __future__ import annotations

from itertools import islice

from ..errors import JsonError, counted, cut, did_you_mean, quote, show
from ..octets import decimal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

__all__ = [
    "SAFE",
    "bit_names",
    "hexadecimal",
    "number",
    "read_bit_names",
    "read_list",
    "read_members",
    "read_number",
    "read_octets",
    "read_text",
    "refuse",
]

SAFE = 2**53 - 1
"""Greatest number that every reader of JSON keeps; greater ones are written as text."""


def refuse(document: Any, expected: str) -> JsonError:
    """The error for something else than expected."""
    if isinstance(document, dict):
        return JsonError("", expected, _object_words(document))
    return JsonError("", expected, show(document))


def _object_words(document: dict[Any, Any]) -> str:
    names = ", ".join(
        cut(name) if isinstance(name, str) and name.isprintable() else quote(name)
        for name in islice(document, 3)
    )
    more = ", ..." if len(document) > 3 else ""
    return f"an object of {names}{more}" if document else "an empty object"


def read_text(document: Any, expected: str) -> str:
    """The document, which must be text."""
    if isinstance(document, str):
        return document
    raise refuse(document, expected)


def read_list(document: Any, expected: str, size: int | None = None) -> list[Any]:
    """The document, which must be a list, perhaps of a certain size."""
    if not isinstance(document, list):
        raise refuse(document, expected)
    if size is not None and len(document) != size:
        raise JsonError("", expected, counted(len(document), "element"))
    return document


def read_members(
    document: Any, names: Sequence[str], what: str, more: Sequence[str] = ()
) -> dict[str, Any]:
    """The document, which must be an object of these members, perhaps of `more`."""
    if not isinstance(document, dict):
        raise refuse(document, f"an object ({what})")
    for name in document:
        if name not in names and name not in more:
            hint = did_you_mean(name, (*names, *more))
            raise JsonError(f"{what} has no member {quote(name)}{hint}")
    for name in names:
        if name not in document:
            raise JsonError(f'{what} needs its member "{name}"')
    return document


def number(value: int) -> int | str:
    """A whole number."""
    return int(value) if -SAFE <= value <= SAFE else str(int(value))


def read_number(document: Any, minimum: int, maximum: int) -> int:
    """A whole number in a range."""
    if type(document) is int and minimum <= document <= maximum:
        return document
    found = document
    large = minimum < -SAFE or maximum > SAFE
    if large and isinstance(found, str):
        found = _number_of(found)
    elif isinstance(found, float) and abs(found) <= SAFE and found == int(found):
        found = int(found)  # JSON does not tell 5.0 from 5
    if isinstance(found, int) and not isinstance(found, bool):
        if minimum <= found <= maximum:
            return int(found)
        raise JsonError("out of range", f"{minimum}..{maximum}", show(document))
    raise refuse(document, f"a whole number {minimum}..{maximum}")


def _number_of(text: str) -> int | str:
    """The number that text is; the text when it is none."""
    digits = text.removeprefix("-")
    try:
        value = decimal(digits, 20)
    except ValueError:
        return text
    return value if digits == text else -value


def hexadecimal(octets: bytes) -> str:
    """Octets as text."""
    return octets.hex().upper()


def read_octets(document: Any, size: int | None = None) -> bytes:
    """Octets from hexadecimal, perhaps of a certain number."""
    text = read_text(document, "octets in hexadecimal")
    try:
        octets = bytes.fromhex(text)
    except ValueError:
        octets = None
    if octets is None or 2 * len(octets) != len(text):  # fromhex skips blanks
        raise JsonError("", "octets in hexadecimal", show(text))
    if size not in (None, len(octets)):
        raise JsonError(
            "",
            f"{counted(size, 'octet')} in hexadecimal",
            counted(len(octets), "octet"),
        )
    return octets


def bit_names(value: int, bits: Sequence[tuple[str, int]]) -> list[str | int]:
    """The bits that are set, by name; those without one by position."""
    named = {bit: name for name, bit in bits}
    return [
        named.get(bit, bit) for bit in range(value.bit_length()) if value >> bit & 1
    ]


def read_bit_names(
    document: list[Any], bits: Sequence[tuple[str, int]], width: int
) -> int:
    """A number from names and positions of bits, bit 0 being the lowest."""
    named = dict(bits)
    value = 0
    for index, each in enumerate(document):
        try:
            if isinstance(each, str):
                if each not in named:
                    hint = did_you_mean(each, named)
                    raise JsonError(f"there is no bit {show(each)}{hint}")
                value |= 1 << named[each]
            else:
                value |= 1 << read_number(each, 0, width - 1)
        except JsonError as error:
            error.within(index)
            raise
    return value
