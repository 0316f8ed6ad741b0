"""Data without a stated type, and the forms that values have."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest
from hypothesis import given

import cosem
from cosem_runtime import (
    BitFlags,
    BitString,
    CompactArray,
    Date,
    DateTime,
    Obis,
    Time,
    TypeDescription,
    axdr,
    types,
)
from cosem_runtime.bitstring import bits_of
from cosem_runtime.jsonvalues import from_json, to_json
from cosemgen.targets.json_schemas import forms
from cosemgen.vocabulary import MEANINGS

from ..runtime import strategies
from .conftest import Validator

SCHEMA = Validator({**forms.DATA, "$defs": forms.data()})


def _survives(value: Any) -> Any:
    octets = axdr.encode(value)
    value = axdr.decode(octets)
    document = to_json(value)
    json.dumps(document, ensure_ascii=False).encode("utf-8")  # no lone surrogates
    again = from_json(
        cosem.CATALOGUE, json.loads(json.dumps(document, allow_nan=False))
    )
    assert axdr.encode(again) == octets
    assert repr(again) == repr(value)
    SCHEMA.validate(document)
    return document


@given(strategies.data)
def test_any_data(value: Any) -> None:
    _survives(value)


@given(strategies.compact_arrays)
def test_compact_arrays(value: CompactArray) -> None:
    _survives(value)


@given(strategies.any_float32 | strategies.any_float64 | strategies.moments)
def test_numbers_and_moments(value: Any) -> None:
    _survives(value)


NUMBERS = CompactArray.of([axdr.Unsigned(1), axdr.Unsigned(2)])
ROWS = CompactArray.of([(axdr.Enum(1), [False, True]), (axdr.Enum(2), [True, True])])
LONG_LENGTH = CompactArray(TypeDescription(0x09), b"\x81\x01A")


@pytest.mark.parametrize(
    ("value", "document"),
    [
        (None, None),
        (axdr.DONT_CARE, {"dont-care": None}),
        (True, {"boolean": True}),
        (axdr.Boolean(255), {"boolean": 255}),
        (axdr.LongUnsigned(5), {"long-unsigned": 5}),
        (axdr.DeltaLong(-5), {"delta-long": -5}),
        (axdr.Bcd(0x99), {"bcd": 153}),
        (axdr.Long64Unsigned(2**53 - 1), {"long64-unsigned": 2**53 - 1}),
        (axdr.Long64Unsigned(2**64 - 1), {"long64-unsigned": "18446744073709551615"}),
        (axdr.Long64(-(2**63)), {"long64": "-9223372036854775808"}),
        (axdr.Float32(230.4), {"float32": 230.4}),
        # Six digits are enough for it, seven would be others.
        (axdr.Float32(9.9609e24), {"float32": 9.9609e24}),
        (axdr.Float64(0.1), {"float64": 0.1}),
        (axdr.Float64("-inf"), {"float64": "-inf"}),
        (axdr.Float64("nan"), {"float64": "nan"}),
        (axdr.decode(b"\x17\x7f\xc0\x00\x00"), {"float32": "nan"}),
        (axdr.decode(b"\x17\xff\x80\x00\x01"), {"float32": {"hex": "FF800001"}}),
        (b"\x01\xab", {"octet-string": "01AB"}),
        (axdr.VisibleString("A\0"), {"visible-string": "A\0"}),
        (axdr.VisibleString("A\udcff"), {"visible-string": {"hex": "41FF"}}),
        (axdr.Utf8String("\u20ac"), {"utf8-string": "\u20ac"}),
        (BitString("0101"), {"bit-string": "0101"}),
        (bits_of(b"\x51", 4, BitString), {"bit-string": "0101+0001"}),
        (BitString(""), {"bit-string": ""}),
        ([axdr.Enum(1)], {"array": [{"enum": 1}]}),
        ((), {"structure": []}),
        (Time(12, 30), {"time": "12:30:*"}),
        (NUMBERS, {"compact-array": {"type": "unsigned", "values": [1, 2]}}),
        (
            ROWS,
            {
                "compact-array": {
                    "type": {
                        "structure": ["enum", {"array": {"count": 2, "of": "boolean"}}]
                    },
                    "values": [[1, [False, True]], [2, [True, True]]],
                }
            },
        ),
        (
            LONG_LENGTH,
            {"compact-array": {"type": "octet-string", "contents": "810141"}},
        ),
    ],
)
def test_how_data_looks(value: Any, document: Any) -> None:
    assert _survives(value) == document


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (
            DateTime(2024, 6, 15, 6, 13, 45, 30, 0, -120, 0x80),
            "2024-06-15 13:45:30.00+02:00 Sat [daylight_saving_active]",
        ),
        (DateTime(2024, 6, 15, None, 13, 45, 30, None, 330, 0), None),
        (DateTime(), "*-*-* *:*:*"),
        (DateTime(month=10, day=0xFE, day_of_week=7, hour=2), "*-10-LAST 02:*:* Sun"),
        (
            DateTime(2024, status=0x13),
            "2024-*-* *:*:* [invalid_value,doubtful_value,4]",
        ),
        (Date(month=0xFD, day=0xFD), "*-DST_END-SECOND_LAST"),
        (Date(month=0xFE), "*-DST_BEGIN-*"),
        (Date.from_bytes(b"\x07\xe8\x0d\x01\x01"), "07E80D0101"),
        (Time(23, 59, 59, 99), "23:59:59.99"),
        (Time.from_bytes(b"\x18\x00\x00\x00"), "18000000"),
    ],
)
def test_how_moments_look(value: Any, text: str | None) -> None:
    ((_, found),) = _survives(value).items()
    assert found == (text or "2024-06-15 13:45:30-05:30 []")


class Days(BitString):
    __slots__ = ()
    BITS = (("monday", 0), ("sunday", 6))
    WIDTH = 7


class Status(BitFlags):
    __slots__ = ()
    BITS = (("invalid", 0), ("summer", 7))


DAYS = types.BitsType("days", Days)
FLAGS = types.BitsType("status", Status, types.UNSIGNED)
SIGNED = types.BitsType("status", Status, types.INTEGER)
SMALL = types.Ranged(types.UNSIGNED, 1, 9)
NAME = types.Sized(types.VISIBLE_STRING, 0, 2)
PAIR = types.StructureType("pair", None, (("one", SMALL), ("two", types.ANY)))
SAME = types.ChoiceType("", (types.Sized(types.OCTET_STRING, 2, 2), types.TEXT))
EITHER = types.ChoiceType("", (types.ArrayType(types.UNSIGNED), types.ArrayType(PAIR)))


TYPED: Final[list[tuple[types.DataType, str, Any]]] = [
    (types.BOOLEAN, "03FF", 255),
    (types.LOGICAL_NAME, "09060100010800FF", "1-0:1.8.0*255"),
    (types.OrEmpty(types.LOGICAL_NAME), "0900", ""),
    (
        types.OCTET_DATE_TIME,
        "090C07E8060F060C000000FF8880",
        "2024-06-15 12:00:00.00+02:00 Sat [daylight_saving_active]",
    ),
    (types.OCTET_DATE, "090507E8060F06", "2024-06-15 Sat"),
    (types.OrEmpty(types.OCTET_DATE), "0905FFFFFFFFFF", "*-*-*"),
    (types.OCTET_TIME, "09040C000000", "12:00:00.00"),
    (types.IPV4_ADDRESS, "09040A000001", "10.0.0.1"),
    (types.IPV4_ADDRESS, "09030A0000", "0A0000"),
    (types.IPV4_NUMBER, "060A000001", "10.0.0.1"),
    (
        types.ChoiceType("", (types.LONG_UNSIGNED, types.IPV4_NUMBER)),
        "060A000001",
        {"double-long-unsigned": "10.0.0.1"},
    ),
    (types.IPV6_ADDRESS, "0910FE80" + "00" * 13 + "01", "fe80::1"),
    (types.MAC_ADDRESS, "0906001122AABBCC", "00:11:22:aa:bb:cc"),
    (types.OCTET_STRING, "09084D4D4D0000BC614E", "4D4D4D0000BC614E"),
    (types.OBJECT_IDENTIFIER, "09076085740508 0101", "2.16.756.5.8.1.1"),
    (types.OBJECT_IDENTIFIER, "090180", "80"),
    (types.TEXT, "0903414200", "AB\0"),
    (types.TEXT, "0901FF", {"hex": "FF"}),
    (DAYS, "040782", ["monday", "sunday"]),
    (DAYS, "0407C0", ["monday", 1]),
    (DAYS, "040780", ["monday"]),
    (DAYS, "040882", "10000010"),
    (DAYS, "040783", "1000001+1"),
    (FLAGS, "1191", ["invalid", 4, "summer"]),
    (FLAGS, "1100", []),
    (SIGNED, "0FFF", -1),
    (SMALL, "1109", 9),
    (SMALL, "110A", {"unsigned": 10}),
    (types.Sized(types.BIT_STRING, 3, 3), "040480", {"bit-string": "1000"}),
    (PAIR, "02021101 1205DC", {"one": 1, "two": {"long-unsigned": 1500}}),
    (SAME, "09024142", {"octet-string": "4142"}),
    (SAME, "0903414243", {"octet-string": "ABC"}),
    # This text could as well be octets, which the first alternative takes.
    (SAME, "090434313432", {"octet-string#2": "4142"}),
    (EITHER, "01011105", {"array": [5]}),
    (EITHER, "01010202110100", {"array": [{"one": 1, "two": None}]}),
    (types.ANY_STRUCTURE, "02011101", [{"unsigned": 1}]),
    (
        types.CompactArrayType(PAIR),
        "1302021112040100020003",
        None,
    ),
    (
        types.CompactArrayType(PAIR),
        "130202111206010002030003",
        {
            "type": {"structure": ["unsigned", "long-unsigned"]},
            "values": [
                {"one": 1, "two": {"long-unsigned": 2}},
                {"one": 3, "two": {"long-unsigned": 3}},
            ],
        },
    ),
    (
        types.CompactArrayType(types.LONG),
        "13110101",
        {"type": "unsigned", "contents": "01"},
    ),
]
"""Types with octets and their JSON; None where the octets are refused."""


@pytest.mark.parametrize(("kind", "octets", "document"), TYPED)
def test_how_typed_values_look(
    kind: types.DataType, octets: str, document: Any
) -> None:
    data = bytes.fromhex(octets)
    if document is None:
        with pytest.raises(cosem.DecodeError):
            kind.decode(data, 0)
        return
    value, end = kind.decode(data, 0)
    assert end == len(data)
    assert to_json(value, kind) == document
    again = from_json(cosem.CATALOGUE, json.loads(json.dumps(document)), kind)
    out = bytearray()
    kind.encode(again, out)
    assert out == data
    assert repr(again) == repr(value)


@pytest.mark.parametrize("meaning", MEANINGS)
def test_each_meaning_has_octets_with_their_json(meaning: str) -> None:
    kinds = [kind for kind, _, document in TYPED if document is not None]
    for python in MEANINGS[meaning].bases.values():
        assert any(kind is getattr(types, python.descriptor) for kind in kinds)


@pytest.mark.parametrize(
    ("kind", "octets", "document"),
    [
        (NAME, "0A03414243", {"visible-string": "ABC"}),
        (types.Sized(types.OCTET_STRING, 2, 3), "090141", {"octet-string": "41"}),
        (types.Sized(types.TEXT, 0, 1), "09024142", {"octet-string": "AB"}),
        (types.ArrayType(SMALL, 0, 1), "010211011102", {"array": [1, 2]}),
        (
            types.ChoiceType("", (NAME, SMALL)),
            "0A03414243",
            {"visible-string": {"visible-string": "ABC"}},
        ),
    ],
)
def test_sizes_that_are_read_but_not_sent(
    kind: types.DataType, octets: str, document: Any
) -> None:
    value, _ = kind.decode(bytes.fromhex(octets), 0)
    assert to_json(value, kind) == document
    assert from_json(cosem.CATALOGUE, document, kind) == value


def test_values_that_have_their_own_type_are_generic_without_it() -> None:
    assert to_json(Obis("1-0:1.8.0*255")) == {"octet-string": "0100010800FF"}
    unit = cosem.interface_class(3).attribute(3).decode(b"\x02\x02\x0f\xfd\x16\x1e")
    assert to_json([unit]) == {
        "array": [{"structure": [{"integer": -3}, {"enum": 30}]}]
    }
