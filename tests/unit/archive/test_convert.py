"""An archive has what the columns have, each row once, whatever happens while it is made."""

from __future__ import annotations

import inspect
import json
import os
import pickle
import pydoc
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import cosem.arrow
from cosem import CosemError
from cosem.arrow import ProfileColumns, convert
from cosem_conformance import archive
from cosem_conformance.archive import Progress
from cosem_conformance.dumps import save
from tests.bench import payloads
from tests.unit.arrow.shapes import CAPTURE, buffer
from tests.unit.judge.planted import dump, thing

from . import killed

ROOT = Path(__file__).parents[3]
CLOCK, REGISTER = CAPTURE[0], CAPTURE[2]
SMALL = [CLOCK, REGISTER]


def row(hour: int, value: int, month: int = 6) -> bytes:
    time = bytes((0x07, 0xE8, month, 15, 6, hour, 0, 0, 0, 0xFF, 0x88, 0))
    return b"\x02\x02\x09\x0c" + time + b"\x06" + value.to_bytes(4, "big")


def profile(*rows: bytes) -> bytes:
    return bytes((1, len(rows))) + b"".join(rows)


def captured(*columns: tuple[int, str, int, int]) -> bytes:
    """Octets of attribute 3."""
    out = bytes((1, len(columns)))
    for class_id, name, attribute, index in columns:
        octets = bytes(map(int, name.split(".")))
        out += b"\x02\x04\x12" + class_id.to_bytes(2, "big") + b"\x09\x06" + octets
        out += bytes((0x0F, attribute, 0x12, 0, index))
    return out


GOOD = profile(row(10, 1234), row(11, 1241))


def table(buffers: list[Any], **columns: Any) -> pa.Table:
    meters = [f"M{at}" for at in range(len(buffers))]
    octets = pa.array(buffers, pa.binary())
    return pa.table({"meter": meters, "buffer": octets, **columns})


def rows_of(folder: Path) -> list[dict[str, Any]]:
    """All rows of a folder, in the order of its files."""
    found: list[dict[str, Any]] = []
    for path in sorted(folder.rglob("*.parquet")):
        found += pq.ParquetFile(path).read().to_pylist()
    return found


