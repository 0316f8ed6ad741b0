"""APDUs as a client sends them, and what comes back, octet by octet."""

from __future__ import annotations

from random import Random

import pytest

from cosem_conformance.live.transport import Attribute, Selection
from cosem_conformance.simulator import Session, SimulatedMeter
from cosem_conformance.simulator.session import MOST_OCTETS
from cosem_runtime import Obis, axdr

from .client import CURRENT, Client, aarq, described

REGISTER = Attribute(3, Obis("1.0.1.8.0.255"), 2)
OBJECT_LIST = Attribute(15, CURRENT, 2)


def accepted(answer: bytes | None) -> tuple[int, int]:
    """Result and diagnostic of an AARE."""
    assert answer is not None and answer[0] == 0x61
    at = answer.index(bytes.fromhex("A2030201"))
    return answer[at + 4], answer[at + 11]


def test_an_association_as_the_books_have_it(meter: SimulatedMeter) -> None:
    request = (
        "60 36 A1 09 06 07 60 85 74 05 08 01 01 8A 02 07 80 8B 07 60 85 74 05 08 02 01"
        " AC 0A 80 08 31 32 33 34 35 36 37 38"
        " BE 10 04 0E 01 00 00 00 06 5F 1F 04 00 00 7E 1F 04 B0"
    )
    session = Session(meter, 1, 1)
    answer = session.answer(bytes.fromhex(request))
    assert answer == bytes.fromhex(
        "61 29 A1 09 06 07 60 85 74 05 08 01 01 A2 03 02 01 00 A3 05 A1 03 02 01 00"
        " BE 10 04 0E 08 00 06 5F 1F 04 00 00 3E 1D FF FF 00 07"
    )
    assert session.associated
    asked = session.answer(bytes.fromhex("C0 01 C1 0003 0100010800FF 02 00"))
    assert asked == bytes.fromhex("C4 01 C1 00 06 00000320")
    assert session.answer(bytes.fromhex("62 03 80 01 00")) == bytes.fromhex(
        "63 03 80 01 00"
    )
    assert not session.associated


@pytest.mark.parametrize(
    ("client", "request_", "diagnostic"),
    [
        (1, aarq(), 14),
        (1, aarq("87654321"), 13),
        (16, aarq().replace(b"\x08\x01\x01", b"\x08\x01\x03"), 2),
        (1, aarq("12345678").replace(b"\x08\x02\x01", b"\x08\x02\x05"), 11),
        (7, aarq(), 1),
        (16, aarq(pdu=10), 1),
        (16, aarq(conformance="00000000"), 1),
    ],
    ids=[
        *("no password", "wrong password", "ciphered", "high-level", "nobody"),
        *("short APDUs", "no service"),
    ],
)
def test_who_is_refused(
    meter: SimulatedMeter, client: int, request_: bytes, diagnostic: int
) -> None:
    session = Session(meter, client, 1)
    assert accepted(session.answer(request_)) == (1, diagnostic)
    assert not session.associated
    request = b"\xc0\x01\xc1" + described(REGISTER)
    assert session.answer(request) == bytes.fromhex("D8 01 01")


def test_services_that_were_not_agreed_are_refused(meter: SimulatedMeter) -> None:
    session = Session(meter, 16, 1)
    assert accepted(session.answer(aarq(conformance="00000010"))) == (0, 0)
    assert session.answer(b"\xc0\x01\xc1" + described(REGISTER)) is not None
    request = b"\xc1\x01\xc1" + described(REGISTER) + bytes.fromhex("0600000000")
    assert session.answer(request) == bytes.fromhex("D8 01 01")


def test_ways_to_read_that_were_not_agreed_are_refused(meter: SimulatedMeter) -> None:
    """Attribute 0, parts of a value, and lists."""
    part = Attribute(15, CURRENT, 2, Selection(1, b"\x00"))
    listed = b"\x01" + described(REGISTER)
    requests = [
        b"\xc0\x01\xc1" + described(REGISTER._replace(number=0)),
        b"\xc0\x01\xc1" + described(part),
        b"\xc0\x03\xc1" + listed,
        b"\xc1\x04\xc1" + listed + b"\x01\x00",
        b"\xc3\x03\xc1\x01" + described(REGISTER)[:-1] + b"\x01\x00",
    ]
    session = Session(meter, 16, 1)
    assert accepted(session.answer(aarq(conformance="00000019"))) == (0, 0)
    answers = [session.answer(each) for each in requests]
    refusals = "C4 01 C1 01 04 | C4 01 C1 01 03 | D8 02 02 | D8 02 02 | D8 02 02"
    assert answers == [bytes.fromhex(each) for each in refusals.split("|")]
    assert accepted(session.answer(aarq())) == (0, 0)
    assert not set(answers) & {session.answer(each) for each in requests}


