"""What the modules of clients share: octets of requests, lists of answers, words for errors."""

from __future__ import annotations

import contextlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cosem_conformance.live import Answer, Attribute, Selection, TransportError
from cosem_conformance.live.clients import pydlms
from cosem_conformance.live.clients.common import (
    Numbers,
    ServiceError,
    advice,
    associating,
    counted,
    described,
    is_final,
    list_of_answers,
    refused,
    translated,
)
from cosem_runtime import Obis

CLOCK = Obis("0.0.1.0.0.255")


def test_a_descriptor() -> None:
    assert described(Attribute(8, CLOCK, 2)) == (
        bytes.fromhex("0008 0000010000FF 02"),
        b"\x00",
    )
    chosen = Attribute(8, CLOCK, -1, Selection(2, b"\x02\x00"))
    assert described(chosen) == (
        bytes.fromhex("0008 0000010000FF FF"),
        bytes.fromhex("01 02 0200"),
    )


def test_a_list() -> None:
    octets = bytes.fromhex("03 00 0202 0F01 1600 01 0B 00 00")
    assert list_of_answers(octets, 3) == [
        Answer(0, bytes.fromhex("0202 0F01 1600")),
        Answer(11),
        Answer(0, b"\x00"),
    ]


@pytest.mark.parametrize(
    "octets", ["", "02 00 00", "01", "01 00", "01 01", "01 00 EE", "01 00 00 00"]
)
def test_no_list(octets: str) -> None:
    with pytest.raises(TransportError, match="no list of answers"):
        list_of_answers(bytes.fromhex(octets), 1)


@given(st.binary(max_size=40), st.integers(0, 3))
def test_any_octets(octets: bytes, count: int) -> None:
    with contextlib.suppress(TransportError):
        assert len(list_of_answers(octets, count)) == count


def test_errors_of_a_client() -> None:
    with pytest.raises(TransportError, match="^KeyError: 'a'$") as error, translated():
        raise KeyError("a")
    assert error.value.broken
    with pytest.raises(TransportError) as error, translated(KeyError):
        raise KeyError("a")
    assert not error.value.broken
    with pytest.raises(TransportError, match="without a word"), translated():
        raise AssertionError
    with pytest.raises(KeyboardInterrupt), translated():
        raise KeyboardInterrupt


@pytest.mark.parametrize("requests", [1, 2, 14, 15, 40])
def test_an_answer_to_the_request_before(requests: int) -> None:
    numbers = Numbers()
    for _ in range(requests):
        last = numbers.next()
        numbers.check(0xC0 | last)
    numbers.next()
    with pytest.raises(TransportError, match="request before") as error:
        numbers.check(0xC0 | last)
    assert error.value.broken


@pytest.mark.parametrize("own", [0xC0, 0xC1, 0xC3, 0x1C, 0xFF])
def test_a_meter_with_a_number_of_its_own(own: int) -> None:
    numbers = Numbers()
    for _ in range(40):
        assert 0 < numbers.next() < 16
        numbers.check(own)


def test_a_meter_with_the_first_number_as_its_own() -> None:
    """It is known after the one answer that cannot be told from a late one."""
    numbers = Numbers()
    own, refused = numbers.next(), 0
    for _ in range(40):
        try:
            numbers.check(own)
        except TransportError:
            refused += 1
        numbers.next()
    assert refused == 1


def test_a_meter_with_a_number_of_its_own_in_errors() -> None:
    """Of its values, one that comes late is known all the same."""
    numbers = Numbers()
    for _ in range(41):
        numbers.next()
        numbers.check(9)
        numbers.next()
        numbers.check(9)
        numbers.check(last := numbers.next())
    assert last != 9
    numbers.next()
    with pytest.raises(TransportError, match="request before"):
        numbers.check(last)


class Told(Exception):
    """As a client tells an exception-response."""

    def __init__(self, number: int) -> None:
        super().__init__("told")
        self.exceptionServiceError = number