def files(folder: Path) -> dict[str, bytes]:
    """All that is to be the same, however it came about."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith("_")
    }


def many(chance: Random, count: int) -> list[bytes | None]:
    return [None if at % 17 == 5 else buffer(chance) for at in range(count)]


@pytest.mark.parametrize("fragment", [1, 700, 1 << 20])
@pytest.mark.parametrize("form", ["parquet", "file", "stream"])
def test_what_the_columns_have(tmp_path: Path, form: str, fragment: int) -> None:
    buffers = many(Random(fragment), 60)
    given = table(buffers)
    source, target = tmp_path / "given", tmp_path / "archive"
    if form == "parquet":
        pq.write_table(given, source, row_group_size=7)
    else:
        new = pa.ipc.new_file if form == "file" else pa.ipc.new_stream
        with new(source, given.schema) as writer:
            writer.write_table(given, max_chunksize=7)
    done = convert(source, target, capture_objects=CAPTURE, fragment=fragment)

    expected = ProfileColumns(CAPTURE, numbers="scaled", errors="null").decode(buffers)
    names = [n for n in expected.schema.names if n not in ("buffer", "error")]
    rows, errors = [], []
    for each in expected.to_pylist():
        error = each["error"]
        if error is not None:
            place = {"source": "given", "row": each["buffer"], **error}
            errors.append({**place, "meter": f"M{each['buffer']}"})
        values = {name: each[name] for name in names}
        if error is None or any(value is not None for value in values.values()):
            rows.append({"meter": f"M{each['buffer']}", **values})
    assert str(rows_of(target / "rows")) == str(rows)  # NaN is like itself there
    found = rows_of(target / "errors")
    layouts = {each.pop("layout") for each in found}
    assert found == [{k: e[k] for k in found[0]} for e in errors] and errors
    (layout,) = (target / "rows").iterdir()
    assert layouts == {layout.name.removeprefix("layout=")}
    assert (done.buffers, done.rows, done.errors) == (60, len(rows), len(errors))
    assert not (target / "_unfinished").exists()


def test_layouts_apart(tmp_path: Path) -> None:
    """What captures the same goes together, however it was said."""
    scales = [{"logical_name": "1.0.1.8.0.255", "scaler": -3, "unit": 30}]
    capture = [captured(*SMALL), captured(*SMALL), captured(CLOCK, CAPTURE[3]), None]
    given = table(
        [GOOD] * 4,
        capture_objects=pa.array(capture).dictionary_encode(),
        scaler_units=[None, scales, None, None],
        capture_period=[0, 0, 0, 0],
    )
    pq.write_table(given, tmp_path / "given.parquet")
    target = tmp_path / "archive"
    done = convert(tmp_path / "given.parquet", target, capture_objects=SMALL)
    assert (done.rows, done.files) == (8, 3)
    found: dict[str, set[str]] = {}
    for each in rows_of(target / "rows"):
        value = str(each["register.value"])
        found.setdefault(value, set()).add(each["meter"])
    assert found["1.234"] == {"M1"}
    assert found["1234"] == {"M0", "M2", "M3"}
    folders = [rows_of(folder) for folder in (target / "rows").iterdir()]
    assert sorted("".join(sorted({r["meter"] for r in f})) for f in folders) == [
        "M0M3",
        "M1",
        "M2",
    ]


def test_a_table_of_profiles(tmp_path: Path) -> None:
    pq.write_table(table([GOOD, GOOD, GOOD]), tmp_path / "given.parquet")
    facts = {"meter": ["M1", "M0"], "capture_objects": [captured(*SMALL)] * 2}
    pq.write_table(pa.table(facts), tmp_path / "profiles.parquet")
    target = tmp_path / "archive"
    done = convert(
        tmp_path / "given.parquet", target, profiles=tmp_path / "profiles.parquet"
    )
    assert (done.rows, done.errors) == (4, 1)
    (error,) = rows_of(target / "errors")
    assert (error["meter"], error["row"], error["layout"]) == ("M2", 2, None)
    assert "nobody says what the buffer captures" in error["reason"]


def test_dumps(tmp_path: Path) -> None:
    source, target = tmp_path / "dumps", tmp_path / "archive"
    source.mkdir()
    values = {2: GOOD.hex(), 3: captured(*SMALL).hex(), 4: "06 00000E10", 5: "16 01"}
    load_profile = thing(7, 1, "1.0.99.1.0.255", values)
    energy = thing(3, 0, "1.0.1.8.0.255", {2: "06 00000001", 3: "02020FFD161E"})
    save(dump(load_profile, energy), source / "meter.jsonl.gz")
    done = convert(source, target, keep=("meter", "profile"))
    assert (done.sources, done.rows, done.failed) == (1, 2, {})
    first, second = rows_of(target / "rows")
    assert str(first["register.value"]) == "1.234"
    assert second["profile"] == "1-0:99.1.0*255"


@pytest.mark.parametrize("unit", ["year", "month", "day"])
def test_parted_by_time(tmp_path: Path, unit: str) -> None:
    unknown = row(9, 3).replace(b"\x07\xe8", b"\xff\xff")
    octets = profile(row(10, 1), row(10, 2, month=7), unknown, row(11, 4))
    pq.write_table(table([octets]), tmp_path / "given.parquet")
    target = tmp_path / "archive"
    convert(tmp_path / "given.parquet", target, capture_objects=SMALL, partition=unit)
    (layout,) = (target / "rows").iterdir()
    found = {
        path.parent.relative_to(layout).as_posix(): [
            int(each["register.value"])
            for each in pq.ParquetFile(path).read().to_pylist()
        ]
        for path in layout.rglob("*.parquet")
    }
    null = "__HIVE_DEFAULT_PARTITION__"
    assert (
        found
        == {
            "year": {"year=2024": [1, 2, 4], f"year={null}": [3]},
            "month": {
                "year=2024/month=6": [1, 4],
                "year=2024/month=7": [2],
                f"year={null}/month={null}": [3],
            },
            "day": {
                "year=2024/month=6/day=15": [1, 4],
                "year=2024/month=7/day=15": [2],
                f"year={null}/month={null}/day={null}": [3],
            },
        }[unit]
    )


# ---------------------------------------------------------------- ends and goes on


class Stopped(Exception):
    pass


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """A folder of two files, of some twenty fragments."""
    folder = tmp_path / "given"
    (folder / "below").mkdir(parents=True)
    chance = Random(7)
    whole = table(many(chance, 150))
    pq.write_table(whole, folder / "first.parquet", row_group_size=40)
    with pa.ipc.new_file(folder / "below" / "second.arrow", whole.schema) as writer:
        writer.write_table(whole.slice(50), max_chunksize=9)
    return folder


def test_goes_on_where_it_ended(given: Path, tmp_path: Path) -> None:
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    how: dict[str, Any] = {"capture_objects": CAPTURE, "fragment": 4000}
    expected = convert(given, whole, **how)

    chance, ends = Random(3), 0
    while True:
        left = [chance.randrange(1, 4)]

        def stop(progress: Progress, left: list[int] = left) -> None:
            left[0] -= 1
            if not left[0]:
                raise Stopped

        try:
            done = convert(given, parts, **how, progress=stop)
            break
        except Stopped:
            ends += 1
            if ends % 2:  # as one whose power went away while it wrote
                with (parts / "_manifest.jsonl").open("ab") as file:
                    file.write(b'{"source": "first.parquet", "si')
    assert ends > 3
    assert files(parts) == files(whole)
    assert (done.before + done.rows, done.failed) == (expected.rows, {})
    again = convert(given, parts, **how)
    assert (again.rows, again.before, again.files) == (0, expected.rows, 0)
    assert files(parts) == files(whole)


def test_files_that_nobody_wrote_down_are_not_left(
    given: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A call that ended before it could, and a source that is another one by the next call."""
    how: dict[str, Any] = {"capture_objects": CAPTURE, "partition": "month"}
    target, source = tmp_path / "archive", given / "below" / "second.arrow"

    def stop(*_: Any) -> None:
        raise Stopped

    with monkeypatch.context() as patch:
        patch.setattr(archive.converting.Manifest, "fragment", stop)
        with pytest.raises(Stopped):
            convert(given, target, **how)
    assert files(target)
    pq.write_table(table([buffer(Random(8))]), source)
    convert(given, target, **how)
    convert(given, tmp_path / "whole", **how)
    assert files(target) == files(tmp_path / "whole")


