"""Times that rows leave out go up or down, as the profile or its rows say."""

from __future__ import annotations

import copy
import pickle
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cosem
from cosem.classes import ProfileGeneric
from cosem_runtime.errors import CosemError

CLOCK = (8, "0.0.1.0.0.255", 2, 0)
ENERGY = (3, "1.0.1.8.0.255", 2, 0)
POWER = (3, "1.0.1.7.0.255", 2, 0)
START = datetime(2024, 6, 15, 12, 0)
SORT_METHODS = ProfileGeneric.attribute("sort_method")

# gurux GXDLMSProfileGeneric takes the period off where the newest row is first.
NEWEST_FIRST = (
    "01 02 02 02 09 0C 07E8060F060C000000FF8880 06 000004D9 02 02 00 06 000004D2"
)
OLDEST_FIRST = (
    "01 02 02 02 09 0C 07E8060F060C000000FF8880 06 000004D2 02 02 00 06 000004D9"
)
EVEN = "01 02 02 02 09 0C 07E8060F060C000000FF8880 06 000004D2 02 02 00 06 000004D2"


def clocks(text: str, *captured: Any, **options: Any) -> tuple[list[str], str]:
    columns = captured or (CLOCK, ENERGY)
    reader = cosem.profile_reader(columns, capture_period=900, **options)
    rows = reader.read(bytes.fromhex(text))
    times = [str(time)[11:16] for time, _ in rows]
    return times, "; ".join(rows.notes)


@pytest.mark.parametrize("method", ["fifo", "FIFO", 1, "smallest", 4])
def test_the_oldest_first(method: Any) -> None:
    assert clocks(OLDEST_FIRST, sort_method=method) == (["12:00", "12:15"], "")


@pytest.mark.parametrize("method", ["lifo", 2, "largest", 3])
def test_the_newest_first(method: Any) -> None:
    assert clocks(NEWEST_FIRST, sort_method=method) == (["12:00", "11:45"], "")


def test_the_values_of_the_class_are_taken() -> None:
    for number, times in ((1, ["12:00", "12:15"]), (2, ["12:00", "11:45"])):
        method = SORT_METHODS.decode(bytes((0x16, number)))
        assert clocks(EVEN, sort_method=method) == (times, "")


def test_totals_never_fall() -> None:
    seen = "clock.time: newest row first, as register.value shows"
    assert clocks(NEWEST_FIRST) == (["12:00", "11:45"], seen)
    seen = "clock.time: oldest row first, as register.value shows"
    assert clocks(OLDEST_FIRST) == (["12:00", "12:15"], seen)
    by_difference = OLDEST_FIRST.replace("06 000004D9", "1F 07")
    assert clocks(by_difference) == (["12:00", "12:15"], seen)


@pytest.mark.parametrize(
    ("text", "captured"),
    [(EVEN, ENERGY), (OLDEST_FIRST, POWER), (OLDEST_FIRST, (3, "1.0.16.8.0.255", 2))],
)
def test_nothing_is_guessed(text: str, captured: Any) -> None:
    """Of a power, and of the net of import and export, nobody knows where it goes."""
    times, notes = clocks(text, CLOCK, captured)
    assert times == ["12:00", ""]
    assert notes == (
        "clock.time: left out and not known,"
        " since neither sort_method nor the rows say which row is first"
    )


def test_rows_that_are_sorted_by_something_else() -> None:
    for options in ({"sort_method": 5}, {"sort_method": 3, "sort_object": POWER}):
        times, notes = clocks(EVEN, **options)
        assert times == ["12:00", ""]
        assert notes.endswith("since the rows are not sorted by it")
    for clock in (CLOCK, (0, bytes(6), 0, 0)):
        assert clocks(EVEN, sort_method=3, sort_object=clock) == (
            ["12:00", "11:45"],
            "",
        )


def test_a_sort_method_that_the_times_belie() -> None:
    rows = [row(START - timedelta(hours=n)) for n in range(3)]
    data = array([*rows, row(None)])
    reader = cosem.profile_reader([CLOCK], capture_period=900, sort_method="fifo")
    found = reader.read(data)
    assert str(found[-1][0])[11:16] == "10:15"
    assert found.notes == (
        "clock.time: oldest row first, as sort_method says,"
        " though most of the times that were sent go the other way",
    )


@pytest.mark.parametrize("odd", [0, 7, "filo", 1.5, b"fifo", True + 8])
def test_what_is_no_sort_method(odd: Any) -> None:
    with pytest.raises(CosemError, match="sort_method is one of 1 fifo, 2 lifo"):
        cosem.profile_reader([CLOCK], sort_method=odd)
    with pytest.raises(CosemError, match="not a capture object"):
        cosem.profile_reader([CLOCK], sort_object=odd)


def test_copies_know_the_order() -> None:
    reader = cosem.profile_reader(
        [CLOCK], capture_period=900, sort_method="lifo", sort_object=CLOCK
    )
    data = array([row(START), row(None)])
    for other in (copy.copy(reader), pickle.loads(pickle.dumps(reader))):
        assert other.read(data) == reader.read(data)
        assert (other.sort_method, other.sort_object) == (2, CLOCK)
    rows = cosem.profile_reader([CLOCK]).read(data)
    assert pickle.loads(pickle.dumps(rows)).notes == rows.notes != ()


# ---- any profile, with any of its times left out ----


def row(moment: datetime | None) -> bytes:
    if moment is None:
        return b"\x02\x01\x00"
    return b"\x02\x01\x09\x0c" + cosem.DateTime.from_datetime(moment)


def array(rows: list[bytes]) -> bytes:
    return b"\x01\x82" + len(rows).to_bytes(2, "big") + b"".join(rows)


@given(
    sent=st.lists(st.booleans(), min_size=1, max_size=200),
    newest_first=st.booleans(),
    told=st.booleans(),
    period=st.sampled_from([1, 900, 3600, 86400, 100_000]),
)
def test_times_are_those_of_the_rows_or_not_known(
    sent: list[bool], newest_first: bool, told: bool, period: int
) -> None:
    sent[0] = True
    step = timedelta(seconds=-period if newest_first else period)
    moments = [START + step * number for number in range(len(sent))]
    method = None
    if told:
        method = "lifo" if newest_first else "fifo"
    reader = cosem.profile_reader([CLOCK], capture_period=period, sort_method=method)
    pairs = zip(moments, sent, strict=True)
    rows = reader.read(array([row(m if is_sent else None) for m, is_sent in pairs]))
    if told or sum(sent) > 1:
        assert [time.to_datetime() for (time,) in rows] == moments
        assert rows.notes == ()
    else:
        assert [time for (time,) in rows[1:]] == [None] * (len(sent) - 1)
        assert len(rows.notes) == (len(sent) > 1)
