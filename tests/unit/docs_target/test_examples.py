"""Examples of the pages do what they say: spec text compiles, Python runs.

Sessions of pages that are written by hand are tried by `tests/examples`.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

import cosem_runtime
from cosemgen.compile import compile_text
from cosemgen.diagnostics import render_text
from cosemgen.diagnostics.entry import split_example
from cosemgen.model import Model
from tests.compiled import write_package
from tests.examples.collect import Example
from tests.examples.running import failures

from .conftest import Pages

RUNTIME = Path(cosem_runtime.__file__).parent.parent


def blocks(text: str, language: str) -> list[str]:
    pattern = rf"^```{language}\n(.*?)^```$"
    return re.findall(pattern, text, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def packages(
    tmp_path_factory: pytest.TempPathFactory, standard_model: Model, vendor_model: Model
) -> Path:
    folder = tmp_path_factory.mktemp("packages")
    write_package(standard_model, "cosem", folder)
    write_package(vendor_model, "acme_meter", folder)
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
                found.append(Example(path, block))
    path_of_both = os.pathsep.join((str(packages), str(RUNTIME)))
    assert failures(found, PYTHONPATH=path_of_both) == ""


def test_diagnostics_show_their_message(standard: Pages) -> None:
    """An entry shows what the compiler says of its example."""
    page = standard["diagnostics.md"]
    entry = page.partition("(diagnostic-c201)=")[2].partition("(diagnostic-c202)=")[0]
    wrong, right = blocks(entry, "cosem")
    assert wrong != right
    (message,) = blocks(entry, "text")
    assert re.match(r"example\.cosem:\d+:\d+: error C201: ", message)