@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_nothing_is_left_of_what_comes_after_a_failure(
    tmp_path: Path, jobs: int
) -> None:
    source, target = tmp_path / "given", tmp_path / "archive"

    def write(name: pa.Array) -> None:
        scaler, unit = pa.array([0], pa.int8()), pa.array([30], pa.uint8())
        members = [name, scaler, unit]
        scales = pa.StructArray.from_arrays(members, ["logical_name", "scaler", "unit"])
        first = pa.ListArray.from_arrays(pa.array([0, 1], pa.int32()), scales)
        units = pa.chunked_array([first, pa.nulls(3, first.type)])
        pq.write_table(table([GOOD] * 4, scaler_units=units), source, row_group_size=1)

    ends = pa.py_buffer(bytes(4) + b"\1" + bytes(3))
    write(pa.Array.from_buffers(pa.string(), 1, [None, ends, pa.py_buffer(b"\xff")]))
    how: dict[str, Any] = {"capture_objects": SMALL, "fragment": 1, "jobs": jobs}
    done = convert(source, target, **how)
    assert "the column scaler_units cannot be read" in done.failed["given"]
    assert files(target) == {}
    write(pa.array(["1.0.1.8.0.255"]))
    assert convert(source, target, **how).rows == len(rows_of(target / "rows")) == 8


