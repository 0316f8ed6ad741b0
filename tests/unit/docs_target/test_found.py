"""The page of what was found: each finding of the run that is kept, and how the run is renewed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import cosem
from cosem_conformance.dumps import Dump, Meter, Source, save
from cosem_conformance.judge import CHECKS
from cosemgen.targets.docs import found, found_run
from tests.unit.judge.planted import dump, register

RUN = json.loads(found.RUN.read_text(encoding="utf-8"))
FINDINGS = [
    (each["name"], finding) for each in RUN["dumps"] for finding in each["findings"]
]


@pytest.fixture
def faulty() -> Dump:
    wrong = dump(register(values={3: "09 01 00"}))
    wrong.meter = Meter("ACME", "One", "1.0")
    wrong.source = Source(repository="acme/meters", commit="0123456789abcdef")
    return wrong


def test_every_finding_was_looked_at() -> None:
    assert not found_run.not_looked_at(RUN)
    for name, finding in FINDINGS:
        assert finding["check"] in CHECKS, name
        assert finding["evidence"] and finding["count"] > 0


def test_the_page_has_every_finding_with_its_evidence() -> None:
    page = found.found_page()
    told = "\n".join(
        section.body for group in page.groups for section in group.sections
    )
    for _, finding in FINDINGS:
        assert f"(#judged-{finding['check'].lower()})" in told
        for lines in finding["evidence"]:
            assert "\n".join(lines) in told
    table = page.groups[0].body
    assert all(each["source"]["repository"] in table for each in RUN["dumps"])


def test_what_is_kept_of_a_dump(faulty: Dump) -> None:
    kept = found_run.judged(cosem.CATALOGUE, "one", faulty)
    assert kept["meter"] == "ACME One 1.0"
    assert kept["source"] == {"repository": "acme/meters", "commit": "0123456789abcdef"}
    assert (kept["objects"], kept["values"]) == (1, 1)
    finding = next(each for each in kept["findings"] if each["check"] == "TY-01")
    assert (finding["severity"], finding["count"]) == ("error", 1)
    assert finding["evidence"][0][-2:] == ["    09 01 00", "    ^"]


def test_a_run_that_is_renewed_keeps_reviews_and_other_dumps(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    faulty: Dump,
) -> None:
    run = tmp_path / "found.json"
    for module in (found, found_run):
        monkeypatch.setattr(module, "RUN", run)
    for name in ("one", "two"):
        save(faulty, tmp_path / f"{name}.jsonl.gz")
        assert found_run.main([str(tmp_path / f"{name}.jsonl.gz")]) == 1
        assert f"nobody has looked at {name}: TY-01 error" in capsys.readouterr().err
    kept: dict[str, Any] = json.loads(run.read_text(encoding="utf-8"))
    for each in kept["dumps"]:
        for finding in each["findings"]:
            finding |= {"fault": "meter", "review": f"that of {each['name']}"}
    run.write_text(json.dumps(kept), encoding="utf-8")
    assert found_run.main([str(tmp_path / "two.jsonl.gz")]) == 0
    assert json.loads(run.read_text(encoding="utf-8")) == kept
    assert "that of one" in found.found_page().groups[1].sections[0].body
    assert found_run.main([]) == 2


def test_the_usage_names_the_module(capsys: pytest.CaptureFixture[str]) -> None:
    assert found_run.main([]) == 2
    assert f"python -m {found_run.__name__} DUMP..." in capsys.readouterr().err
