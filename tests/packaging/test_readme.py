"""README.md: its commands are those of CI, and its links lead somewhere."""

from __future__ import annotations

import re
import subprocess

import pytest

from ..examples.collect import ROOT, blocks

README = (ROOT / "README.md").read_text(encoding="utf-8")
CI = (ROOT / ".ci" / "run").read_text(encoding="utf-8")


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
    assert found in blocks(ROOT / "README.md", "sh")
    assert f"run_readme {name}\n" in CI


def test_commands_run_as_they_are_printed() -> None:
    """Nothing needs an environment that the reader would have to activate first."""
    for block in blocks(ROOT / "README.md", "sh"):
        for command in block.split("&&"):
            program = command.split()[0]
            assert program == "python3" or program.startswith(".venv/bin/"), command
    assert not re.findall(r"`(?:python|sphinx-build|pytest) ", README)


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target
    for place in re.findall(r"^\| `(\w+)/`", README, re.MULTILINE):
        assert (ROOT / place).is_dir(), place
