"""OBIS codes."""

from __future__ import annotations

import pickle
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cosem_runtime import CosemError, Obis, ObisError, obis

groups = st.tuples(*[st.integers(0, 255)] * 6)


@given(groups)
def test_every_notation(numbers: tuple[int, ...]) -> None:
    a, b, c, d, e, f = numbers
    octets = bytes(numbers)
    codes = [
        Obis(a, b, c, d, e, f),
        Obis(octets),
        Obis(bytearray(octets)),
        Obis(f"{a}-{b}:{c}.{d}.{e}*{f}"),
        Obis(f"{a}-{b}:{c}.{d}.{e}.{f}"),
        Obis(f"{a}.{b}.{c}.{d}.{e}.{f}"),
        Obis(octets.hex()),
        Obis(octets.hex().upper()),
        Obis.from_bytes(memoryview(octets)),
    ]
    assert len(set(codes)) == 1
    code = codes[0]
    assert (code.a, code.b, code.c, code.d, code.e, code.f) == numbers
    assert bytes(code) == octets and code == octets
    assert eval(repr(code)) == code
    assert Obis(str(code)) == code
    assert Obis(code) is code
    again = pickle.loads(pickle.dumps(code))
    assert again == code and type(again) is Obis


def test_short_notation_means_f_255() -> None:
    assert Obis("1-0:1.8.0") == Obis("1.0.1.8.0.255") == Obis("1-0:1.8.0*255")
    assert Obis("1-0:1.8.0.101").f == 101
    assert str(Obis("0100010800FF")) == "1-0:1.8.0*255"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "1.8.0",
        "1-0:1.8",
        "1-0:1.8.0*256",
        "1-0:1.8.0*",
        "999.0.1.8.0.255",
        "1.0.1.8.0.255.0",
        "1-0-1.8.0*255",
        "1-0:1.8.0*-5",
        " 1-0:1.8.0",
        "1-0:1.8.0\n",
        "01 00 01 08 ",
        "0100010800FG",
        "１-0:1.8.0",
        "1" * 5000 + "-0:1.8.0",
        "1.0.1.8.0.0000255",
    ],
)
def test_bad_text(text: str) -> None:
    with pytest.raises(ObisError) as caught:
        Obis(text)
    assert len(str(caught.value)) < 200


numbers = st.sampled_from(
    ["0", "1", "255", "256", "00", "08", "", "+1", "\u0661", "1 "]
)


@given(
    st.lists(numbers | st.integers(0, 255).map(str), min_size=4, max_size=7),
    st.lists(st.sampled_from([*"-:*...", "..", "*-"]), min_size=7, max_size=7)
    | st.sampled_from(["-:..*  ", "-:...  ", ".....  ", "-:..   ", "......."]).map(
        list
    ),
)
def test_the_usual_notations_are_read_quickly(
    parts: list[str], marks: list[str]
) -> None:
    text = "".join(map("".join, zip(parts, marks, strict=False))).rstrip(".*-: ")

    def outcome() -> Obis | str:
        try:
            return Obis(text)
        except ObisError as error:
            return str(error)

    quick = outcome()
    with mock.patch.dict(obis._NUMBERS, clear=True):
        assert outcome() == quick


@given(st.text(max_size=20))
def test_any_text(text: str) -> None:
    try:
        code = Obis(text)
    except ObisError:
        return
    assert len(bytes(code)) == 6


def test_what_is_no_code_is_shown_as_it_was_given() -> None:
    with pytest.raises(ObisError, match=r"octets or six numbers 0\.\.255, found 3$"):
        Obis(3)
    with pytest.raises(ObisError, match=r"found 1, 0, 1, 8, 0, int of 16610 bits$"):
        Obis(1, 0, 1, 8, 0, 10**5000)


@pytest.mark.parametrize(
    "arguments",
    [
        (1, 0, 1, 8, 0),
        (1, 0, 1, 8, 0, 256),
        (999, -4, 1, 8, 0, 255),
        (1, 0, 1, 8, 0, 2.5),
        (b"12345",),
        (b"1234567",),
        (None,),
        (6,),
        ([1, 0, 1, 8, 0, 255],),
    ],
)
def test_bad_groups(arguments: tuple[object, ...]) -> None:
    with pytest.raises(ObisError):
        Obis(*arguments)  # type: ignore[arg-type]  # what is tested
    assert issubclass(ObisError, ValueError) and issubclass(ObisError, CosemError)
