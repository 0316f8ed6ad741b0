"""Rows of profiles: columns, plain values, what rows leave out, bad octets."""

from __future__ import annotations

import math
import random
import struct
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from cosem_runtime import axdr
from cosem_runtime.catalogue import Catalogue
from cosem_runtime.compact import CompactArray
from cosem_runtime.datetimes import DateTime
from cosem_runtime.errors import CosemError, DecodeError, UnknownNameError
from cosem_runtime.obis import Obis
from cosem_runtime.profile import Column, ProfileReader
from cosem_runtime.profile.cells import CellReaders, RowReader
from cosem_runtime.profile.expansion import expand_rows
from cosem_runtime.values import DeltaLong, DeltaUnsigned

from .packages import ScalerUnit

CLOCK = Obis("0.0.1.0.0.255")
STATUS = Obis("0.0.96.10.1.255")
ENERGY = Obis("1.0.1.8.0.255")
EXPORT = Obis("1.0.2.8.0.255")
CAPTURED = [(8, CLOCK, 2, 0), (1, STATUS, 2, 0), (3, ENERGY, 2, 0), (3, EXPORT, 2, 0)]
MOMENT = DateTime(2024, 2, 28, 3, 23, 45, 0, 0, -60, 0x80)


@pytest.fixture
def reader(catalogue: Catalogue) -> ProfileReader:
    return catalogue.profile_reader(CAPTURED, capture_period=900, sort_method="fifo")


def array(*rows: bytes) -> bytes:
    count = len(rows)
    assert count < 0x10000
    head = bytes((count,)) if count < 0x80 else b"\x82" + count.to_bytes(2, "big")
    return b"\x01" + head + b"".join(rows)


def row(*cells: bytes) -> bytes:
    return bytes((2, len(cells))) + b"".join(cells)


def clock(moment: DateTime = MOMENT) -> bytes:
    return b"\x09\x0c" + moment


def unsigned(number: int) -> bytes:
    return bytes((0x11, number))


def energy(number: int) -> bytes:
    return b"\x06" + number.to_bytes(4, "big")


NULL = b"\x00"


# ---- columns ----


def test_columns_have_names_and_types(reader: ProfileReader) -> None:
    assert [column.name for column in reader.columns] == [
        "clock.time",
        "data.value",
        "register[1-0:1.8.0*255].value",
        "register[1-0:2.8.0*255].value",
    ]
    assert [str(column.type) for column in reader.columns] == [
        "octet-string[12]",
        "Data",
        "CHOICE of simple types",
        "CHOICE of simple types",
    ]
    assert [column.is_clock for column in reader.columns] == [True, False, False, False]


def test_columns_of_which_little_is_known(catalogue: Catalogue) -> None:
    captured = [
        (8, CLOCK, 0, 0),
        (8, CLOCK, 2, 3),
        (9000, STATUS, 4, 0),
        (3, ENERGY, 9, 0),
        (3, ENERGY, 2, 0),
        (3, ENERGY, 2, 0),
        (3, ENERGY, -1, 0),
    ]
    columns = catalogue.profile_reader(captured).columns
    assert [column.name for column in columns] == [
        "clock",
        "clock.time[3]",
        "class_9000.attribute_4",
        "register.attribute_9",
        "register[1-0:1.8.0*255].value#1",
        "register[1-0:1.8.0*255].value#2",
        "register.attribute_-1",
    ]
    assert [str(column.type) for column in columns].count("Data") == 5
    assert not any(column.is_clock for column in columns)


def test_capture_objects_of_any_version(catalogue: Catalogue) -> None:
    newer = SimpleNamespace(
        class_id=8, logical_name=CLOCK, attribute_index=2, data_index=0
    )
    older = SimpleNamespace(logical_name=ENERGY, class_id=3, attribute_index=2)
    tuples = [(bytes(CLOCK), 8, 2), (8, bytes(CLOCK), 2, 0)]
    reader = catalogue.profile_reader([newer, older, *tuples])
    assert [column.class_id for column in reader.columns] == [8, 3, 8, 8]
    assert [column.logical_name for column in reader.columns][1] == ENERGY


@pytest.mark.parametrize("captured", [5, (1, 2), (1, b"short", 2, 0), None])
def test_a_capture_object_that_is_none(catalogue: Catalogue, captured: object) -> None:
    with pytest.raises(CosemError, match="not a capture object"):
        catalogue.profile_reader([captured])


# ---- values ----


def test_rows_are_plain_values(reader: ProfileReader) -> None:
    rows = reader.read(
        array(row(clock(), unsigned(5), energy(10**6), b"\x14" + bytes(7) + b"\x09"))
    )
    assert rows == [(MOMENT, 5, 1_000_000, 9)]
    assert [type(value) for value in rows[0]] == [DateTime, int, int, int]


