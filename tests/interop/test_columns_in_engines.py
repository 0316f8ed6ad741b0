"""Columns are functions in engines: the rows are those that the buffer says."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.interop.conftest import python_of

ROOT = Path(__file__).parents[2]
PROGRAM = Path(__file__).parent / "peers" / "columns_in_engines.py"

pytestmark = pytest.mark.interop


def test_nested_columns_are_a_function_in_duckdb_and_polars() -> None:
    done = subprocess.run(
        [python_of("sql"), PROGRAM],
        env={
            **os.environ,
            "PYTHONPATH": f"{ROOT / 'generator'}{os.pathsep}{ROOT / 'generated'}",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    duckdb, polars = map(json.loads, done.stdout.splitlines())
    first = [1718445600000, "CONNECTED", "AB00", 1234]
    then = [1718446500000, "CONNECTED", "AB00", 1241]
    expected = [[meter, *row] for meter in "ac" for row in (first, then)]
    assert sorted(duckdb) == expected
    assert [[*row[:3], row[3].upper(), row[4]] for row in polars] == expected
