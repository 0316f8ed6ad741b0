"""A whole meter, one attribute after another, whatever happens on the way."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from cosem_conformance.dumps import (
    CONFORMANCE,
    Association,
    Dump,
    DumpError,
    Value,
    load,
)
from cosem_conformance.dumps.object_list import CURRENT_ASSOCIATION as CURRENT
from cosem_conformance.live import (
    Answer,
    Attribute,
    Negotiated,
    Plan,
    Step,
    TransportError,
    dump_meter,
    reading,
)
from cosem_runtime import Obis, axdr
from cosem_runtime.values import DoubleLongUnsigned

from .meter import CLOCK, ENERGY, OBJECTS, PROFILE, Meter, lost, object_list

DEVICE = Obis("0.0.42.0.0.255")
OURS = Association(client=16, server=1, referencing="LN", authentication="none")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "meter.jsonl.gz"


def walk(meter: Meter, path: Path, **options: Any) -> Dump:
    waits: list[float] = options.pop("waits", [])
    plan = Plan(**options)
    end = dump_meter(meter, path, OURS, plan=plan, sleep=waits.append)
    dump = load(path)
    assert dump.complete
    assert end.values == sum(len(each.values) for _, each in dump.objects())
    return dump


def values(dump: Dump, class_id: int, name: Any) -> list[Value]:
    each = dump.associations[0].find(class_id, name)
    assert each is not None
    return each.values


def test_every_attribute_is_read_once(path: Path) -> None:
    meter = Meter()
    dump = walk(meter, path)
    assert set(meter.asked.values()) == {1}
    (association,) = dump.associations
    assert (association.client, association.referencing) == (16, "LN")
    assert [each.name[:2] for each in association.objects] == [
        (class_id, name) for class_id, _, name, _ in OBJECTS
    ]
    for each in association.objects:
        assert {v.attribute for v in each.values} == set(each.attribute_access)
        for value in each.values:
            expected = meter.values.get((*each.name[:2], value.attribute))
            if expected is not None:
                assert value.octets == expected
            assert value.started is not None and value.started.tzinfo is not None
            assert value.seconds is not None and value.seconds >= 0
    assert not meter.is_open


def test_what_is_not_readable_is_asked_for_unless_it_is_left_out(path: Path) -> None:
    (secret,) = [
        v for v in values(walk(Meter(), path), 15, CURRENT) if v.attribute == 7
    ]
    assert (secret.octets, secret.result) == (None, "read-write-denied")
    path.unlink()
    meter = Meter()
    assert 7 not in {
        v.attribute for v in values(walk(meter, path, readable_only=True), 15, CURRENT)
    }
    assert Attribute(15, CURRENT, 7) not in meter.asked


def test_a_refusal_is_kept_with_what_came_with_it(path: Path) -> None:
    meter = Meter()
    answers = {2: Answer(77, b"\x01"), 3: Answer(0, None)}
    get = meter.get

    def odd(attribute: Attribute) -> Answer:
        answer = get(attribute)
        return (
            answers.get(attribute.number, answer) if attribute.class_id == 3 else answer
        )

    meter.get = odd  # type: ignore[method-assign]
    _, second, third = values(walk(meter, path), 3, ENERGY)
    assert (second.result, second.reply) == ("result 77", b"\x01")
    assert third.failure == "success without a value"


def test_what_was_negotiated_stands_in_the_association(path: Path) -> None:
    class Telling(Meter):
        def negotiated(self) -> Negotiated:
            return Negotiated(0x00_1E_1D, 1024)

    (association,) = walk(Telling(), path).associations
    assert association.max_pdu == 1024
    # The block as it is sent, which a context info of such a meter has.
    bits = axdr.decode(bytes.fromhex("0418001E1D"))
    assert association.conformance == tuple(
        name for name, bit in zip(CONFORMANCE, str(bits), strict=True) if bit == "1"
    )
    assert "get" in association.conformance and "read" not in association.conformance


# ---------------------------------------------------------------- profiles


@pytest.mark.parametrize(
    ("entries", "asked", "parts"), [(5, 2, 3), (4, 2, 2), (5, 5, 1), (5, 0, 1)]
)
def test_a_buffer_comes_in_pieces_of_so_many_rows(
    path: Path, entries: int, asked: int, parts: int
) -> None:
    meter = Meter(entries)
    found = [
        v for v in values(walk(meter, path, rows=asked), 7, PROFILE) if v.attribute == 2
    ]
    assert len(found) == parts
    assert [row[0] for v in found for row in axdr.decode(v.octets or b"")] == list(
        range(1, entries + 1)
    )
    whole = [(None, None)]
    numbers = whole if parts == 1 else [(n, parts) for n in range(1, parts + 1)]
    assert [(v.part, v.parts) for v in found] == numbers
    assert {v.selector for v in found} == ({None} if parts == 1 else {2})


def test_a_buffer_without_selective_access_is_read_whole(path: Path) -> None:
    meter = Meter()
    meter.selects = False
    found = [
        v for v in values(walk(meter, path, rows=2), 7, PROFILE) if v.attribute == 2
    ]
    assert [(v.selector, v.result) for v in found] == [
        (2, "read-write-denied"),
        (None, None),
    ]
    assert len(axdr.decode(found[1].octets or b"")) == 5


def test_a_meter_that_does_not_select_is_asked_once(path: Path) -> None:
    meter = Meter()
    get = meter.get
    meter.get = lambda a: get(a._replace(selection=None) if a.number == 2 else a)  # type: ignore[method-assign]
    found = [
        v for v in values(walk(meter, path, rows=2), 7, PROFILE) if v.attribute == 2
    ]
    assert [(v.selector, v.part, v.size > 0) for v in found] == [(2, None, True)]


@pytest.mark.slow
def test_more_entries_than_there_are_end_with_the_first_empty_piece(path: Path) -> None:
    meter = Meter()
    meter.values[7, PROFILE, 7] = bytes.fromhex("06FFFFFFFF")
    found = [
        v for v in values(walk(meter, path, rows=2), 7, PROFILE) if v.attribute == 2
    ]
    assert [len(axdr.decode(v.octets or b"")) for v in found] == [2, 2, 1, 0]


def test_rows_since_a_day_are_asked_for_day_by_day(path: Path) -> None:
    meter = Meter()
    asked: list[bytes] = []

    def note(attribute: Attribute) -> None:
        if attribute.selection is not None:
            asked.append(attribute.selection.parameter)

    meter.before = note
    today = datetime.now(UTC).date()
    dump = walk(meter, path, since=today - timedelta(2))
    found = [v for v in values(dump, 7, PROFILE) if v.attribute == 2]
    assert {(v.selector, v.part) for v in found} == {(1, None)}
    # Until tomorrow, wherever the clock of the meter stands; a test may run at midnight.
    assert len(found) in (4, 5)
    column, first, last, columns = axdr.decode(asked[0])
    assert column == (8, bytes(CLOCK), 2, 0)
    day = (today - timedelta(2)).timetuple()
    stamp = day.tm_year.to_bytes(2, "big") + bytes([day.tm_mon, day.tm_mday])
    assert first[:4] == last[:4] == stamp
    assert (first[5:8], last[5:8]) == (bytes(3), bytes([23, 59, 59]))
    assert (first[9:11], columns) == (b"\x80\x00", [])


def test_a_profile_without_a_clock_is_read_by_rows(path: Path) -> None:
    meter = Meter()
    meter.values[7, PROFILE, 3] = axdr.encode([])
    dump = walk(meter, path, since=date.today(), rows=2)
    assert {v.selector for v in values(dump, 7, PROFILE) if v.attribute == 2} == {2}


def test_no_profiles(path: Path) -> None:
    found = values(walk(Meter(), path, profiles=False), 7, PROFILE)
    assert {v.attribute for v in found} == {1, 3, 7}


# ---------------------------------------------------------------- breaks


def breaks_at(number: int, times: int, meter: Meter) -> None:
    """The association breaks, so many times, where that attribute of the energy is read."""
    left = [times]

    def before(attribute: Attribute) -> None:
        if attribute[:3] == (3, ENERGY, number) and left[0]:
            left[0] -= 1
            meter.is_open = False
            lost(attribute)

    meter.before = before


def test_a_broken_association_is_made_anew(path: Path) -> None:
    meter = Meter()
    breaks_at(2, 1, meter)
    _, second, _ = values(walk(meter, path), 3, ENERGY)
    assert second.octets == meter.values[3, ENERGY, 2]
    assert meter.opened == 2


def test_an_attribute_that_breaks_it_again_is_a_failure_and_the_walk_goes_on(
    path: Path,
) -> None:
    meter = Meter()
    breaks_at(2, 2, meter)
    _, second, third = values(walk(meter, path), 3, ENERGY)
    assert (second.failure, third.octets) == ("lost at 2", meter.values[3, ENERGY, 3])
    assert meter.opened == 3


def test_a_failure_has_not_taken_the_time_of_a_new_association(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    clock = SimpleNamespace(monotonic=lambda: sum(waits))
    monkeypatch.setattr(reading, "time", clock)
    meter = Meter()
    breaks_at(2, 2, meter)
    _, second, _ = values(walk(meter, path, waits=waits), 3, ENERGY)
    assert (second.failure, second.seconds) == ("lost at 2", 0)
    assert sum(waits) > 0


def test_what_the_association_outlives_does_not_make_a_new_one(path: Path) -> None:
    meter = Meter()

    def refuse(attribute: Attribute) -> None:
        if attribute[:3] == (3, ENERGY, 2):
            raise TransportError("not in this state", broken=False)

    meter.before = refuse
    assert values(walk(meter, path), 3, ENERGY)[1].failure == "not in this state"
    assert meter.opened == 1


def test_a_meter_that_is_gone_ends_the_walk_and_what_was_read_stays(path: Path) -> None:
    meter = Meter()
    breaks_at(2, 1, meter)
    waits: list[float] = []

    def gone() -> None:
        raise TransportError("nobody there")

    begin = meter.open

    def once() -> None:
        begin()
        meter.open = gone  # type: ignore[method-assign]

    meter.open = once  # type: ignore[method-assign]
    with pytest.raises(TransportError, match=r"made no new one: nobody there"):
        walk(meter, path, waits=waits)
    assert waits == sorted(waits) and len(waits) > 2
    assert not path.exists()
    draft = load(path.with_name(path.name + ".part"), partial=True)
    assert not draft.complete
    assert len(values(draft, 8, CLOCK)) == 2


def test_a_refused_association_is_not_tried_again(path: Path) -> None:
    """A meter may lock out who comes with a wrong key again and again."""
    meter = Meter()
    breaks_at(2, 1, meter)
    waits: list[float] = []

    def again() -> None:
        meter.opened += 1
        if meter.opened > 1:
            raise TransportError("a key may be wrong", final=True)
        meter.is_open = True

    meter.open = again  # type: ignore[method-assign]
    with pytest.raises(TransportError, match="no new one: a key may be") as error:
        walk(meter, path, waits=waits)
    assert error.value.final
    assert (meter.opened, len(waits)) == (2, 1)


def test_nothing_is_asked_after_what_is_final(path: Path) -> None:
    def used_up(attribute: Attribute) -> None:
        if attribute[:3] == (3, ENERGY, 2):
            raise TransportError("the counter is used up", final=True)

    meter = Meter()
    meter.before = used_up
    waits: list[float] = []
    with pytest.raises(TransportError, match="^the counter is used up$"):
        walk(meter, path, waits=waits)
    assert (meter.opened, waits) == (1, [])
    draft = load(path.with_name(path.name + ".part"), partial=True)
    assert len(values(draft, 8, CLOCK)) == 2


def test_a_meter_that_breaks_always_is_not_asked_forever(path: Path) -> None:
    many = [(1, 0, ENERGY, dict.fromkeys(range(1, 100), 1))]
    meter = Meter()
    meter.values[15, CURRENT, 2] = object_list(many)
    meter.before = lambda a: lost(a) if a.class_id == 1 else None
    with pytest.raises(TransportError, match="10 readings in a row"):
        walk(meter, path)
    assert len(meter.asked) == 11


# ---------------------------------------------------------------- going on


class Stopped(BaseException):
    """As Ctrl-C, which is no Exception either."""


def stop_at(count: int, meter: Meter) -> None:
    left = [count]

    def before(attribute: Attribute) -> None:
        if not left[0]:
            raise Stopped
        left[0] -= 1

    meter.before = before


@pytest.mark.parametrize("rows", [0, 2])
@pytest.mark.parametrize("count", range(1, 12))
def test_stopped_anywhere_it_goes_on_and_reads_nothing_twice(
    path: Path, rows: int, count: int
) -> None:
    meter = Meter()
    stop_at(count, meter)
    with pytest.raises(Stopped):
        walk(meter, path, rows=rows)
    assert not meter.is_open
    answered = meter.asked.copy()
    # That on which it stopped was not answered.
    (last,) = [a for n, a in enumerate(meter.asked) if n == count]
    del answered[last]
    meter.asked.clear()
    meter.before = lambda attribute: None
    dump = walk(meter, path, rows=rows)
    assert not answered & meter.asked
    assert without_times(dump) == without_times(afresh(path, rows))


def afresh(path: Path, rows: int) -> Dump:
    other = path.with_name("afresh.jsonl")
    return walk(Meter(), other, rows=rows)


def without_times(dump: Dump) -> Any:
    return [
        (
            each.published(),
            [replace(v, started=None, seconds=None) for v in each.values],
        )
        for _, each in dump.objects()
    ]


def test_what_failed_is_tried_again(path: Path) -> None:
    meter = Meter()
    breaks_at(2, 2, meter)
    get = meter.get

    def stopped(attribute: Attribute) -> Answer:
        if attribute[:3] == (3, ENERGY, 3):
            raise Stopped
        return get(attribute)

    meter.get = stopped  # type: ignore[method-assign]
    with pytest.raises(Stopped):
        walk(meter, path)
    meter.get = get  # type: ignore[method-assign]
    each = walk(meter, path).associations[0].find(3, ENERGY)
    assert each is not None
    value = each.value(2)
    assert value is not None and value.octets is not None


def test_a_refused_selection_is_not_asked_for_again(path: Path) -> None:
    meter = Meter()
    meter.selects = False
    get = meter.get

    def stopped(attribute: Attribute) -> Answer:
        if attribute == Attribute(7, PROFILE, 2):
            raise Stopped
        return get(attribute)

    meter.get = stopped  # type: ignore[method-assign]
    with pytest.raises(Stopped):
        walk(meter, path, rows=2)
    meter.get = get  # type: ignore[method-assign]
    walk(meter, path, rows=2)
    assert set(meter.asked.values()) == {1}


def test_a_last_line_that_is_not_whole_is_read_again(path: Path) -> None:
    meter = Meter()
    stop_at(8, meter)
    with pytest.raises(Stopped):
        walk(meter, path)
    draft = path.with_name(path.name + ".part")
    draft.write_bytes(draft.read_bytes()[:-9])
    meter.before = lambda attribute: None
    assert without_times(walk(meter, path)) == without_times(afresh(path, 200))


def test_a_list_that_was_not_written_whole_is_read_again(path: Path) -> None:
    meter = Meter()
    stop_at(3, meter)
    with pytest.raises(Stopped):
        walk(meter, path)
    draft = path.with_name(path.name + ".part")
    draft.write_bytes(b"".join(draft.read_bytes().splitlines(keepends=True)[:4]))
    meter.before = lambda attribute: None
    assert without_times(walk(meter, path)) == without_times(afresh(path, 200))


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (replace(OURS, client=1), "client: expected 16, found 1"),
        (
            replace(OURS, authentication="lls"),
            "authentication: expected none, found lls",
        ),
    ],
)
def test_another_association_does_not_go_on(
    path: Path, other: Association, told: str
) -> None:
    meter = Meter()
    stop_at(3, meter)
    with pytest.raises(Stopped):
        walk(meter, path)
    draft = path.with_name(path.name + ".part")
    before = draft.read_bytes()
    with pytest.raises(DumpError, match=told):
        dump_meter(meter, path, other)
    assert draft.read_bytes() == before


def test_another_plan_does_not_go_on(path: Path) -> None:
    meter = Meter()
    stop_at(3, meter)
    with pytest.raises(Stopped):
        walk(meter, path, rows=2)
    with pytest.raises(DumpError, match="rows: expected 2, found 3"):
        walk(meter, path, rows=3)


def named(name: str) -> Meter:
    """A meter with a logical device name, which the list has first."""
    meter = Meter()
    meter.values[15, CURRENT, 2] = object_list(((1, 0, DEVICE, {2: 1}), *OBJECTS))
    meter.values[1, DEVICE, 2] = axdr.encode(name.encode())
    return meter


def test_another_meter_does_not_go_on(path: Path) -> None:
    begun = named("ACM0000000000001")
    stop_at(3, begun)
    with pytest.raises(Stopped):
        walk(begun, path)
    draft = path.with_name(path.name + ".part")
    before = draft.read_bytes()
    other = named("ACM0000000000002")
    with pytest.raises(DumpError, match="another meter.*3031, found .*3032;"):
        walk(other, path)
    assert draft.read_bytes() == before
    assert sum(other.asked.values()) == 1 and not other.is_open
    # One that does not tell its name any more is believed.
    begun.before = lambda attribute: None
    del begun.values[1, DEVICE, 2]
    assert values(walk(begun, path), 1, DEVICE)[0].octets is not None


def test_a_file_of_that_name_stays(path: Path) -> None:
    walk(Meter(), path)
    before = path.read_bytes()
    meter = Meter()
    with pytest.raises(DumpError, match="there is a file of this name"):
        walk(meter, path)
    assert path.read_bytes() == before
    assert not meter.opened


# ---------------------------------------------------------------- odd lists


def test_no_object_list_is_no_dump(path: Path) -> None:
    meter = Meter()
    del meter.values[15, CURRENT, 2]
    with pytest.raises(TransportError, match="read-write-denied"):
        walk(meter, path)
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize("octets", ["01 01 0F 01", "FF", "", "01 82 FF FF"])
def test_a_list_that_is_none_is_kept_to_be_judged(path: Path, octets: str) -> None:
    meter = Meter()
    meter.values[15, CURRENT, 2] = bytes.fromhex(octets)
    dump = walk(meter, path)
    ((_, own),) = dump.objects()
    assert (own.version, own.name[:2]) == (None, (15, CURRENT))
    assert [v.octets for v in own.values] == [bytes.fromhex(octets)]


def test_an_association_that_does_not_list_itself(path: Path) -> None:
    meter = Meter()
    listed = object_list(OBJECTS[1:])
    meter.values[15, CURRENT, 2] = listed
    (association,) = walk(meter, path).associations
    assert association.extra["object_list"] == listed.hex()
    assert association.find(15, CURRENT) is None


def test_an_object_that_is_listed_twice_is_read_once(path: Path) -> None:
    meter = Meter()
    meter.values[15, CURRENT, 2] = object_list([*OBJECTS, OBJECTS[-1]])
    breaks_at(2, 2, meter)
    dump = walk(meter, path)
    assert len(dump.associations[0].objects) == len(OBJECTS) + 1
    assert max(meter.asked.values()) == 2  # the one that broke


def test_a_value_too_long_for_a_dump_is_said(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LONGEST", 200)
    meter = Meter()
    meter.values[3, ENERGY, 2] = axdr.encode(bytes(300))
    found = values(walk(meter, path), 3, ENERGY)[1]
    assert found.failure == "304 octets came, and a dump holds 200 of a value"


def test_the_longest_value_fits_a_line(path: Path) -> None:
    meter = Meter()
    size = reading.LONGEST - 5
    meter.values[3, ENERGY, 2] = b"\x09\x83" + size.to_bytes(3, "big") + bytes(size)
    assert values(walk(meter, path), 3, ENERGY)[1].size == reading.LONGEST


# ---------------------------------------------------------------- manners


def test_it_rests_between_an_answer_and_the_next_request(path: Path) -> None:
    waits: list[float] = []
    meter = Meter()
    walk(meter, path, pause=60, waits=waits)
    assert len(waits) == len(meter.asked) - 1
    assert all(59 < wait <= 60 for wait in waits)


def test_it_tells_where_it_is(path: Path) -> None:
    steps: list[Step] = []
    dump_meter(Meter(), path, OURS, plan=Plan(rows=2), told=steps.append)
    assert {step.total for step in steps} == {12}
    assert [step.done for step in steps] == sorted(step.done for step in steps)
    assert [(s.part, s.parts) for s in steps if s.part] == [(1, 3), (2, 3), (3, 3)]
    assert steps[-1].attribute == 3


def test_neither_secrets_nor_places_are_in_a_dump(path: Path) -> None:
    walk(Meter(), path)
    header, association = (json.loads(line) for line in lines(path))
    assert set(association["extra"]) == {
        *("objects", "profiles", "readable_only", "rows", "since"),
    }
    assert "extra" not in header


def lines(path: Path) -> Iterator[bytes]:
    import gzip

    with gzip.open(path) as file:
        yield next(file)
        yield next(file)


@pytest.mark.parametrize("wrong", [{"rows": -1}, {"pause": -0.1}, {"rows": 2**31}])
def test_a_plan_that_is_none(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="is not a number from 0"):
        Plan(**wrong)


def test_a_long_profile_is_never_held_whole(path: Path) -> None:
    """Twenty megabytes of rows, of which a piece has a hundredth."""
    row = bytes(1000)
    meter = Meter()
    meter.values[7, PROFILE, 7] = axdr.encode(DoubleLongUnsigned(20_000))
    get = meter.get

    def long(attribute: Attribute) -> Answer:
        if attribute.selection is None:
            return get(attribute)
        return Answer(0, axdr.encode([(row,)] * 200))

    meter.get = long  # type: ignore[method-assign]
    tracemalloc.start()
    try:
        end = dump_meter(meter, path, OURS)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert end.values == 11 + 100
    assert peak < 8_000_000
