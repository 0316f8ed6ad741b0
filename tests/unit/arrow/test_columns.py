"""Columns of Arrow are what the row reader reads."""

from __future__ import annotations

import math
import pickle
import struct
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC
from decimal import Context, Decimal
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

import cosem
from cosem import ScalerUnit, Unit
from cosem.arrow import AttributeColumns, ProfileColumns
from cosem_conformance.wire import length
from cosem_runtime.arrow import core, kinds
from cosem_runtime.arrow.vectors import Vectors
from cosem_runtime.errors import DecodeError
from tests.fuzz.examples import example

from .shapes import CAPTURE, buffer

UNITS = {
    "1.0.1.8.0.255": ScalerUnit(-3, Unit.WATT_HOUR),
    "1.0.2.8.0.255": ScalerUnit(2, Unit.WATT_HOUR),
}
BOOLEAN = (bool, cosem.Boolean)
SCALERS = (-3, 2, None)
ROW = bytes.fromhex(
    "0205 090C 07E8060F060C0000 00FF8880 1105 0600000001 0600000002 0603000000"
)
NEXT = bytes.fromhex("0205 00 00 00 1F05 00")
BUFFER = b"\x01\x02" + ROW + NEXT


# ---- what is expected: written out by hand, of the rows of the row reader ----


def expected_time(value: Any, time: str) -> Any:
    if not isinstance(value, cosem.DateTime):
        raise LookupError
    if time == "fields":
        fields = (value.year, value.month, value.day, value.day_of_week)
        fields += (value.hour, value.minute, value.second, value.hundredths)
        status = None if value.status is None else int(value.status)
        names = ("year", "month", "day", "day_of_week", "hour", "minute", "second")
        names += ("hundredths", "deviation", "status")
        return dict(zip(names, (*fields, value.deviation, status), strict=True))
    try:
        moment = value.to_datetime()
    except cosem.DateTimeError:
        return None
    if time == "local":
        return moment.replace(tzinfo=None)
    try:
        return None if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:  # in the year 0 or 10000
        return None


def expected_number(value: Any, scaler: int | None, numbers: str) -> Any:
    if isinstance(value, BOOLEAN) or not isinstance(value, (int, float)):
        raise LookupError
    if numbers == "float":
        if scaler is None or not math.isfinite(value):
            return float(value)
        return float(Decimal(value).scaleb(scaler, Context(prec=2000)))
    if not isinstance(value, int) or not -(1 << 63) <= value < 1 << 63:
        raise LookupError
    if numbers == "raw" or scaler is None:
        return value
    return Decimal(value).scaleb(scaler)


def expected_status(value: Any) -> Any:
    found = dict.fromkeys(("number", "real", "text", "octets", "json"))
    if type(value) is int and -(1 << 63) <= value < 1 << 63:
        return found | {"number": value}
    if isinstance(value, float):
        return found | {"real": value}
    if type(value) is bytes:
        return found | {"octets": value}
    if isinstance(value, str):
        octets = value.encode("utf-8", "surrogateescape")
        try:
            return found | {"text": octets.decode()}
        except UnicodeDecodeError:
            return found | {"octets": octets}
    return found | {"json": ...}  # compared as being there


def is_delta(value: Any) -> bool:
    return isinstance(value, cosem.TaggedInt) and "Delta" in type(value).__name__


def expected_row(row: Sequence[Any], options: dict[str, Any]) -> tuple[list[Any], bool]:
    """The cells of a row, and whether one has no place in its column."""
    cells = []
    wrong = False
    for place, value in enumerate(row):
        cell = None
        if value is not None and is_delta(value):
            wrong |= not options["expand"]
        elif value is not None:
            try:
                if place == 0:
                    cell = expected_time(value, options["time"])
                elif place == 1:
                    cell = expected_status(value)
                else:
                    cell = expected_number(
                        value, SCALERS[place - 2], options["numbers"]
                    )
            except LookupError:
                wrong = True
        cells.append(cell)
    return cells, wrong


def expected_rows(
    buffers: Sequence[bytes], options: dict[str, Any]
) -> Iterator[tuple[int, list[Any], bool]]:
    reader = cosem.profile_reader(
        CAPTURE,
        scaler_units=UNITS,
        capture_period=options["capture_period"],
        sort_method=options["sort_method"],
    )
    for index, octets in enumerate(buffers):
        try:
            rows = reader.read(octets, expand=options["expand"])
        except DecodeError:
            yield index, [None] * len(CAPTURE), True
            continue
        for row in rows:
            yield index, *expected_row(row, options)


