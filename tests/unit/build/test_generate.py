"""What targets may give, and how they are found."""

from __future__ import annotations

import importlib.metadata
import tomllib
from pathlib import Path

import pytest

from cosemgen.build import targets
from cosemgen.build.cache import Cache
from cosemgen.build.errors import BuildError
from cosemgen.build.files import Options
from cosemgen.build.generate import generate

from .conftest import HEADER, MODEL, Texts

ROOT = Path(__file__).parents[3]


def run(**texts: dict[str, str]) -> None:
    generate(MODEL, {n: Texts(t, n) for n, t in texts.items()}, Options(), Cache(None))


@pytest.mark.parametrize("path", ["/etc/x", "../x", "a/../../x", ".", "C:/x", "..\\x"])
def test_no_target_writes_outside_the_output(path: str) -> None:
    with pytest.raises(BuildError, match="outside the output folder"):
        run(bad={path: HEADER})


@pytest.mark.parametrize("path", [".cosemgen-stage/journal.json", ".CoseMgen-lock"])
def test_no_target_writes_what_a_build_keeps_for_itself(path: str) -> None:
    with pytest.raises(BuildError, match="where cosemgen keeps its own"):
        run(bad={path: HEADER})


@pytest.mark.parametrize("path", ["a\0b", "x" * 256, "\ud800"])
def test_a_path_has_to_be_one(path: str) -> None:
    with pytest.raises(BuildError, match="target 'bad' writes "):
        run(bad={path: HEADER})


def test_two_targets_cannot_have_one_place() -> None:
    with pytest.raises(BuildError, match=r"'b' writes x/y\.py, but that is the place of"):
        run(a={"x/y.py": HEADER}, b={"x/y.py": HEADER})


def test_names_differ_by_more_than_case() -> None:
    with pytest.raises(BuildError, match=r"writes Clock\.md, but that is the place of"):
        run(a={"clock.md": HEADER, "Clock.md": HEADER})


def test_the_manifest_is_the_engines_own() -> None:
    with pytest.raises(BuildError, match=r"place of MANIFEST\.json"):
        run(a={"manifest.json": "{}"})


def test_pyproject_registers_the_built_in_targets_as_others_do() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["entry-points"][targets.GROUP] == targets.BUILT_IN


def test_every_built_in_target_loads_under_its_name() -> None:
    for name, reference in targets.select(()).items():
        assert targets.load(name, reference).name == name


def test_an_unknown_target_names_those_that_there_are() -> None:
    with pytest.raises(BuildError, match="no target 'pyton'; there are python, docs,"):
        targets.select(["pyton"])


def test_somebody_elses_target_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = importlib.metadata.EntryPoint("rust", "rust_cosem:Target", targets.GROUP)
    found = importlib.metadata.EntryPoints([entry])
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: found)
    assert targets.select(["rust"]) == {"rust": "rust_cosem:Target"}
    assert "rust" not in targets.select(()), "but only built when it is asked for"
    with pytest.raises(BuildError, match="'rust' cannot be loaded: No module named"):
        targets.load("rust", "rust_cosem:Target")
