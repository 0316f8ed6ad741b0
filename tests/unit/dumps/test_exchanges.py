"""Requests and answers: as hexadecimal in logs, and as the XML of translators."""

from __future__ import annotations

import io

import pytest

from cosem_conformance.dumps import DumpError, load
from tests.unit.telegram import framer

from .shown import read, shown
from .vectors import SIMPLE, SIMPLE_VALUE, STANDARD

ASK_LIST = "C001C1000F0000280000FF0200"
ENTRY = "0204 120003 1100 09060100010800FF 0202"
LIST = f"C401C100 0101 {ENTRY} 0102 0203 0F01 1601 00 0203 0F02 1604 0101 0F02 0101 0202 0F01 1601"
ASK_VALUE, VALUE = "C001C100030100010800FF0200", "C401C1000600000001"
ASK_UNIT, REFUSED = "C001C100030100010800FF0300", "C401C10103"
RANGE = "0204 0204 120008 09060000010000FF 0F02 120000 090C07E00101FF000000FF800000" + (
    " 090C07E00101FF000000FF800000 0100"
)
ASK_PART = f"C001C100070100630100FF0201 01 {RANGE}"
FIRST, NEXT, LAST = (
    "C402C100 00000001 00 03 010202",
    "C002C100000001",
    "C402C101 00000002 00 04 03110102",
)
ASK_TWO = "C003C102 00030100010800FF0200 00030100010800FF0300"
TWO = "C403C102 00 0600000002 01 04"
TALK = [
    *(ASK_LIST, LIST, ASK_VALUE, VALUE, ASK_UNIT, REFUSED),
    *(ASK_PART, FIRST, NEXT, LAST, ASK_TWO, TWO),
]
OCTETS = [bytes.fromhex(each) for each in TALK]

ENERGY = {
    "of": "3 1-0:1.8.0*255",
    "version": 0,
    "attributes": {1: "read", 2: "read, authenticated request"},
    "methods": {1: "call"},
    "selectors": {2: (2,)},
}


def log(messages: list[bytes]) -> str:
    """Lines as a client writes them."""
    return "\n".join(
        f"2026-01-31 12:00:{at:02} {'TX' if at % 2 == 0 else 'RX'}: {each.hex(' ').upper()}"
        for at, each in enumerate(messages)
    )


def llc(octets: bytes, asks: bool) -> bytes:
    return bytes.fromhex("E6E600" if asks else "E6E700") + octets


def hdlc(octets: bytes, asks: bool) -> bytes:
    """Frames of client 16 and server 1, and of 40 octets at the most."""
    client, server = b"\x21", b"\x03"
    parts = [octets[at : at + 40] for at in range(0, len(octets), 40)]
    return b"".join(
        framer.hdlc(
            part,
            more=part is not parts[-1],
            destination=server if asks else client,
            source=client if asks else server,
        )
        for part in parts
    )


@pytest.mark.parametrize("carrier", ["none", "LLC", "HDLC", "wrapper"])
def test_a_log(carrier: str) -> None:
    wrap = {
        "none": lambda octets, asks: octets,
        "LLC": lambda octets, asks: llc(octets, asks),
        "HDLC": lambda octets, asks: hdlc(llc(octets, asks), asks),
        "wrapper": lambda octets, asks: framer.wrapper(
            octets, *((16, 1) if asks else (1, 16))
        ),
    }[carrier]
    messages = [wrap(octets, at % 2 == 0) for at, octets in enumerate(OCTETS)]
    dump = load(io.BytesIO(log(messages).encode()))
    assert dump.extra == {}
    (association,) = dump.associations
    assert association.referencing == "LN"
    energy, current, profile = association.objects
    assert shown(energy) == {
        **ENERGY,
        "values": {2: "0600000002", 3: "object-undefined"},
    }
    first = energy.values[0]
    assert first.octets is not None and first.octets.hex() == "0600000001"
    assert [value.result for value in energy.readings(3)] == [
        "read-write-denied",
        "object-undefined",
    ]
    assert str(current.name) == "15 0-0:40.0.0*255"
    (part,) = profile.values
    assert part.octets is not None and part.octets.hex() == "01020203110102"
    assert part.selector == 1
    assert part.parameter == bytes.fromhex(RANGE)
    if carrier in ("HDLC", "wrapper"):
        assert (association.client, association.server) == (16, 1)


