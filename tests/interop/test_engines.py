"""What the page of archives shows, run as it stands there: each engine gives the same rows."""

from __future__ import annotations

import csv
import datetime
import math
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from cosem.arrow import ProfileColumns, convert
from cosem_runtime.axdr import decode
from tests.bench import payloads
from tests.examples.collect import blocks
from tests.interop.conftest import python_of, unavailable

pytestmark = [pytest.mark.interop, pytest.mark.minutes]

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "generator" / "cosemgen" / "targets" / "docs" / "pages" / "archives.md"
ROWS = 96
GAP, RESET = 40, 70
_ROW, _ENERGY = 38, 19
"""Octets of a row of `payloads.profile`, and where its first register is."""


def octets(meter: int) -> bytes:
    """A day of a meter; every seventh lacks a row, every ninth begins anew."""
    whole = payloads.profile(ROWS)[2:]
    rows, energy = [], 1000 * meter
    for at in range(ROWS):
        energy += 60 + round(50 * math.sin((at - 24) * math.pi / 48)) + meter % 5
        if at == RESET and meter % 9 == 0:
            energy = 0
        if at == GAP and meter % 7 == 0:
            continue
        row = bytearray(whole[at * _ROW : (at + 1) * _ROW])
        row[_ENERGY : _ENERGY + 4] = energy.to_bytes(4, "big")
        rows.append(bytes(row))
    return bytes((1, len(rows))) + b"".join(rows)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with buffers of 1,000 meters, one of them damaged, and their archive."""
    folder = tmp_path_factory.mktemp("engines")
    buffers = [octets(meter) for meter in range(1000)]
    buffers[500] = buffers[500][:-3]
    scale = {"logical_name": "1.0.1.8.0.255", "scaler": 0, "unit": 30}
    given = pa.table(
        {
            "meter": [f"M{meter:04}" for meter in range(1000)],
            "buffer": pa.array(buffers, pa.large_binary()),
            "capture_objects": [payloads.capture_objects()] * 1000,
            "scaler_units": [[scale]] * 1000,
        }
    )
    pq.write_table(given, folder / "buffers.parquet", row_group_size=100)
    done = convert(folder / "buffers.parquet", folder / "years", capture_period=900)
    assert (done.errors, done.failed) == (1, {})
    (folder / "meters.py").write_text(program("# meters.py"), encoding="utf-8")
    return folder


def program(mark: str) -> str:
    """The program on the page that has this in it."""
    (found,) = (text for text in blocks(PAGE, "py") if mark in text)
    return found


def run(python: Path, text: str, folder: Path) -> None:
    file = folder / "program.py"
    file.write_text(text, encoding="utf-8")
    path = os.pathsep.join(str(ROOT / each) for each in ("generator", "generated"))
    environment = {
        **os.environ,
        "PYTHONPATH": path,
        "PATH": os.pathsep.join((str(python.parent), os.environ["PATH"])),
        "PYSPARK_PYTHON": str(python),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "RAY_DATA_DISABLE_PROGRESS_BARS": "1",
        "RAY_USAGE_STATS_ENABLED": "0",
        "MPLBACKEND": "agg",
    }
    done = subprocess.run(
        [python, file],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def expected(folder: Path) -> pa.Table:
    """What columns of this process make of the buffers."""
    captured = decode(payloads.capture_objects())
    columns = ProfileColumns(captured, capture_period=900, errors="null")
    given = pq.read_table(folder / "buffers.parquet")
    batches = columns.batches(given.to_batches(), keep=("meter",))
    return pa.Table.from_batches(batches)


@pytest.mark.parametrize(
    ("engine", "mark", "made"),
    [
        ("spark", "from pyspark", "rows-spark"),
        ("ray", "import ray", "rows-ray"),
        ("sql", "create_function", "rows-duckdb.parquet"),
        ("sql", "import polars", "rows-polars.parquet"),
    ],
    ids=["spark", "ray", "duckdb", "polars"],
)
def test_the_same_rows(engine: str, mark: str, made: str, place: Path) -> None:
    if engine == "spark" and shutil.which("java") is None:
        unavailable("Spark needs Java")
    run(python_of(engine), program(mark), place)
    wanted = expected(place)
    order = [("meter", "ascending"), ("clock.time", "ascending")]
    found = ds.dataset(place / made).to_table()
    assert {*found.schema.names} == {*wanted.schema.names}
    found = found.select(wanted.schema.names).cast(wanted.schema)
    assert found.sort_by(order).equals(wanted.sort_by(order))
    assert sum(each is not None for each in found["error"].to_pylist()) == 1


def test_gaps_and_resets(place: Path) -> None:
    run(python_of("sql"), program("'gap'"), place)
    with open(place / "found.csv", encoding="utf-8") as file:
        found = [
            (row["meter"], row["what"], row["time"][11:16])
            for row in csv.DictReader(file)
        ]
    assert found == list(_planted())


def _planted() -> Iterator[tuple[str, str, str]]:
    midnight = datetime.datetime(2023, 12, 31, 23)  # as the payload has it, in UTC
    for meter in range(1000):
        for what, row, every in (("gap", GAP + 1, 7), ("reset", RESET, 9)):
            if meter % every == 0 and meter != 500:
                time = midnight + row * datetime.timedelta(minutes=15)
                yield f"M{meter:04}", what, f"{time:%H:%M}"


def test_a_load_curve(place: Path) -> None:
    """Whether it is a good one, eyes say; here, that it is one."""
    run(python_of("sql"), program("matplotlib"), place)
    assert (place / "load.png").read_bytes().startswith(b"\x89PNG")
