"""Many dumps: in their order, whatever is wrong with one, by one process or by several."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

import cosem
from cosem_conformance.dumps import DumpError, save
from cosem_conformance.judge import CHECKS, Judgement, judge_each, read_known
from cosem_runtime import CosemError

from .planted import dump, of_register, register, wanted


@pytest.fixture
def paths(tmp_path: Path) -> list[str]:
    files = [str(tmp_path / name) for name in ("clean.jsonl", "none", "faulty.jsonl")]
    save(dump(register()), files[0])
    Path(files[1]).write_bytes(b"{")
    save(of_register({3: "09 01 00"}), files[2])
    return [*files, str(tmp_path / "not there"), files[0]]


@pytest.mark.parametrize("jobs", [1, 2])
def test_each_is_judged_in_its_order(paths: list[str], jobs: int) -> None:
    known = read_known("TY-01 3 * 3 -- as in 2.1", CHECKS)
    how: dict[str, Any] = {
        "only": ["TY", "PF"],
        "known_failures": known,
        "profile": wanted(),
    }
    found = list(judge_each(cosem.CATALOGUE, paths, jobs=jobs, **how))
    assert [path for path, _ in found] == paths
    for path, judged in found:
        if isinstance(judged, Judgement):
            assert judged == cosem.judge(path, **how)
        else:
            assert path in str(judged)
    kinds = [isinstance(judged, Judgement) for _, judged in found]
    assert kinds == [True, False, True, False, True]
    assert isinstance(found[1][1], DumpError if jobs == 1 else CosemError)


def test_no_more_dumps_are_taken_than_are_told(paths: list[str]) -> None:
    taken = 0

    def endless() -> Iterator[str]:
        nonlocal taken
        while True:
            taken += 1
            yield paths[0]

    found = judge_each(cosem.CATALOGUE, endless(), jobs=2, only=["ID"])
    for _ in range(5):
        next(found)
    assert taken < 20
    found.close()  # type: ignore[attr-defined]


def test_a_process_that_has_ended_is_told_by_the_next_dump_too(
    paths: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pool is broken by then, and says so to who gives it more."""
    monkeypatch.setattr(ProcessPoolExecutor, "submit", broken)
    with pytest.raises(CosemError, match="a process that judges has ended"):
        list(judge_each(cosem.CATALOGUE, paths, jobs=2))


def broken(*_: Any) -> None:
    raise BrokenProcessPool


@pytest.mark.parametrize("jobs", [0, -1, 257])
def test_a_number_of_jobs_that_is_none(jobs: int) -> None:
    with pytest.raises(ValueError, match="1 to 256 jobs are expected"):
        judge_each(cosem.CATALOGUE, [], jobs=jobs)
