"""Types and values of the model in words."""

from __future__ import annotations

import pytest

from cosemgen import model as m
from cosemgen.notation import (
    cardinality_text,
    codes_text,
    limits_text,
    literal_text,
    meaning_text,
    name_text,
    range_text,
    size_text,
    type_text,
)


@pytest.mark.parametrize(
    ("limits", "text"),
    [
        ((6, 6), "6"),
        ((0, 0), "0"),
        ((0, 16), "0..16"),
        ((None, 10), "..10"),
        ((1, None), "1.."),
    ],
)
def test_limits(limits: tuple[int | None, int | None], text: str) -> None:
    assert limits_text(m.Limits(*limits)) == text
    assert size_text(m.Limits(*limits)) == f"[{text}]"


def test_no_size() -> None:
    assert size_text(None) == size_text(m.Limits(None, None)) == ""


def test_ranges() -> None:
    assert range_text(7, 7) == range_text(7, 7, "-") == "7"
    assert range_text(1, 10, "-") == "1-10"
    assert codes_text((m.CodeRange(1, 10), m.CodeRange(13, 13))) == "1..10, 13"


def test_cardinalities() -> None:
    assert cardinality_text(m.Cardinality(0, None)) == "0..n"
    assert cardinality_text(m.Cardinality(1, 1)) == "1..1"


@pytest.mark.parametrize(
    ("literal", "text"),
    [
        (None, ""),
        (-5, "-5"),
        ("a", '"a"'),
        (b"\x00\xff", 'h"00FF"'),
        (m.WordLiteral("TRUE"), "TRUE"),
        (m.ArrayLiteral(()), "[]"),
        (m.StructureLiteral((1, m.ArrayLiteral((2, "b")))), '{1, [2, "b"]}'),
    ],
)
def test_literals(literal: m.Literal_ | None, text: str) -> None:
    assert literal_text(literal) == text


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (None, ""),
        (m.Simple("unsigned", bounds=m.Limits(1, None)), "unsigned (1..)"),
        (m.Simple("octet-string", m.Limits(6, 6)), "octet-string[6]"),
        (
            m.Simple("octet-string", m.Limits(12, 12), None, "date-time", True),
            "octet-string as date-time or empty",
        ),
        (
            m.Array(m.OpenChoice("any"), m.Limits(None, 10)),
            "array[..10] of CHOICE of any",
        ),
        (m.CompactArray(), "compact-array"),
        (
            m.Choice((m.AnyStructure(), m.Simple("null-data")), "by", (("a", "b"), ())),
            "CHOICE by by { a | b: structure, null-data }",
        ),
    ],
)
def test_types(found: m.TypeExpression | None, text: str) -> None:
    assert type_text(found) == text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Clock", "Clock"),
        (
            "{C}, {D}, {E}, {F}",
            "any quantity, any processing, any classification, any billing period",
        ),
        ("Status register {E}", "Status register e"),
        ("Device ID {E+1}", "Device ID e+1"),
        ("Limit {F+0} of {B}", "Limit f of any channel"),
        ("{F-101} and {x}", "f-101 and {x}"),
    ],
)
def test_names_of_open_codes(name: str, text: str) -> None:
    assert name_text(name) == text


def test_names_say_what_is_not_open() -> None:
    words = {"D": "instantaneous value", "E": "total", "F": ""}
    assert name_text("{C}, {D}, {E}, {F}", words) == (
        "any quantity, instantaneous value, total"
    )


def test_meanings_of_several_codes() -> None:
    assert meaning_text("rate {n}") == "rate n"
    assert meaning_text("the {n-100} latest") == "the n-100 latest"
