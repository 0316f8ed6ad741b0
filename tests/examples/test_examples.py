"""Every example does what it says."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from cosem_conformance.live import registry
from cosemgen.build import watch
from cosemgen.cli import main
from cosemgen.sources import Sources

from .collect import (
    ROOT,
    Command,
    commands,
    commit,
    examples,
    keep_revision,
    vendor_files,
    write_buffers,
    write_dumps,
    write_models,
    write_vendor_packages,
)
from .running import failures

SLOW = re.compile(r"cosemgen (build|check|fmt|diff|release|export)|pytest|sphinx-build")
PAGES = list(commands())


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the examples take it for granted: the standard, and a vendor's spec."""
    folder = tmp_path_factory.mktemp("examples")
    for given in ("spec", "generated"):
        shutil.copytree(ROOT / given, folder / given)
    for package, files in vendor_files().items():
        (folder / package).mkdir()
        for name, text in files.items():
            # What parts them on the page is none of their lines.
            (folder / package / name).write_text(f"{text.rstrip()}\n", encoding="utf-8")
    (folder / "acme.cosem").write_text(
        'package acme "ACME meters" {\n  needs cosem\n}\n', encoding="utf-8"
    )
    write_vendor_packages(folder / "build")
    write_dumps(folder)
    write_buffers(folder)
    write_models(folder)
    keep_revision(folder)
    return folder


@pytest.fixture
def inside(place: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The same as the working directory; what is installed comes first on PATH."""
    monkeypatch.chdir(place)
    programs = str(Path(sys.executable).parent)
    monkeypatch.setenv("PATH", os.pathsep.join((programs, os.environ["PATH"])))
    path = os.pathsep.join((str(place / "build"), os.environ["PYTHONPATH"]))
    monkeypatch.setenv("PYTHONPATH", path)
    yield place


@pytest.fixture
def meter(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the client of the examples leads to: a meter in this process."""
    point = EntryPoint("gurux", "tests.unit.judge.fake_meter:CLIENT", registry.GROUP)
    monkeypatch.setattr(registry, "entry_points", lambda group: [point])


@pytest.fixture(autouse=True)
def unsaved(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody saves anything: `--watch` builds once, and ends as if by Ctrl-C."""
    versions = watch.versions

    def once(paths: Sequence[Path]) -> Iterator[Sources]:
        yield next(versions(paths))
        raise KeyboardInterrupt

    monkeypatch.setattr(watch, "versions", once)


def test_python(inside: Path) -> None:
    """The programs run, and the sessions answer as they are written."""
    found = list(examples())
    places = {each.place for each in found}
    assert {
        "README.md",
        "generated/docs/python.md",
        "generated/docs/vendors.md",
    } <= places
    assert failures(found) == ""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page[0].place)
def test_commands(
    page: list[Command], inside: Path, meter: None, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in page:
        if SLOW.search(command.line):
            continue
        run(command, capsys)


@pytest.mark.slow
@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if any(SLOW.search(each.line) for each in page)],
    ids=lambda page: page[0].place,
)
def test_commands_that_take_long(
    page: list[Command], inside: Path, meter: None, capsys: pytest.CaptureFixture[str]
) -> None:
    """All commands of the page, since the later may need what the earlier write."""
    for command in page:
        run(command, capsys)


def run(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    """Run one command; it ends well, unless it shows an error, and prints what is shown."""
    words = shlex.split(command.line)
    if words[:2] == ["cosemgen", "simulate"]:
        words += ["--port", "0", "--seconds", "0.1"]  # it would go on until it is told
    if words[0] == "export":
        name, _, value = words[1].partition("=")
        assert value in os.environ[name].split(os.pathsep)[0]
        return
    line = command.line
    if words[:2] == ["cosemgen", "lsp"]:
        # It would wait for an editor.
        words, line = [*words, "<"], f"{line} < {os.devnull}"
    if words[0] != "cosemgen" or {"<", ">", "--package"} & set(words):
        # All of it takes minutes, and has a step of its own.
        whole, part = "generated/conformance", "generated/conformance/test_register.py"
        line = line.replace(f"pytest {whole}", f"pytest {part}")
        done = subprocess.run(
            line, shell=True, capture_output=True, text=True, check=False
        )
        code, shown = done.returncode, done.stdout + done.stderr
    else:
        code = main(words[1:])
        shown = "".join(capsys.readouterr())
    if words[:2] == ["cosemgen", "release"]:
        commit(Path())
    fails = bool(re.search("^error: ", command.output, re.MULTILINE))
    assert bool(code) == fails, f"{command.place}: {command.line}\n{shown}"
    if command.output:
        assert shown.rstrip("\n") == command.output.rstrip("\n")
