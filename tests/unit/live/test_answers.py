"""What the modules of clients share: octets of requests, lists of answers, words for errors."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cosem_conformance.live import Answer, Attribute, Selection, TransportError
from cosem_conformance.live.clients.common import (
    described,
    list_of_answers,
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
