"""What README.md shows is what happens."""

from __future__ import annotations

import doctest
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CI = (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def console() -> list[tuple[str, str]]:
    """Commands of the console blocks, each with what it is said to print."""
    text = "".join(blocks("console"))
    parts = re.split(r"^\$ (.*)\n", text, flags=re.MULTILINE)[1:]
    return list(zip(parts[::2], parts[1::2], strict=True))


def test_python_examples() -> None:
    (example,) = blocks("python")
    parsed = doctest.DocTestParser().get_doctest(example, {}, "README.md", None, 0)
    runner = doctest.DocTestRunner()
    report: list[str] = []
    result = runner.run(parsed, out=report.append)
    assert result.attempted > 4
    assert not result.failed, "".join(report)


@pytest.mark.parametrize(("command", "expected"), console())
def test_command_examples(command: str, expected: str) -> None:
    program, *arguments = shlex.split(command)
    assert program == "cosemgen"
    done = subprocess.run(
        [sys.executable, "-m", "cosemgen", *arguments],
        cwd=ROOT,
        text=True,
        capture_output=True,
        check=False,
    )
    shown = (done.stdout + done.stderr).rstrip("\n")
    assert shown == expected.rstrip("\n")


@pytest.mark.parametrize("name", ["build", "test", "docs"])
def test_ci_runs_the_commands_of_the_readme(name: str) -> None:
    script = CI[CI.index("readme() {") : CI.index("run_readme() {")]
    found = subprocess.run(
        ["bash", "-c", f"{script}\nreadme {name}"],
        cwd=ROOT,
        text=True,
        capture_output=True,
        check=True,
    ).stdout
    assert found in blocks("sh")
    assert f"run_readme {name}\n" in CI


def test_commands_run_as_they_are_printed() -> None:
    """Nothing needs an environment that the reader would have to activate first."""
    for block in blocks("sh"):
        for command in block.split("&&"):
            program = command.split()[0]
            assert program == "python3" or program.startswith(".venv/bin/"), command
    assert not re.findall(r"`(?:python|sphinx-build|pytest) ", README)


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target
    for place in re.findall(r"^\| `(\w+)/`", README, re.MULTILINE):
        assert (ROOT / place).is_dir(), place
