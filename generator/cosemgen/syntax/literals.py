"""Literals of the language: from text to value and back."""

from __future__ import annotations

from typing import Final

GREATEST: Final = 2**64 - 1
"""No number of the standard needs more than 64 bits."""

_ESCAPES: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n"})


def read_string(text: str) -> str:
    r"""The value of a string with its quotes; `\"`, `\\` and `\n` are the escapes."""
    inner = text[1:-1]
    if "\\" not in inner:
        return inner
    parts = inner.split("\\\\")
    return "\\".join(p.replace('\\"', '"').replace("\\n", "\n") for p in parts)


def write_string(value: str) -> str:
    return f'"{value.translate(_ESCAPES)}"'


def read_number(text: str) -> int:
    return int(text, 16) if text.startswith("0x") else int(text)


def write_number(value: int, hexadecimal: bool = False) -> str:
    """Decimal, or hexadecimal in whole octets: `0x0FFF`."""
    if not hexadecimal or value < 0:
        return str(int(value))
    digits = f"{value:X}"
    return f"0x{digits.zfill(len(digits) + len(digits) % 2)}"


def number_fits(text: str) -> bool:
    """Whether a number is small enough to be one (and to be read at all)."""
    digits = text.removeprefix("-").removeprefix("0x").lstrip("0")
    return len(digits) <= 20 and abs(read_number(text)) <= GREATEST


def read_octets(text: str) -> bytes:
    """The value of `h"00FF"`."""
    return bytes.fromhex(text[2:-1])


def write_octets(value: bytes) -> str:
    return f'h"{value.hex().upper()}"'
