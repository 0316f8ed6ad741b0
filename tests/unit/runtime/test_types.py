"""Type descriptors: the codec of typed values."""

from __future__ import annotations

import pickle
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cosem_runtime import (
    BitString,
    CosemError,
    DateTime,
    DecodeError,
    EncodeError,
    Ipv4Number,
    Obis,
    axdr,
)
from cosem_runtime import types as t
from cosem_runtime.codec.layout import Layout

from . import strategies
from .sample import (
    AssociationStatus,
    AttributeAccessItem,
    AttributeAccessMode,
    AttributeAccessModeBits,
    CaptureObjectDefinition,
    Conformance,
    ContextNameStructure,
    RangeDescriptor,
    ScalUnitType,
    Unit,
)


def encode(kind: t.DataType, value: object) -> bytes:
    out = bytearray()
    kind.encode(value, out)
    return bytes(out)


def decode(kind: t.DataType, data: bytes) -> Any:
    value, end = kind.decode(data, 0)
    assert end == len(data)
    return value


CLOCK = bytes.fromhex("07e8060f060d2d1e00ff8880")
ROW = t.StructureType(
    "row",
    None,
    (("time", t.OCTET_DATE_TIME), ("ok", t.BOOLEAN), ("ratio", t.FLOAT32)),
)
NESTED = t.StructureType("nested", None, (("a", ROW), ("b", t.NULL_DATA), ("c", ROW)))
VALUES: list[tuple[t.DataType, object, str]] = [
    (t.NULL_DATA, None, "00"),
    (t.DONT_CARE, axdr.DONT_CARE, "ff"),
    (t.BOOLEAN, True, "0301"),
    (t.BOOLEAN, axdr.Boolean(0xFF), "03ff"),
    (t.DOUBLE_LONG, -2, "05fffffffe"),
    (t.DOUBLE_LONG_UNSIGNED, 2**32 - 1, "06ffffffff"),
    (t.OCTET_STRING, b"\1\2", "09020102"),
    (t.VISIBLE_STRING, "a\0", "0a026100"),
    (t.UTF8_STRING, "\u20ac", "0c03e282ac"),
    (t.BCD, 0x42, "0d42"),
    (t.INTEGER, -1, "0fff"),
    (t.LONG, -1, "10ffff"),
    (t.UNSIGNED, 255, "11ff"),
    (t.LONG_UNSIGNED, 65535, "12ffff"),
    (t.LONG64, -1, "14ffffffffffffffff"),
    (t.LONG64_UNSIGNED, 2**64 - 1, "15ffffffffffffffff"),
    (t.ENUM, 255, "16ff"),
    (t.FLOAT32, 1.5, "173fc00000"),
    (t.FLOAT64, 1.5, "183ff8000000000000"),
    (t.DATE_TIME, DateTime.from_bytes(CLOCK), "19" + CLOCK.hex()),
    (t.DELTA_INTEGER, -1, "1cff"),
    (t.DELTA_DOUBLE_LONG_UNSIGNED, 1, "2100000001"),
    (t.BIT_STRING, BitString("101"), "0403a0"),
    (t.LOGICAL_NAME, Obis("1-0:1.8.0"), "09060100010800ff"),
    (t.OCTET_DATE_TIME, DateTime.from_bytes(CLOCK), "090c" + CLOCK.hex()),
    (t.OrEmpty(t.LOGICAL_NAME), b"", "0900"),
    (t.OrEmpty(t.OCTET_DATE_TIME), DateTime.from_bytes(CLOCK), "090c" + CLOCK.hex()),
    (t.OrEmpty(t.TEXT), b"", "0900"),
    (t.IPV4_ADDRESS, b"\xc0\xa8\0\1", "0904c0a80001"),
    (t.IPV4_NUMBER, 0xC0A80001, "06c0a80001"),
    (t.OBJECT_IDENTIFIER, b"\x60\x85", "09026085"),
    (t.Sized(t.OCTET_STRING, 2, 2), b"ab", "09026162"),
    (t.Sized(t.VISIBLE_STRING, 1, 3), "ab", "0a026162"),
    (t.Ranged(t.LONG_UNSIGNED, 1, 10), 10, "12000a"),
    (t.EnumType("unit", Unit), Unit.WATT_HOUR, "161e"),
    (t.EnumType("unit", Unit, base=t.UNSIGNED), Unit(99), "1163"),
    (t.BitsType("c", Conformance), Conformance.of("get"), "0418000010"),
    (t.BitsType("f", AttributeAccessModeBits, base=t.ENUM), 0x83, "1683"),
    (t.ArrayType(t.UNSIGNED), [1, 2, 3], "0103110111021103"),
    (t.ArrayType(t.VISIBLE_STRING), ["a", ""], "01020a01610a00"),
    (t.ArrayType(t.UNSIGNED), [], "0100"),
    (t.ANY, [axdr.Unsigned(1), None], "0102110100"),
    (t.ANY_STRUCTURE, (axdr.Unsigned(1), [None]), "02021101010100"[:14]),
    (t.SIMPLE, axdr.Unsigned(1), "1101"),
    (
        ROW,
        (DateTime.from_bytes(CLOCK), True, 1.5),
        f"0203090c{CLOCK.hex()}0301173fc00000",
    ),
    (
        NESTED,
        ((DateTime.from_bytes(CLOCK), True, 1.5), None, (DateTime(), False, 0.0)),
        f"02030203090c{CLOCK.hex()}0301173fc00000"
        "00"
        "0203090cffffffffffffffffff8000ff03001700000000",
    ),
    (ScalUnitType.TYPE, ScalUnitType(-3, Unit.WATT_HOUR), "02020ffd161e"),
    (
        t.ArrayType(CaptureObjectDefinition.TYPE),
        [CaptureObjectDefinition(8, Obis("0-0:1.0.0"), 2, 0)] * 2,
        "0102" + "020412000809060000010000ff0f02120000" * 2,
    ),
]
IDS = [f"{kind.name}={octets[:12]}" for kind, _, octets in VALUES]