def test_new_files_are_added(given: Path, tmp_path: Path) -> None:
    target = tmp_path / "archive"
    before = convert(given, target, capture_objects=CAPTURE)
    first = files(target)
    pq.write_table(table([GOOD]), given / "third.parquet")
    (given / "_other").write_text("not for us")
    done = convert(given, target, capture_objects=CAPTURE)
    assert (done.before, done.buffers, done.sources) == (before.rows, 1, 3)
    assert first.items() < files(target).items()


def test_what_has_changed_is_refused(given: Path, tmp_path: Path) -> None:
    target = tmp_path / "archive"
    convert(given, target, capture_objects=CAPTURE)
    first = files(target)
    pq.write_table(table([GOOD]), given / "first.parquet")
    done = convert(given, target, capture_objects=CAPTURE)
    assert [*done.failed] == ["first.parquet"]
    assert "has changed since its rows were archived" in done.failed["first.parquet"]
    assert files(target) == first


def test_what_cannot_be_read_stops_nothing_else(given: Path, tmp_path: Path) -> None:
    octets = (given / "first.parquet").read_bytes()
    (given / "a-torn.parquet").write_bytes(octets[: len(octets) // 2])
    damaged = bytearray(octets)
    damaged[len(octets) // 2 : len(octets) // 2 + 500] = bytes(500)
    (given / "b-damaged.parquet").write_bytes(damaged)
    (given / "c-text.txt").write_text("Nothing.")
    pq.write_table(pa.table({"meter": ["M"]}), given / "d-none.parquet")
    pq.write_table(pa.table({"buffer": [1]}), given / "e-number.parquet")
    target = tmp_path / "archive"
    done = convert(given, target, capture_objects=CAPTURE, fragment=4000)
    assert [name[0] for name in sorted(done.failed)] == ["a", "b", "c", "d", "e"]
    assert "there are meter" in done.failed["d-none.parquet"]
    assert "is no octets, but int64" in done.failed["e-number.parquet"]
    whole = [n for n in files(target) if "first" in n or "second" in n]
    alone = tmp_path / "alone"
    for name in done.failed:
        (given / name).unlink()
    convert(given, alone, capture_objects=CAPTURE, fragment=4000)
    assert {name: files(target)[name] for name in whole} == files(alone)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("capture_objects", b"\x01\x01"),
        ("capture_objects", "1.0.1.8.0.255"),
        ("capture_objects", [["a"]]),
        ("capture_objects", bytes.fromhex("0600000001")),
        ("capture_period", "often"),
        ("capture_period", -1),
        ("capture_period", float("nan")),
        ("sort_method", "sideways"),
        ("sort_method", [1]),
        ("sort_object", b"\x00"),
        ("sort_object", 5),
        ("scaler_units", 5),
        ("scaler_units", "many"),
        ("scaler_units", [1, 2]),
        ("scaler_units", [{"unit": 30, "scaler": -3}]),
        ("scaler_units", [{"logical_name": "energy", "scaler": 1, "unit": 30}]),
        ("scaler_units", [{"logical_name": "1-0:1.8.0", "scaler": "x", "unit": 30}]),
        ("scaler_units", [{"logical_name": "1-0:1.8.0", "scaler": 999, "unit": -1}]),
    ],
    ids=str,
)
def test_what_is_nothing_of_the_kind(tmp_path: Path, column: str, value: Any) -> None:
    """It is an error of that buffer, and stops no other."""
    facts = {"capture_objects": [captured(*SMALL)] * 2, column: [value, value]}
    source, target = tmp_path / "given.parquet", tmp_path / "archive"
    pq.write_table(table([GOOD, GOOD], **facts), source)
    done = convert(source, target, capture_objects=SMALL)
    assert (done.rows, done.errors, done.failed) == (0, 2, {})
    first, second = rows_of(target / "errors")
    assert (first["meter"], second["row"]) == ("M0", 1)
    assert first["reason"] and "\n" not in first["reason"]


def test_pages_that_have_changed_are_told(tmp_path: Path) -> None:
    """Where the file has their sums, as those of Spark do: another number is one as well."""
    source, target = tmp_path / "given.parquet", tmp_path / "archive"
    facts = {"capture_objects": [captured(*SMALL)]}
    options: dict[str, Any] = dict.fromkeys(
        ("use_dictionary", "write_statistics"), False
    )
    options |= {"compression": "none", "write_page_checksum": True}
    pq.write_table(table([GOOD], **facts), source, **options)
    octets = source.read_bytes()
    assert octets.count(GOOD[-4:]) == 1
    source.write_bytes(octets.replace(GOOD[-4:], GOOD[:-5:-1]))
    done = convert(source, target)
    assert (done.rows, [*done.failed]) == (0, [source.name])


def test_scalers_in_another_order(tmp_path: Path) -> None:
    scales = [{"unit": 30, "scaler": -3, "logical_name": "1-0:1.8.0"}]
    source, target = tmp_path / "given.parquet", tmp_path / "archive"
    pq.write_table(table([GOOD], scaler_units=[scales]), source)
    convert(source, target, capture_objects=SMALL)
    assert str(rows_of(target / "rows")[0]["register.value"]) == "1.234"


def test_a_place_that_is_taken(given: Path, tmp_path: Path) -> None:
    target = tmp_path / "archive"
    target.mkdir()
    (target / "mine.txt").write_text("mine")
    with pytest.raises(CosemError, match="is no archive and not empty"):
        convert(given, target)
    with pytest.raises(CosemError, match="is a part of the source"):
        convert(given, given / "archive")
    with pytest.raises(CosemError, match="no such file or folder"):
        convert(tmp_path / "nowhere", tmp_path / "other")
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(CosemError, match="there is no file in it"):
        convert(empty, tmp_path / "other")


def test_one_at_a_time(given: Path, tmp_path: Path) -> None:
    target = tmp_path / "archive"

    def second(progress: Progress) -> None:
        with pytest.raises(CosemError, match="is being written by another process"):
            convert(given, target, capture_objects=CAPTURE)

    convert(given, target, capture_objects=CAPTURE, progress=second)


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"numbers": "float"}, "begun with another numbers: 'scaled', now 'float'"),
        ({"capture_objects": SMALL}, "begun with another capture_objects"),
        ({"fragment": 5}, "begun with another fragment"),
        ({"partition": "year"}, "begun with another partition"),
    ],
)
def test_made_otherwise(
    given: Path, tmp_path: Path, how: dict[str, Any], message: str
) -> None:
    target = tmp_path / "archive"
    convert(given, target, capture_objects=CAPTURE)
    with pytest.raises(CosemError, match=message):
        convert(given, target, **{"capture_objects": CAPTURE, **how})


