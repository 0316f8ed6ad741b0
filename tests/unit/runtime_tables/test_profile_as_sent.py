"""Buffers as meters really send them: what is taken, what is told, what is left open."""

from __future__ import annotations

from typing import Any

import pytest

import cosem
from cosem.classes.disconnect_control import ControlState
from cosem_runtime.errors import DecodeError
from cosem_runtime.limits import Limits
from cosem_runtime.profile import ProfileReader, ProfileRows
from cosem_runtime.tolerant import Reading
from cosem_runtime.tolerant.walk import MOST_TOLD

CLOCK = (8, "0.0.1.0.0.255", 2, 0)
ENERGY = (3, "1.0.1.8.0.255", 2, 0)
STATE = (70, "0.0.96.3.10.255", 3, 0)
OFFSET = (8, "0.0.1.0.0.255", 3, 0)
OPERATOR = (47, "0.0.25.6.0.255", 2, 0)
SCALER = (3, "1.0.1.8.0.255", 3, 0)
SUMMER = (8, "0.0.1.0.0.255", 7, 0)
ANYTHING = (9000, "0.0.128.0.0.255", 2, 0)

TIME = "090C 07E8060F060C000000FF8880"
KWH = "06 000004D2"
NOON = cosem.DateTime.from_bytes(bytes.fromhex("07E8060F060C000000FF8880"))


def reader_of(*columns: tuple[int, str, int, int], **more: Any) -> ProfileReader:
    return cosem.profile_reader(columns, sort_method="fifo", **more)


def read(
    text: str, *columns: tuple[int, str, int, int], expand: bool = True
) -> Reading[ProfileRows]:
    reader = reader_of(*(columns or (CLOCK, ENERGY)), capture_period=900)
    octets = bytes.fromhex(text)
    reading = reader.read(octets, tolerant=True, expand=expand)
    assert reading.octets == octets
    assert [x.offset for x in reading.deviations] == sorted(
        x.offset for x in reading.deviations
    )
    return reading


def told(reading: Reading[Any]) -> list[tuple[str, str]]:
    return [(each.code, each.path) for each in reading.deviations]


def times(reading: Reading[ProfileRows]) -> list[str | None]:
    return [cell and str(cell)[11:16] for cell in reading.value.column(0)]


# ---- what conforms ----


@pytest.mark.parametrize(
    "text",
    [
        "0100",
        f"0102 0202 {TIME} {KWH} 0202 00 {KWH}",
        f"0102 0202 {TIME} {KWH} 0202 00 1C05",
        f"0101 0202 06666D8B80 {KWH}",  # seconds, as clocks may send them
        f"0103 0202 0000 0202 {TIME} 11 05 0202 00 120005",
        f"0114 0202 {TIME} {KWH}" + f"0202 00 {KWH}" * 19,
        "13 0202 0906 11 0C07E8060F060C000000FF8880 000004D2",
        "13 0202 0006 08 000004D2 000004D3",
    ],
)
@pytest.mark.parametrize("expand", [True, False])
def test_what_conforms_is_as_the_strict_way_reads_it(text: str, expand: bool) -> None:
    reading = read(text, expand=expand)
    assert reading.conforms
    reader = reader_of(CLOCK, ENERGY, capture_period=900)
    strict = reader.read(bytes.fromhex(text), expand=expand)
    assert reading.value == strict
    assert reading.value.notes == strict.notes


# ---- cells of another type ----


