"""A model that was kept is the one that compiling gives, a tree the one that parsing gives; or they are made again."""

from __future__ import annotations

import hashlib
import os
import pickle
from pathlib import Path
from typing import Any

import pytest

from cosemgen import compile as compiler
from cosemgen.build import kept_file
from cosemgen.build.cache import Cache
from cosemgen.build.kept import KeptTrees, kept_or_compiled
from cosemgen.build.only_data import unpickled
from cosemgen.sources import Sources, text_sources
from cosemgen.syntax import parse as parser
from cosemgen.syntax import tree
from cosemgen.syntax.parse import parse

from .test_pipeline import SPEC


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.cosem"
    path.write_text(SPEC)
    return path


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def entry(tmp_path: Path) -> Path:
    (found,) = (tmp_path / "cache" / "models").iterdir()
    return found


def replace_with(path: Path, content: object) -> None:
    """What somebody may put there who knows how entries are written."""
    fingerprint = path.read_bytes().partition(b"\n")[2][:64]
    octets = fingerprint + pickle.dumps(content, protocol=5)
    check = hashlib.sha256(f"models\n{path.name}\n".encode() + octets).hexdigest()
    path.write_bytes(check.encode() + b"\n" + octets)


def test_a_model_is_compiled_once(
    spec: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = kept_or_compiled([spec], cache)
    monkeypatch.setattr(compiler, "compile_sources", lambda *_: pytest.fail("again"))
    assert kept_or_compiled([spec], cache) == (first, ())


def test_a_change_is_noticed(spec: Path, cache: Cache) -> None:
    kept_or_compiled([spec], cache)
    spec.write_text(SPEC.replace("Tiny counter", "Other counter"))
    model, _ = kept_or_compiled([spec], cache)
    assert model is not None
    assert [each.name for each in model.classes] == ["Other counter"]


def test_errors_are_told_each_time(spec: Path, cache: Cache) -> None:
    spec.write_text(SPEC.replace("unit second", "unit secnd"))
    for _ in range(2):
        model, findings = kept_or_compiled([spec], cache)
        assert model is None and findings


class Evil:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.path),)


def test_what_is_kept_runs_no_code(spec: Path, cache: Cache, tmp_path: Path) -> None:
    first = kept_or_compiled([spec], cache)
    replace_with(entry(tmp_path), Evil(tmp_path / "evil"))
    assert kept_or_compiled([spec], cache) == first
    assert not (tmp_path / "evil").exists()


@pytest.mark.parametrize("content", [None, 5, {"a": 1}, Path, pytest.fail])
def test_what_is_no_model_is_not_taken(
    spec: Path, cache: Cache, tmp_path: Path, content: object
) -> None:
    first = kept_or_compiled([spec], cache)
    replace_with(entry(tmp_path), content)
    assert kept_or_compiled([spec], cache) == first


# ---------------------------------------------------------------- trees


def kept_trees(cache: Cache, *texts: str) -> list[object]:
    """What a build gets for files of these texts, which it then keeps."""
    trees = KeptTrees(cache, "place")
    found: list[object] = [
        trees.parse(text, f"{i}.cosem") for i, text in enumerate(texts)
    ]
    trees.keep()
    return found


