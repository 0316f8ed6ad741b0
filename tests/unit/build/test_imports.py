"""A build imports what it needs: one with nothing to do little, and none what only others need."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .test_pipeline import SPEC

PROGRAM = (
    "import sys; from cosemgen.cli import main; main(sys.argv[1:]);"
    "print(*sys.modules, file=sys.stderr)"
)
MAKING = {
    *("cosemgen.build.generate", "cosemgen.compile", "cosemgen.model"),
    *("black", "jinja2", "jsonschema_rs", "lark", "shutil", "tempfile"),
}
"""What makes files, or looks at them."""
OTHERS = {
    *("asyncio", "cosem_conformance", "jsonschema", "lark", "multiprocessing", "rich"),
    *("cosemgen.cli.decode", "cosemgen.revisions", "cosemgen.starting"),
}
"""What only other commands need, or a spec that is wrong."""


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    (tmp_path / "tiny").mkdir()
    (tmp_path / "tiny" / "tiny.cosem").write_text(SPEC)
    return tmp_path / "tiny"


def imported(spec: Path, *arguments: str) -> set[str]:
    """What a build has imported in the end."""
    out = spec.parent / "out"
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            PROGRAM,
            "build",
            str(spec),
            "--out",
            str(out),
            *arguments,
        ],
        env={**os.environ, "COSEM_CACHE_DIR": str(spec.parent / "cache")},
        capture_output=True,
        text=True,
        check=True,
    )
    return {*done.stderr.splitlines()[-1].split()}


def edit(spec: Path) -> None:
    (spec / "tiny.cosem").write_text(SPEC.replace("How many", "How often"))


def test_a_build_of_everything(spec: Path) -> None:
    first = imported(spec)
    assert MAKING - {"lark"} <= first
    assert not imported(spec) & (MAKING | OTHERS)
    edit(spec)
    assert not imported(spec) & OTHERS


def test_a_build_of_no_python_needs_no_black(spec: Path) -> None:
    targets = ("--target", "json")
    imported(spec, *targets)
    edit(spec)
    found = imported(spec, *targets)
    assert {"cosemgen.targets.json.target", "jsonschema_rs"} <= found
    assert not found & {
        *OTHERS,
        "black",
        "cosemgen.targets.python",
        "cosemgen.targets.docs",
    }


def test_a_build_without_a_new_text_loads_nothing_that_makes_one(spec: Path) -> None:
    imported(spec)
    (spec / "tiny.cosem").write_text(f"// Nothing but a comment.\n{SPEC}")
    found = imported(spec)
    assert "cosemgen.targets.docs.target" in found
    assert not found & {"black", "cosem_runtime.companion", "jinja2", "jsonschema_rs"}