@pytest.mark.parametrize(
    ("column", "cell", "value", "code"),
    [
        (CLOCK, "19 07E8060F060C000000FF8880", NOON, "D111"),
        (CLOCK, "0905 07E8060F06", cosem.Date(2024, 6, 15, 6), "D113"),
        (CLOCK, "0900", None, "D132"),
        (STATE, "11 01", ControlState.CONNECTED, "D103"),
        (OFFSET, "05 000000B4", 180, "D101"),
        (OFFSET, "0900", None, "D132"),
        (OPERATOR, "0903 616263", "abc", "D121"),
        (OPERATOR, "0A8103 616263", "abc", "D001"),
        (SCALER, "0202 0F00 111E", None, "D103"),
        (SCALER, "0201 0F00", None, "D143"),
        (SUMMER, "0F7F", 127, "D202"),
        (ENERGY, "0202 0F00 161E", (0, 30), "D203"),
        (STATE, "0A01 78", "x", "D203"),
        (ANYTHING, "02 8101 1105", (5,), "D001"),
    ],
)
def test_a_cell_is_as_its_attribute_has_it(
    column: tuple[int, str, int, int], cell: str, value: Any, code: str
) -> None:
    reading = read(f"0102 0202 1105 {cell} 0202 1106 {cell}", ANYTHING, column)
    assert len(reading.value) == 2
    name = reading.value.columns[1].name
    codes = told(reading)
    assert [each for each, _ in codes] == [code, code]
    for row, (_, path) in enumerate(codes):
        assert path.startswith(f"buffer[{row}].{name}")
        found = reading.value[row][1]
        if column is SCALER:
            unit = None if code == "D143" else 30
            assert (found.scaler, found.unit) == (0, unit)
        else:
            assert found == value
            assert type(found) is type(value)


def test_the_place_of_a_cell() -> None:
    (deviation,) = read(f"0101 0202 {TIME} 0201 1105").deviations
    assert str(deviation) == (
        "D203 buffer[0].register.value: expected value_type,"
        " found structure of 1 member (offset 18)"
    )


def test_cells_that_deviate_alike_are_all_told() -> None:
    """Rows of one shape are read together only where none of them deviates."""
    row = f"0202 {TIME} 11 01"
    reading = read("0140" + row * 0x40, CLOCK, STATE)
    assert told(reading) == [
        ("D103", f"buffer[{n}].disconnect_control.control_state") for n in range(0x40)
    ]
    assert reading.value.column(1) == [ControlState.CONNECTED] * 0x40


def test_the_place_of_a_cell_without_a_tag() -> None:
    reading = read("13 0202 0611 0F 0000000100 0000000201 0000000302", ANYTHING, STATE)
    assert [(x.code, x.offset) for x in reading.deviations] == [
        ("D103", 10),
        ("D103", 15),
        ("D103", 20),
    ]
    assert [state for _, state in reading.value] == [0, 1, 2]


def test_rows_of_many_columns() -> None:
    row = "02 8196" + "11 05" * 150
    reading = read(f"0102 {row} {row}", *[ANYTHING] * 150)
    assert reading.conforms
    assert [*reading.value] == [(5,) * 150] * 2


def test_a_secret_is_not_told() -> None:
    secret = next(
        (kind.CLASS_ID, spec.id)
        for kind in map(cosem.interface_class, cosem.CATALOGUE)
        for spec in kind.ATTRIBUTES
        if spec.secret and 0x09 in spec.type.tags and 0x02 not in spec.type.tags
    )
    column = (secret[0], "0.0.40.0.0.255", secret[1], 0)
    text = str(read("0101 0201 06 12345678", column).deviations)
    assert "305419896" not in text and "12345678" not in text


# ---- rows ----


def test_a_short_row() -> None:
    """Gurux.DLMS.Net GXDLMSProfileGeneric.cs: one short row in a buffer."""
    text = f"0104 0202 {TIME} {KWH} 0201 00 0202 00 {KWH} 0202 0000"
    reading = read(text)
    assert told(reading) == [("D143", "buffer[1]")]
    assert times(reading) == ["12:00", "12:15", "12:30", "12:45"]
    assert reading.value.column(1) == [1234, None, 1234, 1234]
    assert reading.value.notes == ()
    with pytest.raises(DecodeError, match=r"buffer\[1\]: expected structure of 2"):
        reader_of(CLOCK, ENERGY).read(bytes.fromhex(text))


def test_what_is_missing_is_not_filled_in_below() -> None:
    reading = read(f"0103 0202 {TIME} {KWH} 0201 00 0202 0000")
    assert times(reading) == ["12:00", "12:15", "12:30"]
    assert reading.value.column(1) == [1234, None, None]
    note = "register.value: left out below a row that lacks it, and not known"
    assert reading.value.notes == (note,)
    raw = read(f"0103 0202 {TIME} {KWH} 0201 00 0202 0000", expand=False)
    assert [*raw.value] == [(NOON, 1234), (None, None), (None, None)]


