"""Odd things in every place: a CosemError with a short message, or a value, no other."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from cosem_runtime import (
    BitString,
    CompactArray,
    Date,
    DateTime,
    DecodeError,
    EncodeError,
    GenericObject,
    Ipv4Address,
    Ipv4Number,
    Ipv6Address,
    MacAddress,
    Obis,
    ObisError,
    ObjectIdentifier,
    Text,
    Time,
    TypeDescription,
    UnknownClassError,
    axdr,
)
from cosem_runtime import types as t
from cosem_runtime.catalogue import Catalogue
from cosem_runtime.errors import CosemError, MissingNameError
from cosem_runtime.jsonvalues import to_json
from cosem_runtime.profile import Column, ProfileReader

HUGE = 10**5000  # Python refuses to write more than 4300 digits
LONG = "x" * 1_000_000
INFINITE = axdr.decode(bytes.fromhex("177f800000"))
ODD: list[Any] = [
    *(None, True, -1, 0, 2**70, HUGE, -HUGE, 2.5, 1e308),
    *(float("inf"), float("nan"), INFINITE, Decimal("Infinity"), Decimal("NaN")),
    *("", "5", "\u0663", " 7 ", "1_0", "9" * 5000, LONG, "\ud800", "a\nb"),
    *(
        b"",
        b"5",
        b"abcdef",
        b"\xff" * 6,
        b"x" * 1_000_000,
        bytearray(6),
        memoryview(b""),
    ),
    *([], (), {}, set(), [1, 2, 3], [HUGE], (HUGE,), [LONG], {"a": HUGE}, object()),
    *(axdr.DONT_CARE, axdr.Unsigned(3), axdr.Boolean(5), BitString("1" * 5000)),
    *(axdr.decode(b"\x13\x00\x00"), DateTime(), GenericObject(9, 0, "1.0.1.8.0.255")),
]
MEMORY_OF_INTS = memoryview(array("I", range(6)))
"""Six items, 24 octets."""


def bounded(call: Callable[[], object]) -> None:
    try:
        call()
    except CosemError as error:
        assert len(str(error)) < 1000
        assert "\n" not in str(error)


@pytest.fixture
def places(catalogue: Catalogue) -> list[Callable[[Any], object]]:
    """Everything that takes something."""
    register = catalogue.interface_class(3)
    reader = ProfileReader([Column("c", 1, "0.0.96.1.0.255")])
    rows = reader.read(b"\x01\x00")
    instance = register("1.0.1.8.0.255")
    generic = GenericObject(9, 0, "1.0.1.8.0.255")
    name = "1.0.1.8.0.255"
    return [
        lambda odd: catalogue.objects_from(odd),
        lambda odd: catalogue.objects_from([odd]),
        lambda odd: catalogue.objects_from([(odd, 0, Obis(name), ())]),
        lambda odd: catalogue.objects_from([(3, odd, Obis(name), ())]),
        lambda odd: catalogue.objects_from([(250, odd, 0, Obis(name))]),
        lambda odd: catalogue.objects_from([(3, 0, odd, ())]),
        lambda odd: catalogue.objects_from([(3, 0, name, ())]).find(name, odd),
        lambda odd: catalogue.profile_reader(odd),
        lambda odd: catalogue.profile_reader([odd]),
        lambda odd: catalogue.profile_reader([(odd, name, 2, 0)]),
        lambda odd: catalogue.profile_reader([(3, odd, 2, 0)]),
        lambda odd: catalogue.profile_reader([(3, name, odd, 0)]),
        lambda odd: catalogue.profile_reader([(3, name, 2, odd)]),
        lambda odd: catalogue.profile_reader([], capture_period=odd),
        lambda odd: str(catalogue.describe(odd)),
        lambda odd: str(catalogue.describe((odd, 0))),
        lambda odd: str(catalogue.describe((3, odd))),
        lambda odd: catalogue.describe(name, odd),
        lambda odd: catalogue.interface_class(odd),
        lambda odd: catalogue.interface_class(3, odd),
        register.attribute,
        register.method,
        register.attribute(2).selector,
        instance.encode_attribute,
        generic.attribute,
        lambda odd: generic.decode_attribute(odd, b"\x00"),
        rows.place,
        reader.read,
        Obis,
        Obis.from_bytes,
        lambda odd: Obis(1, odd, 3, 4, 5, 6),
        *(kind.from_bytes for kind in (Date, Time, DateTime)),
        *(kind.of for kind in (Ipv4Address, Ipv6Address, MacAddress)),
        *(kind.of for kind in (ObjectIdentifier, Ipv4Number, Text)),
        BitString,
        lambda odd: BitString(1, odd),
        lambda odd: BitString("1", odd),
        axdr.decode,
        axdr.encode,
        lambda odd: CompactArray(TypeDescription(0x11), odd),
        lambda odd: CompactArray.of([odd]),
        register.attribute(2).decode,
        register.attribute(2).encode,
        register.attribute(3).encode,
        register.attribute(1).encode,
        to_json,
        lambda odd: to_json(odd, register.attribute(3)),
        lambda odd: to_json(1, odd),
        catalogue.from_json,
        lambda odd: catalogue.from_json(1, odd),
        lambda odd: catalogue.from_json(odd, register.attribute(3)),
        lambda odd: catalogue.from_json(odd, t.IPV4_NUMBER),
        lambda odd: catalogue.from_json(odd, t.OBJECT_IDENTIFIER),
        lambda odd: catalogue.from_json({"long64": odd}),
        lambda odd: catalogue.from_json({"date-time": odd}),
        lambda odd: catalogue.from_json({"bit-string": odd}),
        lambda odd: catalogue.from_json({odd: 5} if isinstance(odd, str) else odd),
        lambda odd: catalogue.from_json(
            {"class_id": odd, "version": 0, "logical_name": name, "attributes": {}}
        ),
        lambda odd: catalogue.from_json(
            {"class_id": 3, "version": 0, "logical_name": odd, "attributes": {}}
        ),
        lambda odd: catalogue.from_json(
            {"class_id": 3, "version": 0, "logical_name": name, "attributes": odd}
        ),
        lambda odd: catalogue.from_json(
            {"class_id": 3, "version": 0, "logical_name": name, "values": {str(odd): 1}}
            if isinstance(odd, str)
            else odd
        ),
    ]


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_everywhere(places: list[Callable[[Any], object]], odd: Any) -> None:
    for place in places:
        bounded(lambda place=place: place(odd))  # type: ignore[misc]


def test_octets_of_a_meter_that_say_infinite(catalogue: Catalogue) -> None:
    listed: Any = axdr.decode(
        bytes.fromhex("0101 0204 177f800000 1100 0906 0000010000ff 0100")
    )
    with pytest.raises(CosemError, match="whole number is expected, found Float32"):
        catalogue.objects_from(listed)
    captured: Any = axdr.decode(
        bytes.fromhex("0101 0204 120003 0906 0100010800ff 177f800000 120000")
    )
    with pytest.raises(CosemError, match="whole number is expected, found Float32"):
        catalogue.profile_reader(captured)


def test_octets_are_counted_as_octets() -> None:
    with pytest.raises(ObisError, match="has 6 octets, found 24"):
        Obis(MEMORY_OF_INTS)  # type: ignore[arg-type]  # it is one
    with pytest.raises(CosemError, match="Time has 4 octets, found 24"):
        Time.from_bytes(MEMORY_OF_INTS)
    twelve = memoryview(bytes(12)).cast("I")
    assert bytes(DateTime.from_bytes(twelve)) == bytes(12)
    assert len(CompactArray(TypeDescription(0x06), MEMORY_OF_INTS)) == 6  # type: ignore[arg-type]
    assert axdr.decode(memoryview(b"\x06\x00\x00\x00\x05\x00"[:5]).cast("B")) == 5
    with pytest.raises(DecodeError, match="found 23 octets more"):
        axdr.decode(memoryview(bytes(24)).cast("I"))


@pytest.mark.parametrize(
    "text", ["1.\u0663.5", "1.2_0.5", "1. 2.5", "1.+2.5", "1.-2.5", "1..5", "1.2.5 "]
)
def test_numbers_in_text_are_digits(text: str) -> None:
    with pytest.raises(EncodeError, match="an object identifier"):
        ObjectIdentifier.of(text)
    assert str(ObjectIdentifier.of("1.20.5")) == "1.20.5"
    with pytest.raises(EncodeError, match="an IPv4 address"):
        Ipv4Address.of(text + ".1")


def test_an_identifier_has_64_octets_at_most() -> None:
    longest = ".".join(["1", "2", *["3"] * 63])
    assert str(ObjectIdentifier.of(longest)) == longest
    with pytest.raises(EncodeError, match="an object identifier"):
        ObjectIdentifier.of(longest + ".3")


def test_other_texts_that_python_takes() -> None:
    for wrong in ("00001.0.0.1", "1.2.3.4\n", "1.2.3.256", "1.2.3"):
        with pytest.raises(EncodeError, match="an IPv4 address"):
            Ipv4Address.of(wrong)
    with pytest.raises(EncodeError, match="an IPv6 address"):
        Ipv6Address.of("fe80::1%eth0")
    with pytest.raises(EncodeError, match="an IPv6 address"):
        Ipv6Address.of(5)  # type: ignore[arg-type]  # on purpose
    with pytest.raises(EncodeError, match="a MAC address"):
        MacAddress.of("00 11 22 aa bb cc")


def test_a_capture_period_is_a_time(catalogue: Catalogue) -> None:
    for wrong in (-1, 2**32, 10**14, float("inf"), float("nan"), None, "900"):
        with pytest.raises(CosemError, match="capture_period is a number of seconds"):
            catalogue.profile_reader([], capture_period=wrong)  # type: ignore[arg-type]
    for right in (0, 900, 900.0, 2**32 - 1):
        catalogue.profile_reader([], capture_period=right)  # type: ignore[arg-type]


def test_a_class_in_a_description_is_a_number(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownClassError, match="a class_id is a number, found list"):
        catalogue.describe("1.0.1.8.0.255", [])  # type: ignore[call-overload]
    with pytest.raises(UnknownClassError, match="int of 16610 bits"):
        catalogue.describe(HUGE)


def test_a_missing_name_is_shown_in_a_few_words() -> None:
    assert len(str(MissingNameError("cosem", LONG, ["Register"]))) < 200


def test_a_description_is_shown_in_a_few_words() -> None:
    def tree(depth: int) -> bytes:
        return b"\x02\x08" + tree(depth - 1) * 8 if depth else b"\x00"

    with pytest.raises(DecodeError) as caught:
        axdr.decode(b"\x13" + tree(4) + b"\x01\x00")
    assert len(str(caught.value)) < 200
    wide = TypeDescription(0x02, 0, [TypeDescription(0x05)] * 5000)
    with pytest.raises(EncodeError) as refused:
        CompactArray.of([(1,)], wide)
    assert len(str(refused.value)) < 200