def test_a_column_that_is_there_twice(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    once = table([GOOD])
    twice = once.append_column("meter", once["meter"])
    pq.write_table(twice, tmp_path / "in" / "a.parquet")
    with pa.ipc.new_file(tmp_path / "in" / "b.arrow", twice.schema) as file:
        file.write_table(twice)
    done = convert(tmp_path / "in", tmp_path / "archive", capture_objects=SMALL)
    assert {*done.failed.values()} == {"one column 'meter' is expected, found 2"}


def test_a_column_that_python_has_no_values_for(tmp_path: Path) -> None:
    source = tmp_path / "given.arrow"
    facts = table([GOOD], capture_period=pa.array([1], pa.duration("ns")))
    with pa.ipc.new_file(source, facts.schema) as file:
        file.write_table(facts)
    done = convert(source, tmp_path / "archive", capture_objects=SMALL)
    assert "capture_period cannot be read" in done.failed[source.name]


def test_arrow_that_points_out_of_its_file(tmp_path: Path) -> None:
    """Nothing of it is followed: what was read there would be of nobody, or end the process."""
    whole = table([GOOD] * 3)
    source = tmp_path / "given.arrow"
    with pa.ipc.new_file(source, whole.schema) as file:
        file.write_table(whole)
    size = len(GOOD)
    offsets = b"".join(n.to_bytes(4, "little") for n in (size, 2 * size, 3 * size))
    octets = source.read_bytes()
    assert octets.count(offsets) == 1
    far = b"".join(n.to_bytes(4, "little") for n in (size, 1 << 30, 3 * size))
    source.write_bytes(octets.replace(offsets, far))
    done = convert(source, tmp_path / "archive", capture_objects=SMALL)
    assert (done.rows, [*done.failed]) == (0, [source.name])


def test_a_link_in_the_place_of_the_manifest(given: Path, tmp_path: Path) -> None:
    """What it leads to is somebody's, and is not written."""
    precious, target = tmp_path / "precious.txt", tmp_path / "archive"
    precious.write_text("precious")
    target.mkdir()
    for name in ("_manifest.jsonl", "_lock"):
        (target / "_manifest.jsonl").touch()
        (target / name).unlink(missing_ok=True)
        (target / name).symlink_to(precious)
        with pytest.raises(CosemError, match=f"{name} is expected to be a file"):
            convert(given, target, capture_objects=CAPTURE)
        (target / name).unlink()
    assert precious.read_text() == "precious"


def test_a_file_from_before_1970(given: Path, tmp_path: Path) -> None:
    for each in given.iterdir():
        os.utime(each, (-1, -1))
    target = tmp_path / "archive"
    convert(given, target, capture_objects=CAPTURE)
    assert convert(given, target, capture_objects=CAPTURE).rows == 0


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names are text there")
def test_a_file_whose_name_is_no_text(tmp_path: Path) -> None:
    source, target = tmp_path / "given", tmp_path / "archive"
    source.mkdir()
    for name in (b"usual", b"\xff"):
        pq.write_table(table([GOOD]), tmp_path / "one")
        (tmp_path / "one").rename(os.fsdecode(os.fsencode(source) + b"/" + name))
    found = convert(source, target, capture_objects=SMALL)
    assert found.rows == 2
    assert found.failed == {
        "\\udcff": "the name of the file, or of its folder, is no text"
    }


@pytest.mark.parametrize(
    "header", [{"meter": {"serial": "a\udcff"}}, {"source": {"file": "a\udcff"}}]
)
def test_a_meter_whose_name_is_no_text(header: dict[str, Any], tmp_path: Path) -> None:
    """JSON can have half of a letter."""
    name = {"class_id": 7, "logical_name": "1-0:99.1.0*255"}
    sent = {"attribute": 2, "octets": GOOD.hex()}
    records = [
        {"record": "header", "form": "cosem-dump", "version": 1, **header},
        {"record": "association"},
        {"record": "object", **name, "version": 1},
        {"record": "value", **name, **sent},
        {"record": "end", "associations": 1, "objects": 1, "values": 1},
    ]
    source, target = tmp_path / "dump.jsonl", tmp_path / "archive"
    source.write_text("".join(f"{json.dumps(each)}\n" for each in records))
    found = convert(source, target, capture_objects=SMALL)
    assert (found.rows, found.failed) == (2, {})
    assert {*pq.read_table(target / "rows").column("meter").to_pylist()} == {"a\\udcff"}


def test_what_is_no_manifest_stays_as_it_is(given: Path, tmp_path: Path) -> None:
    target = tmp_path / "archive"
    target.mkdir()
    (target / "_manifest.jsonl").write_text("precious")
    with pytest.raises(CosemError, match="line 1 is none of a manifest"):
        convert(given, target, capture_objects=CAPTURE)
    assert (target / "_manifest.jsonl").read_text() == "precious"


@pytest.mark.parametrize(
    ("number", "name", "value"),
    [
        *((0, "options", value) for value in (["a"], "abc", None)),
        *((1, "count", value) for value in (-1, 1.5, True, "1", 1 << 70)),
        *((1, "size", value) for value in (float("inf"), "1")),
    ],
)
def test_a_manifest_that_a_hand_has_been_at(
    given: Path, tmp_path: Path, number: int, name: str, value: Any
) -> None:
    target = tmp_path / "archive"
    convert(given, target, capture_objects=CAPTURE)
    path = target / "_manifest.jsonl"
    lines = path.read_text().splitlines()
    lines[number] = json.dumps({**json.loads(lines[number]), name: value})
    path.write_text("\n".join([*lines, ""]))
    with pytest.raises(CosemError, match="is none of a manifest"):
        convert(given, target, capture_objects=CAPTURE)


@pytest.mark.parametrize("line", [b"{}\n", b"[\n", b"\xff\n", b"[" * 9999 + b"\n"])
def test_a_manifest_that_is_none(given: Path, tmp_path: Path, line: bytes) -> None:
    target = tmp_path / "archive"
    convert(given, target, capture_objects=CAPTURE)
    with (target / "_manifest.jsonl").open("ab") as file:
        file.write(line)
    with pytest.raises(CosemError, match="line .* is none of a manifest"):
        convert(given, target, capture_objects=CAPTURE)


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"partition": "week"}, "partition is one of"),
        ({"partition": "day", "time": "fields"}, "parted by a time"),
        ({"fragment": 0}, "fragment is a number of octets"),
        ({"jobs": 0}, "jobs are expected"),
        ({"capture_period": -1}, "capture_period is a number"),
        ({"capture_objects": [1]}, "capture object"),
        ({"numbers": "words"}, "numbers is one of"),
        ({"sort_method": "sideways"}, "sort_method"),
        ({"keep": [5]}, "name of a column"),
        ({"keep": ("meter", "meter")}, "keep: 'meter' would be there twice"),
        ({"keep": ("row",)}, "keep: 'row' would be there twice"),
        ({"keep": ("year",), "partition": "day"}, "keep: 'year' would be there twice"),
        ({"buffer": "\udcff"}, "name of a column"),
    ],
)
def test_arguments_that_are_none(
    given: Path, tmp_path: Path, how: dict[str, Any], message: str
) -> None:
    with pytest.raises(CosemError, match=message):
        convert(given, tmp_path / "archive", **how)
    assert not (tmp_path / "archive").exists()