def test_a_time_that_says_nothing_is_no_time_that_was_left_out() -> None:
    """And the times below it are not known, until one is sent again."""
    later = TIME.replace("060C", "060D")
    reading = read(
        f"0105 0202 {TIME} {KWH} 0202 0900 {KWH} 0202 00 {KWH}"
        f"0202 {later} {KWH} 0202 00 {KWH}"
    )
    assert told(reading) == [("D132", "buffer[1].clock.time")]
    assert times(reading) == ["12:00", None, None, "13:00", "13:15"]


def test_a_long_row() -> None:
    reading = read(f"0102 0203 {TIME} {KWH} 0201 1105 0202 00 1106")
    assert told(reading) == [("D144", "buffer[0]")]
    assert reading.value.column(1) == [1234, 6]
    assert times(reading) == ["12:00", "12:15"]


def test_a_row_that_is_an_array() -> None:
    reading = read(f"0102 0102 {TIME} {KWH} 0202 00 {KWH}")
    assert told(reading) == [("D145", "buffer[0]")]
    assert times(reading) == ["12:00", "12:15"]


@pytest.mark.parametrize("odd", ["00", "1105", "0903 020202", "06 02020000"])
def test_a_value_that_is_no_row_is_a_row_of_none(odd: str) -> None:
    reading = read(f"0103 0202 {TIME} {KWH} {odd} 0202 {TIME} {KWH}")
    assert told(reading) == [("D147", "buffer[1]")]
    assert reading.deviations[0].offset == 23
    assert [*reading.value] == [(NOON, 1234), (None, None), (NOON, 1234)]


@pytest.mark.parametrize("broken", ["0202 00 99", "0202 00 097F", "0202 00 0980", "99"])
def test_rows_behind_octets_that_are_no_data(broken: str) -> None:
    """They are given where one place alone leaves just as many as are due."""
    reading = read(f"0104 0202 {TIME} {KWH} {broken} 0202 00 {KWH} 0202 00 {KWH}")
    ((code, path),) = told(reading)
    assert (code, path.partition(".")[0]) == ("D005", "buffer[1]")
    assert reading.value.column(1) == [1234, None, 1234, 1234]
    known = [None] * 3 if broken == "99" else ["12:15", "12:30", "12:45"]
    assert times(reading) == ["12:00", *known]


@pytest.mark.parametrize(
    "behind",
    [
        f"02 0202 00 {KWH}",  # from the first 02 on, a row that begins with a structure
        f"0202 00 {KWH} 0202 00 {KWH}",  # one too many
        f"0202 00 {KWH} 00",
        "0202 00 06",
        "",
    ],
)
def test_no_rows_are_made_of_what_may_be_something_else(behind: str) -> None:
    reading = read(f"0103 0202 {TIME} {KWH} 0202 00 99 {behind}")
    assert [code for code, _ in told(reading)] == ["D003", "D005"]
    assert [row[1] for row in reading.value] == [1234, None]
    assert reading.deviations[0].expected == "3 rows"


def test_quirks_of_the_meter_are_kept() -> None:
    quirks = cosem.quirks("deviation_reversed")
    reader = cosem.profile_reader([CLOCK, ENERGY], capture_period=900, quirks=quirks)
    octets = bytes.fromhex(f"0103 0202 {TIME} {KWH} 0202 {TIME} 00 0201 0900")
    reading = reader.read(octets, tolerant=True)
    assert [time and time.deviation for time, _ in reading.value] == [120, 120, None]
    assert [code for code, _ in told(reading)] == ["D143", "D132"]
    compact = bytes.fromhex("0C07E8060F060C000000FF8880 000004D2")
    template = bytes.fromhex("0202 0906")
    ((time, _),) = reader.read_compact(compact, template, tolerant=True).value
    assert time.deviation == 120


# ---- what is around the rows ----


