"""Tags, lengths and what stands at a place: the plain facts of A-XDR."""

from __future__ import annotations

from .errors import DecodeError, counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    Octets: TypeAlias = bytes | bytearray | memoryview
    """What every function that decodes takes."""

__all__ = [
    "ARRAY",
    "COMPACT_ARRAY",
    "FIXED_SIZES",
    "NUMBERS",
    "STRUCTURE",
    "TAG_NAMES",
    "found_at",
    "left_over",
    "read_length",
    "truncated",
    "write_length",
]

ARRAY = 0x01
STRUCTURE = 0x02
COMPACT_ARRAY = 0x13

# Tag and name of each data type; the number of octets after the tag where it never
# changes; for a whole number the letter that struct has for it (big endian).
_DATA_TYPES: tuple[tuple[int, str, int | None, str], ...] = (
    (0x00, "null-data", 0, ""),
    (0x01, "array", None, ""),
    (0x02, "structure", None, ""),
    (0x03, "boolean", 1, ""),
    (0x04, "bit-string", None, ""),
    (0x05, "double-long", 4, "i"),
    (0x06, "double-long-unsigned", 4, "I"),
    (0x09, "octet-string", None, ""),
    (0x0A, "visible-string", None, ""),
    (0x0C, "utf8-string", None, ""),
    (0x0D, "bcd", 1, "B"),
    (0x0F, "integer", 1, "b"),
    (0x10, "long", 2, "h"),
    (0x11, "unsigned", 1, "B"),
    (0x12, "long-unsigned", 2, "H"),
    (0x13, "compact-array", None, ""),
    (0x14, "long64", 8, "q"),
    (0x15, "long64-unsigned", 8, "Q"),
    (0x16, "enum", 1, "B"),
    (0x17, "float32", 4, ""),
    (0x18, "float64", 8, ""),
    (0x19, "date-time", 12, ""),
    (0x1A, "date", 5, ""),
    (0x1B, "time", 4, ""),
    (0x1C, "delta-integer", 1, "b"),
    (0x1D, "delta-long", 2, "h"),
    (0x1E, "delta-double-long", 4, "i"),
    (0x1F, "delta-unsigned", 1, "B"),
    (0x20, "delta-long-unsigned", 2, "H"),
    (0x21, "delta-double-long-unsigned", 4, "I"),
    (0xFF, "dont-care", 0, ""),
)

TAG_NAMES = {tag: name for tag, name, _, _ in _DATA_TYPES}
FIXED_SIZES = {tag: size for tag, _, size, _ in _DATA_TYPES if size is not None}
NUMBERS = {tag: letter for tag, _, _, letter in _DATA_TYPES if letter}


def read_length(data: bytes, at: int) -> tuple[int, int]:
    """The length (or count) at `at` and the offset after it.

    Up to 127 in one octet; else 80 + n and n octets. A longer form than needed is
    accepted. Raises DecodeError for a cut or absurd length.
    """
    if at >= len(data):
        raise DecodeError("cut short", at, "a length", "the end of the data")
    first = data[at]
    if first < 0x80:
        return first, at + 1
    octets = first & 0x7F
    end = at + 1 + octets
    if octets == 0:
        raise DecodeError("", at, "a definite length", "80 (no length octets)")
    if end > len(data):
        raise DecodeError(
            "cut short",
            at,
            f"{octets} length octets",
            counted(len(data) - at - 1, "octet"),
        )
    return int.from_bytes(data[at + 1 : end], "big"), end


def write_length(number: int, out: bytearray) -> None:
    """Append a length (or count) in its shortest form."""
    if number < 0x80:
        out.append(number)
    else:
        octets = number.to_bytes((number.bit_length() + 7) // 8, "big")
        out.append(0x80 | len(octets))
        out += octets


def found_at(data: bytes, at: int) -> str:
    """What stands at `at`, in words for an error message."""
    if at >= len(data):
        return "the end of the data"
    tag = data[at]
    name = TAG_NAMES.get(tag)
    if name is None:
        return f"unknown tag {tag:02X}"
    if tag in (0x01, 0x02, 0x04, 0x09, 0x0A, 0x0C):
        try:
            length, _ = read_length(data, at + 1)
        except DecodeError:
            return f"{name} with a broken length"
        unit = {0x01: "element", 0x02: "member", 0x04: "bit"}.get(tag, "octet")
        return f"{name} of {counted(length, unit)}"
    return name


def left_over(data: bytes, end: int) -> DecodeError:
    """The error for octets behind the one value that there is to be."""
    more = f"{counted(len(data) - end, 'octet')} more"
    return DecodeError("", end, "the end of the data", more)


def truncated(data: bytes, at: int) -> DecodeError:
    """The error for a value that starts at `at` and runs past the end."""
    if at >= len(data):
        return DecodeError("cut short", at, "a value", "the end of the data")
    tag = data[at]
    name = TAG_NAMES.get(tag, f"tag {tag:02X}")
    size = FIXED_SIZES.get(tag)
    left = len(data) - at - 1
    if size is None:
        return DecodeError("cut short", at, f"the whole {name}", counted(left, "octet"))
    return DecodeError(
        "cut short", at, f"{counted(size, 'octet')} of {name}", counted(left, "octet")
    )
