"""Examples of the pages do what they say: spec text compiles, Python runs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import cosem_runtime
from cosemgen.build.files import Options
from cosemgen.compile import compile_text, split_example
from cosemgen.diagnostics import render_text
from cosemgen.model import Model
from cosemgen.targets.python import TARGET

from .conftest import Pages

RUNTIME = Path(cosem_runtime.__file__).parent.parent
RUNNER = """\
import doctest, json, sys
blocks = json.load(sys.stdin)
for name, block in blocks["python"]:
    print("#", name)
    exec(block, {})
for name, text in blocks["pycon"]:
    test = doctest.DocTestParser().get_doctest(text, {}, name, name, 0)
    assert test.examples
    result = doctest.DocTestRunner().run(test)
    if result.failed:
        sys.exit(1)
"""


def blocks(text: str, language: str) -> list[str]:
    pattern = rf"^```{language}\n(.*?)^```$"
    return re.findall(pattern, text, re.MULTILINE | re.DOTALL)


def generate(model: Model, package: str, folder: Path) -> None:
    for path, file in TARGET.files(model, Options(package)).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(file.text, encoding="utf-8")


def run(folder: Path, python: object, pycon: object = ()) -> None:
    """Run blocks, each by itself, in a process that has the packages of `folder`."""
    done = subprocess.run(
        [sys.executable, "-c", RUNNER],
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(folder), str(RUNTIME)))},
        input=json.dumps({"python": python, "pycon": pycon}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def packages(
    tmp_path_factory: pytest.TempPathFactory, standard_model: Model, vendor_model: Model
) -> Path:
    folder = tmp_path_factory.mktemp("packages")
    generate(standard_model, "cosem", folder)
    generate(vendor_model, "acme_meter", folder)
    return folder


@pytest.mark.parametrize("page", ["language.md", "vendors.md"])
def test_spec_text_compiles(standard: Pages, page: str) -> None:
    found = blocks(standard[page], "cosem")
    assert found
    for block in found:
        diagnostics = compile_text(split_example(block)).diagnostics
        assert not diagnostics, f"{block}\n{list(map(render_text, diagnostics))}"


def test_classes(standard: Pages, vendor: Pages, packages: Path) -> None:
    """The example of every class prints what its page shows."""
    found = []
    for pages in (standard, vendor):
        for path, text in pages.items():
            if path.startswith("classes/") and path != "classes/index.md":
                (block,) = blocks(text, "pycon")
                found.append((path, block))
    run(packages, [], found)


def test_python_page(standard: Pages, packages: Path) -> None:
    """A session at the prompt, from the first line of the page to the last."""
    session = "\n".join(blocks(standard["python.md"], "pycon"))
    run(packages, [], [("python.md", session)])


def test_vendor_page(standard: Pages, packages: Path, tmp_path: Path) -> None:
    """The package that the page writes is generated, and used as the page says."""
    page = standard["vendors.md"]
    (spec,) = blocks(page, "cosem")
    compilation = compile_text(split_example(spec), "acme")
    assert compilation.model is not None
    generate(compilation.model, "acme_meter", tmp_path)
    (tmp_path / "cosem").symlink_to(packages / "cosem")
    run(tmp_path, [("vendors.md", block) for block in blocks(page, "python")])


def test_diagnostics_show_their_message(standard: Pages) -> None:
    """An entry shows what the compiler says of its example."""
    page = standard["diagnostics.md"]
    entry = page.partition("(diagnostic-c201)=")[2].partition("(diagnostic-c202)=")[0]
    wrong, right = blocks(entry, "cosem")
    assert wrong != right
    (message,) = blocks(entry, "text")
    assert re.match(r"example\.cosem:\d+:\d+: error C201: ", message)
