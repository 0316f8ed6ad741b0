"""OBIS codes."""

from __future__ import annotations

import contextlib
import pickle
from typing import Any
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


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1.0.1.8.0.255", "1-0:1.8.0*255"),
        ("1-0:1.8.0*255", "1-0:1.8.0*255"),
        ("0100010800FF", "1-0:1.8.0*255"),
        ("1-0:1.8.0", "1-0:1.8.0*255"),
        ("1.8.0", "1-0:1.8.0*255"),
        ("1.8", "1-0:1.8.0*255"),
        ("1-2:1.8", "1-2:1.8.0*255"),
        ("1.8.0*255", "1-0:1.8.0*255"),
        ("1.8.0*07", "1-0:1.8.0*7"),
        ("1-1:1.8.1&255", "1-1:1.8.1*255"),
        ("1-0:1.8.0.255", "1-0:1.8.0*255"),
        ("2:1.8.0", "1-2:1.8.0*255"),
        ("7-3.0.0", "7-0:3.0.0*255"),
        ("0.0.1.0.0", "0-0:1.0.0*255"),
        ("0.0.1.0.0*1", "0-0:1.0.0*1"),
        ("01 00 01 08 00 FF", "1-0:1.8.0*255"),
        ("01:00:01:08:00:ff", "1-0:1.8.0*255"),
        ("01-00-01-08-00-FF", "1-0:1.8.0*255"),
        ("0x0100010800FF", "1-0:1.8.0*255"),
        ("0X0100010800ff", "1-0:1.8.0*255"),
        ("  1-0:1.8.0\n", "1-0:1.8.0*255"),
        ("C.1.0", "1-0:96.1.0*255"),
        ("0-0:C.1.0", "0-0:96.1.0*255"),
        ("F.F", "1-0:97.97.0*255"),
        ("L.1.0", "1-0:98.1.0*255"),
        ("P.1", "1-0:99.1.0*255"),
        ((1, 0, 1, 8, 0, 255), "1-0:1.8.0*255"),
        ([1, 0, 1, 8, 0, 255], "1-0:1.8.0*255"),
        (b"\x01\x00\x01\x08\x00\xff", "1-0:1.8.0*255"),
        (Obis("1-0:1.8.0"), "1-0:1.8.0*255"),
    ],
)
def test_codes_as_people_write_them(written: Any, expected: str) -> None:
    found = Obis.parse(written)
    assert type(found) is Obis and str(found) == expected


def test_four_numbers_may_be_two_codes() -> None:
    with pytest.raises(ObisError) as caught:
        Obis.parse("1.8.0.255")
    assert "write 1-0:1.8.0*255 or 1-1:8.0.255*255" in str(caught.value)
    with pytest.raises(ObisError, match=r"write 7-0:0\.1\.8\*0 or 7-0:1\.8\.0\*255"):
        Obis.parse("7-0.1.8.0")


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("", "not an OBIS code: ''; write"),
        ("1", "not an OBIS code: '1'; write"),
        ("C", "not an OBIS code: 'C'; write"),
        ("F.F.F", "not an OBIS code: 'F.F.F'; write"),
        ("c.1.0", "not an OBIS code: 'c.1.0'; write"),
        ("1.8.0*", "not an OBIS code"),
        ("1.8.0.", "not an OBIS code"),
        ("1..0", "not an OBIS code"),
        ("-1.8.0", "not an OBIS code"),
        ("1:0-1.8.0", "not an OBIS code"),
        ("1-0-1.8.0*255", "not an OBIS code"),
        ("0.1.8.0*255", "not an OBIS code"),
        ("1.8.0&1*2", "not an OBIS code"),
        ("01 00 01 08 00", "not an OBIS code"),
        ("1.8.0 255", "not an OBIS code"),
        ("１.8.0", "not an OBIS code"),
        ("1.8." + "0" * 5000, "not an OBIS code"),
        ("256.8.0", "an OBIS value group is 0..255, found '256.8.0'"),
        ("1.8.0*300", "an OBIS value group is 0..255, found '1.8.0*300'"),
        ((1, 0, 1, 8, 0), "an OBIS code has 6 numbers, found 5"),
        ([1, 0, 1, 8, 0, 256], "six numbers 0..255, found 1, 0, 1, 8, 0, 256"),
        (b"\x01", "an OBIS code has 6 octets, found 1"),
        (3, "six numbers 0..255, found 3"),
    ],
)
def test_what_nobody_writes_for_a_code(written: Any, words: str) -> None:
    with pytest.raises(ObisError) as caught:
        Obis.parse(written)
    assert words in str(caught.value) and len(str(caught.value)) < 260


@given(st.text(max_size=20) | st.text("0123456789CFLP.-:*& x", max_size=20))
def test_what_is_strict_is_parsed_too(text: str) -> None:
    try:
        code = Obis.parse(text)
    except ObisError:
        with pytest.raises(ObisError):
            Obis(text)
        return
    assert Obis.parse(str(code)) == code
    with contextlib.suppress(ObisError):
        assert Obis(text) == code


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


def test_six_numbers_one_by_one_or_together() -> None:
    code = Obis("1-0:1.8.0*255")
    assert Obis(1, 0, 1, 8, 0, 255) == code
    assert Obis([1, 0, 1, 8, 0, 255]) == Obis((1, 0, 1, 8, 0, 255)) == code


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
        ([1, 0, 1, 8, 0],),
        ([1, 0, 1, 8, 0, None],),
        ([1, None, 1, 8, 0, 255],),
        ([True, 0, 1, 8, 0, 255],),
        (1, False, 1, 8, 0, 255),
        ([1, 0, 1, 8, 0, 255], 0),
        ("1.0.1.8.0.255", 0),
        (b"123456", 0),
        (Obis("1.0.1.8.0.255"), 0),
    ],
)
def test_bad_groups(arguments: tuple[object, ...]) -> None:
    with pytest.raises(ObisError):
        Obis(*arguments)  # type: ignore[arg-type]  # what is tested
    assert issubclass(ObisError, ValueError) and issubclass(ObisError, CosemError)
