"""What the octets of a fixed size mean, by tag: the one table of generic decoding.

The readers of single values and the layouts of repeated shapes both stand on it.
"""

from __future__ import annotations

from functools import partial
from struct import Struct

from ..datetimes import Date, DateTime, Time
from ..values import (
    INTEGERS,
    Boolean,
    Float32,
    Float32Nan,
    Float64,
    TaggedInt,
)
from ..wire import NUMBERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    _Table = dict[int, bool | Boolean]
else:
    _Table = dict

__all__ = ["BOOLEANS", "MOMENTS", "OCTET_TABLES", "PLACES", "float32"]


class _Booleans(_Table):
    """What each octet means as a boolean; rare ones are made when they are met."""

    __slots__ = ()

    def __missing__(self, octet: int) -> Boolean:
        return self.setdefault(octet, Boolean(octet))  # type: ignore[return-value]


BOOLEANS = _Booleans({0: False, 1: True})


def _octet_table(kind: type[TaggedInt]) -> tuple[TaggedInt, ...]:
    signed = NUMBERS[kind.TAG] == "b"
    octets = (*range(128), *range(-128, 0)) if signed else range(256)
    return tuple([int.__new__(kind, octet) for octet in octets])


OCTET_TABLES: dict[int, tuple[TaggedInt, ...]] = {
    kind.TAG: _octet_table(kind) for kind in INTEGERS if NUMBERS[kind.TAG] in "bB"
}
"""One octet has 256 values: each is made once. The index is the octet, unsigned."""

MOMENTS: dict[int, type[DateTime] | type[Date] | type[Time]] = {
    0x19: DateTime,
    0x1A: Date,
    0x1B: Time,
}

_single = Struct(">f").unpack_from


def float32(octets: bytes) -> Float32:
    """The four octets as a number; a NaN keeps its octets."""
    number: float = _single(octets)[0]
    if number != number:
        return Float32Nan(octets)
    return float.__new__(Float32, number)


PLACES: dict[int, tuple[str, Callable[[Any], Any]]] = {
    0x03: ("B", BOOLEANS.__getitem__),
    **{
        kind.TAG: (NUMBERS[kind.TAG], partial(int.__new__, kind))
        for kind in INTEGERS
        if NUMBERS[kind.TAG] not in "bB"
    },
    **{tag: ("B", table.__getitem__) for tag, table in OCTET_TABLES.items()},
    0x17: ("4s", float32),
    0x18: ("d", partial(float.__new__, Float64)),
    **{
        tag: (f"{kind.SIZE}s", partial(bytes.__new__, kind))
        for tag, kind in MOMENTS.items()
    },
}
"""struct format after the tag, and what makes the tagged value of it."""