def same(found: Any, expected: Any) -> bool:
    if isinstance(expected, dict) and isinstance(found, dict):
        return found.keys() == expected.keys() and all(
            same(found[key], expected[key]) for key in expected
        )
    if expected is ...:
        return isinstance(found, str)
    if isinstance(expected, float) and math.isnan(expected):
        return isinstance(found, float) and math.isnan(found)
    return type(found) is type(expected) and bool(found == expected)


def options_of(chance: Random) -> dict[str, Any]:
    periods = (0, 900, 900, 900, 60, 86_400 * 40, "day", "month", 0.5, 0xFFFF_FFFF)
    return {
        "capture_period": chance.choice(periods),
        "sort_method": chance.choice((None, None, 1, 2, 3, 5)),
        "time": chance.choice(("utc", "local", "fields")),
        "numbers": chance.choice(("raw", "scaled", "float")),
        "expand": chance.random() < 0.8,
    }


@pytest.fixture(params=["core", "numpy"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Whether rows are read by the compiled core, or all of them by numpy."""
    way: str = request.param
    if way == "numpy":
        monkeypatch.setattr(core, "library", lambda: None)
    elif core.library() is None:
        pytest.skip("no compiled core: there was no C compiler at the installation")
    return way


@pytest.mark.parametrize("seed", range(6))
def test_columns_are_those_of_the_row_reader(seed: int, way: str) -> None:
    chance = Random(f"{seed} {way}")
    for _ in range(12):
        options = options_of(chance)
        columns = ProfileColumns(CAPTURE, UNITS, errors="null", **options)
        buffers = [buffer(chance) for _ in range(chance.choice((1, 3, 30)))]
        table = columns.decode(buffers)
        table.validate(full=True)
        assert table.schema.equals(columns.schema)
        found = table.to_pylist()
        expected = list(expected_rows(buffers, options))
        assert len(found) == len(expected)
        for row, (index, cells, wrong) in zip(found, expected, strict=True):
            place, *values, error = row.values()
            assert place == index
            assert all(map(same, values, cells)), (options, buffers[index].hex())
            assert (error is not None) is wrong, (options, buffers[index].hex())


def test_most_usual_buffers_are_read_many_at_once(
    way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the test above would compare the row reader with itself."""
    by_rows = []
    once = ProfileColumns._by_rows

    def counted(self: ProfileColumns, octets: bytes, place: int) -> Any:
        by_rows.append(octets)
        return once(self, octets, place)

    monkeypatch.setattr(ProfileColumns, "_by_rows", counted)
    columns = ProfileColumns(CAPTURE, capture_period=900)
    compact = bytes.fromhex(
        "13 0205 0911060606 1a 0C 07E8060F060C000000FF8880 05"
    ) + bytes(12)
    empty = b"\x01\x00"
    rows = columns.decode([BUFFER, BUFFER[:2] + ROW + ROW, empty, compact]).num_rows
    assert rows == 5
    assert by_rows == []
    month = ProfileColumns(CAPTURE, capture_period="month", sort_method=1)
    assert month.decode(BUFFER).num_rows == 2
    coded = ProfileColumns([(70, "0.0.96.3.10.255", n, 0) for n in (2, 3)])
    assert coded.decode(bytes.fromhex("0102 0202 0301 1601 0202 00 00")).num_rows == 2
    named = b"\x01\x02" + ROW.replace(b"\x11\x05", b"\x16\x05") + NEXT
    assert columns.decode(named)["data.value"][1].as_py()["number"] == 5
    assert by_rows == []
    half = ProfileColumns(CAPTURE, capture_period=0.5, sort_method=1)
    assert half.decode(BUFFER).num_rows == 2
    assert by_rows == [BUFFER]


def test_what_the_core_reads_is_not_left_to_numpy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if core.library() is None:
        pytest.skip("no compiled core: there was no C compiler at the installation")
    monkeypatch.setattr(Vectors, "_by_numpy", None)
    compact = "13 0205 0911060606 1a 0C 07E8060F060C000000FF8880 05" + 12 * "00"
    text = "0205 00 0A024142 0600000001 0600000002 1105"
    for octets in (BUFFER, bytes.fromhex(compact), b"\x01\x01" + bytes.fromhex(text)):
        assert ProfileColumns(CAPTURE, capture_period=900).decode(octets).num_rows


def test_a_library_that_is_none_is_not_used(tmp_path: Path) -> None:
    assert core.load(tmp_path / core.LIBRARY) is None
    other = tmp_path / core.LIBRARY
    other.write_bytes(b"for another machine")
    assert core.load(other) is None


@pytest.mark.parametrize("seed", range(4))
def test_any_attributes_may_be_captured(
    seed: int, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever their types: what is read at once is what is read by rows."""
    chance = Random(f"{seed} {way}")
    known = [*ATTRIBUTES]
    for _ in range(30):
        chosen = chance.sample(known, chance.choice((1, 3, 6)))
        capture = [(cls.CLASS_ID, "0.0.1.0.0.255", a.id, 0) for cls, a in chosen]
        kinds = [cosem.interface_class(c).attribute(a).type for c, _, a, _ in capture]
        buffers = []
        for _ in range(4):
            head = bytes((2, len(capture)))
            rows = [
                head
                + b"".join(
                    b"\x00" if chance.random() < 0.3 else example(kind, chance)
                    for kind in kinds
                )
                for _ in range(chance.choice((1, 4)))
            ]
            buffers.append(b"\x01" + length(len(rows)) + b"".join(rows))
        made = ProfileColumns(capture, capture_period=60, errors="null")
        at_once = made.decode(buffers)
        with monkeypatch.context() as context:
            context.setattr(made._vectors, "usable", False)
            by_rows = made.decode(buffers)
        assert repr(at_once.to_pylist()) == repr(by_rows.to_pylist())


ATTRIBUTES = [
    (cls, attribute)
    for name in dir(cosem)
    if isinstance(cls := getattr(cosem, name), type)
    and issubclass(cls, cosem.InterfaceClass)
    for attribute in getattr(cls, "ATTRIBUTES", ())
]


@pytest.mark.slow
@pytest.mark.parametrize("time", ["utc", "fields"])
def test_every_attribute_has_a_column(time: str) -> None:
    """What can be decoded has a place in it, unless it is text that is none."""
    chance = Random(time)
    for cls, attribute in ATTRIBUTES:
        columns = AttributeColumns(attribute, time=time, errors="null")
        values = [example(attribute.type, chance) for _ in range(4)]
        table = columns.decode(values)
        table.validate(full=True)
        for octets, row in zip(values, table.to_pylist(), strict=True):
            try:
                attribute.decode(octets)
                reason = ""
            except DecodeError as error:
                reason = error._what()
            told = row["error"]["reason"] if row["error"] else ""
            if reason or "UTF-8" not in told:
                assert told == reason, (cls, attribute, octets.hex())


# ---- what null-data repeats ----


def repeated(cell: bytes, count: int) -> bytes:
    """Rows of one column: a cell, and null-data that repeats it."""
    head = b"\x01" + length(count + 1)
    return head + b"\x02\x01" + cell + b"\x02\x01\x00" * count


DATA = [(1, "0.0.96.1.0.255", 2, 0)]


@pytest.mark.parametrize(
    ("cell", "fits"),
    [
        (b"\x09\x7f" + bytes(127), True),
        (b"\x0a\x7f" + b"A" * 127, True),
        (b"\x09\x82\x27\x10" + bytes(10_000), False),
        (b"\x0c\x82\x27\x10" + "\u00c4".encode() * 5000, False),
        (b"\x02\x82\x03\xe8" + b"\x11\x05" * 1000, False),  # as JSON
    ],
)
def test_what_null_data_repeats_is_bounded(cell: bytes, fits: bool, way: str) -> None:
    """Else a text and many null-data would make as much as their product."""
    octets = repeated(cell, 3000)
    table = ProfileColumns(DATA, errors="null").decode([octets, b"\x01\x00"])
    table.validate(full=True)
    assert table.num_rows == 3001
    assert table.column(1).nbytes < 128 * len(octets) + 32 * 3001
    known = [any(row.values()) for row in table.column(1).to_pylist() if row]
    assert all(known)
    told = [row["error"]["reason"] for row in table.to_pylist() if row["error"]]
    assert len(known) + len(told) == 3001
    assert (not told) is fits
    if told:
        assert "at most 128 octets for each of the buffer" in told[0]
        path = rf"^buffers\[0\]\.buffer\[{len(known)}\]\.data\.value: .*expand=False"
        with pytest.raises(DecodeError, match=path):
            ProfileColumns(DATA).decode(octets)
        kept = ProfileColumns(DATA, expand=False).decode(octets)
        assert kept.column(1).null_count == 3000


@pytest.mark.parametrize(
    ("capture", "cell", "size"),
    [
        (DATA, b"\x09\x64" + bytes(100), 100),
        (DATA, b"\x0a\x64" + b"A" * 100, 100),
        # The names of bits, and an offset for each.
        (
            [(8, "0.0.1.0.0.255", 4, 0)],
            b"\x11\x03",
            8 + len("INVALID_VALUEDOUBTFUL_VALUE"),
        ),
    ],
)
def test_a_column_has_no_more_than_its_offsets_can_say(
    capture: Any, cell: bytes, size: int, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Offsets of 32 bits, of 12 here."""
    monkeypatch.setattr(kinds, "LONGEST", 4095)
    table = ProfileColumns(capture, errors="null").decode(repeated(cell, 999))
    table.validate(full=True)
    assert table.column(1).null_count == 1000 - 4095 // size
    told = [row["error"]["reason"] for row in table.to_pylist() if row["error"]]
    assert len(told) == table.column(1).null_count
    assert "at most 4095 octets of a column" in told[0]


def test_a_large_attribute_is_read_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cosem_runtime.arrow.BLOCK", 100)
    columns = AttributeColumns(cosem.Data.attribute("value"))
    given = [b"\x09\x40" + bytes(64)] * 3 + [None, b"\x11\x05"]
    table = columns.decode(given)
    assert table["buffer"].to_pylist() == [0, 1, 2, 4]
    assert table["value"].num_chunks == 3
    assert table["value"].to_pylist()[3]["number"] == 5


def long_text() -> pa.Array:
    """One text of which an array cannot hold two; nobody has touched it yet."""
    long = 1_200_000_000
    offsets = pa.py_buffer(np.array([0, long], np.int32))
    octets = pa.py_buffer(np.zeros(long, np.uint8))
    return pa.Array.from_buffers(pa.string(), 1, [None, offsets, octets])


def test_what_no_array_holds_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    columns = ProfileColumns(DATA)
    long = pa.chunked_array([long_text()] * 2)
    table = pa.table({"buffer": [0, 0], "data.value": long})
    monkeypatch.setattr(ProfileColumns, "decode", lambda self, buffers: table)
    with pytest.raises(cosem.CosemError, match=r"^nested: 'data\.value', more than"):
        columns.nested([b"\x01\x00"])


@pytest.mark.slow  # and of a gigabyte
def test_what_is_kept_may_be_too_long() -> None:
    buffer = pa.array([repeated(b"\x11\x05", 1)])
    batch = pa.RecordBatch.from_arrays([buffer, long_text()], ["buffer", "raw"])
    with pytest.raises(cosem.CosemError, match="^keep: 'raw', more than"):
        list(ProfileColumns(DATA).batches([batch], keep=["raw"]))


# ---- damaged buffers ----


def test_a_damaged_buffer_does_not_stop_the_rest() -> None:
    columns = ProfileColumns(CAPTURE, capture_period=900, errors="null")
    found = columns.decode([BUFFER, BUFFER[:-1], b"", BUFFER]).to_pylist()
    assert [row["buffer"] for row in found] == [0, 0, 1, 2, 3, 3]
    errors = [row["error"] for row in found]
    assert [error is not None for error in errors] == [False] * 2 + [True] * 2 + [
        False
    ] * 2
    assert errors[2]["path"].startswith("buffer[1]")
    assert errors[2]["offset"] == len(BUFFER) - 1
    assert [*found[2].values()][1:-1] == [None] * 5
    assert [*found[4].values()][1:] == [*found[0].values()][1:]


def test_damaged_buffers_are_not_held_one_by_one() -> None:
    """Each is arrays of its own until its block is done, of far more octets than it has itself."""
    columns = ProfileColumns(CAPTURE, errors="null")
    table = columns.decode(pa.array([b""] * 10_000))
    assert table["error"].null_count == 0
    assert [len(chunk) for chunk in table["buffer"].chunks] == [4096, 4096, 1808]


def test_a_damaged_buffer_is_named() -> None:
    columns = ProfileColumns(CAPTURE, capture_period=900)
    with pytest.raises(DecodeError, match=r"^buffers\[1\]\.buffer\[1\]") as caught:
        columns.decode([BUFFER, BUFFER[:-1]])
    with pytest.raises(DecodeError) as told:
        cosem.profile_reader(CAPTURE).read(BUFFER[:-1])
    assert str(caught.value) == f"buffers[1].{told.value}"


def test_a_cell_without_a_place_is_told() -> None:
    text = BUFFER.replace(bytes.fromhex("0600000001"), bytes.fromhex("0A03616263"))
    options: dict[str, Any] = {"capture_period": 900}
    columns = ProfileColumns(CAPTURE, errors="null", **options)
    first, second = columns.decode(text).to_pylist()
    assert first["register[1-0:1.8.0*255].value"] is None
    assert first["register[1-0:2.8.0*255].value"] == 2
    assert first["error"]["path"] == "buffer[0].register[1-0:1.8.0*255].value"
    assert "whole number" in first["error"]["reason"]
    assert second["error"] is not None  # null-data repeats the text
    with pytest.raises(DecodeError, match=r"^buffers\[0\]\.buffer\[0\]\.register"):
        ProfileColumns(CAPTURE, **options).decode(text)
    real = bytes.fromhex("01 01 0205 00 00") + b"\x17" + struct.pack(">f", 1.5) * 1
    real += b"\x00\x00"
    with pytest.raises(DecodeError, match="numbers='float' takes others"):
        ProfileColumns(CAPTURE).decode(real)
    (row,) = ProfileColumns(CAPTURE, UNITS, numbers="float").decode(real).to_pylist()
    assert row["register[1-0:1.8.0*255].value"] == 0.0015


def test_octets_full_of_heads_are_no_more_than_they_are() -> None:
    """They would be walked through from each; memory for that is bounded."""
    capture = [(3, f"1.0.1.8.{n}.255", 2, 0) for n in range(127)]
    columns = ProfileColumns(capture, errors="null")
    hostile = b"\x01\x82\x02\x00" + b"\x02\x7f" * 100_000
    (row,) = columns.decode([hostile]).to_pylist()
    assert row["error"]["path"].startswith("buffer[0]")


@pytest.mark.parametrize(
    "octets",
    [
        "01 84 FF FF FF FF",
        "01 80",
        "01 85 00 00 00 00 01",
        "02",
        "01",
        "01 00 00",
        "13",
    ],
)
def test_odd_heads_are_for_the_row_reader(octets: str) -> None:
    data = bytes.fromhex(octets)
    columns = ProfileColumns(CAPTURE, errors="null")
    (row,) = columns.decode([data]).to_pylist()
    with pytest.raises(DecodeError) as told:
        cosem.profile_reader(CAPTURE).read(data)
    assert row["error"]["offset"] == told.value.offset
    assert row["error"]["path"] == told.value.path


@pytest.mark.parametrize("date", ["00000000", "07E80200", "07E8021E", "07E7021D"])
def test_a_date_that_is_none_is_for_the_row_reader(date: str, way: str) -> None:
    """Also in the first row, before any date is known, and below one that is."""
    wrong = ROW.replace(bytes.fromhex("07E8060F"), bytes.fromhex(date))
    columns = ProfileColumns(CAPTURE, capture_period=900)
    for rows in ([wrong, NEXT], [ROW, wrong, ROW], [wrong, wrong]):
        times = columns.decode(b"\x01" + length(len(rows)) + b"".join(rows))
        known = [row is not wrong and row is not NEXT for row in rows]
        assert times["clock.time"].is_valid().to_pylist() == known


def test_many_columns_are_for_the_row_reader() -> None:
    capture = [(3, f"1.0.{n // 100 + 1}.8.{n % 100}.255", 2, 0) for n in range(200)]
    octets = b"\x01\x01\x02\x81\xc8" + b"\x11\x07" * 200
    table = ProfileColumns(capture).decode(octets)
    assert [*table.to_pylist()[0].values()] == [0, *[7] * 200]
    assert ProfileColumns([]).decode(b"\x01\x02\x02\x00\x02\x00").num_rows == 2


def test_rows_of_nothing_are_rows() -> None:
    columns = ProfileColumns([])
    empty = [b"\x01\x02\x02\x00\x02\x00", None, b"\x01\x00"]
    assert columns.decode(empty)["buffer"].to_pylist() == [0, 0]
    assert columns.nested(empty).to_pylist() == [[{}, {}], None, []]


def test_quirks_are_those_of_the_row_reader() -> None:
    quirks = cosem.quirks("deviation_reversed")
    table = ProfileColumns(CAPTURE, quirks=quirks, capture_period=900).decode(BUFFER)
    rows = cosem.profile_reader(CAPTURE, quirks=quirks, capture_period=900).read(BUFFER)
    times = [time.to_datetime() for time in rows.column(0)]
    assert table["clock.time"].to_pylist() == times
    assert (
        times[0].utcoffset()
        != cosem.profile_reader(CAPTURE).read(BUFFER)[0][0].to_datetime().utcoffset()
    )


# ---- what goes in, and what comes out ----


@pytest.mark.parametrize(
    "given",
    [
        [BUFFER, None, BUFFER],
        [bytearray(BUFFER), None, memoryview(BUFFER)],
        pa.array([BUFFER, None, BUFFER], pa.binary()),
        pa.array([BUFFER, None, BUFFER], pa.large_binary()),
        pa.array([BUFFER, None, BUFFER], pa.binary_view()),
        pa.array([BUFFER, None, BUFFER], pa.binary(len(BUFFER))),
        pa.array([b"x", BUFFER, None, BUFFER], pa.binary()).slice(1),
        pa.chunked_array([[BUFFER], [None, BUFFER]], pa.binary()),
        pa.chunked_array([[BUFFER], [], [None, BUFFER]], pa.binary_view()),
    ],
    ids=lambda given: str(getattr(given, "type", type(given[0]).__name__)),
)
def test_buffers_may_be_given_in_any_form(given: Any) -> None:
    columns = ProfileColumns(CAPTURE, capture_period=900)
    table = columns.decode(given)
    assert table["buffer"].to_pylist() == [0, 0, 2, 2]
    nested = columns.nested(given)
    assert [None if n is None else len(n) for n in nested.to_pylist()] == [2, None, 2]
    one = columns.decode(BUFFER)
    assert one.drop_columns("buffer").to_pylist() == [
        *table.drop_columns("buffer").to_pylist()[2:]
    ]
    assert nested[2].as_py() == one.drop_columns("buffer").to_pylist()


@pytest.mark.parametrize(
    "nothing",
    [
        *([], [None], pa.nulls(2)),
        *(pa.array([], pa.binary()), pa.chunked_array([], pa.binary())),
    ],
    ids=["none", "None", "nulls", "array", "chunks"],
)
def test_no_buffers_have_no_rows(nothing: Any) -> None:
    columns = ProfileColumns(CAPTURE)
    assert columns.decode(nothing).num_rows == 0
    assert columns.decode(nothing).schema.equals(columns.schema)
    assert len(columns.nested(nothing)) == len(nothing)


@pytest.mark.parametrize("wrong", [5, ["text"], [5], pa.array([1]), "text", None])
def test_what_are_no_buffers(wrong: Any) -> None:
    with pytest.raises(cosem.CosemError, match="buffers"):
        ProfileColumns(CAPTURE).decode(wrong)


def test_a_column_of_a_table_may_be_longer_than_an_array() -> None:
    """Its chunks are read one by one, and not made one."""
    octets = np.empty(1 << 30, np.uint8)  # of which none is looked at
    parts = [b"\0", np.array([0, len(octets)], np.int32), octets]
    nothing = pa.Array.from_buffers(pa.binary(), 1, [*map(pa.py_buffer, parts)])
    given = pa.chunked_array([nothing, nothing, pa.array([BUFFER])])
    table = ProfileColumns(CAPTURE, capture_period=900).decode(given)
    assert table["buffer"].to_pylist() == [2, 2]
    given = pa.chunked_array([nothing, nothing, pa.array([b"\x11\x05"])])
    register = AttributeColumns(cosem.Register.attribute("value"), scaled=True)
    assert register.decode(given).to_pylist() == [{"buffer": 2, "value": 5}]


def test_arrays_that_point_out_of_their_octets() -> None:
    """As another program may hand them over: nothing is read that is not theirs."""
    offsets = pa.py_buffer(np.array([0, 1 << 40, len(BUFFER)]))
    parts = [None, offsets, pa.py_buffer(BUFFER)]
    wrong = pa.Array.from_buffers(pa.large_binary(), 2, parts)
    columns = ProfileColumns(CAPTURE, errors="null")
    batch = pa.RecordBatch.from_arrays([wrong], ["buffer"])
    with pytest.raises(
        cosem.CosemError, match="buffers: no sound array of large_binary"
    ):
        columns.decode(wrong)
    with pytest.raises(
        cosem.CosemError, match="buffers: no sound array of large_binary"
    ):
        columns.nested(pa.chunked_array([wrong]))
    with pytest.raises(
        cosem.CosemError, match="buffers: no sound array of large_binary"
    ):
        list(columns.batches([batch]))
    names, good = ["meter", "buffer"], pa.array([BUFFER, BUFFER])
    kept = pa.RecordBatch.from_arrays([wrong, good], names)
    with pytest.raises(cosem.CosemError, match="'meter': no sound array"):
        list(columns.batches([kept], keep="meter"))


@pytest.mark.parametrize("kind", [pa.string_view(), pa.binary_view()], ids=str)
def test_views_are_kept(kind: Any) -> None:
    kept = pa.array(["a", None, "of more octets than a view has"], pa.string())
    batch = pa.RecordBatch.from_pydict(
        {"meter": kept.cast(kind), "buffer": [BUFFER, BUFFER, BUFFER]}
    )
    columns = ProfileColumns(CAPTURE)
    (found,) = columns.batches([batch], keep="meter")
    assert found.column("meter").equals(kept.take([0, 0, 1, 1, 2, 2]).cast(kind))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (5, "record batches are expected, found int"),
        (pa.table({"buffer": [BUFFER]}), "record batches are expected, found Table"),
        (
            pa.RecordBatch.from_arrays([pa.array([BUFFER])] * 2, ["buffer"] * 2),
            "2 columns 'buffer' in a batch",
        ),
        (
            pa.record_batch(
                {
                    "buffer": [BUFFER],
                    "meter": pa.RunEndEncodedArray.from_arrays([1], ["a"]),
                }
            ),
            "keep: 'meter' is of run_end_encoded",
        ),
    ],
)
def test_what_are_no_batches(given: Any, message: str) -> None:
    columns = ProfileColumns(CAPTURE)
    keep = ("meter",) if message.startswith("keep") else ()
    with pytest.raises(cosem.CosemError, match=message):
        list(columns.batches([given], keep=keep))


def test_batches_keep_columns() -> None:
    columns = ProfileColumns(CAPTURE, capture_period=900, errors="null")
    batch = pa.RecordBatch.from_pydict(
        {
            "meter": ["a", "b", "c"],
            "buffer": [BUFFER, None, b"\x01"],
            "other": [1, 2, 3],
        }
    )
    found = [
        row
        for each in columns.batches([batch, batch], keep=("meter",))
        for row in each.to_pylist()
    ]
    assert [row["meter"] for row in found] == ["a", "a", "c"] * 2
    assert [*found[0]] == ["meter", *columns.schema.names[1:]]
    assert found[2]["error"] is not None
    assert list(columns.batches([])) == []
    for options, message in (
        ({"buffer": "octets"}, "no column 'octets'"),
        ({"keep": ("address",)}, "no column 'address'"),
        ({"keep": ("error",)}, "twice"),
        ({"keep": ("meter", "meter")}, "twice"),
    ):
        with pytest.raises(cosem.CosemError, match=message):
            list(columns.batches([batch], **options))  # type: ignore[arg-type]


def test_many_buffers_keep_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cosem_runtime.arrow.BLOCK", 3 * len(BUFFER))
    columns = ProfileColumns(CAPTURE, capture_period=900, errors="null")
    given = [BUFFER, b"", BUFFER[:-2], BUFFER] * 10
    table = columns.decode(given)
    index = table["buffer"].to_pylist()
    assert index == sorted(index)
    assert {*index} == {*range(40)}
    assert table.num_rows == 60


def test_the_schema_is_known_before_any_data() -> None:
    columns = ProfileColumns(
        CAPTURE, UNITS, time_details=True, numbers="scaled", errors="null"
    )
    assert columns.schema.names[:4] == [
        *("buffer", "clock.time", "clock.time.deviation", "clock.time.status")
    ]
    energy = columns.schema.field("register[1-0:1.8.0*255].value")
    assert energy.type == pa.decimal128(38, 3)
    assert energy.metadata == {
        **{b"class_id": b"3", b"logical_name": b"1-0:1.8.0*255"},
        **{b"attribute_index": b"2", b"data_index": b"0"},
        **{b"label": b"Energy import, total", b"unit": b"Wh", b"scaler": b"-3"},
    }
    row, _ = (
        columns.decode(BUFFER).to_pylist()
        if False
        else columns.decode(BUFFER[:1] + b"\x02" + ROW + ROW).to_pylist()
    )
    assert row["clock.time.deviation"] == -120
    assert row["clock.time.status"] == 0x80


def test_enumerations_are_dictionaries_of_names() -> None:
    columns = ProfileColumns([(70, "0.0.96.3.10.255", 3, 0)])
    octets = b"\x01\x03\x02\x01\x16\x01\x02\x01\x00\x02\x01\x16\x63"
    table = columns.decode([octets, octets])
    assert pa.types.is_dictionary(columns.schema.field(1).type)
    assert table.column(1).to_pylist() == ["CONNECTED", "CONNECTED", "UNKNOWN_99"] * 2


def test_columns_go_to_other_processes() -> None:
    columns = ProfileColumns(CAPTURE, UNITS, 900, numbers="float", errors="null")
    again = pickle.loads(pickle.dumps(columns))
    assert again.schema.equals(columns.schema)
    assert again.decode([BUFFER, b""]).equals(columns.decode([BUFFER, b""]))
    value = AttributeColumns(cosem.Register.attribute(2), scaled=True, numbers="float")
    again = pickle.loads(pickle.dumps(value))
    assert again.decode(b"\x11\x05").equals(value.decode(b"\x11\x05"))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"time": "zone"}, "time is one of utc, local, fields, found"),
        ({"numbers": 5}, "numbers is one of raw, scaled, float, found"),
        ({"errors": "ignore"}, "errors is one of raise, null, found"),
        ({"capture_period": -1}, "capture_period"),
        (
            {
                "scaler_units": {"1.0.1.8.0.255": ScalerUnit(-40, Unit.WATT_HOUR)},
                "numbers": "scaled",
            },
            r"scalers -18\.\.18",
        ),
    ],
)
def test_wrong_options_are_told(options: dict[str, Any], message: str) -> None:
    with pytest.raises(cosem.CosemError, match=message):
        ProfileColumns(CAPTURE, **options)