def test_a_file_is_parsed_once(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    first = kept_trees(cache, SPEC, "// another\n")
    assert first == [parse(SPEC, "0.cosem"), parse("// another\n", "1.cosem")]
    monkeypatch.setattr(parser, "parse", lambda *_: pytest.fail("again"))
    assert kept_trees(cache, SPEC, "// another\n") == first


def test_places_are_kept_too(cache: Cache) -> None:
    kept_trees(cache, SPEC)
    found, _ = KeptTrees(cache, "place").parse(SPEC, "0.cosem")
    parsed, _ = parse(SPEC, "0.cosem")
    assert found is not None and parsed is not None
    assert [each.span for each in found.items] == [each.span for each in parsed.items]


def test_a_tree_is_read_where_somebody_looks(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_trees(cache, SPEC)
    read: list[bytes] = []

    def reading(octets: bytes, *modules: str) -> object:
        read.append(octets)
        return unpickled(octets, *modules)

    monkeypatch.setattr(kept_file, "unpickled", reading)
    found, _ = KeptTrees(cache, "place").parse(SPEC, "0.cosem")
    parsed, _ = parse(SPEC, "0.cosem")
    assert found is not None and parsed is not None
    assert found.path == parsed.path and found.kinds == parsed.kinds
    assert [*found.of(tree.Quirk, tree.Medium)] == [] == read
    assert [*found.of(tree.Class)] == [*parsed.of(tree.Class)] != []
    assert [*found.of(tree.Package)] == [*parsed.of(tree.Package)]
    assert len(read) == 1


def test_an_edited_file_is_parsed(cache: Cache) -> None:
    kept_trees(cache, SPEC)
    edited = SPEC.replace("Tiny counter", "Other counter")
    assert kept_trees(cache, edited) == [parse(edited, "0.cosem")]


def test_findings_are_told_each_time(cache: Cache) -> None:
    for _ in range(2):
        ((tree, findings),) = kept_trees(cache, "class\n")  # type: ignore[misc]
        assert tree is None and findings


def test_a_kept_tree_runs_no_code(cache: Cache, tmp_path: Path) -> None:
    first = kept_trees(cache, SPEC)
    (path,) = (tmp_path / "cache" / "trees").iterdir()
    octets = path.read_bytes().partition(b"\n")[2]
    evil = pickle.dumps(Evil(tmp_path / "evil"), protocol=5)
    rows = pickle.loads(octets)
    for content in (
        dict.fromkeys(rows, evil),
        {key: (evil, *row[1:]) for key, row in rows.items()},
        {key: (*row[:2], (Evil(tmp_path / "evil"),)) for key, row in rows.items()},
        Evil(tmp_path / "evil"),
    ):
        cache.put("trees", "place", pickle.dumps(content, protocol=5))
        assert kept_trees(cache, SPEC) == first
        assert not (tmp_path / "evil").exists()


@pytest.mark.parametrize("content", [None, 5, "a", [1], {"a": 1}])
def test_what_is_no_tree_is_not_taken(
    cache: Cache, tmp_path: Path, content: object
) -> None:
    first = kept_trees(cache, SPEC)
    (path,) = (tmp_path / "cache" / "trees").iterdir()
    rows = pickle.loads(path.read_bytes().partition(b"\n")[2])
    octets = pickle.dumps(content)
    for whole in (
        content,
        dict.fromkeys(rows, octets),
        {key: (octets, *row[1:]) for key, row in rows.items()},
        {key: (row[0], content, row[2]) for key, row in rows.items()},
        {key: (*row[:2], content) for key, row in rows.items()},
        {key: (*row[:2], (content,)) for key, row in rows.items()},
    ):
        cache.put("trees", "place", pickle.dumps(whole, protocol=5))
        assert kept_trees(cache, SPEC) == first


def test_the_standard_is_read_again_once_it_is_edited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that goes on must not take what it made of an old text for that of a new one."""
    standard = tmp_path / "package.cosem"
    monkeypatch.setattr(compiler, "_known", [])
    monkeypatch.setattr(compiler, "standard_package", lambda: standard)
    package = 'package cosem "COSEM" {}\nmedium 1 "Power" {}\n'
    parsed: list[str] = []

    parse_all = compiler._parse

    def parsing(sources: Sources, *more: Any) -> object:
        parsed.extend(file.shown for file in sources.files)
        return parse_all(sources, *more)

    monkeypatch.setattr(compiler, "_parse", parsing)

    def media(text: str) -> list[str]:
        standard.write_text(text)
        spec = text_sources(
            {"package.cosem": 'package acme "ACME" {\n  needs cosem\n}\n'}
        )
        found = compiler.compile_sources(spec, parser=parse)
        return [each.name for each in found.models["cosem"].media]

    assert media(package) == media(package) == ["Power"]
    assert len(parsed) == 3  # the standard once
    assert media(package.replace("Power", "Water")) == ["Water"]
