"""Checks over a live association with another stack, by the command as users run it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cosem_conformance.judge import FAILED, PASSED
from tests.interop import material, target
from tests.interop.conftest import unavailable
from tests.interop.test_live_dump import dumped, options, python_of, variables

pytestmark = pytest.mark.interop

SECONDS = "15"
"""How long an answer may take on a busy machine; one request has none."""


@pytest.fixture(scope="module")
def port(gurux: Path) -> Iterator[int]:
    server = material.server()
    if server is None:
        unavailable("no live target: set COSEM_GURUX_SERVER to its server.py")
    with target.running(gurux, server) as found:
        yield found


@pytest.fixture(scope="module")
def path(port: int, tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("live") / "meter.jsonl.gz"
    dumped("gurux", found, *options(port))
    return found


def judged(client: str, port: int, path: Path, *more: str) -> dict[str, Any]:
    line = (python_of(client), "-m", "cosemgen", "judge", path, "--active", "--json")
    done = subprocess.run(
        [*line, "--via", client, *options(port), "--timeout", SECONDS, *more],
        env=variables(),
        capture_output=True,
        text=True,
        check=False,
        timeout=target.LIMIT_SECONDS,
    )
    assert done.returncode in (0, 1), done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def found(judgement: dict[str, Any], check: str) -> set[tuple[int, str, Any]]:
    """Class, severity and attribute of what failed."""
    return {
        (e["place"]["class_id"], e["severity"], e["place"].get("attribute"))
        for e in judgement["findings"]
        if e["check"] == check and e["verdict"] == FAILED
    }


@pytest.mark.parametrize("client", ["gurux", "dlms-cosem"])
def test_reading_otherwise(client: str, port: int, path: Path) -> None:
    """Names that are not there are refused as they should be; selectors and attributes are not."""
    only = [f"--only={check}" for check in ("AT", "SV", "DV-03")]
    judgement = judged(client, port, path, *only)
    for check in ("AT-05", "AT-07", "AT-08"):
        assert judgement["checks"][check].keys() == {PASSED}
    assert (3, "warning", 4) in found(judgement, "AT-04")  # by hardware-fault
    assert (72, "error", 13) in found(judgement, "AT-04")  # of another version
    assert (3, "error", 2) in found(judgement, "SV-01")
    assert judgement["judged_by"]["live association"] == "reads"


def test_values_of_other_types_are_taken(port: int, path: Path) -> None:
    judgement = judged("gurux", port, path, "--allow-write", "--only", "WR-03")
    assert (8, "error", 7) in found(judgement, "WR-03")
    assert "it was put back" in str(judgement)
