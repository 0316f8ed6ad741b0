"""What few octets may become: memory, depth, and how to allow more."""

from __future__ import annotations

import gc
import pickle
import random
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest

from cosem_runtime import CompactArray, DecodeError, EncodeError, Limits, axdr
from cosem_runtime import types as t
from cosem_runtime.catalogue import Catalogue
from cosem_runtime.errors import CosemError
from cosem_runtime.interface import AttributeSpec, MethodSpec
from cosem_runtime.jsonvalues import to_json
from cosem_runtime.limits import DEPTH_LIMIT, EXPANSION_LIMIT
from cosem_runtime.profile import Column, ProfileReader
from cosem_runtime.tolerant.walk import MOST_TOLD

N = 2_000
"""Octets of a bomb, about."""
FIXED = 60_000
"""Octets that a call may need besides, such as for a module that it imports."""


def counted(tag: int, count: int) -> bytes:
    """A tag and a length or count."""
    octets = count.to_bytes(2, "big")
    return bytes((tag,)) + (octets[1:] if count < 0x80 else b"\x82" + octets)


def array(element: bytes) -> bytes:
    count = N // len(element)
    return counted(0x01, count) + element * count


def described(*parts: tuple[bytes, int]) -> bytes:
    """The description of a structure: so many members of each kind."""
    head = counted(0x02, sum(count for _, count in parts))
    return head + b"".join(octets * count for octets, count in parts)