@pytest.mark.parametrize(
    ("octets", "value"),
    [
        (b"\x03\x01", True),
        (b"\x0f\xff", -1),
        (b"\x16\x07", 7),
        (b"\x17" + struct.pack(">f", 1.5), 1.5),
        (b"\x18" + struct.pack(">d", 2.5), 2.5),
        (b"\x0a\x02ab", "ab"),
        (b"\x0c\x02\xc3\xa4", "ä"),
        (b"\x09\x03abc", b"abc"),
        (b"\x19" + MOMENT, MOMENT),
        (b"\x02\x01\x11\x05", (5,)),
        (b"\x01\x00", []),
    ],
)
@pytest.mark.parametrize("count", [1, 40])
def test_each_type_is_the_same_alone_and_in_a_run(
    catalogue: Catalogue, octets: bytes, value: object, count: int
) -> None:
    reader = catalogue.profile_reader([(1, STATUS, 2, 0)])
    rows = reader.read(array(*[row(octets)] * count))
    assert rows == [(value,)] * count
    assert {type(cell) for (cell,) in rows} == {type(value)}


def test_a_cell_of_another_type_is_kept(reader: ProfileReader) -> None:
    odd = row(b"\x19" + MOMENT, unsigned(0), b"\x09\x00", b"\x0a\x01x")
    short = row(b"\x09\x05abcde", unsigned(0), energy(1), energy(2))
    assert list(reader.read(array(odd, short))) == [
        (MOMENT, 0, b"", "x"),
        (b"abcde", 0, 1, 2),
    ]


def test_not_a_number_survives(catalogue: Catalogue) -> None:
    reader = catalogue.profile_reader([(3, ENERGY, 2, 0)])
    ((value,),) = reader.read(array(row(b"\x17\x7f\xc0\x00\x00")))
    assert math.isnan(value)


def random_rows(random: random.Random, count: int) -> bytes:
    """Rows in runs of one shape, with some that differ."""
    shapes = ["cuee", "nnee", "nnde", "cfsb", "ntnn"]
    rows: list[bytes] = []
    while len(rows) < count:
        shape = random.choice(shapes)
        for _ in range(random.choice((1, 3, 50))):
            cells = []
            for kind in shape:
                if random.random() < 0.01:
                    kind = random.choice("cneudfsbt")
                cells.append(random_cell(random, kind))
            rows.append(row(*cells))
    return array(*rows[:count])


def random_cell(random: random.Random, kind: str) -> bytes:
    number = random.randrange(1 << 31)
    return {
        "c": clock(DateTime(2024, 1 + number % 12, 1 + number % 28, None, 0, 0, 0)),
        "n": NULL,
        "e": energy(number),
        "u": unsigned(number & 0xFF),
        "d": b"\x1d" + struct.pack(">h", number % 999 - 99),
        "f": b"\x17" + struct.pack(">f", number),
        "s": b"\x0a\x04" + b"%04d" % (number % 9999),
        "b": b"\x04\x0a" + bytes((number & 0xFF, 0x80)),
        "t": b"\x02\x01" + unsigned(number & 0xFF),
    }[kind]


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("expand", [True, False])
def test_runs_of_rows_are_what_single_rows_are(
    reader: ProfileReader, seed: int, expand: bool
) -> None:
    data = random_rows(random.Random(seed), 400)
    cells = RowReader(reader.columns, {}, CellReaders())
    at = 4
    alone = []
    while at < len(data):
        values, at = cells.row(data, at)
        alone.append(values)
    if expand:
        expand_rows(alone, reader.columns, reader.capture_period)
    together = list(reader.read(data, expand=expand))
    assert together == alone
    assert [[*map(type, r)] for r in together] == [[*map(type, r)] for r in alone]


# ---- what rows leave out ----


def test_null_data_repeats_the_value_above(reader: ProfileReader) -> None:
    data = array(
        row(clock(), unsigned(5), energy(1), energy(9)),
        row(NULL, NULL, energy(2), NULL),
        row(NULL, unsigned(6), NULL, NULL),
    )
    first, second, third = reader.read(data)
    assert first == (MOMENT, 5, 1, 9)
    assert second == (DateTime(2024, 2, 29, 4, 0, 0, 0, 0, -60, 0x80), 5, 2, 9)
    assert third == (DateTime(2024, 2, 29, 4, 0, 15, 0, 0, -60, 0x80), 6, 2, 9)
    assert list(reader.read(data, expand=False))[1] == (None, None, 2, None)


