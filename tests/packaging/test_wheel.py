"""The distribution: what is in it, and that it works wherever it is installed."""

from __future__ import annotations

import shutil
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

from ..unit.telegram import framer
from .conftest import ROOT, command, environment, install, library, ok, pip

pytestmark = pytest.mark.slow


def test_wheel_holds_what_is_needed_and_no_more(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for name in (
        *("cosem/__init__.py", "cosem/py.typed", "cosem/classes/register.py"),
        *("cosem/_interface_class.pyi", "cosem/classes/_register.pyi"),
        *("cosem_runtime/__init__.py", "cosem_runtime/py.typed"),
        *("cosem_conformance/__init__.py", "cosem_conformance/py.typed"),
        *("cosem_conformance/judge/reports/page.css",),
        *("cosem_conformance/judge/reports/page.js",),
        *("cosemgen/__init__.py", "cosemgen/py.typed"),
        "cosemgen/_data/grammar/cosem.lark",
        "cosemgen/_data/grammar/cosem.tables.json",
        "cosemgen/_data/grammar/model.schema.json",
        "cosemgen/_data/spec/package.cosem",
    ):
        assert name in names, name
    assert any(name.endswith(".jinja") for name in names)
    tops = {name.partition("/")[0] for name in names}
    packages = {"cosem", "cosem_conformance", "cosem_runtime", "cosemgen"}
    assert tops == {*packages, "cosem-0.1.0.dist-info"}
    unwanted = ("__pycache__", "/tests/", "/vscode/")
    assert not [name for name in names if any(part in name for part in unwanted)]


def test_every_file_of_the_checkout_that_is_data_is_in_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for source, target in (
        (ROOT / "spec", "cosemgen/_data/spec"),
        (ROOT / "grammar", "cosemgen/_data/grammar"),
        (ROOT / "generator" / "cosemgen", "cosemgen"),
        (ROOT / "generator" / "cosem_runtime", "cosem_runtime"),
        (ROOT / "generator" / "cosem_conformance", "cosem_conformance"),
    ):
        for path in source.rglob("*"):
            if path.is_file() and not {"__pycache__", "vscode"} & {*path.parts}:
                assert f"{target}/{path.relative_to(source).as_posix()}" in names


def test_metadata(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        text = archive.read("cosem-0.1.0.dist-info/METADATA").decode()
        entries = archive.read("cosem-0.1.0.dist-info/entry_points.txt").decode()
    metadata = Parser().parsestr(text)
    assert (metadata["Name"], metadata["Version"]) == ("cosem", "0.1.0")
    assert metadata["License-Expression"] == "MIT"
    assert metadata["Requires-Python"] == ">=3.11"
    requirements = metadata.get_all("Requires-Dist", [])
    assert all("extra ==" in requirement for requirement in requirements)
    assert "cosemgen = cosemgen.cli:main" in entries


def test_bare_install_works_without_dependencies(bare: Path, tmp_path: Path) -> None:
    program = (
        "import sys, cosem\n"
        "register = cosem.interface_class(3)\n"
        "value = register.attribute(3).decode(bytes.fromhex('0202 0f00 161e'))\n"
        "print(register.NAME, value.scaler, int(value.unit), cosem.describe('1.0.1.8.0.255').code)\n"
        "print([m for m in sys.modules if m.partition('.')[0] in ('lark', 'jinja2', 'cosemgen')])\n"
    )
    assert ok(bare, "-c", program, cwd=tmp_path) == "Register 0 30 1-0:1.8.0*255\n[]\n"


def test_the_command_of_a_bare_install_says_what_is_missing(
    bare: Path, tmp_path: Path
) -> None:
    done = command(bare.with_name("cosemgen"), "check", cwd=tmp_path)
    assert done.returncode == 2
    assert 'pip install "cosem[generator]"' in done.stderr
    assert "Traceback" not in done.stderr


def test_an_installed_generator_builds_the_standard_anywhere(
    full: Path, tmp_path: Path
) -> None:
    command_line = full.with_name("cosemgen")
    assert command(command_line, "check", cwd=tmp_path).returncode == 0
    ok(command_line, "build", "--target", "python", "--out", "out", cwd=tmp_path)
    committed = ROOT / "generated" / "cosem"
    built = tmp_path / "out" / "cosem"
    for path in (*committed.rglob("*.py"), *committed.rglob("*.pyi")):
        assert (built / path.relative_to(committed)).read_bytes() == path.read_bytes()


def test_targets_are_found_as_entry_points(full: Path, tmp_path: Path) -> None:
    program = (
        "from importlib.metadata import entry_points\n"
        "for e in sorted(entry_points(group='cosemgen.targets')): print(e.name, e.load().name)\n"
    )
    assert ok(full, "-c", program, cwd=tmp_path) == (
        "conformance conformance\ndocs docs\njson json\npython python\n"
    )


def test_editable_install_is_the_checkout(tmp_path: Path) -> None:
    python = environment(tmp_path / "editable", library(sys.executable))
    install(python, "--no-build-isolation", "-e", ROOT)
    program = (
        "import cosem, cosemgen.resources as r; print(cosem.__file__, r.spec_folder())"
    )
    assert ok(python, "-c", program, cwd=tmp_path).split() == [
        str(ROOT / "generated" / "cosem" / "__init__.py"),
        str(ROOT / "spec"),
    ]
    site = Path(library(python))
    assert not (site / "cosemgen").exists(), "no second copy of anything"


@pytest.mark.parametrize(
    ("variables", "suffix"),
    [
        ({"CC": "/nowhere/cc"}, "-py3-none-any.whl"),
        ({"COSEM_NATIVE": "0"}, "-py3-none-any.whl"),
        ({"COSEM_NATIVE": "1", "CC": "/nowhere/cc"}, ""),
    ],
    ids=["no compiler", "not wanted", "wanted, no compiler"],
)
def test_the_core_of_columns_may_be_left_out(
    variables: dict[str, str],
    suffix: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    build = ("-m", "build", "--no-isolation", "--wheel", "--outdir", tmp_path, ROOT)
    done = command(sys.executable, *build)
    found = [path.name for path in tmp_path.glob("*.whl")]
    if not suffix:
        assert done.returncode != 0 and found == []
        return
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(found) == 1 and found[0].endswith(suffix)
    with zipfile.ZipFile(tmp_path / found[0]) as archive:
        names = archive.namelist()
    assert "cosem_runtime/arrow/core.c" in names
    assert not [name for name in names if "libcosem_columns" in name]


def test_the_sdist_gives_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    """Octet by octet: nothing is missing in the sdist, and a build can be repeated."""
    build = sys.executable, "-m", "build", "--no-isolation", "--outdir", tmp_path
    ok(*build, ROOT)  # an sdist, and a wheel of that
    (again,) = tmp_path.glob("*.whl")
    assert again.name == wheel.name
    assert again.read_bytes() == wheel.read_bytes()


def _sealed() -> str:
    """A program that opens a ciphered telegram."""
    telegram = framer.ciphered(framer.NOTIFICATION)
    return (
        "import cosem\n"
        f"opened = cosem.telegram.open({telegram!r}, key={framer.KEY!r},"
        f" authentication_key={framer.AUTHENTICATION_KEY!r})\n"
        "print(opened)"
    )


_TABLE = """\
from cosem import Clock
from cosem.arrow import AttributeColumns
print(AttributeColumns(Clock.attribute("time_zone")).decode([bytes.fromhex("10 003C")]))
"""
_BUILD = "-m", "cosemgen", "build", str(ROOT / "spec/national/italy"), "--package"


@pytest.mark.parametrize(
    ("extra", "words", "said"),
    [
        ("crypto", ("-c", _sealed()), "tag checked"),
        ("arrow", ("-c", _TABLE), "[[60]]"),
        ("generator", (*_BUILD, "cosem_italy", "--out", "out"), " created"),
        ("conformance", ("-m", "pytest", "-p", "no:cacheprovider", "."), " passed"),
    ],
)
def test_an_extra_brings_all_that_it_needs(
    extra: str, words: tuple[str, ...], said: str, wheel: Path, tmp_path: Path
) -> None:
    """Into an empty environment, from wherever pip takes packages."""
    python = environment(tmp_path / "environment")
    pip(python, f"cosem[{extra}] @ {wheel.as_uri()}")
    work = tmp_path / "work"
    work.mkdir()
    shutil.copy(ROOT / "generated/conformance/test_clock.py", work)
    done = command(python, *words, cwd=work)
    assert done.returncode == 0 and said in done.stdout + done.stderr, done
