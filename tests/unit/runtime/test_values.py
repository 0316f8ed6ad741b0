"""Bit strings, named bits, enumerations, octets with a meaning, tagged values."""

from __future__ import annotations

import copy
import json
import pickle
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cosem_runtime import (
    BitFlags,
    BitString,
    ClockStatus,
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
    ObjectIdentifier,
    Text,
    Time,
    TypeDescription,
    UnknownNameError,
    axdr,
)
from cosem_runtime.bitstring import bits_of

from . import strategies
from .sample import AttributeAccessModeBits, Conformance, Unit


@given(st.lists(st.booleans(), max_size=70))
def test_bit_string_is_its_bits(bits: list[bool]) -> None:
    value = BitString(bits)
    text = "".join("1" if bit else "0" for bit in bits)
    assert str(value) == text
    assert list(value) == bits
    assert len(value) == len(bits)
    assert value == BitString(text) == eval(repr(value))
    assert hash(value) == hash(BitString(text))
    if bits:
        assert value == BitString(int(value), len(bits))
        assert value[-1] is bits[-1]
    assert not value.bit(len(bits))
    with pytest.raises(IndexError):
        value[len(bits)]


def test_bit_string_refuses() -> None:
    for value, length in ((5, None), (8, 3), (-1, 3), ("012", None), ("0101", 3)):
        with pytest.raises(EncodeError):
            BitString(value, length)


def test_bit_string_filling_survives_but_does_not_count() -> None:
    padded = axdr.decode(b"\x04\x03\xbf")
    assert padded == BitString("101")
    assert hash(padded) == hash(BitString("101"))
    assert axdr.encode(padded) == b"\x04\x03\xbf"


def test_named_bits() -> None:
    bits = Conformance.of("get", "general_protection")
    assert bits.get and bits.general_protection
    assert bits.names() == ("general_protection", "get")
    assert len(bits) == 24
    assert int(bits) == 1 << 22 | 1 << 4
    assert Conformance() == BitString(0, 24)
    # A shorter bit string has the bits it has.
    assert not bits_of(b"\x40", 2, Conformance).get
    assert bits_of(b"\x40", 2, Conformance).general_protection
    with pytest.raises(UnknownNameError, match='did you mean "get"'):
        Conformance.of("gett")


def test_named_bits_in_a_number() -> None:
    flags = AttributeAccessModeBits(0x85)
    assert flags.read_access and flags.authenticated_request and not flags.write_access
    assert flags.names() == ("read_access", "authenticated_request")
    assert str(flags) == "read_access|authenticated_request|0x80"
    assert repr(flags) == "AttributeAccessModeBits(0x85)"
    assert flags == 0x85
    assert AttributeAccessModeBits.of("write_access") == 2
    assert str(BitFlags(0)) == "0"
    for wrong in (-1, 1 << 64, "1"):
        with pytest.raises(EncodeError):
            BitFlags(wrong)  # type: ignore[arg-type]  # what is tested
    with pytest.raises(UnknownNameError):
        AttributeAccessModeBits.of("nothing")


def test_open_enumeration() -> None:
    assert Unit(30) is Unit.WATT_HOUR
    assert Unit(99) is Unit(99)
    assert Unit(99).name == "UNKNOWN_99"
    assert Unit(99) == 99 and isinstance(Unit(99), Unit)
    assert [*Unit] == [Unit.WATT, Unit.WATT_HOUR, Unit.COUNT]
    assert Unit.WATT.symbol == "W" and Unit(99).symbol == ""
    assert json.dumps(Unit(99)) == "99"
    assert pickle.loads(pickle.dumps(Unit(99))) is Unit(99)
    assert Unit(70_000) == 70_000
    assert Unit(-3).name == "UNKNOWN_MINUS_3"
    for wrong in (1 << 32, -40_000):
        with pytest.raises(ValueError):
            Unit(wrong)
    assert eval(repr(Unit.WATT)) is Unit.WATT and eval(repr(Unit(99))) is Unit(99)


@given(strategies.simple)
def test_values_are_copied_and_pickled_whole(value: object) -> None:
    for again in (
        pickle.loads(pickle.dumps(value)),
        copy.deepcopy(value),
        copy.copy(value),
    ):
        assert type(again) is type(value)
        assert axdr.encode(again) == axdr.encode(value)


