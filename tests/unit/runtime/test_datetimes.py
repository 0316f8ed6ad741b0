"""Dates and times."""

from __future__ import annotations

import datetime
import operator
import pickle
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cosem_runtime import ClockStatus, CosemError, Date, DateTime, DateTimeError, Time
from cosem_runtime.datetimes import (
    DAYLIGHT_SAVINGS_BEGIN,
    DAYLIGHT_SAVINGS_END,
    LAST_DAY,
    SECOND_LAST_DAY,
)

SUMMER = bytes.fromhex("07e8060f060d2d1e00ff8880")


def _octet(number: int) -> bytes:
    return bytes((number,))


def test_fields() -> None:
    moment = DateTime.from_bytes(SUMMER)
    assert (moment.year, moment.month, moment.day, moment.day_of_week) == (
        2024,
        6,
        15,
        6,
    )
    assert (moment.hour, moment.minute, moment.second, moment.hundredths) == (
        13,
        45,
        30,
        0,
    )
    assert moment.deviation == -120
    assert moment.status == 0x80 and moment.status.daylight_saving_active
    assert moment == DateTime(2024, 6, 15, 6, 13, 45, 30, 0, -120, 0x80)
    assert moment.date == Date(2024, 6, 15, 6) and moment.time == Time(13, 45, 30, 0)
    assert str(moment) == "2024-06-15 13:45:30 +02:00 DST"
    assert bytes(moment) == SUMMER


def test_sign_of_the_deviation() -> None:
    """UTC is local time plus deviation: east of Greenwich it is negative."""
    moment = DateTime.from_bytes(SUMMER).to_datetime()
    assert moment.utcoffset() == datetime.timedelta(hours=2)
    assert moment.astimezone(datetime.UTC).hour == 11
    west = DateTime(2024, 1, 2, None, 3, 4, 5, None, 300)
    assert west.to_datetime().utcoffset() == datetime.timedelta(hours=-5)
    assert str(west) == "2024-01-02 03:04:05 -05:00"


def test_from_datetime() -> None:
    zone = ZoneInfo("Europe/Vienna")
    summer = datetime.datetime(2024, 6, 15, 13, 45, 30, 120_000, zone)
    moment = DateTime.from_datetime(summer)
    assert moment.deviation == -120 and moment.status == 0x80
    assert moment.hundredths == 12 and moment.day_of_week == 6
    assert moment.to_datetime() == summer
    winter = DateTime.from_datetime(datetime.datetime(2024, 1, 5, tzinfo=zone))
    assert winter.deviation == -60 and winter.status == 0
    naive = DateTime.from_datetime(datetime.datetime(2024, 1, 5))
    assert naive.deviation is None and naive.status is None
    assert naive.to_datetime() == datetime.datetime(2024, 1, 5)


