"""Compact arrays."""

from __future__ import annotations

import tracemalloc
from unittest import mock

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cosem_runtime import (
    CompactArray,
    CosemError,
    DecodeError,
    EncodeError,
    Obis,
    TypeDescription,
    axdr,
)
from cosem_runtime import types as t
from cosem_runtime.codec.compact import with_elements

from . import strategies
from .sample import ObjectId

# structure { long-unsigned, octet-string }, two elements
DATA = bytes.fromhex("13" "02021209" "0b" "0001" "03616263" "0002" "027879")


def test_both_directions() -> None:
    array = axdr.decode(DATA)
    assert isinstance(array, CompactArray)
    assert str(array.description) == "structure { long-unsigned, octet-string }"
    assert len(array) == 2
    assert list(array) == [(1, b"abc"), (2, b"xy")]
    assert type(array[0][0]) is axdr.LongUnsigned
    assert axdr.encode(array) == DATA
    assert CompactArray.of([(axdr.LongUnsigned(1), b"abc"), (2, b"xy")]) == array
    assert CompactArray.of([(1, b"abc"), (2, b"xy")], array.description) == array
    assert eval(repr(array)) == array and hash(eval(repr(array))) == hash(array)


@given(strategies.compact_arrays)
def test_round_trip(array: CompactArray) -> None:
    data = axdr.encode(array)
    again = axdr.decode(data)
    assert isinstance(again, CompactArray)
    assert again == array and again.values == array.values
    assert axdr.encode(again) == data
    assert CompactArray.of(again.values, again.description) == array


@given(strategies.compact_arrays, st.data())
def test_truncation(array: CompactArray, draw: st.DataObject) -> None:
    data = axdr.encode(array)
    cut = draw.draw(st.integers(0, len(data) - 1))
    with pytest.raises(DecodeError):
        axdr.decode(data[:cut])


@given(st.binary(max_size=60), st.binary(max_size=30))
@example(b"\x01\xff\xff\x00", b"\x00")
def test_any_octets(description: bytes, contents: bytes) -> None:
    data = b"\x13" + description + bytes((len(contents),)) + contents
    try:
        array = axdr.decode(data)
    except CosemError:
        return
    assert isinstance(array, CompactArray)
    assert len(array.values) == len(array)


def test_array_description_of_a_value() -> None:
    array = CompactArray.of([[axdr.Unsigned(1), axdr.Unsigned(2)]])
    assert axdr.encode(array).hex() == "13" "01000211" "02" "0102"
    assert array.values == [[1, 2]]


def test_what_cannot_be_built() -> None:
    with pytest.raises(EncodeError, match="needs a description"):
        CompactArray.of([])
    with pytest.raises(EncodeError) as caught:
        CompactArray.of([axdr.Unsigned(1), axdr.Integer(1)])
    assert caught.value.path == "[1]"
    with pytest.raises(EncodeError):
        CompactArray.of([5])
    with pytest.raises(EncodeError):
        CompactArray.of([[axdr.Unsigned(1), axdr.Integer(1)]])
    for wrong in ((0x13,), (0x07,), (0x01,), (0x11, 0, (TypeDescription(0x11),))):
        with pytest.raises(EncodeError):
            TypeDescription(*wrong)


def nested(depth: int) -> bytes:
    return b"\x13" + b"\x01\xff\xff" * depth


BOMBS = {
    "arrays of null-data": nested(20) + b"\x00\x01\x00",
    "null-data": b"\x13\x00\x04" + bytes(4),
    "empty structures": b"\x13\x02\x00\x04" + bytes(4),
    "a structure of nulls": b"\x13\x02\x7f"
    + bytes(126)
    + b"\x11\x82\x10\x00"
    + bytes(4096),
    "an array of 65535 nulls and an octet": b"\x13\x02\x02\x01\xff\xff\x00\x11\x04"
    + bytes(4),
    "arrays of octet-strings": nested(5) + b"\x09\x04" + bytes(4),
    "deep arrays": b"\x13" + b"\x01\x00\x01" * 100_000 + b"\x11\x01\x00",
    "deep structures": b"\x13" + b"\x02\x01" * 100_000 + b"\x11\x01\x00",
    "endless structure": b"\x13\x02\x84\xff\xff\xff\xff\x00",
    "lying contents": b"\x13\x11\x84\xff\xff\xff\xff\x00",
    "compact in compact": b"\x13\x13\x11\x01\x00\x01\x00",
    "odd octets": b"\x13\x12\x03\x00\x01\x02",
}


@pytest.mark.parametrize("data", BOMBS.values(), ids=BOMBS)
def test_bombs_are_refused(data: bytes) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(DecodeError) as caught:
            axdr.decode(data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 64 * len(data) + 50_000
    assert len(str(caught.value)) < 2000


def test_typed_elements() -> None:
    kind = t.CompactArrayType(ObjectId.TYPE)
    data = bytes.fromhex("13" "02021209" "09" "0003" "060100010800ff")
    array, end = kind.decode(data, 0)
    assert end == len(data)
    assert array.values == [ObjectId(3, Obis("1-0:1.8.0"))]
    out = bytearray()
    kind.encode(array, out)
    assert out == data
    wrong, _ = kind.decode(DATA, 0)
    with pytest.raises(DecodeError) as caught:
        wrong.values  # noqa: B018  # making the values is what is tested
    assert caught.value.path == "[0].logical_name"


@given(strategies.compact_arrays)
@example(CompactArray.of([(axdr.Unsigned(1), b"a"), (axdr.Unsigned(2), b"")]))
@example(CompactArray.of([axdr.Unsigned(1)]))
@example(CompactArray(TypeDescription(0x02), b""))
def test_what_is_generic_is_not_decoded_again(array: CompactArray) -> None:
    def outcome(element: t.DataType) -> str:
        try:
            return repr(with_elements(array, element).values)
        except DecodeError as error:
            return f"{error.path} {error.offset} {error}"

    for element in (t.ANY, t.ANY_STRUCTURE):
        quick = outcome(element)
        with mock.patch.object(
            type(element), "is_generic", lambda self, description: False
        ):
            assert outcome(element) == quick
