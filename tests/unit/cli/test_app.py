"""Exit codes, help, and what happens when something goes wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import click
import pytest

from cosemgen import cli
from cosemgen.cli import reports
from cosemgen.cli.app import COMMANDS, group
from cosemgen.cli.endings import INTERNAL_ERROR

from .conftest import Run


@pytest.mark.parametrize("command", COMMANDS)
def test_help_teaches_by_examples(run: Run, command: str) -> None:
    result = run(command, "--help")
    assert result.code == 0
    assert "Examples:" in result.out
    assert f"  cosemgen {command} " in result.out
    assert max(map(len, result.out.splitlines())) <= 100


def test_options_that_may_be_repeated_say_so() -> None:
    for name in COMMANDS:
        command = group.get_command(click.Context(group), name)
        assert command is not None
        inner = command.commands if isinstance(command, click.Group) else {}
        for each in (command, *inner.values()):
            for option in each.params:
                if isinstance(option, click.Option):
                    told = "may be repeated" in (option.help or "").lower()
                    assert told == option.multiple, f"{name} {option.opts[-1]}"


def test_the_list_of_commands_says_what_each_is_for(run: Run) -> None:
    result = run("--help")
    assert result.code == 0
    listed = result.out.partition("Commands:")[2]
    for command in COMMANDS:
        assert f"  {command} " in listed
    assert "..." not in listed, "no short help is cut off"


def test_version(run: Run) -> None:
    assert run("--version").out == "cosemgen 0.1.0\n"


def test_nobody_looks_for_garbage() -> None:
    """Nor while the command is imported."""
    program = (
        "import gc; from cosemgen.cli import main\n"
        "before = gc.get_stats(); code = main(['show', '1.0.1.8.0.255'])\n"
        "print(code, gc.get_stats() == before, gc.isenabled())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "0 True True"


@pytest.mark.parametrize("arguments", [("--help",), ("show", "1.0.1.8.0.255")])
def test_what_compiles_nothing_does_not_import_the_compiler(
    arguments: tuple[str, ...],
) -> None:
    program = (
        "import sys; from cosemgen.cli import main; main(sys.argv[1:]);"
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    imported = set(done.stderr.split())
    assert "cosemgen.cli.show" in imported
    assert not imported & {"cosemgen.model", "cosemgen.diagnostics", "lark", "rich"}


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("biuld",),
        ("check", "--form", "text"),
        ("check", "--format", "yaml"),
        ("check", "no/such/place"),
        ("build", "no/such/place"),
        ("fmt", "no/such/place"),
        ("export", "yaml"),
        ("decode", "0x0g"),
        ("decode", "123"),
        ("decode", "--class", "3", "0600000001"),
        ("decode", "--columns", "0100", "--class", "7", "--attribute", "2", "0100"),
        ("decode", "--capture-period", "900", "0100"),
        ("decode", "--version", "0", "0100"),
        ("decode", "no_such_file.hex"),
        ("encode", "--class", "3", "--attribute", "2"),
        ("encode", "--class", "3", "5"),
        ("encode", "--class", "3", "--attribute", "2", "--nix", "5"),
        ("show",),
    ],
)
def test_wrong_use_is_2_with_one_message(run: Run, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.code == 2
    assert result.out == ""
    assert result.err.startswith("Usage: cosemgen")


@pytest.mark.parametrize(
    ("command", "hint"),
    [
        ("chek", " (did you mean 'check'?)"),
        ("biuld", " (did you mean 'build'?)"),
        (
            "fromage",
            f"; there are {', '.join(COMMANDS)}",
        ),
    ],
)
def test_a_command_that_there_is_not(run: Run, command: str, hint: str) -> None:
    assert f"Error: there is no command {command!r}{hint}\n" in run(command).err


def test_a_mistake_of_ours_says_so_and_how_to_report_it(
    run: Run, spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object) -> None:
        raise KeyError("surprise")

    monkeypatch.setattr(reports, "report", fail)
    result = run("check", spec)
    assert result.code == INTERNAL_ERROR == 3
    assert result.err.startswith("internal error: KeyError: 'surprise' (test_app.py:")
    assert "COSEMGEN_DEBUG=1" in result.err
    monkeypatch.setenv("COSEMGEN_DEBUG", "1")
    with pytest.raises(KeyError):
        cli.main(["check", str(spec)])


def test_ctrl_c_is_no_traceback(
    run: Run, spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(reports, "report", stop)
    result = run("check", spec)
    assert (result.code, result.err.strip()) == (130, "stopped")
    # Nor is it while the command is still being loaded.
    monkeypatch.setitem(sys.modules, "cosemgen.cli.app", _Stopped("app"))
    result = run("check", spec)
    assert (result.code, result.err.strip()) == (130, "stopped")


class _Stopped(ModuleType):
    """A module that is being loaded as somebody stops it."""

    def __getattr__(self, name: str) -> object:
        if name == "run":
            raise KeyboardInterrupt
        raise AttributeError(name)


def test_a_reader_that_leaves_is_no_error(spec: Path) -> None:
    program = "import sys; from cosemgen.cli import main; sys.exit(main(sys.argv[1:]))"
    with subprocess.Popen(
        [sys.executable, "-c", program, "export", "json", str(spec)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_who_ends_the_process_has_not_done_the_work(
    run: Run, spec: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def leave(*arguments: object) -> None:
        sys.exit(0)

    monkeypatch.setattr(reports, "report", leave)
    result = run("check", spec)
    assert result.code == 3
    assert result.err.startswith("internal error: SystemExit: 0 (test_app.py:")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("raise SystemExit(0)", "SystemExit: 0"),
        ("raise KeyError('k')", "KeyError: 'k'"),
        (
            "import no_such_thing",
            "ModuleNotFoundError: No module named 'no_such_thing'",
        ),
        ("(", "SyntaxError: '(' was never closed"),
    ],
)
def test_a_package_that_cannot_be_imported_is_told_as_that(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, why: str
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "odd_meter", raising=False)
    (tmp_path / "odd_meter.py").write_text(text)
    result = run("show", "0.0.1.0.0.255", "--package", "odd_meter")
    assert result.code == 1
    assert f"the package 'odd_meter' cannot be imported: {why} (" in result.err
    assert "odd_meter.py:1)" in result.err


def test_a_missing_library_names_the_extra(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("cosemgen.cli.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "click", None)
    result = run("check")
    assert result.code == 2
    assert "needs the library click" in result.err
    assert 'pip install "cosem[generator]"' in result.err


PROGRAM = "import sys; from cosemgen.cli import main; sys.exit(main())"


def ran(shell: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = f"{sys.executable} -c '{PROGRAM}' {shell}"
    return subprocess.run(
        ["sh", "-c", command],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_a_stream_that_is_closed_is_no_mistake(closed: str) -> None:
    done = ran(f"decode --class 1 --attribute 2 1105 {closed}")
    assert (done.returncode, done.stderr) == (0, "")


def test_nothing_to_read_from() -> None:
    done = ran("decode --class 1 --attribute 2 <&-")
    assert done.returncode == 2
    assert "standard input: no octets" in done.stderr


def test_letters_that_the_output_does_not_have_are_written_out() -> None:
    done = ran("decode --class 1 --attribute 2 0C02C3A4", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert r'value: utf8-string = "\xe4"' in done.stdout