@pytest.mark.parametrize(
    ("text", "codes", "rows"),
    [
        (f"0103 0202 {TIME} {KWH} 0202 00", ["D003"], 1),
        (f"0103 0202 {TIME} {KWH} 0202", ["D003"], 1),
        (f"0102 0202 {TIME} {KWH}", ["D003"], 1),
        (f"0102 0202 {TIME} 0600", ["D003"], 0),
        (f"0102 0202 {TIME} {KWH} 0202 {TIME} 0203 1105 1106", ["D003"], 1),
        ("01 88 FFFFFFFFFFFFFFFF", ["D003"], 0),
        (f"0101 0202 {TIME} {KWH} 0202 00 {KWH}", ["D004"], 2),
        (f"0100 0202 {TIME} {KWH}", ["D004"], 1),
        (f"0101 0202 {TIME} {KWH} 0202 00", ["D002"], 1),
        (f"0101 0202 {TIME} {KWH} E6E7000F", ["D002"], 1),
        (f"01 8101 0202 {TIME} {KWH}", ["D001"], 1),
        (f"0101 02 820002 {TIME} {KWH}", ["D001"], 1),
        (f"0202 {TIME} {KWH}", ["D141"], 1),
        (f"0201 {TIME}", ["D141", "D143"], 1),
        (f"0202 0202 {TIME} {KWH} 0202 00 {KWH}", ["D145"], 2),
        (f"0203 0202 {TIME} {KWH} 0202 0000 0202 00 {KWH}", ["D145"], 3),
        ("0200", ["D145"], 0),
        ("00", ["D131"], 0),
        ("0900", ["D132"], 0),
        ("13 0202 0906 14 0C07E8060F060C000000FF8880 0004D2", ["D003"] * 2, 0),
        ("13 0201 06 08 00000001 00000002", ["D143"], 2),
        ("13 0203 060606 0C 000000010000000200000003", ["D144"], 1),
        ("13 0202 0606 0B 0000000100000002 000000", ["D003"], 1),
        ("13 0202 0606 20 0000000100000002 000000", ["D003", "D003"], 1),
    ],
)
def test_the_buffer_itself(text: str, codes: list[str], rows: int) -> None:
    reading = read(text)
    assert [code for code, _ in told(reading)] == codes
    assert {path.partition("[")[0] for _, path in told(reading)} == {"buffer"}
    assert len(reading.value) == rows
    reader = reader_of(CLOCK, ENERGY)
    if codes == ["D001"]:
        assert reading.value == reader.read(bytes.fromhex(text))
    else:
        with pytest.raises(DecodeError):
            reader.read(bytes.fromhex(text))


def test_a_row_whose_last_cell_is_cut_short_is_not_whole() -> None:
    reading = read("0102 0202 1105 1106 0202 1105 0203 1105 1106", ANYTHING, ANYTHING)
    assert told(reading) == [("D003", "buffer")]
    assert [*reading.value] == [(5, 6)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "cut short: expected a value"),
        ("1105", "expected array or compact-array, found unsigned"),
        ("0905 0102030405", "expected array or compact-array, found octet-string"),
        ("99", "found unknown tag 99"),
        ("01", "cut short: expected a length"),
        ("01 80", "a definite length"),
        ("13 11 02 0506", "expected structure of 2 members, found unsigned"),
        ("13 99 00", "a type description"),
        ("13 0202 0000 01 00", "no contents"),
    ],
)
def test_what_is_no_buffer_at_all(text: str, said: str) -> None:
    with pytest.raises(DecodeError, match=rf"^buffer: .*{said}"):
        read(text)


def test_two_readings_that_both_fit_are_refused() -> None:
    text = "0202 0202 1105 1106 0202 1107 1108"
    with pytest.raises(DecodeError, match="as one row or as 2"):
        read(text, ANYTHING, ANYTHING)
    # Of registers, structures are no values.
    rows = read(text, ENERGY, ENERGY)
    assert told(rows) == [("D145", "buffer")]
    assert [*rows.value] == [(5, 6), (7, 8)]
    # Of columns of structures, they are nothing else.
    row = read("0202 0202 0F00 161E 0202 0F00 161E", SCALER, SCALER)
    assert told(row) == [("D141", "buffer")]
    assert len(row.value) == 1


# ---- bounds ----


def test_only_so_many_deviations_are_told() -> None:
    count = MOST_TOLD + 500
    octets = b"\x01\x82" + count.to_bytes(2, "big") + b"\x02\x01\x11\x01" * count
    reading = reader_of(STATE).read(octets, tolerant=True)
    assert len(reading.value) == count
    assert {code for code, _ in told(reading)[:-1]} == {"D103"}
    assert len(reading.deviations) == MOST_TOLD + 1
    last = reading.deviations[-1]
    assert (last.code, last.found) == ("D009", "500 more")


