"""Clients and dumps that mean harm: everything is answered, and costs no more than is stated."""

from __future__ import annotations

import asyncio
import socket
from contextlib import ExitStack
from typing import Any

import pytest

from cosem_conformance.live.transport import Answer, Attribute, Selection
from cosem_conformance.simulator import (
    FaultError,
    SimulatedMeter,
    SimulatedObject,
    Simulator,
    View,
    plant,
    results,
)
from cosem_conformance.simulator.behaviour import (
    MOST_CAPTURED,
    MOST_COLUMNS,
    MOST_PUSHED,
)
from cosem_conformance.wire import length
from cosem_runtime import Obis, axdr

from .client import Client, aarq, described
from .wire import Wire, connected, framed

CLOCK = Obis("0.0.1.0.0.255")
PROFILE = Obis("1.0.99.1.0.255")
REGISTER = Obis("1.0.1.8.0.255")
BUFFER = Attribute(7, PROFILE, 2)
COLUMNS = Attribute(7, PROFILE, 3)
OBJECT_LIST = Attribute(15, Obis("0.0.40.0.0.255"), 2)
TIMES = "0204 120008 0906 0000010000FF 0F02 120000"
"""The column that is the time of the clock."""
EVER = "090C 07D00101FF000000FF8000FF 090C 0BB80101FF000000FF8000FF"
INFINITE = "17 7F800000"
NO_NUMBER = "17 7FC00000"
LONGEST = "15 FFFFFFFFFFFFFFFF"


@pytest.fixture
def view(meter: SimulatedMeter) -> View:
    return meter.view(1)


def of(view: View, class_id: int) -> SimulatedObject:
    return next(each for each in view.objects if each.class_id == class_id)


def by_range(view: View, rest: str, columns: bytes = b"\x01\x00") -> Answer:
    parameter = bytes.fromhex(f"0204 {TIMES} {rest}") + columns
    return view.get(BUFFER._replace(selection=Selection(1, parameter)))


@pytest.mark.parametrize(
    "limits",
    ["0900 0900", "0903 010203 0903 010203", f"0907 {'FF' * 7} 0907 {'FF' * 7}"],
)
def test_a_range_of_what_is_no_time_is_refused(view: View, limits: str) -> None:
    assert by_range(view, limits).result == results.TYPE_UNMATCHED


@pytest.mark.parametrize("buffer", ["0101 0200", "0101 0100", "0101 00"])
def test_rows_that_lack_the_column_are_told(view: View, buffer: str) -> None:
    of(view, 7).values[2] = bytes.fromhex(buffer)
    assert by_range(view, EVER).result == results.TYPE_UNMATCHED


def test_a_value_is_selected_once(view: View) -> None:
    time = bytes.fromhex(TIMES)
    assert by_range(view, EVER, b"\x01\x01" + time).result == results.SUCCESS
    assert by_range(view, EVER, b"\x01\x02" + time * 2).result == results.TYPE_UNMATCHED


@pytest.mark.parametrize("period", [LONGEST, "14 8000000000000000"])
def test_a_period_that_is_too_long_is_none(
    meter: SimulatedMeter, view: View, period: str
) -> None:
    of(view, 7).values[4] = bytes.fromhex(period)
    meter.start()
    meter.tick()
    assert by_range(view, EVER).result == results.TYPE_UNMATCHED


@pytest.mark.parametrize(
    "shift", ["0A03 616263", "0100", LONGEST, INFINITE, NO_NUMBER, "00"]
)
def test_a_clock_is_shifted_by_seconds_alone(view: View, shift: str) -> None:
    of(view, 8).kind = None  # as of a version that nobody knows
    before = view.get(Attribute(8, CLOCK, 2))
    answer = view.action(8, CLOCK, 6, bytes.fromhex(shift))
    assert answer.result == results.TYPE_UNMATCHED
    assert view.get(Attribute(8, CLOCK, 2)) == before


def test_a_clock_at_the_end_of_all_years_can_be_adjusted(view: View) -> None:
    of(view, 8).values[2] = bytes.fromhex("090C 270F0C1FFF173B3BFF800000")
    view.meter.start()
    assert view.action(8, CLOCK, 1, bytes.fromhex("0F00")).result == results.SUCCESS
    assert view.get(Attribute(8, CLOCK, 2)).result == results.SUCCESS


@pytest.mark.parametrize("value", ["", "0A03 616263", "0101 00"])
def test_what_has_no_zero_is_not_reset(view: View, value: str) -> None:
    of(view, 3).values[2] = bytes.fromhex(value)
    answer = view.action(3, REGISTER, 1, bytes.fromhex("0F00"))
    assert answer.result == results.OTHER_REASON


@pytest.mark.parametrize("each", [INFINITE, NO_NUMBER, "0100", "00", LONGEST])
def test_what_names_nothing_is_captured_as_nothing(view: View, each: str) -> None:
    profile = of(view, 7)
    profile.values[3] = bytes.fromhex(f"0101 0204 {each * 4}")
    view.action(7, PROFILE, 2, bytes.fromhex("0F00"))
    assert profile.values[2].endswith(bytes.fromhex("0201 00"))


