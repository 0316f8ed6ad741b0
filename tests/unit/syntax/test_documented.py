"""The examples of the pages on the language are in the layout that `cosemgen fmt` gives."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import cosemgen
from cosemgen.diagnostics.entry import split_example

from .files import format_text

PAGES = Path(cosemgen.__file__).parent / "targets" / "docs" / "pages"


@pytest.mark.parametrize("page", ["language.md", "vendors.md"])
def test_examples_are_in_canonical_layout(page: str) -> None:
    text = (PAGES / page).read_text(encoding="utf-8")
    examples = re.findall(r"^```cosem\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert examples
    for example in examples:
        files = split_example(example)
        for position, (name, file) in enumerate(files.items(), 1):
            # A blank line stands between a file and the next.
            end = "\n" if position < len(files) else ""
            assert file == f"{format_text(file, name)[0]}{end}"
