"""How forms are found: by entry points, of others too, and by the content of a file."""

from __future__ import annotations

import io
import tomllib
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from cosem_conformance.dumps import (
    Association,
    DumpError,
    DumpReader,
    End,
    Header,
    Record,
    forms,
    load,
    read_dump,
    registry,
)

ROOT = Path(__file__).parents[3]


def test_each_form_is_registered_as_those_of_others_are() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    points = project["project"]["entry-points"][registry.GROUP]
    for name, place in points.items():
        module, _, attribute = place.partition(":")
        reader = getattr(import_module(module), attribute)
        assert reader.name == name and reader.title
    assert {reader.name for reader in forms()} >= points.keys()
    assert forms()[0].name == "dump"


def test_a_form_without_a_module_is_not_forgotten() -> None:
    folder = ROOT / "generator" / "cosem_conformance" / "dumps" / "readers"
    having = {
        path.stem
        for path in folder.glob("*.py")
        if "\nREADER: Final" in path.read_text(encoding="utf-8")
    }
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert {name for name in having if f".readers.{name}:READER" not in text} == set()


class OddReader:
    name = "odd"
    title = "odd files"

    def recognises(self, content: registry.Content) -> bool:
        return content.start.startswith(b"ODD")

    def records(
        self, content: registry.Content, options: registry.Options
    ) -> Iterator[Record]:
        yield Header()
        if options.partial:
            yield Header()
        yield Association(name=content.read(10).decode())


def test_a_form_of_others_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    reader: DumpReader = OddReader()
    monkeypatch.setattr(registry, "forms", lambda: (*forms(), reader))
    assert load(io.BytesIO(b"ODD one")).associations == [Association("ODD one")]
    assert [*read_dump(io.BytesIO(b"ODD"))][-1] == End(1, 0, 0)
    # It is held to the order of records as ours are.
    with pytest.raises(DumpError, match="one header, and first, found two"):
        load(io.BytesIO(b"ODD"), partial=True)


def test_entry_points_are_loaded_once_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    place = "cosem_conformance.dumps.lines:READER"
    points = [
        EntryPoint("b", place, registry.GROUP),
        EntryPoint("a", place, registry.GROUP),
    ]
    monkeypatch.setattr(registry, "entry_points", lambda group: points)
    registry.forms.cache_clear()
    try:
        assert [reader.name for reader in registry.forms()] == ["dump"]
    finally:
        registry.forms.cache_clear()