@given(strategies.integers)
def test_tagged_numbers_are_numbers(value: int) -> None:
    assert value + 1 == int(value) + 1
    assert str(value) == f"{value}" == str(int(value))
    assert eval(repr(value), vars(axdr)) == value
    assert hash(value) == hash(int(value))


def test_boolean_keeps_its_octet() -> None:
    true = axdr.Boolean(0xFF)
    yes: object = True
    assert yes == true and true and hash(true) == hash(True)
    assert repr(true) == "Boolean(0xFF)" and str(true) == "True"
    for wrong in (0, 256, "x"):
        with pytest.raises(EncodeError):
            axdr.Boolean(wrong)  # type: ignore[arg-type]  # what is tested


def test_floats() -> None:
    assert axdr.Float32(0.1) == 0.10000000149011612
    assert repr(axdr.Float64(0.1)) == "Float64(0.1)" and str(axdr.Float64(0.1)) == "0.1"
    for wrong in (1e300, "x"):
        with pytest.raises(EncodeError):
            axdr.Float32(wrong)  # type: ignore[arg-type]  # what is tested


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Ipv4Address(b"\xc0\xa8\x00\x01"), "192.168.0.1"),
        (Ipv4Address(b"\xc0"), "c0"),
        (Ipv4Address(b""), ""),
        (Ipv6Address(b"\xfe\x80" + bytes(13) + b"\x01"), "fe80::1"),
        (Ipv6Address(b"\x01\x02"), "01 02"),
        (MacAddress(b"\x00\x11\x22\xaa\xbb\xcc"), "00:11:22:aa:bb:cc"),
        (ObjectIdentifier(bytes.fromhex("60857405080101")), "2.16.756.5.8.1.1"),
        # Cut in the middle of a number: no identifier, so its octets are shown.
        (ObjectIdentifier(bytes.fromhex("2a864886")), "2a 86 48 86"),
        (ObjectIdentifier(b"\x80"), "80"),
        (Text(b"T1\x00"), "T1\0"),
        (Text(b"\xff"), "\udcff"),
        (Ipv4Number(0xC0A80001), "192.168.0.1"),
    ],
)
def test_readable_octets(value: object, text: str) -> None:
    assert str(value) == text
    assert type(pickle.loads(pickle.dumps(value))) is type(value)


def test_readable_octets_are_read() -> None:
    assert Ipv4Address.of("192.168.0.1") == b"\xc0\xa8\x00\x01"
    assert Ipv6Address.of("fe80::1") == b"\xfe\x80" + bytes(13) + b"\x01"
    assert MacAddress.of("00-11-22-AA-BB-CC") == b"\x00\x11\x22\xaa\xbb\xcc"
    assert ObjectIdentifier.of("2.16.756.5.8.1.1").hex() == "60857405080101"
    assert Ipv4Number.of("192.168.0.1") == 0xC0A80001
    assert Text.of("T1\0") == b"T1\0"
    for kind, text in (
        (Ipv4Address, "1.2.3"),
        (Ipv4Address, "1.2.3.256"),
        (Ipv4Address, "1.2.3.99999999999"),
        (Ipv6Address, "x"),
        (MacAddress, "0g"),
        (ObjectIdentifier, "3.1"),
        (ObjectIdentifier, "1.40"),
        (ObjectIdentifier, "1.2.-3"),
        (ObjectIdentifier, "x"),
        (Text, "\ud800"),
    ):
        with pytest.raises(EncodeError):
            kind.of(text)


@given(st.lists(st.integers(0, 1 << 40), max_size=6))
def test_object_identifiers(arcs: list[int]) -> None:
    text = ".".join(map(str, (2, 5, *arcs)))
    assert str(ObjectIdentifier.of(text)) == text


def test_decode_error_can_be_pickled() -> None:
    error = DecodeError("cut short", 7, "4 octets", "2 octets").within(3).within("x")
    again = pickle.loads(pickle.dumps(error))
    assert str(again) == str(error)
    assert str(error) == "x[3]: cut short: expected 4 octets, found 2 octets (offset 7)"


@pytest.mark.parametrize(
    "kind",
    [
        *(BitString, ClockStatus, CompactArray, Date, DateTime, GenericObject, Obis),
        *(Time, TypeDescription, axdr.Unsigned, MacAddress),
    ],
)
def test_pickles_say_where_generated_code_finds_a_class(kind: type) -> None:
    """Not where it stands today: a module in a room may be called otherwise tomorrow."""
    assert kind.__module__.count(".") == 1
    assert getattr(import_module(kind.__module__), kind.__name__) is kind
