"""`cosemgen build` on the command line."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cosemgen.cli.build import _Telling
from tests.unit.build.conftest import save

from .conftest import MISTAKE, SPEC, Run, on_terminal


def test_build_check_build(run: Run, spec: Path) -> None:
    arguments = ("build", spec, "--target", "json")
    code, out, err = run(*arguments, "--check")
    assert code == 1
    assert "create generated/model/model.json\n" in out
    assert "to create" in err and "run `cosemgen build --target json tiny.cosem`" in err
    assert not Path("generated").exists()

    code, out, err = run(*arguments)
    assert code == 0
    assert "create generated/model/classes/tiny.json\n" in out
    assert "15 created" in err

    assert run(*arguments)[:2] == (0, "")
    code, out, err = run(*arguments, "--check")
    assert (code, out) == (0, "")
    assert "up to date, 15 files" in err


def test_a_change_is_listed(run: Run, spec: Path) -> None:
    arguments = ("build", spec, "--target", "json")
    run(*arguments)
    spec.write_text(spec.read_text().replace("How many.", "How much."))
    code, out, _ = run(*arguments, "--check")
    assert code == 1
    changed = {line.removeprefix("change generated/") for line in out.splitlines()}
    assert {"MANIFEST.json", "model/classes/tiny.json", "model/model.json"} <= changed
    assert "model/units.json" not in changed


def test_advice_repeats_what_the_user_gave(run: Run, spec: Path) -> None:
    folder = Path("my spec")
    folder.mkdir()
    spec = spec.rename(folder / spec.name)
    arguments = (
        "build",
        spec,
        "--out",
        "o 2",
        "--package",
        "little",
        "--target",
        "json",
    )
    again = "run `cosemgen build --package little --out 'o 2' --target json 'my spec/tiny.cosem'`"
    code, _, err = run(*arguments, "--check")
    assert (code, again in err) == (1, True)
    (Path("o 2") / ".cosemgen-stage").mkdir(parents=True)
    (Path("o 2") / ".cosemgen-stage" / "journal.json").write_text("")
    code, _, err = run(*arguments, "--check")
    assert (code, f"was killed before its end: {again} to finish it" in err) == (
        1,
        True,
    )


def test_nobody_is_told_what_is_being_done_without_a_terminal(
    run: Run, spec: Path
) -> None:
    code, _, err = run("build", spec, "--target", "json")
    assert (code, len(err.splitlines())) == (0, 1)
    code, _, err = run("build", spec, "--target", "json", "--check")
    assert (code, len(err.splitlines())) == (0, 1)


def test_phases_and_what_to_try_next(run: Run, spec: Path) -> None:
    arguments = ("build", spec, "--target", "json", "--target", "python", "-v")
    code, _, err = run(*arguments)
    assert code == 0
    phases, _, uses = err.partition("generated: ")
    assert [line.split("s  ", 1)[1].split()[0] for line in phases.splitlines()] == [
        "checking",
        "generating",
        "laying",  # the manifest knows none of these files
        "writing",
    ]
    assert " created (" in uses
    assert uses.splitlines()[1:] == [
        "  json         generated/model/model.json",
        "  python       PYTHONPATH=generated python -c 'import tiny; help(tiny)'",
    ]
    code, _, err = run(*arguments)
    assert (code, len(err.splitlines())) == (0, 1), "nothing was made, nothing to try"


@pytest.mark.usefixtures("spec")
def test_a_terminal_shows_the_phases() -> None:
    shown = on_terminal("build", "tiny.cosem", "--target", "json")
    assert " s  checking the spec\n" in shown
    assert shown.endswith("  json         generated/model/model.json\n")


def test_findings_stop_it(run: Run, spec: Path) -> None:
    spec.write_text(MISTAKE)
    code, out, err = run("build", spec, "--target", "json")
    assert (code, out) == (1, "")
    assert "'secnd'" in err and "1 error; nothing is written" in err
    assert not Path("generated").exists()


def test_a_strange_file_is_named(run: Run, spec: Path) -> None:
    place = Path("here/model/model.json")
    place.parent.mkdir(parents=True)
    place.write_text("mine")
    code, _, err = run("build", spec, "--target", "json", "--out", "here")
    assert code == 1
    assert "here/model/model.json was not written by cosemgen" in err
    assert place.read_text() == "mine"


@pytest.mark.parametrize(
    ("out", "why"),
    [
        ("", "expected a folder, found ''"),
        ("~", "expected a folder, found '~'"),
        ("~/generated", "expected a folder, found '~/generated'"),
        (Path.cwd().anchor, "which has all of the system in it"),
        (".", "which has your home"),
        ("..", "which has your home"),
    ],
)
def test_nothing_is_written_where_a_slip_of_the_shell_leads_to(
    run: Run, spec: Path, monkeypatch: pytest.MonkeyPatch, out: str, why: str
) -> None:
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(Path.cwd()))
    for way in ("--check", "--target=json"):
        code, _, err = run("build", spec, "--out", out, way)
        assert code == 2
        assert why in " ".join(err.split())
    assert sorted(Path().iterdir()) == [spec]


def test_where_nobody_knows_of_a_home(
    run: Run, spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os.path, "expanduser", lambda path: path)
    assert run("build", spec, "--out", ".", "--target=json")[0] == 0


def test_an_unknown_target_is_named(run: Run, spec: Path) -> None:
    code, _, err = run("build", spec, "--target", "rost")
    assert code == 1
    assert "there is no target 'rost'; there are python," in err


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("1x", "begin with a digit"),
        ("a-b", "letters, digits"),
        ("a.b", "letters, digits"),
        ("", "letters, digits"),
        ("class", "a word of Python"),
        ("docs", "has a folder of that name"),
        ("cosem_runtime", "stand on"),
        ("cosemgen", "stand on"),
        ("json", "standard library"),
        ("JSON", "standard library"),
    ],
)
def test_a_package_needs_a_name_that_python_can_import(
    run: Run, spec: Path, name: str, why: str
) -> None:
    code, out, err = run("build", spec, "--target", "json", "--package", name)
    assert (code, out) == (2, "")
    assert f"{name!r} cannot be the name of the Python package" in err
    assert why in " ".join(err.split())
    assert not Path("generated").exists()


def test_a_package_does_not_hide_what_it_needs(run: Run, spec: Path) -> None:
    needing = spec.read_text().replace("{\n", "{\n  needs cosem\n", 1)
    needing = needing.partition("\nunits unit")[0]
    Path("needing.cosem").write_text(needing)
    arguments = ("--target", "json", "--package")
    for name in ("cosem", "Cosem"):
        code, out, err = run("build", "needing.cosem", *arguments, name)
        assert (code, out) == (1, "")
        assert f"error: {name!r} cannot be the name" in err and "it needs" in err
    code, _, err = run("build", spec, *arguments, "cosem")
    assert (code, "the package of the standard" in err) == (1, True)
    assert not Path("generated").exists()


def test_the_name_of_the_spec_package_is_looked_at_too(run: Run, spec: Path) -> None:
    spec.write_text(spec.read_text().replace("package tiny", "package json"))
    code, _, err = run("build", spec, "--target", "json")
    assert (code, "choose another with --package" in err) == (1, True)
    assert not Path("generated").exists()
    assert run("build", spec, "--target", "json", "--package", "tiny").code == 0


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (["x"], 2, "expected TARGET.NAME=VALUE, found 'x'"),
        (["json.=1"], 2, "expected TARGET.NAME=VALUE, found 'json.=1'"),
        (["json.a=1", "json.a=2"], 2, "json.a is given twice"),
        (["json.a=1"], 1, "target 'json' has no option 'a' (it has none)"),
    ],
)
def test_an_option_is_one_of_a_target(
    run: Run, spec: Path, options: list[str], code: int, message: str
) -> None:
    words = [word for option in options for word in ("--option", option)]
    found, _, err = run("build", spec, "--target", "json", *words)
    assert (found, message in err) == (code, True)


@pytest.mark.slow
def test_watching(spec: Path) -> None:
    """A mistake is told and the next save mends it; Ctrl-C is how it ends."""
    arguments = ("build", spec, "--watch", "--target", "json", "-v")
    with subprocess.Popen(
        [sys.executable, "-m", "cosemgen", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None

        def until_it_waits() -> str:
            assert process.stdout is not None
            lines = iter(
                process.stdout.readline, "waiting for a save; Ctrl-C ends it\n"
            )
            return "".join(lines)

        first = until_it_waits()
        assert "checking the spec" in first
        assert first.endswith("  json         generated/model/model.json\n")
        save(spec, MISTAKE)
        assert "'secnd'" in until_it_waits()
        save(spec, SPEC.replace("/// How many", "/// How often"))
        mended = until_it_waits()
        assert "change generated/model/classes/tiny.json\n" in mended
        assert "checking" not in mended
        assert "How often" in Path("generated/model/classes/tiny.json").read_text()
        process.send_signal(signal.SIGINT)
        assert process.stdout.read() == "no longer watching\n"
    assert process.returncode == 0


def test_what_is_watched_is_written(run: Run, spec: Path) -> None:
    code, _, err = run("build", spec, "--watch", "--check")
    assert (code, "--watch writes what --check only compares" in err) == (2, True)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_how_far_a_long_phase_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line that is written over, and gone before the next one."""
    shown = Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    monkeypatch.setenv("TERM", "xterm")
    now = [0.0]
    monkeypatch.setattr(time, "perf_counter", lambda: now[0])
    telling = _Telling(Path("out"), check=False, phases=True, again="")
    telling.phase("laying out 3 of 3 files")
    for number, seconds in enumerate((0.2, 0.6, 0.65, 0.9), 1):
        now[0] = seconds
        telling.step(number, 4)
    telling.note("done")
    assert shown.getvalue() == (
        "  0.0 s  laying out 3 of 3 files\n"
        "\r  0.6 s  2 of 4\x1b[K\r  0.9 s  4 of 4\x1b[K\r\x1b[Kdone\n"
    )
