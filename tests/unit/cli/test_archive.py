"""`cosemgen archive`: what it says, where it goes on, and what is refused."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cosem_conformance import archive
from tests.unit.archive.test_convert import CLOCK, GOOD, SMALL, captured, rows_of, table

from .conftest import Run

COLUMNS = "class_id,obis,attribute\n8,0-0:1.0.0,2\n3,1-0:1.8.0,2\n"
SCALERS = "obis,scaler,unit\n1-0:1.8.0,-3,Wh\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "buffers.parquet"
    pq.write_table(table([GOOD, GOOD[:-1]]), path)
    return path


def test_rows_and_errors(run: Run, source: Path, tmp_path: Path) -> None:
    target = tmp_path / "archive"
    (tmp_path / "columns.csv").write_text(COLUMNS)
    (tmp_path / "scalers.csv").write_text(SCALERS)
    command = ("archive", source, target, "--jobs", "1", "--by", "month")
    command += ("--columns", tmp_path / "columns.csv", "--sort-method", "1")
    command += ("--scaler-units", tmp_path / "scalers.csv")
    result = run(*command)
    assert (result.code, result.err) == (0, "")
    assert result.out == (
        f"{target}: 2 rows of 2 buffers in 2 files; 1 error, told in errors/\n"
    )
    assert [str(r["register.value"]) for r in rows_of(target / "rows")] == [
        "1.234",
        "1.241",
    ]
    result = run(*command)
    assert result.out == (
        f"{target}: 0 rows of 0 buffers in 0 files; 2 rows and 1 error from before\n"
    )


def test_what_cannot_be_read_is_told(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "bad.parquet").write_bytes(b"PAR1 and nothing else")
    octets = captured(*SMALL)
    pq.write_table(table([GOOD], capture_objects=[octets]), folder / "good.parquet")
    result = run("archive", folder, tmp_path / "out", "--jobs", "1")
    assert result.code == 1
    assert "2 rows of 1 buffer in 1 file" in result.out
    assert result.err.startswith("error: bad.parquet: ")


def test_garbage_is_collected_while_it_runs(
    run: Run, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As files are written: other commands end soon, and do without."""
    collecting: list[bool] = []

    def convert(*_: Any, **__: Any) -> archive.Archived:
        collecting.append(gc.isenabled())
        return archive.Archived()

    monkeypatch.setattr(archive, "convert", convert)
    assert run("archive", source, tmp_path / "out").code == 0
    assert collecting == [True]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--columns", "1234"), "--columns"),
        (("--capture-period", "often"), "a number of seconds"),
        (("--scaler-units", "none"), "JSON or CSV"),
        (("--sort-method", "sideways"), "sort_method"),
        (("--package", "no_such"), "is not installed"),
        (("--time", "fields", "--by", "day"), "parted by a time"),
    ],
)
def test_what_is_refused(
    run: Run, source: Path, tmp_path: Path, words: tuple[str, ...], message: str
) -> None:
    result = run("archive", source, tmp_path / "out", "--jobs", "1", *words)
    assert result.code in (1, 2) and message in result.err
    assert not (tmp_path / "out").exists()


def test_a_table_that_is_none(run: Run, source: Path, tmp_path: Path) -> None:
    other = tmp_path / "profiles.parquet"
    pq.write_table(pa.table({"meter": ["M0"], "clock": [str(CLOCK)]}), other)
    result = run("archive", source, tmp_path / "out", "--profiles", other)
    assert result.code == 1
    assert "columns meter and capture_objects" in result.err
    other.write_text("meter,capture_objects\n")
    result = run("archive", source, tmp_path / "out", "--profiles", other)
    assert result.code == 1
    assert "no table of Parquet or Arrow" in result.err
