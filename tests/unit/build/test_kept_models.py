"""A model that was kept is the one that compiling gives, or it is compiled again."""

from __future__ import annotations

import hashlib
import os
import pickle
from pathlib import Path

import pytest

from cosemgen import compile as compiler
from cosemgen.build.cache import Cache
from cosemgen.build.kept_models import kept_or_compiled

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
