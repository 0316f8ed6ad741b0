"""Builds after saves, in one process: what they give is what a cold build gives."""

from __future__ import annotations

import os
import random
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from cosemgen import compile as compiler
from cosemgen.build import generate
from cosemgen.build.errors import BuildError
from cosemgen.build.format import formatted
from cosemgen.build.watch import versions
from cosemgen.compile import Made
from cosemgen.lower.identity import Identity
from cosemgen.pipeline import Builds, Request, build
from cosemgen.sources import Sources, read_sources

from .conftest import save, tree
from .test_pipeline import SPEC

SECOND: Final = """\
use loudness from shared

/// Rings.
class 32801 "Bell" {
  source manual

  version 0 {
    confidence high

    /// How loud.
    attribute 2 loudness: static loudness
  }
}
"""
CODES: Final = """\
object 1.0.1.8.0.255 "Seconds counted" as 32800 unit second source manual

in-use source manual {
  1.0.1.8.0.255 "Counted" shown "s" dumps 2
}
"""
SHARED: Final = """\
/// How loud something is.
enumeration loudness {
  0 low  "low"
  1 high "high"
}
"""
EDITS: Final = (
    ("dynamic", "static"),
    ("static", "dynamic"),
    ("confidence high", 'confidence low "one source"'),
    ('1 high "high"', '1 high "very high"'),
    ("/// Counts something.", "/// Counts.\n///\n/// It's edited."),
    ("double-long-unsigned", "long"),
    ('"Bell"', '"Small bell"'),
    ("unit second", "unit secnd"),
    ("}\n", ""),
    ("attribute 2", "attribute 3"),
    ("loudness", "noise"),
    ("1.0.1.8.0.255", "1.0.2.8.0.255"),
    ("dumps 2", "dumps 3"),
    ('shown "s"', 'shown "min"'),
    ("as 32800", "as 32801"),
    ("\n\n", "\n"),
)


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    folder = tmp_path / "tiny"
    folder.mkdir()
    package, rest = SPEC.split("\n\n", 1)
    (folder / "package.cosem").write_text(f"{package}\n")
    (folder / "tiny.cosem").write_text(rest)
    (folder / "bell.cosem").write_text(SECOND)
    (folder / "shared.cosem").write_text(SHARED)
    (folder / "codes.cosem").write_text(CODES)
    return folder


