"""Whatever may change what a build gives changes its fingerprint."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cosemgen.build import fingerprint as module
from cosemgen.build.fingerprint import fingerprint
from cosemgen.pipeline import Request, build
from cosemgen.sources import read_sources

from .test_pipeline import SPEC

ROOT = Path(__file__).parents[3]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "tiny"
    path.mkdir()
    (path / "tiny.cosem").write_text(SPEC)
    return path


def link_to_nowhere(path: Path) -> None:
    path.symlink_to("nowhere")


def link_to_itself(path: Path) -> None:
    path.symlink_to(path.name)


def pipe(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def not_utf8(path: Path) -> None:
    path.write_bytes(b"// \xb0C\n")


UNREADABLE = [link_to_nowhere, link_to_itself, pipe, device, not_utf8]


@pytest.mark.parametrize("check", [False, True])
@pytest.mark.parametrize("make", UNREADABLE)
def test_a_new_file_that_cannot_be_read_is_no_up_to_date_spec(
    folder: Path, tmp_path: Path, make: Callable[[Path], None], check: bool
) -> None:
    request = Request((folder,), tmp_path / "out", ("json",), check=check)
    build(Request((folder,), tmp_path / "out", ("json",)))
    assert build(request).changes is not None
    make(folder / "more.cosem")
    outcome = build(request)
    assert outcome.changes is None
    assert [d.span.file for d in outcome.diagnostics] == [f"{folder}/more.cosem"]
    (folder / "more.cosem").unlink()
    assert build(request).changes is not None


@pytest.mark.parametrize("make", UNREADABLE)
def test_a_lock_that_cannot_be_read_is_not_as_good_as_none(
    folder: Path, tmp_path: Path, make: Callable[[Path], None]
) -> None:
    request = Request((folder,), tmp_path / "out", ("json",))
    build(request)
    make(folder / "released.lock")
    outcome = build(request)
    assert outcome.changes is None
    assert [d.span.file for d in outcome.diagnostics] == [f"{folder}/released.lock"]


def test_a_folder_that_cannot_be_looked_into_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "closed").mkdir()
    before = fingerprint(read_sources([folder]))
    scan = os.scandir

    def closed(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", closed)
    sources = read_sources([folder])
    assert [(p.code, p.message) for p in sources.problems] == [
        ("C610", f"cannot read '{folder}/closed': Permission denied")
    ]
    assert fingerprint(sources) != before


def test_a_folder_may_be_named_like_a_spec_file(folder: Path) -> None:
    inner = folder / "more.cosem"
    inner.mkdir()
    (inner / "x.cosem").write_text("type x = long\n")
    sources = read_sources([folder])
    assert not sources.problems
    assert [Path(file.shown).name for file in sources.files] == [
        "x.cosem",
        "tiny.cosem",
    ]


def test_a_package_file_that_cannot_be_read_is_one_finding(folder: Path) -> None:
    (folder / "package.cosem").symlink_to("nowhere")
    (folder / "tiny.cosem").write_text("type x = long\n")
    outcome = build(Request((folder / "tiny.cosem",), folder / "out", ("json",)))
    assert [d.code for d in outcome.diagnostics] == ["C610"]


PROGRAM = """
import sys
from pathlib import Path
from cosemgen.build.fingerprint import fingerprint
from cosemgen.sources import read_sources
print(fingerprint(read_sources([sys.argv[1]])))
"""


@pytest.mark.parametrize("above", ["_data", "__pycache__"])
def test_the_generator_is_seen_wherever_it_stands(
    folder: Path, tmp_path: Path, above: str
) -> None:
    # As a wheel is installed: the grammar and the spec are data of the package.
    place = tmp_path / above
    ignore = shutil.ignore_patterns("__pycache__", "targets", "cosemgen-*")
    for name in ("cosemgen", "cosem_runtime", "cosem_conformance"):
        shutil.copytree(ROOT / "generator" / name, place / name, ignore=ignore)
    shutil.copytree(ROOT / "grammar", place / "cosemgen" / "_data" / "grammar")
    standard = place / "cosemgen" / "_data" / "spec"
    standard.mkdir()
    (standard / "package.cosem").write_text('package cosem "COSEM" {\n}\n')

    def print_of() -> str:
        return subprocess.run(
            [sys.executable, "-c", PROGRAM, str(folder)],
            env={**os.environ, "PYTHONPATH": str(place)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    prints = [print_of()]
    for changed in (
        "cosemgen/naming.py",
        "cosem_runtime/axdr.py",
        "cosem_conformance/judge/evaluators/__init__.py",
        "cosemgen/_data/grammar/cosem.lark",
    ):
        with (place / changed).open("a") as file:
            file.write("# changed\n")
        prints.append(print_of())
    assert len(set(prints)) == len(prints)


def test_what_python_keeps_beside_the_generator_does_not_count(tmp_path: Path) -> None:
    for name in (
        "a.py",
        "__pycache__/a.pyc",
        "b/__pycache__/b.pyc",
        "_data/spec/x.cosem",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    assert list(module._files(tmp_path)) == [str(tmp_path / "a.py")]
