"""Rows as a person sees them, and as other programs take them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cosem
from cosem.types.units import Unit
from cosem.types.values import ScalerUnit
from cosem_runtime.errors import CosemError
from cosem_runtime.profile import Column, ProfileRows

COLUMNS = [
    (8, "0.0.1.0.0.255", 2, 0),
    (1, "0.0.96.10.7.255", 2, 0),
    (3, "1.0.1.8.0.255", 2, 0),
    (3, "1.0.5.8.0.255", 2, 0),
]
SCALES = {
    "1.0.1.8.0.255": ScalerUnit(-3, Unit.WATT_HOUR),
    "1.0.5.8.0.255": ScalerUnit(1, Unit.VAR_HOUR),
}
HOUR = timezone(timedelta(hours=2))


def profile(count: int, **options: Any) -> ProfileRows:
    moment = cosem.DateTime.from_datetime(datetime(2024, 6, 15, 12, tzinfo=HOUR), 0x80)
    first = b"\x09\x0c" + moment
    body = b"".join(
        b"\x02\x04"
        + (b"\x00" if number else first)
        + b"\x11\x05\x06"
        + (123456 + number * 7).to_bytes(4, "big")
        + (b"\x00" if number == 2 else b"\x12" + number.to_bytes(2, "big"))
        for number in range(count)
    )
    reader = cosem.profile_reader(
        COLUMNS,
        scaler_units=SCALES,
        capture_period=900,
        sort_method=options.pop("sort_method", "fifo"),
    )
    return reader.read(b"\x01\x82" + count.to_bytes(2, "big") + body, **options)


def test_a_table() -> None:
    assert str(profile(3)).splitlines() == [
        "                                                Energy    Reactive",
        "                                     Status    import,     energy,",
        "Clock                            register 7      total  quadrant 1",
        "0-0:1.0.0                       0-0:96.10.7  1-0:1.8.0   1-0:5.8.0",
        "                                                    Wh        varh",
        "2024-06-15 12:00:00 +02:00 DST            5    123.456           0",
        "2024-06-15 12:15:00 +02:00 DST            5    123.463          10",
        "2024-06-15 12:30:00 +02:00 DST            5    123.470          10",
        "3 rows",
    ]


def test_few_rows_of_many() -> None:
    rows = profile(500, sort_method=None)
    assert rows.table(limit=3, width=45).splitlines() == [
        "                                     Status",
        "Clock                            register 7",
        "0-0:1.0.0                       0-0:96.10.7",
        "2024-06-15 12:00:00 +02:00 DST            5",
        "2024-06-15 12:15:00 +02:00 DST            5",
        "... 497 rows ...",
        "2024-06-20 16:45:00 +02:00 DST            5",
        "500 rows",
        "2 columns more: register[1-0:1.8.0*255].value, register[1-0:5.8.0*255].value",
        "note: clock.time: oldest row first, as register[1-0:1.8.0*255].value shows",
    ]
    assert len(str(rows).splitlines()) < 30


def test_other_zones() -> None:
    zone = timezone(timedelta(hours=-5))
    line = profile(1).table(zone=zone).splitlines()[-2]
    assert line.startswith("2024-06-15 05:00:00-05:00")


def test_what_is_not_sent_is_a_dash() -> None:
    rows = profile(3, expand=False)
    assert [line[0] for line in rows.table().splitlines()[-4:]] == ["2", "-", "-", "3"]


@pytest.mark.parametrize(
    ("octets", "text"),
    [
        ("0202 0F FD 16 1E", "(-3, Wh)"),
        ("16 05", "5"),
        ("0102 1105 1106", "[5, 6]"),
        ("0202 0903 010203 0A 02 6162", "(01 02 03, ab)"),
        ("0A 04 61 0A 1B 62", "a??b"),
        ("0C 02 C3A4", "ä"),
        ("04 03 A0", "101"),
        ("03 01", "True"),
        ("17 3FC00000", "1.5"),
        ("15 FFFFFFFFFFFFFFFF", "18446744073709551615"),
        ("09 40" + "AB" * 64, ("ab " * 13)[:37] + "..."),
    ],
)
def test_cells(octets: str, text: str) -> None:
    attribute = 3 if octets.startswith("0202 0F") else 2
    class_id = 3 if attribute == 3 else 1
    reader = cosem.profile_reader([(class_id, "0.0.96.1.0.255", attribute, 0)])
    rows = reader.read(bytes.fromhex("0101 0201" + octets))
    assert rows.table().splitlines()[-2].strip() == text


def test_headings_say_what_is_captured() -> None:
    columns = [
        (3, "1.0.1.8.0.255", 0, 0),
        (3, "1.0.1.8.0.255", 18, 0),
        (3, "1.0.1.8.0.255", 2, 0),
        (8, "0.0.1.0.0.255", 2, 3),
        (9000, "1.0.0.0.128.7", 4, 0),
    ]
    found = [column.label for column in cosem.profile_reader(columns).columns]
    assert found == [
        "Energy import, total, whole object",
        "Energy import, total, attribute_18",
        "Energy import, total",
        "Clock, time[3]",
        "Manufacturer specific object (E), attribute_4",
    ]


def test_columns_without_classes() -> None:
    column = Column("anything", 1, "1.0.1.8.0.255")
    assert (column.label, column.description, column.is_total) == (
        "anything",
        None,
        False,
    )
    rows = ProfileRows((column,), [(5,)])
    assert rows.table().splitlines() == [" anything", "1-0:1.8.0", "        5", "1 row"]


def test_nothing_to_show() -> None:
    assert str(cosem.profile_reader([]).read(b"\x01\x00")) == "no rows"
    assert str(cosem.profile_reader([]).read(b"\x01\x01\x02\x00")) == "1 row"
    assert str(profile(0)).splitlines()[-1] == "0 rows"


def test_secrets_are_not_shown() -> None:
    reader = cosem.profile_reader([(15, "0.0.40.0.0.255", 7, 0)])
    rows = reader.read(bytes.fromhex("0101 0201 0903 414243"))
    assert rows.columns[0].attribute.secret  # type: ignore[union-attr]
    assert "(secret)" in str(rows)
    assert "41" not in str(rows)


@pytest.mark.parametrize("odd", [-1, 2.5, "3"])
def test_bounds_that_are_none(odd: Any) -> None:
    for name in ("limit", "width"):
        with pytest.raises(
            CosemError, match=f"{name} is a whole number or None, found"
        ):
            profile(1).table(**{name: odd})


def test_dictionaries() -> None:
    first, _, third = profile(3).to_dicts()
    assert first == {
        "clock.time": datetime(2024, 6, 15, 12, tzinfo=HOUR),
        "data.value": 5,
        "register[1-0:1.8.0*255].value": Decimal("123.456"),
        "register[1-0:5.8.0*255].value": 0,
    }
    assert third["register[1-0:5.8.0*255].value"] == 10
    utc = profile(1).to_dicts(zone=UTC)[0]["clock.time"]
    assert (utc.hour, utc.utcoffset()) == (10, timedelta(0))
    assert profile(2, expand=False).to_dicts()[1]["clock.time"] is None


@given(
    count=st.integers(0, 60),
    limit=st.none() | st.integers(0, 70),
    width=st.none() | st.integers(0, 120),
)
def test_a_table_keeps_its_bounds(
    count: int, limit: int | None, width: int | None
) -> None:
    table = profile(count).table(limit=limit, width=width)
    lines = table.splitlines()
    times = [line for line in lines if line.startswith("2024-06-1")]
    assert len(times) == (count if limit is None else min(count, limit))
    left_out = [line for line in lines if line.startswith("... ")]
    assert len(left_out) == (len(times) < count)
    if width is not None:
        # One column is always shown, and the names of those that are not.
        assert all(len(x) <= max(width, 30) or " more: " in x for x in lines)
