"""A whole build of a small package."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cosemgen import compile as compiler
from cosemgen import pipeline
from cosemgen.build.errors import BuildError
from cosemgen.build.progress import Progress
from cosemgen.pipeline import Outcome, Request

from .conftest import tree

SPEC = """\
package tiny "A tiny package" {
  source manual "The manual"
}

/// Counts something.
class 32800 "Tiny counter" {
  source manual

  version 0 {
    confidence high

    /// How many.
    attribute 2 count: dynamic double-long-unsigned unit second
  }
}

units unit {
  7 second "s" "time"
}
"""


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    path = tmp_path / "tiny" / "tiny.cosem"
    path.parent.mkdir()
    path.write_text(SPEC)
    return path


def build(spec: Path, out: Path, *targets: str, check: bool = False) -> Outcome:
    return pipeline.build(Request((spec,), out, targets or ("json",), check=check))


def refuse_to_compile(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object) -> None:
        raise AssertionError("there was nothing to compile")

    monkeypatch.setattr(compiler, "compile_sources", refuse)


def test_build_then_check(spec: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert build(spec, out, check=True).changes
    assert not out.exists()
    assert build(spec, out).changes
    assert "model/classes/tiny.json" in tree(out)
    assert not build(spec, out, check=True).changes


def test_nothing_is_compiled_when_nothing_has_changed(
    spec: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build(spec, tmp_path / "out")
    refuse_to_compile(monkeypatch)
    for check in (False, True):
        outcome = build(spec, tmp_path / "out", check=check)
        assert not outcome.changes and outcome.changes is not None
        assert outcome.total == first.total > 0


@pytest.mark.parametrize("change", ["edit", "remove", "manifest", "spec", "other"])
def test_any_change_is_noticed(spec: Path, tmp_path: Path, change: str) -> None:
    out = tmp_path / "out"
    build(spec, out)
    before = tree(out)
    model = out / "model" / "model.json"
    match change:
        case "edit":
            model.write_text(model.read_text().replace("Counts", "Count"))
        case "remove":
            model.unlink()
        case "manifest":
            (out / "MANIFEST.json").write_text(before["MANIFEST.json"] + "\n")
        case "spec":
            spec.write_text(SPEC.replace("Counts something", "Counts all"))
        case "other":
            (out / "MANIFEST.json").unlink()
    assert build(spec, out, check=True).changes
    assert build(spec, out).changes
    assert not build(spec, out, check=True).changes
    if change != "spec":
        assert tree(out) == before


def test_a_cache_of_others_is_not_asked_whether_all_is_up_to_date(
    spec: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    monkeypatch.setenv("COSEM_CACHE_DIR", str(cache))
    build(spec, tmp_path / "out")
    assert build(spec, tmp_path / "out", check=True).remembered
    cache.chmod(0o777)
    notes: list[str] = []
    request = Request((spec,), tmp_path / "out", ("json",), check=True)
    outcome = pipeline.build(request, Progress(note=notes.append))
    assert not outcome.remembered and not outcome.changes
    (note,) = notes
    assert "others may write to it" in note


def test_going_back_to_an_older_spec_is_noticed(spec: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(spec, out)
    before = tree(out)
    spec.write_text(SPEC.replace("Counts", "Sums"))
    build(spec, out)
    spec.write_text(SPEC)
    assert build(spec, out).changes
    assert tree(out) == before


def test_one_folder_has_one_python_package(spec: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(spec, out, "python", "json")
    before = tree(out)
    other = Request((spec,), out, ("python",), package="other")
    with pytest.raises(BuildError, match=r"holds the package 'tiny', .* with --out"):
        pipeline.build(other)
    assert tree(out) == before
    # What is no Python package may be made for another one.
    pipeline.build(Request((spec,), out, ("json",), package="other"))
    pipeline.build(Request((spec,), tmp_path / "more", ("python",), package="other"))
    assert "other/__init__.py" in tree(tmp_path / "more")


def test_errors_of_the_spec_write_nothing(spec: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(spec, out)
    before = tree(out)
    spec.write_text(SPEC.replace("unit second", "unit secnd"))
    outcome = build(spec, out)
    assert outcome.changes is None
    assert [d.span.file for d in outcome.diagnostics] == [spec.as_posix()]
    assert tree(out) == before


def test_a_broken_target_writes_nothing(
    spec: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(pipeline.registry.BUILT_IN, "broken", "no_such_module:TARGET")
    with pytest.raises(BuildError, match="'broken' .* cannot be loaded"):
        build(spec, tmp_path / "out", "json", "broken")
    assert not (tmp_path / "out").exists()


def test_check_of_an_interrupted_build(spec: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(spec, out)
    (out / ".cosemgen-stage").mkdir()
    (out / ".cosemgen-stage" / "journal.json").write_text('{"write": [], "remove": []}')
    with pytest.raises(BuildError, match="killed before its end"):
        build(spec, out, check=True)
    build(spec, out)
    assert not build(spec, out, check=True).changes


@pytest.mark.parametrize("litter", [".cosemgen-stage/files/a.py", ".cosemgen-lock"])
def test_what_a_killed_build_left_goes_although_all_is_up_to_date(
    spec: Path, tmp_path: Path, litter: str
) -> None:
    out = tmp_path / "out"
    build(spec, out)
    before = tree(out)
    (out / litter).parent.mkdir(parents=True, exist_ok=True)
    (out / litter).write_text("")
    outcome = build(spec, out)
    assert outcome.remembered and not outcome.changes
    assert tree(out) == before
    assert not (out / ".cosemgen-stage").exists()


PROGRAM = """
import sys
from pathlib import Path
from cosemgen.pipeline import Request, build
build(Request((Path(sys.argv[1]),), Path(sys.argv[2]), package="tiny_meter"))
"""


@pytest.mark.slow
def test_same_bytes_wherever_and_however_it_is_built(
    spec: Path, tmp_path: Path
) -> None:
    results = []
    for number, (seed, zone, place, shown) in enumerate(
        (
            ("0", "UTC", tmp_path, "tiny/tiny.cosem"),
            ("1", "Pacific/Kiritimati", Path("/"), str(spec)),
            ("77", "America/St_Johns", spec.parent, "tiny.cosem"),
        )
    ):
        out = tmp_path / f"out{number}"
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "TZ": zone,
            "LC_ALL": "C",
            "COSEM_CACHE_DIR": str(tmp_path / f"cache{number}"),
        }
        subprocess.run(
            [sys.executable, "-c", PROGRAM, shown, str(out)],
            cwd=place,
            env=environment,
            check=True,
        )
        results.append(tree(out))
    assert results[0].keys() == results[1].keys()
    assert results[0] == results[1] == results[2]
    # Hashes may have these digits by chance.
    manifest = re.sub("[0-9a-f]{64}", "", results[0]["MANIFEST.json"])
    assert time.strftime("%Y") not in manifest