def test_what_a_log_has_that_cannot_be_told_is_counted() -> None:
    messages = [
        OCTETS[3],  # nobody asked
        OCTETS[2],
        bytes.fromhex("C401C102"),
        framer.wrapper(bytes.fromhex("C8 0A 30 00 00 00 00 00 00 00 00 00")),
        framer.wrapper(bytes.fromhex("60 00 00 00")),
        bytes.fromhex("7E A0 08 03 41 93 AA AA 7E"),
        OCTETS[9],  # the second block without the first
    ]
    dump = load(io.BytesIO(("connected\n" + log(messages)).encode()))
    assert dump.extra["passed_over"] == {
        "APDUs that cannot be read": 1,
        "APDUs that read nothing: association request (AARQ)": 1,
        "answers that fit no request": 1,
        "blocks without those before them": 1,
        "ciphered APDUs": 1,
        "frames that are cut short or damaged": 1,
    }


SHORT_LIST = "0C0100 0101 0204 1003E8 120003 1100 09060100010800FF"


def test_short_names_are_told_by_the_object_list() -> None:
    messages = [
        *("050102FA08", SHORT_LIST),
        *("05020203F0 0203F8", "0C02 00 0600000001 01 03"),
        *("0501020001", "0C0100 1105"),
    ]
    dump = load(io.BytesIO(log([bytes.fromhex(each) for each in messages]).encode()))
    (association,) = dump.associations
    assert association.referencing == "SN"
    (energy,) = association.objects
    assert shown(energy) == {
        "of": "3 1-0:1.8.0*255 at 0x03E8",
        "version": 0,
        "values": {2: "0600000001", 3: "read-write-denied"},
    }
    assert dump.extra["passed_over"] == {"reads by short names that no list has": 2}


def test_the_simple_form_of_a_translator() -> None:
    (association,) = read(SIMPLE)
    profile, energy = association.objects
    (value,) = profile.values
    assert value.octets == bytes.fromhex(SIMPLE_VALUE)
    assert (value.selector, value.parameter) == (
        2,
        bytes.fromhex("02020600000001120000"),
    )
    assert shown(energy)["values"] == {2: "1105", 3: "read-write-denied"}


def test_the_simple_form_with_decimal_numbers() -> None:
    text = (
        SIMPLE.split("<?xml")[0]
        .replace('"C1"', '"193"')
        .replace('ClassId Value="0007"', 'ClassId Value="7"')
        .replace('AttributeId Value="02"', 'AttributeId Value="2"')
        .replace('AccessSelector Value="02"', 'AccessSelector Value="2"')
        .replace('"00000001"', '"1"')
        .replace('UInt16 Value="0000"', 'UInt16 Value="0"')
        .replace('Int8 Value="FF"', 'Int8 Value="-1"')
        .replace('Int16 Value="FFFE"', 'Int16 Value="-2"')
        .replace('"0000000000000002"', '"2"')
        .replace('Enum Value="1E"', 'Enum Value="30"')
    )
    (value,) = read(text)[0].objects[0].values
    assert value.octets == bytes.fromhex(SIMPLE_VALUE)


def test_the_form_of_the_standard() -> None:
    (association,) = read(STANDARD)
    assert shown(association.objects[0])["values"] == {3: "02020ffd161e"}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"FFFE"', '"FF"', "numbers of one kind, hexadecimal or decimal"),
        (
            '"0100630100FF"',
            '"0100630100"',
            "InstanceId: expected 6 octets, found '5 octets'",
        ),
        ("<None />", "<Nothing />", "Nothing: expected a data type, as UInt16"),
        (
            'BitString Value="110"',
            'BitString Value="112"',
            "BitString: expected bits, as 0110",
        ),
        ('"0100"', '"01zz"', "OctetString: expected octets in hexadecimal"),
        ("<None />", "</None>", "expected XML, found mismatched tag"),
        (
            "GetResponseNormal",
            "GetResponseOdd",
            "expected a form of get-request or get-response",
        ),
    ],
)
def test_what_is_wrong_in_the_xml_of_a_translator(
    old: str, new: str, message: str
) -> None:
    assert old in SIMPLE
    count = 2 if old == "GetResponseNormal" else 1
    with pytest.raises(DumpError) as caught:
        read(SIMPLE.replace(old, new, count))
    assert message in str(caught.value)
    line = 1 + SIMPLE[: SIMPLE.index(old)].count("\n")
    # Of a whole APDU it is the line where that begins.
    assert caught.value.line == (18 if old == '"FFFE"' else line)