_FULL = """
import resource, sys
sys.dont_write_bytecode = True  # half of it would stay, and be taken for the whole
from cosemgen.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
sys.exit(main(["archive", *sys.argv[1:]]))
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no limits of resources there")
def test_a_disk_that_is_full(tmp_path: Path) -> None:
    """One line says so and where; nothing is left, and the next run goes on."""
    chance = Random(3)
    rows = [row(10, chance.getrandbits(32), month) for month in (5, 6, 7) * 9000]
    whole = b"\x01\x82" + len(rows).to_bytes(2, "big") + b"".join(rows)
    source, target = tmp_path / "given.parquet", tmp_path / "archive"
    facts = {"capture_objects": [captured(*SMALL)] * 2}
    pq.write_table(table([GOOD, whole], **facts), source)
    command = [*map(str, (source, target)), "--jobs", "1", "--by", "month"]
    done = subprocess.run(
        [sys.executable, "-c", _FULL, *command],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == f"error: {target}: File too large\n"
    assert done.returncode == 1
    assert [*(target / "_unfinished").iterdir()] == []
    assert convert(source, target, partition="month").rows == len(rows) + 2


@pytest.mark.slow
def test_killed_at_any_moment(tmp_path: Path) -> None:
    """Ten times, at random: what comes of it are the files of a run that nobody stopped."""
    source = tmp_path / "given.parquet"
    buffers = many(Random(11), 6000)
    pq.write_table(table(buffers), source, row_group_size=500)
    whole, target = tmp_path / "whole", tmp_path / "killed"
    begun = time.monotonic()
    killed.make(str(source), str(whole), 1)
    seconds = time.monotonic() - begun
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(
            str(ROOT / each) for each in ("", "generator", "generated")
        ),
    }
    command = [sys.executable, "-m", killed.__name__, str(source), str(target)]
    chance, kills, lines = Random(), 0, 0
    while kills < 10:
        process = subprocess.Popen(
            command, env=environment, cwd=ROOT, stdout=subprocess.PIPE
        )
        # Not before it has something to lose.
        while lines == _lines(target) and process.poll() is None:
            time.sleep(0.01)
        time.sleep(chance.random() * seconds / 20)
        process.send_signal(signal.SIGKILL)
        process.communicate()  # with all that it has started
        lines = _lines(target)
        if process.returncode == -signal.SIGKILL:
            kills += 1
            continue
        # It was too quick for that.
        assert process.returncode == 0
        assert files(target) == files(whole)
        shutil.rmtree(target)
        lines = 0
    process = subprocess.Popen(command, env=environment, cwd=ROOT)
    assert process.wait() == 0
    assert files(target) == files(whole)


def _lines(target: Path) -> int:
    try:
        return (target / "_manifest.jsonl").read_bytes().count(b"\n")
    except FileNotFoundError:
        return 0


_WEIGHED = """
import sys
from cosem.arrow import convert
convert(sys.argv[1], sys.argv[2], fragment=1 << 20)
print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells the peak of memory")
def test_memory_is_that_of_a_fragment(tmp_path: Path) -> None:
    """Whatever the size of the source; and no more than the documentation says."""
    octets, columns = payloads.null_profile(1000), payloads.capture_objects()
    peaks = []
    for count in (150, 1500):
        source = tmp_path / f"{count}.parquet"
        facts = {"capture_objects": [columns] * count}
        pq.write_table(table([octets] * count, **facts), source, row_group_size=50)
        done = subprocess.run(
            [sys.executable, "-c", _WEIGHED, source, tmp_path / str(count)],
            capture_output=True,
            text=True,
            check=True,
        )
        peaks.append(int(done.stdout.split()[1]) / 1024)
    small, large = peaks
    assert large < small + 40
    assert large < 150 + 150 + 10


