"""A second, plain A-XDR writer, so that the codec is judged by octets that it did not make."""

from __future__ import annotations

NUMBERS: dict[str, tuple[int, int, bool]] = {
    "double-long": (0x05, 4, True),
    "double-long-unsigned": (0x06, 4, False),
    "bcd": (0x0D, 1, False),
    "integer": (0x0F, 1, True),
    "long": (0x10, 2, True),
    "unsigned": (0x11, 1, False),
    "long-unsigned": (0x12, 2, False),
    "long64": (0x14, 8, True),
    "long64-unsigned": (0x15, 8, False),
    "enum": (0x16, 1, False),
    "delta-integer": (0x1C, 1, True),
    "delta-long": (0x1D, 2, True),
    "delta-double-long": (0x1E, 4, True),
    "delta-unsigned": (0x1F, 1, False),
    "delta-long-unsigned": (0x20, 2, False),
    "delta-double-long-unsigned": (0x21, 4, False),
}
"""Tag, octets and sign of the whole numbers."""

NULL_DATA, ARRAY, STRUCTURE, BOOLEAN, BIT_STRING = 0x00, 0x01, 0x02, 0x03, 0x04
OCTET_STRING, VISIBLE_STRING, UTF8_STRING, COMPACT_ARRAY = 0x09, 0x0A, 0x0C, 0x13
FLOAT32, FLOAT64, DATE_TIME, DATE, TIME = 0x17, 0x18, 0x19, 0x1A, 0x1B
UNASSIGNED = 0x0E
"""A tag that no data type has."""


def limits(name: str) -> tuple[int, int]:
    """Least and greatest value of a whole number type."""
    _, octets, signed = NUMBERS[name]
    bits = 8 * octets
    return (-(1 << bits - 1), (1 << bits - 1) - 1) if signed else (0, (1 << bits) - 1)


def number(name: str, value: int) -> bytes:
    tag, octets, signed = NUMBERS[name]
    return bytes((tag,)) + value.to_bytes(octets, "big", signed=signed)


def length(count: int) -> bytes:
    if count < 0x80:
        return bytes((count,))
    octets = count.to_bytes((count.bit_length() + 7) // 8, "big")
    return bytes((0x80 | len(octets),)) + octets


def string(tag: int, octets: bytes) -> bytes:
    return bytes((tag,)) + length(len(octets)) + octets


def compact_array(description: bytes, contents: bytes) -> bytes:
    return bytes((COMPACT_ARRAY,)) + description + length(len(contents)) + contents


def bits(text: str) -> bytes:
    """A bit-string from text of 0 and 1, the first bit first."""
    octets = (len(text) + 7) // 8
    value = int(text.ljust(8 * octets, "0") or "0", 2)
    return bytes((BIT_STRING,)) + length(len(text)) + value.to_bytes(octets, "big")


def sequence(tag: int, items: list[bytes]) -> bytes:
    return bytes((tag,)) + length(len(items)) + b"".join(items)
