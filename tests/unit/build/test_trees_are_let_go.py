"""What compiling needs of memory is there for what comes after it."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from cosemgen import pipeline
from cosemgen.build import generate as generating
from cosemgen.sources import read_sources
from cosemgen.syntax import tree

from .test_pipeline import SPEC


def _files(folder: Path) -> int:
    return sum(
        isinstance(each, tree.File) and each.path.startswith(str(folder))
        for each in gc.get_objects()
    )


@pytest.mark.parametrize("several", [False, True])
def test_no_tree_outlives_compiling_in_a_single_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, several: bool
) -> None:
    (tmp_path / "tiny.cosem").write_text(SPEC)
    request = pipeline.Request((tmp_path,), tmp_path / "out", ("json",))
    alive: list[int] = []
    generate = generating.generate

    def looking(*arguments: object) -> generating.Generated:
        alive.append(_files(tmp_path))
        return generate(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(generating, "generate", looking)
    # Commands run without it: what holds itself would stay.
    gc.disable()
    try:
        builds = pipeline.Builds(request, several=several)
        builds.build(read_sources(request.paths))
    finally:
        gc.enable()
    assert alive == [1 if several else 0]