@pytest.mark.slow
def test_any_saves(spec: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Spoilt and mended, moved and taken away: after each save that is sound the output is that of a cold build."""
    chosen = random.Random(12)
    out, targets = tmp_path / "out", ("json", "docs")
    builds = Builds(Request((spec,), out, targets), several=True)
    builds.build(read_sources((spec,)))
    before = {path: path.read_text() for path in sorted(spec.rglob("*.cosem"))}
    sound = 0
    for step in range(24):
        path = chosen.choice([*before])
        old, new = chosen.choice(EDITS)
        text = path.read_text() if path.exists() else before[path]
        if chosen.random() < 0.2:
            text = before[path]
        elif chosen.random() < 0.1:
            path.unlink(missing_ok=True)
            text = ""
        if text:
            path.write_text(text.replace(old, new, 1))
        outcome = builds.build(read_sources((spec,)))
        cold = tmp_path / "cold"
        with monkeypatch.context() as elsewhere:
            elsewhere.setenv("COSEM_CACHE_DIR", str(tmp_path / f"cache{step}"))
            other = build(Request((spec,), cold, targets))
        assert outcome.diagnostics == other.diagnostics
        assert (outcome.changes is None) == (other.changes is None)
        if other.changes is not None:
            sound += 1
            assert tree(out) == tree(cold)
            shutil.rmtree(cold)
        else:
            for each, text in before.items():
                each.write_text(text)
    assert sound > 5


def test_output_that_somebody_touches_is_put_right_by_the_next_build(
    spec: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    builds = Builds(Request((spec,), out, ("json",)), several=True)
    builds.build(read_sources((spec,)))
    before = tree(out)
    for path in ("model/model.json", "model/classes/bell.json"):
        text = (out / path).read_text()
        (out / path).write_text(text.replace("Bell", "Bill"))
        builds.build(read_sources((spec,)))
        assert tree(out) == before


def test_what_is_only_said_otherwise_is_not_laid_out_again(
    spec: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = Request((spec,), tmp_path / "out", ("python",))
    build(request)
    laid_out: list[str] = []

    def noted(name: str, text: str) -> str:
        laid_out.append(name)
        return formatted(name, text)

    monkeypatch.setattr(generate, "formatted", noted)
    bell = spec / "bell.cosem"
    bell.write_text(SECOND.replace("How loud.", "How loud it rings."))
    assert build(request).changes
    assert laid_out == []
    bell.write_text(SECOND.replace("static loudness", "dynamic loudness"))
    assert build(request).changes
    assert "tiny/classes/bell.py" in laid_out


# ---------------------------------------------------------------- what is a save


def later(edit: Callable[[], object]) -> threading.Timer:
    """Edit while the spec is watched: a watch begins at once, or half a second later."""
    timer = threading.Timer(0.8, edit)
    timer.start()
    return timer


@pytest.fixture
def watched(spec: Path) -> Iterator[Iterator[Sources]]:
    found = versions((spec,))
    next(found)
    yield found


def test_a_save_while_nobody_watches_is_seen(
    spec: Path, watched: Iterator[Sources]
) -> None:
    (spec / "bell.cosem").write_text(SECOND + "\n")
    assert next(watched) == read_sources((spec,))


def replaced(spec: Path) -> None:
    save(spec / "bell.cosem", SECOND.replace("Rings", "Chimes"))


def in_a_new_folder(spec: Path) -> None:
    (spec / "more").mkdir()
    (spec / "more" / "new.cosem").write_text(SHARED)


def made_anew(spec: Path) -> None:
    """As when another revision is checked out."""
    os.rename(spec, spec.with_name("old"))
    shutil.copytree(spec.with_name("old"), spec)
    (spec / "bell.cosem").unlink()


@pytest.mark.parametrize(
    "edit",
    [
        replaced,
        in_a_new_folder,
        made_anew,
        lambda spec: (spec / "bell.cosem").unlink(),
        lambda spec: (spec / "released.lock").write_text("lock\n"),
    ],
    ids=["replaced", "in a new folder", "made anew", "removed", "locked"],
)
def test_a_save_is_seen(
    spec: Path, watched: Iterator[Sources], edit: Callable[[Path], object]
) -> None:
    timer = later(lambda: edit(spec))
    found = next(watched)
    timer.join()
    while found != read_sources((spec,)):  # it was seen half-way
        found = next(watched)


def test_what_changes_nothing_is_no_save(
    spec: Path, watched: Iterator[Sources]
) -> None:
    def edit() -> None:
        save(spec / "bell.cosem", SECOND)
        (spec / "notes.txt").write_text("nothing of a spec")
        time.sleep(0.3)
        save(spec / "bell.cosem", SECOND + "\n")

    timer = later(edit)
    found = next(watched)
    timer.join()
    assert f"{SECOND}\n" in {file.text for file in found.files}


def test_a_name_that_is_no_text_does_not_end_it(
    spec: Path, watched: Iterator[Sources]
) -> None:
    """The watcher gives up over it."""
    odd = os.fsencode(spec) + b"/\xff.txt"
    try:
        os.mkdir(odd)
    except OSError:
        pytest.skip("no file can have such a name here")

    def edit() -> None:
        os.rmdir(odd)
        time.sleep(0.3)
        save(spec / "bell.cosem", SECOND + "\n")

    timer = later(edit)
    found = next(watched)
    timer.join()
    assert f"{SECOND}\n" in {file.text for file in found.files}


def test_a_system_that_refuses_is_told(
    spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object, **options: object) -> Iterator[object]:
        yield from ()
        raise OSError("OS file watch limit reached.")

    monkeypatch.setattr("watchfiles.watch", refuse)
    found = versions((spec,))
    next(found)
    with pytest.raises(BuildError, match="tiny cannot be watched: OS file watch limit"):
        next(found)


def test_the_standard_below_is_made_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COSEM_CACHE_DIR", str(tmp_path / "cache"))
    file = tmp_path / "acme.cosem"
    file.write_text('package acme "Acme" {\n  needs cosem\n}\n')
    made: list[str] = []
    make = compiler._make

    def noted(own: str, key: Identity, of: compiler._Source, *more: Any) -> Made:
        made.append(str(of.package.item.name))
        return make(own, key, of, *more)

    monkeypatch.setattr(compiler, "_make", noted)
    builds = Builds(Request((file,), tmp_path / "out", ("json",)), several=True)
    for _ in range(3):
        builds.build(read_sources((file,)))
        file.write_text(f"{file.read_text()}// More.\n")
    assert made == ["cosem", "acme", "acme", "acme"]
