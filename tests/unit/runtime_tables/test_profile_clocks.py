"""Columns of times: seconds since 1970, four octets, steps of days and months."""

from __future__ import annotations

import copy
import pickle
from calendar import monthrange
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cosem
from cosem_runtime.compact import CompactArray
from cosem_runtime.errors import CosemError, DecodeError, EncodeError

CLOCK = (8, "0.0.1.0.0.255", 2, 0)
UNIX = (1, "0.0.1.1.0.255", 2, 0)
OTHER = (1, "0.0.96.1.0.255", 2, 0)
TIME = "2024-06-15 12:39:28 +00:00"

# The times of UNI/TS 11291 gas meters are such seconds (Meter Italia EG4 EVO).
GAS = bytes.fromhex("01 02 02 02 06 666D8B80 06 000004D2 02 02 00 06 000004D9")
VOLUME = (3, "7.0.13.2.0.255", 2, 0)


def array(*cells: bytes) -> bytes:
    assert len(cells) < 0x80
    return bytes((1, len(cells))) + b"".join(b"\x02\x01" + cell for cell in cells)


def texts(rows: cosem.ProfileRows) -> list[str]:
    return [str(row[0]) for row in rows]


@pytest.mark.parametrize(
    ("captured", "told"), [(UNIX, ()), (CLOCK, ()), (OTHER, ("0.0.96.1.0.255",))]
)
def test_seconds_since_1970(captured: Any, told: Any) -> None:
    reader = cosem.profile_reader(
        [captured, VOLUME], capture_period=3600, sort_method="fifo", unix_times=told
    )
    rows = reader.read(GAS)
    assert texts(rows) == [TIME, "2024-06-15 13:39:28 +00:00"]
    assert [value for _, value in rows] == [1234, 1241]
    assert rows[0][0].to_datetime().timestamp() == 0x666D8B80
    assert rows[0][0].status is None
    for other in (copy.deepcopy(reader), pickle.loads(pickle.dumps(reader))):
        assert other.read(GAS) == rows


def test_a_number_that_nobody_says_is_a_time() -> None:
    assert texts(cosem.profile_reader([OTHER, VOLUME]).read(GAS)) == ["1718455168"] * 2


@pytest.mark.parametrize(
    ("octets", "text"),
    [
        ("06 00000000", "1970-01-01 00:00:00 +00:00"),
        ("06 FFFFFFFF", "2106-02-07 06:28:15 +00:00"),
        ("05 666D8B80", TIME),
        ("05 FFFFFFFF", "-1"),
        ("14 00000000666D8B80", TIME),
        ("15 00000000666D8B80", TIME),
        ("15 FFFFFFFFFFFFFFFF", "18446744073709551615"),
        ("09 04 666D8B80", TIME),
        ("09 04 0C270000", "1976-06-17 18:01:36 +00:00"),
        ("12 0005", "5"),
    ],
)
def test_a_column_of_seconds(octets: str, text: str) -> None:
    check([UNIX], octets, text)


@pytest.mark.parametrize(
    ("octets", "text"),
    [
        ("06 666D8B80", TIME),
        ("05 00000005", "5"),
        ("09 04 666D8B80", TIME),
        ("09 04 0C270000", "12:39:00"),
        ("09 04 0CFFFFFF", "12:*:*"),
        ("09 04 0C610000", r"b'\x0ca\x00\x00'"),
        ("1B 0C270000", "12:39:00"),
        ("19 07E8060F060C000000FF8880", "2024-06-15 12:00:00 +02:00 DST"),
        ("09 0C 07E8060F060C000000FF8880", "2024-06-15 12:00:00 +02:00 DST"),
        ("09 05 07E8060F06", r"b'\x07\xe8\x06\x0f\x06'"),
        ("0A 02 3132", "12"),
    ],
)
def test_a_column_of_a_clock(octets: str, text: str) -> None:
    check([CLOCK], octets, text)


def check(columns: Any, octets: str, text: str) -> None:
    """Alone, in a run, cell by cell and in a compact-array."""
    cell = bytes.fromhex(octets)
    reader = cosem.profile_reader(columns)
    for count in (1, 20):
        assert texts(reader.read(array(*[cell] * count))) == [text] * count
    mixed = reader.read(array(*[cell, b"\x01\x00"] * 8))
    assert texts(mixed) == [text, "[]"] * 8
    values = cosem.axdr.decode(array(*[cell] * 9))
    out = bytearray(b"\x13")
    CompactArray.of(values).encode_contents(out)
    assert texts(reader.read(bytes(out))) == [text] * 9
    for end in range(1, len(cell)):
        with pytest.raises(DecodeError):
            reader.read(array(cell)[: end - len(cell)])