@pytest.mark.parametrize("each", [INFINITE, NO_NUMBER, "0100", "00"])
def test_a_script_of_nonsense_ends(view: View, each: str) -> None:
    scripts = of(view, 9)
    action = f"1601 120003 0906 {bytes(REGISTER).hex()} {each} 00"
    for inner in (each * 5, action):
        scripts.values[2] = bytes.fromhex(f"0101 0202 120001 0101 0205 {inner}")
        answer = view.action(9, scripts.logical_name, 1, bytes.fromhex("120001"))
        assert answer.result == results.OTHER_REASON


def test_a_profile_that_captures_itself_stays_small(view: View) -> None:
    profile = of(view, 7)
    own = f"0204 120007 0906 {bytes(PROFILE).hex()} 0F02 120000"
    columns = bytes.fromhex(f"01 40 {own * 64}")
    assert view.set(COLUMNS, columns).result == results.SUCCESS
    for _ in range(4):  # 64 times as much each time
        view.action(7, PROFILE, 2, bytes.fromhex("0F00"))
    assert 1000 < len(profile.values[2]) < MOST_CAPTURED + 16


def test_a_row_has_no_more_columns_than_stated(view: View) -> None:
    time = bytes.fromhex(TIMES)
    of(view, 7).values[3] = (
        b"\x01" + length(MOST_COLUMNS + 1) + time * (MOST_COLUMNS + 1)
    )
    of(view, 7).values[2] = b"\x01\x00"
    view.action(7, PROFILE, 2, bytes.fromhex("0F00"))
    rows: Any = axdr.decode(of(view, 7).values[2])
    assert [len(row) for row in rows] == [MOST_COLUMNS]


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("", "long-length:3.2"),
        ("0A", "long-length:3.2"),
        ("0981FF" + "00" * 255, "wrong-size:3.2"),
        ("04 8200FF" + "00" * 32, "wrong-size:3.2"),
    ],
)
def test_a_fault_without_a_place_is_refused(
    meter: SimulatedMeter, value: str, fault: str
) -> None:
    plant(meter, f"value:3.2={value}")
    with pytest.raises(FaultError, match="its value has no short"):
        plant(meter, fault)


def test_a_fault_whose_place_is_written_over_leaves_what_was_written(
    view: View,
) -> None:
    plant(view.meter, "long-length:3.3")
    of(view, 3).values[3] = b"\x06\x00\x00\x00\x01"
    found = Client.of(view).get(Attribute(3, REGISTER, 3))
    assert found == Answer(0, b"\x06\x00\x00\x00\x01")


def test_what_all_clients_have_under_way_is_bounded(meter: SimulatedMeter) -> None:
    block = b"\x00\x00\x00\x00\x01" + length(30_000) + bytes(30_000)
    request = b"\xc1\x02\xc1" + described(Attribute(3, REGISTER, 2)) + block
    with Simulator(meter, most_held=50_000) as simulator, ExitStack() as stack:
        first, second = (stack.enter_context(Wire(simulator)) for _ in range(2))
        for each in (first, second):
            each.send(aarq())
        assert first.send(request)[:2] == b"\xc5\x02"
        second.socket.sendall(framed(16, 1, request))
        assert second.is_over()
        # Who was hung up on holds nothing any more, nor who has gone.
        first.socket.shutdown(socket.SHUT_WR)
        assert first.is_over()
        with Wire(simulator) as third:
            third.send(aarq())
            assert third.send(request)[:2] == b"\xc5\x02"


def test_what_is_sent_in_blocks_is_counted_too(meter: SimulatedMeter) -> None:
    with Simulator(meter, most_held=100) as simulator:
        with Wire(simulator) as wire:
            wire.send(aarq(pdu=128))
            request = b"\xc0\x01\xc1" + described(OBJECT_LIST)
            wire.socket.sendall(framed(16, 1, request))
            assert wire.is_over()
        with connected(simulator) as client:
            assert client.get(OBJECT_LIST).result == 0


def test_pushes_that_nobody_takes_do_not_pile_up(meter: SimulatedMeter) -> None:
    async def run() -> int:
        async with Simulator(meter, push_to=("127.0.0.1", 1)) as simulator:
            never = asyncio.Event()

            async def send(to: tuple[str, int], octets: bytes) -> None:
                await never.wait()

            simulator._send = send  # type: ignore[method-assign]
            meter.pushed += [(1, 1, b"\x0f")] * (MOST_PUSHED + 50)
            simulator._push()
            under_way = len(simulator._pushing)
            assert len(meter.pushed) == 50
            never.set()
            while meter.pushed or simulator._pushing:
                await asyncio.sleep(0)
            return under_way

    assert asyncio.run(run()) == MOST_PUSHED
