"""Public meters, where the folder that holds them is at hand: each is read, written and read again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cosem_conformance.dumps import load, read_dump, write_dump

FOLDER = "COSEM_DUMPS"
"""Environment variable that names the folder."""
FILES = sorted(Path(os.environ.get(FOLDER) or os.devnull).glob("*.json"))


@pytest.mark.skipif(not FILES, reason=f"{FOLDER} names no folder with dumps")
@pytest.mark.parametrize("path", FILES or [Path()], ids=lambda path: path.stem)
def test_a_meter_comes_back(path: Path, tmp_path: Path) -> None:
    whole = load(path)
    assert whole.complete and any(each.objects for each in whole.associations)
    target = tmp_path / "meter.jsonl.gz"
    end = write_dump(target, read_dump(path))
    assert load(target) == whole
    assert end.values == sum(len(each.values) for _, each in whole.objects())