def test_cells_of_no_octets_take_no_more_memory_than_others() -> None:
    reader = reader_of(*[ENERGY] * 400)
    octets = b"\x01\x82\x27\x10" + b"\x02\x00" * 10_000
    with pytest.raises(DecodeError, match=r"too much memory .* \(offset \d+\)"):
        reader.read(octets, tolerant=True)
    more = Limits(expansion=5000).on(octets)
    assert len(reader.read(more, tolerant=True).value) == 10_000
    assert len(reader.read(b"\x01\x02" + b"\x02\x00" * 2, tolerant=True).value) == 2


def test_a_hostile_count_takes_no_time() -> None:
    octets = b"\x01\x01\x02\xff" + b"\xff" * 127 + b"\x11\x05" * 5
    reading = reader_of(ENERGY, ENERGY).read(octets, tolerant=True)
    assert [code for code, _ in told(reading)] == ["D003", "D144"]


# ---- Compact data ----

COMPACT = [(62, "0.0.66.0.1.255", 4, 0), STATE, (3, "7.0.13.2.0.255", 2, 0)]


def read_compact(buffer: str, template: str) -> Reading[ProfileRows]:
    return cosem.profile_reader(COMPACT).read_compact(
        bytes.fromhex(buffer), bytes.fromhex(template), tolerant=True
    )


@pytest.mark.parametrize(
    ("buffer", "template", "codes", "rows"),
    [
        ("01 02 00000003", "0203 11 16 06", [], [(1, ControlState(2), 3)]),
        (
            "01 02 00000003",
            "0203 11 11 06",
            [("D103", "compact_buffer[0].disconnect_control.control_state")],
            [(1, ControlState(2), 3)],
        ),
        (
            "01 02 00000003 01",
            "0203 11 16 06",
            [("D003", "compact_buffer")],
            [(1, ControlState(2), 3)],
        ),
        ("01 02 000003", "0203 11 16 06", [("D003", "compact_buffer")], []),
        (
            "01 02",
            "0202 11 16",
            [("D143", "compact_buffer")],
            [(1, ControlState(2), None)],
        ),
        (
            "01 02 00000003 09",
            "0204 11 16 06 11",
            [("D144", "compact_buffer")],
            [(1, ControlState(2), 3)],
        ),
        (
            "01 02 00000003",
            "0203 11 16 06 00",
            [("D002", "template_description")],
            [(1, ControlState(2), 3)],
        ),
        ("", "0203 11 16 06", [], []),
    ],
)
def test_a_compact_buffer(
    buffer: str, template: str, codes: list[tuple[str, str]], rows: list[Any]
) -> None:
    reading = read_compact(buffer, template)
    assert told(reading) == codes
    assert reading.value == rows
    assert reading.octets == bytes.fromhex(buffer)


@pytest.mark.parametrize(
    ("buffer", "template", "said"),
    [
        ("01", "11", "compact_buffer: expected structure of 3"),
        ("01", "0203 11", "template_description: cut short"),
        ("01", "99", "template_description: expected a type description"),
    ],
)
def test_what_no_template_reads(buffer: str, template: str, said: str) -> None:
    with pytest.raises(DecodeError, match=said):
        read_compact(buffer, template)


def test_the_class_reads_its_buffer_as_sent() -> None:
    compact: Any = cosem.interface_class(62, 1)("0.0.66.0.1.255")
    compact.compact_buffer = bytes.fromhex("01 02 00000003 01")
    compact.template_description = bytes.fromhex("0203 11 11 06")
    compact.capture_objects = [
        *[(class_id, cosem.Obis(name), n, m) for class_id, name, n, m in COMPACT]
    ]
    reading = compact.rows(tolerant=True)
    assert reading.value == [(1, ControlState(2), 3)]
    assert [code for code, _ in told(reading)] == ["D103", "D003"]
    compact.template_id = 7
    with pytest.raises(cosem.CosemError, match="made by template 1"):
        compact.rows(tolerant=True)