@pytest.mark.parametrize(("number", "broken"), [(1, False), (5, True), (6, True)])
def test_service_errors(number: int, broken: bool) -> None:
    """After one of ciphering, a new association shows whether there can be an answer."""
    with pytest.raises(ServiceError) as error, translated(Told):
        raise Told(number)
    assert (error.value.broken, error.value.final) == (broken, False)
    with pytest.raises(TransportError) as error, associating(Told):
        raise Told(number)
    assert error.value.broken and error.value.final


def test_only_what_refuses_an_association_is_final() -> None:
    with pytest.raises(TransportError) as error, associating(Told):
        raise KeyError("a")
    assert error.value.broken and not error.value.final


RESULT, DIAGNOSTIC = "A203 0201", "A305 A103 0201"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (f"{RESULT}00 {DIAGNOSTIC}00", ""),
        (f"{RESULT}00 {DIAGNOSTIC}0E", ""),  # and a challenge follows
        (f"{RESULT}01 {DIAGNOSTIC}00", "association: no diagnostic (0)"),
        (f"{RESULT}01 {DIAGNOSTIC}0D", "authentication failure (13); the password"),
        (f"{RESULT}02 {DIAGNOSTIC}0B", "for now: authentication mechanism name not"),
        (f"{RESULT}01 {DIAGNOSTIC}63", "not known here (99)"),
        (f"{RESULT}01 A305 A203 020102", "no common ACSE version (2)"),
        (f"A109 06076085740508010 1 {RESULT}01 {DIAGNOSTIC}02", "may want keys, or"),
        (
            f"{RESULT}01 {DIAGNOSTIC}01 BE06 0404 0E010603",
            "no reason given (1), pdu size too short (3); let it",
        ),
        (f"{RESULT}01 {DIAGNOSTIC}01 BE05 0403 0E0106", "no reason given (1); the"),
        (f"{RESULT}01", ""),  # the client's to tell
    ],
)
def test_refused_associations(fields: str, told: str) -> None:
    octets = bytes.fromhex(fields.replace(" ", ""))
    aare = b"\x61" + bytes([len(octets)]) + octets
    if told:
        with pytest.raises(TransportError, match=re.escape(told)) as error:
            refused(aare)
        assert error.value.final
    else:
        refused(aare)


@pytest.mark.parametrize(
    ("result", "diagnostic", "final"),
    [(2, 0, False), (2, 1, False), (2, 13, True), (1, 1, True), (None, None, True)],
)
def test_who_is_not_to_ask_again(
    result: int | None, diagnostic: int | None, final: bool
) -> None:
    """All but those to whom a meter says nothing but that it has no association for them now."""
    assert is_final(result, diagnostic) is final


@given(st.binary(max_size=40))
def test_any_refusal(octets: bytes) -> None:
    refused(octets)
    try:
        refused(b"\x61" + octets)
    except TransportError as error:
        assert "refuses" in str(error)


def test_advice() -> None:
    assert advice(13) == "; the password or a key may be wrong"
    assert advice(4) == advice(99) == advice(None) == ""


def test_a_counter_is_not_used_twice() -> None:
    counted(0)
    counted(2**32 - 2, 2)
    with pytest.raises(TransportError, match="4294967295 is used up") as error:
        counted(2**32 - 1, 2)
    assert error.value.broken and error.value.final


def test_blocks_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of one octet are no reason to read on for hours."""

    class Endless(pydlms.PydlmsTransport):
        def __init__(self) -> None:
            self.asked = 1

        def _asked(self, *_: object) -> pydlms._Apdu:
            self.asked += 1
            number = self.asked.to_bytes(4, "big")
            return pydlms._Apdu(2, 1, b"\x00" + number + b"\x00\x01A")

    monkeypatch.setattr(pydlms, "LIMIT", 1600)
    endless = Endless()
    first = pydlms._Apdu(2, 1, bytes.fromhex("00 00000001 00 01 41"))
    with pytest.raises(TransportError, match="blocks without end"):
        endless._whole(first)
    assert endless.asked <= 100
