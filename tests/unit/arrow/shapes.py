"""Buffers of profiles of every shape, also damaged ones, from a source of chance."""

from __future__ import annotations

import struct
from collections.abc import Callable
from random import Random

from cosem_conformance.wire import length

CAPTURE = [
    (8, "0.0.1.0.0.255", 2, 0),
    (1, "0.0.96.10.1.255", 2, 0),
    (3, "1.0.1.8.0.255", 2, 0),
    (3, "1.0.2.8.0.255", 2, 0),
    (3, "1.0.3.8.0.255", 2, 0),
]
"""A clock, a status that may be of any type, and three registers."""

_WHOLE = {
    **{0x05: "i", 0x06: "I", 0x0F: "b", 0x10: "h", 0x11: "B"},
    **{0x12: "H", 0x14: "q", 0x15: "Q"},
}
_OTHERS = {0x16: "B", 0x03: "B"}
_DELTA = {0x1C: "b", 0x1D: "h", 0x1E: "i", 0x1F: "B", 0x20: "H", 0x21: "I"}


def _number(chance: Random, letters: dict[int, str]) -> bytes:
    tag = chance.choice([*letters])
    size = struct.calcsize(">" + letters[tag])
    octets = chance.randbytes(size)
    if chance.random() < 0.5:  # a small one, and sometimes what looks like a head
        octets = bytes(size - 1) + chance.choice((b"\x01", b"\x02", b"\x05", b"\x7f"))
    if chance.random() < 0.1:
        octets = (b"\x02\x05" * 4)[:size]
    return bytes((tag,)) + octets


def _time(chance: Random) -> bytes:
    second = chance.randrange(60) if chance.random() < 0.3 else 0
    fields = [
        *(chance.choice((1, 1969, 1970, 2000, 2023, 2024, 2100, 9999)),),
        *(chance.randrange(1, 13), chance.randrange(1, 29)),
        *(chance.choice((0xFF, 1, 7)), chance.randrange(24), chance.randrange(60)),
        *(second, chance.choice((0, 0xFF, 99))),
        *(chance.choice((0, -60, -120, 840, -0x8000)), chance.choice((0, 0x80, 0xFF))),
    ]
    return b"\x09\x0c" + struct.pack(">HBBBBBBBhB", *fields)


def _wild(chance: Random) -> bytes:
    """A time of which a field is not specified, or not possible."""
    octets = bytearray(_time(chance))
    octets[chance.randrange(1, 14)] = chance.choice((0, 0xFE, 0xFF, 31, 60))
    return bytes(octets)


def _string(chance: Random) -> bytes:
    size = chance.choice((0, 1, 4, 6, 12, 127, 128 if chance.random() < 0.1 else 5))
    tag = chance.choice((0x09, 0x0A, 0x0C))
    octets = b"A" * size if tag != 0x09 or size % 2 else chance.randbytes(size)
    if chance.random() < 0.01:
        octets = chance.randbytes(size)
    return bytes((tag,)) + length(size) + octets


def _octet_string(chance: Random) -> bytes:
    size = chance.choice((0, 1, 4, 6, 12, 127))
    return b"\x09" + length(size) + chance.randbytes(size)


def _float(chance: Random) -> bytes:
    if chance.random() < 0.5:
        return b"\x17" + struct.pack(
            ">f", chance.choice((0.0, 1.5, -2.25, 1e30, float("inf")))
        )
    return b"\x18" + struct.pack(
        ">d", chance.choice((0.1, -1e300, 12345.678, float("nan")))
    )


def _odd(chance: Random) -> bytes:
    return chance.choice(
        (
            *(b"\xff", b"\x04\x05\xa8", b"\x19" + _time(chance)[2:], b"\x0d\x12"),
            *(b"\x02\x02\x11\x01\x0a\x01b", b"\x01\x00", b"\x09\x04\x0c\x1e\x00\xff"),
            *(
                b"\x09\x81\x01\x02",
                b"\x1a\x07\xe8\x01\x01\xff",
                b"\x09\x04\x66\x00\x00\x00",
            ),
        )
    )


