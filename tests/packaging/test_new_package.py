"""A project that `cosemgen new package` makes works as it stands, with what users have installed."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from .conftest import command, environment, install, library, ok

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def project(full: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new project, built."""
    folder = tmp_path_factory.mktemp("new")
    title = 'River "meters" of <b>Zürich</b>'
    cosemgen = full, "-m", "cosemgen"
    ok(*cosemgen, "new", "package", "river_meters", title, cwd=folder)
    ok(*cosemgen, "build", cwd=folder / "river_meters")
    return folder / "river_meters"


def test_its_workflow_passes(full: Path, project: Path) -> None:
    """Each step but the first, which installs what is here already."""
    workflow = (project / ".github/workflows/test.yml").read_text(encoding="utf-8")
    install, *steps = re.findall(r"^ +- run: (.*)$", workflow, re.MULTILINE)
    assert install == 'python -m pip install -e ".[test]"'
    for step in steps:
        program, *words = step.split()
        module = [] if program == "python" else ["-m", program]
        done = command(full, *module, *words, cwd=project, python=full)
        assert done.returncode == 0, f"{step}\n{done.stdout}{done.stderr}"
    assert re.search(r"^\d+ passed", done.stdout.splitlines()[-1].strip("= "))


def test_its_wheel_is_the_package_alone(
    full: Path, bare: Path, project: Path, tmp_path: Path
) -> None:
    out = tmp_path / "dist"
    ok(full, "-m", "build", "--no-isolation", "--wheel", "--outdir", out, project)
    (wheel,) = out.glob("river_meters-0.1.0-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.partition("/")[0] for name in archive.namelist()}
        (metadata,) = (n for n in archive.namelist() if n.endswith("/METADATA"))
        text = archive.read(metadata).decode("utf-8")
    assert tops == {"river_meters", "river_meters-0.1.0.dist-info"}
    assert 'Summary: River "meters" of <b>Zürich</b>\n' in text
    assert "Requires-Dist: cosem>=" in text
    user = environment(tmp_path / "user", library(bare))
    install(user, wheel)
    program = (
        "import cosem, river_meters\n"
        "cosem.register(river_meters)\n"
        "print(cosem.interface_class(8192).NAME, cosem.describe('0.0.128.0.0.255').name)"
    )
    assert ok(user, "-c", program, cwd=tmp_path) == "Example Example\n"
    found = program.replace("cosem, river_meters", "cosem")
    found = found.replace("register(river_meters)", "register_installed()")
    assert ok(user, "-c", found, cwd=tmp_path) == "Example Example\n"