def test_values_of_an_attribute() -> None:
    value = cosem.Register.attribute("value")
    unit = ScalerUnit(-3, Unit.WATT_HOUR)
    columns = AttributeColumns(value, unit, numbers="scaled", errors="null")
    octets = [b"\x06\x00\x00\x04\xd2", None, b"\x06\x00", b"\x0a\x01x"]
    table = columns.decode(octets)
    assert table["buffer"].to_pylist() == [0, 2, 3]
    assert table["value"].to_pylist() == [Decimal("1.234"), None, None]
    assert [error["path"] for error in table["error"].to_pylist()[1:]] == ["value"] * 2
    with pytest.raises(DecodeError, match=r"^buffers\[2\]\.value"):
        AttributeColumns(value).decode(octets)
    with pytest.raises(cosem.CosemError, match="not an attribute"):
        AttributeColumns(cosem.Register)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="a scaler and unit is expected, found 5"):
        AttributeColumns(value, 5)  # type: ignore[arg-type]


def test_without_pyarrow_the_fix_is_told() -> None:
    program = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "import cosem\n"
        "try: cosem.arrow\n"
        "except ImportError as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert 'pip install "cosem[arrow]"' in done.stdout


def test_nothing_is_imported_before_it_is_used() -> None:
    program = (
        "import sys, cosem\n"
        "cosem.profile_reader([(8, '0.0.1.0.0.255', 2, 0)])\n"
        "print({'numpy', 'pyarrow'} & sys.modules.keys())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()\n"


def test_threads_share_columns(way: str) -> None:
    """Absent members have the same zeros, whose number grows with the buffers."""
    columns = ProfileColumns(CAPTURE, capture_period=900)
    sizes = [2, 40, 3000, 10, 900, 20_000] * 3
    buffers = [b"\x01" + length(size) + (ROW + NEXT) * (size // 2) for size in sizes]
    with ThreadPoolExecutor(4) as pool:
        for size, table in zip(sizes, pool.map(columns.decode, buffers), strict=True):
            table.validate(full=True)
            assert table.num_rows == size
            assert table["data.value"].chunk(0).field(1).null_count == size