@given(st.datetimes(min_value=datetime.datetime(1, 1, 1)))
def test_naive_datetimes_come_back(moment: datetime.datetime) -> None:
    cut = moment.replace(microsecond=moment.microsecond // 10_000 * 10_000)
    assert DateTime.from_datetime(moment).to_datetime() == cut
    assert Date.from_date(moment.date()).to_date() == moment.date()
    assert Time.from_time(moment.time()).to_time() == cut.time()


def test_wildcards_read_as_none() -> None:
    nothing = DateTime()
    assert bytes(nothing) == bytes.fromhex("ffffffffffffffffff8000ff")
    fields = (
        "year",
        "month",
        "day",
        "day_of_week",
        "hour",
        "minute",
        "second",
        "hundredths",
        "deviation",
        "status",
    )
    assert [getattr(nothing, name) for name in fields] == [None] * 10
    assert str(nothing) == "*-*-* *:*:*"
    assert repr(nothing) == "DateTime()"
    with pytest.raises(DateTimeError, match="the year is not specified"):
        nothing.to_datetime()
    with pytest.raises(DateTimeError, match="the second is not specified"):
        DateTime(2024, 1, 2, None, 3, 4).to_datetime()


def test_special_days_and_months() -> None:
    begin = Date(None, DAYLIGHT_SAVINGS_BEGIN, LAST_DAY, 7)
    assert (begin.month, begin.day) == (0xFE, 0xFE)
    assert str(begin) == "*-DST_BEGIN-LAST Sun"
    end = Date(None, DAYLIGHT_SAVINGS_END, SECOND_LAST_DAY)
    assert str(end) == "*-DST_END-SECOND_LAST"
    with pytest.raises(DateTimeError):
        DateTime(2024, DAYLIGHT_SAVINGS_END, 3, None, 1, 2, 3).to_datetime()


def test_status() -> None:
    moment = DateTime(
        2024, 6, 15, None, 1, 2, 3, None, None, ClockStatus.of("doubtful_value")
    )
    assert str(moment) == "2024-06-15 01:02:03 [doubtful_value]"
    assert moment.to_datetime().tzinfo is None
    assert ClockStatus(0x70).names() == ()


plausible = st.tuples(
    st.sampled_from([0, 1, 2024, 9999, 0xFFFF]).map(
        lambda year: year.to_bytes(2, "big")
    ),
    *[st.sampled_from([0, 1, 12, 24, 28, 30, 59, 60, 99, 0xFE, 0xFF]).map(_octet)] * 7,
    st.sampled_from([0, -60, 120, -1439, 1439, 1440, -1440, -0x8000]).map(
        lambda minutes: minutes.to_bytes(2, "big", signed=True)
    ),
    st.just(b"\x80"),
).map(b"".join)


@given(plausible | st.binary(min_size=12, max_size=12))
def test_to_datetime_is_what_the_fields_say(octets: bytes) -> None:
    value = DateTime.from_bytes(octets)
    zone = None
    fields = (value.year, value.month, value.day, value.hour, value.minute)
    try:
        if value.deviation is not None:
            zone = datetime.timezone(datetime.timedelta(minutes=-value.deviation))
        expected = datetime.datetime(
            *map(operator.index, (*fields, value.second)),
            (value.hundredths or 0) * 10_000,
            zone,
        )
    except (TypeError, ValueError):
        with pytest.raises(DateTimeError):
            value.to_datetime()
    else:
        for _ in range(2):
            found = value.to_datetime()
            assert found == expected and found.tzinfo == expected.tzinfo


@pytest.mark.parametrize("kind", [Date, DateTime, Time])
@given(octets=st.binary(min_size=12, max_size=12))
def test_any_octets(
    kind: type[Date] | type[DateTime] | type[Time], octets: bytes
) -> None:
    value = kind.from_bytes(octets[: kind.SIZE])
    assert eval(repr(value)) == value and str(value)
    assert pickle.loads(pickle.dumps(value)) == value
    assert type(pickle.loads(pickle.dumps(value))) is kind
    for convert in ("to_datetime", "to_date", "to_time"):
        if hasattr(value, convert):
            try:
                getattr(value, convert)()
            except CosemError as error:
                assert str(error)


@pytest.mark.parametrize("kind", [Date, DateTime, Time])
def test_wrong_sizes(kind: type[Date] | type[DateTime] | type[Time]) -> None:
    for size in (0, kind.SIZE - 1, kind.SIZE + 1):
        with pytest.raises(
            DateTimeError, match=f"has {kind.SIZE} octets, found {size}"
        ):
            kind.from_bytes(bytes(size))


@pytest.mark.parametrize(
    "fields",
    [
        {"year": 65535},
        {"year": -1},
        {"month": 0},
        {"month": 13},
        {"day": 32},
        {"day_of_week": 8},
        {"hour": 24},
        {"minute": 60},
        {"second": 60},
        {"hundredths": 100},
        {"deviation": 1441},
        {"status": 256},
        {"hour": "1"},
    ],
)
def test_fields_out_of_range(fields: dict[str, int]) -> None:
    with pytest.raises(DateTimeError, match=next(iter(fields))):
        DateTime(**fields)


def test_no_order() -> None:
    early, late = DateTime(2024), DateTime(2025)
    assert early != late
    with pytest.raises(TypeError):
        _ = early < late
    with pytest.raises(TypeError):
        _ = early >= late


def test_no_dictionary_in_any_value() -> None:
    assert not hasattr(DateTime.from_bytes(SUMMER), "__dict__")
