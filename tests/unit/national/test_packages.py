"""National lists of codes: packages of their own, which stand on the standard one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cosemgen.compile import Compilation, compile_packages
from cosemgen.pipeline import Request, build
from cosemgen.sources import read_sources
from cosemgen.syntax.parse import parse
from cosemgen.syntax.print import print_file
from tests.compiled import compilation

from . import codes
from .conftest import COUNTRIES, NATIONAL, ROOT, WITH_CLASSES


def test_codes_without_a_list_are_reviewed() -> None:
    assert codes.found() == codes.expected(), f"run `{codes.COMMAND}`, and look at it"


@pytest.mark.parametrize("country", COUNTRIES)
def test_compiles_without_findings(
    compiled: dict[str, Compilation], country: str
) -> None:
    compilation = compiled[country]
    assert compilation.diagnostics == ()
    assert compilation.model is not None
    assert compilation.model.package.name == f"cosem_{country}"
    assert [m.package.name for m in compilation.model.foundations] == ["cosem"]


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_object_says_where_it_is_from(
    compiled: dict[str, Compilation], country: str
) -> None:
    model = compiled[country].model
    assert model is not None
    for item in model.objects:
        assert item.sources, item.name
        # SML, which Germany has, names values by codes and knows no classes.
        assert item.classes or item.unconfirmed or country == "germany", item.name
        assert item.confidence, item.name
        assert not item.unconfirmed or item.confidence == "low", item.name


@pytest.mark.parametrize(
    "path",
    sorted(NATIONAL.rglob("*.cosem")),
    ids=lambda path: f"{path.parent.name}-{path.stem}",
)
def test_is_laid_out_as_fmt_does(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree, findings = parse(text, path.name)
    assert tree is not None, findings
    assert print_file(tree) == text


# ---------------------------------------------------------------- beside the standard


def test_the_standard_stands_alone_without_a_path(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT)
    shown = [file.shown for file in read_sources().files]
    assert "spec/package.cosem" in shown
    assert not [path for path in shown if path.startswith("spec/national/")]


def test_the_folder_of_the_standard_holds_them_all() -> None:
    alone = compile_packages([ROOT / "spec" / "package.cosem"])
    together = compilation()
    assert set(alone.models) == {"cosem"}
    assert set(together.models) == {"cosem", *(f"cosem_{name}" for name in COUNTRIES)}
    assert together.diagnostics == alone.diagnostics
    assert together.model == alone.model, "the standard is what it was without them"


def test_output_of_the_standard_has_nothing_national() -> None:
    manifest = json.loads((ROOT / "generated" / "MANIFEST.json").read_text("utf-8"))
    sources = {entry["source"] for entry in manifest["files"].values()} - {None}
    assert "spec/classes/data/register.cosem" in sources
    assert not [source for source in sources if source.startswith("spec/national/")]


@pytest.mark.slow
@pytest.mark.parametrize("country", WITH_CLASSES)
def test_generated_conformance_tests_pass(tmp_path: Path, country: str) -> None:
    out, name = tmp_path / "out", f"cosem_{country}"
    outcome = build(Request((NATIONAL / country,), out, package=name))
    assert outcome.changes is not None, outcome.diagnostics
    entries = (str(out), os.environ["PYTHONPATH"])
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
            *("-c", os.devnull, str(out / "conformance")),
        ],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(entries)},
        cwd=out,
        text=True,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert " passed" in done.stdout
