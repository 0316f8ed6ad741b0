"""Every example does what it says."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cosemgen.build.files import Options
from cosemgen.cli import main
from cosemgen.compile import compile_text, split_example
from cosemgen.targets.python import TARGET

from .collect import ROOT, Command, blocks, commands, examples

RUNNER = """\
import doctest, json, os, sys, traceback
import cosem

def passes(place, text, is_session):
    if not is_session:
        exec(compile(text, place, "exec"), {"__name__": "example"})
        return True
    test = doctest.DocTestParser().get_doctest(text, {}, place, place, 0)
    return not doctest.DocTestRunner().run(test).failed

failed = False
for place, text, is_session in json.load(sys.stdin):
    sys.stdout.flush()
    # What one registers, another must not see.
    child = os.fork()
    if not child:
        try:
            right = passes(place, text, is_session)
        except BaseException:
            print(place)
            traceback.print_exc(file=sys.stdout)
            right = False
        sys.stdout.flush()
        os._exit(not right)
    failed |= os.waitpid(child, 0)[1] != 0
sys.exit(failed)
"""

SLOW = re.compile(r"cosemgen (build|check|fmt|export)|pytest|sphinx-build")
PAGES = list(commands())


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the examples take it for granted: the standard, and a vendor's spec."""
    folder = tmp_path_factory.mktemp("examples")
    for given in ("spec", "generated"):
        shutil.copytree(ROOT / given, folder / given)
    (spec,) = blocks(ROOT / "generated/docs/vendors.md", "cosem")
    for name, text in split_example(spec).items():
        (folder / "acme").mkdir(exist_ok=True)
        (folder / "acme" / name).write_text(text, encoding="utf-8")
    (folder / "acme.cosem").write_text(
        'package acme "ACME meters" {\n  needs cosem\n}\n', encoding="utf-8"
    )
    model = compile_text(split_example(spec), "acme").model
    assert model is not None
    for path, file in TARGET.files(model, Options("acme_meter")).items():
        (folder / "build" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "build" / path).write_text(file.text, encoding="utf-8")
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


def test_python(inside: Path) -> None:
    """The programs run, and the sessions answer as they are written."""
    found = list(examples())
    places = {each.place for each in found}
    assert {
        "README.md",
        "generated/docs/python.md",
        "generated/docs/vendors.md",
    } <= places
    done = subprocess.run(
        [sys.executable, "-c", RUNNER],
        input=json.dumps([(*each, each.is_session) for each in found]),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page[0].place)
def test_commands(
    page: list[Command], inside: Path, capsys: pytest.CaptureFixture[str]
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
    page: list[Command], inside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """All commands of the page, since the later may need what the earlier write."""
    for command in page:
        run(command, capsys)


def run(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    """Run one command; it ends well, unless it shows an error, and prints what is shown."""
    words = shlex.split(command.line)
    if words[0] == "export":
        name, _, value = words[1].partition("=")
        assert value in os.environ[name].split(os.pathsep)[0]
        return
    if words[0] != "cosemgen" or {"<", ">", "--package"} & set(words):
        line = command.line
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
    fails = bool(re.search("^error: ", command.output, re.MULTILINE))
    assert bool(code) == fails, f"{command.place}: {command.line}\n{shown}"
    if command.output:
        assert shown.rstrip("\n") == command.output.rstrip("\n")