@pytest.mark.parametrize(
    ("request_", "answer"),
    [
        ("", "D8 02 03"),
        ("C0", "D8 02 03"),
        ("C0 09 C1", "D8 02 02"),
        ("C0 01 C1 0003 0100010800FF 02", "D8 02 03"),
        ("C0 01 C1 0003 0100010800FF 02 00 00", "D8 02 03"),
        ("C0 01 C1 0003 0100010800FF 02 02", "D8 02 03"),
        ("C0 03 C1 00", "D8 02 03"),
        ("C8 00", "D8 02 02"),
        ("C0 02 C1 00000001", "C4 02 C1 01 00000001 01 10"),
        ("C1 03 C1 01 00000001 00", "C5 03 C1 12 00000001"),
        ("C3 02 C1 00000001", "C7 01 C1 10 00"),
        ("60 00", "61 17 A109060760857405080101 A203020101 A305A103020102"),
    ],
)
def test_what_is_no_request_is_answered(
    meter: SimulatedMeter, request_: str, answer: str
) -> None:
    session = Session(meter, 16, 1)
    session.answer(aarq())
    assert session.answer(bytes.fromhex(request_)) == bytes.fromhex(answer)


@pytest.mark.parametrize("pdu", [32, 100, 1200, 0xFFFF])
def test_blocks_carry_the_whole(meter: SimulatedMeter, pdu: int) -> None:
    view = meter.view(1)
    client = Client.of(view, pdu=pdu)
    assert client.get(OBJECT_LIST) == view.get(OBJECT_LIST)
    asked = [OBJECT_LIST, REGISTER, Attribute(3, Obis("9.9.9.9.9.9"), 2)]
    few = [REGISTER, Attribute(3, Obis("9.9.9.9.9.9"), 2)]
    if pdu >= 100:
        assert client.get_list(asked) == view.get_list(asked)
        assert client.get_list(few) == view.get_list(few)


def test_blocks_have_to_be_agreed_and_in_order(meter: SimulatedMeter) -> None:
    session = Session(meter, 16, 1)
    request = b"\xc0\x01\xc1" + described(OBJECT_LIST)
    session.answer(aarq(pdu=200, conformance="00000010"))
    assert session.answer(request) == bytes.fromhex("C4 01 C1 01 FA")
    session.answer(aarq(pdu=200))
    first = session.answer(request)
    assert first is not None and 190 < len(first) <= 200
    wrong = session.answer(bytes.fromhex("C0 02 C1 00000002"))
    assert wrong == bytes.fromhex("C4 02 C1 01 00000002 01 13")
    after = session.answer(bytes.fromhex("C0 02 C1 00000001"))
    assert after == bytes.fromhex("C4 02 C1 01 00000001 01 10")


@pytest.mark.parametrize("size", [0, 1, 7, 100])
def test_what_is_written_is_kept(meter: SimulatedMeter, size: int) -> None:
    view = meter.view(1)
    client = Client.of(view, send_blocks_of=size)
    found = next(each for each in view.objects if each.class_id == 9)
    scripts = Attribute(9, found.logical_name, 2)
    octets = axdr.encode([(axdr.LongUnsigned(n), []) for n in range(40)])
    assert client.set(scripts, octets).result == 0
    assert client.get(scripts).octets == octets
    assert client.set(scripts, b"\x11\x00").result == 12
    assert client.get(scripts).octets == octets
    name = Attribute(9, found.logical_name, 1)
    assert client.set(name, bytes.fromhex("0906010203040506")).result == 3
    reset = client.action(3, REGISTER.logical_name, 1, bytes.fromhex("0F00"))
    assert reset.result == 0
    assert client.get(REGISTER).octets == bytes.fromhex("0600000000")


