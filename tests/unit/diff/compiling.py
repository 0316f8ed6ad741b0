"""Parts of specs that are written in tests."""

from __future__ import annotations

from collections.abc import Mapping

from cosemgen.compile import compile_sources
from cosemgen.diagnostics import render_text
from cosemgen.diff import package
from cosemgen.diff.parts import Part
from cosemgen.model import Model
from cosemgen.sources import text_sources


def model(texts: str | Mapping[str, str]) -> Model:
    """The package of a text, or of files."""
    files = {"tiny.cosem": texts} if isinstance(texts, str) else texts
    found = compile_sources(text_sources(files), checked=False)
    assert found.model is not None, "\n".join(map(render_text, found.diagnostics))
    return found.model


def parts(texts: str | Mapping[str, str]) -> list[Part]:
    """The same as `differences` takes it."""
    return [package(model(texts))]