@pytest.mark.slow
def test_processes_make_the_same_files(given: Path, tmp_path: Path) -> None:
    how: dict[str, Any] = {"capture_objects": CAPTURE, "fragment": 4000}
    one = convert(given, tmp_path / "one", **how)
    two = convert(given, tmp_path / "two", **how, jobs=2)
    assert (one.rows, one.errors) == (two.rows, two.errors)
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_a_process_that_has_ended_is_told_by_the_next_fragment_too(
    given: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pool is broken by then, and says so to who gives it more."""

    def broken(*_: Any) -> None:
        raise BrokenProcessPool

    target = tmp_path / "archive"
    how: dict[str, Any] = {"capture_objects": CAPTURE, "fragment": 4000}
    with monkeypatch.context() as patch:
        patch.setattr(ProcessPoolExecutor, "submit", broken)
        with pytest.raises(CosemError, match="a process that makes files has ended"):
            convert(given, target, **how, jobs=2)
    assert convert(given, target, **how).failed == {}


def test_what_help_tells_of_it_is_what_is_left_to_say() -> None:
    own, whole = cosem.arrow.convert, archive.convert
    assert inspect.getdoc(own) == inspect.getdoc(whole)
    assert [*inspect.signature(own).parameters] == (
        [*inspect.signature(whole).parameters][1:]
    )
    assert pydoc.render_doc(own, renderer=pydoc.plaintext).startswith(
        "Python Library Documentation: function convert in module cosem.arrow"
    )
    assert pickle.loads(pickle.dumps(own)) is own