def _null(chance: Random) -> bytes:
    return b"\x00"


def _whole(chance: Random) -> bytes:
    return _number(chance, _WHOLE if chance.random() < 0.99 else _OTHERS)


def _usual(chance: Random) -> bytes:
    return b"\x06" + struct.pack(">I", chance.randrange(1 << 32))


def _delta(chance: Random) -> bytes:
    return _number(chance, _DELTA)


def _seconds(chance: Random) -> bytes:
    return b"\x06" + chance.choice((b"\x66\x00\x00\x00", chance.randbytes(4)))


def _compact(chance: Random) -> bytes:
    """Rows as a compact-array: the type of a column stands once."""
    first = [_time, chance.choice((_usual, _octet_string, _whole, _null))]
    row = [*first, *(chance.choice((_usual, _usual, _delta, _float)) for _ in range(3))]
    tags = [cell(chance)[:1] for cell in row]
    contents = b""
    for _ in range(chance.choice((0, 1, 2, 30))):
        for tag, cell in zip(tags, row, strict=True):
            octets = cell(chance)
            while octets[:1] != tag:
                octets = cell(chance)
            contents += octets[1:]
    return b"\x13\x02\x05" + b"".join(tags) + length(len(contents)) + contents


def buffer(chance: Random) -> bytes:
    """One buffer; most are right, and most of these of few shapes."""
    made = bytearray(_compact(chance) if chance.random() < 0.1 else _array(chance))
    if chance.random() < 0.08:
        for _ in range(chance.choice((1, 3))):
            made[chance.randrange(len(made))] = chance.randrange(256)
    if chance.random() < 0.05:
        del made[chance.randrange(len(made)) :]
    if chance.random() < 0.03:
        made += chance.randbytes(chance.choice((1, 5)))
    return bytes(made)


def _array(chance: Random) -> bytes:
    made = rows(chance, chance.choice((0, 1, 2, 5, 30)))
    return b"\x01" + length(len(made)) + b"".join(made)


def rows(chance: Random, count: int = 30) -> list[bytes]:
    """Rows of one profile: of cells of which some kinds occur, and others do not."""
    clocks: list[Callable[[Random], bytes]] = [_time]
    numbers = [_usual]
    statuses = [_usual]
    if chance.random() < 0.6:
        clocks += [_null] * 3
        numbers += [_null]
        statuses += [_null] * 2
    if chance.random() < 0.3:
        numbers += [_delta] * 3
    if chance.random() < 0.3:
        numbers += [_whole]
    if chance.random() < 0.3:
        statuses += [_whole]
    if chance.random() < 0.1:
        numbers += [_float]
    if chance.random() < 0.1:
        statuses += [_string]
    elif chance.random() < 0.3:
        statuses = [_octet_string, _null]
    if chance.random() < 0.1:
        clocks += [_seconds]
    if chance.random() < 0.05:
        clocks += [_wild]
    if chance.random() < 0.05:
        clocks += [_odd]
        numbers += [_odd]
        statuses += [_odd]
    # How often a row has the shape of the one above it.
    stays = chance.choice((0, 0, 0.9, 1))
    made = []
    row: list[Callable[[Random], bytes]] = []
    above: list[bytes] = []
    for _ in range(count):
        if above and chance.random() < stays:
            above = [_like(chance, *each) for each in zip(row, above, strict=True)]
        else:
            row = [chance.choice(clocks), chance.choice(statuses)]
            row += [chance.choice(numbers) for _ in range(3)]
            above = [cell(chance) for cell in row]
        made.append(b"\x02\x05" + b"".join(above))
    return made


def _like(chance: Random, cell: Callable[[Random], bytes], octets: bytes) -> bytes:
    """Another cell of the same type; the same one where chance finds none."""
    found = (cell(chance) for _ in range(8))
    return next((each for each in found if each[0] == octets[0]), octets)