@pytest.mark.parametrize(("kind", "value", "octets"), VALUES, ids=IDS)
def test_vectors(kind: t.DataType, value: object, octets: str) -> None:
    data = bytes.fromhex(octets)
    decoded = decode(kind, data)
    assert decoded == value
    assert encode(kind, decoded) == data == encode(kind, value)
    assert kind.validate(decoded) == []
    # Also in the middle of other data.
    assert kind.decode(b"\xaa" + data + b"\xbb", 1) == (value, len(data) + 1)


@pytest.mark.parametrize(("kind", "value", "octets"), VALUES, ids=IDS)
def test_every_truncation_is_refused(
    kind: t.DataType, value: object, octets: str
) -> None:
    data = bytes.fromhex(octets)
    for cut in range(len(data)):
        with pytest.raises(DecodeError) as caught:
            kind.decode(data[:cut], 0)
        assert caught.value.offset <= cut


@pytest.mark.parametrize(("kind", "value", "octets"), VALUES, ids=IDS)
def test_every_other_tag_is_refused(
    kind: t.DataType, value: object, octets: str
) -> None:
    data = bytes.fromhex(octets)
    for tag in range(256):
        if tag not in kind.tags:
            with pytest.raises(DecodeError) as caught:
                kind.decode(bytes((tag,)) + data[1:], 0)
            assert caught.value.offset == 0 and caught.value.expected


@pytest.mark.parametrize(("kind", "value", "octets"), VALUES, ids=IDS)
def test_wrong_python_values_are_refused(
    kind: t.DataType, value: object, octets: str
) -> None:
    for wrong in (object(), {1}, 10**5000, "\ud800", -(10**5000)):
        with pytest.raises(EncodeError):
            encode(kind, wrong)
        assert kind.validate(wrong)


@pytest.mark.parametrize(("kind", "value", "octets"), VALUES, ids=IDS)
def test_descriptors_are_pickled(kind: t.DataType, value: object, octets: str) -> None:
    again = pickle.loads(pickle.dumps(kind))
    assert str(again) == str(kind) and type(again) is type(kind)
    assert decode(again, bytes.fromhex(octets)) == value
    assert kind.name in repr(kind)


@pytest.mark.parametrize(("kind", "value", "octets"), VALUES, ids=IDS)
def test_every_changed_octet(kind: t.DataType, value: object, octets: str) -> None:
    """Whatever the octets: a value that encodes, or a CosemError."""
    data = bytes.fromhex(octets)
    for place, octet in product(range(len(data)), range(256)):
        try:
            decoded, end = kind.decode(
                data[:place] + bytes((octet,)) + data[place + 1 :], 0
            )
        except CosemError as error:
            assert str(error)
            continue
        try:
            encode(kind, decoded)
        except EncodeError:  # out of a stated range: decoded, but not encoded
            assert kind.validate(decoded)


