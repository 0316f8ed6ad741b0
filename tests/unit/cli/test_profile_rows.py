"""`cosemgen decode --columns`: the buffer of a profile as a table."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Run

CAPTURED = (
    "01 02 02 04 12 0008 09 06 0000010000FF 0F 02 12 0000"
    " 02 04 12 0003 09 06 0100010800FF 0F 02 12 0000"
)
TIME = "09 0C 07E8060F060C0000FF800000"
BUFFER = f"01 03 02 02 {TIME} 06 00003039 02 02 00 06 0000303A 02 02 00 06 00003040"

CSV = "class_id,obis,attribute,data_index\n8,0.0.1.0.0.255,2,0\n3,1-0:1.8.0*255,2,0\n"
GIVEN = {
    "octets.bin": bytes.fromhex(CAPTURED),
    "octets.hex": CAPTURED.encode(),
    "columns.csv": CSV.encode(),
    "names.csv": b"class;code;attribute\nclock;0-0:1.0.0*255;time\nRegister;1.8.0;value\n",
    "rows.json": json.dumps(
        [
            {"class_id": 8, "obis": "0.0.1.0.0.255", "attribute": 2, "data_index": 0},
            {"class": "register", "logical_name": "1-0:1.8.0*255"},
        ]
    ).encode(),
    "lists.json": b'[[8, "0.0.1.0.0.255", 2, 0], [3, "1-0:1.8.0*255", 2, 0]]',
}
ROWS = [
    {"clock.time": "2024-06-15 12:00:00", "register.value": 12345},
    {"clock.time": "2024-06-15 12:15:00", "register.value": 12346},
    {"clock.time": "2024-06-15 12:30:00", "register.value": 12352},
]


def decode(run: Run, columns: str | Path, *arguments: str, buffer: str = BUFFER) -> str:
    given = ("--columns", columns, "--capture-period", "900", *arguments, buffer)
    code, out, err = run("decode", *given)
    assert (code, err) == (0, "")
    return out


@pytest.mark.parametrize("name", GIVEN)
def test_columns_from_a_file(run: Run, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(GIVEN[name])
    assert json.loads(decode(run, path, "--format", "json")) == ROWS


def test_columns_from_octets(run: Run) -> None:
    assert json.loads(decode(run, CAPTURED, "--format", "json")) == ROWS
    response = f"C4 01 C1 00 {CAPTURED}"
    assert json.loads(decode(run, response, "--format", "json")) == ROWS


def test_columns_as_decode_prints_them(run: Run, tmp_path: Path) -> None:
    asked = ("--class", "7", "--attribute", "3", "--format", "json")
    path = tmp_path / "captured.json"
    path.write_text(run("decode", *asked, CAPTURED).out)
    assert json.loads(decode(run, path, "--format", "json")) == ROWS


def test_a_table_for_people(run: Run) -> None:
    out = decode(run, CAPTURED)
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert "0-0:1.0.0 1-0:1.8.0" in lines
    assert lines[-3:-1] == ["2024-06-15 12:30:00 12352", "3 rows"]


@pytest.mark.parametrize(
    "scales",
    [
        '{"1-0:1.8.0*255": [-1, "Wh"]}',
        '{"1.0.1.8.0.255": {"scaler": -1, "unit": "WATT_HOUR"}}',
        '[{"obis": "1-0:1.8.0*255", "scaler": -1, "unit": 30}]',
        "obis,scaler,unit\n1-0:1.8.0*255,-1,watt hour\n",
    ],
)
def test_scaled_values(run: Run, tmp_path: Path, scales: str) -> None:
    path = tmp_path / "scales.json"
    path.write_text(scales)
    out = decode(run, CAPTURED, "--scaler-units", str(path))
    assert "1234.5" in out and " Wh\n" in out
    csv = decode(run, CAPTURED, "--scaler-units", str(path), "--format", "csv")
    assert csv.splitlines()[:2] == [
        "clock.time,register.value",
        "2024-06-15 12:00:00,1234.5",
    ]


def test_a_buffer_in_a_response(run: Run) -> None:
    given = ("decode", "--columns", CAPTURED, f"C4 01 C1 00 {BUFFER}")
    code, out, err = run(*given)
    assert code == 0
    assert "the value in it is read" in err
    assert out.startswith("get-response-normal, invoke id 1\n") and "3 rows" in out


def test_a_cell_that_deviates(run: Run) -> None:
    buffer = f"01 01 02 02 {TIME} 02 01 11 05"
    code, out, _ = run("decode", "--columns", CAPTURED, buffer)
    assert code == 0
    assert "Not as the standard has it" in out and "buffer[0].register.value" in out
    code, out, err = run("decode", "--strict", "--columns", CAPTURED, buffer)
    assert (code, out) == (1, "")
    assert "buffer[0].register.value" in err and "^^" in err


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ("class,code,attribute\nregistr,1.8.0,2\n", "did you mean 'Register'"),
        ("class,code,attribute\nregister,1.8.0,valu\n", "did you mean 'value'?"),
        ("obis,attribute\n1.8.0,2\n", "row 1: no class_id or class in it"),
        ("class_id,obis,data_index\n3,1.8.0,x\n", "row 1: data_index 'x' is no number"),
        ("class_id,obis\n3,1.2.3.4.5.6.7\n", "1.2.3.4.5.6.7"),
        ('[{"class_id": 3', "no JSON"),
        ("06 00000001", "capture_objects"),
    ],
)
def test_columns_that_are_none(
    run: Run, tmp_path: Path, columns: str, words: str
) -> None:
    path = tmp_path / "columns"
    path.write_text(columns)
    code, out, err = run("decode", "--columns", path, BUFFER)
    assert code in (1, 2) and out == ""
    assert words in err


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--capture-period", "hour", "found 'hour'"),
        ("--scaler-units", "obis,scaler,unit\n1.8.0,x,Wh\n", "row 1: scaler 'x'"),
        ("--scaler-units", "obis,scaler,unit\n1.8.0,0,Whh\n", "did you mean 'Wh'?"),
        ("--scaler-units", "06 00000001", "JSON or CSV of"),
    ],
)
def test_options_that_are_wrong(
    run: Run, tmp_path: Path, option: str, value: str, words: str
) -> None:
    path = tmp_path / "given"
    path.write_text(value)
    given = path if option == "--scaler-units" else value
    code, out, err = run("decode", "--columns", CAPTURED, option, given, BUFFER)
    assert code == 2 and out == ""
    assert words in err