def test_a_time_is_not_made_up(catalogue: Catalogue) -> None:
    data = array(row(clock()), row(NULL), row(NULL))
    irregular = catalogue.profile_reader(CAPTURED[:1])
    assert list(irregular.read(data)) == [(MOMENT,), (None,), (None,)]
    regular = catalogue.profile_reader(CAPTURED[:1], capture_period=60)
    wild = DateTime(2024, 2, None, None, 1, 2, 3)
    assert list(regular.read(array(row(clock(wild)), row(NULL)))) == [(wild,), (None,)]
    last = DateTime(9999, 12, 31, 5, 23, 59, 30)
    assert list(regular.read(array(row(clock(last)), row(NULL)))) == [(last,), (None,)]
    assert list(regular.read(array(row(NULL), row(NULL)))) == [(None,), (None,)]


def test_what_is_not_specified_stays_so(catalogue: Catalogue) -> None:
    reader = catalogue.profile_reader(
        CAPTURED[:1], capture_period=3600, sort_method="fifo"
    )
    given = DateTime(2024, 12, 31, None, 23, 30, 0, None, None, None)
    rows = reader.read(array(row(clock(given)), row(NULL)))
    assert rows[1] == (DateTime(2025, 1, 1, None, 0, 30, 0, None, None, None),)


def test_differences_are_added(reader: ProfileReader) -> None:
    delta = b"\x1d\xff\xfe"
    more = b"\x1f\x05"
    data = array(
        row(clock(), delta, energy(10), energy(9)),
        row(NULL, unsigned(1), delta, more),
        row(NULL, delta, NULL, more),
    )
    assert [tuple(values[1:]) for values in reader.read(data)] == [
        (DeltaLong(-2), 10, 9),
        (1, 8, 14),
        (-1, 8, 19),
    ]
    kept = reader.read(data, expand=False)
    assert kept[1][2:] == (DeltaLong(-2), DeltaUnsigned(5))
    assert type(kept[1][2]) is DeltaLong


# ---- compact arrays ----


def compact(rows: list[Any]) -> bytes:
    out = bytearray(b"\x13")
    CompactArray.of(rows).encode_contents(out)
    return bytes(out)


@pytest.mark.parametrize("count", [0, 1, 3, 200])
def test_a_compact_array_gives_the_same_rows(reader: ProfileReader, count: int) -> None:
    rows = [
        row(clock(), unsigned(n % 9), energy(n), energy(2 * n)) for n in range(count)
    ]
    data = array(*rows)
    tagged = axdr.decode(data)
    assert isinstance(tagged, list)
    if count:
        assert list(reader.read(compact(tagged))) == list(reader.read(data))
        assert count == 1 or len(compact(tagged)) < len(data)
    else:
        assert list(reader.read(b"\x13\x02\x04\x09\x11\x06\x06\x00")) == []


def test_a_compact_array_may_leave_a_column_out(reader: ProfileReader) -> None:
    octets = b"\x13\x02\x04\x00\x11\x06\x1f\x0c" + (b"\x05" + bytes(4) + b"\x02") * 2
    assert list(reader.read(octets)) == [
        (None, 5, 0, DeltaUnsigned(2)),
        (None, 5, 0, DeltaUnsigned(2)),
    ]


def test_a_compact_array_of_other_rows(reader: ProfileReader) -> None:
    with pytest.raises(DecodeError, match="structure of 4 members, found structure"):
        reader.read(b"\x13\x02\x01\x11\x01\x05")
    with pytest.raises(DecodeError, match="found unsigned"):
        reader.read(b"\x13\x11\x01\x05")


# ---- rows as a whole ----


def test_columns_are_found(reader: ProfileReader) -> None:
    rows = reader.read(
        array(*[row(clock(), unsigned(n), energy(n), energy(7)) for n in range(3)])
    )
    assert len(rows) == 3
    assert rows[-1][1] == 2
    assert rows[:2] == list(rows)[:2]
    for which in ("data.value", 1, -3, STATUS, "0-0:96.10.1", b"\0\0\x60\x0a\1\xff"):
        assert rows.column(which) == [0, 1, 2]
    with pytest.raises(UnknownNameError, match=r'did you mean "data\.value"'):
        rows.column("data.valeu")
    with pytest.raises(UnknownNameError, match="no column 4 of 4"):
        rows.column(4)
    with pytest.raises(UnknownNameError, match="no column"):
        rows.column(b"xyz")
    assert rows.dicts()[1] == {
        "clock.time": MOMENT,
        "data.value": 1,
        "register[1-0:1.8.0*255].value": 1,
        "register[1-0:2.8.0*255].value": 7,
    }
    assert repr(rows) == "<ProfileRows 3 rows of 4 columns>"