def test_seconds_are_written_as_they_came() -> None:
    reader = cosem.profile_reader([UNIX])
    data = array(bytes.fromhex("06 666D8B80"))
    assert reader.encode(reader.read(data)) == data
    moment = datetime(2024, 6, 15, 14, 39, 28, tzinfo=timezone(timedelta(hours=2)))
    assert reader.encode([(cosem.DateTime.from_datetime(moment),)]) == data
    assert reader.encode([(0x666D8B80,)]) == data
    for odd in (moment.replace(tzinfo=None), moment.replace(year=2120)):
        with pytest.raises(EncodeError, match=r"buffer\[0\]\.data\.value"):
            reader.encode([(cosem.DateTime.from_datetime(odd),)])


def test_differences_of_seconds_are_added() -> None:
    rows = cosem.profile_reader([UNIX]).read(
        array(bytes.fromhex("06 666D8B80"), b"\x1f\x10", b"\x1d\xff\xf0")
    )
    assert texts(rows) == [TIME, "2024-06-15 12:39:44 +00:00", TIME]


@pytest.mark.parametrize(
    ("method", "later"), [("fifo", "00:09:00"), ("lifo", "23:09:00")]
)
def test_a_time_of_day_goes_on(method: str, later: str) -> None:
    reader = cosem.profile_reader([CLOCK], capture_period=1800, sort_method=method)
    rows = reader.read(array(bytes.fromhex("09 04 17270000"), b"\x00"))
    assert texts(rows) == ["23:39:00", later]
    rows = reader.read(array(bytes.fromhex("09 04 17FF0000"), b"\x00"))
    assert texts(rows) == ["23:*:00", "None"]


@pytest.mark.parametrize("told", [5, ["1.2"], ["1.0.1.8.0.255"], [None]])
def test_what_is_no_column_of_seconds(told: Any) -> None:
    with pytest.raises(CosemError):
        cosem.profile_reader([CLOCK], unix_times=told)


# ---- days and months ----


def clock(moment: datetime) -> bytes:
    return b"\x09\x0c" + cosem.DateTime.from_datetime(moment)


def month_later(moment: datetime, months: int) -> datetime:
    years, month = divmod(moment.month - 1 + months, 12)
    year = moment.year + years
    last = monthrange(year, month + 1)[1]
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))


@given(
    first=st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)),
    count=st.integers(1, 40),
    newest_first=st.booleans(),
    period=st.sampled_from(["day", "month"]),
)
def test_days_and_months(
    first: datetime, count: int, newest_first: bool, period: str
) -> None:
    """As the readings of billing periods go (OSGP calculateIntervalDate)."""
    first = first.replace(microsecond=0)
    reader = cosem.profile_reader(
        [CLOCK], capture_period=period, sort_method="lifo" if newest_first else "fifo"
    )
    rows = reader.read(array(clock(first), *[b"\x00"] * count))
    steps = range(0, -count - 1, -1) if newest_first else range(count + 1)
    assert [time.to_datetime() for (time,) in rows] == [
        first + timedelta(days=n) if period == "day" else month_later(first, n)
        for n in steps
    ]
    assert all(t.day_of_week == t.to_datetime().isoweekday() for (t,) in rows)


def test_the_months_of_seconds_are_not_known() -> None:
    reader = cosem.profile_reader([UNIX], capture_period="month", sort_method="fifo")
    rows = reader.read(array(bytes.fromhex("06 666D8B80"), b"\x00"))
    assert texts(rows) == [TIME, "None"]
    assert rows.notes == (
        "data.value: left out and not known,"
        " since seconds in UTC do not tell the month of the meter",
    )


def test_there_are_no_months_beyond_the_calendar() -> None:
    for moment, method in ((datetime.max, "fifo"), (datetime.min, "lifo")):
        reader = cosem.profile_reader(
            [CLOCK], capture_period="month", sort_method=method
        )
        assert texts(reader.read(array(clock(moment), b"\x00", b"\x00")))[1:] == [
            "None",
            "None",
        ]


@pytest.mark.parametrize("odd", ["week", "", b"day", None, [], -1])
def test_what_is_no_period(odd: Any) -> None:
    with pytest.raises(CosemError, match="'day' or 'month', found"):
        cosem.profile_reader([CLOCK], capture_period=odd)