def test_names() -> None:
    assert str(t.Sized(t.OCTET_STRING, 6, 6)) == "octet-string[6]"
    assert str(t.Sized(t.OCTET_STRING, 1, 6)) == "octet-string[1..6]"
    assert str(t.LOGICAL_NAME) == "octet-string[6]"
    assert str(t.Ranged(t.UNSIGNED, 1, 5)) == "unsigned(1..5)"
    assert str(t.ArrayType(ScalUnitType.TYPE)) == "array of scal_unit_type"
    choice = t.ChoiceType("", (t.NULL_DATA, t.ArrayType(t.INTEGER)))
    assert str(choice) == "CHOICE { null-data, array of integer }"


def test_ranges_are_lenient_when_decoding_only() -> None:
    kind = t.Ranged(t.LONG_UNSIGNED, 1, 10)
    assert decode(kind, b"\x12\x00\x0b") == 11
    with pytest.raises(EncodeError, match=r"expected 1\.\.10, found 11"):
        encode(kind, 11)
    assert kind.validate(11) == [
        "out of range for long-unsigned: expected 1..10, found 11"
    ]
    sized = t.Sized(t.OCTET_STRING, 1, 2)
    assert decode(sized, b"\x09\x03abc") == b"abc"
    assert sized.validate(b"abc") == ["expected octet-string[1..2], found 3 octets"]
    array = t.ArrayType(t.UNSIGNED, 1, 2)
    assert decode(array, b"\x01\x00") == []
    assert array.validate([]) == ["expected array[1..2] of unsigned, found 0 elements"]
    with pytest.raises(EncodeError):
        encode(array, [])


@pytest.mark.parametrize(
    ("octets", "found"),
    [
        ("0A0141", "visible-string of 1 octet"),
        ("0A024142", "visible-string of 2 octets"),
        ("01011105", "array of 1 element"),
        ("02011105", "structure of 1 member"),
        ("040180", "bit-string of 1 bit"),
    ],
)
def test_one_is_no_number_of_several(octets: str, found: str) -> None:
    with pytest.raises(DecodeError, match=rf"expected unsigned, found {found} \("):
        decode(t.UNSIGNED, bytes.fromhex(octets))


def test_exact_sizes_are_demanded() -> None:
    for kind in (
        t.Sized(t.OCTET_STRING, 6, 6),
        t.LOGICAL_NAME,
        t.OrEmpty(t.LOGICAL_NAME),
    ):
        with pytest.raises(DecodeError, match=r"octet-string\[6\].*of 5 octets"):
            decode(kind, b"\x09\x0512345")
    with pytest.raises(DecodeError, match="of 0 octets"):
        decode(t.LOGICAL_NAME, b"\x09\x00")
    for size, value in ((5, b"12345"), (0, b"")):
        with pytest.raises(EncodeError, match=f"found {size} octets"):
            encode(t.LOGICAL_NAME, value)


def test_logical_names_from_text() -> None:
    assert encode(t.LOGICAL_NAME, "1-0:1.8.0*255").hex() == "09060100010800ff"
    with pytest.raises(EncodeError, match="not an OBIS code"):
        encode(t.LOGICAL_NAME, "x")


def test_bit_strings_of_any_width() -> None:
    kind = t.BitsType("conformance", Conformance)
    padded = b"\x04\x20\x00\x00\x10\x01"
    bits = decode(kind, padded)
    assert type(bits) is Conformance and bits.get and len(bits) == 32
    assert encode(kind, bits) == padded
    assert kind.validate(bits) == ["expected bit-string[24], found 32 bits"]


def test_longer_lengths_are_accepted_everywhere() -> None:
    expected = [CaptureObjectDefinition(8, Obis("0-0:1.0.0"), 2, 0)]
    data = "0181010281041200080981060000010000ff0f02120000"
    assert (
        decode(t.ArrayType(CaptureObjectDefinition.TYPE), bytes.fromhex(data))
        == expected
    )


def test_closed_enumerations_say_which() -> None:
    from enum import IntEnum

    class Closed(IntEnum):
        ONE = 1

    kind = t.StructureType(
        "s", None, (("a", t.UNSIGNED), ("b", t.EnumType("e", Closed)))
    )
    assert decode(kind, bytes.fromhex("020211051601")) == (5, Closed.ONE)
    with pytest.raises(DecodeError) as caught:
        decode(t.ArrayType(kind), bytes.fromhex("0102020211051601020211051602"))
    assert (caught.value.path, caught.value.offset) == ("[1].b", 12)


