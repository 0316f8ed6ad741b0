"""Frames that real meters sent, published by others: each in one call to named values."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

import cosem

from ..runtime.test_captures import NONE
from ..telegram.test_captures import framed, keys
from .lists import KAIFA

# Of others' readings, not what the octets say: (capture, code).
_WRONG = {"dp-raw_energomera"}
_NOT_PUSHES = {"epri-0"}


def pushes(valid: bool = True) -> list[Any]:
    found = [
        each
        for each in framed(valid)
        if each.values[0] and each.values[0]["id"] not in _NOT_PUSHES
    ]
    return found or [NONE]


def read(vector: dict[str, Any]) -> Any:
    octets = bytes.fromhex(vector["hex"])
    return cosem.read_push(octets, **keys(vector), unchecked=True, layouts=KAIFA)


@pytest.mark.parametrize("vector", pushes())
def test_every_value_is_there_under_its_code(vector: dict[str, Any]) -> None:
    push = read(vector)
    assert push.telegram.body == bytes.fromhex(vector["data_hex"])
    values = {bytes(item.obis).hex(): item for item in push.items}
    named = [*_named(vector["parsed"])]
    for code, value, scaler_unit in named:
        item = values[code]
        assert _plain(item.value) == value
        if scaler_unit:
            assert [item.scaler, item.unit] == scaler_unit
            assert item.scaled == Decimal(value).scaleb(scaler_unit[0])
    if push.family != "layout":
        assert len(named) == len(push.items)
    assert [*push.items] == sorted(push.items, key=lambda each: each.offset)


def _named(parsed: Any) -> Iterator[tuple[str, Any, Any]]:
    """Code, value, scaler and unit of an independent parse, by the look of its members."""
    if isinstance(parsed[0], list) and isinstance(parsed[0][0], list):
        codes = [each[1] for each in parsed[0]]
        for code, value in list(zip(codes, parsed, strict=True))[1:]:
            yield code, value, None
        return
    at = 0
    while at < len(parsed):
        each = parsed[at]
        at += 1
        if isinstance(each, list):
            yield each[0], each[1], each[2] if len(each) > 2 else None
        elif isinstance(each, str) and len(each) == 12 and each.endswith("ff"):
            value = parsed[at]
            at += 1
            scaler_unit = None
            follows = parsed[at] if at < len(parsed) else None
            if isinstance(follows, list) and isinstance(follows[0], int):
                scaler_unit = follows
                at += 1
            yield each, value, scaler_unit


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


@pytest.mark.parametrize("vector", pushes())
def test_the_same_again_and_by_layouts(vector: dict[str, Any]) -> None:
    """The second of its kind is read by the plan of the first."""
    first, second = read(vector), read(vector)
    assert first.items == second.items
    assert (first.meter, first.list, first.time) == (
        second.meter,
        second.list,
        second.time,
    )
    assert str(first) == str(second)
    assert f"{len(first.items)} item" in first.table()


def told() -> list[Any]:
    """Pushes of which the source says something, and something right."""
    found = [
        each
        for each in (*pushes(), *pushes(False))
        if each.values[0]
        and each.values[0]["expected"]
        and each.values[0]["id"] not in _WRONG
        and "zmf100" not in each.values[0]["id"]
    ]
    return found or [NONE]


@pytest.mark.parametrize("vector", told())
def test_what_the_source_says(vector: dict[str, Any]) -> None:
    expected = vector["expected"]
    push = read(vector)
    values = {".".join(map(str, item.obis)): item for item in push.items}
    for code, text in expected.items():
        if code in values:
            item = values[code]
            value = item.value if item.scaled is None else item.scaled
            if text.endswith("f"):
                assert value == Decimal(text[:-1])
            elif isinstance(value, cosem.DateTime):
                assert str(value).startswith(text)
            else:
                assert (value if isinstance(value, str) else value.decode()) == text
        else:
            said = (push.meter, push.list, str(push.time)[:19])
            assert text in said, f"{code} is missing"


def test_the_list_that_kaifa_sends_without_codes() -> None:
    (vector,) = [
        each.values[0]
        for each in pushes()
        if each.values[0] and each.values[0]["id"] == "amshan-kaifa-no_list_3"
    ] or [None]
    if vector is None:
        pytest.skip("no captures")
    push = read(vector)
    assert push.layout is KAIFA[2]
    assert push.list == "KFM_001"
    assert str(push.time) == "2020-01-25 14:00:10"
    scaled = {str(i.obis): f"{i.scaled} {i.unit}" for i in push.items if i.unit}
    assert scaled["1-0:31.7.0*255"] == "14.571 A"
    assert scaled["1-0:72.7.0*255"] == "220.5 V"
    assert scaled["1-0:4.8.0*255"] == "3210932 varh"
