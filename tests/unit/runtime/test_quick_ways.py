"""The quick ways of decoding give what the slow ones give: values, and errors too.

Octets are put together from cells of every type, with lengths as they should not be,
repeated so that the quick ways are taken, and then changed or cut.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import IntEnum
from functools import cache
from typing import Any
from unittest import mock

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cosem_runtime import BitString, DecodeError, axdr
from cosem_runtime import types as t
from cosem_runtime.codec import layout, reading
from cosem_runtime.profile import Column, ProfileReader
from cosem_runtime.profile.cells import RowReader
from cosem_runtime.types import structures
from cosem_runtime.wire import FIXED_SIZES, TAG_NAMES

from .sample import (
    AttributeAccessModeBits,
    CaptureObjectDefinition,
    Conformance,
    ScalUnitType,
    Unit,
)


class Closed(IntEnum):
    """An enumeration that refuses what it does not list."""

    ZERO = 0
    FIVE = 5


# ---- octets ----

few = st.sampled_from([0, 1, 5, 0x7F, 0x80, 0x81, 0xFF])
"""Octets that are also tags, lengths and counts."""


@cache
def octets(size: int) -> st.SearchStrategy[bytes]:
    return st.one_of(
        st.just(bytes(size)),
        st.lists(few, min_size=size, max_size=size).map(bytes),
        st.binary(min_size=size, max_size=size),
    )


@cache
def written(length: int) -> st.SearchStrategy[bytes]:
    """A length in its shortest form, in longer ones, and as none at all."""
    forms = [b"\x81" + bytes((length,)), b"\x82\x00" + bytes((length,)), b"\x80"]
    short = [bytes((length,))] * 5 if length < 0x80 else []
    return st.sampled_from([*short, *forms, b"\x84\x00\x00\x00" + bytes((length,))])


@cache
def string(tag: int) -> st.SearchStrategy[bytes]:
    def of(size: int) -> st.SearchStrategy[bytes]:
        length = st.sampled_from([max(8 * size - 3, 0), 8 * size]).flatmap(
            lambda bits: written(min(bits, 0xFF))
        )
        return st.tuples(length if tag == 0x04 else written(size), octets(size)).map(
            lambda parts: bytes((tag,)) + b"".join(parts)
        )

    return st.sampled_from([0, 1, 4, 5, 6, 12, 12, 16]).flatmap(of) | st.sampled_from(
        [127, 128, 200]
    ).flatmap(of)


simple = st.one_of(
    [
        octets(size).map(lambda value, tag=tag: bytes((tag,)) + value)  # type: ignore[misc]
        for tag, size in FIXED_SIZES.items()
    ]
    + [string(tag) for tag in (0x04, 0x09, 0x0A, 0x0C)]
)


def several(inner: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    return st.tuples(
        st.sampled_from([0x01, 0x02]), st.lists(inner, max_size=4)
    ).flatmap(
        lambda made: written(len(made[1])).map(
            lambda length: bytes((made[0],)) + length + b"".join(made[1])
        )
    )


compact = st.sampled_from(
    [
        bytes.fromhex("13 11 03 010203"),
        bytes.fromhex("13 0202110a 04 05014105"),
        bytes.fromhex("13 0200 01 00"),
        bytes.fromhex("13 00 00"),
    ]
)
unknown = st.sampled_from([b"\x07", b"\x08\x01", b"\x63"])
nested = st.recursive(simple, several, max_leaves=6)
cells = st.one_of(simple, simple, simple, nested, nested, compact, compact, unknown)


@st.composite
def changed(draw: st.DrawFn, data: bytes) -> bytes:
    """The octets, or with one octet changed, left out or put in, or cut."""
    how = draw(st.integers(0, 7))
    if how > 3 or not data:
        return data
    at = draw(st.integers(0, len(data) - 1))
    if how == 0:
        return data[:at]
    if how == 1:
        return data[:at] + data[at + 1 :]
    octet = bytes((draw(few | st.sampled_from(sorted(TAG_NAMES))),))
    return data[:at] + octet + data[at + (how == 2) :]


def counted(count: int) -> bytes:
    return b"\x01" + (bytes((count,)) if count < 0x80 else b"\x81" + bytes((count,)))


@st.composite
def repeated(draw: st.DrawFn, element: st.SearchStrategy[bytes]) -> bytes:
    """An array: runs of an element, changed here and there."""
    elements: list[bytes] = []
    for _ in range(draw(st.integers(1, 3))):
        one = draw(element)
        run = [one] * draw(st.sampled_from([1, 3, 5, 20, 40]))
        if draw(st.booleans()):
            run[draw(st.integers(0, len(run) - 1))] = draw(changed(one))
        elements += run
    return draw(changed(counted(len(elements)) + b"".join(elements)))


# ---- what comes of them ----


def told(value: object) -> object:
    """A value with the types in it, so that 1 is not True, and NaN equals itself."""
    if isinstance(value, (list, tuple)):
        return type(value), [told(each) for each in value]
    if isinstance(value, BitString):
        return type(value), len(value), bytes(value)
    return type(value), repr(value)


def outcome(decode: Callable[[], Any]) -> object:
    try:
        return told(decode())
    except DecodeError as error:
        return str(error), error.offset, error.path


@contextmanager
def slowly() -> Iterator[None]:
    """Without layouts: every element is decoded on its own, member by member."""

    def member_by_member(
        kind: t.StructureType, data: bytes, at: int
    ) -> tuple[Any, int]:
        values: list[Any] = []
        at = kind._one_by_one(data, at, 0, len(kind.fields), values)
        return kind.make(*values), at

    def one_by_one(
        data: bytes, at: int, count: int, decode: Any, layout_at: Any, least: int
    ) -> tuple[list[Any], int]:
        return layout.read_elements(
            data, at, count, decode, lambda data, at: None, least
        )

    with (
        mock.patch.object(RowReader, "layout_at", lambda self, data, at: None),
        mock.patch.object(RowReader, "row", RowReader._row),
        mock.patch.object(reading, "shape_at", lambda data, at: None),
        mock.patch.object(structures, "read_elements", one_by_one),
        mock.patch.object(t.StructureType, "decode", member_by_member),
        mock.patch.object(t.SharedStructureType, "decode", member_by_member),
    ):
        yield


def same(decode: Callable[[], Any]) -> None:
    quick = outcome(decode)
    with slowly():
        slow = outcome(decode)
    assert quick == slow
    assert outcome(decode) == slow  # what was kept of the first time is as good


# ---- generic data ----


@given(repeated(cells).flatmap(changed))
@example(counted(20) + b"\x0a\x80" * 20 + bytes(200))
@example(counted(20) + b"\x02\x02\x09\x80\x11\x05" * 20 + bytes(3000))
@example(counted(20) + b"\x04\x80\xff" * 20 + bytes(500))
def test_any_data(data: bytes) -> None:
    same(lambda: axdr.decode(data))


# ---- profiles ----

RANGED = t.Ranged(t.LONG_UNSIGNED, 1, 10)
DATES = t.ChoiceType("", (t.OCTET_DATE_TIME, t.DATE_TIME))
COLUMNS: list[t.DataType] = [
    t.ANY,
    t.SIMPLE,
    t.OCTET_DATE_TIME,
    t.OrEmpty(t.OCTET_DATE_TIME),
    t.DATE_TIME,
    DATES,
    t.BOOLEAN,
    t.UNSIGNED,
    t.LONG,
    RANGED,
    t.DELTA_INTEGER,
    t.FLOAT32,
    t.FLOAT64,
    t.IPV4_NUMBER,
    t.ENUM,
    t.EnumType("unit", Unit),
    t.EnumType("closed", Closed),
    t.EnumType("closed", Closed, base=t.UNSIGNED),
    t.BitsType("flags", AttributeAccessModeBits, base=t.UNSIGNED),
    t.BitsType("bits", Conformance),
    t.BIT_STRING,
    t.OCTET_STRING,
    t.TEXT,
    t.VISIBLE_STRING,
    t.UTF8_STRING,
    t.Sized(t.OCTET_STRING, 4, 4),
    t.Sized(t.VISIBLE_STRING, 4, 4),
    t.LOGICAL_NAME,
    t.NULL_DATA,
    t.DONT_CARE,
    ScalUnitType.TYPE,
    t.ArrayType(t.UNSIGNED),
    t.CompactArrayType(),
    t.ChoiceType("", (t.NULL_DATA, t.UNSIGNED, t.IPV4_NUMBER, t.VISIBLE_STRING)),
    t.ChoiceType("", (t.EnumType("closed", Closed), t.ENUM)),
    t.ChoiceType("", (t.LOGICAL_NAME, t.OCTET_DATE_TIME, t.OCTET_STRING)),
]


def profile_reader(kinds: list[t.DataType]) -> ProfileReader:
    columns = [Column(f"c{place}", 1, "0.0.96.1.0.255") for place in range(len(kinds))]
    for column, kind in zip(columns, kinds, strict=True):
        column.type = kind
    return ProfileReader(columns, 900)


left_out = st.sampled_from([b"\x00", b"\x1c\x05", b"\x1f\xff", b"\x21\0\0\0\1"])


def fitting(kind: t.DataType) -> list[st.SearchStrategy[bytes]]:
    """Cells that start as a type does, at most six kinds of them."""
    found = [
        octets(FIXED_SIZES[tag]).map(lambda value, tag=tag: bytes((tag,)) + value)  # type: ignore[misc]
        for tag in kind.tags
        if tag in FIXED_SIZES
    ] + [string(tag) for tag in kind.tags if tag in (0x04, 0x09, 0x0A, 0x0C)]
    return found[:6]


@cache
def of_tag(kind: t.DataType) -> st.SearchStrategy[bytes]:
    """Cells of a column: mostly those that start as its type does."""
    return st.one_of(*fitting(kind), cells, left_out)


@st.composite
def profiles(draw: st.DrawFn) -> tuple[list[t.DataType], bytes]:
    kinds = draw(st.lists(st.sampled_from(COLUMNS), min_size=1, max_size=4))
    heads = [bytes((len(kinds),))] * 8 + [b"\x81" + bytes((len(kinds),)), b"\x05"]
    row = st.tuples(st.sampled_from(heads), *map(of_tag, kinds)).map(
        lambda parts: b"\x02" + b"".join(parts)
    )
    return kinds, draw(repeated(row))


@given(profiles(), st.booleans())
@example(([t.ANY], counted(20) + b"\x02\x01\x0a\x80" * 20 + bytes(2600)), True)
@example(([t.ANY], counted(20) + (b"\x02\x01\x09\x80" + bytes(128)) * 20), True)
@example(([t.ANY], counted(20) + b"\x02\x01\x0a\x81\x05abcde" * 20), True)
@example(([t.Ranged(t.LONG, 1, 10)], counted(20) + b"\x02\x01\x10\0\0" * 20), True)
@example(([t.BIT_STRING], counted(20) + (b"\x02\x01\x04\x80" + bytes(16)) * 20), True)
@example(([RANGED], counted(20) + b"\x02\x01\x12\x00\x00" * 20), True)
def test_rows(profile: tuple[list[t.DataType], bytes], expand: bool) -> None:
    kinds, data = profile
    reader = profile_reader(kinds)
    same(lambda: list(reader.read(data, expand=expand)))


@st.composite
def compact_profiles(draw: st.DrawFn) -> tuple[list[t.DataType], bytes]:
    kinds = draw(st.lists(st.sampled_from(COLUMNS), min_size=1, max_size=4))
    rows: list[bytes] = []
    cells = [draw(simple_of_tag(kind)) for kind in kinds]
    description = bytes((0x02, len(kinds))) + bytes(cell[0] for cell in cells)
    for _ in range(draw(st.integers(1, 3))):
        one = b"".join(cell[1:] for cell in cells)
        rows += [one] * draw(st.sampled_from([1, 3, 5, 20, 40]))
        cells = [draw(like(cell[0])) for cell in cells]
    contents = draw(changed(b"".join(rows)))
    length = len(contents).to_bytes(2, "big")
    return kinds, b"\x13" + description + b"\x82" + length + contents


@cache
def simple_of_tag(kind: t.DataType) -> st.SearchStrategy[bytes]:
    return st.one_of(*fitting(kind), simple, left_out).filter(is_short)


def is_short(cell: bytes) -> bool:
    return len(cell) < 60


@cache
def like(tag: int) -> st.SearchStrategy[bytes]:
    """Simple cells of a type."""
    if tag not in FIXED_SIZES:
        return string(tag).filter(is_short)
    return octets(FIXED_SIZES[tag]).map(lambda value: bytes((tag,)) + value)


@given(compact_profiles())
@example(([t.ANY], b"\x13\x02\x01\x0a\x82\x0a\x14" + (b"\x80" + bytes(128)) * 20))
def test_rows_of_a_compact_array(profile: tuple[list[t.DataType], bytes]) -> None:
    kinds, data = profile
    reader = profile_reader(kinds)
    same(lambda: list(reader.read(data)))


# ---- typed values ----

WIDE = t.StructureType(
    "wide",
    None,
    (
        ("unit", ScalUnitType.TYPE),
        ("closed", t.EnumType("closed", Closed)),
        ("text", t.VISIBLE_STRING),
        ("time", t.OCTET_DATE_TIME),
        ("name", t.OrEmpty(t.LOGICAL_NAME)),
        ("choice", t.ChoiceType("", (t.NULL_DATA, t.LONG, t.OCTET_STRING))),
        ("any", t.ANY),
        ("real", t.FLOAT32),
        ("four", t.Sized(t.UTF8_STRING, 4, 4)),
        ("list", t.ArrayType(CaptureObjectDefinition.TYPE)),
    ),
)
FIXED = t.StructureType(
    "fixed",
    None,
    (
        ("closed", t.EnumType("closed", Closed, base=t.UNSIGNED)),
        ("flag", t.BOOLEAN),
        ("nothing", t.NULL_DATA),
        ("inner", CaptureObjectDefinition.TYPE),
    ),
)
SHARED = t.SharedStructureType(
    "shared", None, (("closed", t.EnumType("closed", Closed)), ("text", t.OCTET_STRING))
)
TYPED = [WIDE, FIXED, SHARED, ScalUnitType.TYPE, CaptureObjectDefinition.TYPE]


@cache
def of_type(kind: t.DataType) -> st.SearchStrategy[bytes]:
    """Octets of a type, as far as its structure goes."""
    if isinstance(kind, t.StructureType):
        head = st.sampled_from([b"\x02", b"\x02", b"\x02\x81"])
        return st.tuples(head, *(of_type(member) for _, member in kind.fields)).map(
            lambda parts: parts[0] + bytes((len(kind.fields),)) + b"".join(parts[1:])
        )
    if isinstance(kind, t.ArrayType):
        return st.lists(of_type(kind.element), max_size=3).map(
            lambda found: counted(len(found)) + b"".join(found)
        )
    if isinstance(kind, t.ChoiceType):
        return st.sampled_from(kind.alternatives).flatmap(of_type)
    if kind.tags[0] in FIXED_SIZES and kind is not t.ANY:
        tag = bytes(kind.tags[:1])
        values = st.sampled_from([bytes(FIXED_SIZES[tag[0]])] * 4)
        return (values | octets(FIXED_SIZES[tag[0]])).map(lambda value: tag + value)
    name = kind.name
    if "[" in name:
        size = int(name.partition("[")[2].rstrip("]"))
        return octets(size).map(
            lambda value: bytes((kind.tags[0], size)) + value
        ) | string(kind.tags[0])
    return cells if kind is t.ANY else string(kind.tags[0])


@cache
def of_structure(
    kind: t.StructureType,
) -> st.SearchStrategy[tuple[t.StructureType, bytes, bytes]]:
    values = of_type(kind)
    return st.tuples(st.just(kind), values.flatmap(changed), repeated(values))


@given(st.sampled_from(TYPED).flatmap(of_structure))
def test_structures(made: tuple[t.StructureType, bytes, bytes]) -> None:
    kind, one, many = made
    same(lambda: kind.decode(one, 0))
    array = t.ArrayType(kind)
    same(lambda: array.decode(many, 0))


@pytest.mark.parametrize(
    "decode",
    [axdr.decode, lambda data: list(profile_reader([t.ANY]).read(data))],
    ids=["generic", "profile"],
)
@pytest.mark.parametrize(
    ("row", "together"),
    [
        (b"\x02\x01\x0a\x01A", True),
        (b"\x02\x01\x04\x09\xff\x80", True),
        (b"\x02\x01\x0a\x81\x01A", False),
    ],
)
def test_the_quick_way_is_taken(
    decode: Callable[[bytes], list[Any]], row: bytes, together: bool
) -> None:
    """Equal values alone would not tell."""
    rows_read = layout.Layout.read_rows
    with mock.patch.object(
        layout.Layout, "read_rows", autospec=True, side_effect=rows_read
    ) as quick:
        assert len(decode(counted(100) + row * 100)) == 100
    assert quick.called is together