def test_values_are_scaled_without_rounding(catalogue: Catalogue) -> None:
    captured = [*CAPTURED, (3, ENERGY, 4, 0)]
    reader = catalogue.profile_reader(
        captured, scaler_units={ENERGY: ScalerUnit(-3, 30), CLOCK: ScalerUnit(1, 1)}
    )
    data = array(row(clock(), unsigned(1), energy(1234567), energy(5), energy(6)))
    assert reader.read(data).scaled() == [
        (MOMENT, 1, Decimal("1234.567"), 5, 6),
    ]
    assert reader.read(array(row(clock(), NULL, NULL, NULL, NULL))).scaled() == [
        (MOMENT, None, None, None, None)
    ]


@pytest.mark.parametrize(
    ("scaler_units", "words"),
    [
        (5, "a mapping of logical names to scalers and units is expected, found 5"),
        ({ENERGY: -3}, "1-0:1.8.0*255: a scaler and unit is expected, found -3"),
    ],
)
def test_what_are_no_scalers_and_units_is_told(
    catalogue: Catalogue, scaler_units: Any, words: str
) -> None:
    with pytest.raises(TypeError) as caught:
        catalogue.profile_reader(CAPTURED, scaler_units=scaler_units)
    assert str(caught.value) == f"scaler_units: {words}"


def test_a_scaler_is_for_the_attributes_before_it(catalogue: Catalogue) -> None:
    """Not for itself, nor for the status behind it."""
    captured = [(3, ENERGY, attribute, 0) for attribute in range(1, 5)]
    scale = ScalerUnit(-3, 30)
    columns = catalogue.profile_reader(captured, scaler_units={ENERGY: scale}).columns
    assert [column.scaler_unit for column in columns] == [None, scale, None, None]


def test_a_reader_can_be_made_of_columns() -> None:
    reader = ProfileReader([Column("anything", 1, ENERGY)])
    assert list(reader.read(array(row(unsigned(1)), row(unsigned(2))))) == [(1,), (2,)]
    assert list(ProfileReader([]).read(array(*[row()] * 50))) == [()] * 50


def test_a_row_of_many_columns() -> None:
    reader = ProfileReader([Column(f"c{n}", 1, ENERGY) for n in range(200)])
    wide = b"\x02\x81\xc8" + b"".join(unsigned(n) for n in range(200))
    assert list(reader.read(array(*[wide] * 20))) == [tuple(range(200))] * 20


# ---- bad octets ----


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "buffer: cut short: expected a value"),
        (b"\x01", "buffer: cut short: expected a length"),
        (b"\x11\x05", "buffer: expected array or compact-array, found unsigned"),
        (b"\x01\x05\x02", "buffer: cut short: expected 5 rows, found 1 octet"),
        (b"\x01\x01\x11\x05", r"buffer\[0\]: expected structure of 4 .*found unsigned"),
        (b"\x01\x01\x02\x05", r"buffer\[0\]: .*found structure of 5 members"),
        (b"\x01\x01\x02\x04\x00\x63", r"buffer\[0\].data.value: .* unknown tag 63"),
        (b"\x01\x01\x02\x04\x00\x00\x06\x01", r"register\[1-0:1.8.0\*255\].value: cut"),
        (b"\x01\x00\x00", "buffer: expected the end of the data, found 1 octet more"),
    ],
)
def test_errors_say_where(reader: ProfileReader, data: bytes, said: str) -> None:
    with pytest.raises(DecodeError, match=said):
        reader.read(data)


def test_an_error_far_down_says_its_row_and_offset(reader: ProfileReader) -> None:
    good = row(clock(), unsigned(5), energy(1), energy(2))
    data = array(*[good] * 150, row(clock(), b"\x63\x01", energy(1), energy(2)))
    with pytest.raises(DecodeError) as caught:
        reader.read(data)
    assert caught.value.path == "buffer[150].data.value"
    assert caught.value.offset == 4 + 150 * len(good) + 2 + 14


def test_every_cut_is_refused(reader: ProfileReader) -> None:
    data = array(*[row(clock(), unsigned(5), energy(1), NULL)] * 12)
    for end in range(len(data)):
        with pytest.raises(DecodeError, match="cut short"):
            reader.read(data[:end])


def test_all_kinds_of_octets_are_taken(reader: ProfileReader) -> None:
    data = array(row(clock(), unsigned(5), energy(1), energy(2)))
    for octets in (bytearray(data), memoryview(data)):
        assert len(reader.read(octets)) == 1
    with pytest.raises(DecodeError, match="expected bytes"):
        reader.read("text")  # type: ignore[arg-type]  # on purpose


def test_the_memory_is_bounded(reader: ProfileReader) -> None:
    import tracemalloc

    data = array(
        *[row(clock(), unsigned(5), energy(n), energy(n)) for n in range(9999)]
    )
    tracemalloc.start()
    rows = reader.read(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(rows) == 9999
    assert peak < 9 * len(data)
