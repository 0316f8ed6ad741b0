"""A buffer that was read in pieces is one again, and judged as one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

import cosem
from cosem_conformance.dumps import Association, Dump, DumpedObject, Value
from cosem_runtime import Obis, axdr
from cosem_runtime.values import DoubleLongUnsigned, Integer, LongUnsigned

ROWS: list[Any] = [(DoubleLongUnsigned(n),) for n in range(300)]
COLUMN = (LongUnsigned(3), bytes(Obis("1.0.1.8.0.255")), Integer(2), LongUnsigned(0))


def parts(*rows: Any, of: int | None = None) -> list[Value]:
    many = len(rows) if of is None else of
    return [
        Value(2, axdr.encode(each), selector=2, part=n, parts=many)
        for n, each in enumerate(rows, 1)
    ]


def profile(*values: Value, entries: int = len(ROWS)) -> DumpedObject:
    facts = [
        Value(3, axdr.encode([COLUMN])),
        Value(7, axdr.encode(DoubleLongUnsigned(entries))),
    ]
    return DumpedObject(7, 1, Obis("1.0.99.1.0.255"), values=[*facts, *values])


def found(each: DumpedObject) -> list[tuple[str, int | None, str]]:
    dump = Dump(associations=[Association(referencing="LN", objects=[each])])
    return [
        (finding.check, finding.place.attribute, finding.reason)
        for finding in cosem.judge(dump).findings
    ]


@pytest.mark.parametrize(
    "pieces",
    [
        parts(ROWS),
        parts(ROWS[:100], ROWS[100:200], ROWS[200:]),
        parts(ROWS[:150], ROWS[150:], [], of=7),
        list(reversed(parts(ROWS[:1], ROWS[1:]))),
        [
            Value(2, failure="lost", selector=2, part=1, parts=2),
            *parts(ROWS[:9], ROWS[9:]),
        ],
    ],
)
def test_parts_that_are_all_there(pieces: list[Value]) -> None:
    joined = profile(*pieces).joined(2)
    assert joined is not None
    assert joined.octets == axdr.encode(ROWS)
    assert profile(*pieces).value(2) is None  # nobody read it whole


@pytest.mark.parametrize(
    "pieces",
    [
        [],
        [Value(2, axdr.encode(ROWS))],
        parts(ROWS[:1], ROWS[1:], of=3),
        parts(ROWS[:1], ROWS[1:])[1:],
        parts(ROWS[:1], b"x"),
        [Value(2, result="other-reason", selector=2, part=1, parts=1)],
        [Value(2, b"\x01\x83\x01", selector=2, part=1, parts=1)],
        [Value(2, left_out=9, selector=2, part=1, parts=1)],
        [replace(each, replaced="secret") for each in parts(ROWS)],
    ],
)
def test_parts_that_are_not(pieces: list[Value]) -> None:
    assert profile(*pieces).joined(2) is None


def test_parts_are_judged_as_the_whole() -> None:
    odd: list[Any] = [*ROWS[:250], (DoubleLongUnsigned(1), b"x"), *ROWS[251:]]
    for rows in (ROWS, odd):
        whole = profile(Value(2, axdr.encode(rows)))
        assert found(profile(*parts(rows[:200], rows[200:]))) == found(whole)
    assert found(profile(Value(2, axdr.encode(odd)))) != found(profile())
    fewer = profile(*parts(ROWS[:200], ROWS[200:]), entries=301)
    assert found(fewer) != found(profile(*parts(ROWS[:200], ROWS[200:])))
