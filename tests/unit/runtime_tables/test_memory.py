"""A process that runs for months: ever new input leaves nothing behind.

What is kept is kept up to a number, which the first half of the calls reaches.
"""

from __future__ import annotations

import gc
import sys
import tracemalloc
from collections.abc import Callable
from itertools import cycle
from random import Random
from typing import Any

import pytest

import cosem

CALLS = 100_000
GROWTH = 256 * 1024
"""Octets that the second half of the calls may add, all in all."""

_REGISTER: Any = cosem.interface_class(3)
_OBJECTS: Any = cosem.interface_class(15, 1).attribute("object_list")
_SCALERS = _REGISTER.attribute("scaler_unit")
_VALUES = _REGISTER.attribute("value")
_COLUMNS: Any = cosem.axdr.decode(
    b"\x01\x02" + bytes.fromhex("020412000309060100010800ff0f02120000") * 2
)
_READER = cosem.profile_reader(_COLUMNS)


def good(number: int, random: Random) -> None:
    _VALUES.decode(b"\x06" + number.to_bytes(4, "big"))
    cosem.axdr.decode(b"\x02\x02\x0f\xfe\x16\x1e")


def bad(number: int, random: Random) -> None:
    octets = random.randbytes(20)
    for decode in (_VALUES.decode, _OBJECTS.decode, cosem.axdr.decode):
        _refused(decode, octets)


def scalers(number: int, random: Random) -> None:
    """Longer lengths than needed make ever new octets of few values."""
    length = number % 120 + 1
    head = bytes((2, 0x80 | length)) + (2).to_bytes(length, "big")
    _SCALERS.decode(head + bytes((0x0F, number >> 8 & 0xFF, 0x16, number & 0xFF)))


def codes(number: int, random: Random) -> None:
    code = (number % 16, *number.to_bytes(3, "big"), random.randrange(256), 255)
    cosem.describe(bytes(code))
    cosem.Obis("{}-{}:{}.{}.{}*{}".format(*code))


def moments(number: int, random: Random) -> None:
    octets = b"\x07\xe8\x06\x0f\x06\x0d\x2d" + random.randbytes(5)
    moment = cosem.DateTime.from_bytes(octets)
    _refused(moment.to_datetime)
    str(moment)


def profiles(number: int, random: Random) -> None:
    """Rows of ever new shapes."""
    sizes = number & 127, number >> 7 & 127
    cells = b"".join(bytes((9, size)) + bytes(size) for size in sizes)
    _READER.read(b"\x01\x04" + (b"\x02\x02" + cells) * 4)


def names(number: int, random: Random) -> None:
    _refused(cosem.interface_class, number + 70_000)
    _refused(cosem.interface_class, 3, number + 5)
    _refused(_REGISTER.attribute, f"x{number}")
    _refused(cosem.describe, f"x{number}")
    _refused(cosem.register, f"x{number}")


def documents(number: int, random: Random) -> None:
    head = {"class_id": 3, "version": 0, "logical_name": "1-0:1.8.0*255"}
    for document in ({f"x{number}": 1}, {"long": number & 0x7FFF}, [number]):
        _refused(cosem.from_json, document)
    _refused(cosem.from_json, {**head, "attributes": {f"a{number}": 1}})


KINDS = [good, bad, scalers, codes, moments, profiles, names, documents]
DEAR = {bad: 5, codes: 5, moments: 5, profiles: 2, names: 10, documents: 5}
"""What costs more is called less often."""


def _refused(call: Callable[..., object], *arguments: object) -> None:
    try:
        call(*arguments)
    except cosem.CosemError as error:
        str(error)


def grown(call: Callable[[int, Random], object], calls: int) -> int:
    """Octets by which the second half of so many calls takes more than the first.

    At most, each of them: a cache that is full begins anew.
    """
    random = Random(7)
    # What other tests have left would put off the collections that take away circles.
    gc.collect()
    gc.freeze()
    tracemalloc.start()
    try:
        taken = []
        for half in (range(calls // 2), range(calls // 2, calls)):
            tracemalloc.reset_peak()
            for number in half:
                call(number, random)
            taken.append(tracemalloc.get_traced_memory()[1])
        return taken[1] - taken[0]
    finally:
        tracemalloc.stop()
        gc.unfreeze()


@pytest.mark.slow
@pytest.mark.minutes
@pytest.mark.parametrize("call", KINDS)
def test_no_memory_is_left_behind(
    call: Callable[[int, Random], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    # pytest's way of importing remembers each name, and makes the table of texts that there are once
    # grow, which takes megabytes at a time.
    own = [e for e in sys.meta_path if not type(e).__module__.startswith("_pytest")]
    assert len(own) < len(sys.meta_path)
    monkeypatch.setattr(sys, "meta_path", own)
    cosem.preload()  # tables that are read line by line grow until they are whole
    assert grown(call, CALLS // DEAR.get(call, 1)) < GROWTH


def test_a_leak_is_seen() -> None:
    left: list[bytes] = []
    sizes = cycle((90, 100, 110))
    assert (
        grown(lambda number, random: left.append(bytes(next(sizes))), 10_000) > GROWTH
    )
