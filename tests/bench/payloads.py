"""The payloads of the benchmark, built octet by octet, and what they mean.

No codec is used here, so that every codec can be checked against ``EXPECTED``.
"""

from __future__ import annotations

import datetime
import struct
from collections.abc import Callable, Iterator

CLOCK_NAME = bytes((0, 0, 1, 0, 0, 255))
STATUS_NAME = bytes((0, 0, 96, 10, 1, 255))
REGISTER_NAMES = [bytes((1, 0, c, 8, 0, 255)) for c in (1, 2, 3, 4)]
CAPTURE_PERIOD = 900

# (class_id, logical name, attribute, data_index) of the six columns.
COLUMNS = [
    (8, CLOCK_NAME, 2, 0),
    (1, STATUS_NAME, 2, 0),
    *((3, name, 2, 0) for name in REGISTER_NAMES),
]

_MIDNIGHT = datetime.datetime(2024, 1, 1)
_QUARTER = datetime.timedelta(minutes=15)
_DATE_TIME = struct.Struct(">HBBBBBBBhB")
_ROW = struct.Struct(">4s12scBcIcIcIcI")


def length(count: int) -> bytes:
    """A-XDR length octets, in their shortest form."""
    if count < 0x80:
        return bytes((count,))
    octets = count.to_bytes((count.bit_length() + 7) // 8, "big")
    return bytes((0x80 | len(octets),)) + octets


def capture_objects() -> bytes:
    """The columns as a meter sends them: Profile generic attribute 3."""
    out = bytearray(b"\x01" + length(len(COLUMNS)))
    for class_id, name, attribute, index in COLUMNS:
        out += struct.pack(">3sH2s6s", b"\x02\x04\x12", class_id, b"\x09\x06", name)
        out += struct.pack(">BBBH", 15, attribute, 18, index)
    return bytes(out)


def _registers(row: int) -> tuple[int, int, int, int]:
    return (
        1000000 + 7 * row,
        2000000 + 5 * row,
        3000000 + 3 * row,
        4000000 + 2 * row,
    )


def _moment(row: int) -> datetime.datetime:
    return _MIDNIGHT + row * _QUARTER


def _clock(t: datetime.datetime, deviation: int, status: int) -> bytes:
    weekday = t.isoweekday()
    return _DATE_TIME.pack(
        t.year,
        t.month,
        t.day,
        weekday,
        t.hour,
        t.minute,
        t.second,
        0,
        deviation,
        status,
    )


def profile(rows: int) -> bytes:
    """A load profile: a quarter-hour grid at UTC+1, 38 octets a row."""
    out = bytearray(b"\x01" + length(rows))
    for row in range(rows):
        a, b, c, d = _registers(row)
        clock = _clock(_moment(row), -60, 0)
        out += _ROW.pack(
            *(b"\x02\x06\x09\x0c", clock, b"\x11", row & 0x7F),
            *(b"\x06", a, b"\x06", b, b"\x06", c, b"\x06", d),
        )
    return bytes(out)


# (class_id, version, attributes, methods); cycled.
_CLASSES = [
    *((1, 0, 2, 0), (3, 0, 3, 1), (4, 0, 5, 1), (5, 0, 9, 2), (7, 1, 8, 2)),
    *((8, 0, 9, 6), (9, 0, 2, 1), (15, 1, 9, 4), (18, 0, 7, 4), (20, 0, 10, 1)),
    *((22, 0, 4, 0), (40, 0, 7, 1), (64, 0, 5, 2), (70, 0, 4, 2), (71, 0, 11, 0)),
    (3, 0, 3, 1),
]
READ, READ_AND_WRITE, ACCESS = 1, 3, 1


def _objects(count: int) -> Iterator[tuple[int, int, bytes, int, int]]:
    for index in range(count):
        class_id, version, attributes, methods = _CLASSES[index % len(_CLASSES)]
        if class_id == 8:
            name = CLOCK_NAME
        elif class_id == 15:
            name = bytes((0, 0, 40, 0, index & 0xFF, 255))
        else:
            name = bytes((1, index >> 7, class_id, 8, index & 0x7F, 255))
        yield class_id, version, name, attributes, methods


def _mode(attribute: int) -> int:
    return READ_AND_WRITE if attribute > 1 else READ


def association(count: int = 200) -> bytes:
    """Association LN object_list (version 1): every attribute's and method's right."""
    out = bytearray(b"\x01" + length(count))
    for class_id, version, name, attributes, methods in _objects(count):
        out += struct.pack(
            ">3sH2B2s6s", b"\x02\x04\x12", class_id, 17, version, b"\x09\x06", name
        )
        out += b"\x02\x02\x01" + length(attributes)
        for number in range(1, attributes + 1):
            selectors = (
                b"\x01\x02\x0f\x01\x0f\x02" if (class_id, number) == (7, 2) else b"\x00"
            )
            out += bytes((2, 3, 15, number, 22, _mode(number))) + selectors
        out += b"\x01" + length(methods)
        for number in range(1, methods + 1):
            out += bytes((2, 2, 15, number, 22, ACCESS))
    return bytes(out)


REGISTER_NAME = bytes((1, 0, 1, 8, 0, 255))
REGISTER_VALUE = b"\x06" + struct.pack(">I", 123456789)
REGISTER_SCALER_UNIT = b"\x02\x02\x0f\xfe\x16\x1e"  # 10^-2 Wh
CLOCK_TIME = b"\x09\x0c" + _clock(
    datetime.datetime(2024, 6, 15, 13, 45, 30), -120, 0x80
)


# What each operation must give, in plain JSON values: a date-time as local ISO text
# with its offset, a logical name in hex.


def expected_profile(rows: int) -> list[list[object]]:
    return [
        [f"{_moment(row).isoformat()}+01:00", row & 0x7F, *_registers(row)]
        for row in range(rows)
    ]


def expected_raw_profile(rows: int) -> list[list[object]]:
    return [
        [_clock(_moment(row), -60, 0).hex(), row & 0x7F, *_registers(row)]
        for row in range(rows)
    ]


def expected_association(count: int = 200) -> list[list[object]]:
    return [
        [
            *(class_id, version, name.hex()),
            [[number, _mode(number)] for number in range(1, attributes + 1)],
            [[number, ACCESS] for number in range(1, methods + 1)],
        ]
        for class_id, version, name, attributes, methods in _objects(count)
    ]


EXPECTED: dict[str, Callable[[], object]] = {
    "raw_profile": lambda: expected_raw_profile(50),
    "typed_profile": lambda: expected_profile(50),
    "typed_association": expected_association,
    "register_decode": lambda: [123456789, -2, 30],
    "register_encode": lambda: [REGISTER_VALUE.hex(), REGISTER_SCALER_UNIT.hex()],
    "clock_decode": lambda: "2024-06-15T13:45:30+02:00",
}
