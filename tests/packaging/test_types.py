"""The types of the installed package: complete, true, and those that the examples take for granted."""

from __future__ import annotations

import doctest
import json
import re
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from ..examples.collect import ROOT, Example, examples, write_vendor_packages
from .conftest import command

pytestmark = pytest.mark.slow

EXPECTATIONS = Path(__file__).with_name("typing")
LEAST = 99.0
"""Per cent of the public symbols whose type is known."""


class Place(NamedTuple):
    """A line that a type checker complains about."""

    file: str
    line: int


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is read by type checkers: expectations, examples, and the vendor's package of an example."""
    folder = tmp_path_factory.mktemp("programs")
    for path in EXPECTATIONS.glob("*.py"):
        shutil.copy(path, folder)
    for number, example in enumerate(examples()):
        name = re.sub(r"\W+", "_", example.place)
        text = f"# {example.place}\n{program(example)}"
        (folder / f"example_{number}_{name}.py").write_text(text, encoding="utf-8")
    write_vendor_packages(folder)
    return folder


def program(example: Example) -> str:
    """The Python of an example without the answers of a session."""
    if not example.is_session:
        return example.text
    parsed = doctest.DocTestParser().get_examples(example.text)
    return "".join(each.source for each in parsed)


def test_mypy(bare: Path, programs: Path) -> None:
    done = command(
        *(sys.executable, "-m", "mypy", "--strict", "--no-error-summary"),
        *("--python-executable", bare, "."),
        cwd=programs,
    )
    found = re.findall(r"^(\S+?):(\d+): error: .*$", done.stdout, re.MULTILINE)
    expect(programs, {Place(file, int(line)) for file, line in found}, done.stdout)


def test_pyright(bare: Path, programs: Path) -> None:
    found, report = pyright(bare, programs)
    expect(programs, found, report)


def test_pyright_finds_nothing_in_the_package(bare: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "generated" / "cosem", tmp_path / "cosem")
    found, report = pyright(bare, tmp_path)
    assert not found, report


def pyright(bare: Path, folder: Path) -> tuple[set[Place], str]:
    """What it has against the programs of a folder, and all that it says."""
    # An expression alone is what a session shows. The names of members are the
    # standard's, which writes some in capitals; the stubs have no module on purpose.
    off = ("UnusedExpression", "ConstantRedefinition", "MissingModuleSource")
    configuration = {"typeCheckingMode": "strict"} | {f"report{r}": False for r in off}
    (folder / "pyrightconfig.json").write_text(json.dumps(configuration))
    done = command(
        *(sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", bare),
        cwd=folder,
    )
    found = {
        Place(
            Path(each["file"]).relative_to(folder).as_posix(),
            each["range"]["start"]["line"] + 1,
        )
        for each in json.loads(done.stdout)["generalDiagnostics"]
        if each["severity"] == "error"
    }
    return found, done.stdout


def expect(programs: Path, found: set[Place], report: str) -> None:
    """What is refused is what says so, in `refused.py` and nowhere else."""
    lines = (programs / "refused.py").read_text(encoding="utf-8").splitlines()
    refused = {
        Place("refused.py", number)
        for number, line in enumerate(lines, 1)
        if line.endswith("# refused")
    }
    assert refused
    assert found == refused, f"{sorted(found ^ refused)}\n{report}"


@pytest.mark.parametrize("package", ["cosem", "cosem_runtime"])
def test_the_types_of_the_package_are_complete(
    package: str, bare: Path, tmp_path: Path
) -> None:
    done = command(
        *(sys.executable, "-m", "pyright", "--outputjson", "--ignoreexternal"),
        *("--verifytypes", package),
        cwd=tmp_path,
        python=bare,
    )
    completeness = json.loads(done.stdout)["typeCompleteness"]
    unknown = [
        f"{symbol['name']}: {symbol['diagnostics'][0]['message']}"
        for symbol in completeness["symbols"]
        if not symbol["isTypeKnown"] and symbol["diagnostics"]
    ]
    score = 100 * completeness["completenessScore"]
    assert score >= LEAST, f"{score:.1f} %\n" + "\n".join(unknown)
