"""Generic decoding and encoding."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cosem_runtime import (
    BitString,
    CosemError,
    Date,
    DateTime,
    DecodeError,
    EncodeError,
    Obis,
    Time,
    axdr,
)
from cosem_runtime.values import INTEGERS, TaggedInt

from . import strategies
from .sample import ScalUnitType, Unit

VECTORS = [
    ("00", None, type(None)),
    ("ff", axdr.DONT_CARE, axdr.DontCare),
    ("0300", False, bool),
    ("0301", True, bool),
    ("03ff", True, axdr.Boolean),
    ("0405a8", BitString("10101"), BitString),
    ("05ffffffff", -1, axdr.DoubleLong),
    ("06ffffffff", 4294967295, axdr.DoubleLongUnsigned),
    ("0903010203", b"\x01\x02\x03", bytes),
    ("0a03616263", "abc", axdr.VisibleString),
    ("0a0261ff", "a\udcff", axdr.VisibleString),
    ("0a03610000", "a\0\0", axdr.VisibleString),
    ("0c03e282ac", "\u20ac", axdr.Utf8String),
    ("0d42", 0x42, axdr.Bcd),
    ("0f80", -128, axdr.Integer),
    ("108000", -32768, axdr.Long),
    ("11ff", 255, axdr.Unsigned),
    ("12ffff", 65535, axdr.LongUnsigned),
    ("148000000000000000", -(2**63), axdr.Long64),
    ("15ffffffffffffffff", 2**64 - 1, axdr.Long64Unsigned),
    ("16ff", 255, axdr.Enum),
    ("173fc00000", 1.5, axdr.Float32),
    ("18bff8000000000000", -1.5, axdr.Float64),
    ("1907e8060f060d2d1e00ff8880", None, DateTime),
    ("1a07e8060f06", Date(2024, 6, 15, 6), Date),
    ("1b0d2d1e00", Time(13, 45, 30, 0), Time),
    ("1cff", -1, axdr.DeltaInteger),
    ("1dffff", -1, axdr.DeltaLong),
    ("1effffffff", -1, axdr.DeltaDoubleLong),
    ("1fff", 255, axdr.DeltaUnsigned),
    ("20ffff", 65535, axdr.DeltaLongUnsigned),
    ("21ffffffff", 4294967295, axdr.DeltaDoubleLongUnsigned),
    ("0100", [], list),
    ("0200", (), tuple),
    ("0102110112ffff", [1, 65535], list),
    ("02020201000f05", ((None,), 5), tuple),
]


@pytest.mark.parametrize(("octets", "value", "kind"), VECTORS)
def test_vectors(octets: str, value: object, kind: type) -> None:
    data = bytes.fromhex(octets)
    decoded = axdr.decode(data)
    assert type(decoded) is kind
    if kind is not DateTime:
        assert decoded == value
    assert axdr.encode(decoded) == data
    assert axdr.decode(memoryview(data)) == axdr.decode(bytearray(data)) == decoded


@given(strategies.data)
def test_round_trip(value: object) -> None:
    data = axdr.encode(value)
    again = axdr.decode(data)
    assert axdr.encode(again) == data
    assert same_kinds(again, value)


def same_kinds(left: object, right: object) -> bool:
    if isinstance(left, (list, tuple)) and isinstance(right, (list, tuple)):
        return (
            type(left) is type(right)
            and len(left) == len(right)
            and all(map(same_kinds, left, right))
        )
    return type(left) is type(right) and (left == right or left != left)


@pytest.mark.parametrize("kind", INTEGERS)
def test_numbers_at_both_ends(kind: type[TaggedInt]) -> None:
    for number in (kind.MINIMUM, kind.MAXIMUM):
        assert axdr.decode(axdr.encode(kind(number))) == number
    for number in (kind.MINIMUM - 1, kind.MAXIMUM + 1):
        with pytest.raises(EncodeError, match="out of range"):
            kind(number)


@pytest.mark.parametrize("octets", ["7fc00001", "ffffffff", "7f800001", "ff800000"])
def test_float32_octets_survive(octets: str) -> None:
    data = bytes.fromhex("17" + octets)
    assert axdr.encode(axdr.decode(data)) == data


@pytest.mark.parametrize("octets", ["7ff0000000000001", "fff8000000000abc"])
def test_float64_octets_survive(octets: str) -> None:
    data = bytes.fromhex("18" + octets)
    assert axdr.encode(axdr.decode(data)) == data


@pytest.mark.parametrize("count", [0, 1, 127, 128, 255, 256, 65535, 65536])
def test_lengths(count: int) -> None:
    data = axdr.encode(bytes(count))
    head = {0: 2, 1: 2, 127: 2, 128: 3, 255: 3, 256: 4, 65535: 4, 65536: 5}[count]
    assert len(data) == head + count
    assert axdr.decode(data) == bytes(count)
    items = [None] * count
    assert axdr.decode(axdr.encode(items)) == items


@pytest.mark.parametrize(
    "octets",
    ["0981020102", "098200020102", "0984000000020102", "09880000000000000002" "0102"],
)
def test_longer_lengths_are_accepted(octets: str) -> None:
    assert axdr.decode(bytes.fromhex(octets)) == b"\x01\x02"
    assert axdr.encode(axdr.decode(bytes.fromhex(octets))) == b"\x09\x02\x01\x02"
    array = bytes.fromhex("01810211011102")
    assert axdr.decode(array) == [1, 2]


def test_plain_values_have_no_tag() -> None:
    for value, hint in ((5, "Unsigned"), (1.5, "Float32"), ("x", "VisibleString")):
        with pytest.raises(EncodeError, match=hint):
            axdr.encode([None, (value,)])
    with pytest.raises(EncodeError) as caught:
        axdr.encode([None, (object(),)])
    assert caught.value.path == "[1][0]"


def test_special_octets_are_octet_strings() -> None:
    assert axdr.encode(Obis("1-0:1.8.0*255")) == bytes.fromhex("09060100010800ff")
    assert axdr.encode(ScalUnitType(-3, Unit.WATT_HOUR)) == bytes.fromhex(
        "02020ffd161e"
    )


@pytest.mark.parametrize(
    ("octets", "offset", "path", "words"),
    [
        ("", 0, "", "end of the data"),
        ("07", 0, "", "unknown tag 07"),
        ("0000", 1, "", "1 octet more"),
        ("0600", 0, "", "4 octets of double-long-unsigned"),
        ("0905", 2, "", "5 octets"),
        ("09", 0, "", "octet-string"),
        ("0980", 1, "", "definite length"),
        ("098401", 1, "", "4 length octets"),
        ("0102110012", 4, "[1]", "2 octets of long-unsigned"),
        ("0202110001011500", 6, "[1][0]", "8 octets"),
        ("0105", 1, "", "5 elements"),
        ("0108000000000000002a", 9, "[7]", "unknown tag 2A"),
        ("040900", 2, "", "9 bits"),
    ],
)
def test_errors_say_where(octets: str, offset: int, path: str, words: str) -> None:
    with pytest.raises(DecodeError) as caught:
        axdr.decode(bytes.fromhex(octets))
    assert (caught.value.offset, caught.value.path) == (offset, path)
    assert words in str(caught.value)


def test_wrong_python_type() -> None:
    for wrong in (5, "0500", None, [1]):
        with pytest.raises(DecodeError, match="expected bytes"):
            axdr.decode(wrong)  # type: ignore[arg-type]  # what is tested


@given(strategies.data, st.data())
def test_truncation_is_refused(value: object, draw: st.DataObject) -> None:
    data = axdr.encode(value)
    cut = draw.draw(st.integers(0, len(data) - 1))
    with pytest.raises(DecodeError) as caught:
        axdr.decode(data[:cut])
    assert caught.value.offset <= cut


@given(st.binary(max_size=200))
@example(b"\x13\x01\xff\xff\x01\xff\xff\x00\x01\x00")
@example(b"\x01\x10" + b"\x02\x01\x00" * 16)
def test_any_octets(data: bytes) -> None:
    try:
        value = axdr.decode(data)
    except CosemError as error:
        assert str(error)
    else:
        assert axdr.decode(axdr.encode(value)) is not NotImplemented


@pytest.mark.parametrize("tag", [b"\x01\x01", b"\x02\x01"])
def test_deep_nesting_is_refused_quickly(tag: bytes) -> None:
    with pytest.raises(DecodeError, match="nested too deep") as caught:
        axdr.decode(tag * 100_000 + b"\x00")
    assert caught.value.path == "[0]" * axdr.DEPTH_LIMIT
    assert axdr.decode(tag * axdr.DEPTH_LIMIT + b"\x00")
    deep: list[object] = []
    deep.append(deep)
    with pytest.raises(EncodeError, match="nested too deep"):
        axdr.encode(deep)


@pytest.mark.parametrize(
    "octets",
    ["0184ffffffff00", "0284ffffffff00", "0984ffffffff00", "0488ffffffffffffffff00"],
)
def test_lying_lengths_allocate_nothing(octets: str) -> None:
    data = bytes.fromhex(octets)
    tracemalloc.start()
    try:
        with pytest.raises(DecodeError, match="cut short"):
            axdr.decode(data)
        assert tracemalloc.get_traced_memory()[1] < 20_000
    finally:
        tracemalloc.stop()


rows = st.lists(
    st.one_of(st.none(), strategies.integers, st.just(b"abc"), st.just(b"defg")),
    min_size=1,
    max_size=4,
).map(tuple)


@given(
    st.lists(st.tuples(rows, st.integers(1, 60)), min_size=1, max_size=5),
    st.data(),
)
def test_repeated_shapes_change_nothing(
    runs: list[tuple[tuple[object, ...], int]], draw: st.DataObject
) -> None:
    """Reading equal shapes together gives what reading one by one gives."""
    items = [row for row, times in runs for _ in range(times)]
    data = bytearray(axdr.encode(items))
    alone = [axdr.decode(axdr.encode(row)) for row in items]
    assert same_kinds(axdr.decode(data), alone)
    # With one octet changed: the same value or the same error as one by one.
    place = draw.draw(st.integers(2, len(data) - 1))
    data[place] = draw.draw(st.integers(0, 255))
    together = outcome(bytes(data))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cosem_runtime.codec.reading.REPEATS", 1 << 30)
        assert outcome(bytes(data)) == together


def outcome(data: bytes) -> str:
    try:
        return repr(axdr.decode(data))
    except DecodeError as error:
        return str(error)