def test_lists_are_written_and_invoked(meter: SimulatedMeter) -> None:
    session = Session(meter, 16, 1)
    session.answer(aarq())
    other = described(Attribute(3, REGISTER.logical_name, 9))
    values = bytes.fromhex("02 0600000007 0600000008")
    both = b"\x02" + described(REGISTER) + other
    answer = session.answer(b"\xc1\x04\xc1" + both + values)
    assert answer == bytes.fromhex(
        "C5 05 C1 02 03 04"
    )  # its value counts, so is read alone
    block = bytes.fromhex("01 00000001") + bytes((len(values),)) + values
    answer = session.answer(b"\xc1\x05\xc1" + both + block)
    assert answer == bytes.fromhex("C5 04 C1 02 03 04 00000001")
    methods = b"\x02" + described(Attribute(3, REGISTER.logical_name, 1))[:-1]
    methods += described(Attribute(3, REGISTER.logical_name, 2))[:-1]
    answer = session.answer(b"\xc3\x03\xc1" + methods + bytes.fromhex("02 0F00 0F00"))
    assert answer == bytes.fromhex("C7 03 C1 02 00 00 04 00")


def test_blocks_are_bounded(meter: SimulatedMeter) -> None:
    session = Session(meter, 16, 1)
    session.answer(aarq())
    part = bytes(60_000)
    answer = b""
    for number in range(1, MOST_OCTETS // len(part) + 3):
        head = b"\xc1\x03\xc1" if number > 1 else b"\xc1\x02\xc1" + described(REGISTER)
        block = b"\x00" + number.to_bytes(4, "big") + b"\x82\xea\x60" + part
        answer = session.answer(head + block) or b""
        if answer[1] == 3:
            break
    assert answer[:4] == bytes.fromhex("C5 03 C1 FA")


def test_a_list_is_bounded(meter: SimulatedMeter) -> None:
    view = meter.view(16)
    found = next(each for each in view.objects if each.class_id == 7)
    found.values[2] = axdr.encode([(axdr.Unsigned(1), bytes(1000))] * 600)
    buffer = Attribute(7, found.logical_name, 2)
    results = [each.result for each in Client.of(view).get_list([buffer] * 5)]
    assert results == [0, 250, 250, 250, 250]


def test_nothing_that_is_sent_breaks_a_session(meter: SimulatedMeter) -> None:
    """Requests with octets changed, cut and put in: each is answered, none raises."""
    random = Random(7)
    session = Session(meter, 16, 1)
    profile = next(each for each in meter.view().objects if each.class_id == 7)
    buffer = described(Attribute(7, profile.logical_name, 2))[:-1]
    entry = bytes.fromhex("01 02 0204 0600000001 0600000000 120001 120000")
    column = "0204 12 0008 0906 0000010000FF 0F 02 12 0000"
    times = "090C 07E90301FF000000FF800000 090C 07E9030205173B3BFF800000"
    by_range = bytes.fromhex(f"01 01 0204 {column} {times} 0100")
    requests = [
        aarq(),
        b"\xc0\x01\xc1" + buffer + entry,
        b"\xc0\x01\xc1" + buffer + by_range,
        b"\xc0\x03\xc1\x02" + described(REGISTER) + described(OBJECT_LIST),
        b"\xc1\x01\xc1" + described(REGISTER) + bytes.fromhex("0600000001"),
        b"\xc1\x02\xc1" + described(REGISTER) + bytes.fromhex("0000000001030600"),
        bytes.fromhex("C1 03 C1 01 00000002 03 000001"),
        bytes.fromhex("C0 02 C1 00000001"),
        b"\xc3\x01\xc1" + described(REGISTER)[:-2] + bytes.fromhex("01 01 0F00"),
    ]
    answered = 0
    for turn in range(1500):
        if turn % 10 == 0:
            session.answer(aarq())
        octets = bytearray(random.choice(requests))
        for _ in range(random.randrange(3)):
            at = random.randrange(len(octets))
            match random.randrange(3):
                case 0:
                    octets[at] = random.randrange(256)
                case 1:
                    del octets[at:]
                    octets += random.randbytes(2)
                case _:
                    octets.insert(at, random.randrange(256))
        answer = session.answer(bytes(octets))
        assert answer
        answered += answer[0] != 0xD8
    assert answered > 300
