"""What moves in a simulated meter, and what of it is selected."""

from __future__ import annotations

from datetime import timedelta

import pytest

import cosem
from cosem import telegram
from cosem_conformance.live.transport import Attribute
from cosem_conformance.simulator import SimulatedMeter, SimulatedObject, View
from cosem_conformance.simulator.octets import array, elements
from cosem_runtime import Obis, axdr

from .client import Client
from .conftest import Hands

CLOCK = Obis("0.0.1.0.0.255")
PROFILE = Obis("1.0.99.1.0.255")
REGISTER = Obis("1.0.1.8.0.255")
BUFFER = Attribute(7, PROFILE, 2)
TIME = Attribute(8, CLOCK, 2)
OBJECT_LIST = Attribute(15, Obis("0.0.40.0.0.255"), 2)
NOTHING = bytes.fromhex("0F00")


@pytest.fixture
def view(meter: SimulatedMeter) -> View:
    return meter.view(1)


def octets(view: View, attribute: Attribute) -> bytes:
    answer = view.get(attribute)
    assert answer.octets is not None, answer
    return answer.octets


def rows(view: View, attribute: Attribute = BUFFER) -> list[tuple[object, ...]]:
    found = axdr.decode(octets(view, attribute))
    assert isinstance(found, list)
    return found


def shown(view: View) -> str:
    time = cosem.Clock.attribute("time").decode(octets(view, TIME))
    return f"{time.to_datetime():%H:%M:%S}"


def of(view: View, class_id: int) -> SimulatedObject:
    return next(each for each in view.objects if each.class_id == class_id)


# ---- clocks


def test_a_clock_runs(view: View, hands: Hands) -> None:
    assert shown(view) == "12:07:30"
    hands.move(seconds=40)
    assert shown(view) == "12:08:10"


def test_a_clock_is_set_and_goes_on(view: View, hands: Hands) -> None:
    time = cosem.Clock.attribute("time")
    later = cosem.DateTime.from_datetime(hands() + timedelta(days=400))
    assert view.set(TIME, time.encode(later)).result == 0
    hands.move(minutes=1)
    now = time.decode(octets(view, TIME))
    assert now.to_datetime() == later.to_datetime() + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("method", "parameter", "after"),
    [(1, "0F00", "12:15:00"), (3, "0F00", "12:08:00"), (6, "10FFFA", "12:07:24")],
)
def test_a_clock_is_adjusted(
    view: View, method: int, parameter: str, after: str
) -> None:
    answer = view.action(8, CLOCK, method, bytes.fromhex(parameter))
    assert (answer.result, shown(view)) == (0, after)


def test_a_clock_that_says_no_time_stands(view: View, hands: Hands) -> None:
    nothing = bytes.fromhex("090C FFFF FF FF FF FF FF FF FF 8000 FF")
    assert view.set(TIME, nothing).result == 0
    hands.move(minutes=1)
    assert octets(view, TIME) == nothing
    assert view.action(8, CLOCK, 1, NOTHING).result == 2


# ---- profiles


def test_a_profile_captures_when_its_period_is_over(
    meter: SimulatedMeter, view: View, hands: Hands
) -> None:
    before = rows(view)
    meter.tick()
    assert rows(view) == before
    hands.move(minutes=8)
    meter.tick()
    meter.tick()
    after = rows(view)
    assert after[:-1] == before
    time, value = after[-1]
    assert isinstance(time, bytes)
    assert time == octets(view, TIME)[2:]
    assert value == axdr.decode(octets(view, Attribute(3, REGISTER, 2)))
    assert axdr.decode(octets(view, Attribute(7, PROFILE, 7))) == len(after)


def test_a_profile_keeps_its_entries(view: View) -> None:
    most = Attribute(7, PROFILE, 8)
    assert view.set(most, axdr.encode(axdr.DoubleLongUnsigned(3))).result == 0
    assert view.action(7, PROFILE, 2, NOTHING).result == 0
    assert len(rows(view)) == 3
    assert view.action(7, PROFILE, 1, NOTHING).result == 0
    assert rows(view) == []


def test_the_last_row_of_a_lifo_comes_first(view: View) -> None:
    of(view, 7).values[5] = bytes.fromhex("1602")
    view.action(7, PROFILE, 2, NOTHING)
    time, _ = rows(view)[0]
    assert time == octets(view, TIME)[2:]


def test_other_columns_empty_a_profile(view: View) -> None:
    assert rows(view)
    columns = Attribute(7, PROFILE, 3)
    assert view.set(columns, octets(view, columns)).result == 0
    assert rows(view) == []