def compact(description: bytes, element: bytes, count: int | None = None) -> bytes:
    contents = element * (N // len(element) if count is None else count)
    return b"\x13" + description + counted(0, len(contents))[1:] + contents


def tree(depth: int) -> bytes:
    return b"\x02\x08" + tree(depth - 1) * 8 if depth else b"\x00"


DATA = {
    "null": array(b"\x00"),
    "empty arrays": array(b"\x01\x00"),
    "empty structures": array(b"\x02\x00"),
    "structures of null": array(b"\x02\x01\x00"),
    "structures of changing size": array(b"\x02\x01\x00\x02\x02\x00\x00"),
    "empty bit-strings": array(b"\x04\x00"),
    "short bit-strings": array(b"\x04\x01\x80"),
    "empty visible-strings": array(b"\x0a\x00"),
    "what is no text": array(b"\x0a\x01\xff"),
    "empty utf8-strings": array(b"\x0c\x00"),
    "empty octet-strings": array(b"\x09\x00"),
    "numbers": array(b"\x10\x7f\xff"),
    "enumerations": array(b"\x16\x01"),
    "odd booleans": array(b"\x03\x02"),
    "odd NaNs": array(b"\x17\x7f\xc0\x00\x01"),
    "dates": array(b"\x1b\x00\x00\x00\x00"),
    "deep arrays": array(b"\x01\x01" * 60 + b"\x00"),
    "a text with one wide letter": counted(0x0C, N)
    + b"a" * (N - 4)
    + b"\xf0\x9f\x98\x80",
    "a text of no letters": counted(0x0C, N) + b"\xff" * N,
    "bits": counted(0x04, 4 * N) + b"\xff" * (N // 2),
    "empty compact-arrays": array(b"\x13\x00\x00"),
    "empty compact-arrays of structures": array(b"\x13\x02\x00\x00"),
    "empty compact-arrays of arrays": array(b"\x13\x01\x00\x00\x00\x00"),
    "small compact-arrays": array(
        compact(described((b"\0", 8), (b"\x11", 1)), b"\5", 30)
    ),
    "a description of nulls": compact(described((b"\0", N)), b"\5", 0),
    "a description of arrays": compact(described((b"\1\0\0\0", N // 4)), b"\5", 0),
    "a description of structures": compact(described((b"\2\0", N // 2)), b"\5", 0),
    "a deep description": compact(
        described((b"\1\xff\xff" * 60 + b"\0", N // 181)), b"\5", 0
    ),
    "a deep description of structures": compact(
        described((b"\2\1" * 60 + b"\0", N // 121)), b"\5", 0
    ),
    "a description as a tree": compact(tree(4), b"\5"),
    "30 empty arrays and an octet": compact(
        described((b"\1\0\0\0", 30), (b"\x11", 1)), b"\5"
    ),
    "30 nulls and an octet": compact(described((b"\0", 30), (b"\x11", 1)), b"\5"),
    "8 nulls and an octet": compact(described((b"\0", 8), (b"\x11", 1)), b"\5"),
    "30 nulls and a string": compact(described((b"\0", 30), (b"\x09", 1)), b"\0"),
    "15 structures and an octet": compact(
        described((b"\2\1\0", 15), (b"\x11", 1)), b"\5"
    ),
    "structures of an octet": compact(described((b"\x11", 1)), b"\5"),
    "structures in structures": compact(b"\2\1\2\1\x11", b"\5"),
    "structures of an empty text": compact(described((b"\x0a", 1)), b"\0"),
    "structures of what is no text": compact(described((b"\x0a", 1)), b"\1\xff"),
    "structures of empty bits": compact(described((b"\x04", 1)), b"\0"),
    "structures of empty octets": compact(described((b"\x09", 1)), b"\0"),
    "structures of NaNs": compact(described((b"\x17", 1)), b"\x7f\xc0\0\1"),
    "arrays of an octet": compact(b"\1\0\1\x11", b"\5"),
    "arrays of nulls and an octet": compact(b"\2\2\1\0\2\0\x11", b"\5"),
    "many arrays, few elements": compact(
        described((b"\1\0\0\0", N // 4), (b"\x11", 1)), b"\5", 31
    ),
    "many arrays, fewer elements": compact(
        described((b"\1\0\0\0", N // 4), (b"\x11", 1)), b"\5", 5
    ),
    "many structures, fewer elements": compact(
        described((b"\2\0", N // 2), (b"\x11", 1)), b"\5", 2
    ),
    "deep arrays, one element": compact(
        described(*[(b"\1\0\1" * 60 + b"\x11", N // 181)]), b"\5" * (N // 181), 1
    ),
    "many nulls, few elements": compact(described((b"\0", N), (b"\x11", 1)), b"\5", 31),
    "many nulls, fewer elements": compact(
        described((b"\0", N), (b"\x11", 1)), b"\5", 8
    ),
}
SMALL = t.StructureType("small", None, (("octet", t.UNSIGNED),))
EMPTY = t.StructureType("empty", None, ())
CHOICES = t.StructureType(
    "choices",
    None,
    tuple((name, t.ChoiceType("", (t.NULL_DATA, t.UNSIGNED))) for name in "abc"),
)
TYPED: list[tuple[t.DataType, bytes]] = [
    (t.ArrayType(EMPTY), array(b"\x02\x00")),
    (t.ArrayType(CHOICES), array(b"\x02\x03\x00\x00\x00")),
    (t.ArrayType(t.ANY), array(b"\x01\x00")),
    (t.CompactArrayType(SMALL), DATA["structures of an octet"]),
    (t.CompactArrayType(EMPTY), compact(described(), b"\5", 0)),
    (t.CompactArrayType(t.ANY), DATA["8 nulls and an octet"]),
]
CLOCK = b"\x09\x0c" + bytes.fromhex("07e8060f060d2d1e00ff8880")
PROFILES: list[tuple[int, bytes]] = [
    (31, array(b"\x02\x1f" + b"\x00" * 31)),
    (31, array(b"\x02\x1f" + b"\x01\x00" * 31)),
    (1, array(b"\x02\x01\x00")),
    (1, array(b"\x02\x01\x0a\x00")),
    (1, array(b"\x02\x01\x1f\x05")),
    (250, array(b"\x02\x81\xfa" + b"\x11\x05" * 250)),
    (400, counted(0x01, 5) + (counted(0x02, 400) + b"\x00" * 400) * 5),
    (31, DATA["30 empty arrays and an octet"]),
    (31, DATA["30 nulls and an octet"]),
    (9, DATA["8 nulls and an octet"]),
    (1, DATA["structures of an octet"]),
    (1, DATA["structures in structures"]),
]
OBJECT = bytes.fromhex("0204 120003 1100 0906 0100010800ff 0202 0100 0100")
UNKNOWN_OBJECT = bytes.fromhex("0204 122328 1100 0906 0100010800ff 00")
CAPTURED = bytes.fromhex("0204 120003 0906 0100010800ff 0f02 120000")


TOLD = FIXED + 600 * MOST_TOLD
"""With the deviations that a reading lists."""


def kept_within(
    limit: int, size: int, call: Callable[[], Any], fixed: int = FIXED
) -> None:
    """The call, or the error it raises, takes no more memory than the limit says."""

    def attempt() -> Any:
        try:
            return call()
        except DecodeError as error:
            assert len(str(error)) < 400
            return None

    attempt()  # what is made once for all is not counted
    gc.collect()
    tracemalloc.start()
    try:
        result = attempt()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < limit * size + fixed, f"{peak / size:.0f} octets for each"
    del result


def values(data: Any) -> Any:
    """A value with those of its compact-arrays made."""
    if isinstance(data, CompactArray):
        return data.values
    if isinstance(data, list):
        return [values(each) for each in data]
    return data


@pytest.mark.parametrize("data", DATA.values(), ids=DATA)
def test_values_are_in_proportion(data: bytes) -> None:
    kept_within(EXPANSION_LIMIT, len(data), lambda: axdr.decode(data))
    kept_within(EXPANSION_LIMIT, len(data), lambda: values(axdr.decode(data)))


@pytest.mark.parametrize("data", DATA.values(), ids=DATA)
def test_json_takes_twice_as_much(data: bytes) -> None:
    kept_within(2 * EXPANSION_LIMIT, len(data), lambda: to_json(axdr.decode(data)))


@pytest.mark.parametrize(("kind", "data"), TYPED, ids=range(len(TYPED)))
def test_typed_values_are_in_proportion(kind: t.DataType, data: bytes) -> None:
    kept_within(EXPANSION_LIMIT, len(data), lambda: values(kind.decode(data, 0)[0]))
    # Data names the type of each value, in an object of its own.
    kept_within(
        8 * EXPANSION_LIMIT,
        len(data),
        lambda: to_json(kind.decode(data, 0)[0], kind),
    )


@pytest.mark.parametrize(("count", "data"), PROFILES, ids=range(len(PROFILES)))
@pytest.mark.parametrize("clock", [False, True])
def test_rows_are_in_proportion(count: int, data: bytes, clock: bool) -> None:
    if clock:
        time = AttributeSpec(2, "time", t.OCTET_DATE_TIME)
        columns = [
            Column(f"c{n}", 8, "0.0.1.0.0.255", attribute=time) for n in range(count)
        ]
        if count == 31 and data[0] == 0x01:  # so that the rows below have a time
            data = data[:4] + b"\x02\x1f" + CLOCK * 31 + data[4 + 33 :]
    else:
        columns = [Column(f"c{n}", 1, "0.0.96.1.0.255") for n in range(count)]

    def read() -> Any:
        return ProfileReader(columns, 900).read(data)

    def read_as_sent() -> Any:
        return ProfileReader(columns, 900).read(data, tolerant=True)

    kept_within(EXPANSION_LIMIT, len(data), read)
    kept_within(EXPANSION_LIMIT, len(data), read_as_sent, TOLD)


ODD_ROWS = {
    "short": b"\x02\x01\x00",
    "of no cells": b"\x02\x00",
    "no rows": b"\x00",
    "of empty texts": b"\x02\x02\x0a\x00\x0a\x00",
    "of other types": b"\x02\x02\x11\x05\x16\x05",
}


@pytest.mark.parametrize("row", ODD_ROWS.values(), ids=ODD_ROWS)
@pytest.mark.parametrize("wide", [2, pytest.param(40, marks=pytest.mark.slow)])
def test_rows_that_deviate_are_in_proportion(row: bytes, wide: int) -> None:
    zone = AttributeSpec(2, "time_zone", t.LONG)
    columns = [
        Column(f"c{n}", 8, "0.0.1.0.0.255", 3, attribute=zone) for n in range(wide)
    ]
    count = 2 * N
    data = b"\x01\x82" + count.to_bytes(2, "big") + row * count

    def read() -> Any:
        return ProfileReader(columns).read(data, tolerant=True)

    kept_within(EXPANSION_LIMIT, len(data), read, TOLD)


def test_lists_of_objects_are_in_proportion(catalogue: Catalogue) -> None:
    for entry in (OBJECT, UNKNOWN_OBJECT):
        data = array(entry)
        kept_within(
            EXPANSION_LIMIT,
            len(data),
            lambda data=data: catalogue.objects_from(axdr.decode(data)),  # type: ignore[misc]
        )
    data = array(CAPTURED)
    kept_within(
        EXPANSION_LIMIT,
        len(data),
        lambda: catalogue.profile_reader(axdr.decode(data)),  # type: ignore[arg-type]
    )


# ---- what real meters send is far below ----


@pytest.mark.parametrize(
    ("description", "element"),
    [
        # time, status and two registers; an event; numbers; a text of one letter
        ("0204 09 11 06 06", "0c 07e8060f060d2d1e00ff8880 05 00000001 00000002"),
        ("0202 09 11", "0c 07e8060f060d2d1e00ff8880 05"),
        ("12", "0005"),
        ("0201 11", "05"),
        ("0202 11 0a", "05 0141"),
        ("0203 00 00 11", "05"),
    ],
)
def test_a_year_of_rows_is_taken(description: str, element: str) -> None:
    rows = 35_040
    octets = bytes.fromhex(element)
    contents = octets * rows
    length = len(contents).to_bytes(4, "big")
    data = b"\x13" + bytes.fromhex(description) + b"\x84" + length + contents
    array = axdr.decode(data)
    assert isinstance(array, CompactArray)
    assert len(array) == rows


# ---- to allow more, or less ----

BOMB = compact(described((b"\1\0\0\0", 30), (b"\x11", 1)), b"\5", 1000)
LEVELS = DEPTH_LIMIT + 36
DEEP = b"\x01\x01" * LEVELS + b"\x00"


def test_the_error_says_the_limit_and_how_to_allow_more() -> None:
    with pytest.raises(DecodeError) as caught:
        axdr.decode(BOMB)
    assert caught.value.offset == len(BOMB) - 1000
    assert "at most 128 octets for each (Limits(expansion=...)" in str(caught.value)
    assert len(axdr.decode(Limits(expansion=3000).on(BOMB)).values) == 1000  # type: ignore[union-attr]
    with pytest.raises(DecodeError) as caught:
        axdr.decode(DEEP)
    assert "at most 64 levels (Limits(depth=...)" in str(caught.value)
    value: Any = axdr.decode(Limits(depth=LEVELS).on(DEEP))
    for _ in range(LEVELS):
        (value,) = value
    assert value is None


@pytest.mark.parametrize("container", [bytes, bytearray, memoryview])
def test_every_decoder_takes_limits(container: type, catalogue: Catalogue) -> None:
    deep = container(DEEP)
    less = Limits(depth=3)
    more = Limits(depth=200, expansion=3000)
    spec = AttributeSpec(2, "value", t.ArrayType(t.ANY))
    method = MethodSpec(1, "act")
    rows = ProfileReader([Column("c", 1, "0.0.96.1.0.255")])
    reading: list[Callable[[Any], Any]] = [
        axdr.decode,
        spec.decode,
        method.decode_parameter,
        method.decode_result,
        catalogue.interface_class(3)("1.0.1.8.0.255").attribute(2).decode,
        lambda data: rows.read(data),
    ]
    for decode in reading:
        for data in (deep, less.on(container(DEEP[-11:]))):
            with pytest.raises(DecodeError):
                decode(data)
    for decode in reading[:4]:
        assert decode(more.on(deep))
        assert decode(less.on(container(DEEP[-7:])))
    row = b"\x01\x01\x02\x01" + DEEP
    with pytest.raises(DecodeError, match="at most 64 levels"):
        rows.read(container(row))
    assert len(rows.read(more.on(row))) == 1
    nested = b"\x01\x01" + BOMB
    (array,) = spec.decode(more.on(nested))
    assert len(array.values) == 1000
    assert to_json([array]) == {"array": [{"compact-array": _described_bomb()}]}


def _described_bomb() -> dict[str, Any]:
    empty = {"array": {"count": 0, "of": "null-data"}}
    return {
        "type": {"structure": [empty] * 30 + ["unsigned"]},
        "values": [[[]] * 30 + [5]] * 1000,
    }


def test_less_depth_is_kept_in_long_arrays_and_descriptions() -> None:
    deep = b"\x01\x01" * 5 + b"\x00"
    repeated = b"\x01\x40" + deep * 0x40
    described = b"\x13" + b"\x02\x01" * 5 + b"\x11\x01\x05"
    for data in (repeated, described, b"\x02\x02\x00" + described):
        assert axdr.decode(Limits(depth=8).on(data)) == axdr.decode(data)
        with pytest.raises(DecodeError, match="at most 4 levels"):
            axdr.decode(Limits(depth=4).on(data))


def test_arrays_and_descriptions_share_one_depth() -> None:
    around = b"\x02\x01" * 40
    inside = b"\x13" + b"\x02\x01" * 40 + b"\x11\x01\x05"
    assert axdr.decode(inside) and axdr.decode(around + b"\x00")
    with pytest.raises(DecodeError, match="nested too deep"):
        axdr.decode(around + inside)


def test_values_of_one_s_own_have_no_limit() -> None:
    rows = [(*([None] * 30), axdr.Unsigned(5))] * 1000
    array = CompactArray.of(rows)
    assert array.values == rows
    with pytest.raises(DecodeError, match="too much memory"):
        axdr.decode(axdr.encode(array))
    with pytest.raises(DecodeError, match="too much memory"):
        CompactArray(array.description, array.contents)


def test_limits_are_values() -> None:
    limits = Limits(depth=5)
    assert limits == Limits(depth=5, expansion=EXPANSION_LIMIT) != Limits()
    assert hash(limits) == hash(Limits(depth=5))
    assert repr(limits) == "Limits(depth=5, expansion=128)"
    assert Limits(depth=9).on(limits.on(b"\x00")) == b"\x00"
    assert pickle.loads(pickle.dumps(axdr.decode(limits.on(b"\x09\x01a")))) == b"a"
    for wrong in (0, -1, 1.5, None, "5", 10**5000 * -1):
        with pytest.raises(EncodeError, match="a whole number above 0"):
            Limits(depth=wrong)  # type: ignore[arg-type]  # on purpose
        with pytest.raises(EncodeError, match="a whole number above 0"):
            Limits(expansion=wrong)  # type: ignore[arg-type]  # on purpose
    with pytest.raises(CosemError, match="expected bytes"):
        limits.on("text")  # type: ignore[arg-type]  # on purpose


# ---- nothing is looked at again and again ----


class Counted(str):
    """Text that counts how often it is compared."""

    __slots__ = ()
    compared = 0

    def __eq__(self, other: object) -> bool:
        Counted.compared += 1
        return str.__eq__(self, other)

    __hash__ = str.__hash__


def test_columns_are_named_and_found_in_a_few_steps_each() -> None:
    from cosem_runtime.profile.columns import _make_unique

    count = 2000
    order = random.Random(1)
    columns = [
        Column(Counted(f"c{order.randrange(count // 2)}"), 1, "0.0.96.1.0.255")
        for _ in range(count)
    ]
    Counted.compared = 0
    _make_unique(columns)
    assert len({column.name for column in columns}) == count
    rows = ProfileReader(columns).read(b"\x01\x00")
    for index, column in enumerate(columns):
        assert rows.place(column.name) == index
    assert rows.place("0.0.96.1.0.255") == 0
    assert Counted.compared < 10 * count