class TestChoice:
    numbers = t.ChoiceType(
        "value", (t.NULL_DATA, t.DOUBLE_LONG_UNSIGNED, t.UNSIGNED, t.VISIBLE_STRING)
    )

    @pytest.mark.parametrize(
        ("octets", "kind"),
        [
            ("00", type(None)),
            ("0600000005", axdr.DoubleLongUnsigned),
            ("1105", axdr.Unsigned),
            ("0a0135", axdr.VisibleString),
        ],
    )
    def test_alternative_is_kept(self, octets: str, kind: type) -> None:
        data = bytes.fromhex(octets)
        assert type(decode(self.numbers, data)) is kind
        assert encode(self.numbers, decode(self.numbers, data)) == data

    def test_plain_value_of_one_alternative_only(self) -> None:
        assert encode(self.numbers, 70_000).hex() == "0600011170"
        assert encode(self.numbers, "x") == b"\x0a\x01x"
        with pytest.raises(
            EncodeError, match="a DoubleLongUnsigned or Unsigned, found 5"
        ):
            encode(self.numbers, 5)

    def test_other_values(self) -> None:
        wrongs: list[object] = [axdr.Integer(1), -1, 1.5, [], b"x", 2**32]
        for wrong in wrongs:
            with pytest.raises(EncodeError):
                encode(self.numbers, wrong)
        with pytest.raises(DecodeError, match="null-data or double-long-unsigned or"):
            decode(self.numbers, b"\x0f\x01")

    def test_structures(self) -> None:
        kind = t.ChoiceType("name", (ContextNameStructure.TYPE, t.OBJECT_IDENTIFIER))
        name = decode(kind, bytes.fromhex("020211021101"))
        assert name == ContextNameStructure(2, 1)
        assert encode(kind, name).hex() == "020211021101"
        oid = decode(kind, bytes.fromhex("090760857405080101"))
        assert str(oid) == "2.16.756.5.8.1.1"
        assert encode(kind, oid).hex() == "090760857405080101"

    def test_first_of_two_with_one_tag(self) -> None:
        kind = t.ChoiceType(
            "c",
            (
                t.ArrayType(t.UNSIGNED),
                t.ArrayType(t.VISIBLE_STRING),
                t.OCTET_DATE_TIME,
                t.OCTET_STRING,
            ),
        )
        for octets in (
            "01021101" "1102",
            "01010a0161",
            "0100",
            "0903010203",
            "090c" + CLOCK.hex(),
        ):
            data = bytes.fromhex(octets)
            assert encode(kind, decode(kind, data)) == data
        assert isinstance(decode(kind, b"\x09\x0c" + CLOCK), DateTime)
        with pytest.raises(DecodeError) as caught:
            decode(kind, bytes.fromhex("01021101" "0c00"))
        assert caught.value.path == "[1]"

    def test_tagged_and_untagged_time(self) -> None:
        kind = t.ChoiceType("c", (t.OCTET_DATE_TIME, t.DATE_TIME))
        for data in (b"\x19" + CLOCK, b"\x09\x0c" + CLOCK):
            assert encode(kind, decode(kind, data)) == data

    def test_enumerations_and_bits(self) -> None:
        kind = t.ChoiceType(
            "c",
            (
                t.EnumType("status", AssociationStatus),
                t.BitsType("mode", AttributeAccessModeBits, base=t.UNSIGNED),
                t.Sized(t.VISIBLE_STRING, 2, 2),
            ),
        )
        for data, value in (
            (b"\x16\x63", AssociationStatus(99)),
            (b"\x11\x83", AttributeAccessModeBits(0x83)),
            (b"\x0a\x02ab", "ab"),
        ):
            assert type(decode(kind, data)) is type(value) or isinstance(value, str)
            assert encode(kind, decode(kind, data)) == data

    @pytest.mark.parametrize("last", [t.DOUBLE_LONG_UNSIGNED, t.BOOLEAN])
    def test_a_number_with_a_meaning(self, last: t.DataType) -> None:
        kind = t.ChoiceType(
            "c", (t.LONG_UNSIGNED, t.IPV4_NUMBER, t.ArrayType(t.IPV4_NUMBER), last)
        )
        address = bytes.fromhex("06c0a80001")
        value = decode(kind, address)
        assert type(value) is Ipv4Number
        assert str(value) == "192.168.0.1"
        # The meaning names the alternative, and so does the class of the data type.
        assert encode(kind, Ipv4Number.of("192.168.0.1")) == address
        assert encode(kind, axdr.DoubleLongUnsigned(0xC0A80001)) == address
        assert encode(kind, Ipv4Number(5)).hex() == "0600000005"
        with pytest.raises(EncodeError, match="a LongUnsigned or Ipv4Number, found 5"):
            encode(kind, 5)
        listed = bytes.fromhex("0102 06c0a80001 0600000005")
        assert encode(kind, decode(kind, listed)) == listed
        assert type(decode(kind, bytes.fromhex("120005"))) is axdr.LongUnsigned
        with pytest.raises(DecodeError):
            decode(kind, address[:-1])

    def test_error_in_an_alternative_has_its_path(self) -> None:
        with pytest.raises(EncodeError) as caught:
            encode(
                RangeDescriptor.TYPE,
                RangeDescriptor(
                    CaptureObjectDefinition(8, Obis("0-0:1.0.0"), 2, 0),
                    axdr.DoubleLong(1),
                    axdr.DoubleLong(1),
                    [CaptureObjectDefinition(8, Obis("0-0:1.0.0"), 200, 0)],
                ),
            )
        assert caught.value.path == "selected_values[0].attribute_index"