def test_a_column_may_be_a_part(view: View) -> None:
    unit = f"01 01 02 04 12 0003 0906 {bytes(REGISTER).hex()} 0F 03 12 0002"
    assert view.set(Attribute(7, PROFILE, 3), bytes.fromhex(unit)).result == 0
    view.action(7, PROFILE, 2, NOTHING)
    assert octets(view, BUFFER) == bytes.fromhex("0101 0201 161E")


def entries(first: int, last: int, column: int = 1, to: int = 0) -> Attribute:
    access = cosem.ProfileGeneric.attribute("buffer").by_entry(
        from_entry=first,
        to_entry=last,
        from_selected_value=column,
        to_selected_value=to,
    )
    return BUFFER._replace(selection=_selection(access))


def _selection(access: cosem.SelectiveAccess) -> object:
    from cosem_conformance.live.transport import Selection

    return Selection(access.selector, access.parameter)


def test_rows_by_entry(view: View) -> None:
    every = rows(view)
    assert len(every) >= 5
    assert rows(view, entries(1, 0)) == every
    assert rows(view, entries(1, 1)) == every[:1]
    assert rows(view, entries(2, 4)) == every[1:4]
    assert rows(view, entries(5, 1000)) == every[4:]
    assert rows(view, entries(1000, 0)) == []
    assert rows(view, entries(2, 3, 2, 2)) == [row[1:] for row in every[1:3]]


def between(view: View, first: bytes, last: bytes, *columns: int) -> Attribute:
    every = cosem.ProfileGeneric.attribute("capture_objects").decode(
        octets(view, Attribute(7, PROFILE, 3))
    )
    access = cosem.ProfileGeneric.attribute("buffer").by_range(
        restricting_object=every[0],
        from_value=first,
        to_value=last,
        selected_values=[every[at] for at in columns],
    )
    return BUFFER._replace(selection=_selection(access))


def test_rows_by_range(view: View) -> None:
    every = rows(view)
    times = [row[0] for row in every]
    first, third, last = times[0], times[2], times[-1]
    assert isinstance(first, bytes)
    assert isinstance(third, bytes)
    assert isinstance(last, bytes)
    assert rows(view, between(view, first, last)) == every
    assert rows(view, between(view, first, third)) == every[:3]
    assert rows(view, between(view, third, third)) == every[2:3]
    assert rows(view, between(view, third, first)) == []
    year = b"\x07\xd0" + first[2:]
    assert rows(view, between(view, year, year)) == []
    assert rows(view, between(view, third, third, 1)) == [every[2][1:]]


def test_a_time_that_a_row_leaves_out_is_a_period_later(view: View) -> None:
    every = rows(view)
    first, second = every[0][0], every[1][0]
    assert isinstance(first, bytes)
    assert isinstance(second, bytes)
    of(view, 7).values[2] = axdr.encode([every[0], (None, every[1][1]), *every[2:]])
    assert rows(view, between(view, second, second)) == [(None, every[1][1])]


def test_ranges_of_what_is_no_column_are_refused(view: View) -> None:
    columns = bytes.fromhex("0204 12 0003 0906 010002080000 0F 02 12 0000")
    times = bytes.fromhex("0600000000 0600000001 0100")
    attribute = entries(1, 1)
    assert attribute.selection is not None
    wrong = attribute.selection._replace(
        selector=1, parameter=b"\x02\x04" + columns + times
    )
    assert view.get(attribute._replace(selection=wrong)).result == 12
    unknown = attribute.selection._replace(selector=9)
    assert view.get(attribute._replace(selection=unknown)).result == 250


def test_parts_of_the_object_list(view: View) -> None:
    spec = cosem.AssociationLn.attribute("object_list")
    every = cosem.AssociationLnV1.attribute("object_list").decode(
        octets(view, OBJECT_LIST)
    )

    def selected(access: cosem.SelectiveAccess) -> list[tuple[int, bytes, int]]:
        attribute = OBJECT_LIST._replace(selection=_selection(access))
        found = cosem.AssociationLnV1.attribute("object_list").decode(
            octets(view, attribute)
        )
        return [
            (e.class_id, bytes(e.logical_name), len(e.access_rights.attribute_access))
            for e in found
        ]

    assert len(selected(spec.by_all())) == len(every)
    assert selected(spec.by_class_list([3, 8])) == [
        (8, bytes(CLOCK), 0),
        (3, bytes(REGISTER), 0),
    ] or selected(spec.by_class_list([3, 8])) == [
        (3, bytes(REGISTER), 0),
        (8, bytes(CLOCK), 0),
    ]
    one = spec.selector("object_id").type.kind(class_id=3, logical_name=REGISTER)
    assert selected(spec.by_object_id(class_id=3, logical_name=REGISTER)) == [
        (3, bytes(REGISTER), 3)
    ]
    assert selected(spec.by_object_id_list([one])) == [(3, bytes(REGISTER), 3)]


