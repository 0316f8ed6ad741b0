"""Lists that come again are read by a plan, and never otherwise than without one."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cosem
from cosem_runtime.catalogue import Catalogue
from cosem_runtime.push import plans
from cosem_runtime.push.reading import PushMatcher

from .lists import KAIFA, KAMSTRUP, octets
from .test_families import LISTS, UNTAGGED
from .test_layouts import ISKRA, ISKRA_LIST, KAIFA_LIST

LAYOUTS = (*KAIFA, ISKRA, KAMSTRUP)
BODIES = [octets(row[1]) for row in LISTS]
BODIES += [octets(text) for text in (KAIFA_LIST, ISKRA_LIST, UNTAGGED)]


def outcome(matcher: PushMatcher, body: bytes) -> object:
    try:
        push = matcher.read(cosem.telegram.Telegram("data", (_result(body),)))
    except cosem.CosemError as error:
        return type(error), str(error)
    return push.items, push.family, push.layout, push.meter, push.list, push.time


def _result(body: bytes) -> Any:
    return cosem.telegram.Result(body)


def matcher() -> PushMatcher:
    return Catalogue("cosem")._registered.pushes(LAYOUTS)


@given(st.data())
def test_what_a_plan_takes_is_what_is_found_anew(data: st.DataObject) -> None:
    """Octets of a list change at will, with the plan of the first list at hand."""
    body = bytearray(data.draw(st.sampled_from(BODIES)))
    reader = matcher()
    outcome(reader, bytes(body))
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(body) - 1))
        body[at] = data.draw(
            st.integers(0, 255) | st.sampled_from([body[at] ^ 1, 0, 0xFF])
        )
    with_plan = outcome(reader, bytes(body))
    assert with_plan == outcome(matcher(), bytes(body))


@pytest.mark.parametrize("body", BODIES, ids=map(str, range(len(BODIES))))
def test_the_second_is_read_by_the_plan(
    body: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = matcher()
    first = outcome(reader, body)

    def never(*_: object) -> None:
        raise AssertionError("looked at anew")

    monkeypatch.setattr(PushMatcher, "_anew", never)
    assert outcome(reader, body) == first
    # Numbers of 32 bits, not the length of a code.
    numbers = re.sub(rb"(?<!\x09)\x06\x00\x00", b"\x06\x12\x34", body)
    if numbers != body:
        assert outcome(reader, numbers) != first


def test_what_looks_alike_but_is_something_else() -> None:
    """Twelve octets that were a time are then a meter's number, and the reverse."""
    reader = matcher()
    pair = "0906 0100010800FF 1105"
    time, number = "07E6020102091114FF800000", "30" * 12
    for text, is_time in ((time, True), (number, False), (time, True)):
        found = outcome(reader, octets(f"0203 {pair} 090C {text}"))
        assert isinstance(found, tuple)
        assert (found[-1] is not None) is is_time
        assert (found[3] is None) is is_time


def test_plans_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = matcher()
    kept = reader._plans
    for code in range(100):
        outcome(reader, octets(f"0202 0906 01{code:02X}010800FF 1105"))
    assert {len(each) for each in kept._by_size.values()} == {plans.OF_ONE_SIZE}
    monkeypatch.setattr(plans, "ALL_OCTETS", 100)
    for size in range(20):
        text = "41" * size
        outcome(reader, octets(f"0202 0906 0100010800FF 0A{size:02X} {text}"))
    assert sum(kept._by_size) <= 100
    monkeypatch.setattr(plans, "LONGEST", 5)
    before = dict(kept._by_size)
    outcome(reader, octets("0202 0906 0101010800FF 1105"))
    assert kept._by_size == before


def test_layouts_are_of_the_packages_of_the_moment() -> None:
    catalogue = Catalogue("cosem")
    before = catalogue._registered.pushes(None)
    assert catalogue._registered.pushes(None) is before
    assert catalogue._registered.pushes(KAIFA) is catalogue._registered.pushes(
        list(KAIFA)
    )
    for _ in range(40):
        catalogue._registered.pushes((KAMSTRUP, KAIFA[0])[: _ % 2 + 1])
    assert len(catalogue._registered._matchers) <= 40