def test_simple_and_structure_refuse_the_rest() -> None:
    for value in ([], (), axdr.decode(b"\x13\x11\x01\x05")):
        with pytest.raises(EncodeError):
            encode(t.SIMPLE, value)
    for data in (b"\x01\x00", b"\x02\x00", b"\x13\x11\x01\x05"):
        with pytest.raises(DecodeError, match="a simple type"):
            decode(t.SIMPLE, data)
    with pytest.raises(EncodeError):
        encode(t.ANY_STRUCTURE, [])


@given(strategies.data)
def test_any_takes_any(value: object) -> None:
    data = axdr.encode(value)
    assert encode(t.ANY, decode(t.ANY, data)) == data


def test_problems_are_all_listed() -> None:
    item = AttributeAccessItem(300, AttributeAccessMode.READ_ONLY, [1, 2000])
    problems = AttributeAccessItem.TYPE.validate(item)
    assert problems[0].startswith("attribute_id: out of range for integer")
    assert problems[1].startswith("access_selectors")
    assert len(problems) == 2
    assert t.ArrayType(t.UNSIGNED).validate([1, 256, None]) == [
        "[1]: out of range for unsigned: expected 0..255, found 256",
        "[2]: expected a whole number (unsigned), found None",
    ]


def test_wrong_use_of_the_constructors() -> None:
    with pytest.raises(TypeError):
        t.Sized(t.UNSIGNED, 1)
    with pytest.raises(TypeError):
        t.Ranged(t.VISIBLE_STRING, 1)
    with pytest.raises(TypeError):
        t.BitsType("x", Conformance, base=t.UNSIGNED)


# ---- the fast ways give what the general way gives ----

ROWS = t.ArrayType(NESTED)
ANY_ROWS = t.ArrayType(t.ANY_STRUCTURE)

items = st.builds(
    AttributeAccessItem,
    st.integers(-128, 127),
    st.integers(0, 255).map(AttributeAccessMode),
    st.one_of(st.none(), st.lists(st.integers(-128, 127), max_size=3)),
)
access = t.ArrayType(AttributeAccessItem.TYPE)


def outcome(kind: t.DataType, data: bytes) -> str:
    try:
        return repr(kind.decode(data, 0))
    except DecodeError as error:
        return str(error)


def without_layouts(kind: t.DataType, data: bytes) -> str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Layout, "read_rows", lambda *_: None)
        patch.setattr("cosem_runtime.types.structures.Layout", _NeverFits)
        return outcome(pickle.loads(pickle.dumps(kind)), data)


class _NeverFits(Layout):
    __slots__ = ()

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.constants = ()


@given(st.lists(items, max_size=60), st.data())
def test_layouts_change_nothing(
    value: list[AttributeAccessItem], draw: st.DataObject
) -> None:
    data = bytearray(encode(access, value))
    assert decode(access, bytes(data)) == value
    for _ in range(draw.draw(st.integers(1, 3))):
        data[draw.draw(st.integers(0, len(data) - 1))] = draw.draw(st.integers(0, 255))
    fresh = t.ArrayType(
        t.StructureType("attribute_access_item", None, AttributeAccessItem.TYPE.fields)
    )
    assert outcome(fresh, bytes(data)) == without_layouts(fresh, bytes(data))


@given(st.data())
def test_nested_layouts_change_nothing(draw: st.DataObject) -> None:
    one = encode(NESTED, ((DateTime(), True, 1.5), None, (DateTime(), False, 0.0)))
    count = draw.draw(st.integers(1, 40))
    data = bytearray(b"\x01" + bytes((count,)) + one * count)
    for _ in range(draw.draw(st.integers(0, 2))):
        data[draw.draw(st.integers(0, len(data) - 1))] = draw.draw(st.integers(0, 255))
    for kind in (ROWS, ANY_ROWS):
        assert outcome(kind, bytes(data)) == without_layouts(kind, bytes(data))