def test_attribute_0_is_all_that_can_be_read(view: View) -> None:
    found = octets(view, Attribute(3, REGISTER, 0))
    parts = [octets(view, Attribute(3, REGISTER, number)) for number in (1, 2, 3)]
    assert found == b"\x02\x03" + b"".join(parts)


# ---- methods, rights and types


def test_a_value_of_another_type_is_refused(view: View) -> None:
    zone = Attribute(8, CLOCK, 7)
    assert view.set(zone, bytes.fromhex("0F 3C")).result == 0
    assert view.set(zone, bytes.fromhex("11 3C")).result == 12
    assert view.set(zone, bytes.fromhex("0F 7F")).result == 12  # beyond its range
    assert octets(view, zone) == bytes.fromhex("0F3C")


def test_a_value_that_an_enumeration_does_not_list_is_refused(view: View) -> None:
    base = Attribute(8, CLOCK, 9)
    assert view.set(base, bytes.fromhex("16 7D")).result == 12
    assert view.set(base, bytes.fromhex("16 80")).result == 0  # left to makers
    # What is there already is taken again, whatever it is.
    of(view, 8).values[9] = bytes.fromhex("16 7D")
    assert view.set(base, bytes.fromhex("16 7D")).result == 0


@pytest.mark.parametrize(
    ("class_id", "name", "number", "result"),
    [
        (3, "1.0.1.8.0.255", 9, 4),
        (3, "1.0.9.9.9.9", 2, 4),
        (4, "1.0.1.8.0.255", 2, 9),
    ],
)
def test_what_is_not_there(
    view: View, class_id: int, name: str, number: int, result: int
) -> None:
    attribute = Attribute(class_id, Obis(name), number)
    assert view.get(attribute).result == result
    assert view.set(attribute, b"\x00").result == result
    assert view.action(class_id, Obis(name), number, None).result == result


def test_methods_that_are_not_simulated_say_so(view: View) -> None:
    assert view.action(8, CLOCK, 2, NOTHING).result == 250
    assert view.action(8, CLOCK, 3, bytes.fromhex("0901FF")).result == 12


def test_a_contact_is_opened_and_closed(view: View) -> None:
    control = of(view, 70)
    state = Attribute(70, control.logical_name, 2)
    assert view.action(70, control.logical_name, 2, NOTHING).result == 0
    assert octets(view, state) == bytes.fromhex("0301")
    assert view.action(70, control.logical_name, 1, NOTHING).result == 0
    assert octets(view, state) == bytes.fromhex("0300")


def test_a_script_is_executed(view: View) -> None:
    scripts, control = of(view, 9), of(view, 70)
    name = bytes(control.logical_name).hex()
    write = f"0205 1601 12 0046 0906 {name} 0F 04 1602"
    invoke = f"0205 1602 12 0046 0906 {name} 0F 02 0F00"
    itself = f"0205 1602 12 0009 0906 {bytes(scripts.logical_name).hex()} 0F 01 120001"
    table = f"0102 0202 120001 0102 {write} {invoke} 0202 120002 0101 {itself}"
    attribute = Attribute(9, scripts.logical_name, 2)
    assert view.set(attribute, bytes.fromhex(table)).result == 0

    def execute(number: int) -> int:
        parameter = bytes((0x12, 0, number))
        return view.action(9, scripts.logical_name, 1, parameter).result

    assert [execute(number) for number in (1, 2, 3)] == [0, 250, 4]
    assert octets(view, Attribute(70, control.logical_name, 4)) == b"\x16\x02"
    assert octets(view, Attribute(70, control.logical_name, 2)) == b"\x03\x01"


def test_a_push_is_a_notification(meter: SimulatedMeter, view: View) -> None:
    setup = of(view, 40)
    client = Client.of(view)
    assert client.action(40, setup.logical_name, 1, NOTHING).result == 2
    meter.can_push = True
    assert client.action(40, setup.logical_name, 1, NOTHING).result == 0
    ((to, server, apdu),) = meter.pushed
    assert (to, server) == (1, 1)
    opened = telegram.open(apdu)
    assert opened.kind == "data-notification"
    assert opened.body == bytes.fromhex("0201 0600000320")
    assert opened.time is not None
    assert opened.time.to_datetime() == meter.now()


def test_a_push_that_no_frame_holds_is_refused(
    meter: SimulatedMeter, view: View
) -> None:
    meter.can_push = True
    setup = of(view, 40)
    (entry,) = elements(setup.values[2])
    setup.values[2] = array([entry] * 14_000)
    client = Client.of(view)
    assert client.action(40, setup.logical_name, 1, NOTHING).result == 250
    setup.values[2] = array([entry] * 10_000)
    assert client.action(40, setup.logical_name, 1, NOTHING).result == 0
    ((_, _, apdu),) = meter.pushed
    assert len(apdu) <= 0xFFFF
