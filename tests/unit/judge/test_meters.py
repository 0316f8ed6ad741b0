"""Public meters, where the folder that holds them is at hand: what is found of each is what is kept.

The run that is kept says of each finding whose it is: `python -m cosemgen.targets.docs.found_run` renews it. None
is ours: who adds a check that finds more looks at it first.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Final

import pytest

import cosem
from cosem_conformance.dumps import load
from cosem_conformance.judge import as_json
from cosemgen.targets.docs.found import RUN
from cosemgen.targets.docs.found_run import judged

FOLDER: Final = "COSEM_DUMPS"
"""Environment variable that names the folder."""
FILES: Final = sorted(Path(os.environ.get(FOLDER) or os.devnull).glob("*.json"))
KEPT: Final = {
    each["name"]: each for each in json.loads(RUN.read_text(encoding="utf-8"))["dumps"]
}


@pytest.mark.skipif(not FILES, reason=f"{FOLDER} names no folder with dumps")
@pytest.mark.parametrize("path", FILES or [Path()], ids=lambda path: path.stem)
def test_what_is_found_was_looked_at(path: Path) -> None:
    kept = KEPT.get(path.stem)
    if kept is None:
        pytest.skip(f"nobody has looked at {path.stem}")
    found = judged(cosem.CATALOGUE, path.stem, load(path))
    for each in kept["findings"]:
        assert each.pop("fault") and each.pop("review")
    for each in found["findings"]:
        del each["fault"], each["review"]
    assert found == kept
    assert as_json(cosem.judge(path))["judged_by"]
