"""What the page about editors says to write into their files: it reads as it should, and what it starts is there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml  # of the extra `docs`

from cosemgen.starting.project import project_files
from tests.interop.conftest import python_of

from .collect import ROOT, blocks

PAGE = ROOT / "generator/cosemgen/targets/docs/pages/editors.md"
PLACES = ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME")
"""Where Neovim looks for what is a person's own."""
SOUND = 'package acme "ACME meters" {\n  needs cosem\n}\n'
NEOVIM = """\
vim.cmd.edit("spec/package.cosem")
vim.wait(60000, function() return #vim.diagnostic.get(0) > 0 end)
for _, found in ipairs(vim.diagnostic.get(0)) do
  io.stdout:write(found.lnum + 1, ":", found.col + 1, " ", found.code, "\\n")
end
vim.fn.setline(1, "attribute 2 unit: long = -10")
local colours = {}
for _, column in ipairs({ 1, 13, 19, 27 }) do
  local group = vim.fn.synIDtrans(vim.fn.synID(1, column, 1))
  table.insert(colours, vim.fn.synIDattr(group, "name"))
end
io.stdout:write(table.concat(colours, " "), "\\n")
io.stdout:write(vim.bo.filetype, " ", vim.bo.commentstring, "\\n")
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A project as the working directory, with what is installed first on PATH."""
    (tmp_path / "spec").mkdir()
    (tmp_path / "spec" / "package.cosem").write_text(SOUND, encoding="utf-8")
    (tmp_path / "pyproject.toml").touch()
    monkeypatch.chdir(tmp_path)
    programs = str(Path(sys.executable).parent)
    monkeypatch.setenv("PATH", os.pathsep.join((programs, os.environ["PATH"])))
    yield tmp_path


def test_the_workflow_is_that_of_new_projects() -> None:
    shown, _ = blocks(PAGE, "yaml")[1:]
    files = {str(path): text for path, text in project_files("acme", "ACME").items()}
    assert shown == files[".github/workflows/test.yml"]


def test_steps_fit_into_the_workflow() -> None:
    _, workflow, steps = blocks(PAGE, "yaml")
    (job,) = yaml.safe_load(workflow)["jobs"].values()
    together = yaml.safe_load(workflow + steps)
    (longer,) = together["jobs"].values()
    assert longer["steps"][: len(job["steps"])] == job["steps"]
    scan, upload = longer["steps"][len(job["steps"]) :]
    assert scan["run"].endswith(f" > {upload['with']['sarif_file']}")


def test_the_hooks_are_those_of_the_repository() -> None:
    (local,) = yaml.safe_load(blocks(PAGE, "yaml")[0])["repos"]
    offered = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    own = {hook["id"]: hook for hook in offered}
    for hook in local["hooks"]:
        known = own[hook["id"]]
        for word in ("entry", "files", "language", "pass_filenames"):
            assert hook.get(word) == known.get(word)


@pytest.mark.slow
def test_helix_lays_out_by_it(project: Path) -> None:
    (text,) = blocks(PAGE, "toml")
    configuration = tomllib.loads(text)
    (language,) = configuration["language"]
    (name,) = language["language-servers"]
    assert configuration["language-server"][name] == {
        "command": "cosemgen",
        "args": ["lsp"],
    }
    formatter = language["formatter"]
    done = subprocess.run(
        [formatter["command"], *formatter["args"]],
        input=SOUND.replace("  needs", "needs"),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == SOUND


@pytest.mark.slow
def test_tasks_of_zed_run(project: Path) -> None:
    (text,) = blocks(PAGE, "json")
    path = project / "spec" / "package.cosem"
    path.write_text(SOUND.replace("  needs", "needs"), encoding="utf-8")
    for task in json.loads(text):
        environment = {**os.environ, "ZED_FILE": str(path)}
        subprocess.run(["sh", "-c", task["command"]], env=environment, check=True)
    assert path.read_text(encoding="utf-8") == SOUND


@pytest.mark.interop
def test_neovim_tells_what_the_server_finds(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Neovim itself, from a wheel, with the configuration of the page and nothing else."""
    folder = tmp_path_factory.mktemp("neovim")
    neovim = python_of("neovim").with_name("nvim")
    (configuration,) = blocks(PAGE, "lua")
    shutil.copytree(ROOT / "grammar/vim", folder / "nvim")
    (folder / "nvim" / "init.lua").write_text(configuration, encoding="utf-8")
    (folder / "probe.lua").write_text(NEOVIM, encoding="utf-8")
    (project / "spec" / "package.cosem").write_text(SOUND.replace("needs", "nedes"))
    done = subprocess.run(
        [
            *(neovim, "--headless", "-S", folder / "probe.lua"),
            *("-c", "qa!"),
        ],
        env={**os.environ, **dict.fromkeys(PLACES, str(folder))},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    *found, colours, last = done.stdout.splitlines()
    assert last == "cosem // %s"
    assert colours == "Statement Identifier Type Constant"
    assert found == ["2:3 C101"]
